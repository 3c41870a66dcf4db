"""Byte views: what bytes a text may have been before some program took them for windows-1252, windows-1258 or symbols.

A view has the length of its text; code points that stand for no byte stay as they are.
"""

import re

UTF8_LETTER = re.compile(rb"\xe1[\xba\xbb][\x80-\xbf]")  # U+1E80..U+1EFF: no legacy text has these bytes in a row

_HOLES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_SPECIALS = [code for code in range(0x80, 0xA0) if code not in _HOLES]

# U+F0xx: symbol fonts; U+DCxx: bytes that `surrogateescape` carried along
_FROM_1252 = (
    {ord(bytes([code]).decode("cp1252")): code for code in _SPECIALS}
    | {0xF000 + code: code for code in range(0x80, 0x100)}
    | {0xDC00 + code: code for code in range(0x80, 0x100)}
)
_FROM_1258 = _FROM_1252 | {
    ord(bytes([code]).decode("cp1258")): code
    for code in (0xC3, 0xCC, 0xD0, 0xD2, 0xD5, 0xDD, 0xDE, 0xE3, 0xEC, 0xF0, 0xF2, 0xF5, 0xFD, 0xFE)
}
CP1258_LETTERS = frozenset(map(chr, _FROM_1258.keys() - _FROM_1252.keys()))


def view_1252(text: str) -> str:
    """The bytes of a text whose bytes were taken for windows-1252 (or Latin-1, or symbols)."""
    return text.translate(_FROM_1252)


def view_1258(text: str) -> str:
    """The bytes of a text whose bytes were taken for windows-1258, as Vietnamese Windows does."""
    return text.translate(_FROM_1258)


VIEWS = {"1252": view_1252, "1258": view_1258}  # by the way that the bytes went


def view_of_bytes(raw: bytes) -> str:
    """Bytes as text, one code point a byte; where Vietnamese UTF-8 is among them, that as it reads."""
    if UTF8_LETTER.search(raw) is None:
        return raw.decode("latin-1")
    return raw.decode("utf-8", "surrogateescape").translate(_FROM_1252)
