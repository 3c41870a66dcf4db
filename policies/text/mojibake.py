"""UTF-8 Vietnamese that some program took for another charset and stored as text: "Biên Hòa" as "BiÃªn HÃ²a".

At least one letter of three bytes (U+1EA0..U+1EF9) must be among it: the mojibake of other languages is no concern of ours.
"""

import re
from collections.abc import Callable

from policies.text.runs import CAP, IMPOSSIBLE, THRESHOLD, Reading, best_run, clamp, distinct_gain, sampled
from policies.text.syllables import RARITY
from policies.text.views import view_1258

# No space of Unicode may part tokens: U+00A0 and U+0085 are halves of letters here.
_TOKEN = re.compile(r"[^\x00-@\[-`{-\x7f]+")
_SIGNS = "“”‘’…–—\u00a0"


def _through_windows(token: str) -> str:
    return view_1258(token).encode("latin-1").decode("utf-8")


def _through_twice(token: str) -> str:
    return _through_windows(_through_windows(token))


def _through_mac(token: str) -> str:
    return token.encode("mac_roman").decode("utf-8")


def _through_dos(token: str) -> str:
    return token.encode("cp437").decode("utf-8")


# How the first two bytes of a three-byte letter (E1 BA, E1 BB) look after each wrong way.
_ROUTES: tuple[tuple[tuple[str, str], Callable[[str], str]], ...] = (
    (("áº", "á»"), _through_windows),
    (("Ã¡Âº", "Ã¡Â»"), _through_twice),
    (("·∫", "·ª"), _through_mac),
    (("ß║", "ß╗"), _through_dos),
)


def find_mojibake(text: str) -> Reading | None:
    """The strongest run of mojibake in a text, None where there is none."""
    for marks, route in _ROUTES:
        if any(mark[-1] in text and mark in text for mark in marks):
            return _find(text, route)
    return None


def _undo(token: str, route: Callable[[str], str]) -> str | None:
    try:
        return route(token)
    except UnicodeError:
        return None


def _find(text: str, route: Callable[[str], str]) -> Reading | None:
    tokens = _TOKEN.findall(text)
    read = {token: token if token.isascii() else _undo(token, route) for token in set(tokens)}
    gain_of = {token: _gain(token, unicode) for token, unicode in read.items()}
    gains = list(map(gain_of.__getitem__, tokens))
    run = best_run(gains)
    if distinct_gain(tokens, gains, run)[0] < THRESHOLD:
        return None
    spans = [match.span() for match in _TOKEN.finditer(text)][run.first : run.last + 1]
    start, end = sampled(spans)
    unicode = _TOKEN.sub(lambda token: read[token[0]] or token[0], text[start:end])
    return Reading("mojibake", run.score, start, end, unicode)


def _gain(token: str, unicode: str | None) -> float:
    if token == unicode:
        return 0.0
    rarity = RARITY.get(unicode.strip(_SIGNS).lower()) if unicode else None
    return -CAP if rarity is None else clamp(IMPOSSIBLE - rarity)
