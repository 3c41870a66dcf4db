"""Opens the pages of a document as pictures, whatever its kind."""

from collections.abc import Callable, Mapping
from functools import partial

from gateway.extract.budget import Budget, Refused
from gateway.originals.imageraster import open_image
from gateway.originals.pdfraster import open_pdf
from gateway.originals.raster import Source

OPENERS: Mapping[str, Callable[[bytes, Budget], Source]] = {
    "pdf": open_pdf,
    **{kind: partial(open_image, kind) for kind in ("jpeg", "png", "webp", "heic", "tiff", "gif", "bmp")},
}


def opened(kind: str, body: bytes, spend: Budget) -> Source:
    """The pages.  Raises `Refused` for a kind that nobody can show, and what the kind's own reader raises."""
    if kind not in OPENERS:
        raise Refused("unsupported", kind)
    return OPENERS[kind](body, spend)
