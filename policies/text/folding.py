"""Folding Vietnamese text for comparison: case, accents, đ and the place of the tone mark (hòa, hoà) make no difference."""

import re
from unicodedata import combining, normalize

_ACCENTS = re.compile("[\u0300-\u036f]+")
MARKS = 30  # UAX 15 s.13: no writing puts more marks on a letter
_CROWD = re.compile(rf"[^\w\x00-\x7f]{{{MARKS + 1},}}")


def fold(text: str) -> str:
    """Lower case without accents: "Ủy ban Nhân dân" and "UỶ BAN NHÂN DÂN" both give "uy ban nhan dan"."""
    text = text.lower()
    if text.isascii():
        return text
    if len(text) > MARKS:
        text = _CROWD.sub(_without_marks, text)
    bare = _ACCENTS.sub("", normalize("NFD", text)).replace("đ", "d").replace("ð", "d")
    return bare if bare.isascii() else normalize("NFC", bare)


def _without_marks(crowd: re.Match[str]) -> str:
    """Marks in a crowd go before normalizing, which sorts them in quadratic time."""
    return "".join(mark for mark in crowd[0] if not combining(mark))
