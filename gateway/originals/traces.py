"""What paper, scanner and printer leave on a picture: whether there is a written page on it, and whether it ever was on paper."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals.flatten import reduced
from gateway.originals.raster import Pixels, Raster

COLOURED = 30  # chroma from which on a pixel has a colour
COLOUR_SHARE = 0.0004  # of a page: a seal is 0.003 to 0.006 of it
PAPER, INK = 225, 180  # of 255, on a page evenly lit
MOSTLY_PAPER = 0.55  # of the page evenly lit, where even a face is bright
MOSTLY_BRIGHT, BRIGHT = 0.5, 0.8  # of the page as it is, and of its bright parts
TINT, TINT_SHARE = 4, 0.05  # chroma of paper that a scanner has seen in colour, and on how much of the page it shows
FEW_WORDS, MANY_WORDS = 25, 150
TALLEST, SHORTEST = 8.0, 0.9  # millimetres of a word or a letter
LINED, WELL_LINED, BEST_LINED = 1.85, 3.0, 4.0  # see `Lie.lined`: the weaker the lines, the more else must speak for a page

BLANK = 0.5  # of a page that was never on paper is white, exactly
FAINT, OFF_WHITE = 200, 252  # of 255: any ink; what is not quite white
NEAR = 2.5  # millimetres around ink where compression may leave its traces
STRAY = 1e-4  # share of pixels that are not white although nothing is near them
STRIPS, SLACK = 4, 2  # strips of the page that are compared, and pixels by which they may be shifted
LEVEL = 0.01  # pixels between most neighbouring strips


def coloured(rgb: Pixels) -> bool:
    """Whether there is any colour on the page.  Never by a percentile: a seal is a small part of it."""
    red, green, blue = cv2.split(reduced(rgb, 2))
    chroma = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return bool(np.count_nonzero(chroma > COLOURED) > COLOUR_SHARE * chroma.size)


def tinted(rgb: Pixels) -> bool:
    """Whether a picture without coloured ink was taken in colour all the same: its paper has a tint, or its noise has."""
    red, green, blue = cv2.split(reduced(rgb, 4))
    chroma = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return bool(np.count_nonzero(chroma >= TINT) > TINT_SHARE * chroma.size)


def bright_share(pixels: Pixels) -> float:
    """How much of a picture, as it was taken, is about as bright as its bright parts: of a sheet of paper, most."""
    small = reduced(pixels, 8)
    light = small if small.ndim == 2 else small.max(axis=2)
    return float(np.mean(light > BRIGHT * np.percentile(light, 90)))


def written(small: Pixels, dpi: float, lined: float, bright: float) -> bool:
    """Whether this is a page with writing: mostly paper, with many small pieces of print on it that lie in lines."""
    if lined < LINED or (lined < BEST_LINED and bright < MOSTLY_BRIGHT):
        return False
    if np.count_nonzero(small > PAPER) < MOSTLY_PAPER * small.size:
        return False
    _, _, pieces, _ = cv2.connectedComponentsWithStats((small < INK).view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    height = pieces[1:, cv2.CC_STAT_HEIGHT] * (25.4 / dpi)
    words = int(np.count_nonzero((height > SHORTEST) & (height < TALLEST)))
    return words >= (FEW_WORDS if lined >= WELL_LINED else MANY_WORDS)


def clean(raster: Raster) -> bool:
    """Whether the page went from a word processor right into the picture.

    Paper is never exactly white, a scanner adds specks, and no sheet lies so straight that the lines on its left and on its
    right are level to a hundredth of a pixel.  A scan in two levels is told by nothing of this, and is never clean.
    """
    if raster.colour == "two-level":
        return False
    pixels = raster.pixels
    darkest = pixels
    if pixels.ndim == 3:
        red, green, blue = cv2.split(pixels)
        darkest = cv2.min(cv2.min(red, green), blue)
    if np.count_nonzero(darkest == 255) < BLANK * darkest.size:
        return False
    reach = 2 * round(NEAR * raster.dpi / 25.4) + 1
    near = cv2.dilate((darkest < FAINT).view(np.uint8), np.ones((reach, reach), np.uint8))
    stray = np.count_nonzero((darkest < OFF_WHITE) & (near == 0))
    return bool(stray <= STRAY * darkest.size) and _level(darkest)


def _level(page: Pixels) -> bool:
    """Whether lines of text are at the very same height in all strips of the page."""
    width = page.shape[1]
    cuts = np.linspace(0.1 * width, 0.92 * width, STRIPS + 1).astype(int)
    edges = [np.diff(page[:, left:right].mean(axis=1)) for left, right in pairwise(cuts)]
    shifts = [abs(_shift(one, other)) for one, other in pairwise(edges) if min(one.std(), other.std()) > 0.5]
    return len(shifts) > 1 and float(np.median(shifts)) < LEVEL


def _shift(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """By how many pixels the second profile lies lower, to fractions of one."""
    inner = one[SLACK:-SLACK]
    likeness = [float(inner @ other[SLACK + by : len(other) - SLACK + by]) for by in range(-SLACK, SLACK + 1)]
    best = int(np.argmax(likeness))
    if best in (0, 2 * SLACK):
        return float(SLACK)
    before, at, after = likeness[best - 1 : best + 2]
    return best - SLACK + 0.5 * (before - after) / (before - 2 * at + after)
