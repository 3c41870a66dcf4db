"""DjVu: pages that are pictures, each with a layer of recognised text where there is one.  Pictures are measured, never decoded.

What must stay true: a file that promises pages which lie elsewhere, or that is cut off, is not read as if it were whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct, error

from gateway.extract.budget import Budget, Refused
from gateway.extract.bzz import unpacked
from policies.core.facts import Document, Page

MAGIC = b"AT&T"
INFO = Struct(">HH")  # width, height
COUNT = Struct(">xH")  # of a directory, after its flags
PICTURES = frozenset({b"Sjbz", b"Smmr", b"BG44", b"BGjp", b"FG44", b"FGjp", b"BM44", b"PM44"})
BUNDLED = 0x80
CHUNKS = 50_000  # of a file
TEXT = 1_000_000  # bytes of packed text that are unpacked for one document
BREAKS = re.compile("[\\n\\x0b\\x1d\\x1f]")
Chunk = tuple[bytes, memoryview]


@dataclass(slots=True)
class Room:
    """How many chunks may still be met, and how much text may still be unpacked."""

    chunks: int = CHUNKS
    text: int = TEXT


def read(body: bytes, budget: Budget) -> Document:
    """The document."""
    room = Room()
    pages = tuple(_page(number, page, room) for number, page in enumerate(forms(body, budget, room), 1))
    return Document("djvu", (), pages)


def forms(body: bytes, budget: Budget, room: Room | None = None) -> Iterator[tuple[Chunk, ...]]:
    """The chunks of each page, in order."""
    room = room or Room()
    [(name, whole), *_] = [*chunks(memoryview(body)[len(MAGIC) :], room)] or [(b"", memoryview(b""))]
    kind = bytes(whole[:4])
    if name != b"FORM" or kind not in (b"DJVU", b"DJVM", b"PM44", b"BM44"):
        raise Refused("damaged", "no DjVu document")
    promised, parts_found, found = 1, 0, 0
    parts = chunks(whole[4:], room) if kind == b"DJVM" else iter([(name, whole)])
    for name, data in parts:
        if name == b"DIRM":
            promised = _promised(data)
        parts_found += name == b"FORM"
        if name == b"FORM" and bytes(data[:4]) in (b"DJVU", b"PM44", b"BM44"):
            found += 1
            if found > budget.limits.pages:
                raise Refused("over-limit", "pages")
            yield tuple(chunks(data[4:], room))
    if not found or parts_found < promised:
        raise Refused("damaged", "pages missing")


def chunks(data: memoryview, room: Room) -> Iterator[Chunk]:
    """Name and content of each chunk (IFF 85)."""
    place = 0
    while place + 8 <= len(data):
        room.chunks -= 1
        if room.chunks < 0:
            raise Refused("over-limit", "chunks")
        name, size = bytes(data[place : place + 4]), int.from_bytes(data[place + 4 : place + 8], "big")
        if size > len(data) - place - 8:
            raise Refused("damaged", "cut off")
        yield name, data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _promised(data: memoryview) -> int:
    """How many files a directory lists; all of them must be in this one."""
    try:
        (count,) = COUNT.unpack_from(data)
    except error as problem:
        raise Refused("damaged", "directory") from problem
    if not data[0] & BUNDLED:
        raise Refused("unsupported", "pages in other files")
    return int(count)


def _page(number: int, page: tuple[Chunk, ...], room: Room) -> Page:
    """What a page consists of: pictures that fill it, and text that is not seen."""
    layers = sum(name in PICTURES for name, _ in page)
    text = next((_text(name, bytes(data), room) for name, data in page if name in (b"TXTa", b"TXTz")), "")
    lines = tuple(line for line in map(str.strip, BREAKS.split(text)) if line)
    hidden = sum(len(line) - line.count(" ") for line in lines)
    whole = ((0.0, 0.0, 1.0, 1.0),) if layers else ()
    return Page(number, float(bool(layers)), 0, hidden, layers, lines, boxes=whole, spread=0.0)


def _text(name: bytes, data: bytes, room: Room) -> str:
    """The text behind a page; "" when too much was unpacked already: it can still be read from the picture."""
    if name == b"TXTz":
        try:
            data = unpacked(data, room.text)
        except Refused as refusal:
            if refusal.unread.reason == "over-limit":
                return ""
            raise
    room.text -= len(data)
    size = int.from_bytes(data[:3], "big")
    if size > len(data) - 3:
        raise Refused("damaged", "text cut off")
    return data[3 : 3 + size].decode("utf-8", "replace")
