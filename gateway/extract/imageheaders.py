"""How large a picture says it is, from its header alone: nothing is decoded, everything is read within its bounds.

What must stay true: a header that cannot be followed to its size is `Refused` as damaged; loops end.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from gateway.extract.budget import Refused

SEGMENTS = 2_000  # of a JPEG before its size is told
BOXES = 2_000  # of a HEIC
DIRECTORIES = 20_000  # of a TIFF, thumbnails too
ENTRIES = 200_000  # of all of them together: directories may overlap
# Markers of a JPEG that tell its size: all kinds of start of frame, but not DHT, JPG and DAC, which stand among them
SIZED = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
WIDTH, HEIGHT, SUBFILE = 256, 257, 254
SHORT, LONG, LONG8 = 3, 4, 16


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in a file.  `width`, `height`: in pixels, as stored.  `place`: which of the file's pictures, from 0."""

    width: int
    height: int
    place: int = 0
    channels: int = 0  # of a JPEG


def frames(body: bytes, kind: str) -> Iterator[Frame]:
    """The pictures that a file says it holds: several in a TIFF, one in all others.  Raises `Refused` ("damaged")."""
    try:
        yield from READERS[kind](body)
    except (struct.error, IndexError) as error:
        raise Refused("damaged", f"{kind} header") from error


def _jpeg(body: bytes) -> Iterator[Frame]:
    at = 2
    for _ in range(SEGMENTS):
        if body[at] != 0xFF:
            break
        marker = body[at + 1]
        if marker in SIZED:
            height, width, channels = struct.unpack_from(">HHB", body, at + 5)
            yield Frame(width, height, channels=channels)
            return
        if marker == 0xFF:  # fill bytes
            at += 1
        elif marker in BARE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", body, at + 2)[0]
    raise Refused("damaged", "jpeg header")


def _png(body: bytes) -> Iterator[Frame]:
    yield Frame(*struct.unpack_from(">II", body, 16))


def _gif(body: bytes) -> Iterator[Frame]:
    yield Frame(*struct.unpack_from("<HH", body, 6))


def _bmp(body: bytes) -> Iterator[Frame]:
    (size,) = struct.unpack_from("<I", body, 14)
    width, height = struct.unpack_from("<HH" if size == 12 else "<ii", body, 18)
    yield Frame(width, abs(height))


def _webp(body: bytes) -> Iterator[Frame]:
    chunk = body[12:16]
    if chunk == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (24, 27))
    elif chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 21)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif chunk == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", body, 26))
    else:
        raise Refused("damaged", "webp header")
    yield Frame(width, height)


def boxes(body: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of an ISO media file (ISO/IEC 14496-12 s.4.2): kind, start and end of their contents."""
    end = min(end, len(body))
    for _ in range(BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", body, start)
        inner = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", body, inner)
            inner += 8
        stop = end if size == 0 else start + size
        if not inner <= stop <= end:
            raise Refused("damaged", "heic boxes")
        yield kind, inner, stop
        start = stop


def _heic(body: bytes) -> Iterator[Frame]:
    """The largest picture that is described: the others are its tiles and its thumbnail."""
    sizes = []
    for kind, start, end in boxes(body, 0, len(body)):
        if kind != b"meta":
            continue
        for inner, first, last in boxes(body, start + 4, end):
            for shared, at, stop in boxes(body, first, last) if inner == b"iprp" else ():
                properties = boxes(body, at, stop) if shared == b"ipco" else ()
                sizes += [struct.unpack_from(">II", body, place + 4) for name, place, _ in properties if name == b"ispe"]
        break
    if not sizes:
        raise Refused("damaged", "heic header")
    yield Frame(*max(sizes, key=lambda size: size[0] * size[1]))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the directories of a TIFF, or of a BigTIFF, are written."""

    order: str
    count: str
    offset: str
    entry: int

    def read(self, body: bytes, code: str, at: int) -> int:
        value: int = struct.unpack_from(self.order + code, body, at)[0]
        return value


def _tiff(body: bytes) -> Iterator[Frame]:
    """Every picture of the chain but thumbnails (TIFF 6.0 s.2)."""
    order = "<" if body[:1] == b"I" else ">"
    big = struct.unpack_from(order + "H", body, 2)[0] == 43
    layout = _Layout(order, "Q", "Q", 20) if big else _Layout(order, "H", "I", 12)
    at = layout.read(body, layout.offset, 8 if big else 4)
    seen: set[int] = set()
    entries = 0
    while at and len(seen) < DIRECTORIES:
        if at in seen:  # a chain that bites its tail is at its end
            return
        place = len(seen)
        seen.add(at)
        count = layout.read(body, layout.count, at)
        first = at + struct.calcsize("=" + layout.count)
        entries += count
        if entries > ENTRIES:
            raise Refused("over-limit", "entries")
        tags = _tags(body, layout, first, count)
        if WIDTH not in tags or HEIGHT not in tags:
            raise Refused("damaged", "tiff header")
        if not tags.get(SUBFILE, 0) & 1:
            yield Frame(tags[WIDTH], tags[HEIGHT], place)
        at = layout.read(body, layout.offset, first + count * layout.entry)


def _tags(body: bytes, layout: _Layout, at: int, count: int) -> dict[int, int]:
    """The values that are asked for, of those that are single numbers."""
    found = {}
    codes = {SHORT: "H", LONG: "I", LONG8: "Q"}
    for entry in range(at, at + count * layout.entry, layout.entry):
        tag, form = struct.unpack_from(layout.order + "HH", body, entry)
        if tag in (WIDTH, HEIGHT, SUBFILE) and form in codes:
            found[tag] = layout.read(body, codes[form], entry + 4 + struct.calcsize("=" + layout.offset))
    return found


READERS: Mapping[str, Callable[[bytes], Iterator[Frame]]] = {
    "jpeg": _jpeg,
    "png": _png,
    "gif": _gif,
    "bmp": _bmp,
    "webp": _webp,
    "heic": _heic,
    "tiff": _tiff,
}
