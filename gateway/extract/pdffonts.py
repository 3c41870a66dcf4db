"""PDF fonts: from the bytes of a string to text and its width (ISO 32000-1, 9.5 to 9.10).

Text is what a copy from the page gives: the ToUnicode map where there is one, else the encoding.  WinAnsi bytes become
windows-1252 code points, so legacy Vietnamese text set in its own font comes out as the legacy bytes read that way.
Characters that nothing explains are U+FFFD: they are there, and their font has a name.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pypdf._codecs import adobe_glyphs, charset_encoding

from gateway.extract import cff
from gateway.extract.pdfobjects import array, dictionary, get, integer, numbers
from gateway.extract.runs import letters
from gateway.extract.text import WINDOWS_1252
from gateway.extract.truetype import names_of_codes, texts_of_glyphs
from policies.text.fonts import legacy_font

SUBSET = re.compile(r"/?[A-Z]{6}\+")
UNKNOWN = "\ufffd"
FONT = 5_000  # what a font costs beside its tables
CODES = 1 << 16
MAPPED = 256 << 10  # bytes of a ToUnicode map that are read: a full one is half of that
CMAP = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
HEXES = re.compile(rb"<([0-9A-Fa-f\s]*+)>|(\[)|(\])")
SURROGATES = frozenset(
    {b"D8", b"D9", b"DA", b"DB", b"DC", b"DD", b"DE", b"DF", b"d8", b"d9", b"da", b"db", b"dc", b"dd", b"de", b"df"}
)
WIDTH = 500.0
SHORT, MANY = 64, 4_096  # bytes of a string, and strings, that a font remembers
UNTOLD = UNKNOWN + "\0"  # written by programs that did not know it either
PROGRAM = 2 << 20  # bytes of a packed font program
LETTERS = {0xA0: "\xa0", 0xAD: "\xad"}  # in WinAnsi another blank and hyphen, in legacy fonts letters
UNI_NAME = re.compile(r"/(?:uni|u)([0-9A-F]{4,6})(?:\..*)?")
LIKE_THEM = frozenset({"-", " ", "\u2010"})
TWINS = {"\u2212": "\xad", "\u2011": "\xad", "\u2219": "\xb7", "\u03bc": "\xb5", "\u02c9": "\xaf"}
HEX_NAME = re.compile(r"/G([0-9A-Fa-f]{2})")  # given to the codes of a font by printer drivers
DECIMAL_NAME = re.compile(r"/[cC]([0-9]{1,3})")
UNICODE_MAPS = ("UCS2", "UTF16")  # predefined character maps whose codes are Unicode
ENCODINGS: Mapping[str, str] = {
    name: "".join(str(char) for char in charset_encoding[name]) for name in ("/StandardEncoding", "/MacRomanEncoding")
}

Shown = tuple[str, float, int, int]  # text, width in ems, number of codes, and number of single-byte spaces


@dataclass(frozen=True, slots=True)
class Font:
    """A font.  `name`: without its subset prefix; `wide`: codes of two bytes; `texts`, `widths`: by code."""

    name: str | None = None
    wide: bool = False
    unicode: bool = False
    texts: Mapping[int, str] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)
    width: float = WIDTH
    known: dict[bytes, Shown] = field(default_factory=dict)

    def show(self, raw: bytes) -> Shown:
        """What a string shows.  Words come again and again: short ones are remembered."""
        if len(raw) > SHORT:
            return self._shown(raw)
        found = self.known.get(raw)
        if found is None:
            found = self._shown(raw)
            if len(self.known) < MANY:
                self.known[raw] = found
        return found

    def _shown(self, raw: bytes) -> Shown:
        widths, default, texts = self.widths, self.width, self.texts
        codes = struct.unpack(f">{len(raw) // 2}H", raw[: len(raw) & ~1]) if self.wide else raw
        width = sum([widths.get(code, default) for code in codes]) / 1000.0
        if self.unicode and not texts:
            return raw.decode("utf-16-be", "replace"), width, len(codes), 0
        return "".join([texts.get(code, UNKNOWN) for code in codes]), width, len(codes), 0 if self.wide else raw.count(b" ")


def stand_in() -> Font:
    """What stands in for a font that is missing."""
    return Font(texts=dict(enumerate(WINDOWS_1252)))


class Purse(Protocol):
    """What unpacks streams within the budget, and bounds the work on one document."""

    def unpacked(self, stream: Any) -> bytes:
        """A stream's bytes without its filters."""
        ...

    def spend(self, work: int) -> None:
        """Count work, in bytes of a content stream that would cost as much."""
        ...


def font_of(found: Any, purse: Purse) -> Font:
    """The font of a font dictionary.  Fonts may share their tables, so each use of one is counted."""
    name = _name(found)
    map_stream = get(found, "/ToUnicode")
    mapped: dict[int, str] = {}
    if hasattr(map_stream, "get_data"):
        data = purse.unpacked(map_stream)[:MAPPED]
        purse.spend(10 * len(data))
        mapped = {code: letters(text, name) for code, text in _to_unicode(data, purse).items()}
    if get(found, "/Subtype") == "/Type0":
        return _composite(found, name, mapped, purse)
    purse.spend(FONT + 20 * len(array(get(get(found, "/Encoding"), "/Differences"))))
    first = integer(get(found, "/FirstChar"))
    matrix = numbers(get(found, "/FontMatrix"))  # of a Type 3 font, whose glyphs have a measure of their own
    scale = matrix[0] * 1000.0 if len(matrix) == 6 else 1.0
    widths = {first + index: value * scale for index, value in enumerate(numbers(get(found, "/Widths"), 256))}
    texts = _encoding(found, purse)
    if name and legacy_font(name):
        texts |= {code: text for code, text in mapped.items() if text.strip(UNTOLD)}
        texts |= {code: letter for code, letter in LETTERS.items() if texts[code] in LIKE_THEM}
    else:
        texts |= mapped
    texts = _untwinned(texts, name)
    return Font(name, False, False, texts, widths if any(widths.values()) else {})


def _name(found: Any) -> str | None:
    """What the font is called, without its subset prefix.  Of a legacy font some programs keep the dot in the family alone."""
    descendant = dictionary(next(iter(array(get(found, "/DescendantFonts"))), None))
    descriptors = [dictionary(get(font, "/FontDescriptor")) for font in (found, descendant)]
    family = next((str(name)[:200] for descriptor in descriptors if (name := get(descriptor, "/FontFamily"))), None)
    names = (get(found, "/BaseFont"), get(descriptors[0], "/FontName"), get(descendant, "/BaseFont"))
    name = next((SUBSET.sub("", str(name)).lstrip("/")[:200] for name in names if name), family)
    return family if family and legacy_font(family) and not (name and legacy_font(name)) else name


def _composite(found: Any, name: str | None, mapped: dict[int, str], purse: Purse) -> Font:
    """A composite font (9.7).  One without a map to Unicode shows glyphs, which its program may explain."""
    descendant = dictionary(next(iter(array(get(found, "/DescendantFonts"))), None))
    unicode = any(word in str(get(found, "/Encoding")) for word in UNICODE_MAPS)
    default = get(descendant, "/DW")
    items = array(get(descendant, "/W"))
    purse.spend(FONT + 20 * len(items))
    if not mapped and not unicode:
        glyphs = texts_of_glyphs(_program(descendant, purse, "/FontFile2", "/FontFile3"))
        mapped = {code: letters(text, name) for code, text in _by_code(glyphs, get(descendant, "/CIDToGIDMap"), purse).items()}
    return Font(
        name, True, unicode, _untwinned(mapped, name), _wide_widths(items), 1000.0 if default is None else float(integer(default))
    )


def _untwinned(texts: dict[int, str], name: str | None) -> dict[int, str]:
    """In a legacy font, signs that a program took for others of the same look."""
    return {code: TWINS.get(text, text) for code, text in texts.items()} if name and legacy_font(name) else texts


def _by_code(glyphs: dict[int, str], order: Any, purse: Purse) -> dict[int, str]:
    """The texts of codes from those of glyphs.  `order`: the stream that gives each code its glyph, if there is one."""
    if not glyphs or not hasattr(order, "get_data"):
        return glyphs
    data = purse.unpacked(order)[: 2 * CODES]
    pairs = ((at // 2, data[at] << 8 | data[at + 1]) for at in range(0, len(data) - 1, 2))
    return {code: glyphs[glyph] for code, glyph in pairs if glyph in glyphs}


def _program(font: Any, purse: Purse, *keys: str) -> bytes:
    """The font program, empty for none, or one too large to be looked into for this."""
    descriptor = dictionary(get(font, "/FontDescriptor"))
    stream = next((found for key in keys if hasattr(found := get(descriptor, key), "get_data")), None)
    if stream is None or len(stream._data) > PROGRAM:
        return b""
    data = purse.unpacked(stream)
    purse.spend(len(data) + min(10 * len(data), 20 * CODES))  # what its tables may cost
    return data


def _encoding(found: Any, purse: Purse) -> dict[int, str]:
    """The text of each code of a simple font."""
    encoding = get(found, "/Encoding")
    base = str(get(encoding, "/BaseEncoding") if isinstance(encoding, dict) else encoding)
    texts = dict(enumerate(ENCODINGS.get(base, WINDOWS_1252)))
    if base == "None" and get(found, "/Subtype") != "/TrueType":
        compact = cff.names_of_codes(_program(found, purse, "/FontFile3"))
        names = compact or names_of_codes(_program(found, purse, "/FontFile"))
        texts |= {code: _glyph(name, texts[code]) for code, name in names.items()}
    code = 0
    for item in array(get(encoding, "/Differences"))[:CODES]:
        if isinstance(item, (int, float)):
            code = integer(item)
        else:
            texts[code] = _glyph(str(item), texts.get(code, UNKNOWN))
            code += 1
    return texts


def _glyph(name: str, otherwise: str) -> str:
    """The text of a glyph name; for one that says nothing ("/g12") the code's own, as a copy would give it."""
    if name in adobe_glyphs:
        return str(adobe_glyphs[name])
    digits = UNI_NAME.fullmatch(name)
    if digits and (code := int(digits[1], 16)) < 0x110000 and not 0xD800 <= code < 0xE000:
        return chr(code)
    if byte := HEX_NAME.fullmatch(name):
        return WINDOWS_1252[int(byte[1], 16)]
    if (byte := DECIMAL_NAME.fullmatch(name)) and int(byte[1]) < 256:
        return WINDOWS_1252[int(byte[1])]
    return otherwise


def _to_unicode(data: bytes, purse: Purse) -> dict[int, str]:
    """The map of a ToUnicode stream."""
    texts: dict[int, str] = {}
    for kind, block in CMAP.findall(data):
        items = list(HEXES.finditer(block))
        if kind == b"char":
            for source, target in zip(items[::2], items[1::2], strict=False):
                texts[_code(source)] = _text(target)
        else:
            _ranges(items, texts, purse)
    return texts


def _ranges(items: list[re.Match[bytes]], texts: dict[int, str], purse: Purse) -> None:
    """`<first> <last> <text>` or `<first> <last> [<text> …]`."""
    at = 0
    while at + 2 < len(items):
        first, last, target = _code(items[at]), _code(items[at + 1]), items[at + 2]
        at += 3
        if target[2]:
            for code in range(first, last + 1):
                if at >= len(items) or items[at][3]:
                    break
                texts[code] = _text(items[at])
                at += 1
            while at < len(items) and not items[at][3]:
                at += 1
            at += 1
            continue
        text = _text(target)
        purse.spend(8 * max(0, min(last - first, 0xFF)))
        if text:
            for code in range(first, min(last, first + 0xFF) + 1):  # only the last byte may change within a range
                texts[code] = text[:-1] + chr(min(ord(text[-1]) + code - first, 0x10FFFF))


def _code(match: re.Match[bytes]) -> int:
    digits = b"".join((match[1] or b"0").split()) or b"0"
    return int(digits[:8], 16)


def _text(match: re.Match[bytes]) -> str:
    digits = b"".join((match[1] or b"").split())[:64]
    if len(digits) == 4 and digits[:2] not in SURROGATES:
        return chr(int(digits, 16) or 0xFFFD)
    raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return raw.decode("utf-16-be" if len(raw) > 1 else "latin-1", "replace")


def _wide_widths(items: list[Any]) -> dict[int, float]:
    """The widths of a composite font: `first [w …]` or `first last w` (9.7.4.3)."""
    widths: dict[int, float] = {}
    at, work = 0, 0
    while at + 1 < len(items) and work < 2 * CODES:
        first = integer(items[at])
        if isinstance(items[at + 1], list):
            widths |= {first + index: value for index, value in enumerate(numbers(items[at + 1]))}
            at, work = at + 2, work + len(items[at + 1])
        elif at + 2 < len(items):
            last = min(integer(items[at + 1]), first + CODES)
            work += max(1, last - first)
            widths |= dict.fromkeys(range(first, last + 1), float(integer(items[at + 2])))
            at += 3
        else:
            break
    return widths
