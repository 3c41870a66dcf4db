"""One worker as the pool sees it: its connection, its process, and at most one job.

The worker is not trusted.  Whatever it sends that is not the one answer it owes, it is killed for.
"""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import msgspec

from gateway.errors import Temporary
from gateway.extract import frames
from gateway.extract.confine import Confinement
from gateway.extract.worker import Hello
from gateway.limits import Limits
from gateway.ports import Content

T = TypeVar("T")


class WorkerLost(Temporary):
    """A worker ended before it answered.  `reason`: seconds, memory, crashed, or template (none could be had)."""

    def __init__(self, reason: str, cause: str) -> None:
        super().__init__(f"worker lost ({reason}): {cause}")
        self.reason = reason


class Unread(Exception):  # noqa: N818  (an event, not an error)
    """The worker was gone before it had read the job: another one may be asked."""


class Slot:
    """A connected worker.  `alive`: may be asked; `jobs`: how many it has answered."""

    __slots__ = (
        "_answer",
        "_buffer",
        "_limits",
        "_loop",
        "_pidfd",
        "_since",
        "_socket",
        "_unsent",
        "alive",
        "confinement",
        "jobs",
    )

    def __init__(self, connection: socket.socket, pidfd: int, confinement: Confinement, limits: Limits) -> None:
        self._loop = asyncio.get_running_loop()
        self._socket = connection
        self._pidfd = pidfd
        self._limits = limits
        self._answer: asyncio.Future[bytes] | None = None
        self._since = 0.0
        self._buffer = bytearray()
        self._unsent = memoryview(b"")
        self.confinement = confinement
        self.alive = True
        self.jobs = 0
        self._loop.add_reader(connection, self._receive)

    @classmethod
    async def open(cls, path: str, limits: Limits, nice: int = 0) -> "Slot":
        """A new worker from the template, `nice` below others; `WorkerLost("template")` when there is none in time."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        descriptors: list[int] = []
        try:
            connection.connect(path)
            async with asyncio.timeout(limits.seconds):
                await _readable(connection)
            words, descriptors, _, _ = socket.recv_fds(connection, frames.RECEIVE, 1)
            hello = msgspec.msgpack.decode(words[frames.REPLY.size :], type=Hello)
            if nice:
                os.setpriority(os.PRIO_PROCESS, hello.pid, nice)
            return cls(connection, descriptors[0], hello.confinement, limits)
        except BaseException as error:
            connection.close()
            for descriptor in descriptors:
                os.close(descriptor)
            if isinstance(error, OSError | msgspec.MsgspecError):  # a time-out is an OSError, an empty hello a MsgspecError
                raise WorkerLost("template", f"{type(error).__name__} {error}") from error
            raise

    async def ask(self, job: bytes, content: Content, decode: Callable[[bytes], T]) -> T:
        """The worker's answer, decoded.  When this raises (`WorkerLost`, `Unread`, cancellation), the worker is dead."""
        self._answer = self._loop.create_future()
        self._since = self._loop.time()
        late = WorkerLost("seconds", f"no answer within {self._limits.seconds} s")
        timer = self._loop.call_later(self._limits.seconds, self.end, late)
        try:
            self._send(job, content)
            answer = decode(await self._answer)
        except (ValueError, OSError) as error:  # from `decode`, or because there is no descriptor left to send a content by
            lost = WorkerLost("crashed" if isinstance(error, ValueError) else "template", str(error))
            self.end(lost)
            raise lost from error
        except BaseException:
            self.end(WorkerLost("crashed", "given up"))
            raise
        finally:
            timer.cancel()
            self._answer = None
        self.jobs += 1
        return answer

    def end(self, error: Exception) -> None:
        """Kill the worker; whoever waits for its answer gets the error.  Harmless when it is dead."""
        if not self.alive:
            return
        self.alive = False
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        with suppress(OSError):  # gone by itself
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        os.close(self._pidfd)
        self._socket.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    def _send(self, job: bytes, content: Content) -> None:
        inline = content.size <= frames.INLINE and content.fileno() is None
        header = frames.JOB.pack(len(job), content.size, inline)
        if inline:
            self._transmit((header, job, content.view()))
        elif (descriptor := content.fileno()) is not None:
            self._transmit((header, job), descriptor)
        else:
            descriptor = _memory_file(content.view())
            try:
                self._transmit((header, job), descriptor)
            finally:
                os.close(descriptor)

    def _transmit(self, pieces: Sequence[bytes | memoryview], *descriptors: int) -> None:
        """Send at once what the socket takes, the rest when it takes more.  Descriptors travel with the first byte."""
        try:
            sent = socket.send_fds(self._socket, pieces, descriptors)
        except OSError as error:  # EPIPE: it was gone before we wrote
            self.end(Unread(str(error)))
            return
        if sent < sum(map(len, pieces)):
            self._unsent = memoryview(b"".join(pieces))[sent:]
            self._loop.add_writer(self._socket, self._transmit_rest)

    def _transmit_rest(self) -> None:
        try:
            self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            return
        except OSError as error:
            self.end(Unread(str(error)))
            return
        if not self._unsent:
            self._loop.remove_writer(self._socket)

    def _receive(self) -> None:
        try:
            data = self._socket.recv(frames.RECEIVE)
        except BlockingIOError:
            return
        except OSError as error:  # ECONNRESET: the kernel tells us that it has left something unread
            self.end(Unread(str(error)))
            return
        if data:
            self._buffer += data
            self._take()
        else:
            shortest = min(self._limits.page_seconds, self._limits.cpu_seconds)
            long = self._loop.time() - self._since >= shortest
            self.end(WorkerLost("seconds" if long else "crashed", "the process ended"))

    def _take(self) -> None:
        """Take the answer as soon as it is there.  Anything else is garbage."""
        if self._answer is None or self._unsent:
            self.end(WorkerLost("crashed", "an answer that nobody asked for"))
            return
        if len(self._buffer) < frames.REPLY.size:
            return
        kind, length = frames.REPLY.unpack_from(self._buffer)
        surplus = len(self._buffer) - frames.REPLY.size - length
        if kind not in (frames.ANSWERED, frames.NO_MEMORY, frames.FAILED) or length > frames.ANSWER or surplus > 0:
            self.end(WorkerLost("crashed", "garbage instead of an answer"))
        elif surplus == 0:
            payload = bytes(self._buffer[frames.REPLY.size :])
            self._buffer.clear()
            self._settle(kind, payload)

    def _settle(self, kind: int, payload: bytes) -> None:
        if kind == frames.NO_MEMORY:
            self.end(WorkerLost("memory", f"more than {self._limits.memory} bytes"))
        elif kind == frames.FAILED:
            self.end(WorkerLost("crashed", payload[:500].decode("utf-8", "replace")))
        elif self._answer is not None and not self._answer.done():
            self._answer.set_result(payload)


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)


def _memory_file(data: memoryview) -> int:
    """A file in memory that holds the bytes, for the worker alone."""
    descriptor = os.memfd_create("letter", os.MFD_CLOEXEC)
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
