"""Which Vietnamese syllables follow each other more often than chance: the second witness where a text is short."""

from collections.abc import Iterator

from policies.text.pairs_table import PAIRS_BY_GAIN
from policies.text.syllables import one_spelling


def _pairs() -> Iterator[tuple[tuple[str, str], float]]:
    for gain, lines in PAIRS_BY_GAIN.items():
        for line in lines.split("\n"):
            first, *followers = line.split()
            for second in followers:
                yield (first, second), float(gain)


_GAINS = dict(_pairs())


def pair_gain(first: str, second: str) -> float:
    """How much likelier the second syllable is after the first than anywhere: natural logarithm, 0.0 where nothing is known."""
    return _GAINS.get((one_spelling(first), one_spelling(second)), 0.0)
