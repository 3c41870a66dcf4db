"""The pool of confined workers, as an acceptor's event loop uses it.

At most `slots` jobs run at a time.  Those with a large content never take the last slot, so that small ones overtake them.  A
worker that is lost loses its own job alone; the next one finds a fresh worker.
"""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from gateway.extract.confine import Confinement
from gateway.extract.slot import Slot, Unread, WorkerLost
from gateway.limits import Limits
from gateway.ports import Content

__all__ = ["Pool", "WorkerLost"]

T = TypeVar("T")

LARGE = 1 << 20  # bytes of content from which a job is large
RECYCLE = 2_000  # jobs after which a worker has done its duty: what it leaked goes with it


class Pool:
    """Asks workers.

    `busy`, `waiting`: jobs now; `replaced`: workers that ended, by fault or by age; `confinement`: the last started one's.
    """

    __slots__ = (
        "_closed",
        "_idle",
        "_large",
        "_limits",
        "_nice",
        "_path",
        "_slots",
        "_turn",
        "busy",
        "confinement",
        "replaced",
        "waiting",
    )

    def __init__(self, path: str, slots: int, limits: Limits, *, nice: int = 0) -> None:
        self._path = path
        self._limits = limits
        self._nice = nice  # how much every worker steps back for others, 0 to 19
        self._turn = asyncio.Semaphore(slots)
        self._large = asyncio.Semaphore(max(1, slots - 1))
        self._slots: set[Slot] = set()  # all that live
        self._idle: list[Slot] = []  # the last used is asked first: its caches are warm
        self._closed = False
        self.busy = 0
        self.waiting = 0
        self.replaced = 0
        self.confinement: Confinement | None = None

    async def ask(self, job: bytes, content: Content) -> bytes:
        """A worker's answer, or `WorkerLost`.  Cancelling it costs the worker, nothing else."""
        return await self.ask_for(job, content, bytes)

    async def ask_for(self, job: bytes, content: Content, decode: Callable[[bytes], T]) -> T:
        """A worker's answer as `decode` reads it.  A worker whose answer is a ValueError to it is lost, too."""
        self.waiting += 1
        waiting = True
        try:
            async with self._large if content.size > LARGE else nullcontext(), self._turn:
                self.waiting -= 1
                waiting = False
                self.busy += 1
                try:
                    return await self._ask(job, content, decode)
                finally:
                    self.busy -= 1
        finally:
            self.waiting -= waiting

    async def warm(self) -> Confinement:
        """Have a worker ready before the first letter; what it is confined by."""
        slot = self._take() or await self._open()
        self._idle.append(slot)
        return slot.confinement

    async def close(self) -> None:
        """End all workers; jobs that run are lost."""
        self._closed = True
        for slot in self._slots:
            slot.end(WorkerLost("crashed", "the pool is closed"))
        self._slots.clear()
        self._idle.clear()

    async def _ask(self, job: bytes, content: Content, decode: Callable[[bytes], T]) -> T:
        slot = self._take() or await self._open()
        try:
            return await self._ask_one(slot, job, content, decode)
        except Unread:  # it had died idle: this job has met nobody yet
            slot = await self._open()
        try:
            return await self._ask_one(slot, job, content, decode)
        except Unread as error:
            raise WorkerLost("crashed", f"twice before it read the job: {error}") from error

    async def _ask_one(self, slot: Slot, job: bytes, content: Content, decode: Callable[[bytes], T]) -> T:
        try:
            answer = await slot.ask(job, content, decode)
            if slot.jobs >= RECYCLE:
                slot.end(WorkerLost("crashed", "recycled"))
        finally:
            if slot.alive:
                self._idle.append(slot)
            else:
                self._forget(slot)
        return answer

    def _take(self) -> Slot | None:
        while self._idle:
            slot = self._idle.pop()
            if slot.alive:
                return slot
            self._forget(slot)
        return None

    def _forget(self, slot: Slot) -> None:
        self._slots.discard(slot)
        self.replaced += 1

    async def _open(self) -> Slot:
        if self._closed:
            raise WorkerLost("template", "the pool is closed")
        slot = await Slot.open(self._path, self._limits, self._nice)
        if self._closed:
            slot.end(WorkerLost("template", "the pool is closed"))
            raise WorkerLost("template", "the pool is closed")
        self._slots.add(slot)
        self.confinement = slot.confinement
        return slot
