"""Excel workbooks to be converted: strings, cells, comments, headers and footers, formulas and the names of sheets."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from gateway.convert.parts import Parts, XmlPart
from gateway.convert.sheetnames import SheetNames
from gateway.convert.story import Put, Story, Tally
from gateway.convert.strings import Shared, rich
from gateway.convert.tables import rename_columns
from gateway.extract import workbook
from gateway.extract.drawing import number
from gateway.extract.ooxml import REFERENCE, Package
from gateway.extract.workbook import S, plain

VALUE, FORMULA, CELL = f"{S}v", f"{S}f", f"{S}c"
TEXTUAL = re.compile(rb"inlineStr|<(?:\w+:)?f[ >]|[\"']str[\"']|headerFooter|dataValidation|\x00")  # more than numbers
LITERAL = re.compile(r'("(?:[^"]|"")*")')
MARGINS = tuple(f"{S}{side}{kind}" for kind in ("Header", "Footer") for side in ("odd", "even", "first"))
CODE = re.compile(r'(&"[^"]*"|&[0-9]+|&.)', re.DOTALL)  # in headers and footers: a font, a size, a field, a section
PROMPTS = ("prompt", "promptTitle", "error", "errorTitle")
THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}text"


def gather(package: Package, main: str, parts: Parts, story: Story, tally: Tally) -> Callable[[], None]:
    """Gather all text; what is given back ends the work once it has been converted."""
    fonts = workbook.book(package, main).fonts
    book = parts.open(main)
    names = SheetNames(book, story)
    strings = next(iter(package.related(main, "sharedStrings")), None)
    shared = Shared(None if strings is None else parts.open(strings), fonts, story)
    targets = {name: target for name, _, target in package.relations(main)}
    sheets = [targets.get(sheet.get(REFERENCE), "") for sheet in book.root.iter(f"{S}sheet")]
    sheets = [name for name in dict.fromkeys(sheets) if package.has(name) and not name.endswith(".bin")]
    for name in sheets:
        data = parts.raw(name)
        shared.used_by(name, data)
        if TEXTUAL.search(data):
            _sheet(parts.open(name), fonts, story, tally)
    shared.gather_unused()
    for styles in package.related(main, "styles")[:1]:
        _formats(parts.open(styles), story)
    for name in sheets:
        for comments in package.related(name, "comments", "threadedComment"):
            _comments(parts.open(comments), story)

    def finish() -> None:
        shared.split(parts)
        rename_columns(package, parts, sheets, shared.items)
        names.rename(parts, tally)

    return finish


def _sheet(part: XmlPart, fonts: Sequence[str | None], story: Story, tally: Tally) -> None:
    """What a sheet itself holds: inline strings, formulas and their results, prompts, headers and footers."""
    for cell in part.root.iter(CELL):
        style = number(cell.get("s"))
        font = fonts[style] if style < len(fonts) else None
        kind = cell.get("t")
        for item in cell:
            if item.tag == f"{S}is":
                rich(part, item, font, story)
            elif item.tag == VALUE and kind == "str":
                story.add(plain(item.text), font, part.text(item))
                story.end()
            elif item.tag == FORMULA and item.text and not item.text.isascii():
                _literals(item.text, font, part.text(item), story)
    for prompt in part.root.iter(f"{S}dataValidation"):
        for name in PROMPTS:
            story.add(prompt.get(name, ""), None, part.attribute(prompt, name))
            story.end()
    for margin in part.root.iter(*MARGINS):
        _margin(part, margin, fonts[0] if fonts else None, story, tally)


def _formats(part: XmlPart, story: Story) -> None:
    """The words in number formats."""
    for code in part.root.iter(f"{S}numFmt"):
        _literals(code.get("formatCode", ""), None, part.attribute(code, "formatCode"), story)


def _literals(text: str, font: str | None, put: Put, story: Story) -> None:
    """The texts in a formula or a number format, in the font of its cell."""
    pieces = LITERAL.split(text)
    for index, piece in enumerate(pieces):
        if index % 2 and not piece.isascii():
            story.add(piece[1:-1].replace('""', '"'), font, partial(_put_literal, put, pieces, index))
            story.end()


def _put_literal(put: Put, pieces: list[str], index: int, text: str) -> None:
    pieces[index] = '"' + text.replace('"', '""') + '"'
    put("".join(pieces))


def _margin(part: XmlPart, margin: Any, normal: str | None, story: Story, tally: Tally) -> None:
    """A header or footer: text between codes, each section beginning in the normal font."""
    pieces, font = CODE.split(margin.text or ""), normal
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            story.add(piece, font, partial(_put_piece, part, margin, pieces, index))
        elif piece.startswith('&"'):
            name, comma, style = piece[2:-1].partition(",")
            font = name if name != "-" else normal
            if new := tally.fonts.instead(name):
                _put_piece(part, margin, pieces, index, f'&"{new}{comma}{style}"')
        elif piece[1:].upper() in ("L", "C", "R"):
            story.end()
            font = normal
    story.end()


def _put_piece(part: XmlPart, margin: Any, pieces: list[str], index: int, text: str) -> None:
    pieces[index] = text
    part.text(margin)("".join(pieces))


def _comments(part: XmlPart, story: Story) -> None:
    for text in part.root.iter(f"{S}text"):
        rich(part, text, None, story)
    for text in part.root.iter(THREADED):
        story.add(text.text or "", None, part.text(text))
        story.end()
