"""One run of one system over one cell: load goes in, what arrives at the upstream is compared, the processes are watched."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Self

from tests.benchmarks import corpora, tree
from tests.benchmarks.load import Orders
from tests.benchmarks.systems import ROOT, System

SAMPLE_SECONDS = 0.25
DRAIN_SECONDS = 30.0  # a system that queues has so long to deliver what it took
WITHOUT_END = 10**6


@dataclass(frozen=True, slots=True)
class Cell:
    """What is sent: corpus, connections at once, letters on each; `messages` ends the run as well."""

    corpus: str
    connections: int
    per_connection: int
    messages: int = WITHOUT_END

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `corpus:connections:per-connection[:messages]`; raises ValueError."""
        corpus, *numbers = text.split(":")
        if corpus not in corpora.VARIANTS or len(numbers) not in (2, 3):
            raise ValueError(f"{text}: not corpus:connections:per-connection[:messages] with {', '.join(corpora.VARIANTS)}")
        return cls(corpus, *map(int, numbers))

    def __str__(self) -> str:
        last = "" if self.messages == WITHOUT_END else f":{self.messages}"
        return f"{self.corpus}:{self.connections}:{self.per_connection}{last}"


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured.  `wrong` counts what must not be: refused, lost, doubled, altered letters, by kind."""

    system: str
    cell: Cell
    round: int
    accepted: int
    rate: float  # messages a second, until the last was answered and had arrived
    p50: float  # milliseconds
    p99: float
    cpu: float  # milliseconds of a message, of all processes of the system
    memory: int  # bytes at the peak, PSS of all processes
    others: float  # cores that other work of the machine took meanwhile
    wrong: dict[str, int]
    errors: dict[str, int]


class Upstream:
    """The sink, in a process of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.sink"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self._line())

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def ask(self, question: str) -> dict[str, Any]:
        """What it says to `reset CORPUS` or `report`."""
        assert self.process.stdin is not None
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._line())
        return answer

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@dataclass(slots=True)
class Watcher:
    """Looks at a system's memory while it works.  Use it as a context."""

    root: int
    peak: int = 0
    _done: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        assert self._thread is not None
        self._thread.join()

    def _watch(self) -> None:
        while self.root and not self._done.is_set():
            self.peak = max(self.peak, tree.shared_memory(self.root))
            self._done.wait(SAMPLE_SECONDS)


def load(system: System, cell: Cell, seconds: float, hard_seconds: float) -> dict[str, Any]:
    """Send letters; the client's report."""
    run = time.time_ns() % 10**9
    orders = Orders(system.port, cell.corpus, cell.connections, cell.per_connection, cell.messages, seconds, hard_seconds, run)
    done = subprocess.run(
        orders.command(), cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=hard_seconds + 30, check=True, env=os.environ
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def measure(system: System, upstream: Upstream, cell: Cell, number: int, seconds: float, hard_seconds: float = 60.0) -> Run:
    """One run."""
    sink_before = upstream.ask(f"reset {cell.corpus}")["cpu"]
    cpu, busy, own = tree.cpu_seconds(system.root), tree.machine_busy(), sum(os.times()[:4])
    began = time.monotonic()
    with Watcher(system.root) as watcher:
        sent = load(system, cell, seconds, hard_seconds)
        report = _drained(upstream, len(sent["accepted"]))
    cpu = tree.cpu_seconds(system.root) - cpu if system.root else 0.0
    system.check()
    harness = report["cpu"] - sink_before + sum(os.times()[:4]) - own
    others = (tree.machine_busy() - busy - cpu - harness) / (time.monotonic() - began)
    count = len(sent["accepted"])
    took = max(sent["finished"], report["last"]) - sent["started"]
    return Run(
        system.name, cell, number, count, count / took if count else 0.0,
        sent["total"].get("p50", 0.0), sent["total"].get("p99", 0.0),
        cpu / max(1, count) * 1000, watcher.peak, max(0.0, others), _wrong(sent, report), sent["errors"],
    )  # fmt: skip


def _drained(upstream: Upstream, accepted: int) -> dict[str, Any]:
    """What the upstream has to tell when all that was accepted has arrived, or the patience is over."""
    end = time.monotonic() + DRAIN_SECONDS
    while len((report := upstream.ask("report"))["seen"]) < accepted and time.monotonic() < end:
        time.sleep(0.05)
    return report


def _wrong(sent: dict[str, Any], report: dict[str, Any]) -> dict[str, int]:
    accepted, refused, seen = set(sent["accepted"]), set(sent["refused"]), set(report["seen"])
    kinds = {
        "refused": len(refused), "lost": len(accepted - seen), "arrived though refused": len(seen & refused),
        "doubled": report["duplicates"], "altered": report["altered"], "unknown": report["unknown"],
    }  # fmt: skip
    return {kind: count for kind, count in kinds.items() if count}
