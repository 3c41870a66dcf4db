"""Starts the whole thing on this machine: the stand-in server, and `vanthu serve` in front of it as a process of its own.

What must stay true: everything lies in one folder that is gone at the end, and nothing of the user's own settings is used.
"""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import gateway
from gateway.demo.standin import StandIn

CONFIG = Path(__file__).parent / "config"
CODE = Path(gateway.__file__).parent.parent  # what is running here is what runs there, installed or not
START_SECONDS = 60.0
END_SECONDS = 40.0
LOG_TAIL = 30  # lines shown of a gateway that would not start


class NotStarted(Exception):  # noqa: N818 - an event
    """The gateway did not come up; what it said is the text."""


@dataclass(frozen=True, slots=True)
class House:
    """What is running, and where.  `environ`: the settings of the gateway, for commands that shall see the same."""

    server: StandIn
    folder: Path
    smtp: int
    console: int
    environ: Mapping[str, str]
    ended: asyncio.Event


@asynccontextmanager
async def house(*, well_known: bool = False) -> AsyncIterator[House]:
    """Start everything; end it all when the block ends.  `well_known`: on ports that are easy to type, where they are free."""
    server = StandIn()
    upstream = await server.start()
    with tempfile.TemporaryDirectory(prefix="vanthu-demo-") as name:
        folder = Path(name)
        smtp, console = (_free_port(2525), _free_port(8080)) if well_known else (_free_port(0), _free_port(0))
        settings = {
            "VANTHU_CONFIG": str(CONFIG),
            "VANTHU_DATA": str(folder / "var"),
            "VANTHU_LISTEN": f"127.0.0.1:{smtp}",
            "VANTHU_UPSTREAM": f"127.0.0.1:{upstream}",
            "VANTHU_CONSOLE": f"127.0.0.1:{console}",
            "VANTHU_WORKERS": "1",
        }
        environ = {key: value for key, value in os.environ.items() if not key.startswith("VANTHU_")} | settings
        log = folder / "gateway.log"
        with log.open("wb") as sink:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "gateway", "serve"),
                cwd=folder, env=environ | {"PYTHONPATH": str(CODE)}, stdin=asyncio.subprocess.DEVNULL, stdout=sink, stderr=sink,
                start_new_session=True,  # a Ctrl-C at the terminal is ours to pass on, in order
            )  # fmt: skip
        ended = asyncio.Event()
        watcher = asyncio.create_task(_watch(process, ended))
        try:
            await _until_ready(log, ended)
            yield House(server, folder, smtp, console, settings, ended)
        finally:
            await _end(process, watcher)
            server.stop()


async def _watch(process: asyncio.subprocess.Process, ended: asyncio.Event) -> None:
    await process.wait()
    ended.set()


async def _until_ready(log: Path, ended: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(START_SECONDS):
            while not any(line.startswith("ready") for line in _lines(log)):
                if ended.is_set():
                    raise NotStarted("\n".join(_lines(log)[-LOG_TAIL:]))
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise NotStarted("\n".join(_lines(log)[-LOG_TAIL:])) from None


def _lines(log: Path) -> list[str]:
    return log.read_text("utf-8", "replace").splitlines()


async def _end(process: asyncio.subprocess.Process, watcher: "asyncio.Task[None]") -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(asyncio.shield(watcher), END_SECONDS)
    except TimeoutError:
        process.kill()
        await watcher


def _free_port(wanted: int) -> int:
    """The wanted one where it is free; else any."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise NotStarted("Không còn cổng trống (no free port)")
