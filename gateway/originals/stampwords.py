"""The words in a stamp: cut out of the sheet, straightened, freed of their frame; and what of them tells them apart.

What must stay true: training and reading cut and look in the same way; a change here asks for a new `stampwords_table.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals.ink import redness
from gateway.originals.raster import Pixels
from gateway.originals.sheet import Sheet
from gateway.originals.stampplaces import Place

SCALE = 8.0  # pixels a millimetre in a strip
HEIGHT, WIDTH = 24, 96  # pixels of a word as the network sees it
_CELL = 4
_DIRECTIONS = 6
_FRAMES = 3  # one inside the other, and remains
_AROUND = 0.7  # share of a mask that a piece reaches across which goes around it
_LINE, _SIDE = 0.55, 0.8  # shares of its length and height that a line of it runs on
_GAP = 11  # pixels of a strip by which print interrupts a line
_BLANK, _NEAR = 0.12, 8  # share of a row that may be ink behind a line, and within how many pixels
_ACCENTS = 0.22  # share of a row's length that its accents or dots make up
_LOWEST, _TALLEST = 1.6, 15.0  # millimetres of a word, its accents included
_UPRIGHT = 0.14  # share of a row's height below which an upright is a line
_SHORTEST = 0.8  # length of a word for its height
_THIN = 0.65  # share of what tells a solid frame from paper: thin letters are fainter
_FAINTEST = 14  # of 255
_EDGE, _ACCENT = 4, 24  # pixels of a strip: what is nearer to a frame's outside is no accent, nor is what is smaller
_APART, _STROKE = 0.8, 0.05  # of a row's height: gaps that part words, and the thinnest stroke of a letter
_SPECK = 8  # pixels of a strip: a third of a dot under Ậ
_BLACK = 115

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the network sees it, (HEIGHT, WIDTH), and how long it is for its height.  `left` ... `bottom`: in its strip."""

    pixels: Pixels
    aspect: float
    left: int
    top: int
    right: int
    bottom: int


def strip_of(sheet: Sheet, place: Place) -> Pixels:
    """The ink of a place, upright: (height, width), 0 paper to 255 ink, `SCALE` pixels a millimetre."""
    mm = sheet.dpi / 25.4
    grow = -0.1 * mm if place.framed else 0.5 * mm
    width, height = place.width + 2 * grow, place.height + 2 * grow
    size = max(8, round(width / mm * SCALE)), max(8, round(height / mm * SCALE))
    turn = np.radians(place.degrees)
    right, down = np.array([np.cos(turn), np.sin(turn)]) * width / 2, np.array([-np.sin(turn), np.cos(turn)]) * height / 2
    centre = np.array([place.x, place.y])
    corners = np.array([centre - right - down, centre + right - down, centre - right + down], np.float32)
    onto = np.array([[0, 0], [size[0], 0], [0, size[1]]], np.float32)
    moves = cv2.getAffineTransform(corners, onto)
    flags = cv2.INTER_CUBIC if mm < SCALE else cv2.INTER_AREA
    if place.red:
        return _red_ink(cv2.warpAffine(sheet.rgb, moves, size, flags=flags, borderValue=(255, 255, 255)))
    black: Pixels = cv2.bitwise_not(cv2.warpAffine(sheet.dark, moves, size, flags=flags, borderValue=255))
    return black


def _red_ink(rgb: Pixels) -> Pixels:
    """How much red ink lies on each pixel; under black print, what lies around it."""
    green, brightest = rgb[..., 1], rgb.max(axis=2)
    red = cv2.GaussianBlur(redness(rgb), (0, 0), 1.5)
    ink: Pixels = cv2.min(cv2.bitwise_not(green), cv2.convertScaleAbs(red, alpha=2.2))
    black = cv2.dilate(cv2.threshold(brightest, _BLACK, 255, cv2.THRESH_BINARY_INV)[1], np.ones((3, 3), np.uint8))
    if not cv2.countNonZero(black):
        return ink
    seen = cv2.bitwise_not(black).astype(np.float32) / 255
    around = cv2.blur(ink * seen, (9, 9)) / np.maximum(cv2.blur(seen, (9, 9)), 0.05)
    return np.asarray(np.where(black > 0, np.minimum(around, 255), ink), np.uint8)


def words_of(strip: Pixels) -> Iterator[Word]:
    """The words in a strip, each as often as there are ways to cut it out: rows and all of them, solid ink and faint."""
    edge, _ = cv2.threshold(strip, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if edge < _FAINTEST:
        return
    for share in _THIN, 1.0:
        mask = _without_frame(_without_specks(cv2.threshold(strip, share * edge, 255, cv2.THRESH_BINARY)[1]))
        rows = list(_rows(mask))
        for top, bottom in [*rows, (rows[0][0], rows[-1][1])] if len(rows) > 1 else rows:
            word = _word(strip, mask, top, bottom)
            if word is not None:
                yield word


def _without_frame(mask: Pixels) -> Pixels:
    """The mask without what frames the rest: an outer frame, then an inner one."""
    for _ in range(_FRAMES):
        left, top, width, height = cv2.boundingRect(mask)
        inside = mask[top : top + height, left : left + width]
        rest = _within(inside) if inside.size else None
        if rest is None:
            break
        left_over = np.zeros_like(mask)
        left_over[top : top + height, left : left + width] = rest
        mask = _without_specks(left_over)
    return mask


def _within(mask: Pixels) -> Pixels | None:
    """A mask that reaches all four edges without the frame along them; None where there is none.

    A frame is one piece of ink that goes around, or, where letters touch it or print has broken it, lines at the sides.
    """
    height, width = mask.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    sizes = stats[1:, cv2.CC_STAT_WIDTH] * stats[1:, cv2.CC_STAT_HEIGHT]
    largest = int(sizes.argmax()) + 1
    if sizes[largest - 1] > _AROUND * width * height:
        piece = np.where(labels == largest, np.uint8(255), np.uint8(0))
        if not cv2.countNonZero(piece[height // 3 : height - height // 3, width // 5 : width - width // 5]):
            without: Pixels = cv2.bitwise_or(cv2.bitwise_and(mask, cv2.bitwise_not(piece)), _crossing(piece))
            return without
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    along = np.asarray(_lines(closed, (3, 1), (1, max(9, int(_LINE * width)))).any(axis=1), np.bool_)
    rows = np.count_nonzero(mask, axis=1) < _BLANK * width
    top, bottom = _inner(along, rows, height // 3), height - _inner(along[::-1], rows[::-1], height // 3)
    if top == 0 and bottom == height:
        return None
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((_GAP, 1), np.uint8))
    upright = np.asarray(_lines(closed, (1, 3), (max(9, int(_SIDE * height)), 1)).any(axis=0), np.bool_)
    columns = np.count_nonzero(mask[top:bottom], axis=0) < _BLANK * height
    left, right = _inner(upright, columns, width // 5), width - _inner(upright[::-1], columns[::-1], width // 5)
    rest = np.zeros_like(mask)
    rest[top:bottom, left:right] = mask[top:bottom, left:right]
    return rest


def _crossing(frame: Pixels) -> Pixels:
    """What of a frame is none of its lines: an accent or a dot that reaches into it."""
    height, width = frame.shape
    lines = cv2.bitwise_or(_lines(frame, (1, 1), (1, width // 4)), _lines(frame, (1, 1), (height // 2, 1)))
    rest = cv2.bitwise_and(frame, cv2.bitwise_not(cv2.dilate(lines, np.ones((5, 5), np.uint8))))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    left, top, across, down, area = stats.T
    inside = (left > _EDGE) & (top > _EDGE) & (left + across < width - _EDGE) & (top + down < height - _EDGE)
    kept = np.where(inside & (area >= _ACCENT) & (across < width // 4) & (down < height // 3), np.uint8(255), np.uint8(0))
    kept[0] = 0
    accents: Pixels = kept[labels]
    return accents


def _inner(line: NDArray[np.bool_], blank: NDArray[np.bool_], zone: int) -> int:
    """How far from an edge its innermost line reaches: a line has blank paper behind it, the feet of letters have letters."""
    for at in range(zone, 0, -1):
        if line[at - 1] and not line[at]:
            behind = np.flatnonzero(blank[at : at + _NEAR])
            if len(behind):
                return at + int(behind[0])
    return 0


def _lines(mask: Pixels, thicker: tuple[int, int], least: tuple[int, int]) -> Pixels:
    """The lines of at least a size (height, width) in a mask, a little crooked ones too."""
    grown = cv2.dilate(mask, np.ones(thicker, np.uint8))
    lines: Pixels = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones(least, np.uint8))
    return lines


def _without_specks(mask: Pixels) -> Pixels:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    kept = np.where(stats[:, cv2.CC_STAT_AREA] >= _SPECK, np.uint8(255), np.uint8(0))
    kept[0] = 0
    whole: Pixels = kept[labels]
    return whole


def _rows(mask: Pixels) -> Iterator[tuple[int, int]]:
    """Top and bottom of each row of letters; accents and dots belong to the row they stand at, remains of lines to none."""
    counts = np.count_nonzero(mask, axis=1)
    groups = _runs(counts > 1, gap=2)
    tall = [group for group in groups if group[1] - group[0] >= _LOWEST * SCALE]
    for top, bottom in tall[:4]:
        height, first, last = bottom - top, top, bottom
        columns = np.flatnonzero(mask[top:bottom].any(axis=0))
        small = _ACCENTS * (columns[-1] - columns[0])
        for other, end in groups:
            gap = max(top - end, other - bottom)
            if 0 <= gap < 0.25 * height and end - other < 0.4 * height and counts[other:end].max() < small:
                first, last = min(first, other), max(last, end)
        if last - first <= _TALLEST * SCALE:
            yield first, last


def _runs(wanted: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Where a row of flags is set, gaps of at most `gap` closed."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], wanted.astype(np.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for start, end in zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _word(strip: Pixels, mask: Pixels, top: int, bottom: int) -> Word | None:
    """The letters between two heights."""
    left, right = _together(np.count_nonzero(mask[top:bottom], axis=0), bottom - top)
    rows = list(_rows(mask[top:bottom, left:right]))
    if not rows:
        return None
    top, bottom = top + rows[0][0], top + rows[-1][1]
    columns = np.flatnonzero(mask[top:bottom, left:right].any(axis=0))
    left, right = left + int(columns[0]), left + int(columns[-1]) + 1
    height = bottom - top
    if right - left < _SHORTEST * height:
        return None
    ink = cv2.bitwise_and(strip, cv2.dilate(mask, np.ones((3, 3), np.uint8)))[top:bottom, left:right]
    flags = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    return Word(cv2.resize(ink, (WIDTH, HEIGHT), interpolation=flags), (right - left) / height, left, top, right, bottom)


def _together(counts: NDArray[np.intp], height: int) -> tuple[int, int]:
    """Where most of the ink of a row stands that wide gaps part: a word, not what is left of its frame."""
    inked = counts > _STROKE * height
    letters = _runs(inked, gap=0)
    while len(letters) > 2 and letters[0][1] - letters[0][0] < _UPRIGHT * height:  # a frame's side: no word begins so thin
        inked[slice(*letters.pop(0))] = False
    while len(letters) > 2 and letters[-1][1] - letters[-1][0] < _UPRIGHT * height:
        inked[slice(*letters.pop())] = False
    words = _runs(inked, gap=int(_APART * height))
    return max(words, key=lambda word: int(counts[word[0] : word[1]].sum()), default=(0, len(counts)))


def features(word: Word) -> Values:
    """What the network looks at: edge directions and ink, cell by cell, and the word's length for its height."""
    ink = word.pixels.astype(np.float32)
    ink = np.minimum(ink / max(float(np.percentile(ink, 92)), 1.0), 1.0).astype(np.float32)
    ink = cv2.copyMakeBorder(ink, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=0.0)
    across, down = cv2.Sobel(ink, cv2.CV_32F, 1, 0), cv2.Sobel(ink, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    direction = np.mod(np.arctan2(down, across), np.pi) * (_DIRECTIONS / np.pi)
    layers = [ink * 2]
    for one in range(_DIRECTIONS):
        away = np.abs(direction - one)
        layers.append(strength * np.maximum(0.0, 1.0 - np.minimum(away, _DIRECTIONS - away)))
    cells = [cv2.resize(layer, ((WIDTH + 4) // _CELL, (HEIGHT + 4) // _CELL), interpolation=cv2.INTER_AREA) for layer in layers]
    values = np.concatenate([cell.ravel() for cell in cells])
    values = values / max(float(np.linalg.norm(values)), 1e-6) * 12.0
    return np.append(values, np.float32(np.log(word.aspect))).astype(np.float32)
