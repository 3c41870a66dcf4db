"""Reads scans after the answer: what only the register wants to know of a letter (number, summary, signer), while nobody waits.

A letter whose verdict did not hang on the text of its scans is kept here, bounded in number and bytes, until a worker of the
lowest priority has read it.  What must stay true: no answer waits for a reading, and none begins while letters are judged; what
does not fit, or is left when the gateway ends, stays unread and is counted; a verdict that was given is never changed.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from gateway import metrics
from gateway.clock import now, today
from gateway.errors import GatewayError
from gateway.extract.wire import Job, decode_judgement, encode_job
from gateway.log import logger
from gateway.ports import Content, Decision, Judgement, Letter, Outcome
from gateway.storage.register import Entry, entry
from policies.core.finding import Finding

T = TypeVar("T")

LETTERS = 64  # that wait, or are read
BYTES = 256 << 20  # of their contents
LOOK_SECONDS = 0.2  # between two looks whether letters are judged
NICE = 19  # the lowest priority: a letter that comes in while a scan is read has the processor

log = logger("register")


class Workers(Protocol):
    """What is needed of `gateway.extract.pool.Pool`."""

    async def ask_for(self, job: bytes, content: Content, decode: Callable[[bytes], T]) -> T:
        """A worker's answer, decoded; raises `WorkerLost`."""
        ...

    async def close(self) -> None:
        """End the workers."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    letter: Letter
    found: frozenset[str]  # the codes of what was found before the answer
    release: Callable[[], None]


class Afterwards:
    """The letters of one acceptor that are to be read.

    `workers`: makes a pool, which lives as long as there is something to read; `busy`: whether letters are being judged;
    `enter`: puts an entry into the register; `able`: whether scans can be read at all.
    """

    def __init__(
        self,
        workers: Callable[[], Workers],
        busy: Callable[[], bool],
        enter: Callable[[Entry], Awaitable[None]],
        *,
        able: bool = True,
    ) -> None:
        self._workers = workers
        self._busy = busy
        self._enter = enter
        self._queue: deque[_Waiting] = deque()
        self._letters = 0
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None
        self._closed = not able

    def take(self, decision: Decision, outcome: Outcome, release: Callable[[], None]) -> bool:
        """Have an answered letter read; `release` gives its content up when that is done.

        False: there is nothing to read, or no room; the content stays the caller's.
        """
        if self._closed or not outcome.committed or not _left_unread(decision.judgement):
            return False
        size = decision.letter.content.size
        if self._letters >= LETTERS or self._bytes + size > BYTES:
            _count("full")
            return False
        found = frozenset(finding.code for finding in decision.judgement.findings)
        self._queue.append(_Waiting(decision.letter, found, release))
        self._letters += 1
        self._bytes += size
        _count("queued")
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._work())
        return True

    async def close(self) -> None:
        """Stop at once.  What was not read stays unread."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        for waiting in self._queue:
            _count("ended")
            waiting.release()
        self._queue.clear()

    async def _work(self) -> None:
        workers = self._workers()
        try:
            while self._queue:
                while self._busy():  # noqa: ASYNC110 - the pool tells no event when it is idle
                    await asyncio.sleep(LOOK_SECONDS)
                waiting = self._queue.popleft()
                try:
                    _count(await self._read(waiting, workers))
                except asyncio.CancelledError:
                    _count("ended")
                    raise
                finally:
                    self._letters -= 1
                    self._bytes -= waiting.letter.content.size
                    waiting.release()
        finally:
            self._task = None
            await workers.close()

    async def _read(self, waiting: _Waiting, workers: Workers) -> str:
        """Read one letter and enter it; what became of it."""
        letter = waiting.letter
        try:
            job = encode_job(Job(letter.envelope, today(), thorough=True))
            judgement = await workers.ask_for(job, letter.content, decode_judgement)
            late = tuple(finding for finding in judgement.findings if finding.code not in waiting.found)
            await self._enter(entry(letter.id, now(), judgement.documents, late))
        except GatewayError as error:
            log.warning("not read for the register", id=letter.id, cause=error.cause)
            return "lost"
        except Exception:  # the boundary: a fault of ours costs this reading alone
            log.exception("not read for the register", id=letter.id)
            return "lost"
        _warn(letter, late)
        return "read"


def _warn(letter: Letter, late: tuple[Finding, ...]) -> None:
    if late:
        codes = sorted({finding.code for finding in late})
        log.warning("found only after the answer, see vanthu explain", id=letter.id, findings=codes)


def _left_unread(judgement: Judgement) -> bool:
    """Whether the register lacks the text of an official document; of a photo of people there is none to be read."""
    return any(document.official and document.unread == "needless" for document in judgement.documents)


def _count(outcome: str) -> None:
    with suppress(OSError, ValueError):  # the counts' place is gone: that holds nothing up
        metrics.afterwards(outcome)
