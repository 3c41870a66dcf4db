"""Cuts a multipart at its boundaries: offsets into the bytes, no copies.

Must stay true: linear in the size of the stretch; delimiters after the closing one still count (some programs go on).
"""

from dataclasses import dataclass

BLANKS = b" \t\r"
MAX_BOUNDARY = 1_000
MAX_HIDDEN = 1 << 20


@dataclass(frozen=True, slots=True)
class Sections:
    """`spans`: (start, end) of each part.  `preamble`, `epilogue`: likewise, of what stands before and behind.

    `closed`: the closing delimiter is there.  `reopened`: parts follow it.  `over`: there were more than asked for.
    """

    spans: tuple[tuple[int, int], ...]
    preamble: tuple[int, int]
    epilogue: tuple[int, int]
    closed: bool = False
    reopened: bool = False
    over: bool = False


def sections(raw: bytes, start: int, end: int, boundary: bytes, most: int, *, loose: bool = False) -> Sections:
    """The parts between the delimiter lines of `boundary` in raw[start:end], at most `most`; an empty one has none.

    `loose`: any line that begins like a delimiter is one, as some programs have it.
    """
    if not boundary:
        return Sections((), (start, start), (end, end))
    needle = b"--" + boundary
    spans: list[tuple[int, int]] = []
    opened = -1  # where the part that is open began
    first = last = -1
    closed = reopened = False
    at = start if raw.startswith(needle, start, end) else _next(raw, needle, start, end)
    while at >= 0:
        after = at + len(needle)
        closing = raw.startswith(b"--", after, end)
        line_end = raw.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end
        if loose or not raw[after + 2 * closing : line_end].strip(BLANKS):
            if opened >= 0:
                spans.append((opened, max(opened, _line_before(raw, at))))
            first = at if first < 0 else first
            reopened = reopened or (closed and not closing)
            closed = closed or closing
            opened = -1 if closing else min(line_end + 1, end)
            last = min(line_end + 1, end)
            if len(spans) > most:
                return Sections(tuple(spans[:most]), (start, first), (end, end), closed, reopened, over=True)
        at = _next(raw, needle, line_end, end)
    if opened >= 0:
        spans.append((opened, end))
    epilogue = (last, end) if opened < 0 and last >= 0 else (end, end)
    return Sections(tuple(spans), (start, max(first, start)), epilogue, closed, reopened)


def guessed_boundary(raw: bytes, start: int, end: int) -> bytes:
    """The boundary that a program without the right one would guess: the first line that looks like a delimiter and a part."""
    at = start if raw.startswith(b"--", start, end) else _next(raw, b"--", start, end)
    while 0 <= at < start + MAX_HIDDEN:
        line_end = raw.find(b"\n", at, end)
        if line_end < 0:
            return b""
        line = raw[at + 2 : line_end].rstrip(BLANKS)
        if 0 < len(line) <= MAX_BOUNDARY and raw[line_end + 1 : line_end + 9].lower() == b"content-":
            return line
        at = _next(raw, b"--", line_end, end)
    return b""


def hides_something(raw: bytes, span: tuple[int, int]) -> bool:
    """Whether a preamble or epilogue is more than the usual remark: it has the beginnings of a part or of a file."""
    lower = raw[span[0] : span[1]].lower()
    return b"content-t" in lower or b"\nbegin " in lower or b"=ybegin" in lower


def late_header(raw: bytes, start: int, end: int) -> int:
    """Where a part's header begins if an empty line stands before it (some programs skip that line), else `start`."""
    at = start + (2 if raw.startswith(b"\r\n", start, end) else 1 if raw.startswith(b"\n", start, end) else 0)
    return at if at > start and raw[at : min(at + 9, end)].lower() == b"content-t" else start


def _next(raw: bytes, needle: bytes, start: int, end: int) -> int:
    at = raw.find(b"\n" + needle, start, end)
    return at + 1 if at >= 0 else -1


def _line_before(raw: bytes, at: int) -> int:
    """The end of the line before, without its line end: that belongs to the delimiter (RFC 2046 s.5.1.1)."""
    if at and raw[at - 1] == 10:
        at -= 1
        if at and raw[at - 1] == 13:
            at -= 1
    return at
