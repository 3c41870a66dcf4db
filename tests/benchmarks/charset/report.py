"""The figures as Markdown tables."""

from collections.abc import Iterator, Mapping, Sequence

from tests.benchmarks.charset.cases import CaseScores
from tests.benchmarks.charset.score import Scores

_SHOWN = 160  # characters of an example


def legacy(scores: Scores) -> Iterator[str]:
    """Recall, naming and conversion by group."""
    yield "| group | segments | recall | encoding right | read right | with case | read of it |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name, tally in scores.tallies.items():
        yield (
            f"| {name} | {tally.total} | {tally.recall:.4f} | "
            + " | ".join(f"{tally.share(value):.4f}" for value in (tally.named, tally.read, tally.exact, tally.covered))
            + " |"
        )
    yield from _examples(scores)


def messages(scores: Scores) -> Iterator[str]:
    """Precision, recall and F1 over guilty and innocent pieces."""
    guilty, innocent = scores.tallies["guilty"], scores.tallies["innocent"]
    precision = guilty.found / max(guilty.found + innocent.found, 1)
    f1 = 2 * precision * guilty.recall / max(precision + guilty.recall, 1e-9)
    yield f"guilty {guilty.total}, found {guilty.found}; innocent {innocent.total}, false alarms {innocent.found}"
    yield f"precision {precision:.4f}, recall {guilty.recall:.4f}, F1 {f1:.4f}"


def words(scores: Scores, counts: Sequence[int]) -> Iterator[str]:
    """Recall by encoding and number of words."""
    yield "| recall by words | " + " | ".join(map(str, counts)) + " |"
    yield "| --- |" + " --- |" * len(counts)
    names = dict.fromkeys(name.rpartition(" ")[0] for name in scores.tallies if " " in name)
    for name in names:
        row = [scores.tallies[f"{name} {count}"] for count in counts]
        yield f"| {name} | " + " | ".join(f"{tally.recall:.3f}" for tally in row) + " |"
        yield f"| {name}: named, of those found | " + " | ".join(f"{tally.share(tally.named):.3f}" for tally in row) + " |"


def innocent(scores: Scores) -> Iterator[str]:
    """False alarms a million, the worst groups first."""
    yield "| group | segments | false alarms | a million |"
    yield "| --- | --- | --- | --- |"
    ordered = sorted(scores.tallies.items(), key=lambda item: (item[0] != "all", -item[1].found, item[0]))
    for name, tally in ordered:
        if tally.found or name == "all" or len(ordered) < 50:
            yield f"| {name} | {tally.total} | {tally.found} | {1e6 * tally.recall:.1f} |"
    yield from _examples(scores)


def cases(scores: CaseScores) -> Iterator[str]:
    """Precision and recall of the cases by hand, and those that went wrong."""
    yield f"guilty {scores.guilty}, found {scores.found}; innocent {scores.innocent}, false alarms {scores.false}"
    yield f"precision {scores.precision:.3f}, recall {scores.recall:.3f}"
    named, read = (value / max(scores.found, 1) for value in (scores.named, scores.read))
    yield f"of those found: encoding right {named:.3f}, read right {read:.3f}"
    yield from (f"- {line}" for line in scores.wrong)


def speed(measured: Mapping[str, float]) -> Iterator[str]:
    """MB a second by kind of text."""
    yield "| text | MB/s |"
    yield "| --- | --- |"
    for name, value in measured.items():
        yield f"| {name} | {value:.1f} |"


def _examples(scores: Scores) -> Iterator[str]:
    if scores.examples:
        yield ""
        yield "What went wrong, for example:"
    for segment, reading in scores.examples:
        text = repr(segment.text or segment.raw)[:_SHOWN]
        said = f" read as {reading.encoding} ({reading.score:.1f}): {reading.unicode[:60]!r}" if reading else ""
        yield f"- {'; '.join(segment.group)}: {text}{said}"
