"""The values that the story of a letter exchanges, and the Protocols it speaks to.  Nothing here does anything."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from policies.core.finding import Finding
from policies.core.message import Envelope, Message
from policies.core.official import OfficialDocument
from policies.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Reply:
    """An SMTP reply.  `lines`: as on the wire, each with its CRLF; an upstream's is passed on unchanged (invariant 4)."""

    code: int
    lines: tuple[bytes, ...]

    @classmethod
    def of(cls, line: str) -> "Reply":
        """A reply of one line, given without CRLF ("250 2.0.0 OK")."""
        return cls(int(line[:3]), (line.encode("ascii", "replace") + b"\r\n",))

    @property
    def wire(self) -> bytes:
        """The bytes to send."""
        return b"".join(self.lines)

    @property
    def text(self) -> str:
        """For logs and records: the lines without CRLF, joined by LF."""
        return b"".join(self.lines).decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")

    @property
    def positive(self) -> bool:
        """2xx."""
        return 200 <= self.code < 300


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end of a session.  `protocol`: SMTP, ESMTP, ESMTPS, ESMTPSA, UTF8SMTP... (RFC 3848, RFC 6531)."""

    listener: str
    client_ip: str
    client_port: int = 0
    client_name: str = ""
    helo: str = ""
    login: str = ""
    protocol: str = "ESMTP"


class Content(Protocol):
    """A received message after dot-unstuffing: in memory while small, in an unnamed file when large.  Never changed."""

    size: int
    sha256: str
    dotted: bool  # some line begins with a dot: it has to be stuffed when sent

    def fileno(self) -> int | None:
        """The file that holds the bytes from its start on; None when they are in memory."""
        ...

    def view(self) -> memoryview:
        """All bytes, mapped when they are in a file.  For those who may take their time: never in an event loop."""
        ...

    def chunks(self, size: int = 262_144) -> AsyncIterator[bytes]:
        """The bytes in order, in pieces; never blocks the event loop."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """What a session hands over at the end of DATA.  Parameters as the client wrote them ("BODY=8BITMIME")."""

    id: str
    received: datetime
    peer: Peer
    envelope: Envelope
    content: Content
    mail_params: tuple[str, ...] = ()
    rcpt_params: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What inspection and policies found.  `automatic`: null sender, bounce, receipt or auto-reply.

    `stages`: seconds by stage (parse, extract, evaluate), for the log and the metrics.
    """

    findings: tuple[Finding, ...] = ()
    documents: tuple[OfficialDocument, ...] = ()
    message_id: str = ""
    subject: str = ""
    automatic: bool = False
    stages: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A letter with its verdict, before anything is done."""

    letter: Letter
    judgement: Judgement
    verdict: Verdict
    held: tuple[str, ...] = ()  # the recipients whose copy goes to quarantine


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done.  `reply`: what the client is answered (None: it has left); `upstream_reply`: None when it was not asked.

    `committed`: the letter is now the upstream's or the quarantine's (the client is answered 250); else held copies are dropped.
    """

    reply: Reply | None
    upstream_reply: Reply | None
    committed: bool
    elapsed_ms: float


class Examiner(Protocol):
    """Looks at pictures of pages and validates signatures: what needs large libraries, so only workers have one."""

    def examine(self, message: Message, today: date, *, thorough: bool) -> Message:
        """The message with `Page.picture` and `Document.validated` filled in where a verdict may hang on them.

        `thorough`: scans are read whole, for the register.  Pure work on bytes.  What could not be found out says so in its
        value; raises `MemoryError` alone.
        """
        ...

    def draw(self, message: Message, today: date, page: int) -> bytes:
        """A page of the first document that has pages, as PNG, with what was found on it; b"" when there is none."""
        ...


class Inspector(Protocol):
    """Parses a letter, looks into its parts and asks the policies; crashes, hangs and limits come back as findings."""

    async def judge(self, letter: Letter) -> Judgement:
        """Never raises for anything in the letter; raises `Temporary` when it cannot work at all."""
        ...


class Ledger(Protocol):
    """Decisions, held copies and the audit chain.  Each method returns when its change is on disk, or raises `StorageFailed`."""

    async def prepare(self, decision: Decision) -> Reply | None:
        """Keep the intent, and the held copy where `decision.held` names anybody.

        Returns the recorded reply when this very letter (envelope and content) was accepted before and its client may
        never have got the answer: nothing is kept then, and nothing may be sent again.
        """
        ...

    async def complete(self, decision: Decision, outcome: Outcome) -> None:
        """Append the audit record, make the held copy visible or drop it, remember the answer until it is confirmed."""
        ...

    def confirm(self, decision: Decision) -> None:
        """The client has the answer: forget it soon.  Returns at once, does not wait for the disk."""
        ...


class Onward(Protocol):
    """The upstream transaction of one letter: MAIL and RCPT were already asked and answered."""

    async def send(self, letter: Letter, prefix: bytes, recipients: tuple[str, ...]) -> Reply:
        """Give the upstream `prefix` and the letter's bytes for these recipients, and return its final reply.

        The transaction is made anew when `recipients` are not all that were accepted.  A connection lost, a time-out or a
        refusal on the way there comes back as a 4xx (or the upstream's own) reply.  Never tries twice.
        """
        ...

    async def drop(self) -> None:
        """Reset the upstream transaction: nothing of the letter is sent."""
        ...
