"""WordArt in old office files: text that is drawn as a shape, a heading or a watermark, with its font (MS-ODRAW 2.3.22)."""

from collections.abc import Iterator
from struct import unpack_from

from gateway.extract.oldtext import units, whole

PROPERTIES = 0xF00B  # the type of the record with a shape's properties (MS-ODRAW 2.2.9)
TEXT, FONT = 0xC0, 0xC5
NUMBER, APART = 0x3FFF, 0x8000  # of a property: which one it is; its value stands apart, after all of them
CONTAINER = 0xF


def word_art(properties: bytes, count: int) -> tuple[str, str | None] | None:
    """The text and font that a shape's properties tell, None for a shape without."""
    found = {TEXT: "", FONT: ""}
    place = 6 * count
    for index in range(min(count, len(properties) // 6)):
        code, size = unpack_from("<HL", properties, 6 * index)
        if code & APART:
            if code & NUMBER in found:
                found[code & NUMBER] = whole(units(properties[place : place + size])).partition("\0")[0]
            place += size
    return (found[TEXT], found[FONT] or None) if found[TEXT] else None


def drawn(data: bytes) -> Iterator[tuple[str, str | None]]:
    """All WordArt in a stretch of drawing records.  Containers are stepped into, so that one may go on elsewhere."""
    place = 0
    while place + 8 <= len(data):
        head, kind, size = unpack_from("<HHL", data, place)
        place += 8
        if head & 0xF != CONTAINER:
            art = word_art(data[place : place + size], head >> 4) if kind == PROPERTIES else None
            if art is not None:
                yield art
            place += size
