"""UTF-8 Vietnamese that some program took for another charset and stored as text: "Biên Hòa" as "BiÃªn HÃ²a".

Letters or neighbours that no other language has must be among it: the mojibake of others is no concern of ours.
"""

import re
from collections.abc import Callable
from itertools import product

from policies.text.pairs import pair_gain
from policies.text.runs import CAP, IMPOSSIBLE, THRESHOLD, Span, best_run, clamp, distinct_gain
from policies.text.syllables import RARITY, UNHEARD
from policies.text.views import view_of_halves

# No space of Unicode may part tokens: U+00A0 and U+0085 are halves of letters here.
_TOKEN = re.compile(r"[^\x00-@\[-`{-\x7f]+")
_SIGNS = "“”‘’…–—\u00a0"
_LOST = ("\x81", "\x8d", "\x8f", "\x90", "\x9d")  # the five bytes that windows-1252 has no character for
_CUT = re.compile("á[º»](?![\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2013-\u2122])")
OURS = re.compile("[ơưảạấ-ặẻế-ệỉỏố-ợủứ-ựỷỵ]")  # letters of no other language; Yoruba and Igbo have ẹ ị ọ ụ, Guarani ẽ ỹ
_OTHERS = 6.0  # what neighbours must say for words without such letters
_SHORT = 100  # words: longer texts need no neighbours to bear witness
_PLENTY = 40.0  # points that no other way will beat
_MOST_LOST = 2  # in a word


def _through_windows(token: str) -> str:
    return view_of_halves(token).encode("latin-1").decode("utf-8")


def _through_twice(token: str) -> str:
    return _through_windows(_through_windows(token))


def _through(codec: str) -> Callable[[str], str]:
    return lambda token: token.encode(codec).decode("utf-8")


# How the first two bytes of a three-byte letter (E1 BA, E1 BB) look after each wrong way; after the commonest, other letters too.
ROUTES: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "1252": (("áº", "á»", "Æ°", "Æ¡", "Ä‘"), _through_windows),
    "twice": (("Ã¡Âº", "Ã¡Â»"), _through_twice),
    "mac_roman": (("·∫", "·ª"), _through("mac_roman")),
    "cp437": (("ß║", "ß╗"), _through("cp437")),
    "cp850": (("ß║", "ß╗"), _through("cp850")),
    "cp1250": (("áş", "á»"), _through("cp1250")),
    "cp1251": (("бє", "б»"), _through("cp1251")),
    "gb18030": (("岷", "峄"), _through("gb18030")),
}

_MARKS = tuple((mark, way) for way, (marks, _) in ROUTES.items() for mark in marks)


def find_mojibake(text: str) -> Span | None:
    """The strongest run of mojibake in a text, None where there is none."""
    best: Span | None = None
    for way in dict.fromkeys([way for mark, way in _MARKS if mark in text]):
        span = _find(text, way)
        if span is not None and (best is None or span.score > best.score):
            best = span
        if way == "1252" and span is not None and span.score >= _PLENTY:
            break
    return best


def mojibake_letters(text: str, way: str) -> list[str]:
    """What each character of such a text becomes: a word stands where its first letter stood."""
    letters = list(text)
    for token in _TOKEN.finditer(text):
        read = _undo(token[0], way)
        if read is not None and read != token[0]:
            letters[token.start() : token.end()] = [read, *[""] * (len(token[0]) - 1)]
    return letters


def _undo(token: str, way: str) -> str | None:
    """A word as it was before, None where it cannot have gone this way."""
    if token.isascii():
        return token
    route = ROUTES[way][1]
    try:
        return route(token)
    except UnicodeError:
        return _with_lost_bytes(token, route) if way == "1252" else None


def _with_lost_bytes(token: str, route: Callable[[str], str]) -> str | None:
    """The commonest syllable that a word with bytes lost can have been."""
    if token.endswith("Ã"):
        token += "\xa0"  # of à; it became a space
    cuts = [cut.end() for cut in _CUT.finditer(token)]
    if len(cuts) > _MOST_LOST:
        return None
    best = None
    for lost in product(_LOST, repeat=len(cuts)):
        pieces = [token[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
        try:
            read = route("".join(piece + byte for piece, byte in zip(pieces, (*lost, ""), strict=True)))
        except UnicodeError:
            return best
        if best is None or RARITY.get(read.lower(), UNHEARD) < RARITY.get(best.lower(), UNHEARD):
            best = read
    return best


def _find(text: str, way: str) -> Span | None:
    tokens = _TOKEN.findall(text)
    read = {token: _undo(token, way) for token in set(tokens)}
    gain_of = {token: _gain(token, unicode) for token, unicode in read.items()}
    gains = list(map(gain_of.__getitem__, tokens))
    words = {token: (unicode or token).strip(_SIGNS).lower() for token, unicode in read.items()}
    if len(tokens) < _SHORT:
        for at in range(1, len(tokens)):
            if gain_of[tokens[at]] > 0 or gain_of[tokens[at - 1]] > 0:
                gains[at] += pair_gain(words[tokens[at - 1]], words[tokens[at]])
    run = best_run(gains)
    within = tokens[run.first : run.last + 1]
    if distinct_gain(within, gains[run.first : run.last + 1]) < THRESHOLD:
        return None
    if not any(OURS.search(words[token]) for token in within) and run.score < sum(map(gain_of.__getitem__, within)) + _OTHERS:
        return None
    spans = [match.span() for match in _TOKEN.finditer(text)][run.first : run.last + 1]
    return Span("mojibake", run.score, spans[0][0], spans[-1][1], way)


def _gain(token: str, unicode: str | None) -> float:
    if token == unicode:
        return 0.0
    rarity = RARITY.get(unicode.strip(_SIGNS).lower()) if unicode else None
    return -CAP if rarity is None else clamp(IMPOSSIBLE - rarity)
