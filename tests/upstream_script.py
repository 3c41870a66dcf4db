"""What a test can have its upstream do, and what it finds there afterwards."""

import asyncio
import threading
from dataclasses import dataclass, field
from enum import Enum

WAIT = 20.0


class Fault(Enum):
    """How the server misbehaves at a stage."""

    HANG = "says nothing more"
    CLOSE = "closes the connection"
    RESET = "resets the connection"


@dataclass(frozen=True)
class Slow:
    """Answers late."""

    seconds: float


@dataclass(frozen=True)
class Taken:
    """At the dot: the letter is delivered, and then the answer goes wrong."""

    then: Fault


class Gate:
    """Stops at a stage until the test lets it go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def open(self) -> None:
        self._opened.set()

    def wait(self) -> None:
        assert self.reached.wait(WAIT), "the gateway never came to this stage"

    async def passed(self) -> None:
        self.reached.set()
        while not self._opened.is_set():
            await asyncio.sleep(0.01)


Action = bytes | Fault | Slow | Taken | Gate


@dataclass(frozen=True)
class Delivered:
    """A letter that the server took.  `mail` and `rcpts`: the arguments as they came; `content`: dots undone."""

    mail: bytes
    rcpts: tuple[bytes, ...]
    content: bytes
    connection: int
    login: str = ""
    xclient: bytes = b""
    xforward: bytes = b""

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(mailbox(rcpt) for rcpt in self.rcpts)


def mailbox(argument: bytes) -> str:
    return argument.partition(b"<")[2].rpartition(b">")[0].decode()


@dataclass
class Connection:
    """What was said on one connection, and what counts in it now."""

    number: int
    writer: asyncio.StreamWriter
    commands: list[bytes] = field(default_factory=list)
    open: bool = True
