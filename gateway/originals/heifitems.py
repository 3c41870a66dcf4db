"""The pictures in a HEIF file (ISO/IEC 23008-12): which is shown, of which tiles it is put together, where their data lie.

What must stay true: nothing is read outside the file; a file that cannot be followed is `Refused` as damaged.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.extract.budget import Refused
from gateway.extract.imageheaders import boxes

TILES = 1_024
ITEMS = 4_096
EXTENTS = 256


@dataclass(frozen=True, slots=True)
class Coded:
    """One coded picture.  `settings`, `data`: NAL units of its parameter sets, and of the picture itself."""

    settings: tuple[bytes, ...]
    data: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture that a reader shows.  `tiles`: row by row.  `quarters`: turns to the left. `full_range`: None: untold."""

    tiles: tuple[Coded, ...]
    columns: int
    width: int
    height: int
    quarters: int = 0
    full_range: bool | None = None


@dataclass(slots=True)
class _Items:
    """The tables of the file, by number of the item."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    places: dict[int, tuple[bool, list[tuple[int, int]]]] = field(default_factory=dict)  # whether in idat; start and length
    parts: dict[int, list[int]] = field(default_factory=dict)
    properties: list[tuple[bytes, bytes]] = field(default_factory=list)
    owned: dict[int, list[int]] = field(default_factory=dict)
    idat: bytes = b""

    def of(self, item: int, name: bytes) -> bytes | None:
        """A property of an item."""
        for index in self.owned.get(item, ()):
            if 0 < index <= len(self.properties) and self.properties[index - 1][0] == name:
                return self.properties[index - 1][1]
        return None


class _Reader:
    """Numbers of a box, one after the other."""

    __slots__ = ("_at", "_body")

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def number(self, size: int) -> int:
        """The next big-endian number of so many bytes; 0 of none."""
        piece = self._body[self._at : self._at + size]
        if len(piece) < size:
            raise Refused("damaged", "heic tables")
        self._at += size
        return int.from_bytes(piece)

    def take(self, size: int) -> bytes:
        piece = self._body[self._at : self._at + size]
        self._at += size
        return piece


def shown(body: bytes) -> Shown:
    """The picture that a reader shows.  Raises `Refused` ("damaged"; "unsupported": not coded as HEVC)."""
    try:
        items = _items(body)
        size = struct.unpack_from(">II", items.of(items.primary, b"ispe") or b"", 4)
        numbers, columns = [items.primary], 1
        if items.kinds.get(items.primary) == b"grid":
            grid = _data(body, items, items.primary)
            columns = grid[3] + 1
            size = struct.unpack_from(">II" if grid[1] & 1 else ">HH", grid, 4)
            numbers = items.parts.get(items.primary, [])[: (grid[2] + 1) * columns]
            if len(numbers) < (grid[2] + 1) * columns or len(numbers) > TILES:
                raise Refused("damaged", "heic grid")
        tiles = tuple(_coded(body, items, number) for number in numbers)
        turn = items.of(items.primary, b"irot")
        colours = items.of(items.primary, b"colr") or items.of(numbers[0], b"colr") or b""
    except (struct.error, IndexError) as error:
        raise Refused("damaged", "heic tables") from error
    full_range = bool(colours[10] & 0x80) if colours[:4] == b"nclx" and len(colours) > 10 else None
    return Shown(tiles, columns, size[0], size[1], turn[0] & 3 if turn else 0, full_range)


def _items(body: bytes) -> _Items:
    items = _Items()
    for kind, start, end in boxes(body, 0, len(body)):
        if kind != b"meta":
            continue
        for name, first, last in boxes(body, start + 4, end):
            content = body[first:last]
            if name == b"pitm":
                items.primary = int.from_bytes(content[4:])
            elif name == b"iinf":
                _read_kinds(content, items)
            elif name == b"iloc":
                _read_places(content, items)
            elif name == b"iref":
                _read_parts(content, items)
            elif name == b"iprp":
                _read_properties(content, items)
            elif name == b"idat":
                items.idat = content
        break
    return items


def _read_kinds(content: bytes, items: _Items) -> None:
    for _, at, end in boxes(content, 6 if content[0] == 0 else 8, len(content)):
        entry = _Reader(content[at:end])
        version = entry.number(4) >> 24
        item = entry.number(4 if version == 3 else 2)
        entry.number(2)
        items.kinds[item] = entry.take(4)


def _read_places(content: bytes, items: _Items) -> None:
    table = _Reader(content)
    version = table.number(4) >> 24
    sizes = table.number(2)
    offset, length, base, index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15 if version else 0
    for _ in range(min(table.number(4 if version == 2 else 2), ITEMS)):
        item = table.number(4 if version == 2 else 2)
        inside = bool(version) and table.number(2) & 15 == 1
        table.number(2)
        start = table.number(base)
        extents = []
        for _ in range(min(table.number(2), EXTENTS)):
            table.number(index)
            extents.append((start + table.number(offset), table.number(length)))
        items.places[item] = inside, extents


def _read_parts(content: bytes, items: _Items) -> None:
    wide = 4 if content[0] else 2
    for name, at, end in boxes(content, 4, len(content)):
        if name == b"dimg":
            table = _Reader(content[at:end])
            item = table.number(wide)
            items.parts[item] = [table.number(wide) for _ in range(min(table.number(2), TILES))]


def _read_properties(content: bytes, items: _Items) -> None:
    for name, at, end in boxes(content, 0, len(content)):
        if name == b"ipco":
            items.properties = [(kind, content[first:last]) for kind, first, last in boxes(content, at, end)]
        elif name == b"ipma":
            table = _Reader(content[at:end])
            head = table.number(4)
            wide = 2 if head & 1 else 1
            for _ in range(min(table.number(4), ITEMS)):
                item = table.number(4 if head >> 24 else 2)
                items.owned[item] = [table.number(wide) & (0x7FFF if wide == 2 else 0x7F) for _ in range(table.number(1))]


def _data(body: bytes, items: _Items, item: int) -> bytes:
    inside, extents = items.places.get(item, (False, []))
    source = items.idat if inside else body
    if any(start + length > len(source) for start, length in extents):
        raise Refused("damaged", "heic data")
    return b"".join(source[start : start + length] if length else source[start:] for start, length in extents)


def _coded(body: bytes, items: _Items, item: int) -> Coded:
    settings = items.of(item, b"hvcC")
    if items.kinds.get(item) != b"hvc1" or settings is None:
        raise Refused("unsupported", "heic coding")
    return Coded(tuple(_parameter_sets(settings)), tuple(_units(_data(body, items, item), (settings[21] & 3) + 1)))


def _parameter_sets(settings: bytes) -> Iterator[bytes]:
    table = _Reader(settings[22:])
    for _ in range(table.number(1)):
        table.number(1)
        for _ in range(table.number(2)):
            yield table.take(table.number(2))


def _units(data: bytes, size: int) -> Iterator[bytes]:
    at = 0
    while at + size < len(data):
        length = int.from_bytes(data[at : at + size])
        yield data[at + size : at + size + length]
        at += size + length
