"""Writes the streams of old Excel workbooks for the tests, record by record: BIFF5 with 8-bit strings, BIFF8 with wide ones."""

import struct
from collections.abc import Iterable, Sequence

from tests.gateway.extract.compoundfiles import compound

BIFF5, BIFF8 = 0x500, 0x600
GLOBALS, SHEET, CHART = 5, 0x10, 0x20
BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C


def record(code: int, *parts: bytes) -> bytes:
    """A record, its further parts in records that continue it."""
    first, *others = parts or (b"",)
    return struct.pack("<HH", code, len(first)) + first + b"".join(record(CONTINUE, part) for part in others)


def string(text: str | bytes, size: str = "H") -> bytes:
    """A string with its length before it: bytes for BIFF5, text (in wide letters) for BIFF8."""
    if isinstance(text, bytes):
        return struct.pack(f"<{size}", len(text)) + text
    return struct.pack(f"<{size}B", len(text), 1) + text.encode("utf-16-le")


def font(name: str | bytes, charset: int = 0) -> bytes:
    return record(0x31, bytes(12) + bytes([charset, 0]) + string(name, "B"))


def style(index: int) -> bytes:
    """A cell format with that font."""
    return record(0xE0, struct.pack("<H", index) + bytes(18))


def label(row: int, column: int, text: str | bytes, form: int = 0) -> bytes:
    return record(0x204, struct.pack("<3H", row, column, form) + string(text))


def formula(row: int, column: int, result: bytes = b"\0\0\0\0\0\0\xff\xff") -> bytes:
    return record(0x06, struct.pack("<3H", row, column, 0) + result + bytes(8))


def substream(version: int, kind: int, records: Iterable[bytes]) -> bytes:
    return record(BOF, struct.pack("<4H", version, kind, 0, 0)) + b"".join(records) + record(EOF)


def workbook(
    shared: Sequence[bytes],
    cells: Sequence[bytes],
    name: str | bytes = b"S",
    *,
    kind: int = SHEET,
    stream: str = "",
) -> bytes:
    """A workbook of one sheet: records that all sheets share, and the sheet's own.  BIFF5 where its name is of bytes."""
    version = BIFF5 if isinstance(name, bytes) else BIFF8
    size = len(substream(version, GLOBALS, [*shared, record(0x85, bytes(6) + string(name, "B"))]))
    sheet = record(0x85, struct.pack("<LH", size, 0) + string(name, "B"))
    data = substream(version, GLOBALS, [*shared, sheet]) + substream(version, kind, cells)
    return compound({stream or ("Book" if version == BIFF5 else "Workbook"): data})


def text_box(
    text: bytes, fonts: Sequence[tuple[int, int]] = (), default: int = 0, name: bytes = b"", macro: bytes = b""
) -> bytes:
    """A text box of BIFF5, with places where another font begins.  LibreOffice shows it the same way."""
    data = struct.pack("<LHHH", 1, 6, 1, 0x6011) + struct.pack("<8H", 1, 0, 1, 0, 4, 0, 6, 0)
    data += struct.pack("<4H", len(macro), 0, len(name), 0) + bytes((9, 9, 0, 1, 9, 1, 0, 1, 0, 0))
    data += struct.pack("<7H", len(text), 0, 8 * len(fonts), default, 0, 0x212, 0) + bytes(12)
    if name:
        data += bytes([len(name)]) + name + bytes(1 - len(name) % 2)
    data += macro + text + bytes(len(text) % 2)
    return record(0x5D, data + b"".join(struct.pack("<HHL", *start, 0) for start in fonts))
