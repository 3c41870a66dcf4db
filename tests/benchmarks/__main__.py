"""The gateway and its peers, measured side by side:  make benchmark   ARGS="--rounds 5 --cells small:20:1,scan:20:1"

    client (load) --> system --> upstream (sink), all on this machine; every message is checked byte for byte

For each cell every system is run once a round, one after the other (A B C A B C), so that a factor compares runs made seconds
apart.  The gateway runs as it is shipped: enforcing, with a durable audit.  The tables go to build/benchmark.md as well.
"""

import argparse
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack

from tests.benchmarks import corpora, report, systems
from tests.benchmarks.measure import Cell, Run, Upstream, load, measure
from tests.benchmarks.systems import System

SYSTEMS = ("direct", "aiosmtpd", "haraka", "postfix+rspamd", "vanthu")
CELLS = ("small:1:1", "small:20:1", "html:20:1", "office:20:1", "scan:20:1", "big:4:1")
MEMORY = Cell("big", 100, 1, 100)
MEMORY_SECONDS = 120.0
WARM_UP = Cell("small", 2, 5, 20)


def started(name: str, upstream: Upstream, settings: Mapping[str, str], stack: ExitStack) -> System:
    """A system that is warm and at rest, stopped with the stack."""
    system = systems.start(name, upstream.port, settings)
    stack.callback(system.stop)
    load(system, WARM_UP, 10, 20)
    systems.rest(system)
    return system


def runs(names: Sequence[str], cells: Sequence[Cell], rounds: int, seconds: float, settings: Mapping[str, str]) -> Iterator[Run]:
    """Everything, in turn."""
    for cell in cells:
        corpora.load(cell.corpus)
    with ExitStack() as stack:
        upstream = Upstream()
        stack.callback(upstream.close)
        running = [started(name, upstream, settings, stack) for name in names]
        for cell in cells:
            for number in range(rounds):
                for system in running:
                    yield measure(system, upstream, cell, number, seconds)


def memory_runs(names: Sequence[str], settings: Mapping[str, str]) -> Iterator[Run]:
    """The peak of memory while 100 letters of 14 MB come in at once, of systems that were just started."""
    for name in names:
        with ExitStack() as stack:
            upstream = Upstream()
            stack.callback(upstream.close)
            system = started(name, upstream, settings, stack)
            yield measure(system, upstream, MEMORY, 0, MEMORY_SECONDS, MEMORY_SECONDS)


def main() -> int:
    """Measure, print, write.  The exit code: 1 where a letter was lost, altered or doubled by the gateway."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--systems", default=",".join(SYSTEMS))
    parser.add_argument("--cells", default=",".join(CELLS), help="corpus:connections:letters-per-connection[:messages], …")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="of load in each run")
    parser.add_argument("--memory", default="vanthu", help="systems whose memory under 100 large letters is measured")
    parser.add_argument("--set", action="append", default=[], metavar="VANTHU_NAME=VALUE", help="a setting of the gateway")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    names = [
        name for name in options.systems.split(",") if systems.available(name) or print(f"{name}: not installed here, left out")
    ]
    settings = dict(item.split("=", 1) for item in options.set)
    cells = [Cell.parse(text) for text in options.cells.split(",") if text]
    done = []
    for found in (
        runs(names, cells, options.rounds, options.seconds, settings),
        memory_runs([name for name in options.memory.split(",") if name], settings),
    ):
        for run in found:
            done.append(run)
            print(report.line(run), file=sys.stderr, flush=True)
    text = report.markdown(done)
    target = systems.ROOT / "build" / "benchmark.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text)
    print(text)
    return int(any(run.wrong for run in done if run.system == report.PRODUCT))


if __name__ == "__main__":
    sys.exit(main())
