"""OpenDocument texts, sheets and presentations, each run in its effective font.

Read are the body, headers and footers, notes, comments, frames, list labels, form labels and embedded charts; left out are
tracked deletions, hidden text and the prompts of slides.  Text has its font from the span, the paragraph, and the cell or
frame around it.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from gateway.extract.budget import Refused
from gateway.extract.drawing import number
from gateway.extract.odfstyles import OFFICE, OUTLINE, STYLE, TEXT, Styles
from gateway.extract.runs import Runs, letters
from gateway.extract.xmlsignatures import signed
from gateway.extract.xmlstream import elements
from gateway.extract.zipped import Entry, Zip
from policies.core.facts import Content, Document, Unread

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
KINDS = {"text": "odt", "text-template": "odt", "text-master": "odt", "spreadsheet": "ods", "spreadsheet-template": "ods"}
KINDS |= {"presentation": "odp", "presentation-template": "odp", "graphics": "odg"}
STYLED = f"{TEXT}style-name"
BLOCKS = frozenset({f"{TEXT}p", f"{TEXT}h", *(f"{SHOW}{kind}-decl" for kind in ("header", "footer", "date-time"))})
FORMS = frozenset(f"{FORM}{control}" for control in ("button", "fixed-text", "checkbox", "radio", "frame"))
CELL, ROW, COLUMN, SHEET, PAGE = f"{TABLE}table-cell", f"{TABLE}table-row", f"{TABLE}table-column", f"{TABLE}table", f"{DRAW}page"
CELL_STYLED, DEFAULT_STYLED = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
CELLS = frozenset({CELL, f"{TABLE}covered-table-cell"})
# Attribute that names a style, and the style's family
NAMES = (
    (CELL_STYLED, "table-cell"),
    (f"{SHOW}style-name", "presentation"),
    (f"{DRAW}style-name", "graphic"),
    (f"{CHART}style-name", "chart"),
)
PLACES = {
    **{f"{STYLE}header{pages}": "đầu trang" for pages in ("", "-left", "-first")},
    **{f"{STYLE}footer{pages}": "chân trang" for pages in ("", "-left", "-first")},
    f"{TEXT}note-body": "cước chú",
    f"{OFFICE}annotation": "nhận xét",
    f"{SHOW}notes": "ghi chú",
}
MARKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
SPANS = frozenset({f"{TEXT}span", f"{TEXT}a"})
UNSEEN = frozenset({f"{TEXT}note-citation", f"{TEXT}script"})
WORKBOOK, TITLE = f"{OFFICE}spreadsheet", "tên trang tính"
MASTER = f"{STYLE}master-page"
GUARDED = (b"tracked-changes", b"display=", b"placeholder=", b"class=")  # where any of these is, something may be unseen
DELETED = frozenset({f"{TEXT}tracked-changes", f"{TABLE}tracked-changes"})
SIGNATURES = "META-INF/documentsignatures.xml"
REPEAT = 1_000  # spaces that one element may stand for
FLAT = re.compile(rb"office:mimetype\s{0,5}=\s{0,5}[\"']application/vnd\.oasis\.opendocument\.([a-z-]{1,40})")


def read(archive: Zip) -> Content:
    """The document."""
    members = archive.members()
    declared = archive.read(members["mimetype"]).decode("ascii", "replace").strip()
    kind = KINDS.get(declared.rpartition(".")[2], "")
    if not kind:
        return Unread("unsupported", declared[:100])
    if b"encryption-data" in (archive.read(members["META-INF/manifest.xml"]) if "META-INF/manifest.xml" in members else b""):
        raise Refused("encrypted", kind)
    runs = Runs()
    _document(archive, members, "", runs)
    for name in members:
        if name.endswith("/content.xml"):
            _document(archive, members, name.removesuffix("content.xml"), runs)
    found = signed(archive.read(members[SIGNATURES])) if SIGNATURES in members else ()
    return Document(kind, runs.finish(), signatures=len(found), validated=found)


def read_flat(data: bytes) -> Content:
    """A document in a single XML file."""
    declared = FLAT.search(data, 0, 20_000)
    kind = KINDS.get(declared[1].decode("ascii"), "") if declared else ""
    if not kind:
        return Unread("unsupported", "flat OpenDocument")
    runs = Runs()
    Story(Styles(data), runs).add(data)
    return Document(kind, runs.finish())


def _document(archive: Zip, members: Mapping[str, Entry], folder: str, runs: Runs) -> None:
    """The document itself, or one embedded in it (a chart, say), in a folder."""
    content = archive.read(members[f"{folder}content.xml"])
    if f"{folder}styles.xml" not in members:
        Story(Styles(content), runs).add(content)
        return
    common = archive.read(members[f"{folder}styles.xml"])
    Story(Styles(common, content), runs).add(content)
    Story(Styles(common), runs).add(common)


class Story:
    """One part being read: the paragraphs, and how far its sheets and slides have been gone through."""

    __slots__ = ("_column", "_columns", "_guarded", "_labels", "_pages", "_row", "_runs", "_sheet", "_styles")

    def __init__(self, styles: Styles, runs: Runs) -> None:
        self._styles = styles
        self._runs = runs
        self._labels = dict(styles.labels)  # not shown yet
        self._guarded = False  # something in it is not seen
        self._pages = 0  # slides that are over
        self._sheet: str | None = None  # the one that text was met in
        self._row = self._column = 0
        self._columns: list[tuple[int, str]] = []  # end and default style

    def add(self, data: bytes) -> None:
        """Read it."""
        self._guarded = b"\x00" in data[:4] or any(word in data for word in GUARDED)
        for item in elements(data, *BLOCKS, *FORMS, *CELLS, ROW, COLUMN, SHEET, PAGE):
            tag = item.tag
            if tag in BLOCKS:
                self._block(item)
            elif tag in CELLS:
                self._column += number(item.get(f"{TABLE}number-columns-repeated")) or 1
            elif tag == ROW:
                self._row += number(item.get(f"{TABLE}number-rows-repeated")) or 1
                self._column = 0
            elif tag == COLUMN:
                width = number(item.get(f"{TABLE}number-columns-repeated")) or 1
                end = self._columns[-1][0] if self._columns else 0
                self._columns.append((end + width, item.get(DEFAULT_STYLED, "")))
            elif tag == PAGE:
                self._pages += 1
            elif tag in FORMS:
                self._runs.add(item.get(f"{FORM}label", ""), None, self._sheet)
                self._runs.end()
            elif item.getparent().tag == WORKBOOK:
                self._enter(item)
                self._sheet, self._row, self._column, self._columns = None, 0, 0, []

    def _enter(self, sheet: Any) -> None:
        """Give the name of a sheet, once."""
        if self._sheet is None:
            self._sheet = sheet.get(f"{TABLE}name", "")
            self._runs.add(self._sheet, None, TITLE)
            self._runs.end()

    def _block(self, block: Any) -> None:
        """A paragraph in its place."""
        style = block.get(STYLED)
        cell = block.getparent()
        if self._sheet is not None and cell.tag == CELL:  # nearly all that a workbook has
            font = self._styles.font("paragraph", style) or self._cell_font(cell)
            place: str | None = self._cell()
        elif self._guarded and self._is_unseen(block):
            return
        else:
            place = self._place(block)
            font = self._styles.font("paragraph", style) or self._around(block)
        if self._labels and (label := self._label(block)):
            self._runs.add(f"{label[0]} ", label[1] or font, place)
        if not self._styles.hides("paragraph", style):
            self._inline(block, font, place)
        self._runs.end()

    def _is_unseen(self, block: Any) -> bool:
        """Whether it was deleted, is hidden, or is a prompt."""
        prompt = False
        for outer in block.iterancestors():
            if outer.tag in DELETED or outer.get(f"{TEXT}display") == "none" or outer.get(f"{SHOW}placeholder") == "true":
                return True
            prompt = prompt or f"{SHOW}class" in outer.attrib
            if prompt and outer.tag == MASTER:
                return True
        return False

    def _place(self, block: Any) -> str | None:
        place = None
        for outer in block.iterancestors():
            if outer.tag == SHEET and outer.getparent().tag == WORKBOOK:
                self._enter(outer)
                return place or (self._cell() if block.getparent().tag == CELL else self._sheet)
            if outer.tag == PAGE:
                return f"{f'{place} ' if place else ''}trang chiếu {self._pages + 1}"
            place = place or PLACES.get(outer.tag)
        return place

    def _cell(self) -> str:
        return f"{self._sheet}!{letters_of(self._column + 1)}{self._row + 1}"

    def _around(self, block: Any) -> str | None:
        """The font that a paragraph has from the cell or frame that it stands in, or from the defaults."""
        for outer in block.iterancestors():
            if outer.tag == CELL:
                return self._cell_font(outer)
            for attribute, of in NAMES:
                if (name := outer.get(attribute)) and (found := self._styles.font(of, name)):
                    return found
        return self._styles.default("paragraph") or self._styles.default("graphic")

    def _cell_font(self, cell: Any) -> str | None:
        """The font of a cell's style: its own, its row's, or its column's."""
        name = cell.get(CELL_STYLED) or cell.getparent().get(DEFAULT_STYLED)
        if not name and self._columns:
            index = bisect_right(self._columns, self._column, key=itemgetter(0))
            name = self._columns[index][1] if index < len(self._columns) else None
        found = self._styles.font("table-cell", name)
        return found or self._styles.default("table-cell") or self._styles.default("paragraph")

    def _label(self, block: Any) -> tuple[str, str | None] | None:
        """The words that the block's list puts before it, the first time on its level."""
        if block.tag == f"{TEXT}h":
            return self._labels.pop((OUTLINE, block.get(f"{TEXT}outline-level", "1")), None)
        lists = list(block.iterancestors(f"{TEXT}list"))
        name = next((style for outer in lists if (style := outer.get(STYLED))), None)
        return self._labels.pop((name, str(len(lists))), None) if name else None

    def _inline(self, block: Any, font: str | None, place: str | None) -> None:
        """The text of a paragraph.  libxml2 bounds the depth."""
        runs = self._runs
        runs.add(letters(block.text or "", font), font, place)
        for item in block:
            tag = item.tag
            if tag in SPANS:
                style = item.get(STYLED)
                if not self._styles.hides("text", style):
                    self._inline(item, self._styles.font("text", style) or font, place)
            elif tag in MARKS:
                runs.add(MARKS[tag] * min(REPEAT, max(1, number(item.get(f"{TEXT}c")))), font, place)
            elif tag.startswith(TEXT) and tag not in BLOCKS and tag not in UNSEEN:
                self._inline(item, font, place)  # fields, ruby, bookmarks
            runs.add(letters(item.tail or "", font), font, place)


def letters_of(column: int) -> str:
    """A column's name: A for 1, AA for 27."""
    name = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        name = f"{chr(65 + place)}{name}"
    return name
