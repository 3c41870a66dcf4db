"""OpenDocument texts, sheets and presentations to be converted, with the objects inside them.

What must stay true: `mimetype` stays first and stored; styles keep their names, only the fonts that they mean change.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from gateway.convert.odfsheets import rename_sheets
from gateway.convert.parts import Parts, XmlPart
from gateway.convert.rezip import rezipped
from gateway.convert.story import Story, Tally
from gateway.extract.budget import Refused
from gateway.extract.drawing import number
from gateway.extract.odf import BLOCKS, CELL, CELLS, COLUMN, KINDS, MARKS, NAMES, ROW, SHEET, TABLE
from gateway.extract.odfstyles import FO, OFFICE, STYLE, SVG, TEXT, Styles, first_family
from gateway.extract.zipped import Zip

CONTENT = re.compile(r"(?:^|/)content\.xml$")
META = re.compile(r"(?:^|/)meta\.xml$")
TITLES = tuple(f"{{http://purl.org/dc/elements/1.1/}}{name}" for name in ("title", "subject", "description", "creator"))
TITLES += tuple(f"{{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}}{name}" for name in ("keyword", "initial-creator"))
NUMBERS = (f"{TEXT}list-level-style-number", f"{TEXT}list-level-style-bullet", f"{TEXT}outline-level-style")
AFFIXES = (f"{STYLE}num-prefix", f"{STYLE}num-suffix")
FACE = f"{STYLE}font-face"
SCRIPTS = ("", "-asian", "-complex")
VALUE = f"{OFFICE}string-value"
USUAL = f"{TABLE}default-cell-style-name"
OLD_FACE = (f"{STYLE}font-adornments", f"{STYLE}font-charset", f"{SVG}panose-1")


def convert(body: bytes, archive: Zip, tally: Tally) -> bytes:
    """The package with its text in Unicode."""
    parts, story = Parts(archive), Story()
    if b"encryption-data" in (parts.raw("meta-inf/manifest.xml") if "meta-inf/manifest.xml" in parts.names() else b""):
        raise Refused("encrypted", "odf")
    if parts.raw("mimetype").decode("ascii", "replace").strip().rpartition(".")[2] not in KINDS:
        raise Refused("unsupported", "OpenDocument")
    stories: list[list[XmlPart]] = []
    for name in parts.names():
        if CONTENT.search(name):
            beside = name.removesuffix("content.xml") + "styles.xml"
            names = [name, beside] if beside in parts.names() else [name]
            stories.append([parts.open(one) for one in names])
            _gather(stories[-1], [parts.raw(one) for one in reversed(names)], story)
        elif META.search(name):
            _titles(parts.open(name), story)
    sheets = [rename_sheets(part, story) for pair in stories for part in pair[:1]]
    story.convert(tally)
    for rename in sheets:
        rename(tally)
    for pair in stories:
        _replace_fonts(pair, tally)
    if "meta-inf/documentsignatures.xml" in parts.names() and not tally.empty:
        tally.note("signature")
    return rezipped(body, archive, parts.changed())


def _gather(pair: list[XmlPart], learnt: list[bytes], story: Story) -> None:
    """Gather a document's text: its content, then headers and footers.  Both have styles of their own (`Styles`)."""
    for part, parts in zip(pair, (learnt, learnt[:1]), strict=False):
        styles = Styles(*parts)
        cells = _Cells(part, styles)
        for block in part.root.iter(*BLOCKS):
            _inline(part, block, styles.font("paragraph", block.get(f"{TEXT}style-name")) or cells.around(block), styles, story)
            story.end()
        for cell in part.root.iter(*CELLS):
            if shown := cell.get(VALUE):  # what the paragraphs in it show, once more
                story.add(shown, cells.font(cell), part.attribute(cell, VALUE))
                story.end()
        for level in part.root.iter(*NUMBERS):
            for affix in AFFIXES:
                font = styles.font("text", level.get(f"{TEXT}style-name"))
                story.add(level.get(affix, ""), font, part.attribute(level, affix))
                story.end()


class _Cells:
    """The fonts of cells: of their own style, their row's, or their column's; and of what else stands around a paragraph."""

    def __init__(self, part: XmlPart, styles: Styles) -> None:
        self._styles = styles
        self._names: dict[Any, str] = {}
        for table in part.root.iter(SHEET):
            columns = [(_repeated(column, "columns"), column.get(USUAL, "")) for column in table.iter(COLUMN)]
            if any(name for _, name in columns):
                for row in table.iter(ROW):
                    self._learn(row, columns)

    def font(self, cell: Any) -> str | None:
        """The font of a cell."""
        name = cell.get(f"{TABLE}style-name") or cell.getparent().get(USUAL) or self._names.get(cell)
        found = self._styles.font("table-cell", name)
        return found or self._styles.default("table-cell") or self._styles.default("paragraph")

    def around(self, block: Any) -> str | None:
        """The font that a paragraph has from the cell or frame that it stands in, or from the defaults."""
        for outer in block.iterancestors():
            if outer.tag == CELL:
                return self.font(outer)
            for attribute, of in NAMES:
                if (name := outer.get(attribute)) and (found := self._styles.font(of, name)):
                    return found
        return self._styles.default("paragraph") or self._styles.default("graphic")

    def _learn(self, row: Any, columns: list[tuple[int, str]]) -> None:
        """Note the columns' styles for the cells that have none."""
        waiting = iter(columns)
        end, name, at = 0, "", 0
        for cell in row.iterchildren(*CELLS):
            while end <= at:
                width, name = next(waiting, (1 << 30, ""))
                end += width
            if name and not cell.get(f"{TABLE}style-name"):
                self._names[cell] = name
            at += _repeated(cell, "columns")


def _repeated(item: Any, what: str) -> int:
    return max(1, number(item.get(f"{TABLE}number-{what}-repeated")))


def _inline(part: XmlPart, block: Any, font: str | None, styles: Styles, story: Story) -> None:
    """The text of a paragraph.  libxml2 bounds the depth."""
    if isinstance(block.tag, str):  # no comment
        story.add(block.text or "", font, part.text(block))
    for item in block:
        if item.tag in (f"{TEXT}span", f"{TEXT}a"):
            _inline(part, item, styles.font("text", item.get(f"{TEXT}style-name")) or font, styles, story)
        elif item.tag in MARKS:
            story.mark(MARKS[item.tag])
        elif isinstance(item.tag, str) and item.tag.startswith(TEXT) and item.tag not in BLOCKS:
            _inline(part, item, font, styles, story)  # fields, ruby, bookmarks
        story.add(item.tail or "", font, part.tail(item))


def _titles(part: XmlPart, story: Story) -> None:
    for element in part.root.iter(*TITLES):
        story.add(element.text or "", None, part.text(element))
        story.end()


def _replace_fonts(pair: list[XmlPart], tally: Tally) -> None:
    """Replace declared faces with all references to them, and the names that are set directly."""
    for part in pair:
        faces = list(part.root.iter(FACE))
        taken = {face.get(f"{STYLE}name", "") for face in faces}
        renamed: dict[str, str] = {}
        for face in faces:
            if new := tally.fonts.instead(first_family(face.get(f"{SVG}font-family", ""))):
                old = face.get(f"{STYLE}name", "")
                renamed[old] = next(name for name in _numbered(new) if name not in taken)
                taken.add(renamed[old])
                _reface(part, face, renamed[old], new)
        for element in part.root.iter("{*}*"):
            for script in SCRIPTS:
                if name := renamed.get(element.get(f"{STYLE}font-name{script}", "")):
                    part.set(element, f"{STYLE}font-name{script}", name)
                if new := tally.fonts.instead(first_family(element.get(f"{FO}font-family{script}", ""))):
                    part.set(element, f"{FO}font-family{script}", _quoted(new))


def _reface(part: XmlPart, face: Any, name: str, font: str) -> None:
    """Let a declared face be another font; what described the old one is left out."""
    part.set(face, f"{STYLE}name", name)
    part.set(face, f"{SVG}font-family", _quoted(font))
    for attribute in OLD_FACE:
        face.attrib.pop(attribute, None)
    for embedded in list(face):
        part.drop(embedded)


def _numbered(name: str) -> Iterator[str]:
    """Names for a face: the font's own, then with numbers, as LibreOffice makes them."""
    yield name
    yield from (f"{name}{number}" for number in count(1))


def _quoted(font: str) -> str:
    return f"'{font}'" if " " in font else font
