"""The live transaction with the upstream: MAIL and RCPT are asked as the client says them, the content goes when it was judged.

Implements `gateway.ports.Onward`.  A connection taken from the idle ones may have died unnoticed: as long as nothing but MAIL was
said on it, a fresh one is tried once.  After the final dot nothing is ever tried again (contract, invariant 2).
"""

from collections.abc import Sequence

from gateway.ports import Letter, Reply
from gateway.smtp.reuse import Links
from gateway.smtp.upstream import Link, UpstreamLost


class Transaction:
    """One client transaction.  `own`: a connection bound to the client's identity, used instead of the shared ones."""

    def __init__(self, links: Links, own: Link | None = None) -> None:
        self.links = links
        self.own = own
        self.link: Link | None = None
        self.mail: bytes = b""
        self.accepted: list[tuple[str, bytes]] = []  # (recipient, RCPT command)
        self.asked = 0  # recipients

    async def begin(self, command: bytes, introduction: bytes = b"") -> Reply:
        """Ask MAIL.  `introduction`: an XFORWARD command for this transaction.  Raises `UpstreamLost`."""
        self.mail = introduction + command
        link = self.own or await self.links.take()
        try:
            reply = await self._ask_mail(link)
            if reply.code == 421 and link.used and link is not self.own:
                raise UpstreamLost("closes the connection")
        except UpstreamLost:
            if link is self.own:
                raise
            self.links.leave(link)
            if not link.used:
                raise
            link = await self.links.take(fresh=True)
            reply = await self._ask_mail(link)
        if reply.positive:
            self.link = link
            link.busy = True
        elif link is not self.own:
            self.links.give_back(link)
        return reply

    async def _ask_mail(self, link: Link) -> Reply:
        link.say(self.mail)
        seconds = link.upstream.patience.command
        for _ in range(self.mail.count(b"\r\n") - 1):
            await link.reply(seconds)  # XFORWARD: whatever it says, the mail goes on
        return await link.verdict(seconds)

    async def recipient(self, address: str, command: bytes) -> Reply:
        """Ask RCPT.  Raises `UpstreamLost`."""
        self.asked += 1
        reply = await self._ask_recipient(self._link(), command)
        if reply.positive:
            self.accepted.append((address, command))
        return reply

    async def _ask_recipient(self, link: Link, command: bytes) -> Reply:
        link.say(command)
        return await link.verdict(link.upstream.patience.command)

    def _link(self) -> Link:
        if self.link is None:
            raise UpstreamLost("the transaction is gone")
        return self.link

    async def send(self, letter: Letter, prefix: bytes, recipients: tuple[str, ...]) -> Reply:
        """See `Onward.send`."""
        try:
            link = self._link()
            commands = _chosen(self.accepted, recipients)
            if len(commands) != len(self.accepted):
                refusal = await self._again(link, commands)
                if refusal is not None:
                    await self.drop()
                    return refusal
            reply = await link.ask(b"DATA\r\n")
            if reply.code != 354:
                await self.drop()
                return _temporary_if_positive(reply)
            reply = await link.content(prefix, letter.content)
        except UpstreamLost as lost:
            self.lose()
            return lost.reply
        self._release()
        return reply

    async def _again(self, link: Link, commands: list[bytes]) -> Reply | None:
        """The transaction anew for fewer recipients; the first refusal, where there is one."""
        if not await link.reset():
            raise UpstreamLost("cannot reset")
        reply = await self._ask_mail(link)
        if not reply.positive:
            return reply
        link.busy = True
        if link.offers("PIPELINING"):
            link.say(b"".join(commands))
            replies = [await link.verdict(link.upstream.patience.command) for _ in commands]
        else:
            replies = [await self._ask_recipient(link, command) for command in commands]
        return next((reply for reply in replies if not reply.positive), None)

    async def drop(self) -> None:
        """See `Onward.drop`."""
        link, self.link = self.link, None
        if link is None:
            return
        clean = await link.reset()
        if link is self.own:
            return
        if clean:
            self.links.give_back(link)
        else:
            self.links.leave(link)

    def lose(self) -> None:
        """The connection is of no more use: close it at once, so that the upstream takes nothing half-sent for a letter."""
        link, self.link = self.link, None
        if link is not None:
            link.abort()
            if link is not self.own:
                self.links.leave(link)

    def _release(self) -> None:
        link, self.link = self.link, None
        if link is not None and link is not self.own:
            self.links.give_back(link)


def _chosen(accepted: Sequence[tuple[str, bytes]], recipients: tuple[str, ...]) -> list[bytes]:
    wanted = set(recipients)
    return [command for address, command in accepted if address in wanted]


def _temporary_if_positive(reply: Reply) -> Reply:
    """A 2xx where 354 was due is nonsense, and must not become the client's 250."""
    return Reply.of("451 4.3.0 The mail server answered DATA with nonsense") if reply.positive or reply.code < 400 else reply
