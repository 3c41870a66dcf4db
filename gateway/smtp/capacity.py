"""How many sessions are open, in all and from each address, counted over all acceptors in memory that they share.

Each acceptor writes its own row only, so that no lock is needed and a killed acceptor's row can be cleared.
"""

from mmap import mmap
from zlib import crc32

SLOTS = 4_096  # addresses are counted by hash: two that share a slot are counted together
ROW = (1 + SLOTS) * 4


class Capacity:
    """The shared count.  Make it before the acceptors are forked; each of them then calls `own`."""

    def __init__(self, acceptors: int, total: int, per_client: int) -> None:
        self.total = total
        self.per_client = per_client
        self._cells = memoryview(mmap(-1, acceptors * ROW)).cast("I")
        self._rows = [row * (1 + SLOTS) for row in range(acceptors)]
        self._row = 0

    def own(self, number: int) -> None:
        """Say that we are acceptor `number`; what a predecessor left in its row is forgotten."""
        self._row = self._rows[number]
        for cell in range(self._row, self._row + 1 + SLOTS):
            self._cells[cell] = 0

    def enter(self, address: str) -> str:
        """Count a session; "" when it may stay, else what it is too many of (it counts all the same until `leave`)."""
        slot = 1 + crc32(address.encode()) % SLOTS
        self._cells[self._row] += 1
        self._cells[self._row + slot] += 1
        if sum(self._cells[row] for row in self._rows) > self.total:
            return "connections"
        if sum(self._cells[row + slot] for row in self._rows) > self.per_client:
            return "connections from your address"
        return ""

    def leave(self, address: str) -> None:
        """The session has ended."""
        slot = 1 + crc32(address.encode()) % SLOTS
        self._cells[self._row] -= 1
        self._cells[self._row + slot] -= 1

    @property
    def open(self) -> int:
        """Sessions open in all acceptors."""
        return sum(self._cells[row] for row in self._rows)
