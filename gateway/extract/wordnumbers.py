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
LABEL = re.compile(rb"lvlText\b[^<>]{0,200}?\bval\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,500})")
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
                data = self._package.read(part)
                if _may_have_words(data):
                    self._labels |= _labels(data, self._sheet)
        return self._labels.pop((number, level or "0"), None)


def _may_have_words(data: bytes) -> bool:
    """Whether a label might have words: most lists have none, and their part is dear to read."""
    if b"\x00" in data[:4]:
        return True
    texts = {COUNTER.sub("", text.decode("utf-8", "replace")) for text in LABEL.findall(data)}
    return any("&" in text or sum(map(str.isalpha, text)) >= WORDS for text in texts)


def _labels(data: bytes, sheet: Sheet) -> dict[tuple[str, str], Label]:
    """Labels by number and level.  A list may have its levels from a list style, which another list defines."""
    abstract: dict[str, dict[str, Label]] = {}
    defined: dict[str, dict[str, Label]] = {}
    borrowed: dict[str, str] = {}
    found: dict[tuple[str, str], Label] = {}
    for item in elements(data, f"{W}abstractNum", f"{W}num"):
        levels = dict(_level(level, sheet) for level in item.iter(f"{W}lvl") if level.get(f"{W}ilvl") in LEVELS)
        if item.tag == f"{W}abstractNum":
            name = item.get(f"{W}abstractNumId", "")
            abstract[name] = levels
            defined[value(item.find(f"{W}styleLink"))] = levels
            borrowed[name] = value(item.find(f"{W}numStyleLink"))
            continue
        number, name = item.get(f"{W}numId", ""), value(item.find(f"{W}abstractNumId"))
        style = borrowed.get(name)
        inherited = defined.get(style, {}) if style else abstract.get(name, {})
        found |= {(number, level): label for level, label in (inherited | levels).items() if _is_text(label)}
    return found


def _level(item: Any, sheet: Sheet) -> tuple[str, Label]:
    text = COUNTER.sub("1", value(item.find(f"{W}lvlText")))
    return item.get(f"{W}ilvl", ""), Label(text, named_fonts(item.find(PROPERTIES), sheet.theme))


def _is_text(label: Label) -> bool:
    return sum(map(str.isalpha, label.text)) >= WORDS and not is_pictures(label.fonts[0])
