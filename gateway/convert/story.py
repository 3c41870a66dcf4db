"""The text of one file on its way through the conversion: gathered piece by piece, converted at once, put back where it stood.

What must stay true: a piece that does not change is not put back, so whatever holds no legacy text stays byte for byte.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, islice
from operator import attrgetter

from gateway.convert.newfonts import NewFonts
from gateway.extract.runs import letters
from policies.core.facts import Run
from policies.text.conversion import converted
from policies.text.fonts import legacy_font
from policies.text.legacy import find, reads_well
from policies.text.unicode import letters_of

Put = Callable[[str], None]
Inner = Callable[[bytes, str], bytes]  # converts what is attached or embedded: its bytes, its name
Piece = tuple[str, str | None]  # text and its font
EXAMPLES, EXAMPLE = 3, 70  # how many, and characters of each
NAMED = 300  # blocks whose encoding is looked up one by one
BREAK, EMPTY = Run("\n"), Run("")
SHOWING = 2_000  # characters of a file that show its encoding well enough
BLANKS = re.compile("[ \t\r\n\v\f]+")  # U+0085 and U+00A0 are letters of VISCII and others
# Vietnamese letters that no byte shows as
UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")


@dataclass(frozen=True, slots=True)
class Node:
    """Runs `first` to `last` (not included) stand in one place of the file, which holds `text`.

    `encoding`: what the bytes of the file are in, "" where they were Unicode.
    """

    first: int
    last: int
    text: str
    put: Put
    encoding: str = ""

    def own_reading(self) -> str | None:
        """How the text reads in the file's encoding, None where that gives no words: its content and font say then."""
        if not self.encoding or self.text.isascii() or UNICODE.search(self.text):
            return None
        text = "".join(letters_of(self.text, self.encoding))
        return text if reads_well(text) else None


Changed = tuple[Node, str]  # and how it reads now


@dataclass(slots=True)
class Tally:
    """What was converted.  `characters`: Vietnamese letters by encoding; `places`: paragraphs, cells, lines, headers.

    `notes`: what the user has to know: a code, and what it is about.
    """

    characters: Counter[str] = field(default_factory=Counter)
    places: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)
    fonts: NewFonts = field(default_factory=NewFonts)
    notes: dict[tuple[str, str], None] = field(default_factory=dict)
    changed: bool = False  # something changed that is neither text nor a font: a charset's name
    worn: bool = False  # text is set in a legacy font; one that is only named does no harm

    @property
    def empty(self) -> bool:
        """Whether nothing had to be converted."""
        return not (self.changed or self.places or (self.worn and self.fonts.replaced))

    def note(self, code: str, about: str = "") -> None:
        """Note what the user has to know."""
        self.notes[code, about] = None

    def reencoded(self, encoding: str, text: str) -> None:
        """Count a text that was rightly declared, but in a charset that is not Unicode."""
        self.changed = True
        self.places += 1
        self.characters[encoding] += sum(not char.isascii() for char in text)

    def add(self, other: "Tally") -> None:
        """Count what was converted in an attachment too."""
        self.characters += other.characters
        self.places += other.places
        self.examples += other.examples[: EXAMPLES - len(self.examples)]
        self.fonts.replaced |= other.fonts.replaced
        self.notes |= other.notes
        self.changed = self.changed or other.changed
        self.worn = self.worn or other.worn


class Story:
    """Collects pieces in reading order; `convert` puts those back that read differently."""

    __slots__ = ("_nodes", "_runs")

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._nodes: list[Node] = []

    def add(self, text: str, font: str | None, put: Put, encoding: str = "") -> None:
        """Append a piece that is put back by calling `put`.  `encoding`: as in `Node`."""
        self.add_pieces(((text, font),), put, encoding)

    def add_pieces(self, pieces: Sequence[Piece], put: Put, encoding: str = "") -> None:
        """Append what stands in one place of the file but is drawn in several fonts."""
        text = "".join(text for text, _ in pieces)
        if text:
            first = len(self._runs)
            self._runs.extend([Run(_seen(piece, font), font) for piece, font in pieces if piece])
            self._nodes.append(Node(first, len(self._runs), text, put, encoding))

    def mark(self, text: str) -> None:
        """Append what parts words (a tab, a picture) and is never put back."""
        self._runs.append(Run(text))

    def end(self) -> None:
        """End the block: a paragraph, a cell, a header."""
        if self._runs and self._runs[-1] is not BREAK:
            self._runs.append(BREAK)

    def convert(self, tally: Tally) -> None:
        """Convert all that was gathered, put back what changed, and count it."""
        self.end()
        tally.worn = tally.worn or any(run.font and not run.text.isspace() and legacy_font(run.font) for run in self._runs)
        own = [node.own_reading() for node in self._nodes]
        read = converted([run for block in _blocks(self._open(own)) for run in _meant(block)])
        ends = [index for index, run in enumerate(self._runs) if run is BREAK]
        block, changed = 0, list[Changed]()
        for node, known in zip(self._nodes, own, strict=True):
            while ends[block] < node.first:
                block += 1
                self._count(changed, read, tally)
                changed = []
            text = "".join(read[node.first : node.last]) if known is None else known
            if text != node.text:
                node.put(text)
                changed.append((node, text))
        self._count(changed, read, tally)

    def _open(self, own: Sequence[str | None]) -> list[Run]:
        """The runs, those empty that are a block of their own and known to read well, but for some that show the encoding."""
        runs, shown = list(self._runs), 0
        for node, known in zip(self._nodes, own, strict=True):
            alone = (node.first == 0 or runs[node.first - 1] is BREAK) and runs[node.last] is BREAK
            if known is not None and alone:
                shown += len(known)
                if shown > SHOWING:
                    runs[node.first : node.last] = [EMPTY] * (node.last - node.first)
        return runs

    def _count(self, changed: list[Changed], read: Sequence[str], tally: Tally) -> None:
        """Count the changed nodes of one block."""
        if not changed:
            return
        tally.places += 1
        for node, _ in changed:
            for index in range(node.first, node.last):
                if (font := self._runs[index].font) and read[index] != self._runs[index].text:
                    tally.fonts.used(font)
        new = "".join(text for _, text in changed)
        whole = slice(changed[0][0].first, changed[-1][0].last)
        old = "".join(run.text for run in self._runs[whole])
        tally.characters[self._encoding(changed, old, tally)] += sum(not char.isascii() for char in new)
        if len(tally.examples) < EXAMPLES and not new.isascii():
            new = new if changed[0][0].encoding else "".join(read[whole])
            tally.examples.append(_example(old, new))

    def _encoding(self, changed: list[Changed], text: str, tally: Tally) -> str:
        """The encoding that a block was in: by its fonts, else by its text, else what was met most."""
        for node, _ in changed:
            if node.encoding:
                return node.encoding
            for index in range(node.first, node.last):
                if (name := self._runs[index].font) and (font := legacy_font(name)):
                    return font.encoding
        if tally.places <= NAMED and (reading := find(text)):
            return reading.encoding
        return tally.characters.most_common(1)[0][0] if tally.characters else "unicode"


def _blocks(runs: Sequence[Run]) -> Iterator[list[Run]]:
    block: list[Run] = []
    for run in runs:
        block.append(run)
        if run is BREAK:
            yield block
            block = []


def _meant(block: list[Run]) -> Iterator[Run]:
    """The runs of a block, those in a legacy font without it where they are Unicode: somebody pasted them there."""
    for font, same in groupby(block, key=attrgetter("font")):
        group = list(same)
        text = "".join(run.text for run in group) if font and legacy_font(font) else ""
        pasted = text and UNICODE.search(text) and reads_well(text)
        yield from [Run(run.text) for run in group] if pasted else group


def _example(old: str, new: str) -> tuple[str, str]:
    """The beginnings of a text as it was and as it reads: on one line, and the same words of both."""
    lines = [BLANKS.sub(" ", text).strip(" ").split(" ") for text in (old, new)]
    ends = accumulate(max(map(len, words)) + 1 for words in zip(*lines, strict=False))
    fitting = max(1, sum(end <= EXAMPLE for end in islice(ends, EXAMPLE)))
    old, new = (" ".join(line[:fitting])[:EXAMPLE] + ("…" if len(line) > fitting else "") for line in lines)
    return old, new


def _seen(text: str, font: str | None) -> str:
    """Symbol code points (U+F0xx) of a legacy font as the letters that it draws for them."""
    return letters(text, font) if font and legacy_font(font) else text
