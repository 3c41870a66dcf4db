"""The shared strings of a workbook: one that cells of different fonts share reads by each cell's font.

What must stay true: where the readings differ the string becomes several, and each cell shows the one of its own font.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from gateway.convert.parts import Parts, XmlPart
from gateway.convert.story import Story
from gateway.extract.budget import Refused
from gateway.extract.drawing import number
from gateway.extract.workbook import S, plain
from gateway.extract.xmlstream import elements
from policies.text.fonts import LegacyFont, legacy_font

TEXT, RICH, VALUE, CELL = f"{S}t", f"{S}r", f"{S}v", f"{S}c"
Use = tuple[int, LegacyFont | None]  # index of a string, and what the font of its cell was made for


def rich(part: XmlPart, item: Any, font: str | None, story: Story) -> None:
    """Gather the text of `si`, `is` or a comment's `text`, in the cell's font where it names none."""
    for child in item:
        if child.tag == TEXT:
            story.add(plain(child.text), font, part.text(child))
        elif child.tag == RICH and (text := child.find(TEXT)) is not None:
            own = child.find(f"{S}rPr/{S}rFont")
            story.add(plain(text.text), font if own is None else own.get("val"), part.text(text))
    story.end()


class Shared:
    """The strings with their copies.  `fonts`: of each cell style."""

    __slots__ = ("_fonts", "_part", "_sheets", "_story", "_variants", "items")

    def __init__(self, part: XmlPart | None, fonts: Sequence[str | None], story: Story) -> None:
        self._part, self._fonts, self._story = part, fonts, story
        self.items: list[Any] = [] if part is None else part.root.findall(f"{S}si")
        self._variants: dict[int, dict[LegacyFont | None, Any]] = {}
        self._sheets: dict[str, set[Use]] = {}

    def used_by(self, sheet: str, data: bytes) -> None:
        """Gather the strings that a sheet shows: the first font gathers the string itself, others a copy."""
        pairs = dict.fromkeys((cell.findtext(VALUE), cell.get("s")) for cell in elements(data, CELL) if cell.get("t") == "s")
        uses = self._sheets.setdefault(sheet, set())
        for index, style in pairs:
            font = self._font(number(style))
            uses.add((number(index), legacy_font(font) if font else None))
            self._gather(number(index), font)

    def gather_unused(self) -> None:
        """Gather what no cell shows."""
        for index in range(len(self.items)):
            if index not in self._variants:
                self._gather(index, None)

    def split(self, parts: Parts) -> None:
        """Give readings that differ from the string's first one a place of their own, and point the cells there."""
        moved = {use: place for index in self._variants for use, place in self._moved(index).items()}
        for sheet, uses in self._sheets.items():
            if not moved.keys().isdisjoint(uses):
                self._redirect(parts.open(sheet), moved)

    def _font(self, style: int) -> str | None:
        return self._fonts[style] if style < len(self._fonts) else None

    def _gather(self, index: int, font: str | None) -> None:
        if index >= len(self.items) or self._part is None:
            raise Refused("damaged", "shared string missing")
        variants = self._variants.setdefault(index, {})
        key = legacy_font(font) if font else None
        if key not in variants:
            variants[key] = deepcopy(self.items[index]) if variants else self.items[index]
            rich(self._part, variants[key], font, self._story)

    def _moved(self, index: int) -> dict[Use, int]:
        """Where the copies of a string went that read differently."""
        moved: dict[Use, int] = {}
        places = {etree.tostring(self.items[index], with_tail=False): index}
        for key, item in self._variants[index].items():
            written = etree.tostring(item, with_tail=False)
            if written not in places and self._part is not None:
                places[written] = len(self.items)
                self.items.append(item)
                self._part.root.append(item)
                self._part.set(self._part.root, "uniqueCount", str(len(self.items)))
            if places[written] != index:
                moved[index, key] = places[written]
        return moved

    def _redirect(self, part: XmlPart, moved: dict[Use, int]) -> None:
        for cell in part.root.iter(CELL):
            if cell.get("t") == "s" and (value := cell.find(VALUE)) is not None:
                font = self._font(number(cell.get("s")))
                place = moved.get((number(value.text), legacy_font(font) if font else None))
                if place is not None:
                    part.text(value)(str(place))
