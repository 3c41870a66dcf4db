"""Splits a PDF content stream into operations (ISO 32000-1, 7.8.2).  Linear in its size, never raises.

Only operations that matter to text and pictures are given; path segments are counted in bulk.
"""

import re
from collections.abc import Iterator

TOKEN = re.compile(
    rb"""
    ((?>(?:[-+.0-9]++[ \r\n\t]++){2,6}+(?:[lmcvy]|re)(?=[ \r\n\t])[ \r\n\t]*+)++)  # 1: path segments
  | (?>(?:[-+.0-9]++[ \r\n\t]++){0,4}+(?:[gGkKwJjMiFSsnh]|rg|RG|[fBbW]\*?)(?=[ \r\n\t])[ \r\n\t]*+)  # colours and painting
  | ([-+.0-9]++)                                 # 2: number
  | \(((?:[^\\()]++|\\.)*+)\)                    # 3: string without inner parentheses
  | (\()                                         # 4: string with some
  | <([0-9A-Fa-f\x00\s]*+)>                      # 5: string in hexadecimal
  | /([^\x00\s/\[\]()<>{}%]*+)                   # 6: name
  | (\[)                                         # 7: array
  | (\])                                         # 8: its end
  | ([A-Za-z'"][A-Za-z0-9*'"]*+)                 # 9: operator
  | %[^\r\n]*+ | <<|>> | [\x00\s]++ | .
    """,
    re.VERBOSE | re.DOTALL,
)
PATH, NUMBER, STRING, NESTED, HEX, NAME, OPEN, CLOSE, OPERATOR = range(1, 10)
WANTED = frozenset(b"q Q cm Do BT Tf Td TD Tm T* TL Tc Tw Tz Ts Tr Tj TJ ' \" ID".split())
SEGMENTS = b""  # the operator that path segments are given under; its operand is their number
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
            if operator == b"ID":
                if not (end := IMAGE_END.search(data, position)):
                    return
                position = end.end()
            operands, inner = [], None
        elif which == PATH:
            yield SEGMENTS, [float(len(token[which].translate(None, NOT_SEGMENTS)))]
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


def _value(which: int, raw: bytes) -> float | bytes | str:
    if which == NUMBER:
        try:
            return max(-1e9, min(1e9, float(raw)))
        except ValueError:
            return 0.0
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
