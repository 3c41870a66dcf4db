"""The held-out texts: FOLDER/vi/heldout/*.txt, FOLDER/vi/lists/heldout/*.txt, FOLDER/foreign/LANGUAGE/heldout.txt.

UTF-8, one sentence or paragraph a line.  Everything is drawn by a seeded generator: the same folder makes the same segments.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from unicodedata import normalize

from tests.benchmarks.charset.encode import encodable, plain_signs

LENGTHS = {"xs": (8, 25), "s": (26, 60), "m": (61, 200), "l": (201, 800), "xl": (801, 3000)}
_LINES = 6_000  # of a file are enough


def lines_of(file: Path, random: Random) -> list[str]:
    """Some lines of a file, in NFC."""
    lines = normalize("NFC", file.read_text(encoding="utf-8")).splitlines()
    return random.sample(lines, min(_LINES, len(lines)))


def vietnamese(folder: Path, random: Random) -> list[str]:
    """Held-out paragraphs, half of them administrative, with ASCII punctuation, of letters that all encodings have."""
    halves: list[list[str]] = [[], []]
    for file in sorted((folder / "vi" / "heldout").glob("*.txt")):
        halves[file.name.startswith("admin-")] += map(plain_signs, lines_of(file, random))
    good = [[line for line in half if encodable(line) and toned(line)] for half in halves]
    size = min(map(len, good))
    return [line for half in good for line in random.sample(half, size)]


def toned(text: str) -> bool:
    """Whether a word of the text has a Vietnamese letter."""
    return not text.isascii()


def listed(folder: Path, name: str, random: Random) -> list[str]:
    """Names, places or headings."""
    lines = map(plain_signs, lines_of(folder / "vi" / "lists" / "heldout" / f"{name}.txt", random))
    return [line for line in lines if encodable(line) and toned(line)]


def pieces(paragraphs: list[str], length: str, random: Random) -> Iterator[str]:
    """Endless pieces of text of a length, from word to word; long ones span paragraphs."""
    least, most = LENGTHS[length]
    while True:
        at = random.randrange(len(paragraphs))
        text = paragraphs[at]
        while len(text) < least:
            at = (at + 1) % len(paragraphs)
            text += "\n" + paragraphs[at]
        words = text.split(" ")
        first = random.randrange(len(words)) if len(text) > most else 0
        piece = " ".join(words[first:])[:most].rpartition(" ")[0] if len(text) > most else text
        if len(piece) >= least and toned(piece):
            yield piece


def windows(paragraphs: list[str], count: int, random: Random) -> Iterator[str]:
    """Endless windows of so many words, at least one of them with a Vietnamese letter."""
    while True:
        words = random.choice(paragraphs).split()
        if len(words) >= count:
            first = random.randrange(len(words) - count + 1)
            window = " ".join(words[first : first + count])
            if toned(window):
                yield window


def languages(folder: Path) -> list[str]:
    """The languages other than Vietnamese that there are texts of."""
    return sorted(file.parent.name for file in (folder / "foreign").glob("*/heldout.txt"))


def foreign(folder: Path, language: str, random: Random) -> list[str]:
    """Held-out lines of a language."""
    return lines_of(folder / "foreign" / language / "heldout.txt", random)
