"""One connection of the scriptable upstream: commands, replies, the faults that its script asks for."""

import asyncio
import socket
import struct
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from upstream_script import Connection, Delivered, Fault, Gate, Slow, Taken, mailbox

if TYPE_CHECKING:
    from upstream import Upstream

END = b"\r\n.\r\n"


class Session:
    """One connection's conversation."""

    def __init__(self, server: "Upstream", connection: Connection, reader: asyncio.StreamReader) -> None:
        self.server = server
        self.connection = connection
        self.reader = reader
        self.writer = connection.writer
        self.buffer = bytearray()
        self.mail: bytes | None = None
        self.rcpts: list[bytes] = []
        self.login = ""
        self.xclient = self.xforward = b""

    async def run(self) -> None:
        await self.perform(b"220 upstream.test ESMTP\r\n", "greeting")
        while True:
            line = await self.until(b"\r\n")
            self.connection.commands.append(line)
            verb, _, argument = line.partition(b" ")
            command = getattr(self, f"do_{verb.decode('ascii', 'replace').lower()}", None)
            if command is None:
                self.writer.write(b"500 5.5.1 Unknown\r\n")
            else:
                await command(argument)
            if verb.upper() == b"QUIT":
                return

    async def perform(self, default: bytes, *stages: str, take: Callable[[], None] = lambda: None) -> bool:
        """Carry out what the script says for the stage; whether the command was accepted."""
        action = self.server.action(*stages)
        match action:
            case Gate():
                await action.passed()
            case Slow():
                await asyncio.sleep(action.seconds)
            case Taken():
                take()
                await self.fail(action.then)
            case Fault():
                await self.fail(action)
        reply = action if isinstance(action, bytes) else default
        if reply[:1] in b"23":
            take()
        self.writer.write(reply)
        await self.writer.drain()
        return reply[:1] in b"23"

    async def fail(self, fault: Fault) -> None:
        if fault is Fault.HANG:
            while await self.reader.read(65_536):
                pass
        elif fault is Fault.RESET:
            reset(self.writer)
        raise EOFError

    async def until(self, end: bytes) -> bytes:
        """What comes before `end`."""
        seen = 0
        while (at := self.buffer.find(end, seen)) < 0:
            seen = max(0, len(self.buffer) - len(end))
            piece = await self.reader.read(1 << 18)
            if not piece:
                raise EOFError
            self.buffer += piece
        taken = bytes(self.buffer[:at])
        del self.buffer[: at + len(end)]
        return taken

    def forget(self) -> None:
        self.mail, self.rcpts = None, []

    async def do_ehlo(self, argument: bytes) -> None:
        del argument
        self.forget()
        lines = ["upstream.test", *self.server.keywords]
        offer = "".join(f"250{'-' if line is not lines[-1] else ' '}{line}\r\n" for line in lines)
        await self.perform(offer.encode(), "EHLO")

    async def do_helo(self, argument: bytes) -> None:
        del argument
        self.forget()
        await self.perform(b"250 upstream.test\r\n", "HELO")

    async def do_rset(self, argument: bytes) -> None:
        del argument
        self.forget()
        await self.perform(b"250 2.0.0 Reset\r\n", "RSET")

    async def do_noop(self, argument: bytes) -> None:
        del argument
        await self.perform(b"250 2.0.0 Ok\r\n", "NOOP")

    async def do_quit(self, argument: bytes) -> None:
        del argument
        await self.perform(b"221 2.0.0 Bye\r\n", "QUIT")

    async def do_starttls(self, argument: bytes) -> None:
        del argument
        if await self.perform(b"220 2.0.0 Ready\r\n", "STARTTLS") and self.server.tls is not None:
            await self.writer.start_tls(self.server.tls)

    async def do_mail(self, argument: bytes) -> None:
        if self.mail is not None:
            self.writer.write(b"503 5.5.1 Nested MAIL\r\n")
        elif await self.perform(b"250 2.1.0 Sender ok\r\n", f"MAIL {mailbox(argument)}", "MAIL"):
            self.mail = argument

    async def do_rcpt(self, argument: bytes) -> None:
        if self.mail is None:
            self.writer.write(b"503 5.5.1 MAIL first\r\n")
        elif await self.perform(b"250 2.1.5 Recipient ok\r\n", f"RCPT {mailbox(argument)}", "RCPT"):
            self.rcpts.append(argument)

    async def do_data(self, argument: bytes) -> None:
        del argument
        if not self.rcpts:
            self.writer.write(b"554 5.5.1 No recipients\r\n")
        elif await self.perform(b"354 Go on\r\n", "DATA"):
            self.buffer[:0] = b"\r\n"  # as if a line had just ended: a letter may be empty
            text = (await self.until(END) + b"\r\n").replace(b"\r\n.", b"\r\n")[2:]
            await self.perform(b"250 2.0.0 Queued\r\n", "dot", take=lambda: self.keep(text))
            self.forget()
            self.xforward = b""

    def keep(self, content: bytes) -> None:
        letter = (self.mail or b"", tuple(self.rcpts), content, self.connection.number)
        self.server.delivered.append(Delivered(*letter, self.login, self.xclient, self.xforward))

    async def do_xclient(self, argument: bytes) -> None:
        self.xclient = argument
        await self.perform(b"220 upstream.test ESMTP\r\n", "XCLIENT")

    async def do_xforward(self, argument: bytes) -> None:
        self.xforward = argument
        await self.perform(b"250 2.0.0 Ok\r\n", "XFORWARD")

    async def do_auth(self, argument: bytes) -> None:
        mechanism, _, initial = argument.partition(b" ")
        if mechanism.upper() == b"PLAIN":
            response = initial or await self.challenge(b"")
            name, password = b64decode(response).split(b"\0")[1:]
        else:
            name = b64decode(initial or await self.challenge(b"Username:"))
            password = b64decode(await self.challenge(b"Password:"))
        known = self.server.users.get(name.decode()) == password.decode()
        verdict = b"235 2.7.0 Welcome\r\n" if known else b"535 5.7.8 Sai t\xc3\xaan hay m\xe1\xba\xadt kh\xe1\xba\xa9u\r\n"
        if await self.perform(verdict, "AUTH"):
            self.login = name.decode()

    async def challenge(self, prompt: bytes) -> bytes:
        self.writer.write(b"334 " + b64encode(prompt) + b"\r\n")
        return await self.until(b"\r\n")


def reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection off with a TCP reset; harmless when it is gone."""
    with suppress(OSError):
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()
