"""What a page of a PDF is made of: which pictures, whether they are two-level, and whether one picture is all of it.

What must stay true: walking ends whatever the file holds; no coded picture is decoded here.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from gateway.extract.budget import Refused

LOOKED_THROUGH = 20_000_000  # pixels of a picture: more than 300 dpi have
OBJECTS = 200_000  # on a page
DEPTH = 8  # of forms in forms
INVISIBLE = 3  # the render mode of text that an OCR puts under a picture
LINK, POPUP = 2, 16  # annotations that nobody sees on the page
FAXES = frozenset({"CCITTFaxDecode", "CCF", "JBIG2Decode"})  # codecs of two-level pictures
DEEP = frozenset({"DCTDecode", "DCT", "JPXDecode"})  # of all others
# Colour spaces in which a JPEG's own colours are those of the page
PLAIN = frozenset(
    {c.FPDF_COLORSPACE_DEVICEGRAY, c.FPDF_COLORSPACE_DEVICERGB, c.FPDF_COLORSPACE_CALGRAY, c.FPDF_COLORSPACE_CALRGB}
)
PLAIN |= {c.FPDF_COLORSPACE_ICCBASED}


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture on a page.  `matrix`: from the unit square to points; `top`: it stands on the page itself, not in a form."""

    object: pdfium.PdfImage
    width: int
    height: int
    top: bool
    matrix: tuple[float, float, float, float, float, float]

    @property
    def two_level(self) -> bool:
        """Whether it has one bit a pixel."""
        codec = self.codec
        if codec in FAXES or codec in DEEP:
            return codec in FAXES
        return self.object.get_metadata().bits_per_pixel == 1 or self._black_or_white()

    def _black_or_white(self) -> bool:
        """Whether all of its numbers are the lowest or the highest: some programs write eight bits where one would do."""
        if self.width * self.height > LOOKED_THROUGH:
            return False
        values = np.frombuffer(self.object.get_data(decode_simple=True), np.uint8)
        # One more makes 0 of 255, and 1 of 0.
        return not ((values[::101] + 1) > 1).any() and not ((values + 1) > 1).any()

    @property
    def codec(self) -> str:
        """The last of its filters; "" for none."""
        filters = self.object.get_filters()
        return filters[-1] if filters else ""


@dataclass(frozen=True, slots=True)
class PageContents:
    """What there is to see.  `others`: whether anything but pictures can be seen."""

    pictures: tuple[PagePicture, ...]
    others: bool


def contents_of(page: pdfium.PdfPage) -> PageContents:
    """The contents of a page.  Raises `Refused` ("over-limit") for one that nobody could have made by hand."""
    pictures = []
    others = _annotated(page)
    for count, item in enumerate(page.get_objects(max_depth=DEPTH)):
        if count >= OBJECTS:
            raise Refused("over-limit", "objects")
        if isinstance(item, pdfium.PdfImage):
            width, height = item.get_px_size()
            pictures.append(PagePicture(item, width, height, item.level == 0, item.get_matrix().get()))
            others = others or _masked(item)
        elif item.type == c.FPDF_PAGEOBJ_TEXT:
            others = others or c.FPDFTextObj_GetTextRenderMode(item) != INVISIBLE
        elif item.type != c.FPDF_PAGEOBJ_FORM:
            others = True
    return PageContents(tuple(pictures), others)


def whole_jpeg(page: pdfium.PdfPage, contents: PageContents) -> PagePicture | None:
    """The upright JPEG that is all there is on the page and covers it; None when it takes more to show the page."""
    if contents.others or len(contents.pictures) != 1:
        return None
    picture = contents.pictures[0]
    a, b, c_, d, _, _ = picture.matrix
    upright = picture.top and a > 0 and d > 0 and abs(b) < 1e-3 * a and abs(c_) < 1e-3 * d
    if not upright or picture.codec not in {"DCTDecode", "DCT"} or picture.object.get_metadata().colorspace not in PLAIN:
        return None
    left, top, right, bottom = crop_of(page, picture)
    return picture if max(left, top) < 0.02 and min(right, bottom) > 0.98 and right > left and bottom > top else None


def crop_of(page: pdfium.PdfPage, picture: PagePicture) -> tuple[float, float, float, float]:
    """Where the page's box lies on an upright picture, in shares of it from the top left; it may reach beyond."""
    box = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    a, _, _, d, e, f = picture.matrix
    return (box.left - e) / a, 1 - (box.top - f) / d, (box.right - e) / a, 1 - (box.bottom - f) / d


def _masked(item: pdfium.PdfImage) -> bool:
    """Whether a clip, transparency or a layer may keep part of the picture from being seen."""
    clips = c.FPDFClipPath_CountPaths(c.FPDFPageObj_GetClipPath(item))
    return clips > 0 or bool(c.FPDFPageObj_HasTransparency(item)) or c.FPDFPageObj_CountMarks(item) > 0


def _annotated(page: pdfium.PdfPage) -> bool:
    return any(subtype not in (LINK, POPUP) for subtype in _annotations(page))


def _annotations(page: pdfium.PdfPage) -> Iterator[int]:
    for index in range(min(c.FPDFPage_GetAnnotCount(page), OBJECTS)):
        annotation = c.FPDFPage_GetAnnot(page, index)
        if annotation:
            yield int(c.FPDFAnnot_GetSubtype(annotation))
            c.FPDFPage_CloseAnnot(annotation)
