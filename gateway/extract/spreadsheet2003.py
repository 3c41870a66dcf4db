"""Excel 2003 workbooks in a single XML file: sheet names, cells ("Sheet1!B4"), comments, headers and footers."""

from typing import Any

from gateway.extract.drawing import number
from gateway.extract.odf import letters_of
from gateway.extract.runs import Runs, letters
from gateway.extract.xlsx import TITLE, header
from gateway.extract.xmlstream import elements
from policies.core.facts import Document

NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
S = f"{{{NAMESPACE.decode()}}}"
X = "{urn:schemas-microsoft-com:office:excel}"
FACE = "{http://www.w3.org/TR/REC-html40}Face"
STYLE, SHEET, ROW, COLUMN, CELL, DATA = (f"{S}{name}" for name in ("Style", "Worksheet", "Row", "Column", "Cell", "Data"))
HEADERS = {f"{X}Header": "đầu trang", f"{X}Footer": "chân trang"}
STYLED, INDEX, USUAL = f"{S}StyleID", f"{S}Index", "Default"


def read(data: bytes) -> Document:
    """The workbook."""
    book = Book()
    for item in elements(data, STYLE, SHEET, ROW, COLUMN, CELL, *HEADERS):
        book.take(item)
    return Document("xlsx", book.runs.finish())


class Book:
    """A workbook, and how far it has been gone through."""

    __slots__ = ("_column", "_columns", "_fonts", "_name", "_row", "_width", "runs")

    def __init__(self) -> None:
        self.runs = Runs()
        self._fonts: dict[str, str | None] = {}
        self._name: str | None = None  # of the sheet
        self._row = self._column = self._width = 0
        self._columns: dict[int, str] = {}  # styles of columns

    def take(self, item: Any) -> None:
        """The next element that has ended."""
        tag = item.tag
        if tag == CELL:
            self._cell(item)
        elif tag == ROW:
            self._row, self._column = number(item.get(INDEX)) or self._row + 1, 0
        elif tag == COLUMN:
            self._width = number(item.get(INDEX)) or self._width + 1
            self._columns[self._width] = item.get(STYLED, "")
            self._width += number(item.get(f"{S}Span"))
        elif tag == STYLE:
            font = item.find(f"{S}Font")
            own = None if font is None else font.get(f"{S}FontName")
            self._fonts[item.get(f"{S}ID", "")] = own or self._fonts.get(item.get(f"{S}Parent", USUAL))
        elif tag == SHEET:
            self._enter(item)
            self._name, self._row, self._column, self._width, self._columns = None, 0, 0, 0, {}
        else:
            self._enter(next(item.iterancestors(SHEET), None))
            header(item.get(f"{X}Data", ""), self._fonts.get(USUAL), f"{self._name}, {HEADERS[tag]}", self.runs)

    def _enter(self, sheet: Any) -> None:
        """Give the name of a sheet, once."""
        if self._name is None and sheet is not None:
            self._name = sheet.get(f"{S}Name", "")
            self.runs.add(self._name, None, TITLE)
            self.runs.end()

    def _cell(self, cell: Any) -> None:
        row = cell.getparent()
        self._enter(next(cell.iterancestors(SHEET), None))
        self._column = number(cell.get(INDEX)) or self._column + 1
        place = f"{self._name}!{letters_of(self._column)}{number(row.get(INDEX)) or self._row + 1}"
        style = cell.get(STYLED) or row.get(STYLED) or self._columns.get(self._column) or USUAL
        font = self._fonts.get(style) or self._fonts.get(USUAL)
        for data in cell.iter(DATA):  # its own, and its comment's
            self._rich(data, font if data.getparent() is cell else None, place)
            self.runs.end()
        self._column += number(cell.get(f"{S}MergeAcross"))

    def _rich(self, element: Any, font: str | None, place: str) -> None:
        """Text with HTML's font elements in it.  libxml2 bounds the depth."""
        self.runs.add(letters(element.text or "", font), font, place)
        for inner in element:
            self._rich(inner, inner.get(FACE) or font, place)
            self.runs.add(letters(inner.tail or "", font), font, place)
