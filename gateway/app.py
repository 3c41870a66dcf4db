"""The composition root of an acceptor: the only place that names the concrete parts together.

`accept_mail` is the life of one acceptor process: build, say ready, serve until told to stop, drain.
"""

import asyncio
import gc
import signal
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import uvloop

from gateway import clock, journal, metrics
from gateway.afterwards import NICE, Afterwards
from gateway.config.listeners import Listener
from gateway.config.settings import Settings
from gateway.errors import StorageFailed
from gateway.extract.pool import Pool, WorkerLost
from gateway.inspection import Inspection, judge_of, reads_scans
from gateway.log import logger
from gateway.pipeline import Office
from gateway.setup import Setup
from gateway.smtp.capacity import Capacity
from gateway.smtp.certificates import Certificates
from gateway.smtp.door import Door
from gateway.smtp.reuse import Links
from gateway.smtp.server import Server
from gateway.smtp.upstream import upstream_of
from gateway.smtp.wire import Watch
from gateway.storage.blobs import open_blobs
from gateway.storage.dictation import Dictating
from gateway.storage.keys import audit_key
from gateway.storage.ledger import Ledger

DRAIN_SECONDS = 28.0  # of the 30 s within which the gateway has ended
REFRESH_SECONDS = 1.0
SETTLE_SECONDS = (0.3, 2.0, 8.0, 30.0)
GARBAGE = 20_000  # objects made before the collector looks: a letter leaves hardly any cycles
SLOTS = 2  # workers of an acceptor: one may be busy with a large letter, small ones pass it

log = logger("app")


@dataclass(frozen=True, slots=True)
class Post:
    """One acceptor's place: its number, its listening sockets (one a listener), what it shares with the others."""

    number: int
    owner: str
    sockets: Sequence[socket.socket]
    capacity: Capacity
    workers: str  # where the template listens
    scribe: str  # where the writing process listens
    predecessors: tuple[str, ...] = ()  # owners that died at this post


def accept_mail(setup: Setup, post: Post, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM, then drain.  Runs in a process of its own."""
    post.capacity.own(post.number)
    gc.set_threshold(GARBAGE)
    uvloop.run(_accept_mail(setup, post, ready))


async def _accept_mail(setup: Setup, post: Post, ready: Callable[[], None]) -> None:
    settings = setup.settings
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    line = Dictating(post.scribe)
    blobs, key = open_blobs(settings.blobs), audit_key(settings.data)
    ledger = Ledger(settings.database, blobs, key, post.owner, settings.retention.held_days, line=line)
    await _settle(ledger, post.predecessors)
    pool = Pool(post.workers, SLOTS, setup.limits)
    inspection = Inspection(judge_of(setup), pool)
    office = Office(inspection, ledger, setup.rules, setup.directory, settings.hostname, settings.help_contact)
    afterwards = Afterwards(
        lambda: Pool(post.workers, 1, setup.limits, nice=NICE),
        lambda: pool.busy + pool.waiting > 0,
        ledger.enter,
        able=reads_scans(setup),
    )
    build = _Build(settings, office, Watch(loop), post.capacity, afterwards)
    server = Server()
    certificates = [await build.open(server, *place) for place in zip(settings.listeners, post.sockets, strict=True)]
    ready()
    keeper = asyncio.create_task(_keep(certificates, pool, post.capacity, line))
    heir = asyncio.create_task(_settle_again(ledger, post.predecessors))
    await stop.wait()
    for task in (keeper, heir):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await afterwards.close()
    await server.drain(DRAIN_SECONDS)
    await pool.close()
    line.close()
    build.watch.close()
    await asyncio.to_thread(ledger.close)


@dataclass(frozen=True, slots=True)
class _Build:
    """Makes the doors of an acceptor."""

    settings: Settings
    office: Office
    watch: Watch
    capacity: Capacity
    afterwards: Afterwards

    async def open(self, server: Server, listener: Listener, sock: socket.socket) -> Certificates | None:
        """Accept sessions of a listener; its certificate, which is to be kept fresh."""
        certificates = Certificates(listener.tls.cert, listener.tls.key) if listener.tls else None
        context = certificates.context if certificates else None
        door = self.door(listener, None if listener.implicit_tls else context)
        await server.listen(door, sock, context if listener.implicit_tls else None)
        return certificates

    def door(self, listener: Listener, starttls: ssl.SSLContext | None) -> Door:
        """What the sessions of a listener share."""
        settings = self.settings
        return Door(
            name=listener.name,
            direction=listener.direction,
            hostname=settings.hostname,
            watch=self.watch,
            links=Links(self.watch, upstream_of(listener, settings)),
            office=self.office,
            capacity=self.capacity,
            spool=settings.data / "spool",
            max_size=settings.max_size,
            timeouts=settings.timeouts,
            told=journal.told,
            failed=journal.failed,
            counted=journal.counted,
            read_later=self.afterwards.take,
            starttls=starttls,
            auth_plaintext=settings.auth_plaintext,
            proxy_from=listener.proxy_from,
            xclient_from=listener.xclient_from,
        )


async def _settle(ledger: Ledger, predecessors: tuple[str, ...]) -> None:
    """Settle what died with those who were at this post before."""
    for owner in predecessors:
        try:
            await asyncio.to_thread(ledger.settle, owner, frozenset())
        except StorageFailed as error:
            log.warning("what died with an acceptor could not be settled yet", cause=error.cause)


async def _settle_again(ledger: Ledger, predecessors: tuple[str, ...]) -> None:
    """The scribe may still have had words of the dead to write down, or the database may have been locked."""
    for seconds in SETTLE_SECONDS if predecessors else ():
        await asyncio.sleep(seconds)
        await _settle(ledger, predecessors)


async def _keep(certificates: list[Certificates | None], pool: Pool, capacity: Capacity, line: Dictating) -> None:
    """Have a worker ready; take up renewed certificates and measure the loop's lag and the workers, until cancelled."""
    with suppress(WorkerLost):  # the first letter will try again, and say so
        await pool.warm()
    while True:
        began = clock.monotonic()
        await asyncio.sleep(REFRESH_SECONDS)
        line.overdue()
        lag = max(0.0, clock.monotonic() - began - REFRESH_SECONDS)
        metrics.state(capacity.open, pool.busy, pool.waiting, pool.replaced, lag)
        for certificate in certificates:
            if certificate is not None and await asyncio.to_thread(certificate.refresh):
                log.info("certificate renewed")
