"""What a tree of processes costs, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """A line of /proc/PID/stat: its parent, CPU ticks of its own and of the children it has waited for."""

    parent: int
    own: int
    children: int


def processes() -> dict[int, Process]:
    """All processes of the machine."""
    found = {}
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        found[int(folder.name)] = Process(int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14]))
    return found


def descendants(root: int, table: dict[int, Process]) -> list[int]:
    """Everything below a process."""
    below: dict[int, list[int]] = {}
    for pid, process in table.items():
        below.setdefault(process.parent, []).append(pid)
    found, waiting = [], [root]
    while waiting:
        children = below.get(waiting.pop(), ())
        found += children
        waiting += children
    return found


def cpu_seconds(root: int) -> float:
    """CPU of everything below a process, what has ended included; its own work is not."""
    table = processes()
    ticks = table[root].children if root in table else 0
    return (ticks + sum(table[pid].own + table[pid].children for pid in descendants(root, table))) / TICK


def shared_memory(root: int) -> int:
    """Memory of everything below a process, shared pages counted once (PSS), in bytes."""
    total = 0
    for pid in descendants(root, processes()):
        try:
            rows = (PROC / str(pid) / "smaps_rollup").read_bytes().split(b"\n")
        except OSError:
            continue
        total += sum(int(row.split()[1]) * 1024 for row in rows if row.startswith(b"Pss:"))
    return total


def machine_busy() -> float:
    """CPU seconds that the whole machine has worked since it was started."""
    user, nice, system, _idle, _wait, irq, softirq = map(int, (PROC / "stat").read_text().split("\n", 1)[0].split()[1:8])
    return (user + nice + system + irq + softirq) / TICK
