"""What each word of a text says for and against a legacy encoding, in nats.

A word gains by how much likelier it is read under a table, as a Vietnamese syllable, than as it stands: as Unicode Vietnamese, a
word of another language, or as neither.  A word that follows its neighbour more naturally when read gains that too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from policies.text.encodings import decode
from policies.text.encodings_table import LETTERS
from policies.text.pairs import pair_gain
from policies.text.runs import CAP, IMPOSSIBLE, UNKNOWN
from policies.text.syllables import FOREIGN, RARITY, WITHOUT_HORN
from policies.text.tokens import INNER_CAPITAL, LONGEST, is_evidence

_DRIFT = -0.25  # an ASCII word that is no Vietnamese syllable
_LETTER = 0.75  # more for each letter of a syllable beyond the third
_LONG_CAP = 7.0
_HORN = 2.0  # a syllable of TCVN3 that lost its ư
_ETH = 1.5  # ð for đ is a common slip in Unicode text, and đ itself in VISCII and windows-1258
_ABBREVIATION = re.compile("(?=.*Đ)[A-ZĐƯ]{2,8}")  # QĐ, NĐ, HĐND
_ABBREVIATED = 1.0
_ODD_CAPITAL = re.compile(f"(?<=[a-z{LETTERS[:67]}])[{LETTERS[67:]}]")  # nobody writes ViỆt


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in order.  `stands`: how rare those are, as they stand, that may be bytes; `view`: the same as bytes.

    `telling`: those that can say anything by themselves; `neutral`: what each word gains where nothing speaks for it.
    """

    words: Sequence[str]
    telling: frozenset[str]
    neutral: Mapping[str, float]
    stands: Mapping[str, float]
    view: str


@dataclass(frozen=True, slots=True)
class Gains:
    """The words under one table: how they read (lower case), what they gain, and the sum of all that is gained."""

    encoding: str
    read: Mapping[str, str]
    of: Mapping[str, float]
    promise: float


def weighed(words: Sequence[str], view: Callable[[str], str]) -> Words:
    """The words of a text as one of the views sees them."""
    unique = dict.fromkeys(words)
    odd = [word for word in unique if not word.isascii()]
    telling = frozenset(filter(is_evidence, odd))
    neutral = {word: 0.0 if not word.isascii() or word.lower() in RARITY else _DRIFT for word in unique}
    neutral |= dict.fromkeys(telling, -CAP) | {word: -CAP for word in unique if len(word) > LONGEST}
    short = [word for word in odd if len(word) <= LONGEST]
    views = dict(zip(short, view("\n".join(short)).split("\n"), strict=True)) if short else {}
    views = {word: as_view for word, as_view in views.items() if as_view and max(as_view) <= "\xff"}
    stands = {word: rarity(word, as_view) for word, as_view in views.items()}
    return Words(words, telling, neutral, stands, "\n".join(views.values()))


def rarity(word: str, as_view: str) -> float:
    """How rare a word is as it stands: a Vietnamese syllable, a foreign word, or neither."""
    if INNER_CAPITAL.search(word):
        return FOREIGN.get(as_view, IMPOSSIBLE)  # half a letter of UTF-8
    as_view = as_view.lower()
    word = normalize("NFC", word.lower())
    unknown = UNKNOWN if word.isalpha() else IMPOSSIBLE
    if "ð" in word:
        return min(RARITY.get(word.replace("ð", "đ"), unknown) + _ETH, FOREIGN.get(as_view, unknown))
    return min(RARITY.get(word, unknown), FOREIGN.get(as_view, unknown))


def gains_under(words: Words, encoding: str, hint: float) -> Gains:
    """What the words gain under a table.  `hint`: points that it has from elsewhere."""
    decoded = _ODD_CAPITAL.sub("?", decode(words.view, encoding))
    as_read = dict(zip(words.stands, decoded.split("\n"), strict=True))
    read = dict(zip(words.stands, decoded.lower().split("\n"), strict=True))
    rarity_of = _with_horns if encoding == "tcvn3" and "\xad" not in words.view else RARITY.get
    gains: dict[str, float] = {}
    for word, syllable in read.items():
        rare = rarity_of(syllable)
        if rare is not None:
            gains[word] = max(-CAP, min(_cap(syllable), words.stands[word] - rare)) if word in words.telling else 0.0
        elif _ABBREVIATION.fullmatch(as_read[word]):
            gains[word] = _ABBREVIATED
    return Gains(encoding, read, gains, hint + sum(gain for gain in gains.values() if gain > 0))


def _cap(syllable: str) -> float:
    """The most that a word can say for a table: nothing else happens to read as nguyễn."""
    return min(CAP + _LETTER * max(len(syllable) - 3, 0), _LONG_CAP)


def _with_horns(syllable: str) -> float | None:
    """How rare a syllable is that may have lost its ư."""
    rare = RARITY.get(syllable)
    if rare is None and (whole := WITHOUT_HORN.get(syllable)) is not None:
        return RARITY[whole] + _HORN
    return rare


def in_order(words: Words, gains: Gains, first: int, last: int, *, pairs: bool) -> list[float]:
    """What each word from `first` to `last` gains, in its place.  `pairs`: whether neighbours are asked."""
    stretch = words.words[first : last + 1]
    line = [gains.of.get(word, words.neutral[word]) for word in stretch]
    if pairs:
        as_read = [gains.read.get(word) or word.lower() for word in stretch]
        for at, (one, other) in enumerate(pairwise(stretch), 1):
            if one in gains.of or other in gains.of:
                line[at] += pair_gain(as_read[at - 1], as_read[at]) - pair_gain(one.lower(), other.lower())
    return line
