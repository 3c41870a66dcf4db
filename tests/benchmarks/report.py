"""The runs as Markdown: one table a cell, the gateway's factor over each other system beside the figures.

A factor is the median of the factors of single rounds, for only what was measured seconds apart is comparable.
"""

import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.benchmarks.measure import Cell, Run

PRODUCT = "vanthu"
HEAD = "| system | messages/s | vanthu is | p50 ms | p99 ms | vanthu's p99 is | CPU ms | vanthu's CPU is | peak MB | wrong |"
Figure = Callable[[Run], float]


def markdown(runs: Sequence[Run]) -> str:
    """The whole report."""
    lines = ["# Benchmark", "", "Client, upstream and the measured system share this machine: compare within a table only."]
    lines.append("`messages/s` until delivered; `CPU ms` of a message, all processes; `peak MB` is PSS of all processes.")
    for cell in dict.fromkeys(run.cell for run in runs):
        lines += ["", *_table(cell, [run for run in runs if run.cell == cell])]
    others = statistics.median(run.others for run in runs)
    lines += ["", f"Other work on this machine took {others:.1f} cores meanwhile (median).", ""]
    return "\n".join(lines)


def line(run: Run) -> str:
    """A run in one line, for whoever waits."""
    wrong = _wrong([run])
    return (
        f"{run.cell!s:16} {run.system:15} {run.rate:8.1f}/s  p50 {run.p50:8.1f}  p99 {run.p99:8.1f}  CPU {run.cpu:8.2f} ms"
        f"  {run.memory / 1e6:5.0f} MB  n={run.accepted:<6} wrong: {wrong}  others {run.others:.1f} {run.errors or ''}"
    )


def _table(cell: Cell, runs: Sequence[Run]) -> Iterator[str]:
    yield f"## {cell.corpus}: {cell.connections} connections, {cell.per_connection} letters on each"
    yield ""
    yield HEAD
    yield "|---" + "|---:" * (HEAD.count("|") - 2) + "|"
    product = {run.round: run for run in runs if run.system == PRODUCT}
    for system in dict.fromkeys(run.system for run in runs):
        own = [run for run in runs if run.system == system]
        pairs = [(product[run.round], run) for run in own if run.round in product and system != PRODUCT]
        yield _row(system, own, pairs)


def _row(system: str, own: Sequence[Run], pairs: Sequence[tuple[Run, Run]]) -> str:
    def middle(figure: Figure) -> float:
        return statistics.median(map(figure, own))

    def factor(figure: Figure) -> str:
        ratios = [figure(ours) / figure(theirs) for ours, theirs in pairs if figure(theirs)]
        return f"{_short(statistics.median(ratios))} x" if ratios else ""

    cells = [
        system, _short(middle(lambda run: run.rate)), factor(lambda run: run.rate),
        _short(middle(lambda run: run.p50)), _short(middle(lambda run: run.p99)), factor(lambda run: run.p99),
        _short(middle(lambda run: run.cpu)), factor(lambda run: run.cpu),
        _short(max(run.memory for run in own) / 1e6), _wrong(own),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _wrong(runs: Iterable[Run]) -> str:
    kinds: dict[str, int] = {}
    for run in runs:
        for kind, count in run.wrong.items():
            kinds[kind] = kinds.get(kind, 0) + count
    return ", ".join(f"{kind} {count}" for kind, count in kinds.items()) or "0"


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"
