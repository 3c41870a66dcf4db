"""Who the client really is: PROXY headers and XCLIENT/XFORWARD from listed peers in, XCLIENT or XFORWARD to the upstream out."""

import re
from typing import Protocol

from aiosmtpd.proxy_protocol import get_proxy

from gateway.smtp.door import within
from gateway.smtp.login import Login
from gateway.smtp.state import Origin
from gateway.smtp.upstream import Link, UpstreamLost
from gateway.smtp.wire import Gone

XCLIENT = ("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN")
XFORWARD = ("NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE")
PLAIN = re.compile(rb"[!-*,-<>-~]+")  # xtext (RFC 3461 s.4): no "+", no "="
UNKNOWN = ("[UNAVAILABLE]", "[TEMPUNAVAIL]")
PROXY_SECONDS = 10.0


class Named(Login):
    """The commands and headers that tell a session's origin."""

    def trusted(self) -> bool:
        """Whether this peer may speak for others."""
        return within(self.peer_ip, self.door.xclient_from)

    async def take_proxy_header(self) -> None:
        """Read the PROXY header that a listed peer begins with.  Raises `Gone` where it is wrong or late."""
        header = await get_proxy(_Reader(self))
        if not header.valid:
            raise Gone("no valid PROXY header")
        if header.src_addr is not None:  # LOCAL and UNKNOWN keep the socket's own
            self.origin = Origin(str(header.src_addr), header.src_port or 0)
            self.peer_ip = self.origin.ip

    async def smtp_XCLIENT(self, arg: bytes) -> None:
        """XCLIENT: the session begins anew as that client's."""
        if not self.trusted():
            self.say("550 5.7.0 Not from you")
        elif self.mail is not None:
            self.say("503 5.5.1 Mail transaction in progress")
        else:
            attributes = _attributes(arg, XCLIENT)
            if attributes is None:
                self.say("501 5.5.4 Bad attribute")
                return
            self.restore_origin()  # what XFORWARD said was of no client of this session
            self._become(attributes)
            self.drop_own()  # it was introduced to the upstream as the client before
            self.login = attributes.get("LOGIN", "")
            self.helo, self.extended = "", False
            self.say(f"220 {self.door.hostname} ESMTP")

    async def smtp_XFORWARD(self, arg: bytes) -> None:
        """XFORWARD: told for the record alone."""
        if not self.trusted():
            self.say("550 5.7.0 Not from you")
            return
        if self.mail is not None:
            self.say("503 5.5.1 Mail transaction in progress")
            return
        attributes = _attributes(arg, XFORWARD)
        if attributes is None:
            self.say("501 5.5.4 Bad attribute")
            return
        if self.before is None:
            self.before = (self.origin, self.helo)
        self._become(attributes)
        if not self.login:
            self.drop_own()
        self.say("250 2.0.0 Ok")

    def _become(self, attributes: dict[str, str]) -> None:
        ip = attributes.get("ADDR", self.origin.ip).removeprefix("IPV6:")
        port = attributes.get("PORT", str(self.origin.port))
        self.origin = Origin(ip, int(port) if port.isdigit() else 0, attributes.get("NAME", self.origin.name))
        self.helo = attributes.get("HELO") or self.helo

    def drop_own(self) -> None:
        """Leave the connection that bears an identity."""
        if self.own is not None:
            self.own.quit()
            self.own = None

    def introduction(self) -> bytes:
        """XFORWARD for the next transaction on a shared connection, with what the upstream wants to hear."""
        keywords = self.door.links.keywords or {}
        announce = self.door.links.upstream.announce
        if self.own is not None or announce not in ("auto", "xforward") or "XFORWARD" not in keywords:
            return b""
        wanted = keywords["XFORWARD"].upper().split()
        return b"XFORWARD " + self._told(wanted, XFORWARD) + b"\r\n"

    def _told(self, wanted: list[str], known: tuple[str, ...]) -> bytes:
        origin = self.origin
        address = f"IPV6:{origin.ip}" if ":" in origin.ip else origin.ip
        values = {
            "NAME": origin.name or UNKNOWN[0],
            "ADDR": address or UNKNOWN[0],
            "PORT": str(origin.port) if origin.port else UNKNOWN[0],
            "PROTO": "ESMTP" if self.extended else "SMTP",
            "HELO": self.helo or UNKNOWN[0],
            "SOURCE": "REMOTE",
            "LOGIN": self.login or UNKNOWN[0],
        }
        names = [name for name in known if name in wanted and name in values]
        return b" ".join(name.encode() + b"=" + _xtext(values[name]) for name in names)

    async def identify(self) -> None:
        """Take a connection of this client's own, where the upstream wants clients told by XCLIENT."""
        identity = (self.origin.ip, self.origin.port, self.helo)
        if self.own is not None and not self.login and (self.own.eof or self.own.closed or identity != self.introduced):
            self.drop_own()
        if self.own is None and self._announces_xclient(self.door.links.keywords or {}):
            self.own = await self.identified_link()
            self.introduced = identity

    def _announces_xclient(self, keywords: dict[str, str]) -> bool:
        return "XCLIENT" in keywords and self.door.links.upstream.announce in ("auto", "xclient")

    async def identified_link(self) -> Link:
        """A connection of this client's own, introduced by XCLIENT where the upstream takes it."""
        link = await super().identified_link()
        if self._announces_xclient(link.keywords):
            told = self._told(link.keywords["XCLIENT"].upper().split(), XCLIENT)
            reply = await link.ask(b"XCLIENT " + told + b"\r\n")
            if reply.code != 220:
                link.abort()
                raise UpstreamLost(f"refuses XCLIENT: {reply.text}")
            await link.hello(self.helo or None)
        return link


class _Source(Protocol):
    inbox: bytearray

    async def more(self, seconds: float) -> None: ...


class _Reader:
    """aiosmtpd's PROXY parser reads from this."""

    def __init__(self, wire: _Source) -> None:
        self.wire = wire

    async def read(self, n: int = -1) -> bytes:
        while not self.wire.inbox:
            await self.wire.more(PROXY_SECONDS)
        data = bytes(self.wire.inbox[:n])
        del self.wire.inbox[: len(data)]
        return data

    async def readexactly(self, n: int) -> bytes:
        while len(self.wire.inbox) < n:
            await self.wire.more(PROXY_SECONDS)
        return await self.read(n)

    async def readuntil(self, separator: bytes = b"\n") -> bytes:
        while separator not in self.wire.inbox:
            if len(self.wire.inbox) > 107:  # the longest v1 header
                raise Gone("PROXY header too long")
            await self.wire.more(PROXY_SECONDS)
        return await self.read(self.wire.inbox.index(separator) + len(separator))


def _attributes(arg: bytes, known: tuple[str, ...]) -> dict[str, str] | None:
    """Attribute -> value, xtext undone, unknown values empty; None where the syntax is broken."""
    found: dict[str, str] = {}
    for word in arg.split():
        name, equals, value = word.decode("ascii", "replace").partition("=")
        if not equals or name.upper() not in (*known, "DESTADDR", "DESTPORT"):
            return None
        text = re.sub(r"\+([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), value)
        if any(char < " " or char == "\x7f" for char in text):
            return None
        found[name.upper()] = "" if text.upper() in UNKNOWN else text
    return found


def _xtext(value: str) -> bytes:
    raw = value.encode("utf-8")[:255]
    if PLAIN.fullmatch(raw):
        return raw
    return b"".join(bytes([byte]) if PLAIN.fullmatch(bytes([byte])) else b"+%02X" % byte for byte in raw)
