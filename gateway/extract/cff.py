"""Compact Font Format (Adobe Technical Note 5176) as far as it tells the glyph name of each code of a font.

Must stay true: linear, never raises; a table that lies is one that says nothing.
"""

from itertools import pairwise
from struct import Struct, error

from gateway.extract.cffstrings_table import STRINGS

CHARSET, ENCODING, CHARSTRINGS, ROS = 15, 16, 17, 0x0C1E  # operators of the top dictionary
PREDEFINED = 2  # offsets up to here mean tables of the format itself
GLYPHS = 1 << 16
LONGEST = 500  # bytes of a name, or of the top dictionary
PAIR = Struct(">HB")


def names_of_codes(program: bytes) -> dict[int, str]:
    """The glyph name of each code; empty for a standard encoding, and where the program does not tell."""
    try:
        _, at = _index(program, program[2])
        tops, at = _index(program, at)
        strings, _ = _index(program, at)
        top = _dictionary(program[tops[0]])
        if ROS in top or top.get(ENCODING, 0) < PREDEFINED:
            return {}
        (count,) = Struct(">H").unpack_from(program, top[CHARSTRINGS])
        names = _charset(program, top.get(CHARSET, 0), count)
        codes, extra = _encoding(program, top[ENCODING])
        found = {code: names[glyph] for code, glyph in codes.items() if glyph < len(names)} | extra
        return {code: "/" + name for code, sid in found.items() if (name := _string(program, sid, strings))}
    except (error, IndexError, KeyError):
        return {}


def _index(program: bytes, at: int) -> tuple[list[slice], int]:
    """Where the items of an index stand, and where it ends.  They may overlap: none is taken before it is asked for."""
    (count,) = Struct(">H").unpack_from(program, at)
    if not count:
        return [], at + 2
    size = program[at + 2]
    if not 1 <= size <= 4:
        raise IndexError
    table = program[at + 3 : at + 3 + (count + 1) * size]
    offsets = [int.from_bytes(table[place : place + size], "big") for place in range(0, len(table), size)]
    data = at + 2 + (count + 1) * size  # offsets begin with 1
    items = [slice(data + first, data + min(last, first + LONGEST)) for first, last in pairwise(offsets)]
    return items, data + offsets[-1]


def _dictionary(raw: bytes) -> dict[int, int]:
    """The last operand of each operator; numbers with a fraction count as 0."""
    found: dict[int, int] = {}
    operand, at = 0, 0
    while at < len(raw):
        first, at = raw[at], at + 1
        if first <= 21:
            operator = first
            if first == 12:
                operator, at = 0x0C00 | raw[at], at + 1
            found[operator], operand = operand, 0
        elif first == 28:
            operand, at = int.from_bytes(raw[at : at + 2], "big", signed=True), at + 2
        elif first == 29:
            operand, at = int.from_bytes(raw[at : at + 4], "big", signed=True), at + 4
        elif first == 30:
            while at < len(raw) and 0xF not in (raw[at] >> 4, raw[at] & 0xF):
                at += 1
            operand, at = 0, at + 1
        elif first < 247:
            operand = first - 139
        else:
            operand, at = (first - 247) * 256 + raw[at] + 108, at + 1  # negative ones are never offsets
    return found


def _charset(program: bytes, at: int, count: int) -> list[int]:
    """The string of each glyph."""
    if at <= PREDEFINED:
        return list(range(229)) if at == 0 else []
    kind, at = program[at], at + 1
    names = [0]
    if kind == 0:
        return names + list(Struct(f">{max(0, count - 1)}H").unpack_from(program, at))
    while len(names) < count:
        first, left = PAIR.unpack_from(program, at) if kind == 1 else Struct(">HH").unpack_from(program, at)
        names += range(first, first + min(left, GLYPHS - len(names)) + 1)
        at += 3 if kind == 1 else 4
    return names


def _encoding(program: bytes, at: int) -> tuple[dict[int, int], dict[int, int]]:
    """The glyph of each code, and the string of each code that is given one of its own."""
    kind, count, at = program[at], program[at + 1], at + 2
    codes: dict[int, int] = {}
    if kind & 0x7F == 0:
        codes = {code: glyph for glyph, code in enumerate(program[at : at + count], 1)}
        at += count
    else:
        glyph = 1
        for first, left in zip(program[at : at + 2 * count : 2], program[at + 1 : at + 2 * count : 2], strict=False):
            codes |= {code: glyph + code - first for code in range(first, min(first + left, 255) + 1)}
            glyph += left + 1
        at += 2 * count
    if kind < 0x80:
        return codes, {}
    places = range(at + 1, at + 1 + 3 * program[at], 3)
    return codes, {program[place]: int.from_bytes(program[place + 1 : place + 3], "big") for place in places}


def _string(program: bytes, sid: int, strings: list[slice]) -> str:
    if sid < len(STRINGS):
        return STRINGS[sid]
    own = sid - len(STRINGS)
    return program[strings[own]].decode("latin-1") if own < len(strings) else ""
