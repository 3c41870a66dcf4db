"""What a ring on a page consists of: its line, the letters along its rim, what is inside and what is around it.

What must stay true: all that is measured is divided by the strength of the ring's own line, so that a faint impression looks like
a crisp one.
"""

import cv2
import numpy as np

from gateway.originals.ring import Map
from gateway.originals.ringfit import ANGLES, Ring, Values, smoothed, unwrapped

OUT = 1.36  # of its radius: how far a ring's surroundings are looked at
STEPS = 68  # distances from the centre to `OUT`
PER_RADIUS = STEPS / OUT
SECTORS = 16
SLOWEST, FASTEST = 18, 90  # waves around the circle: letters of two to five millimetres, their strokes
LETTERED = 0.08  # how lively a rim with letters is at least, in its liveliest fifth
BARELY = 0.02  # letters so faint are none

FEATURES = (
    "share of the line that is there",
    "its weakest twelfth",
    "ink just outside, the middle angle",
    "ink just outside, a good quarter of the angles",
    "ink between line and core",
    "the same where there is least",
    "letters along the rim, where they are few (logarithm)",
    "letters along the rim, the middle of all sectors (logarithm)",
    "letters along the rim, where they are many (logarithm)",
    "as if letters outside",
    "as if letters inside",
    "letters along the rim beside the grain of the line",
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
_MANY = FEATURES.index("letters along the rim, where they are many (logarithm)")


def measured(ink: Map, ring: Ring) -> Values:
    """What there is on, along, inside and around a ring, as in `FEATURES`."""
    raw = unwrapped(ink, ring.x, ring.y, ring.radii * OUT, STEPS)
    polar, smooth = raw.astype(np.float64), smoothed(raw, 2.0, 0.6).astype(np.float64)
    line = smooth[:, _zone(0.95, 1.05)].max(axis=1)
    strength = max(float(np.percentile(line, 70)), 1e-3)
    line, polar, smooth = line / strength, np.minimum(polar / strength, 1.5), smooth / strength
    width = float((np.median(smooth[:, _zone(0.85, 1.12)], axis=0) > 0.5).mean() * 0.27 * ring.radius)
    core = polar[:, _zone(0.0, 0.5)]
    return np.asarray(
        [
            (line > 0.4).mean(),
            _circular(line, 21).min(),
            *_outside(polar),
            *_rim(polar),
            *_letters(polar),
            _inner_line(smooth),
            core.mean(),
            core.std(),
            width,
            ring.radius,
            min(ring.stray, 1.0),
            min(ring.oval, 0.3),
            strength,
            polar[:, _zone(0.82, 0.96)].mean(axis=0).min(),
        ]
    )


def lettered(features: Values) -> bool:
    """Whether there are letters along the rim."""
    return bool(features[_MANY] > np.log(LETTERED + BARELY))


def _outside(polar: Values) -> tuple[float, float]:
    """Ink just outside: at the middle angle, and where there is little."""
    outside = polar[:, _zone(1.08, 1.24)].mean(axis=1)
    return float(np.median(outside)), float(np.percentile(outside, 25))


def _rim(polar: Values) -> tuple[float, float]:
    """Ink between line and core: in the mean, and where there is least."""
    rim = polar[:, _zone(0.66, 0.93)].mean(axis=1)
    return float(rim.mean()), float(np.percentile(_circular(rim, 21), 15))


def _letters(polar: Values) -> tuple[float, ...]:
    """Letters along the rim; what looks like letters outside, inside and on the line."""
    few, middle, many = np.log(np.percentile(_lively(polar[:, _zone(0.6, 0.95)]), (20, 50, 80)) + BARELY)
    beyond = np.median(_lively(polar[:, _zone(1.1, 1.3)]))
    within = np.median(_lively(polar[:, _zone(0.15, 0.5)]))
    grain = np.log(np.median(_lively(polar[:, _zone(0.96, 1.04)])) + BARELY)
    waves = np.abs(_pace(polar[:, _zone(0.66, 0.93)])).mean(axis=0)
    return few, middle, many, float(beyond), float(within), middle - grain, float((waves > 0.12).mean())


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
    upright = cv2.blur(zone, (3, 1), borderType=cv2.BORDER_REPLICATE)
    waves = _pace(upright)
    energy = cv2.blur(waves * waves, (5, 1), borderType=cv2.BORDER_REPLICATE)
    lively: Values = np.sqrt(energy.reshape(SECTORS, -1, energy.shape[1]).mean(axis=1).max(axis=1))
    return lively


def _pace(zone: Values) -> Values:
    """What changes along the angle about as fast as letters do."""
    spectrum = np.fft.rfft(zone, axis=0)
    spectrum[:SLOWEST] = 0
    spectrum[FASTEST:] = 0
    return np.fft.irfft(spectrum, ANGLES, axis=0)
