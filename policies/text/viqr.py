"""VIQR (RFC 1456): Vietnamese written in ASCII, marks after the letters: "Tie^'ng Vie^.t".

Marks at the end of a word may be its punctuation, so only a shape mark (^ ( + *), a doubled d, or a tone inside a word counts.
"""

import re
from itertools import pairwise
from unicodedata import normalize

from policies.text.encodings import codes_of
from policies.text.encodings_table import VIQR
from policies.text.pairs import pair_gain
from policies.text.runs import CAP, IMPOSSIBLE, THRESHOLD, Span, best_around, clamp, distinct_gain
from policies.text.syllables import RARITY, UNHEARD
from policies.text.tokens import LONGEST

_TOKEN = re.compile(r"[A-Za-z][A-Za-z^(+*'`~?.]*")
_CODE = re.compile(r"[dD][dD]|[aAeEiIoOuUyY][\^(+*]?['`~?.]?")
_SHAPED = re.compile(r"[aAeEoO]\^|[oOuU][+*]|[aA]\(|^[dD][dD]")
_SHAPED_WORD = re.compile(r"(?:\b[dD][dD]|(?<![A-Za-z])[A-Za-z]*(?:[aAeEoO]\^|[oOuU][+*]|[aA]\())[A-Za-z^(+*'`~?.]*")
_INNER = re.compile(r"[aAeEiIoOuUyY]['`~?.][A-Za-z]")
_SHAPES = ("^", "(", "+", "*")
_GOES_ON = re.compile(r"[ \t]*+\r?\n?[ \t]*+[a-z]|[,;:)]")
_GOING_ON = 6.0  # a stop before a small letter is hardly a stop
_STOP = re.compile(r"[.?]")
_SIGNS = ("^", "+", "*", "a(", "A(", "dd", "Dd", "DD")  # without one of them there is nothing to look at
_LETTER = {code: letter for letter, codes in codes_of(VIQR) for code in codes}
_MARK = re.compile(r"[\^(+*'`~?.]")  # Telex has dd, too
_MARKED = re.compile(r"[aAeEiIoOuUyY]['`~]$")
_TONE_INSIDE = 2.5  # "a.b" is met elsewhere too
_TONE_LAST = 0.5  # and so is a'


def find_viqr(text: str) -> Span | None:
    """The strongest run of VIQR in a text, None where there is none."""
    if not any(sign in text for sign in _SIGNS) or not any(_gain(_bare(word)) > 0 for word in set(_SHAPED_WORD.findall(text))):
        return None
    tokens = [token if token[-1] not in ".?" else _bare(token) for token in _TOKEN.findall(text)]
    gain_of = {token: _gain(token) for token in set(tokens)}
    read = {token: decode_viqr(token).lower() for token in gain_of}

    def gains(first: int, last: int) -> list[float]:
        here = tokens[first : last + 1]
        line = list(map(gain_of.__getitem__, here))
        for at, (one, other) in enumerate(pairwise(here), 1):
            if gain_of[one] > 0 or gain_of[other] > 0:
                line[at] += pair_gain(read[one], read[other])
        return line

    places = [at for at, token in enumerate(tokens) if gain_of[token] > 0]
    run, line = best_around(places, len(tokens), gains)
    within = tokens[run.first : run.last + 1]
    won = {token for token in within if gain_of[token] > 0}
    if (
        distinct_gain(within, line) < THRESHOLD
        or len(won) < 2
        or not any(map(_SHAPED.search, won))
        or not any(map(_MARK.search, won))
    ):
        return None
    spans = [match.span() for match in _TOKEN.finditer(text)][run.first : run.last + 1]
    return Span("viqr", run.score, spans[0][0], spans[-1][1])


def viqr_letters(text: str) -> list[str]:
    """What each character of such a text becomes: a word stands where its first letter stood."""
    letters = list(text)
    before = ""
    for token in _TOKEN.finditer(text):
        word = _read(token, before)
        letters[token.start() : token.end()] = [word, *[""] * (len(token[0]) - 1)]
        before = word.lower()
    return letters


def decode_viqr(token: str) -> str:
    """One word of VIQR as Unicode."""
    return _CODE.sub(lambda code: _letter(code[0]), token)


def _letter(code: str) -> str:
    whole = _LETTER.get(code)
    if whole is not None:
        return whole
    first = _LETTER.get(code[:2], code[:1])
    return first + code[len(code[:2]) if code[:2] in _LETTER else 1 :]


def _read(token: re.Match[str], before: str) -> str:
    """One word as Unicode.  A final . or ? is a tone where the sentence goes on, or where that makes the likelier word."""
    bare = _bare(token[0])
    goes_on = _GOES_ON.match(token.string, token.end()) is not None
    best, likeliest = "", -2 * UNHEARD
    for end in range(len(bare), min(len(bare) + 1, len(token[0])) + 1):
        word = normalize("NFC", decode_viqr(token[0][:end]))
        if word.lower() in RARITY:
            likelihood = (
                pair_gain(before, word.lower()) - RARITY[word.lower()] + (_GOING_ON if goes_on and end > len(bare) else 0.0)
            )
            if likelihood > likeliest:
                best, likeliest = word + token[0][end:], likelihood
    return best or _sentence_ends_within(token[0]) or normalize("NFC", decode_viqr(bare)) + token[0][len(bare) :]


def _bare(token: str) -> str:
    """A word without the stops that end it; the one that follows a shape is its tone."""
    bare = token.rstrip(".?")
    return token[: len(bare) + 1] if bare.endswith(_SHAPES) else bare


def _sentence_ends_within(token: str) -> str | None:
    """Two words with a full stop between them and no blank: "ta.i.Ba.n" is "tại.Bạn"."""
    if len(token) > 2 * LONGEST:
        return None
    for stop in _STOP.finditer(token):
        words = [normalize("NFC", decode_viqr(word)) for word in (token[: stop.start()], token[stop.end() :])]
        if all(word.lower() in RARITY for word in words):
            return stop[0].join(words)
    return None


def _gain(token: str) -> float:
    shaped = _SHAPED.search(token) is not None
    inner = shaped or _INNER.search(token) is not None
    if not inner and not _MARKED.search(token):
        return 0.0 if token.lower() in RARITY else -0.25
    read = decode_viqr(token).lower()
    rarity = RARITY.get(read)
    if rarity is None:
        return -CAP if inner else 0.0
    if len(read) < 2:
        return 0.0
    return min(clamp(IMPOSSIBLE - rarity), CAP if shaped else _TONE_INSIDE if inner else _TONE_LAST)
