"""Finds Vietnamese text in a legacy encoding.

Method: each token with a non-ASCII letter is read under every table; its gain is how much likelier the reading is, as a
Vietnamese syllable, than the token as it stands, as Unicode Vietnamese or a word of another language.  The best contiguous run
of tokens is the evidence.  The first steps throw out clean text cheaply; everything is linear in the text.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from unicodedata import normalize

from policies.text.encodings import BYTE_ENCODINGS, decode, restore_capitals
from policies.text.mojibake import find_mojibake
from policies.text.runs import CAP, IMPOSSIBLE, SAMPLE, THRESHOLD, UNKNOWN, Reading, best_run, distinct_gain
from policies.text.syllables import FOREIGN, RARITY, SYLLABLES
from policies.text.views import CP1258_LETTERS, view_1252, view_1258
from policies.text.viqr import find_viqr

View = Callable[[str], str]
Found = tuple[float, str, int, int]  # score, encoding, first and last token
NO_HINTS: Mapping[str, float] = {}

# Typographic signs are code points of letters too: they count as letters between letters only.
_SIGNS = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\x85\x91-\x97"
_LETTERS = (
    "A-Za-z\x01-\x06\x10-\x17\x19\x1c-\x1e\x80-\x84\x86-\x90\x98-\x9f\xa1-\u1fff"
    "\u200e\u2010-\u2012\u201a\u201e\u2020\u2021\u2030-\U0010ffff"
)
_TOKEN = re.compile(f"[{_LETTERS}]+(?:[{_SIGNS}][{_LETTERS}]+)*")
_BKHCM1_TOKEN = re.compile(f"[{_LETTERS}{{|}}~^`]+(?:[{_SIGNS}][{_LETTERS}{{|}}~^`]+)*")  # six of its capitals are ASCII signs
_PLAIN = re.compile("[A-Za-z]")
_VOWEL = re.compile("[^bcdfghjklmnpqrstvwxzđ]")


_DRIFT = -0.25  # an ASCII word that is no Vietnamese syllable
_SHORT = 300  # characters: a line or two, where one odd word is worth a full look
_MOST = 20_000  # different tokens: more than any language has; of noise with more of them only as many are judged
_LONGEST = 24  # characters of a token: beyond any syllable, and too few for marks to be sorted in quadratic time
_MARGIN = 12  # tokens
_DOUBT = 2.5  # a neighbour may read a little worse than it stands
_WELL_FORMED = 0.8  # of the non-ASCII tokens of a run
# Where two tables read equally well, the commoner encoding is meant.
_PRIOR = {"tcvn3": 0.4, "vni": 0.4, "cp1258": 0.3, "viscii": 0.2, "vps": 0.1}


def find(text: str, hints: Mapping[str, float] = NO_HINTS, *, mojibake: bool = True) -> Reading | None:
    """The strongest legacy run of a text, None where it is clean.

    `hints`: encoding -> points for it from elsewhere (a font's name, a part beside).  `mojibake`: whether UTF-8 taken for
    another charset counts; not where the text is itself a byte view.
    """
    readings = [find_viqr(text)]
    if not text.isascii():
        if mojibake:
            readings.append(find_mojibake(text))
        if suspicious(text) >= (1 if hints or len(text) < _SHORT else 2):
            readings.append(_find_bytes(text, hints))
    return max(filter(None, readings), key=lambda reading: reading.score, default=None)


def suspicious(text: str) -> int:
    """How many different words of a text, two at most, are as they stand neither Vietnamese nor ASCII.  The fast first look."""
    odd = " ".join(set(text.lower().split()) - SYLLABLES)
    if odd.isascii():
        return 0
    words = {word for word in _TOKEN.findall(odd) if not word.isascii()} - SYLLABLES
    strange = (word for word in words if _is_evidence(word) and _VOWEL.search(word) and normalize("NFC", word) not in SYLLABLES)
    return sum(1 for _ in islice(strange, 2))


def reads_well(text: str) -> bool:
    """Whether the non-ASCII words of a text are, by far the most, Vietnamese syllables."""
    words = [word for word in _TOKEN.findall(text.lower()) if not word.isascii() and _is_evidence(word)]
    known = sum(normalize("NFC", word) in RARITY for word in words)
    return known > 0 and known >= _WELL_FORMED * len(words)


def _is_evidence(token: str) -> bool:
    return 1 < len(token) <= _LONGEST and _PLAIN.search(token) is not None


def _find_bytes(text: str, hints: Mapping[str, float]) -> Reading | None:
    tokens = _TOKEN.findall(text)
    if len({token for token in tokens if not token.isascii()}) > _MOST:
        del tokens[_MOST:]
    through_1252 = _strongest(text, tokens, view_1252, BYTE_ENCODINGS, hints)
    if through_1252 is not None or CP1258_LETTERS.isdisjoint(text):
        return through_1252
    tables = tuple(name for name in BYTE_ENCODINGS if name != "cp1258")  # every Unicode text would pass for it
    return _strongest(text, tokens, view_1258, tables, hints)


def _strongest(text: str, tokens: Sequence[str], view: View, tables: Iterable[str], hints: Mapping[str, float]) -> Reading | None:
    unique = dict.fromkeys(tokens)
    evidence = [token for token in unique if not token.isascii() and _is_evidence(token)]
    neutral = {token: 0.0 if not token.isascii() or token.lower() in RARITY else _DRIFT for token in unique}
    neutral |= dict.fromkeys((token for token in unique if len(token) > _LONGEST), -CAP) | dict.fromkeys(evidence, -CAP)
    lines = view("\n".join(evidence))
    stands = [_rarity(token, as_view) for token, as_view in zip(evidence, lines.lower().split("\n"), strict=True)]
    best: Found | None = None
    for encoding in tables:
        rarities = map(RARITY.get, decode(lines, encoding).lower().split("\n"))
        gains = {
            token: max(-CAP, min(CAP, stood - rarity))
            for token, stood, rarity in zip(evidence, stands, rarities, strict=True)
            if rarity is not None
        }
        hint = hints.get(encoding, 0.0)
        if sum(gain for gain in gains.values() if gain > 0) < THRESHOLD - hint:
            continue
        found = _run(tokens, neutral | gains, THRESHOLD - hint)
        if found is not None:
            score = found[0] + hint + _PRIOR.get(encoding, 0.0)
            if best is None or score > best[0]:
                best = (score, encoding, *found[1:])
    return None if best is None else _reading(text, tokens, view, best)


def _rarity(token: str, as_view: str) -> float:
    """How rare a token is as it stands: a Vietnamese syllable, a foreign word, or neither."""
    word = normalize("NFC", token.lower())
    unknown = UNKNOWN if word.isalpha() else IMPOSSIBLE
    return min(RARITY.get(word, unknown), FOREIGN.get(as_view, unknown))


def _run(tokens: Sequence[str], gain_of: Mapping[str, float], threshold: float) -> tuple[float, int, int] | None:
    gains = list(map(gain_of.__getitem__, tokens))
    run = best_run(gains)
    once, gaining = distinct_gain(tokens, gains, run)
    words = [gain_of[token] for token in tokens[run.first : run.last + 1] if not token.isascii() and _is_evidence(token)]
    well_formed = sum(gain > -CAP for gain in words)
    if once < threshold or gaining < (2 if threshold == THRESHOLD else 1) or well_formed < _WELL_FORMED * len(words):
        return None
    return run.score, run.first, run.last


def _widened(tokens: Sequence[str], view: View, found: Found) -> tuple[int, int]:
    """The run with its neighbours that belong to it: those that read about as well.  It ends with a non-ASCII word."""
    _, encoding, first, last = found

    def edge(outward: Iterable[int], at: int) -> int:
        for index in outward:
            if tokens[index].isascii():
                continue
            if len(tokens[index]) > _LONGEST:
                break
            as_view = view(tokens[index])
            read = RARITY.get(decode(as_view, encoding).lower())
            if max(as_view) > "\xff" or read is None or read > _rarity(tokens[index], as_view.lower()) + _DOUBT:
                break
            at = index
        return at

    before = range(first - 1, max(first - _MARGIN, 0) - 1, -1)
    after = range(last + 1, min(last + _MARGIN, len(tokens)))
    return edge(before, first), edge(after, last)


def _reading(text: str, tokens: Sequence[str], view: View, found: Found) -> Reading:
    score, encoding, _, _ = found
    first, last = _widened(tokens, view, found)
    spans = [match.span() for match in islice(_TOKEN.finditer(text), first, last + 1)]
    start, end = _whole_line(text, spans[0][0], spans[-1][1])
    pattern = _BKHCM1_TOKEN if encoding == "bkhcm1" else _TOKEN
    read = pattern.sub(lambda token: _decode_token(token[0], view, encoding), text[start:end])
    return Reading(encoding, score, start, end, restore_capitals(read, encoding))


def _decode_token(token: str, view: View, encoding: str) -> str:
    if len(token) == 1 and not token.isalpha():
        return token  # a sign on its own
    return decode(view(token), encoding)


def _whole_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the plain ASCII words around it on its lines, cut to a sample."""
    line = max(text.rfind("\n", 0, start) + 1, start - SAMPLE // 2)
    if text[line:start].isascii():
        start = line
    end = min(end, start + SAMPLE)
    rest = text[end : start + SAMPLE].partition("\n")[0]
    if rest.isascii():
        end += len(rest)
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end - len(text[start:end]) + len(
        text[start:end].rstrip()
    )
