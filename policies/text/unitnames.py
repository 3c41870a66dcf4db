"""The names of units as they are compared: one spelling for each, whatever accents, abbreviations and dashes are used.

"Ủy ban nhân dân P. Tân Phong" and "UBND phường Tân Phong" are one name, "Phòng Văn hoá - Thông tin" and "Phòng Văn hóa và
Thông tin" are, and "Phòng VHTT" is short for both.  A name that fits several units, because it is short or has lost letters on
its way out of a PDF, is none of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from policies.core.units import Unit
from policies.text.cells import LOST
from policies.text.folding import fold

_WORD = re.compile(r"[^\W_]+")
_LONG = (
    (re.compile(r"\buy ban nhan dan\b"), "ubnd"),
    (re.compile(r"\bhoi dong nhan dan\b"), "hdnd"),
    (re.compile(r"\b(?:uy ban )?mat tran to quoc(?: viet nam)?\b|\b(?:uy ban|ub) ?mttq(?: ?vn)?\b"), "mttq"),
    (re.compile(r"\btp\b\.?|\bt\.p\b\.?"), "thanh pho"),
    (re.compile(r"\btx\b\.?"), "thi xa"),
    (re.compile(r"\btt\b\.(?= )"), "thi tran"),
    (re.compile(r"\bvp\b"), "van phong"),
    (re.compile(r"\bx\b\."), "xa"),
)
_P = re.compile(rf"(?<![\w{LOST}])p(?![\w{LOST}])\.?")  # phường or phòng
_ASIDE = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]")
_WORN = re.compile(rf"[a-z{LOST}]+")
_TRADE = (
    *(
        "tinh",
        "thanh",
        "huyen",
        "quan",
        "phuong",
        "phong",
        "so",
        "ban",
        "nganh",
        "thi",
        "xa",
        "tran",
        "truc",
        "thuoc",
        "don",
        "vi",
    ),
    *("va", "cac", "co", "uy", "nhan", "dan", "hoi", "dong", "chu", "tich", "giam", "doc", "lanh", "dao", "thu", "truong", "van"),
    *("lien", "trung", "tam", "nhu", "tren", "luu", "dieu"),
)
_DROPPED = frozenset({"va"})
_HEADS = ("van phong", "phong", "so", "ban", "chi cuc", "cuc", "trung tam", "hoi", "truong", "doan")
PLACES = ("thanh pho", "tinh", "huyen", "thi xa", "quan", "phuong", "xa", "thi tran")
_TAIL = re.compile(r" (?:thanh pho|tinh|huyen|thi xa|quan)( .*)?$")


def plain(text: str) -> str:
    """A name folded, abbreviations of the trade written out, asides in brackets gone; words and punctuation stay."""
    text = " ".join(_ASIDE.sub(" ", fold(text[:400])).split())
    for pattern, word in _LONG:
        text = pattern.sub(word, text)
    return text


def restored(text: str) -> str:
    """A plain text with the words of the trade that have lost letters, where only one fits."""
    return plain(_WORN.sub(_restored, text))


def _restored(word: re.Match[str]) -> str:
    if LOST not in word[0]:
        return word[0]
    pattern = re.compile(word[0].replace(LOST, "."))
    fitting = [known for known in _TRADE if pattern.fullmatch(known)]
    return fitting[0] if len(fitting) == 1 else word[0]


def key(text: str) -> str:
    """What two spellings of one name have in common."""
    return "".join(word for word in _WORD.findall(plain(text)) if word not in _DROPPED)


@dataclass(frozen=True, slots=True)
class Names:
    """The units in force on a day by their keys, by their codes and by their parents' codes."""

    by_key: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    by_code: dict[str, Unit] = field(default_factory=dict)
    below: dict[str, tuple[Unit, ...]] = field(default_factory=dict)

    def above(self, unit: Unit | None) -> Iterator[Unit]:
        """A unit and those that it is subordinate to."""
        seen = set[str]()
        while unit is not None and unit.code not in seen:
            seen.add(unit.code)
            yield unit
            unit = self.by_code.get(unit.parent)

    def called(self, name: str, near: Unit | None) -> Unit | None:
        """The unit of a name; of several that which is nearest to a unit, None where that is open."""
        for variant in self._variants(plain(name)):
            found = self._worn(variant) if LOST in variant else self.by_key.get(key(variant), ()) or self._begun(variant)
            unit = found[0] if len(found) == 1 else self._nearest(found, near)
            if unit is not None:
                return unit
        return None

    def _variants(self, name: str) -> Iterator[str]:
        """A name as it stands, then without a place at its end that is one of ours ("Sở Nội vụ tỉnh Đồng Nai")."""
        yield from _readings(name)
        for reading in _readings(name):
            tail = _TAIL.search(reading)
            if tail and " " in reading[: tail.start()] and (tail[1] is None or self._is_ours(key(tail[0]))):
                yield reading[: tail.start()]

    def _is_ours(self, place: str) -> bool:
        return any(place in known for known in self.by_key)

    def _worn(self, name: str) -> tuple[Unit, ...]:
        """Units of whose name letters were lost in the extraction: any letter may stand for one."""
        letters = "".join("." if letter == LOST else letter for letter in name if letter == LOST or letter.isalnum())
        if 3 * letters.count(".") > len(letters):
            return ()
        pattern = re.compile(letters)
        found = (unit for known, units in self.by_key.items() if pattern.fullmatch(known) for unit in units)
        return tuple({unit.code: unit for unit in found}.values())

    def _begun(self, name: str) -> tuple[Unit, ...]:
        """Units of which a name tells only the kind: "UBND thành phố"."""
        if not name.endswith(PLACES) or " " not in name:
            return ()
        start = key(name)
        return tuple(
            {unit.code: unit for known, units in self.by_key.items() if known.startswith(start) for unit in units}.values()
        )

    def _nearest(self, found: tuple[Unit, ...], near: Unit | None) -> Unit | None:
        for one in self.above(near):
            close = [unit for unit in found if one.code in (unit.code, unit.parent)]
            if close:
                return close[0] if len(close) == 1 else None
        return None


def _readings(name: str) -> tuple[str, ...]:
    """A plain name with "P." written out, as a ward and as a department."""
    return (_P.sub("phuong", name), _P.sub("phong", name)) if _P.search(name) else (name,)


@lru_cache(maxsize=4)
def names(units: tuple[Unit, ...], day: date) -> Names:
    """The index of the units that are in force on a day."""
    known = Names()
    for unit in units:
        if not unit.term.covers(day):
            continue
        known.by_code[unit.code] = unit
        known.below[unit.parent] = (*known.below.get(unit.parent, ()), unit)
        for spelling in dict.fromkeys(key(spelling) for spelling in _spellings(unit)):
            if spelling:
                known.by_key[spelling] = (*known.by_key.get(spelling, ()), unit)
    return known


def _spellings(unit: Unit) -> Iterator[str]:
    """The names of a unit, and what they are usually shortened to."""
    for name in (unit.name, *unit.aliases):
        for words in _readings(plain(name)):
            yield words
            if words.startswith("ubnd ") and words[5:].startswith(PLACES):
                yield words[5:]
    full = plain(unit.name)
    head = next((head for head in _HEADS if full.startswith(f"{head} ")), None)
    if head:
        initials = [word[0] for word in _WORD.findall(full[len(head) :]) if word not in _DROPPED]
        if len(initials) > 2:
            yield f"{head} {''.join(initials)}"
