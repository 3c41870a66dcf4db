"""The line with the number and symbol, looked at a second time: one wrong letter makes another document of it.

It is found among the words of the first reading, cut out by itself, and what most readings agree on is taken.  What must stay
true: a serial written by hand is left open; who reads print reads it wrong as often as right.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from gateway.originals.reading import Row, Word, clean
from policies.text.cells import tidy
from policies.text.folding import fold
from policies.text.numbers import number_at

LEFT = 0.5  # share of the page's width in which the number begins
WORDS = 8  # of the line up to the symbol's end: more is running text
DATE = 0.38  # share of its width right of which the place and the date stand
EDGE = 0.06  # share of its width that is margin
BREAK = 5.0  # heights: the room left for a number to be written in is narrower
CLOSE = 0.8  # heights: what follows the symbol at a greater distance is another column
AROUND = 0.6  # heights of paper kept around the line
HAND = 1.35  # heights of print: digits are written larger than they are printed, a slash or a Q reaches 1.25
PRINTED = 87.0  # of a hundred: a serial and its symbol are never read so surely as one word when only one of them is print

_BEGIN = re.compile(r"\W{0,2}s\w{0,2}\W{0,2}[:.;,]")
_DAY = re.compile(r"ng.{1,2}y\b.*th.{1,2}ng\b.*n.{1,2}m")
_LABEL = re.compile(r"\W{0,2}s\w{0,2}\W{0,2}")
_SERIAL = re.compile(r"^\w+")
_SYMBOL = re.compile(r"[/|]\s?[A-ZĐ]{2}")


@dataclass(frozen=True, slots=True)
class Span:
    """The first `count` words of row number `row`, and the room that is theirs: left, top, right, bottom, in pixels."""

    row: int
    count: int
    room: tuple[int, int, int, int]


def number_line(rows: Sequence[Row], width: int, upper: float) -> Span | None:
    """Where the number stands on a page so wide, not below `upper`, in pixels; None when no line looks like it."""
    best, where = 0, None
    for place, row in enumerate(rows):
        if row[0].left < LEFT * width and row[0].bottom < upper:
            count = _count(row)
            likeness = _likeness(row[:count])
            if likeness > best:
                best, where = likeness, Span(place, count, _room(row, count, width))
    return where


def beside_date(rows: Sequence[Row], width: int, upper: float) -> Span | None:
    """Where the number has to stand although nobody saw it there: left of the day, within a line's height of it."""
    for place, row in enumerate(rows):
        if row[-1].bottom < upper and _DAY.search(fold(_said(row))):
            count = sum(word.left < DATE * width for word in row)
            if count == len(row):
                return None
            high = int(median(word.height for word in row[count:]))
            top, bottom = row[count].top - high, row[count].bottom + 2 * high
            return Span(place, count, (int(EDGE * width), max(0, top), row[count].left - high // 2, bottom))
    return None


def numbered(rows: Sequence[Row]) -> list[Row]:
    """The rows that begin with a number."""
    return [row for row in rows if number_at(tidy(clean(_said(row))))]


def agreed(readings: Sequence[Sequence[Word]]) -> Word:
    """The line as one word that stands where the first reading has it; what it says is what most of the readings say.

    Most agree on the symbol, then on the number with it, and among these the surest reading is taken.
    """
    texts = [(clean(_said(words)), fmean(word.confidence for word in words)) for words in readings]
    found = [(text, sure, number.text) for text, sure in texts if (number := number_at(tidy(text)))]
    whole = Counter(number for _, _, number in found)
    symbols = Counter(number.partition("/")[2] for _, _, number in found)
    text, sure, _ = max(
        found, key=lambda one: (symbols[one[2].partition("/")[2]], whole[one[2]], one[1]), default=(*texts[0], "")
    )
    first = readings[0]
    return replace(first[0], text=text, right=first[-1].right, confidence=sure)


def by_hand(words: Sequence[Word], high: float) -> bool:
    """Whether the serial among a number's words was written by hand.  `high`: of the print on the page, in pixels."""
    slash = next((place for place, word in enumerate(words) if set(word.text) & set("/⁄")), None)
    if slash is None:
        return False
    apart = words[slash].text[0] in "/⁄"
    if not apart and words[slash].confidence > PRINTED:
        return False
    label = [word.height for word in words[:1] if _LABEL.fullmatch(fold(word.text))]
    symbol = [word.height for word in words[slash + (not apart) :] if word.text[-1].isalpha()]
    serial = [word.height for word in words[len(label) : slash if apart else slash + 1]]
    return max(serial, default=0) >= HAND * min([high, *label, *symbol])


def left_open(word: Word) -> Word:
    """The number's line without its serial, as a form has it: "Số: /GM-SYT"."""
    number = number_at(tidy(word.text))
    return replace(word, text=f"Số: {_SERIAL.sub('', number.text)} {number.rest}".rstrip()) if number else word


def _count(row: Row) -> int:
    """How many words from the left make one piece: up to a gap that parts columns, narrower once the symbol is there."""
    high = median(word.height for word in row[:WORDS])
    for count in range(1, min(WORDS, len(row))):
        gap = row[count].left - row[count - 1].right
        if gap > (CLOSE if _SYMBOL.search(_said(row[:count])) else BREAK) * high:
            return count
    return min(WORDS, len(row))


def _likeness(words: Sequence[Word]) -> int:
    """How much words look like a number: by their symbol, by their beginning; 0 not at all."""
    text = _said(words)
    return 2 * bool(_SYMBOL.search(text)) + bool(_BEGIN.match(fold(text[:8])))


def _room(row: Row, count: int, width: int) -> tuple[int, int, int, int]:
    words = row[:count]
    around = int(AROUND * median(word.height for word in words))
    after = row[count].left - around // 2 if count < len(row) else width
    right = max(words[-1].right, min(after, words[-1].right + 2 * around))
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return max(0, words[0].left - around), max(0, top - around), right, bottom + around


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
