"""TrueType and Type 1 font programs as far as they tell what their glyphs mean: the `cmap` turned round, the encoding vector.

Must stay true: linear, never raises; a table that lies is one that says nothing.
"""

import re
from collections.abc import Iterator
from struct import Struct, error

DIRECTORY = Struct(">4xH6x")
RECORD = Struct(">4s4xII")
SUBTABLE = Struct(">HHI")
GROUP = Struct(">III")
UNICODE = {(3, 10): 0, (0, 6): 1, (0, 4): 2, (3, 1): 3, (0, 3): 4, (0, 1): 5, (0, 0): 6, (3, 0): 7}  # the best first
NAMING = Struct(">6H")
TABLES = 64
NAMES = 200
GLYPHS = 1 << 16
ENCODED = re.compile(rb"\bdup\s{1,9}(\d{1,3})\s{0,9}(/[!-$&-'*-.0-;=?-Z^-z|~]{1,60})\s{1,9}put\b")
CLEAR = 64 << 10  # bytes of a Type 1 program before its encrypted part


def texts_of_glyphs(program: bytes) -> dict[int, str]:
    """The character that each glyph of a TrueType program is drawn for, empty where the program does not tell."""
    try:
        start = _table(program, b"cmap")
        return dict(_mapped(program, start)) if start else {}
    except (error, IndexError):
        return {}


def family(program: bytes) -> str | None:
    """What the font is called (the name with style where there is one), None where the program does not tell."""
    try:
        start = _table(program, b"name")
        count, strings = Struct(">2xHH").unpack_from(program, start)
        records = [NAMING.unpack_from(program, start + 6 + 12 * index) for index in range(min(count, NAMES))] if start else []
    except error:
        return None
    names = {
        name: program[start + strings + offset :][:length].decode("utf-16-be" if platform != 1 else "latin-1", "replace")
        for platform, _, _, name, length, offset in records
        if name in (1, 4)
    }
    return (names.get(4) or names.get(1) or "")[:200] or None


def names_of_codes(program: bytes) -> dict[int, str]:
    """The glyph name of each code in the encoding that a Type 1 program brings along."""
    head = program[:CLEAR].partition(b"eexec")[0]
    return {int(code): name.decode("ascii") for code, name in ENCODED.findall(head) if int(code) < 256}


def _table(program: bytes, wanted: bytes) -> int:
    """Where a table begins, 0 for none."""
    (count,) = DIRECTORY.unpack_from(program)
    for index in range(min(count, TABLES)):
        tag, offset, _ = RECORD.unpack_from(program, 12 + 16 * index)
        if tag == wanted:
            return int(offset)
    return 0


def _mapped(program: bytes, start: int) -> Iterator[tuple[int, str]]:
    """Glyphs and their characters by the best subtable; of several characters of one glyph the lowest."""
    (count,) = Struct(">2xH").unpack_from(program, start)
    known = [SUBTABLE.unpack_from(program, start + 4 + 8 * index) for index in range(min(count, TABLES))]
    found = sorted(
        (UNICODE[platform, encoding], offset) for platform, encoding, offset in known if (platform, encoding) in UNICODE
    )
    if found:
        pairs = list(_pairs(program, start + found[0][1]))
        yield from ((glyph, chr(code)) for code, glyph in reversed(pairs) if glyph and not 0xD800 <= code < 0xE000)


def _pairs(program: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Code and glyph of each entry of a subtable, rising; formats 4, 6 and 12."""
    (kind,) = Struct(">H").unpack_from(program, at)
    room = len(program) // 2  # each glyph takes as much elsewhere
    if kind == 6:
        first, count = Struct(">6xHH").unpack_from(program, at)
        yield from enumerate(Struct(f">{count}H").unpack_from(program, at + 10), first)
    elif kind == 12:
        (count,) = Struct(">12xI").unpack_from(program, at)
        for index in range(min(count, GLYPHS)):
            first, last, glyph = GROUP.unpack_from(program, at + 16 + 12 * index)
            last = min(last, first + room - 1, 0x10FFFF)
            room -= max(0, last - first + 1)
            yield from ((code, glyph + code - first) for code in range(first, last + 1))
    elif kind == 4:
        yield from _segments(program, at)


def _segments(program: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 4: segments of codes, whose glyphs are reckoned or looked up."""
    count = Struct(">6xH").unpack_from(program, at)[0] // 2
    ends, starts, deltas, ranges = (
        Struct(f">{count}H").unpack_from(program, at + 14 + 2 * part * count + (2 if part else 0)) for part in range(4)
    )
    places = at + 16 + 6 * count
    room = len(program)
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        room -= max(0, last - first + 1)
        if room < 0:
            return
        for code in range(first, min(last, 0xFFFE) + 1):
            if not offset:
                yield code, (code + delta) & 0xFFFF
                continue
            place = places + 2 * index + offset + 2 * (code - first)
            glyph = int.from_bytes(program[place : place + 2], "big")
            yield code, (glyph + delta) & 0xFFFF if glyph else 0
