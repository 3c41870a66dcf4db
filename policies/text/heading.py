"""The heading of an official document: its type and what it is about, or the subject of a công văn ("V/v ...").

Both stand on lines of their own below the letterhead.  A heading with misread letters is told by its likeness to one type.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from policies.text.cells import LOST, Cell, is_capital, likeness_of, lookup, resembles, squeeze
from policies.text.folding import fold
from policies.text.official_table import PERSONAL, TYPES

WORDS = 6  # of a heading that are looked at
_ABOUT = re.compile(r"\W*(?:v\s?[/#]\s?\S{1,2}|vv|ve viec)(?:\s|$)\W*")
_BODY_BEGINS = re.compile(r"\W*(?:kinh gui|can cu|dieu \d|thuc hien|theo |xet |[ivx]+\.|\d+\.|phan |chuong |noi nhan|[-+])")


@dataclass(frozen=True, slots=True)
class Heading:
    """`type`: None for a công văn and where none was read; `personal`: that of a citizen's paper."""

    type: str | None = None
    summary: str | None = None
    personal: bool = False


def heading(sequence: Sequence[Cell], start: int) -> Heading:
    """The heading among the cells of a head, at or after cell `start`.  Never raises."""
    for place in range(start, len(sequence)):
        cell = sequence[place]
        if cell.role:
            continue
        about = _ABOUT.match(fold(cell.text[:20]))
        if about:
            return Heading(None, _summary([Cell(cell.text[about.end() :]), *sequence[place + 1 :]]))
        if is_personal(cell):
            return Heading(personal=True)
        named, rest = type_of(cell)
        if named:
            return Heading(named, _summary([Cell(rest), *sequence[place + 1 :]]))
    return _misread(sequence, start)


def is_personal(cell: Cell) -> bool:
    """Whether a cell is the heading of a citizen's paper ("ĐƠN XIN ...", "GIẤY KHAI SINH")."""
    if not cell.text.isupper():
        return False
    words = [squeeze(word) for word in cell.text.split()[:WORDS]]
    starts = ["".join(words[:count]) for count in range(1, len(words) + 1)]
    if words[:2] == ["don", "vi"]:
        return False
    return any(start in PERSONAL or _is_like(start) for start in starts)


def _is_like(start: str) -> bool:
    return len(start) > 8 and any(likeness_of(start, name) >= 0.87 for name in PERSONAL)


def _misread(sequence: Sequence[Cell], start: int) -> Heading:
    """The heading that resembles a type most, letters misread or missing."""
    for place in range(start, len(sequence)):
        cell = sequence[place]
        if cell.role or not is_capital(cell.text) or not 4 <= len(cell.squeezed) <= 20:
            continue
        likeness, name = max((likeness_of(cell.squeezed, name), name) for name in TYPES)
        if likeness >= 0.75:
            return Heading(TYPES[name], _summary(sequence[place + 1 :]))
    return Heading()


def type_of(cell: Cell) -> tuple[str | None, str]:
    """The type that a heading in capitals begins with, some letters perhaps lost, and what follows on its line."""
    words = cell.text.split(maxsplit=WORDS)
    capitals = [squeeze(word) for word in takewhile(_is_capital, words[:WORDS])]
    for count in range(len(capitals), 0, -1):
        squeezed = "".join(capitals[:count])
        name = lookup(squeezed, TYPES) if LOST in squeezed else squeezed
        rest = " ".join(words[count:])
        # "LUẬT SƯ ..." is no Luật: a short name stands alone.
        if name in TYPES and not (rest and len(squeezed) < 6):
            return TYPES[name], rest
    return None, ""


def _is_capital(word: str) -> bool:
    return word.isupper() or word.strip(LOST) == ""


def _lines(following: Sequence[Cell]) -> Iterator[str]:
    return (cell.text for cell in following[:8] if cell.text and not cell.role)


def _summary(following: Sequence[Cell]) -> str | None:
    """Up to five lines, until the text begins."""
    taken: list[str] = []
    for text in _lines(following):
        if taken and (text.isupper() or (text[0].isupper() and len(text) > 60)):
            break  # the text begins: a heading, or a full line that opens a sentence
        begins = _BODY_BEGINS.match(fold(text[:30])) or resembles(squeeze(text[:10])[:7], "kinhgui", 0.7)
        if begins or len(taken) == 5:
            break
        taken.append(text)
    text = " ".join(" ".join(taken).split())
    return text[:400].strip(" -_*.") or None
