"""Writes OLE compound files for the tests: streams side by side in the root, each long enough not to be a small one."""

import struct
from collections.abc import Mapping

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
CUTOFF = 4096


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file with these streams, each filled up with zeros to the size from which it has sectors of its own."""
    padded = {name: data.ljust(CUTOFF, b"\0") for name, data in streams.items()}
    directory_sectors = -(-(len(padded) + 1) // 4)
    used = directory_sectors + sum(sectors(data) for data in padded.values())
    table_sectors = 1
    while table_sectors * SECTOR // 4 < table_sectors + used:
        table_sectors += 1
    table = [TABLE] * table_sectors + chain(table_sectors, directory_sectors)
    entries = [entry("Root Entry", 5, child=1 if padded else FREE, start=END)]
    body = b""
    for number, (name, data) in enumerate(padded.items(), 1):
        following = number + 1 if number < len(padded) else FREE
        entries.append(entry(name, 2, right=following, start=len(table), size=len(data)))
        table += chain(len(table), sectors(data))
        body += data.ljust(sectors(data) * SECTOR, b"\0")
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    allocation = struct.pack(f"<{len(table)}L", *table).ljust(table_sectors * SECTOR, b"\xff")
    return header(table_sectors) + allocation + directory + body


def header(table_sectors: int) -> bytes:
    """The head of a file whose allocation table comes first, its directory next (MS-CFB 2.2)."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9L", 0, table_sectors, table_sectors, 0, CUTOFF, END, 0, END, 0)
    return (head + struct.pack(f"<{table_sectors}L", *range(table_sectors))).ljust(SECTOR, b"\xff")[:SECTOR]


def entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    raw = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 2 * len(name) + 2, kind, 1)
    return (raw + struct.pack("<3L", FREE, right, child)).ljust(116, b"\0") + struct.pack("<LQ", start, size)


def chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), END] if count else []


def sectors(data: bytes) -> int:
    return -(-len(data) // SECTOR)
