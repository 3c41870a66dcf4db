"""The tables of a workbook: each column is named in the table as its head cell reads, or Excel calls the file damaged.

What must stay true: done after the cells were converted; formulas that name a column follow it.
"""

import re
from typing import Any

from gateway.convert.parts import Parts, XmlPart
from gateway.extract.drawing import number
from gateway.extract.ooxml import Package
from gateway.extract.workbook import S, plain

REFERENCE = re.compile(r"[A-Z]+([0-9]+)")
COLUMN = re.compile(r"\[(@?)([^\[\]@#]+)\]")
FORMULAS = (f"{S}f", f"{S}calculatedColumnFormula", f"{S}totalsRowFormula", f"{S}definedName", f"{S}formula", f"{S}formula1")


def rename_columns(package: Package, parts: Parts, sheets: list[str], strings: list[Any]) -> None:
    """Name the columns of every table as their head cells read now.  `strings`: the shared ones."""
    renamed: dict[str, str] = {}
    for sheet in sheets:
        for table in package.related(sheet, "table"):
            renamed |= _named_anew(parts.open(table), parts.open(sheet), strings)
    if renamed:
        for name in parts.names():
            if name.endswith(".xml") and b"[" in parts.raw(name):
                _references(parts.open(name), renamed)


def _named_anew(table: XmlPart, sheet: XmlPart, strings: list[Any]) -> dict[str, str]:
    """Old and new names of the columns that changed."""
    place = REFERENCE.match(table.root.get("ref", ""))
    if place is None or table.root.get("headerRowCount") == "0":
        return {}
    row = next((row for row in sheet.root.iter(f"{S}row") if row.get("r") == place[1]), None)
    heads = [] if row is None else [_text(cell, strings) for cell in row]
    first = _column(table.root.get("ref", ""))
    by_column = {} if row is None else {_column(cell.get("r", "")): head for cell, head in zip(row, heads, strict=True)}
    renamed: dict[str, str] = {}
    for index, column in enumerate(table.root.iter(f"{S}tableColumn")):
        old, new = column.get("name", ""), by_column.get(first + index)
        if new and new != plain(old):
            table.set(column, "name", new)
            renamed[old] = new
    return renamed


def _text(cell: Any, strings: list[Any]) -> str:
    """What a cell reads."""
    item = cell.find(f"{S}is")
    if cell.get("t") == "s":
        index = number(cell.findtext(f"{S}v"))
        item = strings[index] if index < len(strings) else None
    return "" if item is None else "".join(plain(text.text) for text in item.iter(f"{S}t"))


def _column(reference: str) -> int:
    """The number of a cell's column: 1 for A."""
    column = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _references(part: XmlPart, renamed: dict[str, str]) -> None:
    for formula in part.root.iter(*FORMULAS):
        old = formula.text or ""
        new = COLUMN.sub(lambda found: f"[{found[1]}{renamed.get(found[2], found[2])}]", old)
        if new != old:
            part.text(formula)(new)
