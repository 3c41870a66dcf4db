"""A page made ready for those who look for something on it: straight, its paper white, its inks told apart."""

from dataclasses import dataclass

from gateway.originals.raster import Pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, upright and straight, lit evenly: paper is 255.

    `rgb`: (height, width, 3), of grey pages three times the same.  `dark`: (height, width), what reads as black print: the
    brightest channel, in which red (and blue) ink all but vanishes.  `colour`: colour, grey, two-level (a colour file without
    any colour in it counts as grey).  `matrix`: 3 x 3, takes a point of the sheet in pixels to the page, in shares of its
    width and height.  `written`: whether it is a page with writing at all.  `clean`: see `policies.core.facts.Picture`.
    """

    rgb: Pixels
    dark: Pixels
    dpi: float
    colour: str
    matrix: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
    written: bool = True
    clean: bool = False
