"""The names of sheets in an OpenDocument spreadsheet: a legacy one is changed, and with it every address that names it.

What must stay true: names stay unique; where they would not, all of them and all addresses stay as they were.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from gateway.convert.parts import XmlPart
from gateway.convert.story import Story, Tally
from gateway.extract.odf import SHEET, TABLE, WORKBOOK

NAME = f"{TABLE}name"
ADDRESS = re.compile(r"'((?:[^']|'')+)'(?=\.)|(?<=[\[$])([^\s'.$\[\]:]+)(?=\.)")


def rename_sheets(part: XmlPart, story: Story) -> Callable[[Tally], None]:
    """Gather the names; what is given back writes the new ones."""
    new: dict[str, str] = {}
    sheets = [table for group in part.root.iter(WORKBOOK) for table in group.findall(SHEET)]
    for sheet in sheets:
        name = sheet.get(NAME, "")
        story.add(name, None, partial(new.__setitem__, name))
        story.end()
    return partial(_rename, part, sheets, new)


def _rename(part: XmlPart, sheets: list[Any], new: dict[str, str], tally: Tally) -> None:
    if not new:
        return
    names = [new.get(sheet.get(NAME, ""), sheet.get(NAME, "")) for sheet in sheets]
    if len(set(names)) < len(names):
        tally.note("sheet-kept")
        return
    for sheet, name in zip(sheets, names, strict=True):
        if name != sheet.get(NAME, ""):
            part.set(sheet, NAME, name)
    for element in part.root.iter("{*}*"):
        for attribute, value in element.attrib.items():
            if "." in value and not value.isascii():
                renamed = ADDRESS.sub(lambda found: _address(found, new), value)
                if renamed != value:
                    part.set(element, attribute, renamed)
    tally.note("sheet-renamed")


def _address(found: re.Match[str], new: dict[str, str]) -> str:
    name = new.get(found[2] or found[1].replace("''", "'"))
    return found[0] if name is None else "'" + name.replace("'", "''") + "'"
