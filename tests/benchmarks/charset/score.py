"""What the detector says of segments, and the figures of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from policies.text.legacy import find
from policies.text.octets import judge
from policies.text.runs import Reading
from tests.benchmarks.charset.segments import Segment


@dataclass(slots=True)
class Tally:
    """`named`: with the right encoding; `read`: right but for case; `exact`: to the letter; `covered`: shares of the text."""

    total: int = 0
    found: int = 0
    named: int = 0
    read: int = 0
    exact: int = 0
    covered: float = 0.0

    @property
    def recall(self) -> float:
        """The share that was found."""
        return self.found / max(self.total, 1)

    def share(self, of_found: float) -> float:
        """A share of those found."""
        return of_found / max(self.found, 1)


@dataclass(slots=True)
class Scores:
    """A tally for each group; `examples`: some segments that were missed or falsely found."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    examples: list[tuple[Segment, Reading | None]] = field(default_factory=list)


def reading_of(segment: Segment) -> Reading | None:
    """What the detector makes of a segment; bytes that are declared as what they are count as found."""
    if segment.raw is None:
        return find(segment.text)
    judged = judge(segment.raw, segment.charset)
    if judged.legacy is None and judged.declared not in (None, "utf-8"):
        return Reading(judged.declared, 0.0, 0, len(judged.text), judged.text)
    return judged.legacy


def folded(text: str) -> str:
    """Text as it is compared: NFC, white space aside."""
    return " ".join(normalize("NFC", text).split())


def scored(segments: Iterable[Segment], examples: int = 0) -> Scores:
    """The tallies of segments; with examples of what went wrong: misses among the guilty, finds among the innocent."""
    scores = Scores()
    for segment in segments:
        reading = reading_of(segment)
        wrong = (reading is None) == bool(segment.written)
        if wrong and len(scores.examples) < examples:
            scores.examples.append((segment, reading))
        for name in (*dict.fromkeys(segment.group), "all"):
            _count(scores.tallies.setdefault(name, Tally()), segment, reading)
    return scores


def _count(tally: Tally, segment: Segment, reading: Reading | None) -> None:
    tally.total += 1
    if reading is None:
        return
    tally.found += 1
    tally.named += reading.encoding == segment.encoding
    written, read = folded(segment.written), folded(reading.unicode)
    tally.read += bool(read) and read.lower() in written.lower()
    tally.exact += bool(read) and read in written
    tally.covered += min(len(read) / max(min(len(written), 200), 1), 1.0)
