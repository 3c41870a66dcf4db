"""What the readers may still spend on one message, all of its attachments together; and how a reader gives up.

Declared sizes are never trusted: everything is counted as it is unpacked, and one attachment cannot spend the budget
again that another has spent already.
"""

from dataclasses import dataclass

from gateway.limits import Limits
from policies.core.facts import Unread

SMALLEST = 4 << 20  # a small letter may unpack to this much whatever the ratio: XML shrinks well


class Refused(Exception):  # noqa: N818  # no error of ours: it says what was found
    """Ends the reading of one content; `unread` stands in its place."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.unread = Unread(reason, detail)


@dataclass(slots=True)
class Budget:
    """Bytes that may still be unpacked and archive entries that may still be met.  `bound`: which limit set the bytes."""

    limits: Limits
    room: int
    entries: int
    bound: str = "unpacked"

    def take(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self.room -= size
        if self.room < 0:
            raise Refused("over-limit", self.bound)

    def most(self) -> int:
        """How much an unpacker may put out before it is known to go over; never 0, which unpackers take for no limit."""
        self.take(0)
        return self.room + 1

    def take_entries(self, count: int) -> None:
        """Count entries of an archive."""
        self.entries -= count
        if self.entries < 0:
            raise Refused("over-limit", "entries")


def budget(limits: Limits, size: int) -> Budget:
    """The budget of a message whose parts have `size` bytes."""
    by_ratio = max(SMALLEST, size * limits.ratio)
    if by_ratio < limits.unpacked:
        return Budget(limits, by_ratio, limits.entries, "ratio")
    return Budget(limits, limits.unpacked, limits.entries)
