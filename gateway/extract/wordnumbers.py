"""The text that Word puts before numbered paragraphs ("Điều 1."), where it has words in it.

It is given once for each level of a list, at the first paragraph that bears it; plain numbers and bullets are no text.
"""

import re
from dataclasses import dataclass
from typing import Any

from gateway.extract.ooxml import Package
from gateway.extract.runs import is_pictures
from gateway.extract.wordstyles import PROPERTIES, Fonts, Sheet, W, named_fonts, value
from gateway.extract.xmlstream import elements

COUNTER = re.compile("%[1-9]")
LEVELS = frozenset("012345678")  # that a list may have
WORDS = 2  # letters that make a text: fewer are a bullet or a counter


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before the paragraph, and the fonts that it names."""

    text: str
    fonts: Fonts


class Numbers:
    """The labels of a document's lists that have not been shown yet.  Read when the first list is met."""

    __slots__ = ("_labels", "_package", "_parts", "_sheet")

    def __init__(self, package: Package, parts: tuple[str, ...], sheet: Sheet) -> None:
        self._package = package
        self._parts = parts
        self._sheet = sheet
        self._labels: dict[tuple[str, str], Label] | None = None

    def label(self, number: str, level: str) -> Label | None:
        """The label of a list's level, the first time that it is asked for."""
        if self._labels is None:
            self._labels = {}
            for part in self._parts:
                self._labels |= _labels(self._package.read(part), self._sheet)
        return self._labels.pop((number, level or "0"), None)


def _labels(data: bytes, sheet: Sheet) -> dict[tuple[str, str], Label]:
    """Labels by number and level."""
    abstract: dict[str, dict[str, Label]] = {}
    found: dict[tuple[str, str], Label] = {}
    for item in elements(data, f"{W}abstractNum", f"{W}num"):
        levels = dict(_level(level, sheet) for level in item.iter(f"{W}lvl") if level.get(f"{W}ilvl") in LEVELS)
        if item.tag == f"{W}abstractNum":
            abstract[item.get(f"{W}abstractNumId", "")] = levels
            continue
        number = item.get(f"{W}numId", "")
        inherited = abstract.get(value(item.find(f"{W}abstractNumId")), {})
        found |= {(number, level): label for level, label in (inherited | levels).items() if _is_text(label)}
    return found


def _level(item: Any, sheet: Sheet) -> tuple[str, Label]:
    text = COUNTER.sub("1", value(item.find(f"{W}lvlText")))
    return item.get(f"{W}ilvl", ""), Label(text, named_fonts(item.find(PROPERTIES), sheet.theme))


def _is_text(label: Label) -> bool:
    return sum(map(str.isalpha, label.text)) >= WORDS and not is_pictures(label.fonts[0])
