"""AUTH, relayed: the upstream knows the passwords, we only carry the exchange and remember who it was (RFC 4954).

Nothing of the exchange is logged or kept but the user's name.
"""

import binascii
from base64 import b64decode

from gateway.ports import Reply
from gateway.smtp.state import Speaker
from gateway.smtp.upstream import Link, UpstreamLost
from gateway.smtp.wire import LineTooLong

MECHANISMS = ("PLAIN", "LOGIN")
EXCHANGE_LINE = 16_384  # RFC 4954 s.4: 12,288 octets at least
ROUNDS = 10


class Login(Speaker):
    """The AUTH command of a session."""

    def mechanisms(self) -> tuple[str, ...]:
        """What can be offered to this client now."""
        if not self.door.admits_auth(encrypted=self.encrypted, client_ip=self.peer_ip):
            return ()
        offered = (self.door.links.keywords or {}).get("AUTH", "").upper().split()
        return tuple(mechanism for mechanism in MECHANISMS if mechanism in offered)

    async def smtp_AUTH(self, arg: bytes) -> None:
        """AUTH mechanism [initial response]: every line of it goes to the upstream on a connection of its own."""
        mechanism, _, initial = arg.partition(b" ")
        name = mechanism.decode("ascii", "replace").upper()
        if not self.extended:
            self.say("503 5.5.1 EHLO first")
        elif self.login or self.mail is not None:
            self.say("503 5.5.1 Not now: already logged in, or mail under way")
        elif not self.door.admits_auth(encrypted=self.encrypted, client_ip=self.peer_ip):
            self.say("538 5.7.11 Encryption required: STARTTLS first")
        elif name not in self.mechanisms():
            self.say("504 5.5.4 Mechanism not supported")
        else:
            try:
                await self._exchange(name, arg, initial)
            except LineTooLong:
                self._give_up_own()
                self.say("500 5.5.6 Authentication exchange line too long")
            except UpstreamLost:
                self._give_up_own()
                self.say("454 4.7.0 The mail server cannot check the login now, try again later")

    async def _exchange(self, mechanism: str, arg: bytes, initial: bytes) -> None:
        if self.own is None:
            self.own = await self.identified_link()
        reply = await self.own.ask(b"AUTH " + arg + b"\r\n")
        responses = [initial] if initial else []
        rounds = 0
        while reply.code == 334 and rounds < ROUNDS:
            self.answer(reply)
            await self.flush()
            response = await self.line(EXCHANGE_LINE, self.door.timeouts.command)
            responses.append(response)
            rounds += 1
            reply = await self.own.ask(response + b"\r\n")
        if reply.code == 235:
            self.login = _user(mechanism, responses)
        elif reply.code == 334:
            self._give_up_own()
            reply = Reply.of("501 5.5.4 Too long an exchange")
        self.answer(reply)

    async def identified_link(self) -> Link:
        """A connection of this client's own; `origin` makes it tell the upstream who that is."""
        return await Link.open(self.door.watch, self.door.links.upstream)

    def _give_up_own(self) -> None:
        if self.own is not None:
            self.own.abort()
            self.own = None


def _user(mechanism: str, responses: list[bytes]) -> str:
    """The user's name out of a successful exchange; the password is not looked at."""
    try:
        first = b64decode(responses[0]) if responses else b""
    except binascii.Error:
        return "?"
    name = first.split(b"\0")[1] if mechanism == "PLAIN" and first.count(b"\0") == 2 else first
    return name.decode("utf-8", "replace") or "?"
