"""What a session knows, and how it speaks: replies are gathered and leave in one write."""

import asyncio
import fcntl
import struct
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP

from gateway.ports import Decision, Reply
from gateway.smtp.door import Door
from gateway.smtp.onward import Transaction
from gateway.smtp.upstream import Link
from gateway.smtp.wire import Wire

SIOCOUTQ = 0x5411  # bytes that the other side has not acknowledged yet (tcp(7))


@dataclass(slots=True)
class Origin:
    """Where the client really is: the socket's peer, or what PROXY, XCLIENT or XFORWARD said of it."""

    ip: str = ""
    port: int = 0
    name: str = ""


@dataclass(slots=True)
class Mail:
    """The open transaction, from MAIL on.  `failed`: the reply to all that follows, after the upstream was lost in it."""

    sender: str
    params: tuple[str, ...]
    onward: Transaction
    utf8: bool = False
    deferred: bool = True  # no recipient was refused for good
    recipients: list[str] = field(default_factory=list)
    rcpt_params: list[tuple[str, ...]] = field(default_factory=list)
    failed: Reply | None = None


class Speaker(Wire, SMTP):
    """A session's state.

    aiosmtpd's `SMTP` is the frame: its commands are its `smtp_*` methods.  Its constructor (72 µs, a stream reader, a scan of all
    attributes for each connection) and its loop are not used; what they would set up stands here.
    """

    transport: asyncio.Transport | None  # Wire's, not aiosmtpd's

    def __init__(self, door: Door) -> None:
        Wire.__init__(self, door.watch)
        self.door = door
        self.loop = door.watch.loop
        self.origin = Origin()
        self.peer_ip = ""
        self.helo = ""
        self.extended = False
        self.encrypted = False
        self.login = ""
        self.mail: Mail | None = None
        self.aborted_by: Reply | None = None  # MAIL failed for now: so does all that was pipelined behind it
        self.own: Link | None = None
        self.guessed = False  # the upstream's keywords were not known when EHLO was answered
        self.introduced: tuple[str, int, str] | None = None  # as whom the upstream knows our own connection
        self.listening = False  # for the acknowledgement of an answer
        self.before: tuple[Origin, str] | None = None  # origin and EHLO name under an XFORWARD that holds for one letter
        self.unconfirmed: list[Decision] = []  # their answers may not have arrived yet
        self.outbox: list[bytes] = []
        self.mistakes = 0
        self.ending = False

    def say(self, line: str) -> None:
        """Answer one line of our own (no CRLF; ASCII).  Our refusals count as the client's mistakes, the upstream's do not."""
        self.answer(Reply.of(line))
        if line.startswith("5"):
            self.mistakes += 1

    def answer(self, reply: Reply) -> None:
        """Answer; the bytes leave with the next `flush`."""
        self.outbox.append(reply.wire)

    async def push(self, status: str | bytes) -> None:
        """For the commands that are inherited from aiosmtpd."""
        self.say(status if isinstance(status, str) else status.decode("ascii", "replace"))

    async def flush(self) -> None:
        """Send what was answered, in one write."""
        if self.outbox:
            data = b"".join(self.outbox)
            self.outbox.clear()
            self.write(data)
            await self.drain()

    def all_taken(self) -> bool:
        """Whether the client's machine has acknowledged every byte that we wrote."""
        sock = self.transport.get_extra_info("socket") if self.transport is not None and not self.closed else None
        if sock is None or self.outbox or self.transport is None or self.transport.get_write_buffer_size():
            return False
        try:
            unsent = fcntl.ioctl(sock.fileno(), SIOCOUTQ, b"\0\0\0\0")
        except OSError:
            return False
        return bool(struct.unpack("i", unsent)[0] == 0)

    @property
    def protocol(self) -> str:
        """The `with` word of a Received line (RFC 3848)."""
        if not self.extended:
            return "SMTP"
        return "ESMTP" + ("S" if self.encrypted else "") + ("A" if self.login else "")

    def restore_origin(self) -> None:
        """The letter that XFORWARD spoke of is over."""
        if self.before is not None:
            (self.origin, self.helo), self.before = self.before, None

    async def forget_mail(self) -> None:
        """End the transaction on both sides."""
        mail, self.mail, self.aborted_by = self.mail, None, None
        self.restore_origin()
        if mail is not None:
            await mail.onward.drop()
