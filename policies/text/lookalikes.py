"""Domains made to be mistaken for others: by letters that look alike, by one slip of the finger, by wearing the other's name.

Pure and linear in the candidate; what is imitated is prepared once in an `Imitated` value.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policies.text.confusables_table import PAIRS, SINGLE
from policies.text.mailboxes import u_label

LABELS = 5  # of a domain's end are compared: no imitated domain is longer
LONG_NAME = 7  # letters: in shorter names one letter makes another honest name
_SINGLE = str.maketrans(SINGLE)
_AS_I = str.maketrans({"1": "i"})


@dataclass(frozen=True, slots=True)
class Imitated:
    """What may be imitated.  `skeletons`, `slips`: a form -> who has it; `worn`: domains worn as part of others."""

    skeletons: dict[str, str]
    slips: dict[str, tuple[str, ...]]
    worn: tuple[str, ...]


def imitated(eminent: Iterable[str], others: Iterable[str]) -> Imitated:
    """`eminent`: domains imitated in every way; `others`: by look-alike letters, and by slips in a long name."""
    eminent, others = sorted(eminent), sorted(others)
    skeletons = {skeleton(domain): domain for domain in (*others, *eminent)}
    slips: dict[str, list[str]] = {}
    for domain in eminent:
        for form in _shortened(domain, len(domain)):
            slips.setdefault(form, []).append(domain)
    for domain in others:
        name = len(domain.partition(".")[0])
        for form in _shortened(domain, name) if name >= LONG_NAME else ():
            slips.setdefault(form, []).append(domain)
    return Imitated(skeletons, {form: tuple(dict.fromkeys(found)) for form, found in slips.items()}, tuple(eminent))


def skeleton(domain: str) -> str:
    """What a domain looks like at a glance: accents off, look-alike letters the same."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", domain) if not unicodedata.combining(c))
    letters = letters.lower().translate(_SINGLE)
    for pair, letter in PAIRS:
        letters = letters.replace(pair, letter)
    return letters


def homoglyph(domain: str, known: Imitated) -> str:
    """The domain that this one shows by look-alike letters, "" when there is none.  `domain` is canonical."""
    shown = ".".join(u_label(label) for label in domain.split(".")[-LABELS:])
    for form in (skeleton(shown), skeleton(shown.translate(_AS_I))):
        for ending in _endings(form):
            found = known.skeletons.get(ending, "")
            if found and not _within(domain, found):
                return found
    return ""


def resembled(domain: str, known: Imitated) -> str:
    """The domain that this one is one slip from, or whose name it wears ("dongnai-gov-vn.com"); "" when there is none."""
    for ending in _endings(domain):
        for form in _shortened(ending, len(ending)):
            for found in known.slips.get(form, ()):
                if _one_slip(ending, found):
                    return found
    worn = f".{domain.replace('-', '.').replace('_', '.')}."
    return next((found for found in known.worn if f".{found}." in worn and not _within(domain, found)), "")


def _endings(domain: str) -> Iterator[str]:
    labels = domain.split(".")[-LABELS:]
    for first in range(max(len(labels) - 1, 1)):
        yield ".".join(labels[first:])


def _shortened(domain: str, upto: int) -> Iterator[str]:
    """The domain, and the domain without one of its first `upto` characters: who is one slip apart shares one of these."""
    yield domain
    for place in range(min(upto, 80)):
        yield domain[:place] + domain[place + 1 :]


def _one_slip(one: str, other: str) -> bool:
    """One letter too many, missing, wrong, or two neighbours exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if len(left) != len(right):
        return left[1:] == right or left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def _within(domain: str, parent: str) -> bool:
    return domain == parent or domain.endswith(f".{parent}")
