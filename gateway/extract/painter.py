"""Carries out PDF content streams as far as text and pictures are concerned (ISO 32000-1, 8.4, 8.8, 8.10 and 9.4).

Forms are painted as often as they are named, within one bound for the document: forms that name each other are the classic
bomb.  What is not understood is left out; nothing here raises for a wrong operand.
"""

import zlib
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from gateway.extract.budget import Budget, Refused
from gateway.extract.layout import Layout, Matrix, Shown, place
from gateway.extract.pdfcontent import SEGMENTS, Operand, operations
from gateway.extract.pdffonts import Font, font_of, stand_in
from gateway.extract.pdfobjects import dictionary, get, numbers, unabbreviated

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
UNSEEN = frozenset({3, 7})  # render modes: neither filled nor stroked
FAR = 1e12  # beyond any page
DEPTH = 12  # of forms in forms
STATES = 512  # saved graphics states
PAINTED = 48 << 20  # bytes of content streams carried out for one document
OVERHEAD = 2_000  # bytes that starting a form counts for
WORD_GAP = 180.0  # a move to the right in `TJ`, in thousandths of an em, that stands for a space


@dataclass(slots=True)
class Work:
    """What painting one document has cost, and what is known by now."""

    budget: Budget
    left: int = PAINTED
    contents: dict[int, bytes] = field(default_factory=dict)
    fonts: dict[int, Font] = field(default_factory=dict)
    plain: Font = field(default_factory=stand_in)

    def content(self, stream: Any) -> bytes:
        """A stream's content, unpacked once and counted each time it is used."""
        key = id(stream)
        if key not in self.contents:
            self.contents[key] = self.unpacked(stream)
        self.spend(len(self.contents[key]) + OVERHEAD)
        return self.contents[key]

    def spend(self, work: int) -> None:
        """Count work, in bytes of a content stream that would cost as much."""
        self.left -= work
        if self.left < 0:
            raise Refused("over-limit", "content-streams")

    def unpacked(self, stream: Any) -> bytes:
        """A stream's bytes without its filters, within the budget."""
        if not hasattr(stream, "get_data"):
            raise Refused("damaged", "stream missing")
        data = None
        if get(stream, "/Filter") == "/FlateDecode" and get(stream, "/DecodeParms") is None:
            data = _inflated(stream._data, self.budget.most())
        if data is None:
            data = bytes(unabbreviated(stream).get_data())
        self.budget.take(len(data))
        return data

    def font(self, resources: Any, name: str) -> Font:
        """The font of a name in a resource dictionary."""
        found = dictionary(get(dictionary(get(resources, "/Font")), name))
        if not found:
            return self.plain
        key = id(found)
        if key not in self.fonts:
            self.fonts[key] = font_of(found, self)
        return self.fonts[key]


def _inflated(data: bytes, most: int) -> bytes | None:
    """The unpacked stream; None where it is flawed, and pypdf may know how to save it."""
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return None


class Painter:
    """Paints content streams onto the layout of one page."""

    def __init__(self, layout: Layout, work: Work) -> None:
        self._layout = layout
        self._work = work
        self.segments = 0

    def paint(self, data: bytes, resources: Any, matrix: Matrix, depth: int = 0) -> None:
        """Carry out one content stream."""
        stream = Stream(self._layout, matrix, self._work.plain)
        for operator, operands in operations(data):
            if operator == SEGMENTS:
                self.segments += int(operands[0])  # type: ignore[arg-type]  # a number, by `operations`
            elif operator == b"Do":
                self._object(dictionary(get(resources, "/XObject")), operands, resources, stream.matrix, depth)
            elif operator == b"ID":
                self._layout.picture(stream.matrix, opaque=True)
            elif operator == b"Tf":
                if len(operands) == 2 and isinstance(operands[0], str) and isinstance(operands[1], float):
                    stream.font, stream.size = self._work.font(resources, operands[0]), operands[1]
            else:
                stream.carry_out(operator, operands)

    def form(self, form: Any, resources: Any, matrix: Matrix, depth: int) -> None:
        """Paint a form.  One without resources of its own uses those of the stream around it."""
        if depth > DEPTH or not hasattr(form, "get_data"):
            return
        matrix = multiply(matrix_of(form), matrix)
        self.paint(self._work.content(form), dictionary(get(form, "/Resources")) or resources, matrix, depth + 1)

    def _object(self, objects: Any, operands: list[Operand], resources: Any, matrix: Matrix, depth: int) -> None:
        """Paint a picture or a form."""
        if not operands or not isinstance(operands[0], str):
            return
        found = get(objects, operands[0])
        kind = get(found, "/Subtype")
        if kind == "/Image":
            clear = get(found, "/SMask") is not None or get(found, "/Mask") is not None or get(found, "/ImageMask")
            self._layout.picture(matrix, opaque=not clear)
        elif kind == "/Form":
            self.form(found, resources, matrix, depth)


class Stream:
    """The graphics and text state while one content stream is carried out."""

    def __init__(self, layout: Layout, matrix: Matrix, font: Font) -> None:
        self._layout = layout
        self._saved: list[tuple[Any, ...]] = []
        self.matrix = matrix
        self.font = font
        self.size = 0.0
        self._spacing = self._words = self._leading = self._rise = 0.0
        self._stretch = 1.0
        self._mode = 0
        self._line = self._text = UNIT

    def carry_out(self, operator: bytes, operands: list[Operand]) -> None:
        """One operation of text or state."""
        if operator in (b"Tj", b"'", b'"', b"TJ"):
            if operator in (b"'", b'"'):
                self._move(0.0, -self._leading)
            shown = operands[-1] if operands else None
            if isinstance(shown, bytes):
                self._show(shown)
            elif isinstance(shown, list):
                self._show_all(shown)
        elif operator == b"q":
            if len(self._saved) < STATES:
                self._saved.append((self.matrix, self.font, self.size, self._state()))
        elif operator == b"Q":
            if self._saved:
                self.matrix, self.font, self.size, state = self._saved.pop()
                self._spacing, self._words, self._leading, self._rise, self._stretch, self._mode = state
        elif operator == b"BT":
            self._line = self._text = UNIT
        elif operator == b"T*":
            self._move(0.0, -self._leading)
        else:
            self._set(operator, [operand for operand in operands if isinstance(operand, float)])

    def _state(self) -> tuple[Any, ...]:
        return self._spacing, self._words, self._leading, self._rise, self._stretch, self._mode

    def _set(self, operator: bytes, values: list[float]) -> None:
        """Operations that take numbers alone."""
        if operator in (b"cm", b"Tm"):
            if len(values) != 6:
                return
            matrix = (values[0], values[1], values[2], values[3], values[4], values[5])
            if operator == b"cm":
                self.matrix = multiply(matrix, self.matrix)
            else:
                self._line = self._text = matrix
        elif operator in (b"Td", b"TD"):
            if len(values) == 2:
                self._leading = -values[1] if operator == b"TD" else self._leading
                self._move(values[0], values[1])
        elif values:
            self._adjust(operator, values[0])

    def _adjust(self, operator: bytes, value: float) -> None:
        """Text state that is one number."""
        if operator == b"TL":
            self._leading = value
        elif operator == b"Tc":
            self._spacing = value
        elif operator == b"Tw":
            self._words = value
        elif operator == b"Tz":
            self._stretch = value / 100.0
        elif operator == b"Ts":
            self._rise = value
        elif operator == b"Tr":
            self._mode = int(value)

    def _move(self, across: float, along: float) -> None:
        self._line = self._text = moved(self._line, across, along)

    def _show(self, raw: bytes) -> None:
        """Show one string."""
        text, width, codes, spaces = self.font.show(raw)
        advance = (width * self.size + codes * self._spacing + spaces * self._words) * self._stretch
        self._put((text, ()), 0.0, advance)
        self._text = moved(self._text, advance, 0.0)

    def _show_all(self, pieces: list[float | bytes]) -> None:
        """Show strings with the moves between them."""
        texts: list[str] = []
        gaps: list[tuple[int, float, float]] = []
        length = 0
        begin: float | None = None
        advance = reached = gap = 0.0  # gap: from the end of what was shown, in thousandths; below 0 over it
        for piece in pieces:
            if isinstance(piece, float):
                advance -= piece / 1000.0 * self.size * self._stretch
                gap -= piece
            else:
                text, width, codes, spaces = self.font.show(piece)
                begin = advance if begin is None else begin
                if gap > WORD_GAP and texts and not texts[-1].endswith(" "):
                    texts.append(" ")
                    gaps.append((length, reached, advance))
                    length += 1
                advance += (width * self.size + codes * self._spacing + spaces * self._words) * self._stretch
                texts.append(text)
                length += len(text)
                gap = min(0.0, gap + width * 1000.0)
                reached = max(reached, advance)
        first = begin or 0.0
        across = (reached - first) or 1.0
        shares = tuple([(at, (before - first) / across, (after - first) / across) for at, before, after in gaps])
        self._put(("".join(texts), shares), first, reached)
        self._text = moved(self._text, advance, 0.0)

    def _put(self, shown: Shown, begin: float, end: float) -> None:
        """Put a text on the page, from and to so far along its line."""
        matrix = multiply(self._text, self.matrix)
        size = abs(self.size) * hypot(matrix[2], matrix[3])
        ends = (place(matrix, begin, self._rise), place(matrix, end, self._rise))
        self._layout.text(shown, self.font.name, ends, size, self._mode not in UNSEEN)


def matrix_of(form: Any) -> Matrix:
    """The matrix of a form."""
    own = numbers(get(form, "/Matrix"))
    return (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else UNIT


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does one thing and then the other.  Bounded, so that repeated scaling never becomes infinite."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = then
    product = (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)
    return product if min(product) > -FAR and max(product) < FAR else UNIT


def moved(matrix: Matrix, across: float, along: float) -> Matrix:
    """The matrix after a move in its own space.  Bounded likewise."""
    a, b, c, d, e, f = matrix
    x, y = across * a + along * c + e, across * b + along * d + f
    return (a, b, c, d, x, y) if -FAR < x < FAR and -FAR < y < FAR else UNIT
