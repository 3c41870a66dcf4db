"""A zip file read with suspicion: what an office document and an archive have in common.

Names stay bytes (legacy encodings live in them).  Entries must not overlap, must bear the same name in both places, and
must unpack to exactly what they declare; the budget counts what really comes out.  The standard library's `zipfile` does
not check overlaps in every version in use, hides the raw name, and reads past declared sizes.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct, error

from gateway.extract.budget import Budget, Refused

END = Struct("<4s4H2LH")  # APPNOTE 4.3.16
END64 = Struct("<4sQ2H2L4Q")
LOCATOR64 = Struct("<4sLQL")
CENTRAL = Struct("<4s6H3L5H2L")  # 4.3.12
LOCAL = Struct("<4s5H3L2H")  # 4.3.7
STORED, DEFLATED = 0, 8
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the central directory."""

    name: bytes
    unicode: bool
    encrypted: bool
    method: int
    crc: int
    packed: int
    size: int
    offset: int


class Zip:
    """A zip file and its entries, checked for overlaps."""

    __slots__ = ("_body", "_budget", "_start", "entries")

    def __init__(self, body: bytes, budget: Budget) -> None:
        self._body = body
        self._budget = budget
        try:
            count, size, offset, end = directory(body)
            budget.take_entries(count)
            self._start = end - size - offset  # what was put before the archive, such as a self-extractor
            if self._start < 0:
                raise Refused("damaged", "central directory out of place")
            self.entries = tuple(_entries(body, end - size, end, count, self._start))
            self._refuse_overlaps(end - size)
        except error as problem:
            raise Refused("damaged", "zip structure") from problem

    def members(self) -> Mapping[str, Entry]:
        """Entries by name, for a document: two of one name would let two programs read two documents."""
        found = {entry.name.decode("utf-8", "replace"): entry for entry in self.entries}
        if len(found) != len(self.entries):
            raise Refused("damaged", "two entries of one name")
        return found

    def read(self, entry: Entry) -> bytes:
        """The entry's content."""
        if entry.encrypted:
            raise Refused("encrypted", "zip entry")
        data = self._body[self._data(entry) : self._data(entry) + entry.packed]
        if entry.method == DEFLATED:
            data = self._inflate(data)
        elif entry.method != STORED:
            raise Refused("unsupported", f"zip method {entry.method}")
        self._budget.take(len(data))
        if len(data) != entry.size or zlib.crc32(data) != entry.crc:
            raise Refused("damaged", "zip entry is not what it declares")
        return data

    def fingerprint(self, entry: Entry) -> bytes:
        """Tells an entry's content from every other without unpacking it."""
        data = memoryview(self._body)[self._data(entry) : self._data(entry) + entry.packed]
        return sha256(data).digest() + entry.method.to_bytes(2) + entry.size.to_bytes(8)

    def _inflate(self, data: bytes) -> bytes:
        unpacker, most = zlib.decompressobj(-zlib.MAX_WBITS), self._budget.most()
        try:
            out = unpacker.decompress(data, most)
        except zlib.error as problem:
            raise Refused("damaged", "deflate stream") from problem
        if len(out) < most and not unpacker.eof:
            raise Refused("damaged", "deflate stream cut off")
        return out

    def _data(self, entry: Entry) -> int:
        """Where the entry's bytes begin."""
        fields = LOCAL.unpack_from(self._body, entry.offset)
        name = entry.offset + LOCAL.size
        if fields[0] != b"PK\x03\x04" or self._body[name : name + fields[9]] != entry.name:
            raise Refused("damaged", "zip entry has two names")
        return int(name + fields[9] + fields[10])

    def _refuse_overlaps(self, limit: int) -> None:
        """Overlapping entries unpack the same bytes again and again (CVE-2024-0450)."""
        for entry in sorted(self.entries, key=lambda entry: entry.offset, reverse=True):
            if entry.offset < 0 or self._data(entry) + entry.packed > limit:
                raise Refused("damaged", "overlapping zip entries")
            limit = entry.offset


def directory(body: bytes) -> tuple[int, int, int, int]:
    """Count of entries, the directory's size, its declared offset, and where it ends."""
    end = body.rfind(b"PK\x05\x06", max(0, len(body) - END.size - FULL16))
    if end < 0:
        raise Refused("damaged", "zip without its directory")
    _, _, _, _, count, size, offset, _ = END.unpack_from(body, end)
    if count == FULL16 or FULL32 in (size, offset):
        sign, _, where, _ = LOCATOR64.unpack_from(body, max(0, end - LOCATOR64.size))
        if sign == b"PK\x06\x07":
            fields = END64.unpack_from(body, where)
            return fields[7], fields[8], fields[9], where
    return count, size, offset, end


def _entries(body: bytes, position: int, end: int, count: int, start: int) -> list[Entry]:
    found: list[Entry] = []
    while position < end:
        if len(found) == count:
            raise Refused("damaged", "more zip entries than declared")
        fields = CENTRAL.unpack_from(body, position)
        sign, _, _, flags, method, _, _, crc, packed, size, name_size, extra_size, comment_size, _, _, _, offset = fields
        if sign != b"PK\x01\x02":
            raise Refused("damaged", "zip directory")
        name_at = position + CENTRAL.size
        extra_at = name_at + name_size
        name = body[name_at:extra_at]
        if FULL32 in (packed, size, offset):
            size, packed, offset = _wide(body[extra_at : extra_at + extra_size], size, packed, offset)
        found.append(Entry(name, bool(flags & 0x800), bool(flags & 0x41), method, crc, packed, size, offset + start))
        position = extra_at + extra_size + comment_size
    if len(found) != count:
        raise Refused("damaged", "fewer zip entries than declared")
    return found


def _wide(extra: bytes, *values: int) -> tuple[int, int, int]:
    """Sizes and offset with those that do not fit 32 bits taken from the Zip64 field (APPNOTE 4.5.3)."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = (
            int.from_bytes(extra[position : position + 2], "little"),
            int.from_bytes(extra[position + 2 : position + 4], "little"),
        )
        if kind == 1:
            field = extra[position + 4 : position + 4 + size]
            numbers = iter([int.from_bytes(field[at : at + 8], "little") for at in range(0, len(field) - 7, 8)])
            size, packed, offset = (next(numbers, value) if value == FULL32 else value for value in values)
            return size, packed, offset
        position += 4 + size
    raise Refused("damaged", "zip64 field missing")
