"""A client that says exactly the bytes it is told to: pipelining, half-closing, vanishing, resetting."""

import re
import socket
import ssl
import struct
from typing import Self

PATIENCE = 20.0


class Dialogue:
    """A connection to the gateway; its greeting is read unless `greeted` is false."""

    def __init__(self, port: int, *, greeted: bool = True, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.socket = socket.create_connection((host, port), PATIENCE)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.buffer = b""
        self.greeting = self.reply() if greeted else b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def line(self) -> bytes:
        """The next line of an answer; empty at the end."""
        while b"\n" not in self.buffer:
            try:
                piece = self.socket.recv(65_536)
            except ConnectionError:
                piece = b""
            if not piece:
                line, self.buffer = self.buffer, b""
                return line
            self.buffer += piece
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line + b"\n"

    def reply(self) -> bytes:
        """The next reply, all its lines; empty when the connection has ended instead."""
        lines = b""
        while line := self.line():
            lines += line
            if line[3:4] != b"-":
                break
        return lines

    def ask(self, command: bytes) -> bytes:
        """Say a line and hear the reply."""
        self.send(command + b"\r\n")
        return self.reply()

    def expect(self, code: int, command: bytes) -> bytes:
        """Say a line whose reply has to have this code."""
        reply = self.ask(command)
        assert reply.startswith(str(code).encode()), (command[:200], reply)
        return reply

    def rest(self) -> bytes:
        """Everything until the other side closes."""
        lines = b""
        while line := self.line():
            lines += line
        return lines

    def hello(self) -> list[str]:
        """EHLO, and the keyword lines."""
        return [line[4:].decode() for line in self.expect(250, b"EHLO client.test").splitlines()[1:]]

    def envelope(self, sender: str, *recipients: str) -> None:
        """EHLO, MAIL, RCPT, all accepted."""
        self.hello()
        self.expect(250, f"MAIL FROM:<{sender}>".encode())
        for recipient in recipients:
            self.expect(250, f"RCPT TO:<{recipient}>".encode())

    def content(self, data: bytes) -> bytes:
        """DATA with this content (its dots are stuffed here); the final reply."""
        self.expect(354, b"DATA")
        self.send(wire(data))
        return self.reply()

    def starttls(self, context: ssl.SSLContext) -> None:
        self.expect(220, b"STARTTLS")
        self.socket = context.wrap_socket(self.socket, server_hostname="localhost")

    def half_close(self) -> None:
        """Say that nothing more will be said."""
        self.socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self.socket.close()

    def reset(self) -> None:
        """Vanish with a TCP reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def wire(content: bytes) -> bytes:
    """A content as DATA carries it, with its end (RFC 5321 s.4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", content) + b".\r\n"


def send(port: int, content: bytes, sender: str, *recipients: str) -> bytes:
    """Hand in a letter; the final reply."""
    with Dialogue(port) as client:
        client.envelope(sender, *recipients)
        return client.content(content)
