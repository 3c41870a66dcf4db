"""Character properties of Word's binary formats, as far as they tell the font: modifiers ("sprm") over what a style says.

Word 97 to 2003: MS-DOC 2.6.1, two-byte modifiers that tell their own length.  Word 6 and 95: one byte, lengths by number.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from struct import unpack_from

FontIndex = int | None


@dataclass(frozen=True, slots=True)
class Look:
    """Indexes into the font table: for ASCII, East Asian, other letters, and complex scripts.

    `symbol`: the font and code of a character that stands in for the text.
    """

    ascii: FontIndex = None
    eastern: FontIndex = None
    other: FontIndex = None
    complex: FontIndex = None
    is_complex: bool = False
    symbol: tuple[int, int] | None = None


StyleOf = Callable[[int, Look], Look]
"""What a character style, by its number, makes of a look."""
Effects = tuple[tuple[int, bytes], ...]
"""Modifiers that tell a font, in their order, with their operands."""

SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # of operands, by the three highest bits; 0: told by the next byte
LONG_TABLE, LONG_TABS = 0xD608, 0xC615  # their lengths are told otherwise
STARTING = frozenset({0x4A30, 0x2A33})  # all modifiers before these are undone
TELLING = STARTING | {0x4A4F, 0x4A50, 0x4A51, 0x4A5E, 0x085A, 0x0882, 0x6A09}
OLD_STARTING = frozenset({80, 83})
OLD_TELLING = OLD_STARTING | {74, 93}
# Word 6: operands of the character modifiers; TOLD: by the next byte
TOLD = -1
OLD_SIZES = {65: 1, 66: 1, 67: 1, 69: 2, 70: 4, 71: 1, 72: 2, 73: 3, 75: 1, 77: 1, 80: 2, 83: 0}
OLD_SIZES |= dict.fromkeys(range(85, 93), 1)
OLD_SIZES |= {93: 2, 94: 1, 95: 3, 96: 2, 97: 2, 98: 1, 99: 2, 100: 1, 101: 2, 102: 1, 104: 1, 107: 2, 109: 2, 110: 2}
OLD_SIZES |= {117: 1, 118: 1} | dict.fromkeys((68, 74, 81, 82, 103, 105, 106, 108), TOLD)


def effects(modifiers: bytes, *, old: bool) -> Effects:
    """What is left of modifiers when those are gone that later ones undo: a handful, however many a file piles up."""
    telling, starting = (OLD_TELLING, OLD_STARTING) if old else (TELLING, STARTING)
    found: dict[int, bytes] = {}
    for code, operand in _old(modifiers) if old else _new(modifiers):
        if code in starting:
            found.clear()
        if code in telling:
            found.pop(code, None)  # the later one comes last
            found[code] = operand
    return tuple(found.items())


def look(found: Look, modified: Effects, base: Look, style_of: StyleOf, *, old: bool) -> Look:
    """The look that modifiers make of another; `base`: the paragraph's own."""
    for code, operand in modified:
        found = (_apply_old if old else _apply)(found, code, operand, base, style_of)
    return found


def _apply(found: Look, code: int, operand: bytes, base: Look, style_of: StyleOf) -> Look:
    match code:
        case 0x4A4F:  # sprmCRgFtc0
            return replace(found, ascii=_word(operand))
        case 0x4A50:  # sprmCRgFtc1
            return replace(found, eastern=_word(operand))
        case 0x4A51:  # sprmCRgFtc2
            return replace(found, other=_word(operand))
        case 0x4A5E:  # sprmCFtcBi
            return replace(found, complex=_word(operand))
        case 0x085A | 0x0882:  # sprmCFBiDi, sprmCFComplexScripts
            return replace(found, is_complex=bool(operand[0]))
        case 0x4A30:  # sprmCIstd
            return style_of(_word(operand), base)
        case 0x2A33:  # sprmCPlain
            return base
        case 0x6A09:  # sprmCSymbol
            return replace(found, symbol=unpack_from("<HH", operand))
    return found


def _apply_old(found: Look, code: int, operand: bytes, base: Look, style_of: StyleOf) -> Look:
    match code:
        case 93:  # sprmCFtc
            font = _word(operand)
            return replace(found, ascii=font, eastern=font, other=font)
        case 80:  # sprmCIstd
            return style_of(_word(operand), base)
        case 83:  # sprmCPlain
            return base
        case 74 if len(operand) >= 3:  # sprmCSymbol
            return replace(found, symbol=(_word(operand), operand[2]))
    return found


def _word(operand: bytes) -> int:
    return int.from_bytes(operand[:2], "little")


def _new(modifiers: bytes) -> Iterator[tuple[int, bytes]]:
    """Modifiers with their operands; one that is cut off ends them."""
    place = 0
    while place + 3 <= len(modifiers):
        code = _word(modifiers[place : place + 2])
        place += 2
        size = SIZES[code >> 13]
        if code == LONG_TABLE:
            size = _word(modifiers[place : place + 2]) + 1
        elif not size:
            size = modifiers[place] + 1
            if code == LONG_TABS and size == 256:
                return  # its length is told by its content, and paragraphs' tabs say nothing about fonts
        if place + size > len(modifiers):
            return
        yield code, modifiers[place : place + size]
        place += size


def _old(modifiers: bytes) -> Iterator[tuple[int, bytes]]:
    """The same for Word 6 and 95; an unknown one ends them."""
    place = 0
    while place < len(modifiers):
        code = modifiers[place]
        place += 1
        size = OLD_SIZES.get(code)
        if size is None:
            return
        if size == TOLD:
            size = modifiers[place] if place < len(modifiers) else 0
            place += 1
        if place + size > len(modifiers):
            return
        yield code, modifiers[place : place + size]
        place += size
