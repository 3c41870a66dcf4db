"""Which legacy encoding a font was made for, by its name.

Only the makers' own families are certain.  Names of VISCII, Vietware and BK HCM fonts are hearsay: a hint for reading a text,
no finding.  UTM, UVN, UVF, SVN-, VNF- and iCiel fonts are Unicode.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """`certain`: the name alone proves what the font is for.  `capitals`: draws small letters as capitals (.VnTimeH)."""

    encoding: str
    certain: bool = True
    capitals: bool = False


_SUBSET = re.compile(r"^[A-Z]{6}\+")  # PDF 32000-1 s.9.6.4
_CERTAIN = (
    (re.compile(r"\.vn[a-z]|vntime(?:h|bold|italic|[-,]|$)"), "tcvn3"),  # Distiller leaves the dot out
    (re.compile(r"vni[- ](?!.*unicode)"), "vni"),
    (re.compile(r"vps[ -]?(?:times|helv|arial|cour|[a-z]+ ?hoa)|vps "), "vps"),
)
_CAPITALS = re.compile(r"^[^-,]*H(?:Bold)?(?:Italic)?(?:[-,]|$)")
_HEARSAY = (
    (re.compile(r"vi (?:times|arial|helv|cour)|heomay|phuongthao|minhquan|thahuong|uhoai"), "viscii"),
    (re.compile(r"vntimes|vnarial"), "vietware-x"),
    (re.compile(r"svntimes|svnarial"), "vietware-f"),
    (re.compile(r"vn[a-z ]{2,20}2$"), "bkhcm2"),
)


@lru_cache(maxsize=512)
def legacy_font(name: str) -> LegacyFont | None:
    """What a font's name says, None where it is no legacy font.  Of a CSS list the first family counts."""
    name = _SUBSET.sub("", name[:200].lstrip("/")).split(",")[0].strip(" \t\"'").replace("#2E", ".").replace("#20", " ")
    lowered = name.lower()
    for pattern, encoding in _CERTAIN:
        if pattern.match(lowered):
            return LegacyFont(encoding, capitals=encoding == "tcvn3" and _CAPITALS.search(name) is not None)
    for pattern, encoding in _HEARSAY:
        if pattern.match(lowered):
            return LegacyFont(encoding, certain=False)
    return None
