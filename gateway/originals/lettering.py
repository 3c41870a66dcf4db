"""Rows of printed letters on a sheet: what stands around a signature, and what is taken away before strokes are looked for.

What must stay true: a row is letters of like height on a line of their own; a pen's stroke, however it runs, is no row.
"""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals.raster import Pixels

LETTER = (0.9, 6.2)  # millimetres: the height of a letter, from small print to a heading
WIDEST = 9.0  # millimetres: letters that touch
THICK = 2.2  # millimetres: a flourish is as wide as a word and as solid, but flatter
WORD = (75.0, 0.35)  # millimetres, fill: a word whose letters all touch is as solid as they are
SPACE = 4.2  # millimetres between words of a row
TALLEST = 9.0  # millimetres: a row, its accents included
BROAD = 3.0  # millimetres: a piece so broad is more than one letter
LEVEL = 0.75  # millimetres that the feet of the letters may be apart
COARSE = 2  # of the sheet's pixels each way: enough to see what stands in a row
FEWEST = 4  # letters make a row

Boxes = NDArray[np.float64]
"""(n, 4): left, top, right, bottom in millimetres."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Connected pieces of ink.  `labels`: (height, width), 0 for none; `left` to `area`: of each; the first is the paper."""

    labels: NDArray[np.int32]
    left: NDArray[np.int32]
    top: NDArray[np.int32]
    width: NDArray[np.int32]
    height: NDArray[np.int32]
    area: NDArray[np.int32]


def pieces_of(ink: Pixels) -> Pieces:
    """The connected pieces of a mask (anything but 0 is ink)."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    left, top, width, height, area = stats.T
    return Pieces(labels, left, top, width, height, area)


def letters_of(pieces: Pieces, scale: float) -> NDArray[np.bool_]:
    """Which pieces have the size of a letter, or of a word whose letters touch.  `scale`: pixels a millimetre."""
    low, high = LETTER
    widest, solid = WORD
    height, width = pieces.height / scale, pieces.width / scale
    fill = pieces.area / np.maximum(1, pieces.width * pieces.height)
    word = (fill >= solid) & (height >= THICK)
    sized: NDArray[np.bool_] = (height >= low) & (height <= high) & (width <= np.where(word, widest, WIDEST))
    return sized


def rows_of(pieces: Pieces, scale: float) -> Boxes:
    """The rows of print on a sheet, from the top."""
    letters = letters_of(pieces, scale)
    letters[0] = False
    coarse = np.where(letters, np.uint8(255), np.uint8(0))[pieces.labels[::COARSE, ::COARSE]]
    joined = cv2.dilate(coarse, np.ones((1, max(3, round(SPACE * scale / COARSE))), np.uint8))
    rows = pieces_of(joined)
    index = np.flatnonzero(letters)
    middle = (pieces.left[index] + pieces.width[index] // 2) // COARSE
    row = rows.labels[(pieces.top[index] + pieces.height[index] // 2) // COARSE, middle]
    return _level(pieces, index, row, rows.area.size, scale)


def _level(pieces: Pieces, index: NDArray[np.intp], row: NDArray[np.int32], count: int, scale: float) -> Boxes:
    """Those groups of letters whose feet stand on one line; lines that a long letter ties together are told apart."""
    left, top = pieces.left[index] / scale, pieces.top[index] / scale
    boxes = np.stack((left, top, left + pieces.width[index] / scale, top + pieces.height[index] / scale), axis=1)
    order = np.argsort(row, kind="stable")
    edges = np.searchsorted(row[order], np.arange(1, count + 1))
    found: list[tuple[float, float, float, float]] = []
    for start, end in pairwise(edges):
        group = boxes[order[start:end]]
        if len(group):
            found.extend(box for line in _lines(group) if (box := _row(line)) is not None)
    rows = np.array(found, np.float64).reshape(-1, 4)
    return rows[np.argsort(rows[:, 1], kind="stable")]


def _lines(letters: Boxes) -> list[Boxes]:
    """The letters of a group, line by line."""
    if letters[:, 3].max() - letters[:, 1].min() <= TALLEST:
        return [letters]
    letters = letters[np.argsort(letters[:, 3])]
    return np.split(letters, np.flatnonzero(np.diff(letters[:, 3]) > LEVEL) + 1)


def _row(letters: Boxes) -> tuple[float, float, float, float] | None:
    """The box of letters if they stand on one line."""
    heights = letters[:, 3] - letters[:, 1]
    tall = letters[heights >= 0.6 * _middle(heights)]
    uneven = _middle(np.abs(tall[:, 3] - _middle(tall[:, 3])))
    count = float(np.maximum(1.0, (tall[:, 2] - tall[:, 0]) / BROAD).sum())
    left, top = letters[:, :2].min(axis=0)
    right, bottom = letters[:, 2:].max(axis=0)
    if len(letters) < 2 or count < FEWEST or bottom - top > TALLEST or uneven > LEVEL:
        return None
    return float(left), float(top), float(right), float(bottom)


def _middle(values: NDArray[np.float64]) -> float:
    return float(np.sort(values)[len(values) // 2])
