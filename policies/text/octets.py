"""What bytes under a declared charset turn out to be: Unicode, Vietnamese rightly declared, legacy text, or nothing known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from policies.text.encodings import BYTE_ENCODINGS, decode
from policies.text.legacy import NO_HINTS, find, reads_well, strangeness
from policies.text.mojibake import OURS
from policies.text.runs import Reading
from policies.text.syllables import HEARD
from policies.text.tokens import TOKEN
from policies.text.views import UTF8_LETTER, view_of_bytes
from policies.text.viqr import find_viqr


@dataclass(frozen=True, slots=True)
class Judged:
    """`text`: the bytes as they are best read, what `legacy.start` and `.end` point into.

    `declared`: the encoding that they really are in where that breaks the rule by its declaration alone ("cp1258", "utf-8").
    """

    text: str
    legacy: Reading | None = None
    declared: str | None = None
    undecodable: bool = False


# Labels as mail programs write them -> our names.
_VIETNAMESE = {
    **dict.fromkeys(("windows-1258", "cp1258", "x-cp1258", "ibm1258"), "cp1258"),
    **dict.fromkeys(("viscii", "csviscii", "x-viet-viscii"), "viscii"),
    **dict.fromkeys(("vps", "x-vps", "x-viet-vps"), "vps"),
    **dict.fromkeys(
        ("tcvn", "tcvn3", "abc", "tcvn-5712", "tcvn5712-1", "tcvn5712-1:1993", "x-viet-tcvn", "x-viet-tcvn5712", "x-viet-tcvn3"),
        "tcvn3",
    ),
    **dict.fromkeys(("vni", "x-vni", "x-viet-vni"), "vni"),
    **dict.fromkeys(("viqr", "csviqr", "x-viqr"), "viqr"),
}
_UNICODE = re.compile(r"(?:unicode-1-1-)?utf-?(?:8|7|16(?:le|be)?|32(?:le|be)?)")
# Codecs that may be asked for: others of Python's decode in quadratic time, or are no charsets at all.
_KNOWN = re.compile(
    r"iso[-_]?8859[-_]?\d{1,2}(?:-[ie])?|latin-?\d|l\d|windows-?\d{3,4}|cp\d{3,4}|ibm\d{3,4}|koi8-[rut]|mac-?\w{2,12}|macintosh|tis-620|hz-gb-2312|hz"
    r"|gb_?2312(?:-80)?|gbk|gb18030|big5(?:-hkscs)?|euc-?(?:jp|kr)|shift_?jis|sjis|iso-2022-(?:jp|kr)(?:-\d)?|ks_c_5601-1987"
)
_GB = re.compile("gb_?2312(?:-80)?|gbk")  # read as what it has become (WHATWG Encoding, s.4.2)
_WIDE = re.compile("utf-?(?:16|32)")
_CLEARLY = 1.0  # rarer by so much, a word
_SILENT = frozenset({"", "unknown-8bit", "x-unknown", "unknown", "binary"})  # labels that claim nothing
_VIETNAMESE_LETTER = re.compile("[\u1ea0-\u1ef9ƠơƯư]")
_ENOUGH = 4  # words that have no such letters
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CROWD = re.compile("[^\x00-\x7f]{31,}")  # no word; of marks it would be sorted in quadratic time
_CANDIDATES = ("cp1252", "gb18030", "big5", "shift_jis", "euc_kr")


def judge(raw: bytes, charset: str | None, hints: Mapping[str, float] = NO_HINTS) -> Judged:
    """Say what the bytes are.  Any charset and any bytes are taken; linear."""
    label = (charset or "").strip().lower()
    if _UNICODE.fullmatch(label):
        # Wide text has blanks, and they have NULs.
        text = None if _WIDE.match(label) and b"\0" not in raw else _decoded(raw, label)
        return Judged(text, find(text, hints)) if text is not None else _unlabelled(raw, hints)
    if raw.isascii():
        text = _decoded(raw, label) or raw.decode("ascii")
        viqr = find_viqr(text)
        return Judged(text, declared="viqr") if viqr and _VIETNAMESE.get(label) == "viqr" else Judged(text, find(text, hints))
    utf8 = _decoded(raw, "utf-8")
    if utf8 is not None:
        wrong = label not in _SILENT and _is_vietnamese(utf8)
        if wrong or label in _SILENT:
            return Judged(utf8, find(utf8, hints), "utf-8" if wrong else None)
    if label in _VIETNAMESE:
        return _vietnamese(raw, _VIETNAMESE[label], hints)
    text = _decoded(raw, label)
    if text is None:
        return _unlabelled(raw, hints)
    return _labelled(raw, text, label, hints)


def _is_vietnamese(text: str) -> bool:
    """Whether a text is Vietnamese in Unicode, composed or not; Yoruba and Igbo share some of our letters."""
    text = normalize("NFC", _CROWD.sub(" ", text)).lower()
    if OURS.search(text):
        return True
    words = TOKEN.findall(text)
    ours = sum(word in HEARD for word in words)
    return reads_well(text) and (_VIETNAMESE_LETTER.search(text) is not None or ours >= max(_ENOUGH, 0.8 * len(words)))


def _vietnamese(raw: bytes, encoding: str, hints: Mapping[str, float]) -> Judged:
    """Bytes declared to be in a Vietnamese charset: that, or another one."""
    if encoding in BYTE_ENCODINGS:
        text = _read(raw, encoding)
        if reads_well(text) and not _reads_better(raw, text):
            return Judged(text, declared=encoding)
    return _unlabelled(raw, hints)


def _reads_better(raw: bytes, text: str) -> bool:
    """Whether the bytes are another encoding than the one that they were read in, by how common their words are then."""
    legacy = find(view_of_bytes(raw), mojibake=False)
    if legacy is None or legacy.encoding not in BYTE_ENCODINGS:
        return False
    return strangeness(_read(raw, legacy.encoding)) + _CLEARLY < strangeness(text)


def _read(raw: bytes, encoding: str) -> str:
    return decode(_CROWD.sub(" ", raw.decode("latin-1")), encoding)


def _labelled(raw: bytes, text: str, label: str, hints: Mapping[str, float]) -> Judged:
    """Bytes that decode as declared, in a charset that is not Unicode."""
    view = view_of_bytes(raw)
    legacy, as_bytes = find(text, hints), find(view, hints, mojibake=False)
    if legacy is not None and (as_bytes is None or legacy.score >= as_bytes.score):
        return Judged(text, legacy)
    if legacy is None and reads_well(text) and _is_vietnamese(text):
        return Judged(text, declared=label)
    return Judged(text) if as_bytes is None else Judged(view, as_bytes)


def _unlabelled(raw: bytes, hints: Mapping[str, float]) -> Judged:
    """Bytes without a declaration that helps."""
    view = view_of_bytes(raw)
    legacy = find(view, hints, mojibake=False)
    if legacy is not None:
        return Judged(view, legacy)
    return Judged(view, undecodable=not _fits_any(raw))


def _decoded(raw: bytes, label: str) -> str | None:
    if not (_UNICODE.fullmatch(label) or _KNOWN.fullmatch(label)):
        return None
    try:
        return raw.decode(_GB.sub("gb18030", label))
    except (UnicodeError, LookupError):
        return None


def _fits_any(raw: bytes) -> bool:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(raw, "utf-16") is not None
    if _CONTROL.search(raw) or UTF8_LETTER.search(raw):  # Vietnamese UTF-8 with broken bytes in it is damaged, not something else
        return _decoded(raw, "utf-8") is not None
    return any(_decoded(raw, label) is not None for label in _CANDIDATES)
