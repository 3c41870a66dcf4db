"""Folding Vietnamese text for comparison: letter case, accents, đ and the place of the tone mark (hòa, hoà) make no difference."""

from unicodedata import normalize

_ACCENTS = dict.fromkeys(range(0x300, 0x370)) | {ord("đ"): "d", ord("ð"): "d"}


def fold(text: str) -> str:
    """Lower case without accents: "Ủy ban Nhân dân" and "UỶ BAN NHÂN DÂN" both give "uy ban nhan dan"."""
    if text.isascii():
        return text.lower()
    return normalize("NFC", normalize("NFD", text.lower()).translate(_ACCENTS))
