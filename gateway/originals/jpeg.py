"""A JPEG as pixels, no larger than they are needed: the decoder makes it smaller while it decodes.

What must stay true: half a picture is `Refused` as damaged, never shown with a grey rest; sizes are checked first.
"""

import io

import cv2
import numpy as np
from PIL.JpegImagePlugin import JpegImageFile

from gateway.extract.budget import Refused
from gateway.extract.imageheaders import frames
from gateway.originals.raster import Allowance, Pixels, fitted, uncoloured

cv2.setNumThreads(1)
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

REDUCED = {2: cv2.IMREAD_REDUCED_GRAYSCALE_2, 4: cv2.IMREAD_REDUCED_GRAYSCALE_4, 8: cv2.IMREAD_REDUCED_GRAYSCALE_8}
END = b"\xff\xd9"
TAIL = 64  # bytes after which, at most, the end mark stands before what a scanner has appended
UNDECODED = 128  # what is left of a picture that was cut off


def decoded(body: bytes, longest: float, allowance: Allowance, *, turned: bool) -> tuple[Pixels, str]:
    """The picture with about `longest` pixels on its longer side (or all it has), and what it keeps: colour or grey.

    `turned`: upright as its EXIF data say.  Raises `Refused` ("damaged", "over-limit"), also for one in four inks.
    """
    frame = next(frames(body, "jpeg"))
    if frame.channels not in (1, 3):
        raise Refused("unsupported", "jpeg channels")
    allowance.take(frame.width * frame.height)
    side = max(frame.width, frame.height)
    reduction = next((by for by in (8, 4, 2) if side / by >= longest * 0.95), 1)
    mode = REDUCED.get(reduction, cv2.IMREAD_GRAYSCALE)
    if frame.channels == 3:
        mode |= cv2.IMREAD_COLOR_RGB
    pixels = _whole(_ended(body), mode if turned else mode | cv2.IMREAD_IGNORE_ORIENTATION)
    pixels = fitted(pixels, longest)
    if pixels.ndim == 2:
        return pixels, "grey"
    grey = uncoloured(pixels)
    return (pixels, "colour") if grey is None else (grey, "grey")


def _whole(body: bytes, mode: int) -> Pixels:
    try:
        pixels = cv2.imdecode(np.frombuffer(body, np.uint8), mode)
    except cv2.error as error:
        raise Refused("damaged", "jpeg") from error
    if pixels is None:
        raise Refused("damaged", "jpeg")
    whole: Pixels = pixels
    return whole


def _ended(body: bytes) -> bytes:
    """The JPEG with an end mark: some writers forget it.  Where more is missing, even grey takes its place in the picture."""
    if END in body[-TAIL:]:
        return body
    try:
        picture = JpegImageFile(io.BytesIO(body + END))
        picture.draft(picture.mode, (1, 1))
        rows = np.asarray(picture)
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("damaged", "jpeg") from error
    if (rows[-1] == UNDECODED).all():
        raise Refused("damaged", "jpeg cut off")
    return body + END
