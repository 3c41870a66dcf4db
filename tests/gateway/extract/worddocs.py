"""Writes old Word documents for the tests: pieces of 8-bit or 16-bit text, each with character modifiers; fonts and styles.

Word 97 (MS-DOC) with a table stream of its own, or Word 6 with everything in one stream.
"""

import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate

from tests.gateway.extract.compoundfiles import compound

PAGE = 512
TABLES = {"styles": 1, "headers": 11, "characters": 12, "paragraphs": 13, "fonts": 15, "pieces": 33, "drawings": 50}
EIGHT_BIT = 1 << 30
Piece = tuple[bytes | str, bytes]
"""Text, as bytes or as UTF-16; and the modifiers of its characters."""
Style = tuple[int, int, bytes]
"""Kind (1: paragraph, 2: character), the style that it is based on, modifiers."""


def word(
    pieces: Sequence[Piece],
    fonts: Sequence[str] = ("Times New Roman",),
    styles: Sequence[Style] = (),
    *,
    old: bool = False,
    paragraph: int = 0,
    lengths: Sequence[int] = (),
    headers: Sequence[int] = (),
    flags: int = 0,
    piece_modifiers: bytes = b"",
    charset: int = 0,
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """A document.  `paragraph`: the style of all its paragraphs; `lengths`: of its texts, all in the body by default."""
    raw = [text if isinstance(text, bytes) else text.encode("utf-16-le", "surrogatepass") for text, _ in pieces]
    counts = [len(text) if isinstance(text, bytes) else len(data) // 2 for (text, _), data in zip(pieces, raw, strict=True)]
    start = 0x300 if old else 0x400
    places = [start, *accumulate((len(data) for data in raw), initial=start)][1:]
    body = b"".join(raw)
    body += bytes(-(start + len(body)) % PAGE)
    first_page = (start + len(body)) // PAGE
    body += character_page(places, [modifiers for _, modifiers in pieces]) + paragraph_page(places, paragraph)
    tables = {
        "styles": sheet(styles, old=old),
        "headers": struct.pack(f"<{len(headers)}L", *headers),
        "characters": listed(places, first_page, old=old),
        "paragraphs": listed(places, first_page + 1, old=old),
        "fonts": font_table(fonts, charset, old=old),
        "pieces": piece_table(pieces, counts, places, piece_modifiers, old=old),
        **(parts or {}),
    }
    table = b"".join(tables.values())
    head = fib(tables, start + len(body) if old else 0, (start, places[-1]), lengths or (sum(counts),), flags, old=old)
    if old:
        return compound({"WordDocument": head + body + table})
    return compound({"WordDocument": head + body, "0Table": table})


def fib(
    tables: Mapping[str, bytes], place: int, bounds: tuple[int, int], lengths: Sequence[int], flags: int, *, old: bool
) -> bytes:
    """The head (MS-DOC 2.5): the tables lie one after the other from a place on."""
    head = bytearray(bounds[0])
    struct.pack_into("<HH6xH", head, 0, 0xA5DC if old else 0xA5EC, 0x65 if old else 0xC1, flags)
    struct.pack_into("<2L", head, 0x18, *bounds)
    struct.pack_into(f"<{len(lengths)}L", head, 0x34 if old else 0x4C, *lengths)
    for name, table in tables.items():
        struct.pack_into("<2L", head, (0x58 if old else 0x9A) + 8 * TABLES[name], place, len(table))
        place += len(table)
    return bytes(head)


def character_page(places: Sequence[int], modifiers: Sequence[bytes]) -> bytes:
    """A formatted page of characters (MS-DOC 2.9.33)."""
    page = bytearray(PAGE)
    struct.pack_into(f"<{len(places)}L", page, 0, *places)
    free = PAGE - 2
    for index, one in enumerate(modifiers):
        free = (free - 1 - len(one)) & ~1
        page[free : free + 1 + len(one)] = bytes([len(one)]) + one
        page[4 * len(places) + index] = free // 2
    page[-1] = len(modifiers)
    return bytes(page)


def paragraph_page(places: Sequence[int], style: int) -> bytes:
    """A formatted page of paragraphs: one style from the first place to the last (MS-DOC 2.9.174)."""
    page = bytearray(PAGE)
    struct.pack_into("<2L", page, 0, places[0], places[-1])
    page[8] = 200
    page[400:403] = struct.pack("<BH", 2, style)
    page[-1] = 1
    return bytes(page)


def listed(places: Sequence[int], page: int, *, old: bool) -> bytes:
    return struct.pack("<LLH" if old else "<LLL", places[0], places[-1], page)


def font_table(fonts: Sequence[str], charset: int, *, old: bool) -> bytes:
    entries = b""
    for name in fonts:
        rest = bytes(3) + bytes([charset, 0])
        rest += name.encode("cp1252") + b"\0" if old else bytes(34) + name.encode("utf-16-le") + b"\0\0"
        entries += bytes([len(rest)]) + rest
    return struct.pack("<H", len(entries) + 2) + entries if old else struct.pack("<HH", len(fonts), 0) + entries


def sheet(styles: Sequence[Style], *, old: bool) -> bytes:
    """A style sheet (MS-DOC 2.9.271); style 0 is there always."""
    fixed = 8 if old else 10
    entries = b""
    for kind, based, modifiers in styles or [(1, 0xFFF, b"")]:
        entry = struct.pack("<HHHH", 0, kind | based << 4, 2 if kind == 1 else 1, 0) + bytes(fixed - 8)
        entry += b"\x01A\0" if old else struct.pack("<H", 1) + "A\0".encode("utf-16-le")
        for upx in ([struct.pack("<H", 0)] if kind == 1 else []) + [modifiers]:
            entry += bytes(len(entry) & 1) + struct.pack("<H", len(upx)) + upx
        entry += bytes(len(entry) & 1)
        entries += struct.pack("<H", len(entry)) + entry
    header = struct.pack("<9H", len(styles) or 1, fixed, 0, 0, 0, 0, 0, 0, 0)
    return struct.pack("<H", len(header)) + header + entries


def piece_table(pieces: Sequence[Piece], counts: Sequence[int], places: Sequence[int], modifiers: bytes, *, old: bool) -> bytes:
    """The table (MS-DOC 2.9.38), with one block of modifiers for the last piece where they are given."""
    bounds = list(accumulate(counts, initial=0))
    table = struct.pack(f"<{len(bounds)}L", *bounds)
    for index, (text, _) in enumerate(pieces):
        place = places[index] * 2 | EIGHT_BIT if isinstance(text, bytes) and not old else places[index]
        table += struct.pack("<HLH", 0, place, 1 if modifiers and index == len(pieces) - 1 else 0)
    block = struct.pack("<BH", 1, len(modifiers)) + modifiers if modifiers else b""
    return block + struct.pack("<BL", 2, len(table)) + table
