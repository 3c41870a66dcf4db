"""Which Vietnamese syllables follow each other more often than chance: the second witness where a text is short."""

from policies.text.syllables import one_spelling

PAIRS: dict[str, float] = {}


def pair_gain(first: str, second: str) -> float:
    """How much likelier the second syllable is after the first than anywhere: natural logarithm, 0.0 where nothing is known."""
    return PAIRS.get(f"{one_spelling(first)} {one_spelling(second)}", 0.0)
