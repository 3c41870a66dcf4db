"""The client: so many connections at once, so many letters on each, until the letters or the seconds are used up.

One process, one epoll loop, every connection sends its next letter when the last was answered.  Started with its `Orders` as
one JSON argument; prints one JSON object: what was accepted, what was not, how long it took.
"""

import json
import resource
import select
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum, auto
from typing import Any

from tests.benchmarks import corpora

now = time.monotonic
MAIL = b"MAIL FROM:<an.nguyen@bench.gov.vn> BODY=8BITMIME\r\n"
RCPT = b"RCPT TO:<vanthu@unit.bench.gov.vn>\r\n"
IN_PROGRESS = 115
ONE_WRITE = 65_536  # up to here the letter is sent in one piece


class State(Enum):
    """What a connection waits for."""

    CONNECT, BANNER, EHLO, MAIL, RCPT, DATA, SENDING, FINAL, QUIT = (auto() for _ in range(9))


@dataclass(frozen=True, slots=True)
class Orders:
    """What to send.  The target is a port of this machine."""

    port: int
    corpus: str
    connections: int
    per_connection: int
    messages: int
    seconds: float  # no new letter after this
    hard_seconds: float  # everything is broken off after this
    run: int  # goes into the Message-ID

    def command(self) -> list[str]:
        """How to start a client with these orders."""
        return [sys.executable, "-m", __spec__.name, json.dumps(asdict(self))]


@dataclass(slots=True)
class Client:
    """A connection."""

    sock: socket.socket
    left: int
    number: int | None
    began: float
    state: State = State.CONNECT
    inbox: bytes = b""
    out: list[memoryview] = field(default_factory=list)
    writing: bool = True
    dot: float = 0.0


class Load:
    """All connections, and what became of their letters."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.bodies = [wire for wire, _ in corpora.load(orders.corpus)]
        self.epoll = select.epoll()
        self.clients: dict[int, Client] = {}
        self.next = 0
        self.accepted: list[int] = []
        self.refused: list[int] = []
        self.total: list[float] = []  # seconds of each letter: from connecting or MAIL to the final answer
        self.dots: list[float] = []  # from the final dot
        self.errors: Counter[str] = Counter()
        self.finished = 0.0
        self.soft_end = self.hard_end = 0.0

    def run(self) -> dict[str, Any]:
        """Send everything; the report."""
        start = now()
        self.soft_end, self.hard_end = start + self.orders.seconds, start + self.orders.hard_seconds
        for _ in range(min(self.orders.connections, self.orders.messages)):
            self._open()
        while self.clients and (left := self.hard_end - now()) > 0:
            for fd, what in self.epoll.poll(left):
                client = self.clients.get(fd)
                if client is not None:
                    self._event(client, what)
        self.errors["hard time limit"] += len(self.clients)
        self.refused += [client.number for client in self.clients.values() if client.number is not None]
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "started": start, "finished": self.finished or now(), "accepted": self.accepted, "refused": self.refused,
            "errors": +self.errors, "total": percentiles(self.total), "dot": percentiles(self.dots),
            "cpu": usage.ru_utime + usage.ru_stime, "wire_bytes": len(self.bodies[0]),
        }  # fmt: skip

    def _more(self) -> bool:
        return self.next < self.orders.messages and now() < self.soft_end

    def _take(self) -> int:
        self.next += 1
        return self.next - 1

    def _open(self) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = Client(sock, self.orders.per_connection - 1, self._take(), now())
        self.clients[sock.fileno()] = client
        self.epoll.register(sock.fileno(), select.EPOLLOUT)
        code = sock.connect_ex(("127.0.0.1", self.orders.port))
        if code not in (0, IN_PROGRESS):
            self._fail(client, f"connect {code}")

    def _drop(self, client: Client) -> None:
        del self.clients[client.sock.fileno()]
        client.sock.close()
        if self._more():
            self._open()

    def _fail(self, client: Client, why: str) -> None:
        self.errors[why] += 1
        if client.number is not None:
            self.refused.append(client.number)
            client.number = None
            self.finished = now()
        self._drop(client)

    def _send(self, client: Client, *pieces: bytes) -> None:
        client.out.extend(map(memoryview, pieces))
        self._flush(client)

    def _flush(self, client: Client) -> None:
        out = client.out
        try:
            while out:
                count = client.sock.send(out[0])
                if count == len(out[0]):
                    out.pop(0)
                else:
                    out[0] = out[0][count:]
        except BlockingIOError:
            if not client.writing:
                client.writing = True
                self.epoll.modify(client.sock.fileno(), select.EPOLLIN | select.EPOLLOUT)
            return
        except OSError as error:
            self._fail(client, type(error).__name__)
            return
        if client.writing:
            client.writing = False
            self.epoll.modify(client.sock.fileno(), select.EPOLLIN)
        if client.state is State.SENDING:
            client.dot = now()
            client.state = State.FINAL

    def _event(self, client: Client, what: int) -> None:
        if client.state is State.CONNECT:
            code = client.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                self._fail(client, f"connect {code}")
                return
            client.state, client.writing = State.BANNER, False
            self.epoll.modify(client.sock.fileno(), select.EPOLLIN)
            return
        if what & select.EPOLLOUT and client.out:
            self._flush(client)
        if what & ~select.EPOLLOUT and client.sock.fileno() in self.clients:
            self._read(client)

    def _read(self, client: Client) -> None:
        try:
            data = client.sock.recv(65_536)
        except BlockingIOError:
            return
        except OSError as error:
            self._fail(client, type(error).__name__)
            return
        if not data and client.state is State.QUIT:
            self._drop(client)
        elif not data:
            self._fail(client, f"closed by the server at {client.state.name}")
        client.inbox += data
        while client.sock.fileno() in self.clients and (code := _reply(client)):
            self._step(client, code)

    def _step(self, client: Client, code: str) -> None:
        state = client.state
        if state is State.FINAL:
            self._done(client, code)
        elif code[0] != ("3" if state is State.DATA else "2"):
            self._fail(client, f"{code} at {state.name}")
        elif state is State.BANNER:
            client.state = State.EHLO
            self._send(client, b"EHLO bench.localdomain\r\n")
        elif state is State.EHLO:
            client.state = State.MAIL
            self._send(client, MAIL)
        elif state is State.MAIL:
            client.state = State.RCPT
            self._send(client, RCPT)
        elif state is State.RCPT:
            client.state = State.DATA
            self._send(client, b"DATA\r\n")
        elif state is State.DATA:
            self._send_letter(client)
        elif state is State.QUIT:
            self._drop(client)

    def _send_letter(self, client: Client) -> None:
        number = client.number
        assert number is not None
        client.state = State.SENDING
        top = b"X-Bench-Id: %d\r\nMessage-ID: <%d.%d@bench.gov.vn>\r\n" % (number, number, self.orders.run)
        body = self.bodies[number % len(self.bodies)]
        self._send(client, *([top + body + b".\r\n"] if len(body) < ONE_WRITE else [top, body, b".\r\n"]))

    def _done(self, client: Client, code: str) -> None:
        assert client.number is not None
        self.finished = now()
        self.total.append(self.finished - client.began)
        self.dots.append(self.finished - client.dot)
        if code[0] == "2":
            self.accepted.append(client.number)
        else:
            self.refused.append(client.number)
            self.errors[f"{code} at the end"] += 1
        client.number = None
        if client.left > 0 and self._more():
            client.left -= 1
            client.number, client.began, client.state = self._take(), now(), State.MAIL
            self._send(client, MAIL)
        else:
            client.state = State.QUIT
            self._send(client, b"QUIT\r\n")


def _reply(client: Client) -> str:
    """The code of the next whole reply, perhaps of several lines; empty while there is none."""
    inbox, at = client.inbox, 0
    while (end := inbox.find(b"\n", at)) >= 0:
        if inbox[at + 3 : at + 4] != b"-":
            client.inbox = inbox[end + 1 :]
            return inbox[at : at + 3].decode("latin-1")
        at = end + 1
    return ""


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """The middle and the late ones, in milliseconds; empty where nothing was measured."""
    ordered = sorted(seconds)
    shares = {"p50": 0.50, "p95": 0.95, "p99": 0.99}
    return {name: round(ordered[int(share * len(ordered))] * 1000, 3) for name, share in shares.items() if ordered}


if __name__ == "__main__":
    print(json.dumps(Load(Orders(**json.loads(sys.argv[1]))).run()))
