"""The head of a page, taken apart into cells.

A letterhead has two columns.  Readers of PDF and office files give them one after the other, or line by line with both
columns on one line, so every line is split at its gaps, and the state's formulas and the place with the date, which
stand in the right column, are cut off its end.  Letters that a file has lost (a broken ToUnicode table, a reader of
pictures that erred) read as U+FFFD and match any letter.  Everything is bounded: a line is cut at 300 characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from policies.text.folding import fold

LINE = 300  # characters of a line that are looked at: no line of a letterhead is longer
SHORT = 90  # a formula with its letters set wide apart
LOST = "\ufffd"
LIKE = 0.76  # share of letters that are the same where a formula was misread

QUOC_HIEU = "conghoaxahoichunghiavietnam"
TIEU_NGU = "doclaptudohanhphuc"
# Some letterheads break the Quốc hiệu in two.
HALVES = (("conghoaxahoi", "chunghiavietnam"), ("conghoaxahoichunghia", "vietnam"))
PARTY = "dangcongsanvietnam"
# The Youth Union's form has no Quốc hiệu either.
YOUTH = ("doantncshochiminh", "doanthanhniencongsanhochiminh")
LONGER = 1.25
LONGEST = LONGER * len(QUOC_HIEU)  # letters that a formula may have, misread ones among them

# "ĐOÀN TP HỒ CHÍ MINH" is a body's name: of the Youth Union's formula nearly every letter must be there.
_FORMULAS = (
    (QUOC_HIEU, "quoc-hieu", LIKE),
    (TIEU_NGU, "tieu-ngu", LIKE),
    (PARTY, "party", LIKE),
    *((name, "party", 0.9) for name in YOUTH),
)
_GAP = re.compile(r"\t+| {4,}|\s*[|\u2502]\s*")
_LOSSES = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_NOT_LETTERS = re.compile(f"[^a-z{LOST}]+")
# "ngày 05 tháng 3 năm 2024", a letter or two misread.
DAY = re.compile(
    r"\b[nu][gq][^\s\d]{1,2}(?=[\W\d])(.{0,14}?)t[hb].{1,2}[nu][gq](.{0,10}?)[nhu].{1,2}m\s*(\S{0,6})", re.IGNORECASE
)
_DAY = re.compile(rf"[,.;]?\s*{DAY.pattern}[\W_]{{0,4}}$", re.IGNORECASE)
_SYMBOL = re.compile(r"/|[A-ZĐƯ]-[A-ZĐƯ]{2}")  # a word of a number, none of a place's name
_ABBREVIATED = ("TP", "TX", "TT", "P.", "H.", "Q.")  # before a place's name
_GLUED = re.compile(r"(?<=\w)(?=Độc lập -|CỘNG H[ÒO])")  # two columns without a gap


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line.  `role`: quoc-hieu, tieu-ngu, party, half, date or ""."""

    text: str
    role: str = ""

    @property
    def squeezed(self) -> str:
        """Its letters alone, folded."""
        return squeeze(self.text)


def squeeze(text: str) -> str:
    """The letters of a text, folded, nothing between them; lost letters stay as U+FFFD."""
    return _NOT_LETTERS.sub("", fold(text))


def tidy(line: str) -> str:
    """A line in NFC, bounded, its lost letters marked; gaps are kept, and made where two columns have none."""
    text = line[:LINE]
    if not text.isprintable():  # as nearly every line is
        text = _LOSSES.sub(LOST, text)
    if text.isascii():
        return text.strip()
    # Readers of pictures see Icelandic letters for the Vietnamese ones.
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ").replace("ĐĐ", "Đ").strip()
    return _GLUED.sub("\t", text, count=1) if "Độc lập" in text or "CỘNG" in text else text


def is_capital(text: str) -> bool:
    """Whether a text is in capitals, but for a few letters that a reader of pictures got wrong."""
    if text.isupper():
        return True
    letters = [letter for letter in text[:LINE] if letter.isalpha()]
    return len(letters) >= 5 and sum(map(str.isupper, letters)) >= 0.7 * len(letters)


def resembles(squeezed: str, formula: str, likeness: float = LIKE) -> bool:
    """Whether letters read as a formula does, some of them lost or misread."""
    return likeness_of(squeezed, formula) >= likeness


def likeness_of(squeezed: str, formula: str) -> float:
    """The share of letters that are the same, 0.0 to 1.0; 0.0 where a quick look shows that they are others."""
    if squeezed == formula:
        return 1.0
    if not 0.62 * len(formula) <= len(squeezed) <= LONGER * len(formula) or not _shares_pairs(squeezed, formula):
        return 0.0
    return SequenceMatcher(None, formula, squeezed, autojunk=False).ratio()


def _shares_pairs(squeezed: str, formula: str) -> bool:
    """The quick answer for nearly every line."""
    pairs = _pairs(formula)
    return sum(pair in squeezed for pair in pairs) >= 0.4 * len(pairs)


@cache
def _pairs(formula: str) -> tuple[str, ...]:
    return tuple(formula[place : place + 2] for place in range(0, len(formula) - 1, 2))


def lookup(squeezed: str, names: Iterable[str]) -> str | None:
    """The name that some letters spell, a lost letter matching any; too many lost match nothing."""
    if 2 * squeezed.count(LOST) > len(squeezed):
        return None
    for name in names:
        if len(name) == len(squeezed) and all(a in (b, LOST) for a, b in zip(squeezed, name, strict=True)):
            return name
    return None


def cells(lines: Iterable[str]) -> Iterator[Cell]:
    """The cells of some lines, in order, the formulas and dates at their ends cut off and named."""
    for line in lines:
        text = tidy(line)
        day = _DAY.search(text, max(0, len(text) - 80))
        if day:  # room left for a number to be written in is no gap between columns
            text = text[: day.start()] + " ".join(day.group().split())
        for piece in _rejoined([piece.strip() for piece in _GAP.split(text) if piece.strip()]):
            yield from peel(piece)


def _rejoined(pieces: list[str]) -> list[str]:
    """The pieces of a line, a Quốc hiệu made whole that a misread letter's gap has parted, neither part of which is known."""
    for place in range(len(pieces) - 1):
        one, other = pieces[place : place + 2]
        if len(QUOC_HIEU) * 0.7 <= len(one) + len(other) <= SHORT:
            known = any(resembles(squeeze(part), QUOC_HIEU) for part in (one, other))
            if not known and resembles(squeeze(one + other), QUOC_HIEU):
                return [*pieces[:place], f"{one} {other}", *pieces[place + 2 :]]
    return pieces


def peel(text: str) -> Iterator[Cell]:
    """The cells of a piece of a line: what is left after its formulas and its date have been cut off, then those."""
    tail: list[Cell] = []
    while text and len(tail) < 4:
        cut = _date_at_end(text) or _formula_at_end(text)
        if cut is None:
            break
        where, role = cut
        tail.insert(0, Cell(text[where:].strip(" ,"), role))
        text = text[:where].rstrip()
    if text:
        yield Cell(text)
    yield from tail


def is_running(text: str) -> bool:
    """Whether a line is too long for a formula, and begins with no column in capitals: running text."""
    return len(text) > SHORT and not is_capital(text[:24])


def _date_at_end(text: str) -> tuple[int, str] | None:
    """Where a place and date begin ("Biên Hòa, ngày 29 tháng 9 năm 2011"): the words before the day are capitalised names."""
    found = _DAY.search(text, max(0, len(text) - 80))
    if not found:
        return None
    where = found.start()
    words = text[:where].split()
    for word in reversed(words[-5:]):
        # "Số: 04/QĐ-UBND Biên Hòa, ngày ...": the number is no name of a place.
        if not (word[0].isupper() or word[0] == LOST) or _SYMBOL.search(word):
            break
        if (
            len(word) > 1
            and word.isupper()
            and not word.startswith(_ABBREVIATED)
            and not text[where:].partition(",")[0].isupper()
        ):
            break  # the end of a symbol, a mark
        where = text.rindex(word, 0, where)
    named = where < found.start() and found.group()[0] in ",.;"
    bare = not words and not text[:1].islower()
    return (where, "date") if named or bare else None


def _formula_at_end(text: str) -> tuple[int, str] | None:
    """Where a formula at the end begins: on a line of its own, or after capitals alone (the issuer in the left column)."""
    if is_running(text):
        return None
    squeezed = squeeze(text)
    first = text.partition(" ")[0]
    if len(squeezed) - len(first) > LONGEST and not is_capital(text[:24]):
        return None  # too long for a formula of its own, and what stands before one at its end is not in capitals
    for formula, role, likeness in _FORMULAS:
        where = 0 if squeezed == formula else _tail(text, squeezed, formula, likeness)
        if where is not None:
            return where, role
        if resembles(squeezed, formula, likeness):
            return 0, role
    for halves in HALVES:
        for half in halves:
            if squeezed == half or (len(half) > 8 and squeezed.endswith(half) and text.isupper()):
                return _tail(text, squeezed, half, LIKE) or 0, "half"
    return None


def _tail(text: str, squeezed: str, formula: str, likeness: float) -> int | None:
    """The place from which a line reads as the formula, when what stands before it is in capitals or a number."""
    if not 0.7 * len(formula) <= len(squeezed) or not _shares_pairs(squeezed[-int(LONGER * len(formula)) :], formula):
        return None
    best = (0.0, 0)
    where, letters = len(text), ""
    matcher = SequenceMatcher(None, "", formula, autojunk=False)
    for word in reversed(text.split()):
        where = text.rindex(word, 0, where)
        letters = squeeze(word) + letters
        if len(letters) > LONGER * len(formula):
            break
        if len(letters) >= 0.7 * len(formula):
            matcher.set_seq1(letters)
            best = max(best, (matcher.ratio(), where))
    if best[0] < likeness:
        return None
    before = text[: best[1]].strip()
    numbered = len(before) < 40 and "/" in before
    return best[1] if numbered or is_capital(before) or not squeeze(before) else None
