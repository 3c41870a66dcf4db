"""The pages of a PDF as pictures, by PDFium.

Most scans are one JPEG a page: it is taken out and decoded at the size that is asked for, which costs a quarter of rendering.
Everything else is rendered as a reader shows it, with annotations and form fields (a signature's appearance is one).  What must
stay true: pictures over the limits are refused before PDFium, which decodes them whole, may touch them; no file makes a
rendering larger than A3.
"""

import re

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from gateway.extract.budget import Budget, Refused
from gateway.originals.jpeg import decoded
from gateway.originals.pdfpage import PageContents, PagePicture, contents_of, crop_of, whole_jpeg
from gateway.originals.raster import FINEST, Allowance, Pixels, Raster, Source, fitted, long_side, uncoloured

NO_PASSWORD = {c.FPDF_ERR_PASSWORD: "encrypted", c.FPDF_ERR_SECURITY: "encrypted"}
# Dictionaries of pictures are never compressed, so these words stand in the file as they are.
PICTURE = re.compile(rb"/Subtype\s*/Image\b")
SIDES = {side: re.compile(rb"/" + side + rb"\s+(\d{1,10})(?!\d|\s+\d+\s+R)") for side in (b"Width", b"Height")}
ALTERED = re.compile(rb"/S?Mask\b|/Decode\s*\[|/OCProperties\b|/Alternates\b")
JPEG2000 = b"\xff\x4f\xff\x51"
DICTIONARY = 2_000  # bytes before and after the word Image that its dictionary may take


def open_pdf(body: bytes | memoryview, budget: Budget) -> Source:
    """The pages of a PDF.  Raises `Refused` ("encrypted", "damaged", "over-limit")."""
    raw = bytes(body)
    limit = budget.limits.pixels
    if any(size > limit for size in _promised(raw)):
        raise Refused("over-limit", "pixels")
    try:
        document = pdfium.PdfDocument(raw)
        document.init_forms(c.FPDF_FORMFILLINFO(version=2))
    except pdfium.PdfiumError as error:
        reason = NO_PASSWORD.get(getattr(error, "err_code", None), "damaged")
        raise Refused(reason, "pdf") from error
    return _Pdf(document, Allowance(budget.limits), plain=ALTERED.search(raw) is None)


class _Pdf:
    """An open PDF.  `plain`: no picture in it is shown otherwise than it is stored."""

    __slots__ = ("_allowance", "_document", "_plain", "count")

    def __init__(self, document: pdfium.PdfDocument, allowance: Allowance, *, plain: bool) -> None:
        self._document = document
        self._allowance = allowance
        self._plain = plain
        self.count = len(document)

    def page(self, number: int, dpi: float) -> Raster:
        """See `Source`."""
        try:
            page = self._document[number - 1]
            try:
                return self._shown(page, min(dpi, FINEST))
            finally:
                page.close()
        except (pdfium.PdfiumError, IndexError) as error:
            raise Refused("damaged", "pdf page") from error

    def _shown(self, page: pdfium.PdfPage, dpi: float) -> Raster:
        contents = contents_of(page)
        picture = whole_jpeg(page, contents) if self._plain else None
        inches = long_side(max(page.get_size()) / 72)
        if picture is not None:
            shown = self._jpeg(page, picture, inches * dpi, inches)
            if shown is not None:
                return shown
        for one in contents.pictures:
            self._allowance.take(one.width * one.height)
        return _rendered(page, contents, dpi, inches)

    def _jpeg(self, page: pdfium.PdfPage, picture: PagePicture, longest: float, inches: float) -> Raster | None:
        """The page from its only picture; None for one in colours that only PDFium understands."""
        body = bytes(picture.object.get_data(decode_simple=True))
        try:
            pixels, colour = decoded(body, longest, self._allowance, turned=False)
        except Refused as refusal:
            if refusal.unread.reason == "unsupported":
                return None
            raise
        height, width = pixels.shape[:2]
        left, top, right, bottom = (max(0.0, min(1.0, share)) for share in crop_of(page, picture))
        pixels = pixels[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
        pixels = np.ascontiguousarray(np.rot90(pixels, -(page.get_rotation() // 90)))
        return Raster(pixels, max(pixels.shape[:2]) / inches, colour) if pixels.size else None


def _rendered(page: pdfium.PdfPage, contents: PageContents, dpi: float, inches: float) -> Raster:
    if contents.pictures and not contents.others:  # nothing but pictures: no finer than they are
        finest = max(max(one.width, one.height) for one in contents.pictures)
        dpi = min(dpi, max(finest / inches, 1.0))
    bitmap = page.render(scale=dpi * inches / max(page.get_size()), rev_byteorder=True)
    pixels: Pixels = np.array(bitmap.to_numpy())
    bitmap.close()
    pixels = fitted(pixels, dpi * inches)
    grey = uncoloured(pixels)
    if grey is None:
        return Raster(pixels, dpi, "colour")
    two_level = bool(contents.pictures) and all(one.two_level for one in contents.pictures)
    return Raster(grey, dpi, "two-level" if two_level else "grey")


def _promised(raw: bytes) -> list[int]:
    """How many pixels the pictures of the file have, by their dictionaries and by the headers of JPEG 2000."""
    sizes = []
    for word in PICTURE.finditer(raw):
        start = max(raw.rfind(b"obj", max(0, word.start() - DICTIONARY), word.start()), 0)
        stop = raw.find(b"stream", word.end(), word.end() + DICTIONARY)
        dictionary = raw[start : stop if stop >= 0 else word.end() + DICTIONARY]
        width, height = (max((int(found) for found in SIDES[side].findall(dictionary)), default=0) for side in SIDES)
        sizes.append(width * height)
    at = raw.find(JPEG2000)
    while at >= 0:
        sizes.append(int.from_bytes(raw[at + 8 : at + 12]) * int.from_bytes(raw[at + 12 : at + 16]))
        at = raw.find(JPEG2000, at + 4)
    return sizes
