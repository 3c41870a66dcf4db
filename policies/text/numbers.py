"""The number and symbol of an official document, on a line of its own in the letterhead, never a citation in running text.

04/2011/QĐ-UBND, 24/TTr-VHTT, 05/BNV-VP, 29/2018/QH14; "Số: /GM-SYT" where it is written in by hand; the Party's "Số 127-QĐ/TW".
"""

import re
from dataclasses import dataclass

from policies.text.cells import LOST, cells
from policies.text.official_table import SYMBOLS

_UPPER = rf"[A-ZĐÂĂÊÔƠƯ{LOST}]"
_GROUP = rf"{_UPPER}[\w&.{LOST}]{{0,11}}"
_SYMBOL = rf"{_GROUP}(?:\s?[-–]\s?[\w&.(){LOST}]{{1,12}}){{0,4}}"
_PREFIX = r"[\W_]{0,2}(?:S.{0,2}?\s*[:.;,]|S[ốôoó]\b)[\s.]*"
_WRITTEN = r"[^\s/]{0,8}"  # by hand, so a reader of pictures gives anything
_STATE = re.compile(rf"(?P<serial>{_WRITTEN})[\s.…_]*/\s*(?P<year>(?:19|20)\d\d\s?/\s?)?(?P<symbol>{_SYMBOL})")
_BODY = rf"{_GROUP}(?:-\w{{1,12}}){{0,2}}"
_PARTY = re.compile(rf"(?P<serial>{_WRITTEN}?)[\s.…_]*[-–]\s?(?P<symbol>{_UPPER}[\w{LOST}]{{0,5}}\s?/\s?{_BODY})")
_BEGIN = re.compile(_PREFIX, re.IGNORECASE)
_BARE = re.compile(rf"(?P<serial>\d{{1,6}}[a-z]?)/(?P<year>(?:19|20)\d\d/)?(?P<symbol>{_GROUP}-[\w&.(){LOST}-]{{2,30}})")


@dataclass(frozen=True, slots=True)
class Number:
    """`text`: as written, spaces closed up, the serial missing where it is not filled in.  `rest`: what follows on the line."""

    text: str
    type: str | None
    party: bool
    rest: str = ""


def number_at(line: str) -> Number | None:
    """The number that a tidied line begins with, if nothing follows but formulas, a place and date, or capitals (marks)."""
    begin = _BEGIN.match(line)
    if begin:
        start = begin.end()
        for pattern in (_PARTY, _STATE):
            found = pattern.match(line, start)
            if found:
                return _number(found, line, party=pattern is _PARTY)
        return None
    found = _BARE.match(line)
    return _number(found, line, party=False) if found else None


def _number(found: re.Match[str], line: str, *, party: bool) -> Number | None:
    rest = line[found.end() :].strip(" \t.,;")
    if not all(cell.role or cell.text.isupper() or cell.text.startswith("(") for cell in cells((rest,))):
        return None  # a citation in a sentence
    groups = found.groupdict()
    serial = groups["serial"].strip(".…_- ")
    joint = "-" if party else "/"
    symbol = re.sub(r"\s", "", groups["symbol"]).rstrip(".")
    year = re.sub(r"\s", "", groups.get("year") or "")
    return Number(f"{serial}{joint}{year}{symbol}", _type(symbol, party=party), party, rest)


def _type(symbol: str, *, party: bool) -> str | None:
    """The type that a symbol stands for: QĐ-UBND is a Quyết định, UBND-VX (no type's abbreviation first) a Công văn."""
    first, dash, _ = symbol.replace("/", "-").partition("-")
    letter = not party and LOST not in first and (dash or first.isalpha())
    return SYMBOLS.get(first) or ("Công văn" if letter else None)
