"""The content after DATA, taken in bulk: ends at CRLF "." CRLF and nowhere else, dots undone, lone CR, LF and NUL noticed.

Nothing is normalised (invariant 3): content with a lone CR or LF or a NUL is read to its true end and refused, so that no server
behind us can read another end of data into it (SMTP smuggling, RFC 5321 s.2.3.8, s.4.1.1.4).
"""

from dataclasses import dataclass

END = b"\r\n.\r\n"


@dataclass(slots=True)
class Unstuffer:
    """Cuts the stream of a DATA phase into clean pieces.

    `feed` takes what came and gives back what belongs to the content; when the end was seen, `done` is true and `rest`
    holds the bytes behind it.  `broken`: a lone CR, LF or NUL was among them.  `dotted`: some line began with a dot.
    """

    carry: bytes = b"\r\n"  # as if a line had just ended: a message may be empty
    started: bool = False
    done: bool = False
    rest: bytes = b""
    broken: bool = False
    dotted: bool = False

    def feed(self, chunk: bytes) -> bytes:
        """The content's bytes in `chunk`, as far as they are certain."""
        data = self.carry + chunk
        if b"." in chunk or b"." in self.carry:
            end = data.find(END)
            if end >= 0:
                self.done, self.rest = True, data[end + 5 :]
                return self._clean(data[: end + 2])
        keep = _held_back(data)
        self.carry = data[len(data) - keep :]
        return self._clean(data[: len(data) - keep])

    def _clean(self, piece: bytes) -> bytes:
        if b"." in piece and b"\r\n." in piece:
            self.dotted = True
            piece = piece.replace(b"\r\n.", b"\r\n")
        breaks = piece.count(b"\n")
        if b"\0" in piece or piece.count(b"\r") != breaks or piece.count(b"\r\n") != breaks:
            self.broken = True
        if not self.started and piece:
            self.started = True
            piece = piece[2:]
        return piece


def _held_back(data: bytes) -> int:
    """How many bytes at the end may be the beginning of the end of data."""
    for size in (4, 3, 2, 1):
        if data.endswith(END[:size]):
            return size
    return 0
