"""A letter's way from "judged" to "answered": whatever point a crash comes at, the tables tell what is to be done.

    prepare    intent `prepared`, held copy on disk but not visible       crash here: dropped by `settle`, recorded as unknown
    complete   audit record; held copy visible, or gone; intent `answered` with the reply, or gone
    confirm    the client has its answer: intent gone                     crash before: the client's retry gets the same reply

Each of the three is one transaction, committed in groups (writer.py).  Several processes share one database.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from gateway.errors import StorageFailed
from gateway.ports import Decision, Outcome, Reply
from gateway.storage import audit, chain
from gateway.storage.blobs import Blobs
from gateway.storage.database import Database
from gateway.storage.dictation import Dictating, Unsure
from gateway.storage.held import to_row
from gateway.storage.jobs import DROP, FORGET, Complete, Enter, Forget, Job, Prepare, write
from gateway.storage.register import Entry
from gateway.storage.schema import intents
from gateway.storage.writer import Writer

HELD_DAYS = 90
FORGET_AGAIN = 0.5  # seconds
_LEFT = select(intents.c.id, intents.c.owner, intents.c.record).where(intents.c.state == "prepared").with_for_update()


class Ledger:
    """`gateway.ports.Ledger` over a database and a blob store.  One for each process; `owner` names the process.

    Writes in a thread of its own, or over a `line` to the process that writes for all.
    """

    def __init__(
        self, url: str, blobs: Blobs, key: bytes, owner: str, held_days: int = HELD_DAYS, *, line: Dictating | None = None
    ) -> None:
        self._database = Database(url)
        self._blobs = blobs
        self._key = key
        self._owner = owner
        self._keep = timedelta(days=held_days)
        self._threads = ThreadPoolExecutor(8, "vanthu-blobs")
        self._writer: Writer[Job] | Dictating = line or Writer(self._database, self._write)
        self._closed = False
        self._forgetting: set[asyncio.Task[None]] = set()
        self._unsure: set[str] = set()  # letters whose `complete` may have been written although it failed

    async def prepare(self, decision: Decision) -> Reply | None:
        """Keep the intent and the held copy; or return the reply that this very letter was given before."""
        letter = decision.letter
        row = to_row(decision, self._keep) if decision.held else None
        if row:
            await self._in_thread(self._blobs.put, letter.id, letter.content)
        job = Prepare(self._intent(decision), row)
        try:
            answer = await self._writer.do(job)
        except StorageFailed as error:
            if isinstance(error, Unsure):
                self._forget_soon(letter.id)
            elif row:
                await self._discard(letter.id)
            raise
        if not isinstance(answer, bytes):
            return None
        if row:
            await self._discard(letter.id)
        return _reply(answer)

    async def complete(self, decision: Decision, outcome: Outcome) -> None:
        """Append the audit record, show or drop the held copy, remember the answer until it is confirmed."""
        holds = bool(decision.held)
        record = audit.record(decision, outcome)
        letter = decision.letter.id
        job = Complete(letter, record, _answer(decision, outcome), holds, outcome.committed, again=letter in self._unsure)
        try:
            await self._writer.do(job)
        except StorageFailed as error:
            if _was_sent(outcome):  # it will be tried again
                self._unsure |= {letter} if isinstance(error, Unsure) else set()
            else:
                self._forget_soon(letter, kept=holds and outcome.committed)
            raise
        self._unsure.discard(letter)
        if holds and not outcome.committed:
            await self._discard(decision.letter.id)

    def confirm(self, decision: Decision) -> None:
        """Forget the answer with the next group: by fingerprint, so that a retry that was told it forgets the first one's."""
        self._writer.later(fingerprint(decision))

    async def enter(self, entry: Entry) -> None:
        """Put what was read after the answer into the register."""
        await self._writer.do(Enter(entry))

    def settle(self, owner: str | None, alive: frozenset[str]) -> int:
        """Settle what a dead process left prepared: `owner`'s, or everybody's who is not alive.  How many; blocks on the disk."""
        with self._database.writing() as connection:
            left = [row for row in connection.execute(_LEFT) if _is_left(row.owner, owner, alive)]
            if not left:
                return 0
            chain.append(connection, self._key, [chain.decode(row.record) for row in left])
            gone = [{"which": row.id} for row in left]
            connection.execute(DROP, gone)
            connection.execute(FORGET, gone)
        for row in left:
            with contextlib.suppress(StorageFailed):  # swept later
                self._blobs.delete(row.id)
        return len(left)

    def close(self) -> None:
        """Write what is queued and close everything."""
        self._closed = True
        self._writer.close()
        self._threads.shutdown()
        self._database.close()

    def _intent(self, decision: Decision) -> dict[str, Any]:
        record = audit.record(decision, None)
        return {
            "id": decision.letter.id,
            "owner": self._owner,
            "time": record["time"],
            "fingerprint": fingerprint(decision),
            "state": "prepared",
            "record": chain.encode(record).decode(),
            "reply": None,
        }

    def _write(self, connection: Connection, jobs: Sequence[Job], confirmed: Sequence[str]) -> list[object]:
        return write(connection, self._key, jobs, confirmed)

    def _forget_soon(self, letter: str, *, kept: bool = False) -> None:
        task = asyncio.get_running_loop().create_task(self._forget(letter, kept=kept))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forget(self, letter: str, *, kept: bool) -> None:
        """Have an intent forgotten that may have been written: else the client's retry would wait for it for ever.

        `kept`: its held copy may be in force; the next sweep takes it away where it is not.
        """
        while not self._closed:
            try:
                await self._writer.do(Forget(letter))
            except StorageFailed:
                await asyncio.sleep(FORGET_AGAIN)
            else:
                if not kept:
                    await self._discard(letter)
                return

    async def _in_thread(self, function: Any, *arguments: Any) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    async def _discard(self, name: str) -> None:
        with contextlib.suppress(StorageFailed):  # no row names it: the next sweep takes it away
            await self._in_thread(self._blobs.delete, name)


def fingerprint(decision: Decision) -> str:
    """What makes a letter this very letter: sender, recipients in order, content.  A retry has the same, nothing else has."""
    envelope = decision.letter.envelope
    whole = repr(
        (envelope.mail_from, tuple(envelope.rcpt_tos), decision.letter.content.sha256)
    )  # repr: unambiguous, any character
    return hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()


def _was_sent(outcome: Outcome) -> bool:
    """Whether the upstream has it: then its end must be recorded, however often that is tried."""
    return outcome.upstream_reply is not None and outcome.upstream_reply.positive


def _answer(decision: Decision, outcome: Outcome) -> bytes | None:
    """The reply for a retry.  A client that has left before its 250 comes again: then too the letter must not go out twice."""
    if outcome.reply is not None:
        return outcome.reply.wire if outcome.reply.positive else None
    if not outcome.committed:
        return None
    if outcome.upstream_reply is not None and outcome.upstream_reply.positive:
        return outcome.upstream_reply.wire
    return Reply.of(f"250 2.0.0 OK: queued as {decision.letter.id}").wire


def _reply(wire: bytes) -> Reply:
    return Reply(int(wire[:3]), tuple(wire.splitlines(keepends=True)))


def _is_left(found: str, owner: str | None, alive: frozenset[str]) -> bool:
    return found == owner if owner is not None else found not in alive
