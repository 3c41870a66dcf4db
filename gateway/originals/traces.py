"""What paper, scanner and printer leave on a picture: whether there is a written page on it, and whether it ever was on paper."""

import cv2
import numpy as np

from gateway.originals.raster import Pixels

DPI = 75
COLOURED = 30  # chroma from which on a pixel has a colour
COLOUR_SHARE = 0.0004  # of a page: a seal is 0.003 to 0.006 of it
PAPER, INK = 225, 170  # of 255, on a page evenly lit
MOSTLY_PAPER = 0.55
WORDS = 25
TALLEST, SHORTEST = 8.0, 0.9  # millimetres of a word or a letter


def coloured(rgb: Pixels) -> bool:
    """Whether there is any colour on the page.  Never by a percentile: a seal is a small part of it."""
    small = cv2.resize(rgb, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    red, green, blue = cv2.split(small)
    chroma = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return bool(cv2.countNonZero(cv2.compare(chroma, COLOURED, cv2.CMP_GT)) > COLOUR_SHARE * chroma.size)


def written(dark: Pixels, dpi: float) -> bool:
    """Whether this is a page with writing: mostly paper, with many small pieces of print on it."""
    scale = min(1.0, DPI / dpi)
    small = cv2.resize(dark, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if cv2.countNonZero(cv2.compare(small, PAPER, cv2.CMP_GT)) < MOSTLY_PAPER * small.size:
        return False
    ink = cv2.compare(small, INK, cv2.CMP_LT)
    _, _, pieces, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    height = pieces[1:, cv2.CC_STAT_HEIGHT] * (25.4 / dpi / scale)
    fitting = (height > SHORTEST) & (height < TALLEST)
    return int(np.count_nonzero(fitting)) >= WORDS
