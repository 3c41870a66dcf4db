"""Judges files as the running gateway judges letters: the same workers, policies and rules, and nothing is sent.

What must stay true: results come in the order read, whatever takes longest; a hostile file stops no other.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

from gateway.cli.sources import Source, Unreadable
from gateway.clock import new_id, now, today
from gateway.extract.pool import Pool, WorkerLost
from gateway.extract.template import Template
from gateway.extract.wire import Job, encode_job
from gateway.inspection import Inspection, handler, judge_of, seeing
from gateway.mime.headers import header_end
from gateway.mime.parse import parse
from gateway.pipeline import circumstances
from gateway.ports import Judgement, Letter, Peer
from gateway.setup import Setup
from gateway.smtp.spool import InMemory
from policies.core.message import Envelope
from policies.core.verdict import Verdict, decide

UNKNOWN = "unknown@sender.invalid"  # nobody's (RFC 2606): "" would be the null sender, and the letter a bounce


@dataclass(frozen=True, slots=True)
class Options:
    """The envelope as far as it was given; None and empty: the header stands for it."""

    mail_from: str | None = None
    rcpt_tos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A source with its judgement and what the rules make of it."""

    name: str
    envelope: Envelope
    judgement: Judgement
    verdict: Verdict


class Bench:
    """Start it before any event loop runs: its workers are forked."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._judge = judge_of(setup)
        self._template = Template.start(lambda: handler(seeing(self._judge, setup)), setup.limits)

    def close(self) -> None:
        """End the workers."""
        self._template.stop()

    async def results(self, found: Iterable[Source | Unreadable], options: Options) -> AsyncIterator[Result | Unreadable]:
        """The verdict of each source, in order; as many at once as there are workers."""
        slots = self._setup.settings.workers
        pool = Pool(self._template.path, slots, self._setup.limits)
        inspection = Inspection(self._judge, pool, thorough=True)
        waiting: deque[asyncio.Task[Result | Unreadable]] = deque()
        try:
            for source in found:
                waiting.append(asyncio.create_task(self._result(source, options, inspection)))
                if len(waiting) > 2 * slots:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()
            await pool.close()

    async def picture(self, source: Source, page: int) -> bytes:
        """A page of the first document as PNG, with what was found on it; b"" when it cannot be drawn.  Page 0: see `Job`."""
        pool = Pool(self._template.path, 1, self._setup.limits)
        try:
            return await pool.ask(encode_job(Job(Envelope("", ()), today(), draw=page)), InMemory(source.raw))
        except WorkerLost:
            return b""
        finally:
            await pool.close()

    async def _result(self, source: Source | Unreadable, options: Options, inspection: Inspection) -> Result | Unreadable:
        if isinstance(source, Unreadable):
            return source
        envelope = self._envelope(source.raw, options)
        letter = Letter(new_id(), now(), Peer("check", ""), envelope, InMemory(source.raw))
        judgement = await inspection.judge(letter)
        where = circumstances(letter, judgement, self._setup.directory)
        return Result(source.name, envelope, judgement, decide(judgement.findings, self._setup.rules, envelope, where))

    def _envelope(self, raw: bytes, options: Options) -> Envelope:
        given = Envelope(options.mail_from or "", options.rcpt_tos)
        if options.mail_from is not None and options.rcpt_tos:
            return given
        # The header alone: what lies below it is for confined workers.
        message = parse(raw[: min(header_end(raw), self._setup.limits.header_bytes)], self._setup.limits)
        if options.mail_from is None:
            author = next((one.mailbox for one in message.mailboxes("from") if one.mailbox), UNKNOWN)
            given = replace(given, mail_from=author)
        if not options.rcpt_tos:
            names = dict.fromkeys(one.mailbox for one in message.mailboxes("to", "cc", "bcc") if one.mailbox)
            given = replace(given, rcpt_tos=tuple(names))
        return given
