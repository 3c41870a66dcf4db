"""How fast small letters pass beside large ones:  python -m tests.benchmarks.beside --letters 2000 --sessions 8

Small letters alone, then small letters while large ones pass: the second must not be much slower than the first.  The same
letters straight to the stand-in server tell what client and server cost by themselves.
"""

import argparse
import asyncio
import base64
import os
from dataclasses import dataclass, field
from time import perf_counter

from gateway.demo.house import house
from gateway.demo.letters import COLLEAGUE, FINANCE, SAMPLES

SMALL = SAMPLES[0].raw
LARGE_BYTES = 10_000_000


@dataclass(slots=True)
class Run:
    """What was measured: seconds of each letter, from MAIL to the final answer."""

    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0

    def line(self, name: str) -> str:
        """A line of the table."""
        ordered = sorted(self.seconds)
        half, late = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.99))
        return f"{name:<34}{len(ordered) / self.wall:>10.0f}{half:>10.2f}{late:>10.2f}{ordered[-1] * 1000:>10.2f}"


def large() -> bytes:
    """A letter with an attachment of no known kind."""
    head = (
        f"From: {FINANCE}\r\nTo: {COLLEAGUE}\r\nSubject: large\r\nMIME-Version: 1.0\r\n"
        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(os.urandom(LARGE_BYTES)).replace(b"\n", b"\r\n")


def stuffed(letter: bytes) -> bytes:
    """A letter as it goes over the wire."""
    return (b"." if letter.startswith(b".") else b"") + letter.replace(b"\r\n.", b"\r\n..") + b".\r\n"


async def session(port: int, wire: bytes, count: int, run: Run) -> None:
    """Send a letter some times over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def expect(code: bytes) -> None:
        while (line := await reader.readline())[3:4] == b"-":
            pass
        if not line.startswith(code):
            raise RuntimeError(f"{code!r} was expected: {line!r}")

    await expect(b"220")
    writer.write(b"EHLO benchmark\r\n")
    await expect(b"250")
    for _ in range(count):
        began = perf_counter()
        writer.write(f"MAIL FROM:<{FINANCE}> BODY=8BITMIME\r\nRCPT TO:<{COLLEAGUE}>\r\nDATA\r\n".encode())
        for code in (b"250", b"250", b"354"):
            await expect(code)
        writer.write(wire)
        await writer.drain()
        await expect(b"250")
        run.seconds.append(perf_counter() - began)
    writer.write(b"QUIT\r\n")
    await expect(b"221")
    writer.close()


async def measure(port: int, wire: bytes, letters: int, sessions: int) -> Run:
    """Send so many letters over so many connections at once."""
    run, began = Run(), perf_counter()
    await asyncio.gather(*(session(port, wire, letters // sessions, run) for _ in range(sessions)))
    run.wall = perf_counter() - began
    return run


async def main(letters: int, sessions: int) -> None:
    """Measure and print."""
    small, big = stuffed(SMALL), stuffed(large())
    async with house() as place:
        upstream = int(place.environ["VANTHU_UPSTREAM"].rpartition(":")[2])
        await measure(place.smtp, small, 50, 1)  # everything warm
        print(f"{'':<34}{'letters/s':>10}{'p50 ms':>10}{'p99 ms':>10}{'max ms':>10}")
        print((await measure(upstream, small, letters, sessions)).line("small, straight to the server"))
        print((await measure(place.smtp, small, letters, sessions)).line("small, through the gateway"))
        print((await measure(place.smtp, small, letters // 4, 1)).line("small, one after another"))
        beside = asyncio.create_task(measure(place.smtp, big, 6, 2))
        print((await measure(place.smtp, small, letters, sessions)).line("small, beside large ones"))
        print((await beside).line("large (10 MB), two at a time"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--sessions", type=int, default=8)
    options = parser.parse_args()
    asyncio.run(main(options.letters, options.sessions))
