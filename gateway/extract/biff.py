"""The records of an Excel stream of 1993 to 2003 (BIFF5 and BIFF8), and the strings in them.

What must stay true: a record is read once, and nothing is taken that is not there: what a file declares and does not hold is
`Refused`.  Strings of BIFF5 come out as windows-1252 code points, whatever code page the file declares.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import unpack_from

from gateway.extract.budget import Refused
from gateway.extract.text import windows_1252

CONTINUE, EOF = 0x3C, 0x0A
PADDING = (EOF, 0)  # after the last sheet anything may follow
WIDE, EXTENDED, RICH = 1, 4, 8  # flags of a string (MS-XLS 2.5.293)

Pieces = tuple[tuple[str, int | None], ...]
"""Text in pieces, each with a font of its own (an index) or none."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record, with those that continue it: its data in parts.  `at`: where in the stream it begins."""

    code: int
    at: int
    parts: list[bytes] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """Its own part."""
        return self.parts[0]


def records(stream: bytes) -> Iterator[Record]:
    """All records of a stream, continuations with what they continue."""
    place, current = 0, None
    while place + 4 <= len(stream):
        code, size = unpack_from("<HH", stream, place)
        data = stream[place + 4 : place + 4 + size]
        if len(data) < size:
            if current is not None and current.code in PADDING:
                break
            raise Refused("damaged", "record cut off")
        if code == CONTINUE and current is not None:
            current.parts.append(data)
        else:
            if current is not None:
                yield current
            current = Record(code, place, [data])
        place += 4 + size
    if current is not None:
        yield current


class Cursor:
    """Reads on through the parts of a record."""

    __slots__ = ("_parts", "_place", "_which")

    def __init__(self, parts: list[bytes], place: int = 0) -> None:
        self._parts = parts
        self._which = 0
        self._place = place

    def more(self) -> bool:
        """Whether anything is left."""
        while self._which < len(self._parts) and self._place >= len(self._parts[self._which]):
            self._which, self._place = self._which + 1, 0
        return self._which < len(self._parts)

    def take(self, size: int) -> bytes:
        """The next bytes, from as many parts as they are in."""
        taken: list[bytes] = []
        while size > 0:
            piece = self._piece(size)
            taken.append(piece)
            size -= len(piece)
        return b"".join(taken)

    def number(self, size: int) -> int:
        """The next bytes as a number."""
        return int.from_bytes(self.take(size), "little")

    def letters(self, count: int, *, wide: bool) -> str:
        """The next letters.  Each further part says anew whether its letters are wide (MS-XLS 2.5.293)."""
        taken: list[str] = []
        while count > 0:
            if self._which < len(self._parts) and self._place >= len(self._parts[self._which]) and self.more():
                wide = bool(self.number(1) & WIDE)
                continue
            raw = self._piece(2 * count if wide else count)
            taken.append(raw.decode("utf-16-le", "replace") if wide else raw.decode("latin-1"))
            count -= -(-len(raw) // 2) if wide else len(raw)
        return "".join(taken)

    def _piece(self, size: int) -> bytes:
        """Some of the next bytes, at least one."""
        if not self.more():
            raise Refused("damaged", "string cut off")
        piece = self._parts[self._which][self._place : self._place + size]
        self._place += len(piece)
        return piece


def rich(cursor: Cursor) -> Pieces:
    """A string of BIFF8 with its fonts (MS-XLS 2.5.293)."""
    count, flags = cursor.number(2), cursor.number(1)
    runs = cursor.number(2) if flags & RICH else 0
    extra = cursor.number(4) if flags & EXTENDED else 0
    text = cursor.letters(count, wide=bool(flags & WIDE))
    places = cursor.take(4 * runs)
    cursor.take(extra)
    return in_fonts(text, [unpack_from("<HH", places, 4 * index) for index in range(runs)])


def in_fonts(text: str, starts: list[tuple[int, int]]) -> Pieces:
    """Text cut where another font begins: `starts` are places with fonts, in order."""
    if not starts:
        return ((text, None),)
    found: list[tuple[str, int | None]] = []
    place, font = 0, None
    for start, following in starts:
        if start > place:
            found.append((text[place:start], font))
            place = start
        font = following
    return (*found, (text[place:], font))


def string(parts: list[bytes], place: int, size: int, *, old: bool) -> str:
    """A string whose length stands before it in so many bytes; in BIFF8 its flags follow (MS-XLS 2.5.240, 2.5.294)."""
    cursor = Cursor(parts, place)
    count = cursor.number(size)
    if old:
        return windows_1252(cursor.take(count))
    return cursor.letters(count, wide=bool(cursor.number(1) & WIDE)) if count else ""
