"""The systems that are measured, each started afresh with a folder and a port of its own.

What must stay true: whatever is started is stopped, with everything below it; nothing of the machine's own settings is used.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import tree

ROOT = Path(__file__).parent.parent.parent
CONFIG = ROOT / "config"
NODE_MODULES = ROOT / "build" / "peers" / "node_modules"
READY_SECONDS, STOP_SECONDS, SETTLE_SECONDS = 60.0, 20.0, 30.0
CALM = 0.03  # CPU seconds in half a second: less is rest
SBIN = ":/usr/sbin:/sbin"  # where Debian keeps Postfix, seldom on a user's PATH


@dataclass(frozen=True, slots=True)
class Place:
    """What a system is told: where to listen, where to send, where to keep its files."""

    port: int
    upstream: int
    folder: Path

    def command(self, name: str) -> list[str]:
        """How to start a system of this name."""
        port, upstream, folder = str(self.port), str(self.upstream), str(self.folder)
        module = "tests.benchmarks.peers."
        if name == "aiosmtpd":
            return [sys.executable, "-m", f"{module}aiosmtpd_relay", port, upstream]
        if name == "haraka":
            return [sys.executable, "-m", f"{module}haraka", folder, port, upstream, str(NODE_MODULES)]
        if name == "postfix+rspamd":
            return [sys.executable, "-m", f"{module}postfix", folder, port, upstream, str(free_port())]
        return [sys.executable, "-m", "gateway", "serve"]

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """The gateway as it is shipped, on this place."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith("VANTHU_")}
        settings = {
            "VANTHU_LISTEN": f"127.0.0.1:{self.port}",
            "VANTHU_UPSTREAM": f"127.0.0.1:{self.upstream}",
            "VANTHU_DATA": str(self.folder / "var"),
            "VANTHU_CONFIG": str(CONFIG),
            "VANTHU_CONSOLE": "off",
        }
        return clean | settings | more | {"PATH": os.environ["PATH"] + SBIN, "PYTHONPATH": str(ROOT)}


def available(name: str) -> bool:
    """Whether a peer is installed here."""
    if name == "haraka":
        return shutil.which("node") is not None and (NODE_MODULES / ".bin" / "haraka").exists()
    if name == "postfix+rspamd":
        return os.geteuid() == 0 and all(shutil.which(each, path=os.environ["PATH"] + SBIN) for each in ("postfix", "rspamd"))
    return name in ("direct", "aiosmtpd", "vanthu")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


class NotReady(Exception):  # noqa: N818 - an event
    """A system did not come up, or has ended; the end of what it said is the text."""


@dataclass(slots=True)
class System:
    """One of them.  `direct` is none: the client talks to the upstream, the roof of what can be measured here."""

    name: str
    port: int
    process: subprocess.Popen[bytes] | None = None
    folder: Path = field(default_factory=Path)

    @property
    def root(self) -> int:
        """The process that everything of this system hangs below; 0 if there is none."""
        return self.process.pid if self.process else 0

    def check(self) -> None:
        """Raise `NotReady` where it has ended by itself, or somebody has ended it."""
        if self.process is not None and self.process.poll() is not None:
            raise NotReady(f"{self.name} has ended: {said(self.folder)}")

    def stop(self) -> None:
        """End it and remove its files."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS + 15)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)


def start(name: str, upstream: int, settings: Mapping[str, str]) -> System:
    """Start a system and wait until it serves and has gone quiet."""
    if name == "direct":
        return System(name, upstream)
    folder = Path(tempfile.mkdtemp(prefix=f"vanthu-benchmark-{name}-"))
    folder.chmod(0o755)  # Postfix and rspamd drop their rights
    place = Place(free_port(), upstream, folder)
    command: Sequence[str] = (sys.executable, "-m", "tests.benchmarks.supervise", str(STOP_SECONDS), *place.command(name))
    with (folder / "log").open("wb") as sink:
        process = subprocess.Popen(
            command, env=place.environment(settings), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
        )
    system = System(name, place.port, process, folder)
    end = time.monotonic() + READY_SECONDS
    while not _greets(place.port):
        if process.poll() is not None or time.monotonic() > end:
            text = said(folder)
            system.stop()
            raise NotReady(f"{name}: {text}")
        time.sleep(0.1)
    return system


def said(folder: Path) -> str:
    """The end of a system's log."""
    return (folder / "log").read_text(errors="replace")[-3000:]


def rest(system: System) -> None:
    """Wait until a system has stopped working; some compile their rules after the start."""
    end, calm, before = time.monotonic() + SETTLE_SECONDS, 0, tree.cpu_seconds(system.root)
    while system.process and calm < 3 and time.monotonic() < end:
        time.sleep(0.5)
        after = tree.cpu_seconds(system.root)
        calm = calm + 1 if after - before < CALM else 0
        before = after


def _greets(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as sock:
        sock.settimeout(2)
        good = sock.recv(200).startswith(b"220")
        sock.sendall(b"QUIT\r\n")
        return good
    return False
