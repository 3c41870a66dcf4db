"""What a circle on a page consists of: its line, the letters along its rim, what is inside and what is around it.

The page is unwrapped around the circle, (angle, distance), so that a ring becomes a straight line.  What must stay true: all
that is measured is divided by the strength of the circle's own line, so that a faint impression looks like a crisp one.
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
OUT = 1.36  # of its radius: how far a circle's surroundings are looked at
STEPS = 68  # distances from the centre to `OUT`
PER_RADIUS = STEPS / OUT
SECTORS = 16
SLOWEST, FASTEST = 18, 90  # waves around the circle: letters of two to five millimetres, their strokes
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


def _unwrapped(ink: Map, x: float, y: float, radii: Values, steps: int) -> Map:
    """(ANGLES, steps): the map along rays from a point (millimetres) as far as `radii` (millimetres) at each angle."""
    distance = radii[:, None] * ((np.arange(steps) + 0.5) / steps)
    across = (x + distance * _COS[:, None]) / PITCH - 0.5
    down = (y + distance * _SIN[:, None]) / PITCH - 0.5
    return np.asarray(
        cv2.remap(ink, across.astype(np.float32), down.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT),
        np.float32,
    )


def _around(polar: Map, across: float, along: float) -> Map:
    """The map smoothed along the angle, which has no ends, and the distance, by these many steps."""
    rim = 16
    padded = np.concatenate([polar[-rim:], polar, polar[:rim]])
    return np.asarray(cv2.GaussianBlur(padded, (0, 0), sigmaX=along, sigmaY=across)[rim:-rim], np.float32)


def _line_map(ink: Map, x: float, y: float) -> Map:
    """(ANGLES, steps of `PITCH`): the lines that run around a point."""
    return _lines(_unwrapped(ink, x, y, np.full(ANGLES, REACH), round(REACH / PITCH)), 0.3 / PITCH, 1.3 / PITCH)


def _lines(polar: Map, fine: float, coarse: float) -> Map:
    """What runs around the centre as a line: thin in distance, long in angle."""
    return np.maximum(_around(polar, 2.5, fine) - _around(polar, 2.5, coarse), 0)


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


def measured(ink: Map, ring: Ring) -> Values:
    """What there is on, along, inside and around a ring, as in `FEATURES`."""
    polar = _unwrapped(ink, ring.x, ring.y, ring.radii * OUT, STEPS).astype(np.float64)
    smooth = _around(polar.astype(np.float32), 2.0, 0.6).astype(np.float64)
    line = smooth[:, _zone(0.95, 1.05)].max(axis=1)
    strength = max(float(np.percentile(line, 70)), 1e-3)
    polar, smooth, line = polar / strength, smooth / strength, line / strength
    around = _circular(line, 21)
    letters = polar[:, _zone(0.66, 0.93)]
    inner = _inner_line(smooth)
    outside = np.minimum(polar[:, _zone(1.08, 1.24)], 1.5).mean(axis=1)
    rim = np.minimum(letters, 1.5).mean(axis=1)
    lively = _lively(polar[:, _zone(0.6, 0.95)])
    beyond = _lively(polar[:, _zone(1.1, 1.3)])
    within = _lively(polar[:, _zone(0.15, 0.5)])
    core = np.minimum(polar[:, _zone(0.0, 0.5)], 1.5)
    width = float((np.median(smooth[:, _zone(0.85, 1.12)], axis=0) > 0.5).mean() * 0.27 * ring.radius)
    return np.asarray(
        [
            (line > 0.4).mean(),
            around.min(),
            np.median(outside),
            np.percentile(outside, 25),
            rim.mean(),
            np.percentile(_circular(rim, 21), 15),
            np.percentile(lively, 20),
            np.percentile(lively, 50),
            np.percentile(lively, 80),
            np.percentile(beyond, 50),
            np.percentile(within, 50),
            _reach(letters),
            inner,
            core.mean(),
            core.std(),
            width,
            ring.radius,
            min(ring.stray, 1.0),
            min(ring.oval, 0.3),
            strength,
            _gap(polar),
        ]
    )


FEATURES = (
    "share of the line that is there",
    "its weakest twelfth",
    "ink just outside, the middle angle",
    "ink just outside, a good quarter of the angles",
    "ink between line and core",
    "the same where there is least",
    "letters along the rim, where they are few",
    "letters along the rim, the middle of all sectors",
    "letters along the rim, where they are many",
    "as if letters outside",
    "as if letters inside",
    "share of the rim's height that has letters",
    "the inner line, where it is weak",
    "ink inside",
    "how uneven it is",
    "width of the line in millimetres",
    "radius in millimetres",
    "how far the line strays from a circle in millimetres",
    "how oval it is",
    "strength of the line",
    "white between the line and the letters",
)


def _zone(start: float, end: float) -> slice:
    """The distances between two shares of the radius."""
    return slice(round(start * PER_RADIUS), round(end * PER_RADIUS))


def _circular(values: Values, width: int) -> Values:
    """Running mean of values that go around."""
    padded = np.concatenate([values[-(width // 2) :], values, values[: width // 2]])
    return np.convolve(padded, np.ones(width) / width, mode="valid")


def _inner_line(smooth: Values) -> float:
    """How complete the best line inside the rim is: the mean of it where it is weaker than in the middle."""
    inside = np.minimum(cv2.dilate(smooth[:, _zone(0.48, 0.88)], np.ones((1, 3))), 1.2)
    return float(np.percentile(inside, 25, axis=0).max())


def _lively(zone: Values) -> Values:
    """(SECTORS,) how much the ink comes and goes along the angle at the pace of letters, at the liveliest distances."""
    upright = cv2.blur(np.minimum(zone, 1.5), (3, 1), borderType=cv2.BORDER_REPLICATE)
    waves = _pace(upright)
    energy = cv2.blur(waves * waves, (5, 1), borderType=cv2.BORDER_REPLICATE)
    return np.sqrt(energy.reshape(SECTORS, -1, energy.shape[1]).mean(axis=1).max(axis=1))


def _pace(zone: Values) -> Values:
    """What changes along the angle about as fast as letters do."""
    spectrum = np.fft.rfft(zone, axis=0)
    spectrum[:SLOWEST] = 0
    spectrum[FASTEST:] = 0
    return np.fft.irfft(spectrum, ANGLES, axis=0)


def _reach(letters: Values) -> float:
    """At how many distances between line and core ink comes and goes."""
    waves = np.abs(_pace(np.minimum(letters, 1.5))).mean(axis=0)
    return float((waves > 0.12).mean())


def _gap(polar: Values) -> float:
    """Least ink at any distance between the line and the letters, as the middle of all angles."""
    return float(np.minimum(polar[:, _zone(0.82, 0.96)], 1.5).mean(axis=0).min())
