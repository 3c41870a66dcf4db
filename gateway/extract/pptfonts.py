"""Fonts of old presentations: which index a text's characters name, and what masters say where they name none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gateway.extract.budget import Refused

# Sizes of the paragraph properties that a mask announces, in their order (MS-PPT 2.9.20); tab stops tell their own
BULLET = 0xF
PARAGRAPH = (
    (0x80, 2),
    (0x10, 2),
    (0x40, 2),
    (0x20, 4),
    (0x800, 2),
    (0x1000, 2),
    (0x2000, 2),
    (0x4000, 2),
    (0x100, 2),
    (0x400, 2),
)
PARAGRAPH_TABS, DEFAULT_TAB = 0x100000, 0x8000
PARAGRAPH_LAST = ((0x10000, 2), (0xE0000, 2), (0x200000, 2))
# Of the character properties (MS-PPT 2.9.13): style first, then the font that all letters are in
STYLE, TYPEFACE, ANSI = 0xFFFF, 0x10000, 0x400000
CHARACTER_LAST = ((0x800000, 2), (0x20000, 2), (0x40000, 4), (0x80000, 2))
OLD_EASTERN = 0x200000
# Text types that other types fall back on: centred titles on titles, halves and quarters of bodies on bodies
TITLE, BODY, NOTES, OTHER = 0, 1, 2, 4
KIN = {5: BODY, 6: TITLE, 7: BODY, 8: BODY}
OWN_LEVELS = 5  # from this type on a style tells the level of each of its entries
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Styles:
    """Font indexes of a master by text type and level, and of text that no master speaks of."""

    levels: dict[tuple[int, int], int]

    def font(self, kind: int, level: int) -> int | None:
        """The font of text of a type at a level."""
        for sort in (kind, KIN.get(kind, kind), OTHER):
            for at in (level, 0):
                if (sort, at) in self.levels:
                    return self.levels[sort, at]
        return None


class Fields:
    """Reads numbers one after the other; past the end is `Refused`."""

    __slots__ = ("_data", "place")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.place = 0

    def number(self, size: int) -> int:
        """The next number."""
        self.skip(size)
        return int.from_bytes(self._data[self.place - size : self.place], "little")

    def skip(self, size: int) -> None:
        """Pass over so many bytes."""
        self.place += size
        if self.place > len(self._data):
            raise Refused("damaged", "text style cut off")


def skip_paragraph(fields: Fields) -> None:
    """Pass over paragraph properties: no font of letters is among them."""
    mask = fields.number(4)
    fields.skip(2 if mask & BULLET else 0)
    fields.skip(sum(size for bit, size in PARAGRAPH if mask & bit))
    fields.skip(2 if mask & DEFAULT_TAB else 0)
    if mask & PARAGRAPH_TABS:
        fields.skip(4 * fields.number(2))
    fields.skip(sum(size for bit, size in PARAGRAPH_LAST if mask & bit))


def font_of(fields: Fields) -> int | None:
    """The font that character properties name."""
    mask = fields.number(4)
    fields.skip(2 if mask & STYLE else 0)
    font = fields.number(2) if mask & TYPEFACE else None
    fields.skip(2 if mask & OLD_EASTERN else 0)
    ansi = fields.number(2) if mask & ANSI else None
    fields.skip(sum(size for bit, size in CHARACTER_LAST if mask & bit))
    return ansi if font is None else font


def levels(data: bytes, kind: int) -> Iterator[tuple[tuple[int, int], int]]:
    """What a master's style for a text type says (MS-PPT 2.9.36)."""
    fields = Fields(data)
    for index in range(min(LEVELS, fields.number(2))):
        level = fields.number(2) if kind >= OWN_LEVELS else index
        skip_paragraph(fields)
        font = font_of(fields)
        if font is not None:
            yield (kind, level), font


def default(data: bytes) -> int | None:
    """The font that a presentation's default character properties name (MS-PPT 2.9.14)."""
    return font_of(Fields(data))


def stretches(style: bytes, length: int) -> Iterator[tuple[int, int, int | None, int]]:
    """The stretches of a text with the font that each names and its level (MS-PPT 2.9.44)."""
    fields = Fields(style)
    indents = _runs(fields, length, _level) if style else []
    fonts = _runs(fields, length, font_of) if style else []
    place = which = at = 0
    while place < length:
        while which < len(indents) and indents[which][0] <= place:
            which += 1
        while at < len(fonts) and fonts[at][0] <= place:
            at += 1
        level_end, level = indents[which] if which < len(indents) else (length, 0)
        font_end, font = fonts[at] if at < len(fonts) else (length, None)
        end = min(level_end, font_end, length)
        yield place, end, font, level or 0
        place = end


def _runs(fields: Fields, length: int, read: Callable[[Fields], int | None]) -> list[tuple[int, int | None]]:
    """Values with the places where they end.  Together they have one place more than the text: its last paragraph mark."""
    found: list[tuple[int, int | None]] = []
    place = 0
    while place <= length:
        count = fields.number(4)
        if not count:
            raise Refused("damaged", "text style without length")
        place += count
        found.append((place, read(fields)))
    return found


def _level(fields: Fields) -> int:
    level = fields.number(2)
    skip_paragraph(fields)
    return level
