"""The best contiguous run of tokens: how one legacy paragraph stands out of a clean document."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

MARGIN = 12  # tokens: so far from what speaks for a table nothing is won
SAMPLE = 200  # characters
CAP = 4.5  # the most that one token can say for or against
THRESHOLD = 7.5  # two telling words; one alarm (bare Shift-JIS) in 270,000 segments of 200 other languages
UNKNOWN = 14.5  # rarity of a token that no list knows
IMPOSSIBLE = 19.0  # rarity of a token that no language writes: symbols among its letters


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is in a legacy encoding.  `way`: as what its bytes became this text ("1252", "mac_roman")."""

    encoding: str
    score: float
    start: int
    end: int
    way: str = "1252"


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample of a text as it reads under a legacy encoding: `text[start:end]` reads `unicode`.  `way`: as in `Span`."""

    encoding: str
    score: float
    start: int
    end: int
    unicode: str
    way: str = "1252"


@dataclass(frozen=True, slots=True)
class TokenRun:
    """Tokens `first` to `last`, both included, and the sum of their gains."""

    score: float
    first: int
    last: int


def clamp(gain: float) -> float:
    """A gain within what one token may say."""
    return max(-CAP, min(CAP, gain))


def best_run(gains: Sequence[float]) -> TokenRun:
    """The contiguous run with the highest sum, an empty one where nothing gains.  Linear."""
    prefix = list(accumulate(gains, initial=0.0))
    above = list(map(sub, prefix[1:], accumulate(prefix, min)))
    score = max(above, default=0.0)
    if score <= 0:
        return TokenRun(0.0, 0, -1)
    last = above.index(score)
    low = min(prefix[: last + 1])
    first = last - prefix[last::-1].index(low)
    return TokenRun(score, first, last)


def best_around(
    places: Sequence[int], count: int, gains: Callable[[int, int], Sequence[float]]
) -> tuple[TokenRun, Sequence[float]]:
    """The best run of `count` tokens, and its gains; sought only around the places where something is gained.

    `gains(first, last)`: what these tokens and those between them gain.
    """
    run = TokenRun(0.0, 0, -1)
    line: Sequence[float] = ()
    for first, last in _stretches(places, count):
        here = gains(first, last)
        best = best_run(here)
        if best.score > run.score:
            run, line = TokenRun(best.score, first + best.first, first + best.last), here[best.first : best.last + 1]
    return run, line


def _stretches(places: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """First and last token of each stretch around these places."""
    opening = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] - places[at - 1] > 2 * MARGIN:
            yield max(places[opening] - MARGIN, 0), min(places[at - 1] + MARGIN, count - 1)
            opening = at


def distinct_gain(tokens: Sequence[str], gains: Sequence[float]) -> float:
    """What a run gains when every token counts once: one name a hundred times proves nothing."""
    return sum(dict(zip(tokens, gains, strict=True)).values())
