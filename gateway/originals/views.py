"""The pages of one document as sheets, each opened once for each resolution, and what was found on each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gateway.originals import handwriting, seals, stamps
from gateway.originals.allowance import hurried
from gateway.originals.ink import redness
from gateway.originals.ocr import DPI as READING_DPI
from gateway.originals.ocr import Ocr
from gateway.originals.raster import Source
from gateway.originals.sheet import Sheet, sheet_of
from policies.core.facts import Box, Mark, Picture

LOOKING_DPI = 100.0
STAMP_DPI = stamps.DPI
HEAD = 0.3  # share of a page's height in which its letterhead stands
RED = 60  # redness of letters
LETTERS = 15.0  # square millimetres of the ink of a line of letters
KEPT = 2  # sheets in memory: a page at two resolutions


@dataclass(slots=True)
class View:
    """What is known of one page by now.  `lines`: None as long as nobody has read it; `unread`: "" when all was read."""

    sheet: Sheet
    marks: tuple[Mark, ...] = ()
    lines: tuple[str, ...] | None = None
    unread: str = "needless"

    @property
    def sealed(self) -> str:
        """The colour of the seal on it, red before colourless; "" for none."""
        return max((mark.colour for mark in self.marks if mark.kind == "seal"), default="")

    @property
    def signed(self) -> bool:
        """Whether somebody has signed on it by hand."""
        return any(mark.kind == "signature" for mark in self.marks)

    @property
    def red_headed(self) -> bool:
        """Whether there is red in its letterhead: a stamp, or letters."""
        head = self.sheet.rgb[: round(HEAD * self.sheet.rgb.shape[0])]
        area = np.count_nonzero(redness(head) > RED) * (25.4 / self.sheet.dpi) ** 2
        return self.sheet.colour == "colour" and float(area) >= LETTERS

    def picture(self) -> Picture:
        """The view as a fact."""
        sheet = self.sheet
        photo = any(abs(share) > 1e-9 for share in sheet.matrix[2][:2])
        return Picture(sheet.colour, sheet.written, photo, sheet.clean, self.marks, self.lines, self.unread)


@dataclass(slots=True)
class Views:
    """The views of a document.  Raises `Refused` for a page that cannot be shown."""

    source: Source
    seconds: float  # that it may take to open one
    found: dict[int, View] = field(default_factory=dict)
    _sheets: dict[tuple[int, float], Sheet] = field(default_factory=dict)

    def view(self, number: int) -> View:
        """The page with its seals and signatures."""
        if number not in self.found:
            sheet = self._sheet(number, LOOKING_DPI)
            view = self.found[number] = View(sheet)
            if sheet.written:
                round_ones = seals.find_seals(sheet, number)
                view.marks = (*round_ones, *handwriting.find_signatures(sheet, number, round_ones))
        return self.found[number]

    def look_for_pasted(self, number: int, boxes: Sequence[Box]) -> None:
        """Look at a word processor's page: a seal is told from all that it prints, a signature only where a picture is."""
        view = self.found[number] = View(self._sheet(number, LOOKING_DPI))
        round_ones = seals.find_seals(view.sheet, number)
        hands = handwriting.find_signatures(view.sheet, number, round_ones) if boxes else ()
        view.marks = (*round_ones, *(mark for mark in hands if any(_meet(mark.box, box) for box in boxes)))

    def read_stamps(self, number: int, ocr: Ocr | None) -> None:
        """Read what the framed red words on a page say, if there are any."""
        view = self.view(number)
        if view.sheet.written and stamps.find_stamps(view.sheet, number):
            found = stamps.read_stamps(self._sheet(number, STAMP_DPI), number, ocr)
            view.marks = (*(mark for mark in view.marks if mark.kind != "stamp"), *found)

    def read(self, number: int, ocr: Ocr, region: Box | None, seconds: float) -> None:
        """Read the text of a page, or of a region of it; a page that stands on its head is turned first."""
        view = self.view(number)
        sheet = self._sheet(number, READING_DPI)
        lines = ocr.lines(sheet, region, seconds)
        view.lines = lines if lines is not None else view.lines
        view.unread = "budget" if view.lines is None else ""

    def read_again(self, number: int, ocr: Ocr, seconds: float) -> tuple[str, ...]:
        """The text of a whole page, what is printed in red too, which `read` looks through as if it were a stamp."""
        sheet = self._sheet(number, READING_DPI)
        return ocr.lines(replace(sheet, dark=np.ascontiguousarray(sheet.rgb[..., 1])), None, seconds) or ()

    def pictures(self) -> Iterator[tuple[int, Picture]]:
        """The pages that somebody has looked at."""
        for number, view in self.found.items():
            yield number, view.picture()

    def _sheet(self, number: int, dpi: float) -> Sheet:
        key = (number, dpi)
        if key not in self._sheets:
            while len(self._sheets) >= KEPT:
                self._sheets.pop(next(iter(self._sheets)))
            with hurried(self.seconds):
                self._sheets[key] = sheet_of(self.source.page(number, dpi))
        return self._sheets[key]


def _meet(one: Box, other: Box) -> bool:
    """Whether two places overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
