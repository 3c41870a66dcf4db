"""The ZP-coder, the adaptive arithmetic coder of all that DjVu packs (Lizardtech DjVu Reference, version 3, appendix Z).

What must stay true: a decision is a bounded number of steps, and data that has ended goes on as ones until too many were
asked for; then `Refused`.
"""

from gateway.extract.budget import Refused
from gateway.extract.zpcoder_table import CHANCES, LESS_LIKELY, LIKELIER, THRESHOLDS

BEYOND = 25  # bytes that may be asked for behind the end
LEADING = tuple(next((bit for bit in range(8) if not byte & 0x80 >> bit), 8) for byte in range(256))  # ones


class Decoder:
    """Gives the decisions that were coded.  The state of a context is an item of a list that the caller keeps, at first 0."""

    __slots__ = ("_a", "_buffer", "_code", "_data", "_fence", "_place", "_ready")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0
        self._a = 0
        self._buffer = self._ready = 0
        self._code = int.from_bytes((data[:2] + b"\xff\xff")[:2], "big")
        self._place = 2
        self._fill()
        self._fence = min(self._code, 0x7FFF)

    def decide(self, states: list[int], at: int) -> int:
        """The next decision in a context."""
        state = states[at]
        z = self._a + CHANCES[state]
        if z <= self._fence:
            self._a = z
            return state & 1
        z = min(z, 0x6000 + ((z + self._a) >> 2))
        if z > self._code:
            states[at] = LESS_LIKELY[state]
            self._unlikely(z)
            return state & 1 ^ 1
        if self._a >= THRESHOLDS[state]:
            states[at] = LIKELIER[state]
        self._likely(z)
        return state & 1

    def bit(self) -> int:
        """The next decision without a context."""
        z = 0x8000 + (self._a >> 1)
        if z > self._code:
            self._unlikely(z)
            return 1
        self._likely(z)
        return 0

    def even(self) -> int:
        """The next decision without a context, as wavelets code signs."""
        z = 0x8000 + ((3 * self._a) >> 3)
        if z > self._code:
            self._unlikely(z)
            return 1
        self._likely(z)
        return 0

    def _likely(self, z: int) -> None:
        self._ready -= 1
        self._a = z << 1 & 0xFFFF
        self._code = self._code << 1 & 0xFFFF | self._buffer >> self._ready & 1
        if self._ready < 16:
            self._fill()
        self._fence = min(self._code, 0x7FFF)

    def _unlikely(self, z: int) -> None:
        a = self._a + 0x10000 - z
        code = self._code + 0x10000 - z
        shift = LEADING[a >> 8 & 0xFF] if a < 0xFF00 else LEADING[a & 0xFF] + 8
        self._ready -= shift
        self._a = a << shift & 0xFFFF
        self._code = code << shift & 0xFFFF | self._buffer >> self._ready & (1 << shift) - 1
        if self._ready < 16:
            self._fill()
        self._fence = min(self._code, 0x7FFF)

    def _fill(self) -> None:
        while self._ready <= 24:
            byte = self._data[self._place] if self._place < len(self._data) else 0xFF
            self._place += 1
            if self._place > len(self._data) + BEYOND:
                raise Refused("damaged", "packed data cut off")
            self._buffer = (self._buffer << 8 | byte) & 0xFFFFFFFF
            self._ready += 8
