"""The gateway as a test meets it: `vanthu serve` as a child with its own folders and ports, and what it left behind.

What must stay true: only processes that were started here are ever signalled, each by its own id.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from click.testing import CliRunner

from gateway.cli.group import vanthu

COMMAND = str(Path(sys.executable).with_name("vanthu"))
START_SECONDS = 30.0
END_SECONDS = 35.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


class GatewayProcess:
    """One gateway and its folder.  `toml`: gateway.toml; `rules`: rules.toml; `settings`: more VANTHU_… variables."""

    def __init__(
        self, folder: Path, upstream: int, *, toml: str = "", rules: str = "", settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.data = folder / "data"
        self.config = folder / "config"
        self.log = folder / "log"
        self.config.mkdir(parents=True, exist_ok=True)
        (self.config / "gateway.toml").write_text(toml)
        (self.config / "rules.toml").write_text(rules)
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "VANTHU_CONFIG": str(self.config),
            "VANTHU_DATA": str(self.data),
            "VANTHU_LISTEN": f"127.0.0.1:{self.port}",
            "VANTHU_UPSTREAM": f"127.0.0.1:{upstream}",
            "VANTHU_CONSOLE": "off",
            "VANTHU_WORKERS": "1",
            "VANTHU_HOSTNAME": "cong.dongnai.gov.vn",
            **(settings or {}),
        }
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self._child is not None and self._child.poll() is None:
            self.stop()

    def start(self, *prefix: str) -> Self:
        """Run it and wait until it accepts mail.  `prefix`: a command that runs it."""
        before = self.told.count("ready ")
        with self.log.open("ab") as log:
            self._child = subprocess.Popen([*prefix, COMMAND, "serve"], cwd=self.folder, env=self.environment, stderr=log)
        until = time.monotonic() + START_SECONDS
        while self.told.count("ready ") == before:
            assert self._child.poll() is None, f"ended with {self._child.returncode}: {self.told[-4000:]}"
            assert time.monotonic() < until, f"not ready: {self.told[-4000:]}"
            time.sleep(0.02)
        return self

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self._child is not None
        self._child.terminate()
        return self.ended()

    def ended(self, seconds: float = END_SECONDS) -> int:
        """Wait for the end; the exit code."""
        assert self._child is not None
        try:
            return self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill_all()
            raise

    def restart(self) -> Self:
        """Run it again on the same data, after it was stopped or killed."""
        return self.start()

    def signal(self, number: signal.Signals) -> None:
        """Signal the supervisor."""
        assert self._child is not None
        self._child.send_signal(number)

    def kill_all(self) -> None:
        """SIGKILL for everything, as when the machine loses power."""
        os.kill(self.supervisor, signal.SIGSTOP)  # it starts nothing any more
        family = [self.supervisor, *self.workers, *children(self.supervisor)]
        for pid in family:
            kill(pid)
        self.ended(10)
        for pid in family:
            gone(pid)

    @property
    def told(self) -> str:
        """What it wrote on stderr so far."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    # --- its processes

    @property
    def supervisor(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def acceptors(self) -> list[int]:
        """Those that run an event loop."""
        return [pid for pid in children(self.supervisor) if any("eventpoll" in link for link in _descriptors(pid))]

    @property
    def templates(self) -> list[int]:
        """The one that workers are forked from: it has closed everything that it does not need, the lock on the data too."""
        opened = {pid: _descriptors(pid) for pid in children(self.supervisor)}
        return [pid for pid, links in opened.items() if links and not any(link.endswith("/lock") for link in links)]

    @property
    def scribes(self) -> list[int]:
        """The one that writes to the database; the process that clears the storage, which looks the same, starts after it."""
        opened = {pid: _descriptors(pid) for pid in children(self.supervisor)}
        writing = [pid for pid, links in opened.items() if any(link.endswith("/lock") for link in links)]
        return [pid for pid in writing if not any("eventpoll" in link for link in opened[pid])][:1]

    @property
    def workers(self) -> list[int]:
        return [worker for template in self.templates for worker in children(template)]

    # --- what it keeps

    def run(self, *arguments: str, status: int | None = 0) -> str:
        """A `vanthu` command on its data, without a process of its own; what it printed."""
        done = CliRunner().invoke(vanthu, list(arguments), env=self.environment)
        assert status is None or done.exit_code == status, (done.exit_code, done.output[-2000:], done.exception)
        return done.stdout

    def records(self) -> list[dict[str, Any]]:
        """The audit log, after it was proved whole."""
        self.run("audit", "verify")
        return [json.loads(line) for line in self.run("audit", "export", "--format", "jsonl").splitlines()]

    def held(self) -> list[dict[str, Any]]:
        """The letters in quarantine."""
        return [
            item for item in map(json.loads, self.run("quarantine", "list", "--json").splitlines()) if item["state"] == "held"
        ]

    def blobs(self) -> list[bytes]:
        """The bytes of everything that is kept."""
        return [path.read_bytes() for path in (self.data / "blobs").rglob("*") if path.is_file()]


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Signal one process; one that has ended is none."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def gone(pid: int) -> None:
    """Wait until a process is no more."""
    until = time.monotonic() + 10
    while (state := _stat(pid)) and state[0] != "Z":
        assert time.monotonic() < until, f"{pid} lives on"
        time.sleep(0.01)


def children(parent: int) -> list[int]:
    """The living child processes of one."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    found = [(pid, _stat(pid)) for pid in pids]
    return sorted(pid for pid, stat in found if stat and stat[0] != "Z" and int(stat[1]) == parent)


def _stat(pid: int) -> list[str]:
    """State, parent and the rest of /proc/PID/stat; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _descriptors(pid: int) -> list[str]:
    """What a process has open."""
    try:
        return [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return []
