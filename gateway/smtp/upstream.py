"""A connection to the mail server behind us: our own SMTP client, byte-exact in both directions.

Replies are kept as they came, line by line.  After any doubt (time-out, lost connection, nonsense) the connection is closed and
never used again, and the caller gets a 4xx of ours: a 5xx would make the client give the letter up.
"""

import asyncio
import socket
import ssl
from dataclasses import dataclass, replace

from gateway.config.listeners import Listener
from gateway.config.settings import Settings
from gateway.ports import Content, Reply
from gateway.smtp.wire import BareLineEnd, Gone, LineTooLong, Watch, Wire

LINE = 65_536
LINES = 1_000
AT_ONCE = 65_536
RESET_SECONDS = 5.0


class UpstreamLost(Exception):  # noqa: N818 - an event: `reply` is what the client is told
    """The upstream cannot be reached, fell silent, or broke off."""

    def __init__(self, why: str, reply: Reply | None = None) -> None:
        super().__init__(why)
        self.reply = reply or Reply.of("451 4.4.1 The mail server behind this gateway is not available, try again later")


class TlsFailed(UpstreamLost):
    """The connection cannot be protected."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for the upstream (RFC 5321 s.4.5.3.2)."""

    connect: float = 30
    command: float = 300
    final: float = 600


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where the server is.  `tls`: off, opportunistic, required.  `announce` the client: auto, xclient, xforward, off."""

    host: str
    port: int
    hostname: str = "localhost"
    tls: str = "off"
    announce: str = "auto"
    patience: Patience = Patience()


def upstream_of(listener: Listener, settings: Settings) -> Upstream:
    """The server behind a listener, which has one (`setup.load(serve=True)` has seen to it)."""
    assert listener.upstream is not None
    times = settings.timeouts
    patience = Patience(times.upstream_connect, times.upstream_command, times.upstream_final)
    host, port = listener.upstream.host, listener.upstream.port
    return Upstream(host, port, settings.hostname, listener.upstream_tls, listener.announce, patience)


class Link(Wire):
    """One connection to the upstream, after its greeting and EHLO."""

    def __init__(self, watch: Watch, upstream: Upstream) -> None:
        super().__init__(watch)
        self.upstream = upstream
        self.keywords: dict[str, str] = {}
        self.busy = False  # a transaction is open
        self.used = False

    @classmethod
    async def open(cls, watch: Watch, upstream: Upstream) -> "Link":
        """Connect, greet, learn the keywords (RFC 5321 s.4.1.1.1).  Raises `UpstreamLost`."""
        try:
            return await cls._open(watch, upstream)
        except TlsFailed:
            if upstream.tls != "opportunistic":
                raise
            return await cls._open(watch, replace(upstream, tls="off"))  # as if it had offered none

    @classmethod
    async def _open(cls, watch: Watch, upstream: Upstream) -> "Link":
        link = cls(watch, upstream)
        try:
            async with asyncio.timeout(upstream.patience.connect):
                transport, _ = await watch.loop.create_connection(lambda: link, upstream.host, upstream.port)
            _no_delay(transport)
            greeting = await link.reply(upstream.patience.command)
            if not greeting.positive:
                raise UpstreamLost(f"greeted with {greeting.text}", _refused(greeting))
            await link.hello()
            if upstream.tls != "off":
                await link._start_tls()
        except (OSError, TimeoutError) as error:
            link.abort()
            raise UpstreamLost(f"cannot connect to {upstream.host}:{upstream.port}: {error}") from error
        except UpstreamLost:
            link.abort()
            raise
        return link

    async def hello(self, name: str | None = None) -> None:
        """EHLO, or HELO where that is unknown."""
        name = name or self.upstream.hostname
        reply = await self.ask(b"EHLO %s\r\n" % name.encode())
        offered = reply.lines[1:] if reply.positive else ()
        if reply.code >= 500:
            reply = await self.ask(b"HELO %s\r\n" % name.encode())
        if not reply.positive:
            raise UpstreamLost(f"refuses our name: {reply.text}", _refused(reply))
        words = [line[4:].decode("ascii", "replace").strip().partition(" ") for line in offered]
        self.keywords = {word.upper(): argument.strip() for word, _, argument in words if word}

    async def _start_tls(self) -> None:
        if "STARTTLS" not in self.keywords:
            if self.upstream.tls == "required":
                raise UpstreamLost("offers no STARTTLS, which the settings require")
            return
        reply = await self.ask(b"STARTTLS\r\n")
        if self.inbox:  # bytes behind the reply would be taken for protected ones (CVE-2011-0411)
            raise UpstreamLost("says more behind its answer to STARTTLS")
        if reply.code != 220:
            raise TlsFailed(f"STARTTLS failed: {reply.text}")
        context = ssl.create_default_context()
        if self.upstream.tls == "opportunistic":
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        assert self.transport is not None
        try:
            self.transport = await self.watch.loop.start_tls(self.transport, self, context, server_hostname=self.upstream.host)
        except (OSError, ssl.SSLError) as error:
            raise TlsFailed(f"TLS handshake failed: {error}") from error
        await self.hello()

    def offers(self, keyword: str) -> bool:
        """Whether EHLO named it."""
        return keyword in self.keywords

    async def reply(self, seconds: float) -> Reply:
        """The next reply.  Raises `UpstreamLost`."""
        lines: list[bytes] = []
        try:
            while True:
                line = await self.line(LINE, seconds)
                lines.append(line + b"\r\n")
                if line[3:4] != b"-":
                    break
                if len(lines) > LINES:
                    raise LineTooLong("a reply without end")
        except (Gone, BareLineEnd, LineTooLong) as error:
            self.abort()
            raise UpstreamLost(f"broke off: {error or type(error).__name__}") from error
        if not line[:3].isdigit() or not b"200" <= line[:3] <= b"599":
            self.abort()
            raise UpstreamLost(f"answers nonsense: {line[:80]!r}")
        return Reply(int(line[:3]), tuple(lines))

    def say(self, commands: bytes) -> None:
        """Write commands.  Raises `UpstreamLost` where the upstream has spoken unasked: that would shift all its answers."""
        if self.inbox:
            said = self._said()
            self.abort()
            raise UpstreamLost("speaks unasked", said if said is not None and said.code == 421 else None)
        self.write(commands)

    def _said(self) -> Reply | None:
        """The reply that has come already, where it is whole."""
        lines: list[bytes] = []
        for line in bytes(self.inbox).split(b"\r\n")[:-1]:
            lines.append(line + b"\r\n")
            if line[3:4] != b"-":
                return Reply(int(line[:3]), tuple(lines)) if line[:3].isdigit() else None
        return None

    async def ask(self, command: bytes) -> Reply:
        """Send one command, wait for its reply."""
        self.say(command)
        return await self.reply(self.upstream.patience.command)

    async def verdict(self, seconds: float) -> Reply:
        """The next reply, which has to be a yes or a no: "go on" (3xx) would mislead a client.  Raises `UpstreamLost`."""
        reply = await self.reply(seconds)
        if 300 <= reply.code < 400:
            self.abort()
            raise UpstreamLost(f"answers nonsense: {reply.text[:80]!r}")
        return reply

    async def content(self, prefix: bytes, content: Content) -> Reply:
        """After 354: send the prefix, the content with its dots stuffed (RFC 5321 s.4.5.2), the end; the final reply."""
        waiting, tail = [prefix], b"\r\n"
        try:
            async for piece in content.chunks():
                waiting.append(_stuffed(tail, piece) if content.dotted else piece)
                tail = piece[-2:]
                if len(piece) >= AT_ONCE:
                    self.write(b"".join(waiting))
                    waiting.clear()
                    await self.drain(self.upstream.patience.command)
                    self._refuse_early()
            self._refuse_early()
            waiting.append(b".\r\n")  # in one write with the last piece: no wait for a delayed ACK
            self.write(b"".join(waiting))
        except Gone as error:
            self._refuse_early()
            self.abort()
            raise UpstreamLost(f"broke off while it took the letter: {error}") from error
        return await self.verdict(self.upstream.patience.final)

    def _refuse_early(self) -> None:
        """The upstream has answered before the letter's end: its refusal stands, anything else is nonsense."""
        if self.inbox:
            said = self._said()
            self.abort()
            raise UpstreamLost("answers before the end of the letter", said if said is not None and said.code >= 400 else None)

    async def reset(self) -> bool:
        """End the transaction; False when the connection is not fit for another."""
        if self.closed or self.eof:
            return False
        try:
            self.say(b"RSET\r\n")
            good = (await self.reply(RESET_SECONDS)).positive  # a client may wait for this: a hanging upstream is left instead
        except UpstreamLost:
            return False
        self.busy = False
        return good

    def quit(self) -> None:
        """Say goodbye without waiting."""
        self.write(b"QUIT\r\n")
        self.close()


def _stuffed(tail: bytes, piece: bytes) -> bytes:
    """The piece with a dot put before each dot at a line's start; `tail`: the two bytes sent before it."""
    return (tail + piece).replace(b"\r\n.", b"\r\n..")[len(tail) :]


def _no_delay(transport: asyncio.BaseTransport) -> None:
    sock = transport.get_extra_info("socket")
    if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _refused(reply: Reply) -> Reply | None:
    """What the client is told when the upstream's greeting is a refusal: its words where they are temporary."""
    return reply if 400 <= reply.code < 500 and reply.code != 421 else None
