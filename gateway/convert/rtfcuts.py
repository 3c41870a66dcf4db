"""RTF cut up: where its stretches of text stand, and where its font table names fonts.

A stretch is text without a control word or brace in it, other than those that stand for characters.  Some of them are seen by
nobody (pictures, hidden groups): the reader tells which.  What must stay true: stretches do not overlap; linear.
"""

from dataclasses import dataclass, field

from gateway.extract.rtf import BRACE, BYTES, NUMBER, SIGN, TEXT, TOKEN, WORD
from gateway.extract.rtfwords_table import MARKS

NAME = 200  # bytes of a font name that are kept
Span = tuple[int, int]
SIGNS = frozenset({b"~", b"-", b"\\", b"{", b"}"})  # that stand for characters which text can hold


@dataclass(slots=True)
class Face:
    """A font of the font table, and where its name, its charset and its groups (alternative names, PANOSE) stand."""

    name: bytearray = field(default_factory=bytearray)
    complete: bool = False
    names: list[Span] = field(default_factory=list)
    charsets: list[Span] = field(default_factory=list)
    groups: list[Span] = field(default_factory=list)


class Cuts:
    """`stretches` in their order; `faces` by number."""

    def __init__(self, body: bytes) -> None:
        self.stretches: list[Span] = []
        self.faces: dict[int, Face] = {}
        self._start = self._end = -1
        self._depth = 0
        self._table = 0  # the depth inside the font table, 0 outside of it
        self._star = 0  # the depth inside a group of a font (`{\*\panose ...}`), 0 outside
        self._opened: list[int] = []  # where the braces inside the font table stand
        self._font: int | None = None
        self._naming = 0  # the depth inside the name of a drawing's property, 0 outside
        self._walk(body)
        self._close()

    def _walk(self, body: bytes) -> None:
        position, match = 0, TOKEN.match
        while token := match(body, position):
            start, position = position, token.end()
            which = token.lastindex
            if which in (TEXT, BYTES):
                self._text(body[start:position], start, position)
            elif which in (WORD, NUMBER):
                number = int(token[NUMBER] or 0)
                self._word(token[WORD], number, start, position)
                position += max(0, number) if token[WORD] == b"bin" else 0
            elif which == BRACE:
                self._brace(token[BRACE], start, position)
                if self._depth <= 0:
                    return
            elif which == SIGN:
                self._sign(token[SIGN], start, position)

    def _text(self, raw: bytes, start: int, end: int) -> None:
        if not self._table:
            if not self._naming:
                self._extend(start, end)
            return
        face = self._face()
        if face is None or face.complete or self._star:
            return
        name, semicolon, _ = raw.partition(b";")
        face.complete = bool(semicolon)
        if name:
            face.name += name[: max(0, NAME - len(face.name))]
            face.names.append((start, start + len(name)))

    def _face(self) -> Face | None:
        return None if self._font is None else self.faces.setdefault(self._font, Face())

    def _extend(self, start: int, end: int) -> None:
        if self._start < 0:
            self._start = start
        self._end = end

    def _close(self) -> None:
        if self._start >= 0:
            self.stretches.append((self._start, self._end))
            self._start = -1

    def _brace(self, brace: bytes, start: int, end: int) -> None:
        self._close()
        self._depth += 1 if brace == b"{" else -1
        self._naming = 0 if self._depth < self._naming else self._naming
        if not self._table:
            return
        if brace == b"{":
            self._opened.append(start)
        elif self._depth < self._table:
            self._table, self._opened = 0, []
        elif self._opened:
            opened = self._opened.pop()
            if self._star > self._depth:
                self._star = 0
                if (face := self._face()) is not None:
                    face.groups.append((opened, end))

    def _sign(self, sign: bytes, start: int, end: int) -> None:
        if self._table:
            if sign == b"*" and not self._star:
                self._star = self._depth
        elif sign in SIGNS:
            self._extend(start, end)
        else:
            self._close()

    def _word(self, word: bytes, number: int, start: int, end: int) -> None:
        if word == b"fonttbl":
            self._close()
            self._table, self._font = self._depth, None
        elif word == b"sn":
            self._close()
            self._naming = self._depth
        elif self._table:
            if word == b"f" and not self._star:
                self._font = number
            elif word in (b"fcharset", b"cpg") and not self._star and (face := self._face()) is not None:
                face.charsets.append((start, end))
        elif word == b"u" or word in MARKS:
            self._extend(start, end)
        else:
            self._close()
