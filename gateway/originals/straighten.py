"""Which way the lines of a page run: its skew, and whether it lies on its side or upside down.

Lines of text have edges, and the lower edges of all letters of a line lie at one height: counted along the right direction
they pile up, along any other they don't.  The lower edges pile up more than the upper ones, which capitals and the accents of
Vietnamese blur: this tells up from down.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gateway.originals.raster import Pixels

DPI = 50  # fine enough to tell lines apart
INK = 190  # of 255, at this coarseness
FEW = 150  # edges: fewer show no direction
SAMPLE = 4_000  # edges that are looked at for a first guess
COARSE = np.arange(-10, 10.1, 0.5)  # degrees
FINE = np.arange(-0.6, 0.61, 0.1)
SIDEWAYS = 1.4  # how much better the lines must pile up along the other side of the sheet: tables come to 1.37
UPSIDE_DOWN = 0.92  # how little the lower edges must pile up beside the upper ones: upright pages don't go below 0.95

Points = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Lie:
    """How a page lies.  `quarters`: clockwise quarter turns that make it upright; `degrees`: then to be turned against the clock.

    `lined`: how much there are lines at all: 1.0 where edges lie anywhere, 2.5 and more on pages of text.
    """

    quarters: int = 0
    degrees: float = 0.0
    lined: float = 1.0


def lie_of(small: Pixels) -> Lie:
    """How a page, (height, width) with paper at 255 and about `DPI` pixels an inch, lies; without lines, that it lies well."""
    ink = small < INK
    across, along = _edges(ink), _edges(np.ascontiguousarray(np.rot90(ink)))
    if len(across[0]) < FEW or len(along[0]) < FEW:
        return Lie()
    angle, piled = _best(across, COARSE, 2.0)
    turned_angle, turned_piled = _best(along, COARSE, 2.0)
    quarters = 0
    if turned_piled > SIDEWAYS * piled:
        quarters, angle, across, ink = 3, turned_angle, along, np.ascontiguousarray(np.rot90(ink))
    angle, piled = _best(across, angle + FINE, 1.0)
    _, above = _best(_edges(ink[::-1], flipped=True), np.array([angle]), 1.0)
    if piled < (1.0 if quarters else UPSIDE_DOWN) * above:  # which side a page lies on must be guessed
        quarters = (quarters + 2) % 4
    return Lie(quarters, angle, piled)


def _edges(ink: NDArray[np.bool_], flipped: bool = False) -> Points:
    """Where ink has paper below, as points from the middle; of a picture upside down, as the upright one has them."""
    rows, columns = np.nonzero(ink[:-1] > ink[1:])
    height, width = ink.shape
    if flipped:
        rows = height - 1 - rows
    return (columns - width / 2).astype(np.float32), (rows - height / 2).astype(np.float32)


def _best(points: Points, angles: NDArray[np.float64], bin_size: float) -> tuple[float, float]:
    """The angle along which the points pile up most, and how much: 1.0 is an even spread."""
    x, y = points
    if bin_size > 1 and len(x) > SAMPLE:
        step = len(x) // SAMPLE + 1
        x, y = x[::step], y[::step]
    x, y = x / np.float32(bin_size), y / np.float32(bin_size)
    slopes = np.tan(np.radians(angles))
    y = y + float(np.abs(y).max(initial=0) + np.abs(x).max(initial=0) * np.abs(slopes).max(initial=0)) + 1  # no place is below 0
    scores = []
    for slope in slopes:
        place = y - x * np.float32(slope)
        counts = np.bincount(place.astype(np.intp)).astype(np.float64)
        spread = np.flatnonzero(counts)
        length = int(spread[-1] - spread[0]) + 1 if len(spread) else 1
        scores.append(float(counts @ counts) * length / max(1, len(x)) ** 2)
    best = int(np.argmax(scores))
    return round(float(angles[best]), 2), scores[best]
