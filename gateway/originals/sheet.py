"""A page made ready for those who look for something on it: straight, its paper white, its inks told apart."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gateway.originals import photo, straighten
from gateway.originals.flatten import darkened, flattened, reduced
from gateway.originals.raster import Pixels, Raster
from gateway.originals.straighten import Lie
from gateway.originals.traces import bright_share, clean, coloured, tinted, written
from policies.core.facts import Box

Row = tuple[float, float, float]
PALE = 165  # of 255: print that is no darker, seen coarsely, would not be taken for print
CROOKED = 0.4  # degrees that matter: one and a half millimetres on a line

cv2.setNumThreads(1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, upright and straight, lit evenly: paper is 255.

    `rgb`: (height, width, 3), of grey pages three times the same.  `dark`: (height, width), what reads as black print: the
    brightest channel, in which red (and blue) ink all but vanishes.  `colour`: colour, grey, two-level (a colour file whose
    channels are as good as equal counts as grey).  `matrix`: 3 x 3, takes a point of the sheet in pixels to the page, in
    shares of its width and height.  `written`: whether it is a page with writing at all.  `clean`: see
    `policies.core.facts.Picture`.
    """

    rgb: Pixels
    dark: Pixels
    dpi: float
    colour: str
    matrix: tuple[Row, Row, Row]
    written: bool = True
    clean: bool = False


def sheet_of(raster: Raster) -> Sheet:
    """The sheet of paper on a picture of a page.  Never raises."""
    pixels, dpi = raster.pixels, raster.dpi
    moves = np.eye(3)  # takes the raster's pixels to the sheet's
    bright, spotless = 1.0, False
    if raster.colour != "two-level":
        corners = photo.corners_of(pixels)
        if corners is not None:
            moves, size, dpi = photo.laid_flat(corners)
            pixels = cv2.warpPerspective(pixels, moves, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        else:
            spotless = clean(raster)
        bright = bright_share(pixels)
        pixels = flattened(pixels, dpi)
    colour = raster.colour
    if colour == "colour" and not coloured(pixels):
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        # What saw the paper's own tint would have seen red ink: a black seal on it is the seal of a copy.
        colour = "colour" if tinted(raster.pixels) else "grey"
    coarser = max(1, round(dpi / straighten.DPI))
    small = darkened(reduced(_dark(pixels), coarser), PALE)
    lie = straighten.lie_of(small)
    page = written(small, dpi / coarser, lie.lined, bright)
    pixels, turn = _straight(pixels, lie)
    dark = _dark(pixels)
    rgb = pixels if pixels.ndim == 3 else cv2.merge((pixels, pixels, pixels))
    return Sheet(rgb, darkened(dark), dpi, colour, _to_page(turn @ moves, raster), page, spotless)


def page_box(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The place on the page, in shares of it, of a rectangle on the sheet in pixels."""
    corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]) @ np.array(sheet.matrix).T
    points = np.clip(corners[:, :2] / corners[:, 2:], 0.0, 1.0)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _dark(pixels: Pixels) -> Pixels:
    """The brightest channel."""
    if pixels.ndim == 2:
        return pixels
    red, green, blue = cv2.split(pixels)
    brightest: Pixels = cv2.max(cv2.max(red, green), blue)
    return brightest


def _straight(pixels: Pixels, lie: Lie) -> tuple[Pixels, NDArray[np.float64]]:
    """The page turned upright, and what takes its pixels there."""
    turn = np.eye(3)
    for _ in range(lie.quarters):
        height = pixels.shape[0]
        turn = np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]) @ turn
        pixels = np.rot90(pixels, -1)
    pixels = np.ascontiguousarray(pixels)
    if abs(lie.degrees) < CROOKED:
        return pixels, turn
    height, width = pixels.shape[:2]
    crooked = cv2.getRotationMatrix2D((width / 2, height / 2), lie.degrees, 1.0)
    new_width, new_height = (int(side) for side in np.abs(crooked[:, :2]) @ (width, height))
    crooked[:, 2] += ((new_width - width) / 2, (new_height - height) / 2)
    white = (255, 255, 255) if pixels.ndim == 3 else 255
    pixels = cv2.warpAffine(pixels, crooked, (new_width, new_height), flags=cv2.INTER_LINEAR, borderValue=white)
    return pixels, np.vstack((crooked, (0, 0, 1))) @ turn


def _to_page(moves: NDArray[np.float64], raster: Raster) -> tuple[Row, Row, Row]:
    height, width = raster.pixels.shape[:2]
    first, second, third = (np.diag((1 / width, 1 / height, 1.0)) @ np.linalg.inv(moves)).tolist()
    return tuple(first), tuple(second), tuple(third)
