"""The upstream: a fast SMTP server that swallows mail and checks that each message arrived whole, unaltered and once.

One process, one epoll loop.  Prints its port, then answers each line of its input with one line of JSON:
    reset CORPUS    forget everything and expect letters of this corpus
    report          what arrived: numbers, duplicates, altered, unknown, when the last came, CPU

What is hashed: everything after the two marker lines, in wire form.  Lines that a relay put above them are allowed.
"""

import hashlib
import json
import resource
import select
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks import corpora

MARK = b"X-Bench-Id: "
END = b"\r\n.\r\n"
BUFFER = 1 << 18
AFTER_END = 16_384  # at most so many bytes of further commands follow the end of a message in one read
TOP_LIMIT = 65_536  # a message whose marker does not stand within this has none
EHLO = (
    b"250-sink\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n"
    b"250-XFORWARD NAME ADDR PROTO HELO SOURCE\r\n250 SMTPUTF8\r\n"
)
ANSWERS = {b"EHLO": EHLO, b"HELO": b"250 sink\r\n", b"QUIT": b"221 2.0.0 bye\r\n"} | dict.fromkeys(
    (b"MAIL", b"RCPT", b"RSET", b"NOOP", b"XFOR"), b"250 2.0.0 ok\r\n"
)


@dataclass(slots=True)
class Session:
    """A connection, and the message that is coming in over it."""

    sock: socket.socket
    commands: bytes = b""  # not yet a whole line
    out: bytes = b""
    in_data: bool = False
    top: bytes = b""  # what came before the markers were whole
    tail: bytes = b""  # may be the beginning of END
    hash: Any = None
    number: int | None = None


@dataclass(slots=True)
class Record:
    """What arrived since the last reset."""

    expected: tuple[str, ...] = ()
    times: dict[int, int] = field(default_factory=dict)
    altered: list[int] = field(default_factory=list)
    unknown: int = 0
    last: float = 0.0

    def arrived(self, number: int | None, digest: str) -> None:
        """A message has ended."""
        self.last = time.monotonic()
        if number is None:
            self.unknown += 1
            return
        self.times[number] = self.times.get(number, 0) + 1
        if self.expected and digest != self.expected[number % len(self.expected)]:
            self.altered.append(number)

    def report(self) -> dict[str, Any]:
        """All of it, for the measurer."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "seen": sorted(self.times), "duplicates": sum(count > 1 for count in self.times.values()),
            "altered": len(self.altered), "unknown": self.unknown, "last": self.last, "cpu": usage.ru_utime + usage.ru_stime,
        }  # fmt: skip


class Sink:
    """The server."""

    def __init__(self) -> None:
        self.record = Record()
        self.sessions: dict[int, Session] = {}
        self.view = memoryview(bytearray(BUFFER))
        self.server = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.server.setblocking(False)
        self.epoll = select.epoll()
        self.epoll.register(self.server.fileno(), select.EPOLLIN)
        self.epoll.register(sys.stdin.fileno(), select.EPOLLIN)

    def run(self) -> None:
        """Serve until the input ends."""
        print(self.server.getsockname()[1], flush=True)
        while True:
            for fd, _ in self.epoll.poll():
                if fd in self.sessions:
                    self._read(self.sessions[fd])
                elif fd == self.server.fileno():
                    self._accept()
                elif not self._command(sys.stdin.readline().split()):
                    return

    def _command(self, words: list[str]) -> bool:
        if not words:
            return False
        if words[0] == "reset":
            self.record = Record(tuple(digest for _, digest in corpora.load(words[1])))
        print(json.dumps(self.record.report()), flush=True)
        return True

    def _accept(self) -> None:
        with suppress(BlockingIOError):
            for _ in range(64):
                sock, _address = self.server.accept()
                sock.setblocking(False)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.sessions[sock.fileno()] = Session(sock)
                self.epoll.register(sock.fileno(), select.EPOLLIN)
                sock.send(b"220 sink ESMTP\r\n")

    def _read(self, session: Session) -> None:
        try:
            count = session.sock.recv_into(self.view)
            # An ordinary server delays its ACKs; then a relay that sends the final dot apart would be measured, not its work.
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            chunk = bytes(self.view[:count])
            while chunk:
                chunk = _data(session, chunk, self.record) if session.in_data else _commands(session, chunk)
            if session.out:
                session.sock.send(session.out)
                session.out = b""
        except BlockingIOError:
            return
        except OSError:
            count = 0
        if count == 0:
            del self.sessions[session.sock.fileno()]
            session.sock.close()


def _commands(session: Session, chunk: bytes) -> bytes:
    """Answer whole lines; what follows DATA is given back."""
    lines = session.commands + chunk
    while (end := lines.find(b"\n")) >= 0:
        verb, lines = lines[:4].upper(), lines[end + 1 :]
        if verb == b"DATA":
            session.out += b"354 go\r\n"
            session.in_data, session.commands = True, b""
            session.top, session.tail, session.hash, session.number = b"", b"", None, None
            return lines
        session.out += ANSWERS.get(verb, b"502 5.5.1 what\r\n")
    session.commands = lines
    return b""


def _data(session: Session, chunk: bytes, record: Record) -> bytes:
    """Hash what came; what follows the end of the message is given back."""
    if session.hash is None:
        session.top += chunk
        chunk = _past_markers(session)
        if session.hash is None:
            return b""
    chunk = session.tail + chunk
    end = chunk.find(END, max(0, len(chunk) - AFTER_END))
    if end < 0:
        keep = max(0, len(chunk) - len(END) + 1)
        session.hash.update(memoryview(chunk)[:keep])
        session.tail = chunk[keep:]
        return b""
    session.hash.update(memoryview(chunk)[: end + 2])
    session.in_data = False
    session.out += b"250 2.0.0 taken\r\n"
    record.arrived(session.number, session.hash.hexdigest())
    return chunk[end + len(END) :]


def _past_markers(session: Session) -> bytes:
    """What came of the BODY so far; there is no hash yet as long as the markers are not whole."""
    top = session.top
    at = 0 if top.startswith(MARK) else top.find(b"\r\n" + MARK) + 2
    if at == 1:  # not found
        if END not in top and len(top) < TOP_LIMIT:
            return b""
        rest = top
    else:
        line = top.find(b"\r\n", at)
        second = top.find(b"\r\n", line + 2) if line >= 0 else -1
        if second < 0:
            return b""
        with suppress(ValueError):
            session.number = int(top[at + len(MARK) : line])
        rest = top[second + 2 :]
    session.hash, session.top = hashlib.sha256(), b""
    return rest


if __name__ == "__main__":
    Sink().run()
