"""How bytes read under the charset declared for them, or under none.

Must stay true: never raises; linear; unknown and dangerous charset names are plain values; what cannot be decoded is U+FFFD.
UTF-8 wins wherever it is valid, whatever was declared: nobody writes valid UTF-8 by accident.
"""

import codecs
from functools import lru_cache

# What mail programs and browsers really decode under these names (WHATWG Encoding, s.4.2).
READ_AS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "us-ascii": "",
    "ascii": "",
}
# Python codecs that are no charsets of text, or whose cost is not linear.
NOT_TEXT = frozenset(
    {"punycode", "idna", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "undefined"}
)
UNDECLARED = "cp1258"  # raw 8-bit text on Vietnamese mail: any single-byte table will do, policies look at the bytes
NOT_ASCII = ("utf-7", "utf-16", "utf-32", "iso2022", "hz", "cp037", "cp500", "cp1140", "cp273", "cp424", "cp875", "cp1026")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SHORTEST = 8  # bytes whose zeros prove anything
MARKED = frozenset(mark[0] for mark, _ in MARKS)


@lru_cache(maxsize=512)
def codec(charset: str) -> str:
    """The Python codec for a charset name (lower case), "" when there is none."""
    name = READ_AS.get(charset, charset)
    if not name or len(name) > 40 or not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    text = getattr(found, "_is_text_encoding", True)  # the mark by which bytes.decode refuses rot13, hex, zlib
    return found.name if text and found.name not in NOT_TEXT else ""


def text_of(raw: bytes, charset: str | None = None) -> str:
    """How `raw` reads.  Where two readings are plausible (ASCII under UTF-7 or a false UTF-16), both, one below the other."""
    declared = codec(charset) if charset else ""
    if declared.startswith(NOT_ASCII):
        return _both(raw, declared)
    if raw.isascii() and b"\0" not in raw:
        return raw.decode("ascii")
    if raw[0] not in MARKED and b"\0" not in raw:
        return _plain(raw, declared)
    for mark, name in MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    form = "" if declared else wide(raw)
    return raw.decode(form, "replace") if form else _plain(raw, declared)


def _plain(raw: bytes, declared: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(declared or UNDECLARED, "replace")


def _both(raw: bytes, declared: str) -> str:
    guess = wide(raw) if declared == "utf-16" and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    text = raw.decode(guess or declared, "replace")
    if b"\0" in raw or not _valid(raw):
        return text
    plain = raw.decode("utf-8")
    return text if text == plain else f"{text}\n{plain}"


def _valid(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def wide(raw: bytes) -> str:
    """UTF-16 or UTF-32 without a mark or declaration: of the beginning every second byte, or two of four, are mostly zero."""
    head = raw[: 512 if len(raw) >= 512 else len(raw) & ~3 or len(raw)]
    if b"\0" not in head or len(head) < SHORTEST:
        return ""
    zeros = [head[at::4].count(0) for at in range(4)]
    quarter = len(head) // 4
    if quarter and zeros[3] == quarter == zeros[2]:
        return "utf-32-le"
    if quarter and zeros[0] == quarter == zeros[1]:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if max(even, odd) * 4 < len(head) or min(even, odd) * 16 > len(head):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def form_of(raw: bytes) -> str | None:
    """The wide form of Unicode that bytes show themselves to be in, as a label; None for none."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return wide(raw).replace("-le", "le").replace("-be", "be") or None
