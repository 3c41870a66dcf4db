"""Carries out PDF content streams as far as text and pictures are concerned (ISO 32000-1, 8.4, 8.8, 8.10 and 9.4).

Forms are painted as often as they are named, within one bound for the document: forms that name each other are the classic
bomb.  What is not understood is left out; nothing here raises for a wrong operand.
"""

from itertools import pairwise
from math import hypot
from typing import Any

from gateway.extract.layout import FAR, Box, Layout, Matrix, Shown, around, both, multiply, place
from gateway.extract.pdfcontent import CLIP, FILL, SEGMENTS, Operand, operations
from gateway.extract.pdffonts import Font
from gateway.extract.pdfobjects import array, box, dictionary, get, numbers
from gateway.extract.pdfwork import Work

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
UNSEEN = frozenset({3, 7})  # render modes: neither filled nor stroked
FILLED = frozenset({0, 4})  # render modes: filled and not stroked
CLEAR, SOLID = 0.05, 0.9  # opacity: nothing of it is seen, nothing is seen through it
NORMAL = frozenset({"/Normal", "/Compatible"})  # blend modes that hide what lies below
DEPTH = 12  # of forms in forms
STATES = 512  # saved graphics states
NAMING = {b"Do": "/XObject", b"gs": "/ExtGState", b"scn": "/Pattern"}  # operators whose operand names a resource
PICTURE, WHOLE = 100, 500  # bytes of a content stream that a picture counts for, and one that covers the page besides
COVERED = 0.9  # share of a page; what lies under such a picture is not seen
WORD_GAP = 180.0  # a move to the right in `TJ`, in thousandths of an em, that stands for a space


class Painter:
    """Paints content streams onto the layout of one page."""

    def __init__(self, layout: Layout, work: Work) -> None:
        self._layout = layout
        self._work = work
        self._patterns = set[int]()
        self.segments = 0

    def paint(self, data: bytes, resources: Any, stream: "Stream", depth: int = 0) -> None:
        """Carry out one content stream.  `stream`: the state that it begins with."""
        stream.base = stream.matrix
        for operator, operands in operations(data):
            if operator == SEGMENTS:
                self.segments += int(operands[0])  # type: ignore[arg-type]  # a number, by `operations`
            elif operator == b"ID":
                self._picture(stream, clear=_stencil(operands))
            elif operator in NAMING:
                if operands and isinstance(operands[-1], str):
                    found = get(dictionary(get(resources, NAMING[operator])), operands[-1])
                    self._named(operator, found, resources, stream, depth)
            elif operator == b"Tf":
                if len(operands) == 2 and isinstance(operands[0], str) and isinstance(operands[1], float):
                    stream.font, stream.size = self._work.font(resources, operands[0]), operands[1]
            else:
                stream.carry_out(operator, operands)

    def form(self, form: Any, resources: Any, stream: "Stream", depth: int) -> None:
        """Paint a form.  One without resources of its own uses those of the stream around it."""
        if depth > DEPTH or not hasattr(form, "get_data"):
            return
        stream.enter(form)
        self.paint(self._work.content(form), dictionary(get(form, "/Resources")) or resources, stream, depth + 1)

    def _named(self, operator: bytes, found: Any, resources: Any, stream: "Stream", depth: int) -> None:
        """Use a resource: a picture or a form, a state, a pattern that is filled with."""
        if operator == b"gs":
            stream.see_through(found)
        elif operator == b"scn":
            # A pattern is painted once, where its first cell lies: pages of pictures are drawn through one now and then.
            if get(found, "/PatternType") == 1 and id(found) not in self._patterns:
                self._patterns.add(id(found))
                self.form(found, resources, stream.within(stream.base), depth)
        elif get(found, "/Subtype") == "/Image":
            mask = get(found, "/SMask") is not None or get(found, "/Mask") is not None or bool(get(found, "/ImageMask"))
            self._picture(stream, clear=mask)
        elif get(found, "/Subtype") == "/Form":
            self.form(found, resources, stream.within(stream.matrix), depth)

    def _picture(self, stream: "Stream", *, clear: bool) -> None:
        """Paint a picture over what is there."""
        opaque = not clear and stream.solid
        share = self._layout.picture(stream.matrix, opaque, stream.clip)
        self._work.spend(int(PICTURE + share * WHOLE))
        if share >= COVERED and opaque:
            self.segments = 0


class Stream:
    """The graphics and text state while one content stream is carried out."""

    def __init__(self, layout: Layout, matrix: Matrix, font: Font) -> None:
        self._layout = layout
        self._saved: list[tuple[Any, ...]] = []
        self.matrix = matrix
        self.base = matrix  # of the content stream, which patterns go by
        self.clip: Box | None = None  # pictures are seen within it alone
        self.solid = True  # nothing is seen through what is painted
        self._white = self._clear = False
        self.font = font
        self.size = 0.0
        self._spacing = self._words = self._leading = self._rise = 0.0
        self._stretch = 1.0
        self._mode = 0
        self._line = self._text = UNIT

    def within(self, matrix: Matrix) -> "Stream":
        """The state that a form or a pattern begins with."""
        inner = Stream(self._layout, matrix, self.font)
        inner.clip, inner.solid, inner._white, inner._clear = self.clip, self.solid, self._white, self._clear
        return inner

    def enter(self, form: Any) -> None:
        """Take on the matrix of a form, and its box as a bound."""
        self.matrix = multiply(matrix_of(form), self.matrix)
        if bound := box(get(form, "/BBox")):
            self._bound(bound)

    def see_through(self, state: Any) -> None:
        """Take on the opacity and the blend mode of a graphics state (11.6.4)."""
        opacity, blend = get(state, "/ca"), get(state, "/BM")
        if isinstance(opacity, (int, float)):
            self._clear, self.solid = opacity <= CLEAR, opacity >= SOLID
        if blend is not None:
            self.solid = self.solid and str(array(blend)[0] if array(blend) else blend) in NORMAL

    def _bound(self, bound: Box) -> None:
        own = around(bound, self.matrix)
        self.clip = own if self.clip is None else both(own, self.clip)

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
                self._spacing, self._words, self._leading, self._rise, self._stretch, self._mode, *paint = state
                self.clip, self.solid, self._white, self._clear = paint
        elif operator == b"BT":
            self._line = self._text = UNIT
        elif operator == b"T*":
            self._move(0.0, -self._leading)
        else:
            self._set(operator, [operand for operand in operands if isinstance(operand, float)])

    def _state(self) -> tuple[Any, ...]:
        text = self._spacing, self._words, self._leading, self._rise, self._stretch, self._mode
        return *text, self.clip, self.solid, self._white, self._clear

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
        elif operator == CLIP:
            self._bound((values[0], values[1], values[0] + values[2], values[1] + values[3]))
        elif values:
            self._adjust(operator, values[0])

    def _adjust(self, operator: bytes, value: float) -> None:
        """Text state that is one number."""
        if operator == FILL:
            self._white = bool(value)
        elif operator == b"TL":
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
        unseen = self._mode in UNSEEN or (self._clear and self._mode in FILLED)
        self._layout.text(shown, self.font.name, ends, size, not unseen, faint=self._white and self._mode in FILLED)


def _stencil(operands: list[Operand]) -> bool:
    """Whether the dictionary of an inline picture makes it a mask, which lets through what lies below."""
    return any(name in ("/IM", "/ImageMask") and value == 1.0 for name, value in pairwise(operands))


def matrix_of(form: Any) -> Matrix:
    """The matrix of a form."""
    own = numbers(get(form, "/Matrix"))
    return (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else UNIT


def moved(matrix: Matrix, across: float, along: float) -> Matrix:
    """The matrix after a move in its own space.  Bounded likewise."""
    a, b, c, d, e, f = matrix
    x, y = across * a + along * c + e, across * b + along * d + f
    return (a, b, c, d, x, y) if -FAR < x < FAR and -FAR < y < FAR else UNIT
