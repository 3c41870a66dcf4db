"""VIQR (RFC 1456): Vietnamese written in ASCII, marks after the letters: "Tie^'ng Vie^.t".

Marks at the end of a word may be its punctuation, so only a shape mark (^ ( + *), a doubled d, or a tone inside a word counts.
"""

import re
from unicodedata import normalize

from policies.text.encodings import codes_of
from policies.text.encodings_table import VIQR
from policies.text.runs import CAP, IMPOSSIBLE, THRESHOLD, Span, best_run, clamp, distinct_gain
from policies.text.syllables import RARITY

_SHAPES = ("a^", "e^", "o^", "o+", "u+", "o*", "u*", "a(", "dd")
_MARKS = ("^", "+", "*", "(", "dd", "DD", "Dd")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z^(+*'`~?.]*")
_CODE = re.compile(r"[dD][dD]|[aAeEiIoOuUyY][\^(+*]?['`~?.]?")
_SHAPED = re.compile(r"[aAeEoO]\^|[oOuU][+*]|[aA]\(|[dD][dD]")
_INNER = re.compile(r"[aAeEiIoOuUyY]['`~?.][A-Za-z]")
_FINAL = re.compile(r"(?<![\^(+*])[.?]+$|(?<=['`~?.])[.?]+$")
_GOES_ON = re.compile(r"[ \t]*\r?\n?[ \t]*[a-z]")
_LETTER = {code: letter for letter, codes in codes_of(VIQR) for code in codes}
_TONE_ONLY = 2.5  # "a.b" is met elsewhere too


def find_viqr(text: str) -> Span | None:
    """The strongest run of VIQR in a text, None where there is none."""
    if not any(mark in text for mark in _MARKS):
        return None
    lowered = text.lower()
    if sum(lowered.count(shape) for shape in _SHAPES) < 2:
        return None
    tokens = [_FINAL.sub("", token) for token in _TOKEN.findall(text)]
    gain_of = {token: _gain(token) for token in set(tokens)}
    gains = list(map(gain_of.__getitem__, tokens))
    run = best_run(gains)
    once, gaining = distinct_gain(tokens, gains, run)
    if once < THRESHOLD or gaining < 2:
        return None
    spans = [match.span() for match in _TOKEN.finditer(text)][run.first : run.last + 1]
    return Span("viqr", run.score, spans[0][0], spans[-1][1])


def viqr_letters(text: str) -> list[str]:
    """What each character of such a text becomes: a word stands where its first letter stood."""
    letters = list(text)
    for token in _TOKEN.finditer(text):
        letters[token.start() : token.end()] = [_read(token), *[""] * (len(token[0]) - 1)]
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


def _read(token: re.Match[str]) -> str:
    """One word as Unicode.  A final . or ? is a tone where the sentence goes on and the word is one with it."""
    whole = normalize("NFC", decode_viqr(token[0]))
    if whole.lower() in RARITY and _GOES_ON.match(token.string, token.end()):
        return whole
    word = _FINAL.sub("", token[0])
    return normalize("NFC", decode_viqr(word)) + token[0][len(word) :]


def _gain(token: str) -> float:
    shaped = _SHAPED.search(token) is not None
    if not shaped and _INNER.search(token) is None:
        return 0.0 if token.lower().rstrip("'`~") in RARITY else -0.25
    read = decode_viqr(token).lower()
    rarity = RARITY.get(read)
    if rarity is None:
        return -CAP
    if len(read) < 2:
        return 0.0
    return min(clamp(IMPOSSIBLE - rarity), CAP if shaped else _TONE_ONLY)
