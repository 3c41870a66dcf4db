"""The process that writes for all acceptors: one transaction for whatever has come in, one turn of the disk for all of it.

It has no thread and no event loop: it waits for its sockets, takes all frames that are there, commits and answers them.
While the disk turns, the next group gathers in the sockets.  In the acceptors, a writing thread would fight with the event loop
for the interpreter at every call into the database, and the acceptors with each other for the database's lock.

A frame is a length (4 bytes, little endian) and msgpack: `Dictation` one way, a list of results the other, in order.
"""

import os
import select
import signal
import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from gateway.clock import monotonic, pause
from gateway.errors import StorageFailed
from gateway.storage.database import PATIENCE, Database, failure
from gateway.storage.jobs import Complete, Enter, Forget, Job, Prepare, write
from gateway.storage.register import Entry

GROUP = 256
GATHER = 0.002  # seconds
IDLE = 1.0  # seconds after which what nobody waits for is written even though nobody else writes
SEND_SECONDS = 5.0
READ = 1 << 20
MOST_CONFIRMED = 100_000


class Dictation(msgspec.Struct, array_like=True, frozen=True):
    """What an acceptor hands over at once.  `since`: when, on the clock that all processes share."""

    since: float
    prepares: list[tuple[int, dict[str, Any], dict[str, Any] | None]]  # (place among all jobs, intent, held)
    completes: list[tuple[int, str, dict[str, Any], bytes | None, bool, bool, bool]]  # (place, then the fields of `Complete`)
    forgets: list[tuple[int, str]]
    confirmed: list[str]
    entries: list[tuple[int, Entry]]

    @property
    def size(self) -> int:
        """How many jobs there are."""
        return len(self.prepares) + len(self.completes) + len(self.forgets) + len(self.entries)

    def jobs(self) -> list[Job]:
        """The jobs in their order."""
        found: dict[int, Job] = {place: Prepare(intent, held) for place, intent, held in self.prepares}
        found |= {place: Forget(letter) for place, letter in self.forgets}
        found |= {place: Enter(entry) for place, entry in self.entries}
        for place, letter, record, answer, holds, committed, again in self.completes:
            found[place] = Complete(letter, record, answer, holds, committed, again)
        return [found[place] for place in sorted(found)]


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Dictation).decode


def framed(payload: bytes) -> bytes:
    """The payload with its length before it."""
    return len(payload).to_bytes(4, "little") + payload


def unframed(buffer: bytearray) -> bytes | None:
    """Take the first whole payload out of the buffer; None when there is none yet."""
    if len(buffer) < 4:
        return None
    size = int.from_bytes(buffer[:4], "little")
    if len(buffer) < 4 + size:
        return None
    payload = bytes(buffer[4 : 4 + size])
    del buffer[: 4 + size]
    return payload


@dataclass(slots=True)
class _Speaker:
    socket: socket.socket
    buffer: bytearray = field(default_factory=bytearray)


class Scribe:
    """Serves the acceptors that connect to `listener`.  Ends after SIGTERM, once nobody is connected any more."""

    def __init__(self, listener: socket.socket, url: str, key: bytes) -> None:
        self._listener = listener
        self._database = Database(url)
        self._key = key
        self._speakers: dict[int, _Speaker] = {}
        self._confirmed: list[str] = []
        self._told = monotonic()
        self._ending = False

    def run(self) -> None:
        """Until the end."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._listener.setblocking(False)
        busy = False
        while self._speakers or not self._ending:
            waiting = self._listen(IDLE)
            if busy and waiting:  # many write: a commit costs the same for twice as many
                pause(GATHER)
                waiting += self._listen(0.0)
            busy = sum(frame.size for _, frame in waiting) > 1
            while waiting:
                size = 0
                group: list[tuple[_Speaker, Dictation]] = []
                while waiting and (not group or size < GROUP):
                    size += waiting[0][1].size
                    group.append(waiting.pop(0))
                self._write_down(group)
            if self._confirmed and monotonic() - self._told > IDLE:
                self._write_down([])
        self._write_down([])
        self._database.close()

    def _listen(self, seconds: float) -> list[tuple[_Speaker, Dictation]]:
        sockets = [self._listener, *[one.socket for one in self._speakers.values()]]
        ready, _, _ = select.select(sockets, [], [], seconds)
        return [frame for one in ready for frame in self._hear(one)]

    def _end(self, *_: object) -> None:
        self._ending = True

    def _hear(self, one: socket.socket) -> list[tuple[_Speaker, Dictation]]:
        if one is self._listener:
            with suppress(OSError):
                connection, _ = one.accept()
                connection.setblocking(True)
                connection.settimeout(SEND_SECONDS)
                self._speakers[connection.fileno()] = _Speaker(connection)
            return []
        speaker = self._speakers[one.fileno()]
        try:
            data = one.recv(READ)
        except OSError:
            data = b""
        if not data:
            self._forget(speaker)
            return []
        speaker.buffer += data
        frames = []
        while (payload := unframed(speaker.buffer)) is not None:
            frames.append((speaker, decode(payload)))
        return frames

    def _forget(self, speaker: _Speaker) -> None:
        self._speakers.pop(speaker.socket.fileno(), None)
        speaker.socket.close()

    def _write_down(self, group: list[tuple[_Speaker, Dictation]]) -> None:
        for _, dictation in group:
            self._confirmed += dictation.confirmed
        jobs = [dictation.jobs() for _, dictation in group]
        waited = max((monotonic() - dictation.since for _, dictation in group), default=0.0)
        results = self._commit([job for some in jobs for job in some], max(PATIENCE - waited, 0.05))
        for (speaker, _), some in zip(group, jobs, strict=True):
            mine, results = results[: len(some)], results[len(some) :]
            if some:
                self._answer(speaker, mine)

    def _commit(self, jobs: list[Job], patience: float) -> list[object]:
        """None, a recorded reply (bytes) or a failure (cause and reply) for each job."""
        confirmed, self._confirmed = self._confirmed, []
        if not jobs and not confirmed:
            return []
        self._told = monotonic()
        try:
            with self._database.writing(patience) as connection:
                results = write(connection, self._key, jobs, confirmed)
            return [(one.cause, one.reply) if isinstance(one, StorageFailed) else one for one in results]
        except StorageFailed as error:
            self._confirmed = confirmed[-MOST_CONFIRMED:]
            return [(error.cause, error.reply)] * len(jobs)
        except Exception as error:  # something in one job: it must not take the others with it
            self._confirmed = confirmed[-MOST_CONFIRMED:]
            if len(jobs) <= 1:
                told = failure(error)
                return [(told.cause, told.reply)] * len(jobs)
            return [result for job in jobs for result in self._commit([job], patience)]

    def _answer(self, speaker: _Speaker, results: list[object]) -> None:
        try:
            speaker.socket.sendall(framed(encode(results)))
        except OSError:  # gone, or does not listen: its letters are answered 4xx, and settled
            self._forget(speaker)


def listening() -> socket.socket:
    """A socket for acceptors to find the scribe at, in a folder that only our own user can enter."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(tempfile.mkdtemp(prefix="vanthu-") + "/scribe")
    listener.listen(64)
    return listener


def put_away(listener: socket.socket) -> None:
    """Close the socket and remove its folder."""
    path = Path(listener.getsockname())
    listener.close()
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def serve(listener: socket.socket, url: str, key: bytes) -> NoReturn:
    """The life of the scribe's process."""
    Scribe(listener, url, key).run()
    os._exit(0)
