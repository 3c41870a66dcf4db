"""Excel workbooks: sheet names, cells ("Sheet1!B4"), comments and text boxes, each run in its effective font."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from gateway.extract import drawing
from gateway.extract.budget import Budget, Refused
from gateway.extract.ooxml import REFERENCE, Package, theme_fonts
from gateway.extract.runs import Runs, letters
from gateway.extract.xmlstream import elements
from policies.core.facts import Run

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT, RICH, VALUE, INLINE = f"{S}t", f"{S}r", f"{S}v", f"{S}is"
TITLE = "tên trang tính"
Rich = tuple[tuple[str, str | None], ...]  # pieces of text, with a font of their own or the cell's


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets share: strings, and the font of each cell style (`c/@s`)."""

    strings: list[Rich]
    fonts: list[str | None]


def read(package: Package, main: str, budget: Budget) -> tuple[Run, ...]:
    """All visible text."""
    targets = {name: target for name, _, target in package.relations(main)}
    book = Book(_shared_strings(package, main), _cell_fonts(package, main))
    theme = theme_fonts(package, main)
    runs = Runs()
    for sheet in elements(package.read(main), f"{S}sheet"):
        name = sheet.get("name", "")
        runs.add(name, None, TITLE)
        runs.end()
        part = targets.get(sheet.get(REFERENCE), "")
        if not part.endswith(".bin"):
            _sheet(package.read(part), name, book, runs, budget)
        _beside(package, part, name, theme, runs)
    return runs.finish()


def _shared_strings(package: Package, main: str) -> list[Rich]:
    """The workbook's strings, each perhaps in several fonts.  Some programs write none and keep all strings in the cells."""
    return [_rich(item) for part in package.related(main, "sharedStrings")[:1] for item in elements(package.read(part), f"{S}si")]


def _rich(item: Any) -> Rich:
    """The text of `si`, `is` or `text`; phonetic hints are left out."""
    pieces: list[tuple[str, str | None]] = []
    for child in item:
        if child.tag == TEXT:
            pieces.append((child.text or "", None))
        elif child.tag == RICH:
            font = child.find(f"{S}rPr/{S}rFont")
            pieces.append((child.findtext(TEXT) or "", None if font is None else font.get("val")))
    return tuple(pieces)


def _cell_fonts(package: Package, main: str) -> list[str | None]:
    names: list[str | None] = []
    styles: list[str | None] = []
    for part in package.related(main, "styles")[:1]:
        for item in elements(package.read(part), f"{S}fonts", f"{S}cellXfs"):
            if item.tag == f"{S}fonts":
                slots = [font.find(f"{S}name") for font in item.iter(f"{S}font")]
                names = [None if slot is None else slot.get("val") for slot in slots]
            else:
                chosen = [drawing.number(style.get("fontId")) for style in item.iter(f"{S}xf")]
                styles = [names[index] if index < len(names) else None for index in chosen]
    return styles


def _sheet(data: bytes, name: str, book: Book, runs: Runs, budget: Budget) -> None:
    """The cells of one sheet."""
    for cell in elements(data, f"{S}c"):
        kind = cell.get("t", "n")
        style = drawing.number(cell.get("s"))
        font = book.fonts[style] if style < len(book.fonts) else None
        if kind == "s":
            index = drawing.number(cell.findtext(VALUE))
            if index >= len(book.strings):
                raise Refused("damaged", "shared string missing")
            pieces = book.strings[index]
            budget.take(sum(len(text) for text, _ in pieces))  # one long string may stand in every cell
        elif kind == "inlineStr":
            inline = cell.find(INLINE)
            pieces = () if inline is None else _rich(inline)
        else:
            pieces = ((cell.findtext(VALUE) or "", None),)
        place = f"{name}!{cell.get('r', '')}"
        for text, own in pieces:
            runs.add(letters(text, own or font), own or font, place)
        runs.end()


def _beside(package: Package, part: str, name: str, theme: dict[str, str], runs: Runs) -> None:
    """Comments and drawings of a sheet."""
    for comments in package.related(part, "comments"):
        for comment in elements(package.read(comments), f"{S}comment"):
            place = f"{name}!{comment.get('ref', '')}"
            for said in comment.iter(f"{S}text"):
                for text, font in _rich(said):
                    runs.add(text, font, place)
            runs.end()
    for target in package.related(part, "drawing"):
        drawing.paragraphs(package.read(target), runs, name, partial(_minor, theme), theme)


def _minor(theme: dict[str, str], paragraph: Any, level: int) -> str | None:
    """Text boxes are set in the theme's body font."""
    del paragraph, level
    return theme.get("minor.latin")
