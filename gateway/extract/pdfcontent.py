"""Splits a PDF content stream into operations (ISO 32000-1, 7.8.2).  Linear in its size, never raises.

Only operations that matter to text and pictures are given; path segments are counted in bulk.
"""

import re
from collections.abc import Iterator

# Counted groups are neither possessive nor atomic: Python before 3.11.5, Debian's among them, gets that wrong.
TOKEN = re.compile(
    rb"""
    ((?:(?:[-+.0-9]++[ \r\n\t]++){4})re[ \r\n\t]++)W\*?[ \r\n\t]++n(?=[ \r\n\t])  # 1: a rectangle to clip to
  | ((?:(?:[-+.0-9]++[ \r\n\t]++){2,6}(?:[lmcvy]|re)(?=[ \r\n\t])[ \r\n\t]*+){1,1000})  # 2: path segments
  | ((?:(?:[-+.0-9]++[ \r\n\t]++){1,4})(?:rg|[gk])(?=[ \r\n\t])[ \r\n\t]*+)  # 3: a colour to fill with
  | (?:(?:[-+.0-9]++[ \r\n\t]++){0,4}(?:[GKwJjMiFSsnh]|RG|[fBbW]\*?)(?=[ \r\n\t])[ \r\n\t]*+)  # colours and painting
  | ([-+.0-9]++)                                 # 4: number
  | \(((?:[^\\()]++|\\.)*+)\)                    # 5: string without inner parentheses
  | (\()                                         # 6: string with some
  | <([0-9A-Fa-f\x00\s]*+)>                      # 7: string in hexadecimal
  | /([^\x00\s/\[\]()<>{}%]*+)                   # 8: name
  | (\[)                                         # 9: array
  | (\])                                         # 10: its end
  | ([A-Za-z'"][A-Za-z0-9*'"]*+)                 # 11: operator
  | %[^\r\n]*+ | <<|>> | [\x00\s]++ | .
    """,
    re.VERBOSE | re.DOTALL,
)
RECTANGLE, PATH, COLOUR, NUMBER, STRING, NESTED, HEX, NAME, OPEN, CLOSE, OPERATOR = range(1, 12)
WANTED = frozenset(b"q Q cm gs scn Do BT Tf Td TD Tm T* TL Tc Tw Tz Ts Tr Tj TJ ' \" ID".split())
SEGMENTS = b""  # the operator that path segments are given under; its operand is their number
CLIP = b"W"  # given with the rectangle that is clipped to
FILL = b"g"  # given with 1.0 for white, 0.0 for any other colour
WHITE = 0.97  # of each light; 0.03 of each ink
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
PARENTHESES = re.compile(rb"\\.|[()]", re.DOTALL)
IMAGE_END = re.compile(rb"[\x00\s]EI(?=[\x00\s]|$)")
NOT_SEGMENTS = bytes(set(range(256)) - set(b"lmcvyr"))
MANY = 20_000  # operands of one operation

Operand = float | bytes | str | list[float | bytes]


def operations(data: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Operator and operands: numbers, strings as bytes, names as str, arrays of numbers and strings."""
    operands: list[Operand] = []
    inner: list[float | bytes] | None = None
    position, match = 0, TOKEN.match
    while token := match(data, position):
        position = token.end()
        which = token.lastindex
        if which is None:
            continue
        if which == OPERATOR:
            operator = token[OPERATOR]
            if operator in WANTED:
                yield operator, operands
            elif operator == b"true":  # an operand, of inline pictures alone
                operands.append(1.0)
                continue
            if operator == b"ID":
                if not (end := IMAGE_END.search(data, position)):
                    return
                position = end.end()
            operands, inner = [], None
        elif which <= COLOUR:
            yield _bulk(which, token[which])
            operands, inner = [], None
        elif which == OPEN:
            inner = []
        elif which == CLOSE:
            if inner is not None:
                operands.append(inner)
            inner = None
        else:
            value, position = _nested(data, position) if which == NESTED else (_value(which, token[which]), position)
            if inner is None:
                operands.append(value)
            elif not isinstance(value, str):
                inner.append(value)
            if len(operands) > MANY:
                operands = []


def _bulk(which: int, raw: bytes) -> tuple[bytes, list[Operand]]:
    """Operations that are taken as one token."""
    if which == PATH:
        return SEGMENTS, [float(len(raw.translate(None, NOT_SEGMENTS)))]
    words = raw.split()
    return (FILL, [_white(words)]) if which == COLOUR else (CLIP, [_number(word) for word in words[:4]])


def _number(raw: bytes) -> float:
    try:
        return max(-1e9, min(1e9, float(raw)))
    except ValueError:
        return 0.0


def _white(words: list[bytes]) -> float:
    """1.0 where the numbers before `g`, `rg` or `k` are white."""
    values = [_number(raw) for raw in words[:-1]]
    return float(max(values) <= 1 - WHITE if words[-1] == b"k" else min(values) >= WHITE)


def _value(which: int, raw: bytes) -> float | bytes | str:
    if which == NUMBER:
        return _number(raw)
    if which == NAME:
        return "/" + raw.decode("latin-1")
    if which == HEX:
        digits = raw.translate(None, b"\x00\t\n\x0b\x0c\r ")
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return ESCAPE.sub(_unescaped, raw) if b"\\" in raw else raw


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if code[:1].isdigit() and code[0] < 56 else ESCAPED.get(code, code)


def _nested(data: bytes, start: int) -> tuple[bytes, int]:
    """A string with balanced parentheses in it, and where it ends; one without an end takes all the rest."""
    level = 1
    for match in PARENTHESES.finditer(data, start):
        if match[0] == b"(":
            level += 1
        elif match[0] == b")":
            level -= 1
            if not level:
                return ESCAPE.sub(_unescaped, data[start : match.start()]), match.end()
    return b"", len(data)
