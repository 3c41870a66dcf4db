"""OLE compound files (MS-CFB): the streams beside one another in the root storage.

What must stay true: no chain of sectors is followed for longer than the file has sectors, so that loops end and nothing unpacks
to more than the file; a stream comes out whole or not at all.  Embedded objects lie in storages of their own and stay closed.
"""

from dataclasses import dataclass
from struct import error, unpack, unpack_from

from gateway.extract.budget import Budget, Refused

END = 0xFFFFFFFA  # sector numbers from here on are marks, not places (MS-CFB 2.1)
IN_HEADER = 109  # sectors of the allocation table that the header itself names
STREAM, ENTRY = 2, 128


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the directory (MS-CFB 2.6.1): a stream, or a storage."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file, opened.  Every fault of its structure is `Refused`."""

    __slots__ = ("_body", "_budget", "_cutoff", "_fat", "_found", "_minifat", "_ministream", "_root", "_shift")

    def __init__(self, body: bytes, budget: Budget) -> None:
        try:
            self._shift = unpack_from("<H", body, 30)[0]
            if self._shift not in (9, 12):
                raise Refused("damaged", "OLE sector size")
            self._body, self._budget = body, budget
            (
                directory,
                self._cutoff,
                minifat,
                table,
            ) = (unpack_from("<L", body, place)[0] for place in (48, 56, 60, 68))
            self._fat = self._allocation(table)
            entries = self._entries(self._join(self._chain(directory, None)))
            self._minifat = words(self._join(self._chain(minifat, None)))
        except error as problem:
            raise Refused("damaged", "OLE structure") from problem
        if not entries:
            raise Refused("damaged", "OLE directory")
        self._root = entries[0]
        self._ministream: bytes | None = None
        self._found = _in_root(entries)

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams and storages in the root, in lower case: it makes no difference (MS-CFB 2.6.4)."""
        return frozenset(self._found)

    def stream(self, name: str) -> bytes:
        """What a stream holds."""
        entry = self._found.get(name.lower())
        if entry is None or entry.kind != STREAM:
            raise Refused("damaged", f"no stream {name}")
        if entry.size > len(self._body):
            raise Refused("damaged", "OLE stream larger than its file")
        self._budget.take(entry.size)
        return self._small(entry) if entry.size < self._cutoff else self._large(entry)

    def _large(self, entry: Entry) -> bytes:
        data = self._join(self._chain(entry.start, -(-entry.size >> self._shift)))
        if len(data) < entry.size:
            raise Refused("damaged", "OLE stream cut off")
        return data[: entry.size]

    def _small(self, entry: Entry) -> bytes:
        """A stream in the root's own stream, in sectors of 64 bytes (MS-CFB 2.4)."""
        if self._ministream is None:
            self._budget.take(self._root.size)
            self._ministream = self._large(self._root) if self._root.size <= len(self._body) else b""
        chain = _follow(self._minifat, entry.start, -(-entry.size >> 6))
        data = b"".join([self._ministream[sector << 6 : (sector + 1) << 6] for sector in chain])
        if len(data) < entry.size:
            raise Refused("damaged", "OLE stream cut off")
        return data[: entry.size]

    def _allocation(self, table: int) -> tuple[int, ...]:
        """The allocation table: for each sector the one that follows it."""
        most = (len(self._body) >> (2 * self._shift - 2)) + 1  # more would speak of sectors beyond the end
        homes = [home for home in unpack_from(f"<{IN_HEADER}L", self._body, 76) if home < END]
        seen = set[int]()
        while table < END and table not in seen and len(homes) < most:
            seen.add(table)
            more = words(self._sector(table))
            if not more:
                raise Refused("damaged", "OLE chain leads out of the file")
            homes += [home for home in more[:-1] if home < END]
            table = more[-1]
        return words(self._join(homes[:most]))

    def _chain(self, start: int, count: int | None) -> list[int]:
        return _follow(self._fat, start, count)

    def _sector(self, number: int) -> bytes:
        return self._body[(number + 1) << self._shift : (number + 2) << self._shift]

    def _join(self, sectors: list[int]) -> bytes:
        return b"".join(map(self._sector, sectors))

    @staticmethod
    def _entries(directory: bytes) -> list[Entry]:
        return [_entry(directory[place : place + ENTRY]) for place in range(0, len(directory) - ENTRY + 1, ENTRY)]


def words(data: bytes) -> tuple[int, ...]:
    """All whole 32-bit numbers."""
    return unpack(f"<{len(data) // 4}L", data[: len(data) & ~3])


def _follow(table: tuple[int, ...], start: int, count: int | None) -> list[int]:
    """The chain of sectors from a start: so many, or up to its end."""
    chain: list[int] = []
    most = len(table) if count is None else count
    while start < END and len(chain) < most:
        if start >= len(table):
            raise Refused("damaged", "OLE chain leads out of the file")
        chain.append(start)
        start = table[start]
    if count is None and start < END:
        raise Refused("damaged", "OLE chain without an end")
    return chain


def _entry(raw: bytes) -> Entry:
    length, kind = unpack_from("<HB", raw, 64)
    left, right, child = unpack_from("<3L", raw, 68)
    start, size = unpack_from("<2L", raw, 116)  # sizes of 4 GB and more are for other files than ours
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return Entry(name, kind, left, right, child, start, size)


def _in_root(entries: list[Entry]) -> dict[str, Entry]:
    """The entries of the root storage: a binary tree (MS-CFB 2.6.4)."""
    found: dict[str, Entry] = {}
    waiting, seen = [entries[0].child], set[int]()
    while waiting:
        place = waiting.pop()
        if place < len(entries) and place not in seen:
            seen.add(place)
            entry = entries[place]
            found.setdefault(entry.name.lower(), entry)
            waiting += [entry.left, entry.right]
    return found
