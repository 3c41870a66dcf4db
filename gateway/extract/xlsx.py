"""Excel workbooks, each run in its effective font.

Read are sheet names, cells ("Sheet1!B4"), headers and footers, prompts, comments, text boxes, charts and form controls.
Names of table columns stand in the cells; defined names are not seen.
"""

import re
from functools import partial
from typing import Any

from gateway.extract import drawing, html
from gateway.extract.budget import Budget, Refused
from gateway.extract.ooxml import REFERENCE, Package
from gateway.extract.runs import Runs, cost, letters
from gateway.extract.workbook import QUOTED, Book, Rich, S, book, plain, rich
from gateway.extract.xmlstream import elements
from policies.core.facts import Run

CELL, VALUE, INLINE = f"{S}c", f"{S}v", f"{S}is"
TITLE = "tên trang tính"
HEADERS = frozenset({f"{S}{which}{kind}" for which in ("odd", "even", "first") for kind in ("Header", "Footer")})
VALIDATIONS = (f"{S}dataValidation", "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}dataValidation")
LINK = f"{S}hyperlink"
PROMPTS = ("promptTitle", "prompt", "errorTitle", "error")
THREAD = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
# Codes in a header: a font with its style, a size, a colour, or one letter (ISO 29500-1, 18.3.1.46)
CODES = re.compile(r'&(?:"(?P<font>[^",]{0,80})[^"]{0,80}"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|(?P<one>.))', re.DOTALL)
BREAKS = frozenset("LCR")  # the header's three sections


def read(package: Package, main: str, budget: Budget) -> tuple[Run, ...]:
    """All visible text."""
    targets = {name: target for name, _, target in package.relations(main)}
    shared = book(package, main)
    runs = Runs()
    for sheet in elements(package.read(main), f"{S}sheet"):
        name = plain(sheet.get("name"))
        runs.add(name, None, TITLE)
        runs.end()
        part = targets.get(sheet.get(REFERENCE), "")
        if part.endswith(".bin") or not sheet.get(REFERENCE) or (package.has(part) and not package.first(part)):
            continue  # not XML, the place of a macro module, or read already
        found = Sheet(name, shared, runs, budget)
        found.add(package.read(part))
        found.beside(package, part)
    return runs.finish()


class Sheet:
    """A sheet being read."""

    __slots__ = ("_book", "_budget", "_name", "_runs", "_shown")

    def __init__(self, name: str, shared: Book, runs: Runs, budget: Budget) -> None:
        self._name = name
        self._book = shared
        self._runs = runs
        self._budget = budget
        self._shown: set[int] = set()  # cell styles whose words were given

    def add(self, data: bytes) -> None:
        """Its cells, headers and prompts."""
        for item in elements(data, CELL, LINK, *VALIDATIONS, *HEADERS):
            if item.tag == CELL:
                self._cell(item)
            elif item.tag in HEADERS:
                kind = "đầu trang" if item.tag.endswith("Header") else "chân trang"
                header(item.text or "", self._book.fonts[0] if self._book.fonts else None, f"{self._name}, {kind}", self._runs)
            elif item.tag == LINK:
                self._say(item.get("tooltip"))
            else:
                for name in PROMPTS:
                    self._say(item.get(name))
                self._say(" ".join(QUOTED.findall(item.findtext(f"{S}formula1") or "")))

    def _cell(self, cell: Any) -> None:
        if not len(cell):
            return  # only a style: most cells of a form
        kind = cell.get("t", "n")
        style = drawing.number(cell.get("s"))
        fonts = self._book.fonts
        font = fonts[style] if style < len(fonts) else None
        place = f"{self._name}!{cell.get('r')}" if "r" in cell.attrib else self._name
        for text, own in self._pieces(cell, kind, style):
            self._runs.add(letters(text, own or font), own or font, place)
        self._runs.end()

    def _pieces(self, cell: Any, kind: str, style: int) -> Rich:
        if kind == "s":
            index = drawing.number(_value(cell))
            if index >= len(self._book.strings):
                raise Refused("damaged", "shared string missing")
            pieces = self._book.strings[index]
            self._budget.take(cost(pieces))  # one long string may stand in every cell
            return pieces
        if kind == "inlineStr":
            inline = cell.find(INLINE)
            return () if inline is None else rich(inline, self._book.theme)
        text = plain(_value(cell))
        if kind == "n" and text and style in self._book.formats and style not in self._shown:
            self._shown.add(style)
            text = f"{text} {self._book.formats[style]}"
        return ((text, None),)

    def _say(self, text: str | None) -> None:
        """A prompt: the program shows it in a font of its own."""
        self._runs.add(plain(text), None, self._name)
        self._runs.end()

    def beside(self, package: Package, part: str) -> None:
        """Its comments, drawings and form controls."""
        theme, runs, name = self._book.theme, self._runs, self._name
        for comments in filter(package.first, package.related(part, "comments", "threadedComment")):
            for comment in elements(package.read(comments), f"{S}comment", f"{THREAD}threadedComment"):
                place = f"{name}!{comment.get('ref', '')}"
                for said in comment.iter(f"{S}text"):
                    for text, font in rich(said, theme):
                        runs.add(letters(text, font), font, place)
                runs.add(comment.findtext(f"{THREAD}text") or "", None, place)
                runs.end()
        for target in filter(package.first, package.related(part, "drawing")):
            drawing.paragraphs(package.read(target), runs, name, partial(drawing.minor, theme), theme)
            drawing.attached(package, target, runs, name, theme)
        for target in filter(package.first, package.related(part, "vmlDrawing")):
            if boxes := _boxes(package.read(target)):
                for run in html.read(boxes, self._budget, "utf-8").runs:
                    runs.add(run.text.removesuffix("\n"), run.font, name)
                    if run.text.endswith("\n"):
                        runs.end()
                runs.end()


def _value(cell: Any) -> str | None:
    return next((child.text for child in cell if child.tag == VALUE), None)


def header(text: str, usual: str | None, place: str, runs: Runs) -> None:
    """A header or footer: text in up to three sections, between codes."""
    font, position = usual, 0
    for code in CODES.finditer(text):
        runs.add(letters(text[position : code.start()], font), font, place)
        position = code.end()
        if code["font"] is not None:
            font = font if code["font"] == "-" else code["font"]
        elif code["one"] in BREAKS:
            runs.end()
            font = usual
        elif code["one"] == "&":
            runs.add("&", font, place)
    runs.add(letters(text[position:], font), font, place)
    runs.end()


def _boxes(data: bytes) -> bytes:
    """The labels of buttons and the like: HTML in a file that calls itself XML and often is not."""
    boxes: list[bytes] = []
    end = 0
    while (start := data.find(b"<v:textbox", end)) >= 0 and (end := data.find(b"</v:textbox>", start)) >= 0:
        boxes.append(data[start:end])
    return b"<br>".join(boxes)
