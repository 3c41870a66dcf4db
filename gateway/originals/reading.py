"""From the words that were seen on a page, each in its place, to lines as a reader would say them.

A letterhead has two columns: what stands side by side makes one line, its pieces kept apart by a tab.  Pure geometry, in pixels.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

BESIDE = 0.5  # share of the lower one's height by which two pieces of one line overlap
GAP = 1.6  # heights of a line: a wider gap parts two columns
ETH = ("ĐÐ", "ÐĐ", "Ð")  # one letter seen twice, or as the Icelandic one that looks the same


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the corners of its place; `strip`: words with the same one were seen as one line of print."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float = 0.0
    strip: int = 0

    @property
    def height(self) -> int:
        """Of the letters."""
        return self.bottom - self.top


Row = tuple[Word, ...]
"""Words side by side, from left to right."""


def rows(words: Iterable[Word]) -> list[Row]:
    """The words line by line, from the top."""
    found: list[list[Word]] = []
    for piece in sorted(_pieces(words), key=_middle):
        home = next((row for row in reversed(found[-4:]) if _beside(row, piece)), None)
        if home is None:
            found.append(piece)
        else:
            home.extend(piece)
    return [tuple(sorted(row, key=lambda word: word.left)) for row in found]


def line(row: Sequence[Word]) -> str:
    """A row as text in NFC: a tab where a gap parts two columns, else a space."""
    high = median(word.height for word in row)
    text = row[0].text
    for before, word in pairwise(row):
        text += ("\t" if word.left - before.right > GAP * high else " ") + word.text
    return clean(text)


def clean(text: str) -> str:
    """Text as Vietnamese writes it, in NFC."""
    for seen in ETH:
        text = text.replace(seen, "Đ")
    return unicodedata.normalize("NFC", text)


def _pieces(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words that were seen as one line, cut at its gaps."""
    strips: dict[int, list[Word]] = {}
    for word in words:
        strips.setdefault(word.strip, []).append(word)
    for strip in strips.values():
        strip.sort(key=lambda word: word.left)
        high = median(word.height for word in strip)
        piece = strip[:1]
        for before, word in pairwise(strip):
            if word.left - before.right > GAP * high:
                yield piece
                piece = []
            piece.append(word)
        yield piece


def _extent(piece: Sequence[Word]) -> tuple[float, float]:
    """The upper and lower edge of most of its words."""
    return median(word.top for word in piece), median(word.bottom for word in piece)


def _middle(piece: Sequence[Word]) -> float:
    return sum(_extent(piece)) / 2


def _beside(row: Sequence[Word], piece: Sequence[Word]) -> bool:
    """Whether a piece stands in the same line as a row and covers none of its words."""
    (top, bottom), (upper, lower) = _extent(row), _extent(piece)
    overlap = min(bottom, lower) - max(top, upper)
    if overlap < BESIDE * min(bottom - top, lower - upper):
        return False
    left, right = piece[0].left, piece[-1].right
    return all(word.right <= left or word.left >= right for word in row)
