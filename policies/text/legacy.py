"""Finds Vietnamese text in a legacy encoding.

Method: each token with a non-ASCII letter is read under every table; its gain is how much likelier the reading is, as a
Vietnamese syllable, than the token as it stands, as Unicode Vietnamese or a word of another language.  Syllables that are often
neighbours gain more.  The best contiguous run of tokens is the evidence.  The first steps throw out clean text cheaply;
everything is linear in the text.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from unicodedata import normalize

from policies.text.encodings import BYTE_ENCODINGS, decode
from policies.text.encodings_table import LETTERS
from policies.text.folding import fold
from policies.text.mojibake import find_mojibake
from policies.text.pairs import pair_gain
from policies.text.runs import CAP, IMPOSSIBLE, SAMPLE, THRESHOLD, UNKNOWN, Reading, Span, best_run, distinct_gain
from policies.text.syllables import FOREIGN, HEARD, RARITY, SYLLABLES
from policies.text.tokens import INNER_CAPITAL, LONGEST, NO_SIGNS, TOKEN, is_evidence
from policies.text.unicode import letters_of
from policies.text.views import CP1258_LETTERS, VIEWS
from policies.text.viqr import find_viqr

NO_HINTS: Mapping[str, float] = {}
_VOWEL = re.compile("[^bcdfghjklmnpqrstvwxzđ]")  # "qđ", "đt" and the like are abbreviations

_ODD_CAPITAL = re.compile(f"(?<=[a-z{LETTERS[:67]}])[{LETTERS[67:]}]")  # nobody writes ViỆt

_DRIFT = -0.25  # an ASCII word that is no Vietnamese syllable
_SHORT = 300  # characters: a line or two, where one odd word is worth a full look
_MOST = 20_000  # different tokens: more than any language has; of noise with more of them only as many are judged
_MARGIN = 12  # tokens
_DOUBT = 2.5  # a neighbour may read a little worse than it stands
_ETH = 1.5  # ð for đ is a common slip in Unicode text, and đ itself in VISCII and windows-1258
_WELL_FORMED = 0.8  # of the non-ASCII tokens of a run
_PLENTY = 40.0  # points beyond which neighbours need not be asked
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
    spans = [find_viqr(text)]
    if not text.isascii():
        if mojibake:
            spans.append(find_mojibake(text))
        if suspicious(text) >= (1 if hints or len(text) < _SHORT else 2):
            spans.append(_find_bytes(text, hints))
    best = max(filter(None, spans), key=lambda span: span.score, default=None)
    return None if best is None else _whole_line(text, best)


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
    odd = " ".join(set(text.lower().split()) - known)
    if odd.isascii():
        return 0
    if INNER_CAPITAL.search(text):
        return 2
    words = {word for word in TOKEN.findall(odd) if not word.isascii()} - known
    strange = (word for word in words if is_evidence(word) and _VOWEL.search(word) and normalize("NFC", word) not in known)
    return sum(1 for _ in islice(strange, 2))


def reads_well(text: str) -> bool:
    """Whether the non-ASCII words of a text are, by far the most, Vietnamese syllables."""
    words = [word for word in TOKEN.findall(text.lower()) if not word.isascii() and is_evidence(word)]
    known = sum(normalize("NFC", word) in RARITY for word in words)
    return known > 0 and known >= _WELL_FORMED * len(words)


@dataclass(frozen=True, slots=True)
class _Tokens:
    """`words`: of the text.  `stands`: how rare those are that may be bytes, as they stand; `view`: the same as bytes.

    `neutral`: what each word gains where nothing speaks for it.
    """

    words: Sequence[str]
    neutral: Mapping[str, float]
    stands: Mapping[str, float]
    view: str


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    encoding: str
    first: int
    last: int


def _find_bytes(text: str, hints: Mapping[str, float]) -> Span | None:
    tokens = TOKEN.findall(text)
    if len({token for token in tokens if not token.isascii()}) > _MOST:
        del tokens[_MOST:]
    through_1252 = _strongest(text, tokens, "1252", BYTE_ENCODINGS, hints)
    if through_1252 is not None or CP1258_LETTERS.isdisjoint(text):
        return through_1252
    tables = tuple(name for name in BYTE_ENCODINGS if name != "cp1258")  # every Unicode text would pass for it
    return _strongest(text, tokens, "1258", tables, hints)


def _strongest(text: str, words: Sequence[str], way: str, tables: Iterable[str], hints: Mapping[str, float]) -> Span | None:
    tokens = _tokens(words, VIEWS[way])
    if not tokens.stands:
        return None
    best: _Found | None = None
    for encoding in tables:
        found = _run(tokens, encoding, hints.get(encoding, 0.0))
        if found is not None and (best is None or found.score > best.score):
            best = found
    return None if best is None else _span(text, words, best, way)


def _tokens(words: Sequence[str], view: Callable[[str], str]) -> _Tokens:
    unique = dict.fromkeys(words)
    neutral = {word: _neutral(word) for word in unique}
    odd = [word for word in unique if not word.isascii() and len(word) <= LONGEST]
    views = dict(zip(odd, view("\n".join(odd)).split("\n"), strict=True)) if odd else {}
    views = {word: as_view for word, as_view in views.items() if max(as_view) <= "\xff"}
    stands = {word: _rarity(word, as_view.lower()) for word, as_view in views.items()}
    return _Tokens(words, neutral, stands, "\n".join(views.values()))


def _neutral(word: str) -> float:
    if len(word) > LONGEST:
        return -CAP
    if word.isascii():
        return 0.0 if word.lower() in RARITY else _DRIFT
    return -CAP if is_evidence(word) else 0.0


def _rarity(word: str, as_view: str) -> float:
    """How rare a token is as it stands: a Vietnamese syllable, a foreign word, or neither."""
    if INNER_CAPITAL.search(word):
        return IMPOSSIBLE
    word = normalize("NFC", word.lower())
    unknown = UNKNOWN if word.isalpha() else IMPOSSIBLE
    if "ð" in word:
        return min(RARITY.get(word.replace("ð", "đ"), unknown) + _ETH, FOREIGN.get(as_view, unknown))
    return min(RARITY.get(word, unknown), FOREIGN.get(as_view, unknown))


def _run(tokens: _Tokens, encoding: str, hint: float) -> _Found | None:
    """The best run under one table, None where it is not good enough."""
    decoded = decode(tokens.view, encoding)
    read = dict(zip(tokens.stands, _ODD_CAPITAL.sub("?", decoded).lower().split("\n"), strict=True))
    gains = {
        word: max(-CAP, min(CAP, tokens.stands[word] - rarity)) if is_evidence(word) else 0.0
        for word, syllable in read.items()
        if (rarity := RARITY.get(syllable)) is not None
    }
    promise = hint + sum(gain for gain in gains.values() if gain > 0)
    if promise < _PROMISING:
        return None
    line = list(map({**tokens.neutral, **gains}.__getitem__, tokens.words))
    if promise < _PLENTY:
        _add_pairs(line, tokens.words, read, gains)
    run = best_run(line)
    once = distinct_gain(tokens.words, line, run)[0]
    within = [word for word in tokens.words[run.first : run.last + 1] if not word.isascii() and is_evidence(word)]
    well_formed = sum(word in gains for word in within)
    if once < THRESHOLD - hint or well_formed < _WELL_FORMED * len(within):
        return None
    telling = {word for word in within if gains.get(word, 0.0) > 0}
    if not hint and len(telling) < 2 and (once < THRESHOLD + 1 or all(fold(word) == fold(read[word]) for word in telling)):
        return None  # one word, perhaps with its accents wrong
    return _Found(run.score + hint + _PRIOR.get(encoding, 0.0), encoding, run.first, run.last)


def _add_pairs(line: list[float], words: Sequence[str], read: Mapping[str, str], gains: Mapping[str, float]) -> None:
    """Give each telling word what it gains from its neighbours."""
    syllables = [read.get(word) or word.lower() for word in words]
    for at in range(1, len(words)):
        if words[at] in gains or words[at - 1] in gains:
            stands = pair_gain(words[at - 1].lower(), words[at].lower())
            line[at] += pair_gain(syllables[at - 1], syllables[at]) - stands


def _span(text: str, words: Sequence[str], found: _Found, way: str) -> Span:
    first, last = _widened(words, VIEWS[way], found)
    spans = [match.span() for match in islice(TOKEN.finditer(text), first, last + 1)]
    return Span(found.encoding, found.score, spans[0][0], spans[-1][1], way)


def _widened(words: Sequence[str], view: Callable[[str], str], found: _Found) -> tuple[int, int]:
    """The run with its neighbours that belong to it: those that read about as well.  It ends with a non-ASCII word."""

    def edge(outward: Iterable[int], at: int) -> int:
        for index in outward:
            if words[index].isascii():
                continue
            if len(words[index]) > LONGEST:
                break
            as_view = view(words[index])
            read = RARITY.get(decode(as_view, found.encoding).lower())
            if max(as_view) > "\xff" or read is None or read > _rarity(words[index], as_view.lower()) + _DOUBT:
                break
            at = index
        return at

    before = range(found.first - 1, max(found.first - _MARGIN, 0) - 1, -1)
    after = range(found.last + 1, min(found.last + _MARGIN, len(words)))
    return edge(before, found.first), edge(after, found.last)


def _whole_line(text: str, span: Span) -> Span:
    """The span with the plain words around it on its lines, and signs that may be letters of theirs."""
    before = text[max(text.rfind("\n", 0, span.start) + 1, span.start - SAMPLE // 2) : span.start]
    after = text[span.end :].partition("\n")[0]
    start = span.start - len(before) if before.translate(NO_SIGNS).isascii() else span.start
    end = span.end + len(after) if after.translate(NO_SIGNS).isascii() else span.end
    return replace(span, start=start, end=end)
