"""Upstream connections kept between clients, where no identity hangs on them.

A connection comes back after a clean end of its transaction and serves the next client.  One that carries a login or an
XCLIENT identity is never shared.  When the upstream has too many of ours (421), the next client waits for one to come back.
"""

import asyncio
from collections import deque

from gateway.ports import Reply
from gateway.smtp.upstream import Link, Upstream, UpstreamLost
from gateway.smtp.wire import Watch

IDLE_SECONDS = 30.0
WAIT_SECONDS = 30.0


class Links:
    """The connections to one upstream.  `keywords`: what its last EHLO offered, None until one was heard."""

    def __init__(self, watch: Watch, upstream: Upstream) -> None:
        self.watch = watch
        self.upstream = upstream
        self.keywords: dict[str, str] | None = None
        self.open = 0
        self._idle: deque[tuple[float, Link]] = deque()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._sweep = watch.loop.call_later(IDLE_SECONDS / 3, self._close_old)

    async def take(self, *, fresh: bool = False) -> Link:
        """A connection with no transaction open; `fresh`: surely a new one.  Raises `UpstreamLost`."""
        while self._idle and not fresh:
            _, link = self._idle.pop()
            if not link.eof and not link.closed and not link.inbox:
                link.used = True
                return link
            self.leave(link)
        try:
            link = await self._connect()
        except UpstreamLost:
            if not self.open:
                raise
            await self._somebody_back()  # it may be our own number that it minds
            return await self.take()
        self.keywords = link.keywords
        return link

    async def _connect(self) -> Link:
        link = await Link.open(self.watch, self.upstream)
        self.open += 1
        return link

    async def _somebody_back(self) -> None:
        waiter = self.watch.loop.create_future()
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await waiter
        except TimeoutError as error:
            raise UpstreamLost(
                "takes no more connections", Reply.of("451 4.3.2 The mail server takes no more connections now, try again later")
            ) from error
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def give_back(self, link: Link) -> None:
        """The transaction has ended cleanly: let the next client have the connection."""
        if link.closed or link.eof or link.inbox:
            self.leave(link)
            return
        link.busy = False
        self._idle.append((self.watch.loop.time(), link))
        self._call_next()

    def leave(self, link: Link) -> None:
        """Not to be used again."""
        self.open -= 1
        link.quit()
        self._call_next()

    def _call_next(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def _close_old(self) -> None:
        old = self.watch.loop.time() - IDLE_SECONDS
        while self._idle and (self._idle[0][0] < old or self._idle[0][1].eof):
            self.leave(self._idle.popleft()[1])
        self._sweep = self.watch.loop.call_later(IDLE_SECONDS / 3, self._close_old)

    async def offered(self) -> dict[str, str]:
        """The upstream's keywords; asked anew when no connection tells them now.  Raises `UpstreamLost`."""
        if self.keywords is None:
            self.give_back(await self.take())
        return self.keywords or {}

    def close(self) -> None:
        """Say goodbye on all idle connections."""
        self._sweep.cancel()
        while self._idle:
            self.leave(self._idle.popleft()[1])
