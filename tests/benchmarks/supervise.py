"""Runs one command so that every process it leaves behind stays countable and stoppable:  supervise GRACE COMMAND ...

What must stay true: a daemon that forks away hangs below this process, not below init; SIGTERM passes the signal on, and what
is left after the grace is killed, process by process.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

from tests.benchmarks import tree

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def main(grace: float, command: list[str]) -> int:
    """Run until the command ends or SIGTERM comes."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.append(1))
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    while not stopping:
        if _reap() is None:
            return child.returncode or 0
        time.sleep(0.05)
    with contextlib.suppress(OSError):
        os.kill(child.pid, signal.SIGTERM)
    end = time.monotonic() + grace
    while time.monotonic() < end and _reap() is not None:
        time.sleep(0.05)
    for pid in tree.descendants(os.getpid(), tree.processes()):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    while _reap() is not None:
        time.sleep(0.01)
    return 0


def _reap() -> int | None:
    """The process that has ended, 0 if none has, None if there is none left."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return None


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
