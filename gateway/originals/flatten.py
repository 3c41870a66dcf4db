"""Even light: the paper of a page becomes white, whatever lamp it lay under.

What must stay true: ink keeps its colour relative to the paper around it; nothing smaller than a seal is taken for paper.
"""

import cv2
import numpy as np

from gateway.originals.raster import Pixels

CELL = 2.0  # millimetres: the light is measured in cells of this size
REACH = 13  # cells, odd: no writing covers so much without paper showing through
WHITE = 243  # of 255 of the light: from here on it is paper, its grain included
FAINT = 120  # the darkest print of a page is no lighter than this, or it is made darker
DARKEST = 0.004  # share of a page that is surely print


def flattened(pixels: Pixels, dpi: float) -> Pixels:
    """The page, grey or RGB, divided by the light that falls on it: paper is 255."""
    height, width = pixels.shape[:2]
    small = reduced(pixels, round(dpi * CELL / 25.4))
    light = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((REACH, REACH), np.uint8), borderType=cv2.BORDER_REPLICATE)
    light = cv2.resize(cv2.blur(light, (5, 5), borderType=cv2.BORDER_REPLICATE), (width, height), interpolation=cv2.INTER_LINEAR)
    even: Pixels = cv2.divide(pixels, light, scale=255 * 255 / WHITE)
    return even


def reduced(pixels: Pixels, by: int) -> Pixels:
    """The picture with one pixel, their mean, for so many by so many: whole numbers take a fifth of the time of others."""
    by = max(1, min(by, *pixels.shape[:2]))
    smaller: Pixels = cv2.resize(pixels, None, fx=1 / by, fy=1 / by, interpolation=cv2.INTER_AREA) if by > 1 else pixels
    return smaller


def darkened(dark: Pixels, faint: int = FAINT) -> Pixels:
    """The page in grey, its print made black where it is faint: where its darkest is lighter than `faint`."""
    counts = np.cumsum(cv2.calcHist([dark], [0], None, [256], [0, 256]).ravel())
    blackest = int(np.searchsorted(counts, counts[-1] * DARKEST))
    if not faint < blackest < WHITE:
        return dark
    table = np.clip((np.arange(256) - blackest) * (255 / (255 - blackest)), 0, 255).astype(np.uint8)
    stretched: Pixels = cv2.LUT(dark, table)
    return stretched
