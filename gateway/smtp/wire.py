"""One TCP connection as lines and chunks, for either side of the gateway.

An asyncio protocol with one reader at a time.  A line ends at CRLF and nowhere else.  What was read is bounded: above
`HIGH` bytes the socket is left alone until somebody takes them.  Deadlines are kept by one ticking `Watch` for all connections,
so that no line costs a timer of its own.
"""

import asyncio
from typing import cast

HIGH = 128 * 1024  # stop reading from the socket above this many unread bytes
CHUNK = 256 * 1024


class Gone(Exception):  # noqa: N818 - an event, not a fault
    """The other side closed, reset, or fell silent (`late`) while we waited for it."""

    def __init__(self, why: str, *, late: bool = False) -> None:
        super().__init__(why)
        self.late = late


class BareLineEnd(Exception):  # noqa: N818
    """A CR or LF stands alone where a line was expected (RFC 5321 s.2.3.8)."""


class LineTooLong(Exception):  # noqa: N818
    """No line end within the limit; the line was thrown away."""


class Stopped(Exception):  # noqa: N818
    """The wait was ended by `Wire.stop`: the gateway shuts down."""


class Watch:
    """Ends the waits whose time is over.  One for each event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.wires: set[Wire] = set()
        self._timer = loop.call_later(1, self._tick)

    def _tick(self) -> None:
        now = self.loop.time()
        for wire in [wire for wire in self.wires if wire.deadline and wire.deadline < now]:
            wire.expire()
        self._timer = self.loop.call_later(0.5, self._tick)

    def close(self) -> None:
        """Stop ticking."""
        self._timer.cancel()


class Wire(asyncio.Protocol):
    """The connection.  Waits raise `Gone`; `closed` says that nothing can be written any more."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.inbox = bytearray()
        self.transport: asyncio.Transport | None = None
        self.deadline = 0.0
        self.eof = False
        self.closed = False
        self.stopping = False
        self._waiter: asyncio.Future[None] | None = None
        self._writable: asyncio.Future[None] | None = None
        self._reading = True

    # --- what the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport and the deadline's watch."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but name
        self.watch.wires.add(self)

    def data_received(self, data: bytes) -> None:
        """Keep the bytes, wake the reader, and stop reading when nobody takes them."""
        self.inbox += data
        if len(self.inbox) > HIGH and self._reading and self.transport is not None:
            self._reading = False
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """The other side has said all it will; what we still have to say can be sent, so stay open."""
        self.eof = True
        self._wake()
        return self.transport is not None and self.transport.get_extra_info("ssl_object") is None

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake whoever waits: nothing more will come or go."""
        del exc
        self.eof = self.closed = True
        self.watch.wires.discard(self)
        self._wake()
        self.resume_writing()

    def pause_writing(self) -> None:
        """The socket's buffer is full."""
        if self._writable is None:
            self._writable = self.watch.loop.create_future()

    def resume_writing(self) -> None:
        """There is room again."""
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    # --- reading

    async def line(self, limit: int, seconds: float) -> bytes:
        """The next line without its CRLF."""
        seen = 0
        while True:
            at = self.inbox.find(b"\n", seen)
            if at >= 0:
                return self._take_line(at, limit)
            if len(self.inbox) > limit:
                await self._skip_line(seconds)
            seen = len(self.inbox)
            await self.more(seconds)

    def _take_line(self, at: int, limit: int) -> bytes:
        line = bytes(self.inbox[:at])
        del self.inbox[: at + 1]
        if line[-1:] != b"\r" or line.find(b"\r", 0, -1) >= 0:
            raise BareLineEnd
        if len(line) > limit:
            raise LineTooLong
        return line[:-1]

    async def _skip_line(self, seconds: float) -> None:
        while True:
            at = self.inbox.find(b"\n")
            if at >= 0:
                del self.inbox[: at + 1]
                raise LineTooLong
            self.inbox.clear()
            await self.more(seconds)

    def take(self) -> bytes:
        """Everything read so far."""
        data = bytes(self.inbox)
        self.inbox.clear()
        return data

    async def more(self, seconds: float) -> None:
        """Wait until more bytes have come."""
        if self.stopping:
            raise Stopped
        if self.eof:
            raise Gone("closed by the other side")
        if not self._reading and self.transport is not None:
            self._reading = True
            self.transport.resume_reading()
        waiter = self._waiter = self.watch.loop.create_future()
        self.deadline = self.watch.loop.time() + seconds
        before = len(self.inbox)
        try:
            await waiter
        finally:
            self._waiter = None
            self.deadline = 0.0
        if self.stopping:
            raise Stopped
        if len(self.inbox) == before and self.eof:
            raise Gone("closed by the other side")

    # --- writing

    def write(self, data: bytes) -> None:
        """Send soon."""
        if not self.closed and self.transport is not None:
            self.transport.write(data)

    async def drain(self, seconds: float = 300) -> None:
        """Wait until the socket takes more."""
        if self._writable is not None:
            self.deadline = self.watch.loop.time() + seconds
            try:
                await self._writable
            finally:
                self.deadline = 0.0
        if self.closed:
            raise Gone("connection lost")

    def close(self) -> None:
        """Close after what was written has gone out."""
        if self.transport is not None and not self.closed:
            self.transport.close()

    def abort(self) -> None:
        """Close at once."""
        if self.transport is not None:
            self.transport.abort()

    # --- ending a wait

    def expire(self) -> None:
        """The deadline has passed: the waiter gets `Gone(late=True)`."""
        self.deadline = 0.0
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(Gone("no data in time", late=True))
        elif self._writable is not None and not self._writable.done():
            self._writable.set_exception(Gone("does not read in time", late=True))
            self._writable = None

    def stop(self) -> None:
        """End a wait for the other side with `Stopped`, now and in future."""
        self.stopping = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
