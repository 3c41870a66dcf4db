"""A circle found coarsely is fitted to its line: the page is unwrapped around it, (angle, distance), so that a ring is straight.

What must stay true: a line is followed all around at once, so that a signature across it or a gap in it does not lead away.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals.ring import Circle, Map

PITCH = 0.25  # millimetres a pixel of the maps measured
ANGLES = 256
REACH = 27.0  # millimetres from the centre that are unwrapped
LEAST, MOST = 11.0, 24.0  # millimetres: the radii that are measured

Values = NDArray[np.float64]
_ANGLE = np.arange(ANGLES) * (2 * np.pi / ANGLES)
_COS, _SIN = np.cos(_ANGLE), np.sin(_ANGLE)
_HARMONICS = np.column_stack([np.ones(ANGLES), _COS, _SIN, np.cos(2 * _ANGLE), np.sin(2 * _ANGLE)])


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle fitted to its line.  `x`, `y`, `radius`: millimetres; `radii`: (ANGLES,) the line's distance at each angle."""

    x: float
    y: float
    radius: float
    radii: Values
    stray: float  # millimetres that the line strays from the fit, the middle of all angles
    oval: float  # how much longer than wide, as a share of the radius


def fits(ink: Map, circle: Circle) -> Iterator[Ring]:
    """The rings around the centre of a circle found coarsely: the best one, and the outermost good one where that is another."""
    lines = _line_map(ink, circle.x, circle.y)
    for radius in _likely(lines, circle.radius):
        ring = _fitted(ink, circle, radius, lines)
        if ring is not None:
            yield ring


def _fitted(ink: Map, circle: Circle, radius: float, lines: Map) -> Ring | None:
    """The ring at about `radius`, its centre moved where its line says; None when that leads away from the circle."""
    x, y, radii = circle.x, circle.y, np.full(ANGLES, radius)
    stray = 0.0
    for slack in (2.0, 1.25, 0.75):
        if slack < 2.0:
            lines = _line_map(ink, x, y)
        shift, radii, stray = _followed(lines, radii, slack)
        x, y = x + shift[0], y + shift[1]
        if np.hypot(x - circle.x, y - circle.y) > 4.0:
            return None
    radius = float(radii.mean())
    if not LEAST <= radius <= MOST or radii.min() < 0.7 * radius or radii.max() > 1.3 * radius:
        return None
    return Ring(x, y, radius, radii, stray, float(np.ptp(radii) / radius))


def unwrapped(ink: Map, x: float, y: float, radii: Values, steps: int) -> Map:
    """(ANGLES, steps): the map along rays from a point (millimetres) as far as `radii` (millimetres) at each angle."""
    distance = radii[:, None] * ((np.arange(steps) + 0.5) / steps)
    across = (x + distance * _COS[:, None]) / PITCH - 0.5
    down = (y + distance * _SIN[:, None]) / PITCH - 0.5
    return np.asarray(
        cv2.remap(ink, across.astype(np.float32), down.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT),
        np.float32,
    )


def smoothed(polar: Map, across: float, along: float) -> Map:
    """The map smoothed along the angle, which has no ends, and the distance, by these many steps."""
    rim = 16
    padded = np.concatenate([polar[-rim:], polar, polar[:rim]])
    return np.asarray(cv2.GaussianBlur(padded, (0, 0), sigmaX=along, sigmaY=across)[rim:-rim], np.float32)


def _line_map(ink: Map, x: float, y: float) -> Map:
    """(ANGLES, steps of `PITCH`): the lines that run around a point."""
    return _lines(unwrapped(ink, x, y, np.full(ANGLES, REACH), round(REACH / PITCH)), 0.3 / PITCH, 1.3 / PITCH)


def _lines(polar: Map, fine: float, coarse: float) -> Map:
    """What runs around the centre as a line: thin in distance, long in angle."""
    lines: Map = np.maximum(smoothed(polar, 2.5, fine) - smoothed(polar, 2.5, coarse), 0)
    return lines


def _likely(lines: Map, radius: float) -> list[float]:
    """The distances at which a line goes around best: the best one, and the outermost that does so half as well."""
    wide = np.asarray(cv2.dilate(lines, np.ones((1, round(1.5 / PITCH)), np.uint8)))
    around = np.minimum(wide, float(np.percentile(wide, 90))).mean(axis=0)
    first = round(max(LEAST, radius - 3.0) / PITCH)
    window = around[first : round(MOST / PITCH)]
    if window.size == 0 or window.max() <= 0:
        return []
    plain = lines.mean(axis=0)[first : round(MOST / PITCH)]
    peaks = plain == cv2.dilate(plain[None, :], np.ones((1, 2 * round(1.25 / PITCH) + 1), np.uint8))[0]
    good = np.flatnonzero(peaks & (window >= 0.5 * window.max()))
    if good.size == 0:
        return []
    best = good[np.argmax(window[good])]
    return [(first + place + 0.5) * PITCH for place in dict.fromkeys((int(best), int(good[-1])))]


def _followed(lines: Map, radii: Values, slack: float) -> tuple[tuple[float, float], Values, float]:
    """The line followed around: how far its centre is off, its new radii, and how far it strays from them (millimetres)."""
    distance = (np.arange(lines.shape[1]) + 0.5) * PITCH
    near = np.exp(-0.5 * ((distance[None, :] - radii[:, None]) / (slack / 2)) ** 2)
    pulled = lines * near * (np.abs(distance[None, :] - radii[:, None]) <= slack)
    where = distance[np.argmax(pulled, axis=1)]
    weight = np.sqrt(np.max(pulled, axis=1))
    residual = np.zeros(ANGLES)
    fitted = radii
    for _ in range(3):
        robust = weight / (1.0 + (residual / 0.4) ** 2)
        normal = _HARMONICS.T @ (_HARMONICS * robust[:, None]) + np.diag([1e-9, 0.2, 0.2, 0.5, 0.5])
        found = np.linalg.solve(normal, _HARMONICS.T @ (robust * where))
        fitted = _HARMONICS @ found
        residual = where - fitted
    centred = np.full(ANGLES, found[0]) + _HARMONICS[:, 3:] @ found[3:]
    return (float(found[1]), float(found[2])), centred, float(np.median(np.abs(residual)))
