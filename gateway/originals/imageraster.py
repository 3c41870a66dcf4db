"""Pictures as pages: JPEG, PNG, WebP, GIF, BMP, HEIC, and every page of a TIFF, lazily.

What must stay true: what a decoder makes of a file is no larger than what was checked against the limits.
"""

import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import cv2
import numpy as np
from PIL import AvifImagePlugin, Image, ImageOps
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from gateway.extract.budget import Budget, Refused
from gateway.extract.imageheaders import Frame
from gateway.extract.images import pages
from gateway.originals import heif, jpeg
from gateway.originals.raster import FINEST, Allowance, Pixels, Raster, Source, fitted, long_side, uncoloured

AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # a worker may start none beside its own
# Named here and not looked up by PIL, which would import others when a file is none of them: a worker cannot.
OPENERS: Mapping[str, Callable[[io.BytesIO], Image.Image]] = {
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
    "bmp": BmpImageFile,
    "tiff": TiffImageFile,
    "heic": AvifImageFile,
}
AVIF = b"avif"
UNTRUE = 97.0  # dpi up to which a picture says what programs write when they don't know; paper was never scanned so
LARGE = 20_000_000  # pixels of a picture of which there is to be no second copy
REDUCIBLE = frozenset({"L", "RGB", "RGBA", "CMYK"})
FANTASTIC = 10_000.0
TALLEST = 4  # times its width: no page is made taller than that
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    RuntimeError,
)  # of PIL's readers


def open_image(kind: str, body: bytes | memoryview, budget: Budget) -> Source:
    """The pages of a picture file.  Raises `Refused` ("damaged", "over-limit")."""
    raw = bytes(body)
    return _Pictures(kind, raw, tuple(pages(raw, kind, budget.limits)), Allowance(budget.limits))


class _Pictures:
    """A picture file.  `count`: of those pictures in it that may be pages, as `gateway.extract.images` counts them."""

    __slots__ = ("_allowance", "_body", "_frames", "_kind", "count")

    def __init__(self, kind: str, body: bytes, frames: tuple[Frame, ...], allowance: Allowance) -> None:
        self._kind = kind
        self._body = body
        self._frames = frames
        self._allowance = allowance
        self.count = len(frames)

    def page(self, number: int, dpi: float) -> Raster:
        """See `Source`."""
        if not 1 <= number <= self.count:
            raise Refused("damaged", "no such page")
        frame = self._frames[number - 1]
        with _strictly():
            across, down = self._resolution(frame)
            inches = long_side(max(frame.width / across, frame.height / down)) if across else long_side(0)
            longest = inches * min(dpi, FINEST)
            pixels, colour = self._decoded(frame, longest)
            if across and not 0.9 < across / down < 1.1:  # a fax has coarser lines than columns
                height, width = pixels.shape[:2]
                square = (width, max(1, min(round(height * across / down), TALLEST * width)))
                pixels = fitted(cv2.resize(pixels, square, interpolation=cv2.INTER_LINEAR), longest)
        return Raster(pixels, max(pixels.shape[:2]) / inches, colour)

    def _decoded(self, frame: Frame, longest: float) -> tuple[Pixels, str]:
        if self._kind == "jpeg" and frame.channels in (1, 3):
            return jpeg.decoded(self._body, longest, self._allowance, turned=True)
        if self._kind == "heic" and self._body[8:12] != AVIF:
            return _coloured(fitted(heif.decoded(self._body, self._allowance), longest))
        self._allowance.take(frame.width * frame.height)
        return _by_pil(self._opened(frame), longest)

    def _opened(self, frame: Frame) -> Image.Image:
        opened = OPENERS[self._kind](io.BytesIO(self._body))
        if frame.place:
            opened.seek(frame.place)
        if opened.width * opened.height > frame.width * frame.height:
            raise Refused("over-limit", "pixels")
        return opened

    def _resolution(self, frame: Frame) -> tuple[float, float]:
        """Dots per inch across and down the paper as the file says; 0 where it does not, or is not to be believed."""
        if self._kind == "heic":
            return 0.0, 0.0
        across, down = (float(one) for one in self._opened(frame).info.get("dpi", (0, 0)))
        return (across, down) if min(across, down) > UNTRUE and max(across, down) < FANTASTIC else (0.0, 0.0)


@contextmanager
def _strictly() -> Iterator[None]:
    """Whatever PIL finds wrong with a file is an answer; nothing is printed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BROKEN as error:
        raise Refused("damaged", "picture") from error


def _by_pil(picture: Image.Image, longest: float) -> tuple[Pixels, str]:
    """The picture upright on white paper."""
    two_level = picture.mode == "1"
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode in REDUCIBLE and picture.width * picture.height > LARGE:
        picture = picture.reduce(max(1, int(max(picture.size) / longest)))
    if "transparency" in picture.info or picture.mode in {"LA", "La", "PA", "RGBA", "RGBa"}:
        opaque = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", opaque.size, "white"), opaque).convert("RGB")
    elif picture.mode.startswith(("I", "F")):
        return _deep(picture, longest), "grey"
    elif picture.mode not in {"1", "L", "RGB"}:
        picture = picture.convert("RGB")
    pixels = np.asarray(picture)
    if two_level:
        return fitted(pixels.astype(np.uint8) * 255, longest), "two-level"
    if pixels.ndim == 3:
        return _coloured(fitted(pixels, longest), pixels)
    return fitted(pixels, longest), "two-level" if _black_or_white(pixels) else "grey"


def _coloured(pixels: Pixels, whole: Pixels | None = None) -> tuple[Pixels, str]:
    grey = uncoloured(pixels)
    if grey is None:
        return pixels, "colour"
    return grey, "two-level" if whole is not None and _black_or_white(whole) else "grey"


def _black_or_white(pixels: Pixels) -> bool:
    """Whether there are no other values: tried on a part first."""
    # One more makes 0 of 255, and 1 of 0.
    return not ((pixels[::16, ::16] + 1) > 1).any() and not ((pixels + 1) > 1).any()


def _deep(picture: Image.Image, longest: float) -> Pixels:
    """A picture of 16 bits and more a pixel."""
    values = np.asarray(picture, np.float32)
    brightest = 65535.0 if picture.mode.startswith("I;16") else max(1.0, float(np.nan_to_num(values).max(initial=1.0)))
    return fitted(np.clip(np.nan_to_num(values) * np.float32(255 / brightest), 0, 255).astype(np.uint8), longest)
