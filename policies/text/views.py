"""Byte views: what bytes a text may have been before some program took them for windows-1252, windows-1258 or symbols.

Code points that stand for no byte stay as they are, those without width vanish, and a letter that NFC made of two is two again.
"""

import re
from collections.abc import Iterator
from unicodedata import normalize

UTF8_LETTER = re.compile(rb"\xe1[\xba\xbb][\x80-\xbf]")  # U+1E80..U+1EFF: no legacy text has these bytes in a row

_HOLES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_SPECIALS = [code for code in range(0x80, 0xA0) if code not in _HOLES]

_NO_WIDTH = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
INVISIBLE = re.compile(f"[{''.join(map(chr, _NO_WIDTH))}]+")  # may stand within a word and part nothing
_MARKS_1258 = {"\u0300": "\xcc", "\u0301": "\xec", "\u0303": "\xde", "\u0309": "\xd2", "\u0323": "\xf2"}

# U+F0xx: symbol fonts; U+DCxx: bytes that `surrogateescape` carried along
_FROM_1252: dict[int, int | str | None] = {
    **{ord(bytes([code]).decode("cp1252")): code for code in _SPECIALS},
    **{0xF000 + code: code for code in range(0x80, 0x100)},
    **{0xDC00 + code: code for code in range(0x80, 0x100)},
    **dict.fromkeys(_NO_WIDTH),
    **{ord(bytes([code]).decode("cp1254")): code for code in (0xD0, 0xDD, 0xDE, 0xF0, 0xFD, 0xFE)},  # Ğ İ Ş ğ ı ş
    0x2212: 0xAD,  # what is copied out of a PDF of TCVN3 has the minus sign for its soft hyphen
}
_LETTERS_1258 = {
    ord(bytes([code]).decode("cp1258")): code
    for code in (0xC3, 0xCC, 0xD0, 0xD2, 0xD5, 0xDD, 0xDE, 0xE3, 0xEC, 0xF0, 0xF2, 0xF5, 0xFD, 0xFE)
}


def _composed() -> Iterator[tuple[int, str]]:
    """Letters that NFC made of two code points of windows-1258, as their two bytes: ṽ for v and U+0303."""
    for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00)):
        pair = normalize("NFD", normalize("NFKC", chr(code)))
        base, mark = normalize("NFC", pair[:-1]), _MARKS_1258.get(pair[-1])
        if mark and len(base) == 1 and (code > 0xFF or code in (0xC3, 0xCC, 0xD2, 0xD5, 0xDD, 0xE3, 0xEC, 0xF2, 0xF5, 0xFD)):
            byte = _LETTERS_1258.get(ord(base), ord(base))
            if byte <= 0xFF:
                yield code, chr(byte) + mark


_FROM_1258 = _FROM_1252 | dict(_composed()) | _LETTERS_1258
_HALVES = _FROM_1252 | _LETTERS_1258
CP1258_LETTERS = frozenset(map(chr, _FROM_1258.keys() - _FROM_1252.keys() - set(range(0x100))))


def view_1252(text: str) -> str:
    """The bytes of a text whose bytes were taken for windows-1252 (or Latin-1, or symbols)."""
    return text.translate(_FROM_1252)


def view_1258(text: str) -> str:
    """The bytes of a text whose bytes were taken for windows-1258, as Vietnamese Windows does."""
    return text.translate(_FROM_1258)


def view_of_halves(text: str) -> str:
    """The bytes of a text whose UTF-8 was taken for windows-1252 or windows-1258: each code point is a byte."""
    return text.translate(_HALVES)


VIEWS = {"1252": view_1252, "1258": view_1258}  # by the way that the bytes went


def view_of_bytes(raw: bytes) -> str:
    """Bytes as text, one code point a byte; where Vietnamese UTF-8 is among them, that as it reads."""
    if UTF8_LETTER.search(raw) is None:
        return raw.decode("latin-1")
    return raw.decode("utf-8", "surrogateescape").translate(_FROM_1252)
