"""Folding Vietnamese text for comparison: case, accents, đ and the place of the tone mark (hòa, hoà) make no difference."""

import re
from unicodedata import combining, normalize

_ACCENTS = re.compile("[\u0300-\u036f]+")
_CROWD = re.compile(r"[^\w\x00-\x7f]{31,}")  # UAX 15 s.13: no writing puts more than 30 marks on a letter


def fold(text: str) -> str:
    """Lower case without accents: "Ủy ban Nhân dân" and "UỶ BAN NHÂN DÂN" both give "uy ban nhan dan"."""
    text = text.lower()
    if text.isascii():
        return text
    text = _CROWD.sub(_without_marks, text)
    bare = _ACCENTS.sub("", normalize("NFD", text)).replace("đ", "d").replace("ð", "d")
    return bare if bare.isascii() else normalize("NFC", bare)


def _without_marks(crowd: re.Match[str]) -> str:
    """Marks in a crowd go before normalizing, which sorts them in quadratic time."""
    return "".join(mark for mark in crowd[0] if not combining(mark))
