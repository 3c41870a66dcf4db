"""Outlines in a mask of ink: the circle of a seal, the frame of a stamp or of a table.

What must stay true: the same mask always gives the same answer.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals.raster import Pixels

Circle = tuple[float, float, float]
"""Centre and radius in millimetres."""

RADII = (12.0, 23.0)  # millimetres: of seals
TRIES = 60  # triples of points that are asked for their circle
POINTS = 20_000  # that are looked at
SECTORS = 48  # of a circle
COVERED = 0.7  # of the sectors hold ink of the rim
RIM = 0.7  # millimetres to both sides of a rim or a frame
CELLS = 16  # of each side of a frame


def outline_of(ink: Pixels, scale: float) -> Circle | None:
    """The circle, of a seal's size, that the outermost ink runs along.  `scale`: pixels a millimetre."""
    points = _points(ink)
    if len(points) < 3:
        return None
    hull = cv2.convexHull(points).reshape(-1, 2).astype(np.float64)
    corners = np.random.default_rng(0).integers(0, len(hull), (TRIES, 3))
    circles = _through(hull[corners[:, 0]], hull[corners[:, 1]], hull[corners[:, 2]]) / scale
    fitting = circles[(circles[:, 2] >= RADII[0]) & (circles[:, 2] <= RADII[1])]
    best = max(((_covered(points / scale, circle), index) for index, circle in enumerate(fitting)), default=(0.0, 0))
    if best[0] < COVERED:
        return None
    x, y, radius = fitting[best[1]]
    return float(x), float(y), float(radius)


def framed(ink: Pixels, scale: float) -> float:
    """The share of the smallest rectangle around ink, however turned, that ink runs along: about 1.0 for a frame."""
    points = _points(ink)
    if len(points) < 3:
        return 0.0
    centre, size, degrees = cv2.minAreaRect(points)
    turn = np.radians(degrees)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    places = (points - np.array(centre)) @ axes
    covered = 0
    for along, across in ((0, 1), (1, 0)):
        cells = np.clip(((places[:, along] / max(size[along], 1e-6) + 0.5) * CELLS).astype(int), 0, CELLS - 1)
        for side in (-0.5, 0.5):
            on = np.abs(places[:, across] - side * size[across]) <= RIM * scale
            covered += int(np.count_nonzero(np.bincount(cells[on], minlength=CELLS)))
    return covered / (4 * CELLS)


def _points(ink: Pixels) -> NDArray[np.float32]:
    """Where there is ink (n, 2: across, down), thinned out where there is a lot."""
    points = np.argwhere(ink)[:, ::-1].astype(np.float32)
    return points[:: 1 + len(points) // POINTS]


def _through(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> NDArray[np.float64]:
    """The circles (n, 3) through three points each; those of points in a line are huge."""
    b, c = b - a, c - a
    twice = 2 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    twice = np.where(np.abs(twice) < 1e-6, 1e-6, twice)
    b2, c2 = (b**2).sum(axis=1), (c**2).sum(axis=1)
    x = (c[:, 1] * b2 - b[:, 1] * c2) / twice
    y = (b[:, 0] * c2 - c[:, 0] * b2) / twice
    return np.stack((x + a[:, 0], y + a[:, 1], np.hypot(x, y)), axis=1)


def _covered(points: NDArray[np.float32], circle: NDArray[np.float64]) -> float:
    """The share of a circle that ink runs along."""
    x, y, radius = circle
    across, down = points[:, 0] - x, points[:, 1] - y
    on = np.abs(np.hypot(across, down) - radius) <= RIM
    sectors = ((np.arctan2(down[on], across[on]) + np.pi) * (SECTORS / (2 * np.pi))).astype(int) % SECTORS
    return float(np.count_nonzero(np.bincount(sectors, minlength=SECTORS)) / SECTORS)
