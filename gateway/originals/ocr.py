"""Reads the print on a page: Tesseract with the Vietnamese language, loaded once and shared by all workers.

What must stay true: nothing of one page influences the next; whatever a page shows, reading it ends in time and never raises.
Tesseract runs in this process: the worker that it runs in is confined and may be lost.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from statistics import median

import cv2
import numpy as np
import tesserocr

from gateway.clock import monotonic
from gateway.extract.tessdata import LANGUAGE, tessdata
from gateway.originals.numberline import Span, agreed, beside_date, by_hand, left_open, number_line, numbered
from gateway.originals.raster import Pixels
from gateway.originals.reading import Row, Word, line, rows
from gateway.originals.sheet import Sheet
from policies.core.facts import Box

DPI = 200.0  # of a sheet that is to be read
SMALLEST = 8  # pixels: less shows no letter
LARGEST = 4_000  # pixels of a side: an A4 page at `DPI` has 2 339
MARGIN = 10  # pixels of paper around what is read: print at the edge is lost otherwise
UPPER = 0.4  # share of a page's height in which its number stands
SCALES = (1.0, 1.5)  # at which the number is read again
CLOSER = 1.5  # at which it is looked for where nobody saw it
SURE = 60.0  # of a hundred: a word that was read
UNSURE = 30.0  # of a hundred: a printed number is read more surely, at least once
FRINGE = 30  # of 255: a scanner sees as much colour at the edges of black letters
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
LEGIBLE = 0.5  # share of sure letters of a page that stands on its feet


class Ocr:
    """Tesseract, ready to read."""

    __slots__ = ("_tesseract",)

    def __init__(self, tesseract: tesserocr.PyTessBaseAPI) -> None:
        self._tesseract = tesseract

    def lines(self, sheet: Sheet, region: Box | None, seconds: float) -> tuple[str, ...] | None:
        """The text of a sheet, best at `DPI`, or of a region of it in shares of the sheet: line by line, in NFC.

        Columns on one line are parted by a tab; a sheet that stands on its head is read the other way up.  None when it was
        not read to its end within `seconds`.
        """
        until = monotonic() + seconds
        region = WHOLE if region is None else region
        part = _part(sheet, region)
        words = self._words(part.dark, part.dpi, until)
        if words is not None and _legible(words) < LEGIBLE:
            turned = _part(_turned(sheet), region)
            others = self._words(turned.dark, turned.dpi, until)
            if others and _legible(others) > LEGIBLE:
                part, words = turned, others
        if words is None:
            return None
        found = rows(words)
        width, upper = part.dark.shape[1], (UPPER - region[1]) * sheet.dark.shape[0]
        high = median([word.height for word in words if word.confidence > SURE] or [word.height for word in words] or [0])
        number = number_line(found, width, upper)
        if number is not None:
            found[number.row] = self._again(found[number.row], number, part, high, until)
        if not numbered(found) and (room := beside_date(found, width, upper)):
            found[room.row] = self._anew(found[room.row], room, part, high, until)
        return tuple(line(row) for row in found)

    def _anew(self, row: Row, room: Span, part: Sheet, high: float, until: float) -> Row:
        """The row with the number in it, if it can be read in the room where it has to stand."""
        left, top, right, bottom = room.room
        place = (slice(top, bottom), slice(left, right))
        pieces = [part.dark[place], *([_black_alone(part.rgb[place])] if part.colour == "colour" else [])]
        for piece in pieces:
            scaled = cv2.resize(piece, None, fx=CLOSER, fy=CLOSER, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
            seen = numbered(rows(self._words(scaled, part.dpi * CLOSER, until, tesserocr.PSM.SINGLE_BLOCK) or ()))
            if seen:
                said = agreed(seen[:1])
                said = left_open(said) if by_hand(seen[0], high * CLOSER) else said
                return (replace(said, left=left, right=left), *row[room.count :])
        return row

    def _again(self, row: Row, number: Span, part: Sheet, high: float, until: float) -> Row:
        """The row with the number read by itself, some ways, and put to the vote."""
        left, top, right, bottom = number.room
        place = (slice(top, bottom), slice(left, right))
        pieces = [(part.dark[place], scale) for scale in SCALES]
        if part.colour == "colour":
            pieces.append((_black_alone(part.rgb[place]), 1.0))
        readings: list[Sequence[Word]] = [row[: number.count]]
        for piece, scale in pieces:
            scaled = cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
            words = self._words(scaled, part.dpi * scale, until, tesserocr.PSM.SINGLE_LINE)
            readings += [words] if words else []
        said = agreed(readings)
        doubtful = said.confidence < UNSURE or by_hand(readings[0], high)
        return (left_open(said) if doubtful else said, *row[number.count :])

    def _words(self, dark: Pixels, dpi: float, until: float, layout: int = tesserocr.PSM.SPARSE_TEXT) -> list[Word] | None:
        """The words on a picture in grey, and where they stand on it; None when the time was up."""
        height, width = dark.shape
        milliseconds = ceil((until - monotonic()) * 1000)
        if milliseconds <= 0:
            return None
        if min(height, width) < SMALLEST or max(height, width) > LARGEST:
            return []
        framed = cv2.copyMakeBorder(dark, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=(255,))
        lines, columns = framed.shape
        try:
            self._tesseract.SetPageSegMode(layout)
            self._tesseract.SetImageBytes(framed.tobytes(), columns, lines, 1, columns)
            self._tesseract.SetSourceResolution(round(dpi))
            if not self._tesseract.Recognize(milliseconds):
                return None
            return list(_table(self._tesseract.GetTSVText(0)))
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


def _legible(words: Sequence[Word]) -> float:
    """The share of the letters that stand in words read with some certainty."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if word.confidence > SURE) / max(1, letters)


def _part(sheet: Sheet, region: Box) -> Sheet:
    """What lies in a region of a sheet, its pixels alone."""
    height, width = sheet.dark.shape
    left, top, right, bottom = (min(1.0, max(0.0, share)) for share in region)
    place = (slice(int(top * height), ceil(bottom * height)), slice(int(left * width), ceil(right * width)))
    return replace(sheet, dark=sheet.dark[place], rgb=sheet.rgb[place])


def _turned(sheet: Sheet) -> Sheet:
    """The pixels of a sheet the other way up."""
    return replace(sheet, dark=cv2.rotate(sheet.dark, cv2.ROTATE_180), rgb=cv2.rotate(sheet.rgb, cv2.ROTATE_180))


def _black_alone(rgb: Pixels) -> Pixels:
    """What is printed in black: stamps and pens in colour become paper, blue ones too, which are dark in all channels."""
    brightest, chroma = rgb.max(axis=2), np.ptp(rgb, axis=2)
    alone: Pixels = cv2.add(brightest, cv2.multiply(cv2.subtract(chroma, (FRINGE,)), (4.0,)))
    return alone


def _table(table: str) -> Iterator[Word]:
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
