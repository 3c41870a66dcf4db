"""Reads the print on a page: Tesseract with the Vietnamese language, loaded once and shared by all workers.

What must stay true: nothing of one page influences the next; whatever a page shows, reading it ends in time and never raises.
Tesseract runs in this process: the worker that it runs in is confined and may be lost.
"""

import csv
from collections.abc import Iterator
from math import ceil

import cv2
import numpy as np
import tesserocr

from gateway.clock import monotonic
from gateway.extract.tessdata import LANGUAGE, tessdata
from gateway.originals.raster import Pixels
from gateway.originals.reading import Word, line, rows
from gateway.originals.sheet import Sheet
from policies.core.facts import Box

DPI = 200.0  # of a sheet that is to be read
SMALLEST = 8  # pixels: less shows no letter
LARGEST = 4_000  # pixels of a side: an A4 page at `DPI` has 2 339
MARGIN = 10  # pixels of paper around what is read: print at the edge is lost otherwise


class Ocr:
    """Tesseract, ready to read."""

    __slots__ = ("_tesseract",)

    def __init__(self, tesseract: tesserocr.PyTessBaseAPI) -> None:
        self._tesseract = tesseract

    def lines(self, sheet: Sheet, region: Box | None, seconds: float) -> tuple[str, ...] | None:
        """The text of a sheet, best at `DPI`, or of a region of it in shares of the sheet: line by line, in NFC.

        Columns on one line are parted by a tab.  None when it was not read to its end within `seconds`.
        """
        words = self._words(_cut(sheet.dark, region), sheet.dpi, monotonic() + seconds)
        return None if words is None else tuple(line(row) for row in rows(words))

    def _words(self, dark: Pixels, dpi: float, until: float) -> list[Word] | None:
        """The words on a picture in grey, and where they stand on it; None when the time was up."""
        height, width = dark.shape
        milliseconds = ceil((until - monotonic()) * 1000)
        if milliseconds <= 0:
            return None
        if min(height, width) < SMALLEST or max(height, width) > LARGEST:
            return []
        framed = cv2.copyMakeBorder(dark, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=(255,))
        rows_, columns = framed.shape
        try:
            self._tesseract.SetImageBytes(framed.tobytes(), columns, rows_, 1, columns)
            self._tesseract.SetSourceResolution(round(dpi))
            if not self._tesseract.Recognize(milliseconds):
                return None
            return list(_words(self._tesseract.GetTSVText(0)))
        finally:
            self._tesseract.Clear()


def load() -> Ocr | None:
    """Tesseract with its data for Vietnamese in memory; None when this machine has none."""
    folder = tessdata()
    if folder is None:
        return None
    tesseract = tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=LANGUAGE, psm=tesserocr.PSM.SPARSE_TEXT)
    tesseract.SetVariable("debug_file", "")  # its remarks go to stderr: to open a file for them it is not allowed, and crashes
    reader = Ocr(tesseract)
    reader._words(np.full((64, 64), 255, np.uint8), DPI, monotonic() + 10)  # what it makes on its first use, it makes here
    return reader


def _cut(dark: Pixels, region: Box | None) -> Pixels:
    if region is None:
        return dark
    height, width = dark.shape
    left, top, right, bottom = (min(1.0, max(0.0, share)) for share in region)
    return dark[int(top * height) : ceil(bottom * height), int(left * width) : ceil(right * width)]


def _words(table: str) -> Iterator[Word]:
    """The words in Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    strip = 0
    for fields in csv.reader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(fields) < 12:
            continue
        strip += fields[0] == "4"
        if fields[0] == "5" and fields[11].strip():
            left, top, width, height = (int(field) for field in fields[6:10])
            left, top = left - MARGIN, top - MARGIN
            yield Word(fields[11].strip(), left, top, left + width, top + height, float(fields[10]), strip)
