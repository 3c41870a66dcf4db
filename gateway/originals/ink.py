"""How red a page is, pixel by pixel.

What must stay true: black, grey, blue, green and violet ink and yellowed paper are not red; red ink under a dark signature fades
but never turns into anything else.
"""

import cv2
import numpy as np

from gateway.originals.raster import Pixels

PLAIN = 24  # what the noise of a scanner and the colour fringes of black print reach


def redness(rgb: Pixels) -> Pixels:
    """How red each pixel is, 0 to 255: (height, width, 3) RGB to (height, width).

    Red ink takes green and blue out of the light.  Purple-red still passes as its blue stays well under its red; violet does not.
    """
    red, green, blue = cv2.split(rgb)
    against_violet = cv2.addWeighted(red, 1.6, blue, -1.6, 10.0)
    return np.asarray(cv2.min(cv2.subtract(red, green), against_violet), np.uint8)
