"""The best contiguous run of tokens: how one legacy paragraph stands out of a clean document."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

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


def distinct_gain(tokens: Sequence[str], gains: Sequence[float], run: TokenRun) -> float:
    """What the run gains when every token counts once: one name a hundred times proves nothing."""
    return sum(dict(zip(tokens[run.first : run.last + 1], gains[run.first : run.last + 1], strict=True)).values())
