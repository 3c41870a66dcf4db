"""Folding Vietnamese text for comparison: case, accents, đ and the place of the tone mark (hòa, hoà) make no difference."""

import re
from unicodedata import normalize

_ACCENTS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Lower case without accents: "Ủy ban Nhân dân" and "UỶ BAN NHÂN DÂN" both give "uy ban nhan dan"."""
    text = text.lower()
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", normalize("NFD", text)).replace("đ", "d").replace("ð", "d")
    return bare if bare.isascii() else normalize("NFC", bare)
