"""MAIL, RCPT, DATA: the envelope asked of the upstream live, the content taken whole, the answer that the story's end gives."""

from gateway import clock, replies
from gateway.errors import GatewayError, StorageFailed
from gateway.header import head
from gateway.mime.rewrite import hops
from gateway.pipeline import Unanswerable, handle, refuse
from gateway.ports import Letter, Peer, Reply
from gateway.smtp.address import Path, Refused, mail_path, rcpt_path
from gateway.smtp.data import Unstuffer
from gateway.smtp.door import HOPS, RECIPIENTS, TRANSACTION_FAILED
from gateway.smtp.onward import Transaction
from gateway.smtp.origin import Named
from gateway.smtp.spool import InMemory, OnDisk, Spool
from gateway.smtp.state import Mail
from gateway.smtp.upstream import UpstreamLost
from gateway.smtp.wire import Gone
from policies.core.message import Envelope

NEEDED = {"BODY": "8BITMIME", "SMTPUTF8": "SMTPUTF8", "RET": "DSN", "ENVID": "DSN", "NOTIFY": "DSN", "ORCPT": "DSN"}


class Letters(Named):
    """The mail commands of a session."""

    async def smtp_MAIL(self, arg: bytes) -> None:
        """MAIL FROM (RFC 5321 s.4.1.1.2): asked of the upstream at once."""
        if self.mail is not None and self.mail.failed is None:
            self.say("503 5.5.1 MAIL was already given")
            return
        self.aborted_by = None
        if self.mail is not None:  # lost; without one, what XFORWARD said is for the letter that begins here
            await self.forget_mail()
        try:
            path = mail_path(arg)
            await self.door.links.offered()
            self._admit(path)
            await self.identify()
            onward = Transaction(self.door.links, self.own)
            reply = await onward.begin(self._mail_command(path), self.introduction())
        except Refused as refused:
            self.say(refused.reply)
            return
        except UpstreamLost as lost:
            self.aborted_by = lost.reply
            self.answer(lost.reply)
            self._check_own()
            return
        if reply.positive:
            self.mail = Mail(path.mailbox, path.params, onward, "SMTPUTF8" in path.names)
        elif reply.code < 500:
            self.aborted_by = reply
        self.answer(reply)

    def _admit(self, path: Path) -> None:
        names, keywords = path.names, self.door.links.keywords or {}
        for name in names & NEEDED.keys():
            if NEEDED[name] not in keywords and not (name == "BODY" and path.value("BODY").upper() == "7BIT"):
                raise Refused(f"{'451 4.4.1' if self.guessed else '555 5.5.4'} {name} is not supported")
        if "BODY" in names and path.value("BODY").upper() not in ("7BIT", "8BITMIME"):
            raise Refused("555 5.5.4 BODY is 7BIT or 8BITMIME")
        if "SIZE" in names:
            size = path.value("SIZE")
            if not (size.isascii() and size.isdigit() and len(size) <= 20):
                raise Refused("501 5.5.4 SIZE is a number")
            if int(size) > self.limit():
                raise Refused(replies.TOO_LARGE.text)
        if not path.wire.isascii() and "SMTPUTF8" not in names and not (self.mail and self.mail.utf8):
            raise Refused("553 5.6.7 Address needs SMTPUTF8")

    def limit(self) -> int:
        """Bytes that a message may have: the smaller of ours and the upstream's."""
        theirs = (self.door.links.keywords or {}).get("SIZE", "")
        return min(self.door.max_size, int(theirs)) if theirs.isdigit() and int(theirs) else self.door.max_size

    def _mail_command(self, path: Path) -> bytes:
        params = path.params
        if "SIZE" not in (self.door.links.keywords or {}):
            params = tuple(param for param in params if not param.upper().startswith("SIZE="))
        return " ".join((f"MAIL FROM:{path.wire}", *params)).encode() + b"\r\n"

    async def smtp_RCPT(self, arg: bytes) -> None:
        """RCPT TO (RFC 5321 s.4.1.1.3): asked of the upstream at once."""
        mail = self.mail
        if mail is None or mail.failed is not None:
            self.answer(self._out_of_place(mail))
            return
        try:
            path = rcpt_path(arg)
            self._admit(path)
        except Refused as refused:
            self.say(refused.reply)
            return
        if len(mail.recipients) >= RECIPIENTS:
            self.say("452 4.5.3 Too many recipients")
            return
        command = " ".join((f"RCPT TO:{path.wire}", *path.params)).encode() + b"\r\n"
        try:
            reply = await mail.onward.recipient(path.mailbox, command)
        except UpstreamLost as lost:
            mail.failed = lost.reply
            mail.onward.lose()
            self._check_own()
            self.answer(lost.reply)
            return
        if reply.positive:
            mail.recipients.append(path.mailbox)
            mail.rcpt_params.append(path.params)
        mail.deferred = mail.deferred and reply.code < 500
        self.answer(reply)

    def _out_of_place(self, mail: Mail | None) -> Reply:
        """What a command gets that needs a transaction: 4xx after a loss, since a 5xx would make the client give up."""
        failed = mail.failed if mail is not None else self.aborted_by
        return failed or Reply.of("503 5.5.1 MAIL first")

    def _check_own(self) -> None:
        if self.own is None or not (self.own.closed or self.own.eof):
            return
        self.own = None
        if self.login:
            self.ending = True  # the login hung on that connection: a new session has to log in again
            self.say("421 4.4.2 The mail server closed the connection, log in again")

    async def smtp_DATA(self, arg: bytes) -> None:
        """DATA (RFC 5321 s.4.1.1.4): 354 is ours; the final reply is the story's end."""
        mail = self.mail
        if arg:
            self.say("501 5.5.4 DATA takes no argument")
        elif mail is None or mail.failed is not None:
            self.answer(self._out_of_place(mail))
            if mail is not None:
                await self.forget_mail()
        elif not mail.recipients:
            never = not mail.deferred or not mail.onward.asked
            self.say("554 5.5.1 No valid recipients" if never else "451 4.5.1 No recipient could be taken now, try again later")
        else:
            self.say("354 End data with <CR><LF>.<CR><LF>")
            await self.flush()
            await self._take(mail)

    async def _take(self, mail: Mail) -> None:
        spool = Spool(self.door.spool)
        stream = Unstuffer()
        refusal: Reply | None = None
        try:
            refusal = await self._receive(spool, stream)
        except BaseException:
            spool.discard()
            mail.onward.lose()  # nothing of a letter whose end never came may be delivered
            self.mail = None
            raise
        self.inbox[:0] = stream.rest
        content = spool.finish(stream.dotted)
        self.mail = None
        kept = False
        try:
            kept = await self._deliver(mail, content, refusal or (replies.SMUGGLED if stream.broken else None))
        finally:
            if not kept:
                content.close()

    async def _receive(self, spool: Spool, stream: Unstuffer) -> Reply | None:
        """Read to the end of data; what speaks against the message, where something does."""
        limit, refusal = self.limit(), None
        times = self.door.timeouts
        mark, mark_size = self.loop.time(), 0
        while not stream.done:
            if not self.inbox:
                since = self.loop.time()
                await self.more(times.data)
                if self.loop.time() - since > times.data_window:  # silence has its own limit; what comes now is measured anew
                    mark, mark_size = self.loop.time(), spool.size
            piece = stream.feed(self.take())
            if refusal is None and spool.size + len(piece) > limit:
                refusal = replies.TOO_LARGE
            if refusal is not None or stream.broken:
                spool.skip(piece)
            elif not spool.put(piece):
                try:
                    await spool.write(piece)
                except StorageFailed as error:
                    refusal = Reply.of(error.reply)
            now = self.loop.time()
            if now - mark > times.data_window and not stream.done:
                if spool.size - mark_size < times.data_rate * times.data_window:
                    raise Gone("sends too slowly", late=True)
                mark, mark_size = now, spool.size
        return refusal

    async def _deliver(self, mail: Mail, content: InMemory | OnDisk, refusal: Reply | None) -> bool:
        """Whether somebody still reads the content."""
        letter = self._letter(mail, content)
        self.restore_origin()
        try:
            if refusal is None and hops(await head(content)) >= HOPS:
                refusal = replies.LOOP
            if refusal is not None:
                await mail.onward.drop()
                decision, outcome = await refuse(letter, refusal, self.door.office)
            else:
                decision, outcome = await handle(letter, mail.onward, self.door.office)
        except GatewayError as error:
            await mail.onward.drop()
            self.answer(Reply.of(error.reply))
            self.door.failed(letter, error.cause)
            return False
        except Unanswerable:
            self.ending = True
            self.abort()
            return False
        except BaseException:
            mail.onward.lose()  # what the upstream was told of this letter must not be taken for the next one's
            raise
        self.door.told(decision, outcome)
        self.answer(outcome.reply or TRANSACTION_FAILED)
        if outcome.committed:
            self.unconfirmed.append(decision)
        self._check_own()
        return self.door.read_later(decision, outcome, content.close)

    def _letter(self, mail: Mail, content: InMemory | OnDisk) -> Letter:
        origin = self.origin
        peer = Peer(self.door.name, origin.ip, origin.port, origin.name, self.helo, self.login, self._with(mail))
        envelope = Envelope(mail.sender, tuple(mail.recipients), self.door.direction, self.login, origin.ip)
        return Letter(clock.new_id(), clock.now(), peer, envelope, content, mail.params, tuple(mail.rcpt_params))

    def _with(self, mail: Mail) -> str:
        return "UTF8" + self.protocol.removeprefix("E") if mail.utf8 else self.protocol
