"""A page as pixels, before anything is done to it, and where pages come from.

What must stay true: nobody decodes more pixels than the limits allow, whatever a file promises; sizes are checked before
anything is decoded.
"""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.fft
import numpy.linalg
import numpy.ma
import numpy.random  # numpy imports these on their first use only (a median takes numpy.ma), and a worker cannot import
from numpy.typing import NDArray

from gateway.extract.budget import Refused
from gateway.extract.images import PAGES_AT_MOST
from gateway.limits import Limits

Pixels = NDArray[np.uint8]

FINEST = 300.0  # dpi: nobody is shown a page finer than this
A4_LONG = 297 / 25.4  # inches
SHORTEST, LONGEST = 7.0, 17.5  # inches of the longer side of paper that letters are written on, A5 to A3


@dataclass(frozen=True, slots=True)
class Raster:
    """One page, upright as a reader of the file shows it.

    `pixels`: (height, width, 3) RGB when `colour` is "colour", else (height, width), 0 black to 255 white.  `colour`: what the
    file keeps: colour, grey, two-level.  `dpi`: pixels per inch of paper; a picture that does not say is taken for an A4 page.
    """

    pixels: Pixels
    dpi: float
    colour: str


class Source(Protocol):
    """The pages of a document as pictures.  `count`: how many there are."""

    count: int

    def page(self, number: int, dpi: float) -> Raster:
        """Page `number` (from 1) at about `dpi`, never above what the file holds.

        Raises `Refused` ("damaged", "over-limit").
        """
        ...


class Allowance:
    """Pixels that may be decoded: for one picture, and for all of a document together, as often as they are asked for."""

    __slots__ = ("_each", "_left")

    def __init__(self, limits: Limits) -> None:
        self._each = limits.pixels
        self._left = limits.pixels * PAGES_AT_MOST

    def take(self, pixels: int) -> None:
        """Count a picture that is about to be decoded.  Raises `Refused` ("over-limit")."""
        self._left -= pixels
        if pixels > self._each or self._left < 0:
            raise Refused("over-limit", "pixels")


def long_side(inches: float) -> float:
    """The longer side of a page in inches: as the file says where paper has such a size, else that of A4."""
    return inches if SHORTEST <= inches <= LONGEST else A4_LONG


def fitted(pixels: Pixels, longest: float) -> Pixels:
    """The picture, made smaller where its longer side has clearly more than `longest` pixels."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale > 0.93:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    smaller: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return smaller


def uncoloured(pixels: Pixels) -> Pixels | None:
    """The one channel of an RGB picture whose channels are all equal; None when they are not."""
    sample = pixels[::16, ::16]
    if (sample != sample[..., :1]).any():
        return None
    red, green, blue = cv2.split(pixels)
    return None if cv2.countNonZero(cv2.absdiff(red, green)) or cv2.countNonZero(cv2.absdiff(green, blue)) else red
