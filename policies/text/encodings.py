"""The legacy encodings of Vietnamese: how a byte view reads under each of them.

A byte view is a string of U+0000..U+00FF, one code point a byte; anything above is left as it is.  Decoding runs at the
speed of `str.translate`: two-byte letters (base letter and mark) become combining sequences, which NFC then puts together.
What does not decode is still there afterwards and is no Vietnamese syllable: decoding never raises.
"""

import re
from types import MappingProxyType
from unicodedata import normalize

from policies.text import encodings_table as tables

_SOURCES = {
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
_CAPITALS_LOST = frozenset({"tcvn3", "vietware-f"})  # the font, not the code, makes an accented capital
_WEB_CAPITALS = {  # "Aµ" for À: some converters write the capital, then the accented small letter
    capital + small: small.upper()
    for capital in "AĂÂEÊIOÔƠUƯY"
    for small in tables.LETTERS[:67]
    if set(normalize("NFD", capital.lower())) < set(normalize("NFD", small))
}
_WEB_CAPITAL = re.compile(f"[AĂÂEÊIOÔƠUƯY][{tables.LETTERS[:67]}]")
_WORD = re.compile(r"[^\W\d_]+")


def codes_of(source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A table's letters, each with its codes as byte views."""
    cells = zip(tables.LETTERS, source.split(), strict=True)
    return tuple(
        (letter, tuple(bytes.fromhex(code).decode("latin-1") for code in cell.split("/") if code != "-"))
        for letter, cell in cells
    )


def _translator(source: str) -> dict[int, str]:
    table: dict[int, str] = {}
    letters = codes_of(source)
    for letter, codes in letters:
        for code in codes:
            if len(code) == 1:
                table.setdefault(ord(code), letter)
    for letter, codes in letters:
        for code in codes:
            if len(code) == 2:  # what the second byte adds to the reading of the first
                first = normalize("NFD", table.get(ord(code[0]), code[0]))
                marks = [mark for mark in normalize("NFD", letter) if mark not in first]
                table.setdefault(ord(code[1]), "".join(marks))
    return table


_TABLES = MappingProxyType({name: _translator(source) for name, source in _SOURCES.items()})
BYTE_ENCODINGS = tuple(_TABLES)


def decode(view: str, encoding: str) -> str:
    """How a byte view reads under one of `BYTE_ENCODINGS`, in NFC."""
    return normalize("NFC", _web_capitals(view.translate(_TABLES[encoding]), encoding))


def _web_capitals(text: str, encoding: str) -> str:
    if encoding != "tcvn3":
        return text
    return _WEB_CAPITAL.sub(lambda pair: _WEB_CAPITALS.get(pair[0], pair[0]), text)


def restore_capitals(text: str, encoding: str) -> str:
    """Decoded text with capitals where the encoding has only small accented letters: ĐéC LậP -> ĐỘC LẬP, Hà NộI -> HÀ NỘI.

    A word with two plain capitals tells for itself; one with a single letter goes by its neighbours.
    """
    if encoding not in _CAPITALS_LOST:
        return text
    words = list(_WORD.finditer(text))
    shouted = [_shouted(word[0]) for word in words]
    pieces, end = [], 0
    for index, word in enumerate(words):
        is_shouted = shouted[index]
        if is_shouted is None:
            near = shouted[max(index - 2, 0) : index] + shouted[index + 1 : index + 3]
            is_shouted = True in near and False not in near
        pieces += [text[end : word.start()], word[0].upper() if is_shouted else word[0]]
        end = word.end()
    return "".join([*pieces, text[end:]])


def _shouted(word: str) -> bool | None:
    plain = [letter for letter in word if letter.isascii() or letter in "ĂÂĐÊÔƠƯ"]
    if any(letter.islower() for letter in plain):
        return False
    return True if len(plain) > 1 else None
