"""A message and its envelope, parsed.  Raw bytes are kept beside every decoded text; what is broken is a `Defect`."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.core.facts import Content, Octets, Opaque

UNINSPECTED = Opaque("")


@dataclass(frozen=True, slots=True)
class Header:
    """One header field.  `raw`: the value as received, folding kept, no final CRLF.  `text`: unfolded and decoded.

    `octets`: the value in pieces as sent, encoded words (RFC 2047) undone, neighbours of one charset joined.
    """

    name: str
    raw: bytes
    text: str
    octets: tuple[Octets, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a header.  `field`: from, sender, reply-to, to, cc, bcc, ... in lower case.

    `mailbox`: local part and domain as written; `domain`: canonical (A-labels, lower case, no final dot; "" when there is none).
    """

    field: str
    display: str
    mailbox: str
    domain: str


@dataclass(frozen=True, slots=True)
class Filename:
    """An attachment's name: how it reads, and the bytes as sent (RFC 2231, RFC 2047 or raw)."""

    text: str
    octets: Octets


@dataclass(frozen=True, slots=True)
class Defect:
    """A breach of MIME or of the mail format.  `kind` is a short English noun; `part` as in `Part.number`."""

    kind: str
    part: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A body part.

    `number`: IMAP-style ("1", "2.1"; a single-part message is "1"; what lies in an archive bears the archive's number).
    `body`: the transfer encoding undone.  `content`: what was found in it, `Opaque("")` until it was inspected.
    `children`: of a multipart, or the members of an archive (their names "outer.zip/inner.docx").  `nested`: of message/rfc822.
    """

    number: str
    media_type: str
    headers: tuple[Header, ...] = ()
    charset: str | None = None
    disposition: str = ""
    filename: Filename | None = None
    body: bytes = b""
    content: Content = UNINSPECTED
    children: tuple["Part", ...] = ()
    nested: "Message | None" = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message.  `number`: None at the top, the part's number for a nested one.  `addresses`: of all address fields."""

    headers: tuple[Header, ...]
    root: Part
    addresses: tuple[Address, ...] = ()
    defects: tuple[Defect, ...] = ()
    number: str | None = None
    size: int = 0

    def header(self, name: str) -> Header | None:
        """The first header of that name (given in lower case)."""
        for header in self.headers:
            if header.name.lower() == name:
                return header
        return None

    def text(self, name: str) -> str:
        """The decoded value of the first header of that name, "" when there is none."""
        header = self.header(name)
        return header.text if header else ""

    def mailboxes(self, *fields: str) -> tuple[Address, ...]:
        """The addresses of these fields (lower case), in order."""
        return tuple(address for address in self.addresses if address.field in fields)

    def parts(self) -> Iterator[Part]:
        """Every part, outer before inner, into archives and nested messages."""
        waiting = [self.root]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))
            if part.nested is not None:
                waiting.append(part.nested.root)

    def messages(self) -> Iterator["Message"]:
        """The message itself and every one nested in it."""
        yield self
        for part in self.parts():
            if part.nested is not None:
                yield part.nested


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends to whom, as SMTP said it.  `mail_from` is "" for the null sender (RFC 5321 s.4.5.5).

    `direction`: inbound, outbound or submission where the listener says so, "" where it does not.
    `login`: the authenticated user, "" when there is none.
    """

    mail_from: str
    rcpt_tos: tuple[str, ...]
    direction: str = ""
    login: str = ""
    client_ip: str = ""
