"""Finds Vietnamese text in a legacy encoding.

Each word is weighed under every table (`evidence.py`); the best contiguous run of words is what convicts.  The first steps throw
out clean text cheaply; everything is linear in the text.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from unicodedata import normalize

from policies.text.encodings import BYTE_ENCODINGS, decode
from policies.text.evidence import Gains, Words, gains_under, in_order, rarity, weighed
from policies.text.folding import fold
from policies.text.mojibake import find_mojibake
from policies.text.pairs import pair_gain
from policies.text.runs import IMPOSSIBLE, MARGIN, SAMPLE, THRESHOLD, UNKNOWN, Reading, Span, best_around, distinct_gain
from policies.text.syllables import HEARD, RARITY, SYLLABLES
from policies.text.tokens import (
    ASCII_SIGNS,
    BKHCM1_TOKEN,
    CAMEL,
    CAMEL_TOKEN,
    INNER_CAPITAL,
    LONGEST,
    NO_SIGNS,
    TOKEN,
    is_evidence,
)
from policies.text.unicode import letters_of
from policies.text.views import CP1258_LETTERS, INVISIBLE, VIEWS
from policies.text.viqr import find_viqr

NO_HINTS: Mapping[str, float] = {}
_VOWEL = re.compile("[^bcdfghjklmnpqrstvwxzđ]")  # "qđ", "đt" and the like are abbreviations

_EDGES = "«»°±²³¼½¾×÷"  # signs about a word, or all of it: «abc», 5°C, m²
_SHORT = 300  # characters: a line or two, where one odd word is worth a full look
_MOST = 20_000  # different tokens: more than any language has; of noise with more of them only as many are judged
_DOUBT = 2.5  # a neighbour may read a little worse than it stands
_ALONE = 0.5  # point more is asked of a single word
_MORE = 3.0  # points that words ask for, all of which are syllables as they stand
_FEW = 4  # words in capitals
_SHORT_TEXT = 60  # words
_DETOUR = 1.0  # point more is asked of text that went through windows-1258: broken Unicode looks like it
_CHANCE = 3  # foreign words, one of which may read by chance
_WELL_FORMED = 0.8  # of the non-ASCII tokens of a run
_PLENTY = 40.0  # points beyond which neighbours need not be asked
_BEHIND = 0.5  # a table that gains, in all, less than this share of the best is out of the race
_PROMISING = 2.0  # points without which neighbours are not asked either
# Where two tables read equally well, the commoner encoding is meant.
_PRIOR = {"tcvn3": 0.4, "vni": 0.4, "cp1258": 0.3, "viscii": 0.2, "vps": 0.1}


def find(text: str, hints: Mapping[str, float] = NO_HINTS, *, mojibake: bool = True) -> Reading | None:
    """A sample of the strongest legacy run of a text, None where it is clean.

    `hints`: encoding -> points for it from elsewhere (a font's name, a part beside).  `mojibake`: whether UTF-8 taken for
    another charset counts; not where the text is itself a byte view.
    """
    span = find_span(text, hints, mojibake=mojibake)
    return None if span is None else sample(text, span)


def find_span(text: str, hints: Mapping[str, float] = NO_HINTS, *, mojibake: bool = True) -> Span | None:
    """The whole of the strongest legacy run of a text, None where it is clean."""
    if INVISIBLE.search(text):  # a byte order mark, say, makes no other word of the one that it touches
        span = find_span(INVISIBLE.sub("", text), hints, mojibake=mojibake)
        return span and replace(span, start=_shown_at(text, span.start), end=_shown_at(text, span.end - 1) + 1)
    spans = [find_viqr(text)]
    if not text.isascii():
        if mojibake:
            spans.append(find_mojibake(text))
        if suspicious(text) >= (1 if hints or len(text) < _SHORT else 2):
            spans.append(_find_bytes(text, hints))
    best = max(filter(None, spans), key=lambda span: span.score, default=None)
    return None if best is None else _whole_line(text, best)


def _shown_at(text: str, at: int) -> int:
    """Where the character stands that would be at this place but for the invisible ones."""
    for hidden in INVISIBLE.finditer(text):
        if hidden.start() > at:
            break
        at += len(hidden[0])
    return at


def sample(text: str, span: Span) -> Reading:
    """The beginning of a run as it reads."""
    start, end = span.start, span.end
    if end > start + SAMPLE:
        blank = text.rfind(" ", start + SAMPLE // 2, start + SAMPLE)
        end = blank if blank > 0 else start + SAMPLE
    found = text[start:end]
    start, end = start + len(found) - len(found.lstrip()), end - len(found) + len(found.rstrip())
    unicode = "".join(letters_of(text[start:end], span.encoding, span.way))
    return Reading(span.encoding, span.score, start, end, unicode, span.way)


def suspicious(text: str) -> int:
    """How many different words of a text, two at most, are as they stand neither Vietnamese nor ASCII.  The fast first look.

    In a short text a syllable that is well-formed and never heard counts as none.
    """
    known = HEARD if len(text) < _SHORT else SYLLABLES
    unique = " ".join(set(text.split()))
    if INNER_CAPITAL.search(unique):
        return 2
    odd = " ".join(set(unique.lower().split()) - known)
    if odd.isascii():
        return 0
    words = {word for word in TOKEN.findall(odd) if not word.isascii()} - known
    strange = (word for word in words if is_evidence(word) and _VOWEL.search(word) and normalize("NFC", word) not in known)
    return sum(1 for _ in islice(strange, 2))


def reads_well(text: str) -> bool:
    """Whether the non-ASCII words of a text are, by far the most, Vietnamese syllables."""
    stripped = (word.strip(_EDGES) for word in TOKEN.findall(text.lower()))
    words = [word for word in stripped if not word.isascii() and is_evidence(word)]
    known = sum(normalize("NFC", word) in RARITY for word in words)
    return known > 0 and known >= _WELL_FORMED * len(words)


def strangeness(text: str) -> float:
    """How rare the non-ASCII words of a text are as Vietnamese, on average."""
    words = [word for word in TOKEN.findall(text) if not word.isascii() and is_evidence(word)]
    rarities = (
        IMPOSSIBLE if INNER_CAPITAL.search(word) else RARITY.get(normalize("NFC", word.lower()), IMPOSSIBLE) for word in words
    )
    return sum(rarities) / max(len(words), 1)


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    encoding: str
    first: int
    last: int


def _find_bytes(text: str, hints: Mapping[str, float]) -> Span | None:
    found = _find_through(text, TOKEN, BYTE_ENCODINGS, hints)
    if found is None and len(text) < _SHORT and CAMEL.search(text):
        return _find_through(text, CAMEL_TOKEN, BYTE_ENCODINGS, hints)
    if found is None or found.encoding != "bkhcm1" or ASCII_SIGNS.search(text) is None:
        return found
    return _find_through(text, BKHCM1_TOKEN, ("bkhcm1",), hints) or found


def _find_through(text: str, token: re.Pattern[str], tables: Iterable[str], hints: Mapping[str, float]) -> Span | None:
    """The strongest run through the view that shows one."""
    tokens = token.findall(text)
    if len(set(tokens)) > _MOST:
        del tokens[_MOST:]
    best = _strongest(tokens, "1252", tables, hints)
    way = "1252"
    if not CP1258_LETTERS.isdisjoint(text):
        others = tuple(name for name in tables if name != "cp1258")  # every Unicode text would pass for it
        through_1258 = _strongest(tokens, "1258", others, hints)
        if through_1258 is not None and (best is None or through_1258.score > best.score):
            best, way = through_1258, "1258"
    return None if best is None else _span(text, tokens, token, best, way)


def _strongest(tokens: Sequence[str], way: str, tables: Iterable[str], hints: Mapping[str, float]) -> _Found | None:
    words = weighed(tokens, VIEWS[way])
    candidates = [gains_under(words, encoding, hints.get(encoding, 0.0)) for encoding in tables] if words.stands else []
    candidates = sorted((gains for gains in candidates if gains.promise >= _PROMISING), key=lambda gains: -gains.promise)
    hopeful = {word for gains in candidates for word, gain in gains.of.items() if gain > 0}
    places = [at for at, word in enumerate(tokens) if word in hopeful]
    asked = bool(candidates) and candidates[0].promise < _PLENTY  # of all tables or of none, that they can be compared
    best: _Found | None = None
    for gains in candidates:
        if best is not None and gains.promise < _BEHIND * best.score:
            break
        hint = hints.get(gains.encoding, 0.0) - (_DETOUR if way == "1258" else 0.0)
        found = _run(words, gains, hint, [at for at in places if gains.of.get(tokens[at], 0.0) > 0], pairs=asked)
        if found is not None and (best is None or found.score > best.score):
            best = found
    return best


def _run(words: Words, gains: Gains, hint: float, places: Sequence[int], *, pairs: bool) -> _Found | None:
    """The best run under one table, None where it is not good enough.  `places`: where something speaks for the table."""
    run, line = best_around(places, len(words.words), partial(in_order, words, gains, pairs=pairs))
    within = words.words[run.first : run.last + 1]
    once = distinct_gain(within, line)
    counts = Counter(within)
    told = sum(map(counts.__getitem__, words.telling & counts.keys()))
    well_formed = sum(counts[word] for word in words.telling & counts.keys() & gains.of.keys())
    if once < THRESHOLD - hint or well_formed < _WELL_FORMED * told:
        return None
    won = [word for word in words.telling & counts.keys() if gains.of.get(word, 0.0) > 0]
    if hint > 0 and not all(map(_stands, won)):  # no hint makes a slip of a word that is one as it stands
        proven = once >= THRESHOLD or not _is_foreign(words, gains, won)
    else:
        proven = _proves(words, gains, won, once)
    if not proven:
        return None
    return _Found(run.score + hint + _PRIOR.get(gains.encoding, 0.0), gains.encoding, run.first, run.last)


def _is_foreign(words: Words, gains: Gains, won: Sequence[str]) -> bool:
    """Whether so many odd words of a text stay odd under the table that the one or two that read are chance."""
    odd = [word for word in words.telling - gains.of.keys() if word.isalpha() and not _stands(word)]
    return len(odd) > _CHANCE * len(won) ** 2


def _proves(words: Words, gains: Gains, won: Sequence[str], once: float) -> bool:
    """Whether the words that gain cannot be a slip: one word, accents that a scanner misread, rare words of a Unicode text."""
    slips = all(fold(word) == fold(gains.read[word]) for word in won)
    if len(won) < 2 and (slips or once < THRESHOLD + _ALONE):
        return False
    if slips and len(won) < _FEW and all(map(str.isupper, won)):
        return False
    if all(map(_stands, won)):  # nothing but rare words of Vietnamese?
        return len(words.words) < _SHORT_TEXT and len(won) > 2 and once >= THRESHOLD + _MORE
    return True


def _stands(word: str) -> bool:
    return INNER_CAPITAL.search(word) is None and normalize("NFC", word.lower()) in SYLLABLES


def _span(text: str, tokens: Sequence[str], token: re.Pattern[str], found: _Found, way: str) -> Span:
    first, last = _widened(tokens, VIEWS[way], found)
    matches = islice(token.finditer(text), first, last + 1)
    opening = next(matches)
    closing = deque(matches, maxlen=1)
    return Span(found.encoding, found.score, opening.start(), (closing[0] if closing else opening).end(), way)


def _widened(words: Sequence[str], view: Callable[[str], str], found: _Found) -> tuple[int, int]:
    """The run with its neighbours that belong to it: those that read about as well.  It ends with a non-ASCII word."""

    def edge(outward: Iterable[int], at: int) -> int:
        unread = 0
        for index in outward:
            if words[index].isascii():
                continue
            if len(words[index]) > LONGEST:
                break
            as_view = view(words[index])
            one, other = decode(as_view, found.encoding).lower(), decode(view(words[at]), found.encoding).lower()
            read, stands = RARITY.get(one), rarity(words[index], as_view)
            if found.score >= _PLENTY:  # what stands beside a long run is hardly another language
                stands = RARITY.get(normalize("NFC", words[index].lower()), UNKNOWN)
            doubt = _DOUBT
            if abs(index - at) == 1:
                doubt += pair_gain(*((one, other) if index < at else (other, one)))
            if max(as_view, default="") > "\xff" or (stands < UNKNOWN if read is None else read > stands + doubt):
                break
            if read is None and (unread := unread + 1) > 1:
                break
            if read is not None:  # otherwise a misspelt word, perhaps between others
                at, unread = index, 0
        return at

    before = range(found.first - 1, max(found.first - MARGIN, 0) - 1, -1)
    after = range(found.last + 1, min(found.last + MARGIN, len(words)))
    return edge(before, found.first), edge(after, found.last)


def _whole_line(text: str, span: Span) -> Span:
    """The span with the plain words around it on its lines, and signs that may be letters of theirs."""
    line = text.rfind("\n", 0, span.start) + 1
    before = text[max(line, span.start - SAMPLE // 2) : span.start]
    if span.start - line > SAMPLE // 2:
        before = before.partition(" ")[2]  # from a whole word on
    after = text[span.end :].partition("\n")[0]
    start = span.start - len(before) if before.translate(NO_SIGNS).isascii() else span.start
    end = span.end + len(after) if after.translate(NO_SIGNS).isascii() else span.end
    return replace(span, start=start, end=end)
