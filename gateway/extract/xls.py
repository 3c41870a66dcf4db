"""Excel workbooks of 1993 to 2003 (.xls): sheet names, text in cells ("Sheet1!B4"), comments, text boxes, charts, page margins.

A cell's font is that of its format, or of the piece of its text.  Numbers are no text and left out, embedded objects not opened.
What must stay true: the stream is gone through once, in its order, whatever places the file declares.
"""

from struct import error, unpack_from

from gateway.extract.biff import EOF, Cursor, Pieces, Record, in_fonts, records, rich, string
from gateway.extract.budget import Budget, Refused
from gateway.extract.compound import Compound
from gateway.extract.oldtext import in_charset
from gateway.extract.runs import Runs, cost, letters
from gateway.extract.wordart import drawn
from gateway.extract.xlsobjects import Objects, margin
from policies.core.facts import Document

BOF, ENCRYPTED, SHEET, FONT, FORMAT, STRINGS = 0x809, 0x2F, 0x85, 0x31, 0xE0, 0xFC
SHARED, LABEL, RICH_LABEL, FORMULA, RESULT = 0xFD, 0x204, 0xD6, 0x06, 0x207
CHART_FONT, CHART_TEXT, DRAWING = 0x1026, 0x100D, 0xEC
BIFF5, BIFF8 = 0x500, 0x600
GLOBALS, CHART = 0x05, 0x20  # kinds of substreams (MS-XLS 2.4.21)
MARGINS = {0x14: "đầu trang", 0x15: "chân trang"}
TITLE = "tên trang tính"
IS_TEXT = b"\0", b"\xff\xff"  # the first byte and the last two of a formula's result that is text

Cell = tuple[int, int, int]
"""Row, column and format."""


def read(opened: Compound, budget: Budget) -> Document:
    """The document."""
    reader = Reader(budget)
    try:
        for record in records(opened.stream("Workbook" if "workbook" in opened.names else "Book")):
            reader.take(record)
    except error as problem:
        raise Refused("damaged", "record too short") from problem
    return reader.finish()


class Reader:
    """Takes the records of a workbook one after the other."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._runs = Runs()
        self._old = False
        self._open: list[int] = []  # kinds of the substreams that we are in
        self._names: dict[int, str] = {}  # of sheets, by where their substreams begin
        self._faces: list[tuple[str, int]] = []  # name and charset
        self._formats: list[int] = []  # fonts of cell formats
        self._strings: list[Pieces] = []
        self._sheet = ""
        self._awaiting: Cell | None = None  # the cell whose formula's result follows
        self._chart_font: int | None = None
        self._objects = Objects()

    def take(self, record: Record) -> None:
        """One more record."""
        if record.code == BOF:
            self._begin(record)
        elif not self._open:
            return  # what stands between substreams belongs to none
        elif record.code == EOF:
            self._end()
        elif self._open[-1] == GLOBALS:
            self._of_book(record)
        elif self._open[-1] == CHART and record.code in (CHART_FONT, CHART_TEXT):
            self._of_chart(record)
        else:
            self._of_sheet(record)

    def finish(self) -> Document:
        """The document; one that was cut off is none."""
        if self._open or not self._names:
            raise Refused("damaged", "workbook cut off")
        return Document("xls", self._runs.finish())

    def _begin(self, record: Record) -> None:
        version, kind = unpack_from("<HH", record.data)
        if not self._open:
            if version not in (BIFF5, BIFF8):
                raise Refused("damaged", "BIFF version")
            self._old = version == BIFF5
            self._sheet = self._names.get(record.at, "")
        self._open.append(kind)

    def _end(self) -> None:
        self._open.pop()
        if not self._open:
            for row, column, pieces in self._objects.finish():
                self._add(pieces, None, self._sheet if row is None else self._place(row, column))
            self._objects, self._awaiting = Objects(), None

    def _of_book(self, record: Record) -> None:
        """What all sheets share."""
        data = record.data
        if record.code == ENCRYPTED:
            raise Refused("encrypted", "xls")
        if record.code == SHEET:
            name = string([data], 6, 1, old=self._old)
            self._names[unpack_from("<L", data)[0]] = name
            self._runs.add(name, None, TITLE)
            self._runs.end()
        elif record.code == FONT:
            self._faces.append((string([data], 14, 1, old=self._old).rstrip("\0"), data[12]))
        elif record.code == FORMAT:
            self._formats.append(unpack_from("<H", data)[0])
        elif record.code == STRINGS:
            cursor, count = Cursor(record.parts, 8), unpack_from("<4xL", data)[0]
            while len(self._strings) < count and cursor.more():
                self._strings.append(rich(cursor))

    def _of_sheet(self, record: Record) -> None:
        """Cells, and what lies over them."""
        code, data = record.code, record.data
        if code == SHARED:
            row, column, style, index = unpack_from("<3HL", data)
            if index >= len(self._strings):
                raise Refused("damaged", "shared string missing")
            pieces = self._strings[index]
            self._budget.take(cost(pieces))  # one long string may stand in every cell
            self._cell((row, column, style), pieces)
        elif code == LABEL:
            self._cell(_at(data), ((string(record.parts, 6, 2, old=self._old), None),))
        elif code == RICH_LABEL:
            self._cell(_at(data), self._rich_label(record))
        elif code == FORMULA:
            first, last = data[6:7], data[12:14]
            self._awaiting = _at(data) if (first, last) == IS_TEXT else None
        elif code == RESULT and self._awaiting:
            self._cell(self._awaiting, ((string(record.parts, 0, 2, old=self._old), None),))
            self._awaiting = None
        elif code in MARGINS and data:
            said = string(record.parts, 0, 1 if self._old else 2, old=self._old)
            for text, font in margin(said):
                self._runs.add(letters(text, font), font, f"{self._sheet} ({MARGINS[code]})")
            self._runs.end()
        elif code == DRAWING:
            for text, font in drawn(b"".join(record.parts)):
                self._runs.add(letters(text, font), font, self._sheet)
                self._runs.end()
        else:
            self._objects.take(record, old=self._old)

    def _of_chart(self, record: Record) -> None:
        """Titles and legends; the font stands before the text (MS-XLS 2.4.254)."""
        if record.code == CHART_FONT:
            self._chart_font = unpack_from("<H", record.data)[0]
        else:
            self._add(((string([record.data], 2, 1, old=self._old), None),), self._chart_font, self._sheet)

    def _rich_label(self, record: Record) -> Pieces:
        """A cell's own text in several fonts; BIFF8 has it in the clipboard only."""
        cursor = Cursor(record.parts, 6)
        if not self._old:
            count = cursor.number(2)
            text, width = cursor.letters(count, wide=bool(cursor.number(1) & 1)), 2
        else:
            text, width = string([record.data], 6, 2, old=True), 1
            cursor.take(2 + len(text))
        starts = [(cursor.number(width), cursor.number(width)) for _ in range(cursor.number(width))]
        return in_fonts(text, starts)

    def _cell(self, at: Cell, pieces: Pieces) -> None:
        row, column, style = at
        font = self._formats[style] if style < len(self._formats) else None
        self._add(pieces, font, self._place(row, column))

    def _place(self, row: int, column: int) -> str:
        if CHART in self._open:
            return self._sheet  # what a chart remembers of cells elsewhere
        letter = chr(65 + column % 26)
        if column >= 26:
            letter = chr(64 + column // 26 % 27) + letter
        return f"{self._sheet}!{letter}{row + 1}"

    def _add(self, pieces: Pieces, font: int | None, place: str) -> None:
        """Text in a font, but where its pieces have fonts of their own."""
        for text, own in pieces:
            name, charset = self._face(font if own is None else own)
            shown = in_charset(text, charset) if self._old else text
            self._runs.add(letters(shown, name), name or None, place)
        self._runs.end()

    def _face(self, index: int | None) -> tuple[str, int]:
        """A font by its index; there is none with the index 4 (MS-XLS 2.5.129)."""
        if index is None or index == 4 or index - (index > 4) >= len(self._faces):
            return "", 0
        return self._faces[index - (index > 4)]


def _at(data: bytes) -> Cell:
    """The cell that a record is about."""
    row, column, style = unpack_from("<3H", data)
    return row, column, style
