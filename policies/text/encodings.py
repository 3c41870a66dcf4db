"""The legacy encodings of Vietnamese: how a byte view reads under each of them.

A byte view is a string of U+0000..U+00FF, one code point a byte; anything above is left as it is.  Decoding runs at the
speed of `str.translate`: two-byte letters (base letter and mark) become combining sequences, which NFC then puts together.
What does not decode is still there afterwards and is no Vietnamese syllable: decoding never raises.
"""

import re
from itertools import pairwise
from types import MappingProxyType
from unicodedata import combining, normalize

from policies.text import encodings_table as tables

SOURCES = {
    "tcvn3": tables.TCVN3,
    "vni": tables.VNI,
    "vps": tables.VPS,
    "viscii": tables.VISCII,
    "cp1258": tables.CP1258,
    "bkhcm1": tables.BKHCM1,
    "bkhcm2": tables.BKHCM2,
    "vietware-x": tables.VIETWARE_X,
    "vietware-f": tables.VIETWARE_F,
}
_WEB_CAPITALS = {  # "Aµ" for À: some converters write the capital, then the accented small letter
    capital + small: small.upper()
    for capital in "AĂÂEÊIOÔƠUƯY"
    for small in tables.LETTERS[:67]
    if set(normalize("NFD", capital.lower())) < set(normalize("NFD", small))
}
_CROWD = 8  # a letter and its marks; longer ones are no letter, and of marks they would be sorted in quadratic time
_WEB_CAPITAL = re.compile(f"[AĂÂEÊIOÔƠUƯY][{tables.LETTERS[:67]}]")


def codes_of(source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A table's letters, each with its codes as byte views."""
    cells = zip(tables.LETTERS, source.split(), strict=True)
    return tuple(
        (letter, tuple(bytes.fromhex(code).decode("latin-1") for code in cell.split("/") if code != "-"))
        for letter, cell in cells
    )


def _translator(source: str) -> dict[int, str]:
    table: dict[int, str] = {}
    coded = codes_of(source)
    for letter, codes in coded:
        for code in codes:
            if len(code) == 1:
                table.setdefault(ord(code), letter)
    for letter, codes in coded:
        for code in codes:
            if len(code) == 2:  # what the second byte adds to the reading of the first
                first = normalize("NFD", table.get(ord(code[0]), code[0]))
                marks = [mark for mark in normalize("NFD", letter) if mark not in first]
                table.setdefault(ord(code[1]), "".join(marks))
    return table


_TABLES = MappingProxyType({name: _translator(source) for name, source in SOURCES.items()})
BYTE_ENCODINGS = tuple(_TABLES)


def decode(view: str, encoding: str) -> str:
    """How a byte view reads under one of `BYTE_ENCODINGS`, in NFC."""
    return normalize("NFC", _web_capitals(view.translate(_TABLES[encoding]), encoding))


def _web_capitals(text: str, encoding: str) -> str:
    if encoding != "tcvn3":
        return text
    return _WEB_CAPITAL.sub(lambda pair: _WEB_CAPITALS.get(pair[0], pair[0]), text)


def letters(view: str, encoding: str) -> list[str]:
    """What each character of a byte view adds to its reading, all in all as `decode`; a mark adds to the letter before it."""
    table = _TABLES[encoding]
    read: list[str] = []
    base = -1
    for char in view:
        piece = table.get(ord(char), char)
        if base >= 0 and len(read[base]) < _CROWD and (not piece or all(map(combining, piece))):
            read[base] += piece
            read.append("")
        else:
            base = len(read)
            read.append(piece)
    if encoding == "tcvn3":
        for at, (capital, small) in enumerate(pairwise(read)):
            if capital + small in _WEB_CAPITALS:
                read[at], read[at + 1] = _WEB_CAPITALS[capital + small], ""
    return [normalize("NFC", piece) for piece in read]
