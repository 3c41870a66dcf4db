"""A session with a client: from the greeting to the goodbye, one command after the other.

A subclass of aiosmtpd's `SMTP` that brings its own command loop: lines end at CRLF only, replies to pipelined commands leave
together, a client that vanishes ends the session but never a delivery that has begun, and a shutdown lets what has its final dot
finish.
"""

import asyncio
import re
import socket

from gateway.log import logger
from gateway.smtp.door import BAD_COMMANDS, Door, within
from gateway.smtp.letters import Letters
from gateway.smtp.state import Origin
from gateway.smtp.upstream import UpstreamLost
from gateway.smtp.wire import BareLineEnd, Gone, LineTooLong, Stopped

log = logger("smtp")

LINE = 4_096
CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")
FOREIGN = (b"GET ", b"POST ", b"HEAD ", b"PUT ", b"OPTIONS ", b"CONNECT ", b"\x16\x03")
VERBS = frozenset(
    [
        "EHLO",
        "HELO",
        "MAIL",
        "RCPT",
        "DATA",
        "RSET",
        "NOOP",
        "QUIT",
        "VRFY",
        "HELP",
        "EXPN",
        "STARTTLS",
        "AUTH",
        "XCLIENT",
        "XFORWARD",
    ]
)
ACKNOWLEDGE_SECONDS = 1.0
LISTEN_AGAIN = 0.25  # seconds until an idle client's machine is asked again whether it has our answer
TURN = 50  # commands


class Session(Letters):
    """One connection of a client."""

    def __init__(self, door: Door) -> None:
        super().__init__(door)
        self.task: asyncio.Task[None] | None = None
        self.verb = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the session in a task of its own."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername") or ("", 0)
        self.peer_ip = peer[0].removeprefix("::ffff:")
        self.origin = Origin(self.peer_ip, peer[1])
        self.encrypted = transport.get_extra_info("ssl_object") is not None
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.door.sessions.add(self)
        self.task = self.loop.create_task(self._serve())

    async def _serve(self) -> None:
        counted: str | None = None
        try:
            if within(self.peer_ip, self.door.proxy_from):
                await self.take_proxy_header()
            counted = self.peer_ip  # the client's, not its proxy's
            excess = self.door.capacity.enter(counted)
            if excess:
                self.say(f"421 4.7.0 Too many {excess}, try again later")
            else:
                await self._greet()
                await self._handle_client()
            await self.flush()
        except Stopped:
            self._last_words("421 4.3.2 Service shutting down, try again later")
        except Gone as gone:
            if gone.late:
                self._last_words("421 4.4.2 Timeout, closing the connection")
        except BareLineEnd:
            self._last_words("521 5.5.2 Lines end with CRLF; a bare CR or LF is not accepted, closing the connection")
        except Exception:  # the boundary: a fault of ours ends this session alone, and its letter is not answered 250
            log.exception("session failed", client=self.peer_ip)
            self._last_words("421 4.3.0 Internal failure, try again later")
        finally:
            if counted is not None:
                self.door.capacity.leave(counted)
            await self._part()

    def _last_words(self, line: str) -> None:
        self.say(line)
        self.write(b"".join(self.outbox))
        self.outbox.clear()

    async def _greet(self) -> None:
        await asyncio.sleep(0)
        if self.inbox:
            self.ending = True
            foreign = any(self.inbox.startswith(word) for word in FOREIGN)
            self.say("421 4.7.0 This is a mail server" if foreign else "554 5.5.1 You spoke before the greeting")
            return
        self.say(f"220 {self.door.hostname} ESMTP")
        await self.flush()

    async def _handle_client(self) -> None:
        obeyed = 0
        while not self.ending:
            obeyed += 1
            if obeyed % TURN == 0:  # a flood of pipelined commands must let others have their turn
                await self.flush()
                await asyncio.sleep(0)
            if self.outbox and b"\n" not in self.inbox:
                await self.flush()
            try:
                line = await self.line(LINE, self.door.timeouts.command)
            except LineTooLong:
                self.say("500 5.5.2 Line too long")
                continue
            if self.unconfirmed and self.all_taken():  # a line that was pipelined behind the dot says nothing of our answer
                self._confirm()
            await self._obey(line)
            if self.unconfirmed and not self.listening:
                await self.flush()
                self.listening = True
                self.loop.call_later(LISTEN_AGAIN, self._listen_again)
            if self.mistakes > BAD_COMMANDS:
                self.ending = True
                self.say("421 4.7.0 Too many errors")

    async def _obey(self, line: bytes) -> None:
        before = len(self.outbox)
        word, _, arg = line.partition(b" ")
        verb = word.decode("ascii", "replace").upper()
        if line.startswith(FOREIGN):
            self.ending = True
            self.say("421 4.7.0 This is a mail server")
        elif CONTROLS.search(line):
            self.say("500 5.5.2 Control characters in a command")
        elif verb not in VERBS:
            self.say("500 5.5.2 Command not recognized" if verb != "BDAT" else "502 5.5.1 Not implemented")
        elif verb in ("MAIL", "RCPT", "DATA") and not self.helo:
            self.say("503 5.5.1 EHLO first")
        else:
            await getattr(self, f"smtp_{verb}")(arg.strip(b" ") if verb != "AUTH" else arg)
        if len(self.outbox) > before:
            self.door.counted(verb if verb in VERBS else "other", int(self.outbox[-1][:3]))

    # --- the commands that need no letter

    async def smtp_EHLO(self, arg: bytes) -> None:
        """EHLO: what the upstream offers, as far as we relay it."""
        if not await self._hello(arg, extended=True):
            return
        try:
            keywords = await self.door.links.offered()
        except UpstreamLost:
            self.guessed = True  # MAIL will say that it is out of reach; until then nobody is to give a letter up for our silence
            keywords = dict.fromkeys(("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"), "")
        offers: list[str] = [word for word in ("PIPELINING", "8BITMIME", "DSN", "ENHANCEDSTATUSCODES") if word in keywords]
        if "SMTPUTF8" in keywords and "8BITMIME" in keywords:
            offers.append("SMTPUTF8")
        offers.append(f"SIZE {self.limit()}")
        if self.door.starttls is not None and not self.encrypted:
            offers.append("STARTTLS")
        if self.mechanisms():
            offers.append("AUTH " + " ".join(self.mechanisms()))
        if self.trusted():
            offers += ["XCLIENT NAME ADDR PORT PROTO HELO LOGIN", "XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE"]
        lines = [self.door.hostname, *offers]
        for offer in lines[:-1]:
            self.outbox.append(f"250-{offer}\r\n".encode())
        self.say(f"250 {lines[-1]}")

    async def smtp_HELO(self, arg: bytes) -> None:
        """HELO: plain SMTP."""
        if await self._hello(arg, extended=False):
            self.say(f"250 {self.door.hostname}")

    async def _hello(self, arg: bytes, *, extended: bool) -> bool:
        name = arg.decode("utf-8", "replace")
        if not name or " " in name or len(name) > 255:
            self.say("501 5.5.4 Say your name")
            return False
        await self.forget_mail()
        if name != self.helo and self.own is not None and not self.login:
            self.own.quit()
            self.own = None
        self.helo, self.extended = name, extended
        return True

    async def smtp_RSET(self, arg: bytes) -> None:
        """RSET: forget the transaction, on both sides."""
        if arg:
            self.say("501 5.5.4 RSET takes no argument")
            return
        await self.forget_mail()
        self.say("250 2.0.0 Ok")

    async def smtp_NOOP(self, arg: bytes) -> None:
        """NOOP."""
        del arg
        self.say("250 2.0.0 Ok")

    async def smtp_QUIT(self, arg: bytes) -> None:
        """QUIT."""
        if arg:
            self.say("501 5.5.4 QUIT takes no argument")
            return
        self.ending = True
        self.say("221 2.0.0 Bye")

    async def smtp_VRFY(self, arg: bytes) -> None:
        """VRFY: we know no mailboxes (RFC 5321 s.3.5.3)."""
        self.say("252 2.0.0 Cannot verify, but send it" if arg else "501 5.5.4 VRFY whom?")

    async def smtp_EXPN(self, arg: str | bytes) -> None:
        """EXPN: we know no lists."""
        del arg
        self.say("502 5.5.1 Not implemented")

    async def smtp_HELP(self, arg: bytes) -> None:
        """HELP."""
        del arg
        self.say("214 2.0.0 EHLO HELO MAIL RCPT DATA RSET NOOP QUIT VRFY STARTTLS AUTH")

    async def smtp_STARTTLS(self, arg: bytes) -> None:
        """STARTTLS: what was said before it counts for nothing after (RFC 3207 s.4.2)."""
        if arg:
            self.say("501 5.5.4 STARTTLS takes no argument")
        elif self.door.starttls is None or self.encrypted:
            self.say("503 5.5.1 TLS is not available, or active already")
        elif self.inbox:
            self.ending = True  # commands smuggled in before the handshake (CVE-2011-0411)
            self.inbox.clear()
            self.say("554 5.5.1 Commands behind STARTTLS, closing the connection")
        else:
            await self._start_tls()

    async def _start_tls(self) -> None:
        await self.forget_mail()
        if self.own is not None:
            self.own.quit()
        self.own, self.helo, self.extended, self.login = None, "", False, ""
        self.say("220 2.0.0 Go ahead")
        await self.flush()
        assert self.transport is not None
        assert self.door.starttls is not None
        try:
            transport = await self.loop.start_tls(self.transport, self, self.door.starttls, server_side=True)
        except (OSError, asyncio.CancelledError) as error:
            raise Gone("TLS handshake failed") from error
        if transport is None:
            raise Gone("closed in the TLS handshake")
        self.transport = transport
        self.inbox.clear()
        self.encrypted = True

    # --- the end

    def _listen_again(self) -> None:
        """An idle client says nothing: its machine's acknowledgement has to do."""
        self.listening = bool(self.unconfirmed) and not self.closed and not self.all_taken()
        if self.listening:
            self.loop.call_later(LISTEN_AGAIN, self._listen_again)
        elif self.unconfirmed and not self.closed:
            self._confirm()

    def _confirm(self) -> None:
        for decision in self.unconfirmed:
            self.door.office.ledger.confirm(decision)
        self.unconfirmed.clear()

    async def _part(self) -> None:
        self.door.sessions.discard(self)
        if self.mail is not None:
            await self.forget_mail()
        if self.own is not None:
            self.own.quit()
        if self.unconfirmed and await self._heard():
            self._confirm()
        self.close()

    async def _heard(self) -> bool:
        """Whether the client's machine has taken our last answer before it left."""
        until = self.loop.time() + ACKNOWLEDGE_SECONDS
        while not self.closed and not self.all_taken() and self.loop.time() < until:  # noqa: ASYNC110 - the kernel gives no event
            await asyncio.sleep(0.02)
        return not self.closed and self.all_taken()

    def leave(self) -> None:
        """The gateway shuts down: end the session, unless a letter is past its final dot."""
        self.stop()
