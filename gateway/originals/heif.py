"""Photos in HEIC: decoded with libde265, the library that pi-heif brings along, without its threads.

libheif starts a thread for every picture, and a confined worker may start none.  libde265 alone does without: its calls are
declared here (libde265/de265.h), and the file around the pictures is read by `heifitems`.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pi_heif

from gateway.extract.budget import Refused
from gateway.originals.heifitems import Coded, Shown, shown
from gateway.originals.raster import Allowance, Pixels

STEPS = 100_000  # calls that one picture may take
DEEPEST = 16  # bits
Planes = tuple[Pixels, Pixels, Pixels]


def _library() -> ctypes.CDLL | None:
    folder = Path(pi_heif.__file__).parent.parent / "pi_heif.libs"
    found = sorted(folder.glob("libde265*.so*"))
    if not found:
        return None
    library = ctypes.CDLL(str(found[0]))
    pointer, integer = ctypes.c_void_p, ctypes.c_int
    for name, result, *arguments in (
        ("new_decoder", pointer),
        ("free_decoder", integer, pointer),
        ("push_NAL", integer, pointer, ctypes.c_char_p, integer, ctypes.c_int64, pointer),
        ("flush_data", integer, pointer),
        ("decode", integer, pointer, ctypes.POINTER(integer)),
        ("get_next_picture", pointer, pointer),
        ("get_image_width", integer, pointer, integer),
        ("get_image_height", integer, pointer, integer),
        ("get_bits_per_pixel", integer, pointer, integer),
        ("get_image_full_range_flag", integer, pointer),
        ("get_image_plane", pointer, pointer, integer, ctypes.POINTER(integer)),
        ("disable_logging", None),
    ):
        function = getattr(library, f"de265_{name}")
        function.restype, function.argtypes = result, arguments
    library.de265_disable_logging()
    return library


LIBRARY = _library()


def decoded(body: bytes, allowance: Allowance) -> Pixels:
    """The picture of a HEIC file as RGB, upright.  Raises `Refused` ("damaged", "over-limit", "unsupported")."""
    if LIBRARY is None:
        raise Refused("unsupported", "heic")
    picture = shown(body)
    allowance.take(picture.width * picture.height)
    rgb = np.full((picture.height, picture.width, 3), 255, np.uint8)
    row = column = 0
    for number, tile in enumerate(picture.tiles):
        piece = _tile(LIBRARY, tile, picture)
        if number % picture.columns == 0:
            column = 0
        height, width = piece.shape[:2]
        place = rgb[row : row + height, column : column + width]
        place[:] = piece[: place.shape[0], : place.shape[1]]
        column += width
        if (number + 1) % picture.columns == 0:
            row += height
    return np.ascontiguousarray(np.rot90(rgb, picture.quarters))


@contextmanager
def _decoder(library: ctypes.CDLL) -> Iterator[int]:
    decoder = library.de265_new_decoder()
    if not decoder:
        raise MemoryError
    try:
        yield decoder
    finally:
        library.de265_free_decoder(decoder)


def _tile(library: ctypes.CDLL, coded: Coded, picture: Shown) -> Pixels:
    with _decoder(library) as decoder:
        for unit in coded.settings + coded.data:
            library.de265_push_NAL(decoder, unit, len(unit), 0, None)
        library.de265_flush_data(decoder)
        more = ctypes.c_int(1)
        for _ in range(STEPS):
            error = library.de265_decode(decoder, ctypes.byref(more))
            image = library.de265_get_next_picture(decoder)
            if image:
                told = picture.full_range
                full = bool(library.de265_get_image_full_range_flag(image)) if told is None else told
                return _rgb(_planes(library, image, picture), full)
            if error or not more.value:
                break
    raise Refused("damaged", "heic picture")


def _planes(library: ctypes.CDLL, image: int, picture: Shown) -> Planes:
    """Brightness and the two colours, all of the size of the first, 8 bits each."""
    planes: list[Pixels] = []
    for channel in range(3):
        width, height = library.de265_get_image_width(image, channel), library.de265_get_image_height(image, channel)
        bits = library.de265_get_bits_per_pixel(image, channel)
        stride = ctypes.c_int(0)
        address = library.de265_get_image_plane(image, channel, ctypes.byref(stride))
        if not address or width <= 0 or height <= 0 or not 8 <= bits <= DEEPEST:
            planes.append(np.full_like(planes[0], 128) if planes else np.zeros((1, 1), np.uint8))  # a picture without colour
            continue
        if width * height > 4 * max(picture.width * picture.height, 1 << 20):
            raise Refused("over-limit", "pixels")
        raw = np.frombuffer(ctypes.string_at(address, stride.value * height), np.uint8).reshape(height, stride.value)
        deep = raw if bits == 8 else (raw.view(np.uint16) >> (bits - 8)).astype(np.uint8)
        planes.append(np.ascontiguousarray(deep[:, :width]))
    height, width = planes[0].shape
    first, second, third = (cv2.resize(one, (width, height), interpolation=cv2.INTER_LINEAR) for one in planes)
    return first, second, third


def _rgb(planes: Planes, full_range: bool) -> Pixels:
    bright, blue, red = planes
    if not full_range:  # brightness from 16 to 235, colours from 16 to 240
        steps = np.arange(256, dtype=np.float32)
        bright = cv2.LUT(bright, np.clip((steps - 16) * (255 / 219), 0, 255).astype(np.uint8))
        wide = np.clip((steps - 128) * (255 / 224) + 128, 0, 255).astype(np.uint8)
        blue, red = cv2.LUT(blue, wide), cv2.LUT(red, wide)
    rgb: Pixels = cv2.cvtColor(cv2.merge((bright, red, blue)), cv2.COLOR_YCrCb2RGB)
    return rgb
