"""Opens the pages of a document as pictures, whatever its kind."""

from collections.abc import Callable, Mapping
from functools import partial

from gateway.extract import sniff, xps
from gateway.extract.budget import Budget, Refused
from gateway.extract.zipped import Zip
from gateway.originals.imageraster import open_image
from gateway.originals.pdfraster import open_pdf
from gateway.originals.raster import Raster, Source

PICTURES = frozenset({"jpeg", "png", "webp", "heic", "tiff", "gif", "bmp"})


def opened(kind: str, body: bytes, spend: Budget) -> Source:
    """The pages.  Raises `Refused` for a kind that nobody can show, and what the kind's own reader raises."""
    if kind not in OPENERS:
        raise Refused("unsupported", kind)
    return OPENERS[kind](body, spend)


class _Xps:
    """An XPS file, whose scanned pages are one picture each.  `count`: of all its pages."""

    __slots__ = ("_images", "_spend", "count")

    def __init__(self, body: bytes, spend: Budget) -> None:
        self._images = xps.page_images(Zip(body, spend), spend)
        self._spend = spend
        self.count = len(self._images)

    def page(self, number: int, dpi: float) -> Raster:
        """See `Source`."""
        image = self._images[number - 1]
        kind = sniff.kind(image) if image is not None else ""
        if image is None or kind not in PICTURES:
            raise Refused("unsupported", f"xps {kind}".strip())
        return open_image(kind, image, self._spend).page(1, dpi)


OPENERS: Mapping[str, Callable[[bytes, Budget], Source]] = {
    "pdf": open_pdf,
    "xps": _Xps,
    **{kind: partial(open_image, kind) for kind in PICTURES},
}
