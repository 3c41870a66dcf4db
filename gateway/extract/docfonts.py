"""Fonts of a Word document: the font table, the style sheet, and the formatted pages (FKP) that give characters their looks.

What must stay true: a broken table costs fonts, never text; what is looked up is looked up once, so that the work grows with the
file alone.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from struct import error, unpack_from

from gateway.extract.docsprm import Effects, Look, effects, look
from gateway.extract.text import windows_1252

PAGE = 512  # bytes of a formatted page
LEVELS = 12  # of styles based on styles: Word itself has no more than 11
NIL = 0xFFF  # no style
PARAGRAPH, CHARACTER = 1, 2  # kinds of styles


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the font table, and the charset it is for."""

    name: str
    charset: int


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its kind, the one that it is based on, and what its character modifiers do."""

    kind: int
    based: int
    effects: Effects


def faces(table: bytes, *, old: bool) -> list[Face]:
    """The fonts of a document (MS-DOC 2.9.272, 2.9.91)."""
    found: list[Face] = []
    place, name_at = (2, 6) if old else (4, 40)
    while place + name_at < len(table):
        entry = table[place : place + table[place] + 1]
        place += len(entry)
        raw = entry[name_at:]
        name = windows_1252(raw.partition(b"\0")[0]) if old else raw.decode("utf-16-le", "replace").partition("\0")[0]
        found.append(Face(name, entry[4] if len(entry) > 4 else 0))
    return found


class Styles:
    """The style sheet (MS-DOC 2.9.271) and the looks that its styles make."""

    __slots__ = ("_default", "_effects", "_known", "_old", "_styles")

    def __init__(self, sheet: bytes, *, old: bool) -> None:
        self._old = old
        self._known: dict[tuple[int, bytes, bytes], Look] = {}
        self._effects: dict[bytes, Effects] = {}
        self._default = _default(sheet, old=old)
        self._styles = list(_styles(sheet, old=old))

    def look(self, paragraph: int, modifiers: bytes = b"", further: bytes = b"") -> Look:
        """The look of characters in a paragraph of that style, with modifiers of their own and further ones of their piece."""
        key = (paragraph, modifiers, further)
        if key not in self._known:
            if modifiers or further:
                base = self.look(paragraph)
                modified = self._effects_of(modifiers) + self._effects_of(further)
                self._known[key] = look(base, modified, base, self._character, old=self._old)
            else:
                self._known[key] = self._over(paragraph, self._default, PARAGRAPH)
        return self._known[key]

    def _effects_of(self, modifiers: bytes) -> Effects:
        if modifiers not in self._effects:
            self._effects[modifiers] = effects(modifiers, old=self._old)
        return self._effects[modifiers]

    def _character(self, number: int, base: Look) -> Look:
        return self._over(number, base, CHARACTER)

    def _over(self, number: int, base: Look, kind: int) -> Look:
        """What a style makes of a look, with those that it is based on."""
        chain: list[Style] = []
        while number < len(self._styles) and len(chain) < LEVELS:
            style = self._styles[number]
            if style.kind != kind:
                break
            chain.append(style)
            number = style.based
        for style in reversed(chain):
            base = look(base, style.effects, base, _no_style, old=self._old)
        return base


def _no_style(number: int, base: Look) -> Look:
    """A style's modifiers name no other style."""
    del number
    return base


def _default(sheet: bytes, *, old: bool) -> Look:
    """The fonts of a style sheet's own header: what stands where no style says anything."""
    try:
        ascii_font, eastern, other = unpack_from("<3H", sheet, 14)
    except error:
        return Look()
    return Look(ascii_font, ascii_font, ascii_font) if old else Look(ascii_font, eastern, other)


def _styles(sheet: bytes, *, old: bool) -> Iterator[Style]:
    try:
        header, count, fixed = unpack_from("<3H", sheet)
        place = header + 2
        for _ in range(count):
            size = unpack_from("<H", sheet, place)[0]
            yield _style(sheet[place + 2 : place + 2 + size], fixed, old=old)
            place += 2 + size
    except error:  # the rest is lost, as styles that say nothing
        return


def _style(entry: bytes, fixed: int, *, old: bool) -> Style:
    """A style (MS-DOC 2.9.259): fixed part, name, and the properties of each sort that its kind has."""
    if len(entry) < 8:
        return Style(0, NIL, ())
    kind, based = entry[2] & 0xF, int.from_bytes(entry[2:4], "little") >> 4
    length = entry[fixed] + 2 if old and fixed < len(entry) else 2 * int.from_bytes(entry[fixed : fixed + 2], "little") + 4
    place = fixed + length
    for sort in (PARAGRAPH, CHARACTER)[kind == CHARACTER :] if kind in (PARAGRAPH, CHARACTER) else ():
        place += place & 1
        size = int.from_bytes(entry[place : place + 2], "little")
        if sort == CHARACTER:
            return Style(kind, based, effects(entry[place + 2 : place + 2 + size], old=old))
        place += 2 + size
    return Style(kind, based, ())


class Formatted:
    """What formatted pages say of the file's places: which properties hold from where to where."""

    __slots__ = ("_ends", "_starts", "_values")

    def __init__(self, ranges: list[tuple[int, int, bytes]]) -> None:
        ranges.sort(key=lambda one: one[:2])
        self._starts = [start for start, _, _ in ranges]
        self._ends = [end for _, end, _ in ranges]
        self._values = [value for _, _, value in ranges]

    def at(self, place: int) -> bytes:
        """What holds at a place."""
        return self._span(place, place + 1)[1]

    def spans(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """The stretches from a place to another."""
        while start < end:
            stop, value = self._span(start, end)
            yield start, stop, value
            start = stop

    def _span(self, start: int, end: int) -> tuple[int, bytes]:
        index = bisect_right(self._starts, start)
        following = self._starts[index] if index < len(self._starts) else end
        if index and start < self._ends[index - 1]:
            return min(end, following, self._ends[index - 1]), self._values[index - 1]
        return min(end, following), b""


def characters(document: bytes, pages: list[int]) -> Formatted:
    """The character modifiers of a document (MS-DOC 2.9.33)."""
    ranges: list[tuple[int, int, bytes]] = []
    for page, bounds in _pages(document, pages):
        at = 4 * len(bounds)
        for index, (start, end) in enumerate(pairwise(bounds)):
            offset = 2 * page[at + index]
            ranges.append((start, end, page[offset + 1 : offset + 1 + page[offset]] if offset else b""))
    return Formatted(ranges)


def paragraphs(document: bytes, pages: list[int], *, old: bool) -> Formatted:
    """The styles of a document's paragraphs, each as the two bytes of its number (MS-DOC 2.9.174, 2.9.175)."""
    width = 7 if old else 13
    ranges: list[tuple[int, int, bytes]] = []
    for page, bounds in _pages(document, pages):
        at = 4 * len(bounds)
        for index, (start, end) in enumerate(pairwise(bounds)):
            place = at + index * width
            offset = 2 * page[place] if place < PAGE else 0
            if offset and not page[offset] and not old:
                offset += 1  # the size stands in a second byte
            ranges.append((start, end, page[offset + 1 : offset + 3] if offset else b"\0\0"))
    return Formatted(ranges)


def _pages(document: bytes, pages: list[int]) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    """Each page with the places that bound its stretches; a page out of the file or out of shape says nothing."""
    for number in dict.fromkeys(pages):
        page = document[number * PAGE : (number + 1) * PAGE]
        if len(page) == PAGE and 0 < page[-1] <= 101:
            yield page, unpack_from(f"<{page[-1] + 1}L", page)
