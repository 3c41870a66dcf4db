"""A small SMTP server that stands in for the province's: it keeps what it is given, in memory, and shows it.

What must stay true: the bytes kept are the bytes sent, dot-stuffing undone and nothing else.  It speaks to the gateway on
loopback alone, so it trusts its peer to be well-behaved.
"""

import asyncio
import re
from dataclasses import dataclass

EHLO = ("may-chu-thu-mau", "PIPELINING", "SIZE 52428800", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES")
UNKNOWN = "khong-ton-tai"  # the local part of a mailbox that does not exist here
LINE = 1 << 20  # bytes of the longest line taken
PATH = re.compile(rb"<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that the server took."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    content: bytes


class StandIn:
    """The server.  `received`: every letter taken, in order."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen on a free port of this machine and return it."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LINE)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def stop(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = _Session(self.received)
        writer.write(b"220 may-chu-thu-mau ESMTP\r\n")
        try:
            while not session.over and (line := await reader.readline()):
                writer.write(session.answer(line))
                if session.in_data:
                    await writer.drain()
                    writer.write(session.keep(await _data(reader)))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # the peer is gone, or sent a line beyond LINE
        finally:
            writer.close()


async def _data(reader: asyncio.StreamReader) -> bytes:
    """The lines up to the final dot, with the stuffed dots taken off (RFC 5321 s.4.5.2)."""
    lines = []
    while (line := await reader.readuntil(b"\r\n")) != b".\r\n":
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)


class _Session:
    """The commands of one connection."""

    def __init__(self, received: list[Received]) -> None:
        self.in_data = False
        self.over = False
        self._received = received
        self._mail_from: str | None = None
        self._rcpt_tos: tuple[str, ...] = ()

    def answer(self, line: bytes) -> bytes:
        """The reply to a command line."""
        match line.split(None, 1)[0].upper() if line.strip() else b"":
            case b"EHLO":
                self._reset()
                return "".join(f"250{'-' if name != EHLO[-1] else ' '}{name}\r\n" for name in EHLO).encode()
            case b"HELO" | b"RSET":
                self._reset()
                return b"250 2.0.0 OK\r\n"
            case b"MAIL":
                self._reset()
                self._mail_from = _path(line)
                return b"250 2.1.0 OK\r\n"
            case b"RCPT":
                return self._recipient(line)
            case b"DATA" if self._rcpt_tos:
                self.in_data = True
                return b"354 End with <CRLF>.<CRLF>\r\n"
            case b"DATA":
                return b"503 5.5.1 RCPT first\r\n"
            case b"NOOP":
                return b"250 2.0.0 OK\r\n"
            case b"QUIT":
                self.over = True
                return b"221 2.0.0 Bye\r\n"
        return b"502 5.5.2 Command not known\r\n"

    def keep(self, content: bytes) -> bytes:
        """Keep a letter and say so."""
        self._received.append(Received(self._mail_from or "", self._rcpt_tos, content))
        self._reset()
        return f"250 2.0.0 May chu da nhan thu thu {len(self._received)}\r\n".encode()

    def _recipient(self, line: bytes) -> bytes:
        recipient = _path(line)
        if self._mail_from is None:
            return b"503 5.5.1 MAIL first\r\n"
        if recipient.partition("@")[0].lower() == UNKNOWN:
            return f"550 5.1.1 <{recipient}>: khong co hop thu nay tren may chu\r\n".encode()
        self._rcpt_tos += (recipient,)
        return b"250 2.1.5 OK\r\n"

    def _reset(self) -> None:
        self.in_data = False
        self._mail_from = None
        self._rcpt_tos = ()


def _path(line: bytes) -> str:
    found = PATH.search(line)
    return found[1].decode("utf-8", "replace") if found else ""
