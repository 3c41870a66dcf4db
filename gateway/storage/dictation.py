"""An acceptor's line to the scribe: jobs of one turn of the event loop go in one frame, results come back in order.

Stands in for `writer.Writer`.  A line that breaks leaves its jobs `Unsure`: written or not, nobody can tell; who tries again
says so.
"""

import asyncio
from collections import deque
from typing import cast

import msgspec

from gateway.clock import monotonic
from gateway.errors import StorageFailed
from gateway.storage.chain import sound
from gateway.storage.jobs import Complete, Enter, Forget, Job, Prepare
from gateway.storage.scribe import Dictation, encode, framed, unframed

SECONDS = 20.0  # without an answer, until the line is given up
_decode = msgspec.msgpack.decode


class Unsure(StorageFailed):
    """The line broke before the answer: the job may have been written."""


class Dictating(asyncio.Protocol):
    """`do` a job, or tell it `later`.  Connects when it is needed, and anew after a break."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._queue: list[tuple[Job, asyncio.Future[object]]] = []
        self._sent: deque[tuple[float, list[asyncio.Future[object]]]] = deque()
        self._trifles: list[str] = []
        self._inbox = bytearray()
        self._transport: asyncio.WriteTransport | None = None
        self._flushing: asyncio.Handle | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._closed = False

    async def do(self, job: Job) -> object:
        """Have it written; its result once it is on disk.  Raises `StorageFailed`."""
        if self._closed:
            raise StorageFailed("the ledger is closed")
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._queue.append((job, future))
        self._soon()
        return await future

    def later(self, trifle: str) -> None:
        """Tell it in this turn of the loop: when the client hears our next word, the scribe has it."""
        self._trifles.append(trifle)
        self._soon()

    def _soon(self) -> None:
        if self._flushing is None and self._connecting is None and not self._closed:
            self._flushing = asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = None
        if self._transport is None or self._transport.is_closing():
            if self._connecting is None:
                self._connecting = asyncio.get_running_loop().create_task(self._connect())
            return
        queue, self._queue = self._queue, []
        trifles, self._trifles = self._trifles, []
        self._transport.write(framed(_dictation([job for job, _ in queue], trifles)))
        if queue:
            self._sent.append((monotonic(), [future for _, future in queue]))

    async def _connect(self) -> None:
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: self, self._path)
        except OSError as error:
            self._fail(StorageFailed(f"the writing process cannot be reached: {error}"), [f for _, f in self._queue])
            self._queue.clear()
        finally:
            self._connecting = None
        if self._transport is not None:
            self._flush()

    # --- what the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands."""
        self._transport = cast(asyncio.WriteTransport, transport)
        self._inbox.clear()

    def data_received(self, data: bytes) -> None:
        """Hand out results."""
        self._inbox += data
        while (payload := unframed(self._inbox)) is not None:
            _, futures = self._sent.popleft()
            for future, result in zip(futures, _decode(payload), strict=True):
                if future.done():  # its caller was cancelled
                    continue
                if isinstance(result, list):
                    future.set_exception(StorageFailed(*result))
                else:
                    future.set_result(result)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody knows what became of what was sent; what was not sent goes over the next line."""
        self._transport = None
        lost = [future for _, futures in self._sent for future in futures]
        self._sent.clear()
        self._fail(Unsure(f"the line to the writing process broke: {exc or 'closed'}"), lost)
        if self._queue and not self._closed:
            self._soon()

    def _fail(self, error: StorageFailed, futures: list[asyncio.Future[object]]) -> None:
        for future in futures:
            if not future.done():
                future.set_exception(error)

    def overdue(self) -> None:
        """Called now and then: give up a line that answers nothing."""
        if self._sent and monotonic() - self._sent[0][0] > SECONDS and self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """Tell the last trifles and hang up.  From the event loop's thread."""
        if not self._closed:
            self._closed = True
            if self._transport is not None:
                self._flush()
                self._transport.close()


def _dictation(jobs: list[Job], trifles: list[str]) -> bytes:
    prepares = [(place, job.intent, job.held) for place, job in enumerate(jobs) if isinstance(job, Prepare)]
    completes = [
        (place, job.id, job.record, job.answer, job.holds, job.committed, job.again)
        for place, job in enumerate(jobs)
        if isinstance(job, Complete)
    ]
    forgets = [(place, job.id) for place, job in enumerate(jobs) if isinstance(job, Forget)]
    entries = [(place, job.entry) for place, job in enumerate(jobs) if isinstance(job, Enter)]
    dictation = Dictation(monotonic(), prepares, completes, forgets, trifles, entries)
    try:
        return encode(dictation)
    except UnicodeEncodeError:  # lone surrogates: bytes of a header or an address that were no UTF-8
        return encode([*sound([dictation.since, prepares, completes, forgets, trifles]), entries])  # entries are ASCII
