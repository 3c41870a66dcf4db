"""The names of a workbook's sheets: a legacy one is changed, and with it every reference to it.

What must stay true: names stay unique and no longer than Excel takes; where a name cannot be changed all references stay too.
"""

import re
from functools import partial
from typing import Any

from gateway.convert.parts import Parts, XmlPart
from gateway.convert.story import Story, Tally
from gateway.extract.workbook import S

LONGEST = 31
REFUSED = re.compile(r"[\[\]:*?/\\]")
REFERENCE = re.compile(r"'((?:[^']|'')+)'(?=!)|([^\s'!()+\-*/,;=<>&^\"{}\[\]:]+)(?=!)")
LISTED = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpstr"
FORMULAS = ("f", "definedName", "formula", "formula1", "formula2")
LINKS = (f"{S}hyperlink", "location"), (f"{S}worksheetSource", "sheet")
REFERRING = re.compile(rb"!|lpstr|worksheetSource|\x00")  # a part without them names no sheet


class SheetNames:
    """The names of the sheets, gathered with the text and changed after it."""

    __slots__ = ("_book", "_new", "_sheets")

    def __init__(self, book: XmlPart, story: Story) -> None:
        self._book = book
        self._new: dict[str, str] = {}
        self._sheets: list[Any] = list(book.root.iter(f"{S}sheet"))
        for sheet in self._sheets:
            name = sheet.get("name", "")
            story.add(name, None, partial(self._new.__setitem__, name))
            story.end()

    def rename(self, parts: Parts, tally: Tally) -> None:
        """Write the new names wherever the old ones stand."""
        if not self._new:
            return
        self._new = {old: new.strip() for old, new in self._new.items()}
        names = [self._new.get(sheet.get("name", ""), sheet.get("name", "")) for sheet in self._sheets]
        if len({name.lower() for name in names}) < len(names) or any(not _fits(name) for name in names):
            tally.note("sheet-kept")
            return
        for sheet, name in zip(self._sheets, names, strict=True):
            if sheet.get("name", "") in self._new:
                self._book.set(sheet, "name", name)
        for member in parts.names():
            if member.endswith(".xml") and REFERRING.search(parts.raw(member)):
                self._references(parts.open(member))
        tally.note("sheet-renamed")

    def _references(self, part: XmlPart) -> None:
        for element in part.root.iter(*(f"{{*}}{name}" for name in FORMULAS), LISTED):
            old = element.text or ""
            new = self._new.get(old, old) if element.tag == LISTED else REFERENCE.sub(self._reference, old)
            if new != old:
                part.text(element)(new)
        for tag, attribute in LINKS:
            for element in part.root.iter(tag):
                old = element.get(attribute, "")
                new = self._new.get(old) or REFERENCE.sub(self._reference, old)
                if new != old:
                    part.set(element, attribute, new)

    def _reference(self, found: re.Match[str]) -> str:
        old = found[2] or found[1].replace("''", "'")
        new = self._new.get(old)
        return found[0] if new is None else "'" + new.replace("'", "''") + "'"


def _fits(name: str) -> bool:
    return 0 < len(name) <= LONGEST and not REFUSED.search(name) and not name.startswith("'")
