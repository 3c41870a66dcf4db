"""The cases by hand (cases.toml): hard guilty ones and innocent look-alikes.

A guilty case: `says` in an `encoding` (and `form`), carried in a `way`, between `before` and `after`, without the
characters that were `lost`; or `text` as it stands, where no rule makes it.  `way = "bytes"`: bytes under `charset`.
`normal` = "NFC": a program normalized it afterwards.  An innocent case: `text`, under `charset` as bytes where that is given
(`really`: the charset they are in, where the declaration lies).  `trap` names what makes it hard.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from tests.benchmarks.charset import encode
from tests.benchmarks.charset.score import folded, reading_of
from tests.benchmarks.charset.segments import Segment

FILE = Path(__file__).with_name("cases.toml")


@dataclass(frozen=True, slots=True)
class Case:
    """A segment with a name."""

    id: str
    trap: str
    segment: Segment


@dataclass(slots=True)
class CaseScores:
    """`wrong`: a line for each case that went wrong."""

    guilty: int = 0
    innocent: int = 0
    found: int = 0
    false: int = 0
    named: int = 0
    read: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was found, the share that is guilty."""
        return self.found / max(self.found + self.false, 1)

    @property
    def recall(self) -> float:
        """Of the guilty, the share that was found."""
        return self.found / max(self.guilty, 1)


def cases() -> list[Case]:
    """All cases of the file."""
    with FILE.open("rb") as file:
        found = tomllib.load(file)
    guilty = [Case(entry["id"], entry["trap"], _guilty(entry)) for entry in found["guilty"]]
    return guilty + [Case(entry["id"], entry["trap"], _innocent(entry)) for entry in found["innocent"]]


def _guilty(entry: Mapping[str, str]) -> Segment:
    says, name, way = entry["says"], entry["encoding"], entry.get("way", "1252")
    before, after = entry.get("before", ""), entry.get("after", "")
    written = before + says + after
    if name == "mojibake":
        text = encode.garbled(says, way) if "text" not in entry else entry["text"]
    else:
        view = encode.byte_view(says, name, entry.get("form", ""))
        if way == "bytes":
            return Segment(
                (name,), "", name, written, before.encode() + encode.octets(view) + after.encode(), entry.get("charset")
            )
        text = entry.get("text") or (view if name == "viqr" else encode.carried(view, way))
    for char in entry.get("lost", ""):
        text = text.replace(char, "")
    if entry.get("normal") == "NFC":
        text = normalize("NFC", text)
    return Segment((name,), before + text + after, name, written)


def _innocent(entry: Mapping[str, str]) -> Segment:
    if "charset" not in entry:
        return Segment(("innocent",), entry["text"])
    raw = entry["text"].encode(entry.get("really", entry["charset"]))
    return Segment(("innocent",), raw=raw, charset=entry["charset"])


def scored_cases() -> CaseScores:
    """What the detector makes of the cases."""
    scores = CaseScores()
    for case in cases():
        reading = reading_of(case.segment)
        guilty = bool(case.segment.written)
        scores.guilty += guilty
        scores.innocent += not guilty
        if reading is None:
            if guilty:
                scores.wrong.append(f"missed {case.id} ({case.trap}): {case.segment.text[:80]!r}")
            continue
        if not guilty:
            scores.false += 1
            scores.wrong.append(f"false {case.id} ({case.trap}): {reading.encoding} {reading.score:.1f} {reading.unicode[:60]!r}")
            continue
        right = bool(reading.unicode) and folded(reading.unicode).lower() in folded(case.segment.written).lower()
        scores.found += 1
        scores.named += reading.encoding == case.segment.encoding
        scores.read += right
        if reading.encoding != case.segment.encoding or not right:
            scores.wrong.append(f"misread {case.id} ({case.trap}): {reading.encoding} {reading.unicode[:60]!r}")
    return scores
