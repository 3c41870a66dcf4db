"""One thread that writes for everybody: it takes what is queued, commits it as one transaction, then tells each its result.

A durable commit costs a turn of the disk, whether it carries one letter or two hundred: while it syncs, the next group gathers.
"""

import asyncio
import contextlib
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Connection

from gateway import clock
from gateway.errors import StorageFailed
from gateway.storage.database import PATIENCE, Database, failure

GROUP = 256
LINGER = 0.002  # seconds in which a group gathers while many write: half the commits, and half the work of them
IDLE = 1.0  # seconds after which what nobody waits for is written even though nobody else writes
Job = TypeVar("Job")
Write = Callable[[Connection, Sequence[Job], Sequence[str]], list[object]]


@dataclass(slots=True)
class _Waiting(Generic[Job]):
    job: Job
    future: asyncio.Future[object]
    since: float = field(default_factory=clock.monotonic)


class Writer(Generic[Job]):
    """`write(connection, jobs, trifles)` puts a group into an open transaction and returns one result for each job.

    Trifles are short texts that nobody waits for; they ride along with the next group.
    """

    def __init__(self, database: Database, write: Write[Job]) -> None:
        self._database = database
        self._write = write
        self._queue: queue.SimpleQueue[_Waiting[Job] | None] = queue.SimpleQueue()
        self._trifles: deque[str] = deque(maxlen=100_000)
        self._thread = threading.Thread(target=self._run, name="vanthu-writer", daemon=True)
        self._closed = False
        self._several = False  # whether the last group was more than one: then the next is given time to gather
        self._thread.start()

    async def do(self, job: Job) -> object:
        """Have it written; its result once it is on disk.  Raises `StorageFailed`."""
        if self._closed:
            raise StorageFailed("the ledger is closed")
        waiting = _Waiting(job, asyncio.get_running_loop().create_future())
        self._queue.put(waiting)
        return await waiting.future

    def later(self, trifle: str) -> None:
        """Write it some time soon."""
        self._trifles.append(trifle)

    def close(self) -> None:
        """Write all that is queued, then stop."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()

    def _run(self) -> None:
        ended = False
        while not ended:
            group, ended = self._gather()
            self._several = len(group) > 1
            # At the end all trifles go along: a broken database is not tried for ever.
            trifles = [self._trifles.popleft() for _ in range(len(self._trifles) if ended else min(len(self._trifles), GROUP))]
            if group or trifles:
                _tell(group, self._commit(group, trifles))

    def _gather(self) -> tuple[list[_Waiting[Job]], bool]:
        """The next group, and whether it is the last."""
        group: list[_Waiting[Job]] = []
        with contextlib.suppress(queue.Empty):
            waiting = self._queue.get(timeout=IDLE)
            if self._several:
                clock.pause(LINGER)
            while waiting is not None:
                group.append(waiting)
                if len(group) == GROUP:
                    return group, False
                waiting = self._queue.get_nowait()
            return group, True
        return group, False

    def _commit(self, group: list[_Waiting[Job]], trifles: list[str]) -> list[object]:
        jobs = [waiting.job for waiting in group]
        # Who has already waited for the group before gets no second full turn: a locked database is told within `PATIENCE`.
        waited = max((clock.monotonic() - waiting.since for waiting in group), default=0.0)
        try:
            with self._database.writing(max(PATIENCE - waited, 0.05)) as connection:
                return self._write(connection, jobs, trifles)
        except StorageFailed as error:
            self._trifles.extend(trifles)
            return [error] * len(group)
        except Exception as error:  # something in one job: it must not take the others with it
            self._trifles.extend(trifles)
            if len(group) <= 1:
                return [failure(error)] * len(group)
            return [result for one in group for result in self._commit([one], [])]


def _tell(group: list[_Waiting[Job]], results: list[object]) -> None:
    """One wake-up for each event loop, not one for each caller."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[object], object]]] = {}
    for waiting, result in zip(group, results, strict=True):
        by_loop.setdefault(waiting.future.get_loop(), []).append((waiting.future, result))
    for loop, told in by_loop.items():
        try:
            loop.call_soon_threadsafe(_resolve, told)
        except RuntimeError:  # the loop is closed: nobody waits any more
            continue


def _resolve(told: list[tuple[asyncio.Future[object], object]]) -> None:
    for future, result in told:
        if future.done():  # its caller was cancelled
            continue
        if isinstance(result, BaseException):
            future.set_exception(result)
        else:
            future.set_result(result)
