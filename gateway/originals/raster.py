"""A page as pixels, before anything is done to it, and where pages come from.

What must stay true: nobody decodes more pixels than the limits allow, whatever a file promises; sizes are checked before
anything is decoded.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


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
