"""Gathers text into runs: neighbours of one font and place are one run, blocks end with a line break."""

import re
from collections.abc import Sequence

from policies.core.facts import Run

# Fonts whose private code points are pictures, not letters
PICTURES = ("symbol", "wingdings", "webdings", "mt extra", "marlett", "zapfdingbats", "opensymbol", "monotype sorts")

PIECE = 100  # bytes that a run takes beside its text


class Runs:
    """Collects runs in reading order; `finish` gives them."""

    __slots__ = ("_blank", "_done", "_font", "_pending", "_place", "fresh")

    def __init__(self) -> None:
        self._done: list[Run] = []
        self._pending: list[str] = []
        self._font: str | None = None
        self._place: str | None = None
        self._blank = True  # what is pending has no letters yet
        self.fresh = True  # nothing stands on the current line yet

    def add(self, text: str, font: str | None = None, place: str | None = None) -> None:
        """Append text set in a font at a place.  Blanks are in the font of what stands before them: theirs is not seen."""
        if not text:
            return
        if place != self._place:
            self._flush()
            self._font, self._place = None if text.isspace() else font, place
        elif font != self._font and not text.isspace():
            if not self._blank:
                self._flush()
            self._font = font
        if self._blank and not text.isspace():
            self._blank = False
        self._pending.append(text)
        self.fresh = False

    def end(self) -> None:
        """End the block; an empty one leaves no trace."""
        if not self.fresh:
            self._pending.append("\n")
            self.fresh = True

    def finish(self) -> tuple[Run, ...]:
        """All runs gathered."""
        self._flush()
        return tuple(self._done)

    def _flush(self) -> None:
        if self._pending:
            self._done.append(Run("".join(self._pending), self._font, self._place))
            self._pending = []
            self._blank = True


def cost(pieces: Sequence[tuple[str, object]]) -> int:
    """What a text that stands in many places takes in each of them: its letters, and a run for each piece after the first."""
    return sum([len(text) for text, _ in pieces]) + PIECE * max(0, len(pieces) - 1)


def letters(text: str, font: str | None) -> str:
    """Text of a symbol-encoded font (U+F020 to U+F0FF) as the code points that the font's own table stands for."""
    if not _PRIVATE.search(text) or is_pictures(font):
        return text
    return text.translate(_LETTERS)


def is_pictures(font: str | None) -> bool:
    """Whether a font has pictures in the place of letters."""
    return font is not None and font.lower().startswith(PICTURES)


_PRIVATE = re.compile("[\uf020-\uf0ff]")
_LETTERS = {0xF000 + code: code for code in range(0x20, 0x100)}
