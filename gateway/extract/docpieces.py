"""The text of a Word document as its piece table puts it together (MS-DOC 2.4.1), and where each character lies in the file.

What must stay true: one character of `text` for each position of the document (a pair of surrogates is two); no byte of the file
gives more than one, so that a hostile table cannot multiply text.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from struct import unpack_from

from gateway.extract.budget import Refused
from gateway.extract.docfile import DocFile
from gateway.extract.oldtext import units
from gateway.extract.text import windows_1252

EIGHT_BIT = 1 << 30
MODIFIERS, TABLE = 1, 2  # kinds of blocks before and with the piece table


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that lies in the file in one block: first position, place, bytes a character, modifiers."""

    first: int
    place: int
    width: int
    modifiers: bytes


@dataclass(frozen=True, slots=True)
class Pieces:
    """All pieces in order, and their text."""

    text: str
    pieces: tuple[Piece, ...]
    firsts: tuple[int, ...]

    def place(self, position: int) -> int:
        """Where in the file a character lies."""
        piece = self.pieces[bisect_right(self.firsts, position) - 1]
        return piece.place + (position - piece.first) * piece.width

    def stretches(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """The pieces from one position to another, each with its own first and last position in there."""
        index = bisect_right(self.firsts, start) - 1
        while start < end:
            stop = min(end, self.firsts[index + 1])
            if start < stop:
                yield self.pieces[index], start, stop
                start = stop
            index += 1


def pieces(file: DocFile) -> Pieces:
    """The document's text."""
    blocks, table = _blocks(file.part("pieces"))
    if not table:
        if not file.old:
            raise Refused("damaged", "no piece table")
        end = file.number(0x1C) - file.number(0x18)
        return _assembled(file, (0, max(0, end)), [Piece(0, file.number(0x18), 1, b"")])
    count = (len(table) - 4) // 12
    if count < 1:
        raise Refused("damaged", "piece table")
    bounds = unpack_from(f"<{count + 1}L", table)
    found = []
    for index in range(count):
        place, modifier = unpack_from("<LH", table, 4 * (count + 1) + 8 * index + 2)
        chosen = blocks[modifier >> 1] if modifier & 1 and modifier >> 1 < len(blocks) else b""
        if file.old:
            found.append(Piece(bounds[index], place, 1, chosen))
        elif place & EIGHT_BIT:
            found.append(Piece(bounds[index], (place & ~EIGHT_BIT) // 2, 1, chosen))
        else:
            found.append(Piece(bounds[index], place, 2, chosen))
    return _assembled(file, bounds, found)


def _assembled(file: DocFile, bounds: tuple[int, ...], found: list[Piece]) -> Pieces:
    if bounds[0] or any(one > following for one, following in pairwise(bounds)):
        raise Refused("damaged", "piece table out of order")
    spent = 0
    texts: list[str] = []
    for piece, (first, end) in zip(found, pairwise(bounds), strict=True):
        size = (end - first) * piece.width
        spent += size
        raw = file.document[piece.place : piece.place + size]
        if len(raw) < size or spent > len(file.document):
            raise Refused("damaged", "text out of the file")
        texts.append(units(raw) if piece.width == 2 else raw.decode("mac_roman") if file.mac else windows_1252(raw))
    return Pieces("".join(texts), tuple(found), bounds)


def _blocks(clx: bytes) -> tuple[list[bytes], bytes]:
    """The modifiers that pieces refer to, and the piece table (MS-DOC 2.9.38)."""
    blocks: list[bytes] = []
    place = 0
    while place + 3 <= len(clx) and clx[place] == MODIFIERS:
        size = unpack_from("<H", clx, place + 1)[0]
        blocks.append(clx[place + 3 : place + 3 + size])
        place += 3 + size
    if place + 5 > len(clx) or clx[place] != TABLE:
        return blocks, b""
    size = unpack_from("<L", clx, place + 1)[0]
    return blocks, clx[place + 5 : place + 5 + size]
