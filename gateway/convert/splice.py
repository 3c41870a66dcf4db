"""Bytes with some stretches replaced."""

from collections.abc import Iterable

Edit = tuple[int, int, bytes]  # from, to, what stands there now


def spliced(body: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all edits made; they do not overlap."""
    pieces, at = [], 0
    for start, end, new in sorted(edits):
        pieces += [body[at:start], new]
        at = end
    return b"".join([*pieces, body[at:]])
