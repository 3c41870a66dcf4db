"""The steps of a letter as they are written: what a transaction is given, and how it puts a group of them into the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from gateway.errors import StorageFailed
from gateway.storage import chain
from gateway.storage.register import Entry, enter
from gateway.storage.schema import audit, held, intents

_KNOWN = select(intents.c.fingerprint, intents.c.state, intents.c.reply).where(
    intents.c.fingerprint.in_(bindparam("fingerprints", expanding=True))
)
_PREPARE = insert(intents)
_HOLD = insert(held)
_ANSWER = update(intents).where(intents.c.id == bindparam("which")).values(state="answered", record="", reply=bindparam("answer"))
_CONFIRM = delete(intents).where(and_(intents.c.fingerprint == bindparam("which"), intents.c.state == "answered"))
_SHOW = update(held).where(held.c.id == bindparam("which")).values(visible=True)
_RECORDED = select(audit.c.id).where(audit.c.id.in_(bindparam("ids", expanding=True)), audit.c.event == "message")
FORGET = delete(intents).where(intents.c.id == bindparam("which"))
_FORGET_PREPARED = delete(intents).where(and_(intents.c.id == bindparam("which"), intents.c.state == "prepared"))
BUSY = "451 4.3.0 This very letter is being handled on another connection, try again later"
DROP = delete(held).where(and_(held.c.id == bindparam("which"), held.c.visible.is_(False)))


@dataclass(frozen=True, slots=True)
class Prepare:
    """An intent and, where a copy is to be held, its invisible row."""

    intent: dict[str, Any]
    held: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Complete:
    """What became of a letter.

    `answer`: what a retry of the client is to be told; None: let it be judged anew.  `again`: an earlier try may be written.
    """

    id: str
    record: dict[str, Any]
    answer: bytes | None
    holds: bool
    committed: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """An intent that may have been written although its letter was answered 4xx: nothing of it is to be left."""

    id: str


@dataclass(frozen=True, slots=True)
class Enter:
    """What was read of a letter's documents after its answer."""

    entry: Entry


Job = Prepare | Complete | Forget | Enter


def write(connection: Connection, key: bytes, jobs: Sequence[Job], confirmed: Sequence[str]) -> list[object]:
    """Put a group into an open transaction.

    For each job: None; or the reply recorded for that very letter; or `StorageFailed` where it is being handled already.
    """
    if confirmed:
        connection.execute(_CONFIRM, [{"which": print_} for print_ in confirmed])
    _forget(connection, [{"which": job.id} for job in jobs if isinstance(job, Forget)])
    found = _prepare(connection, [job for job in jobs if isinstance(job, Prepare)])
    _complete(connection, key, [job for job in jobs if isinstance(job, Complete)])
    enter(connection, [job.entry for job in jobs if isinstance(job, Enter)])
    return [found.get(job.intent["id"]) if isinstance(job, Prepare) else None for job in jobs]


def _forget(connection: Connection, gone: list[dict[str, str]]) -> None:
    if gone:
        connection.execute(DROP, gone)
        connection.execute(_FORGET_PREPARED, gone)  # what was answered after all is kept for the client's retry


def _prepare(connection: Connection, jobs: list[Prepare]) -> dict[str, bytes | StorageFailed]:
    """By id: what speaks against handling a letter.  A retry may come while the first try is still on its way to its end."""
    if not jobs:
        return {}
    wanted = [job.intent["fingerprint"] for job in jobs]
    known: dict[str, bytes | StorageFailed] = {}
    for row in connection.execute(_KNOWN, {"fingerprints": wanted}):
        if row.state == "answered":
            known[row.fingerprint] = row.reply
        else:
            known.setdefault(row.fingerprint, StorageFailed("this very letter is being handled", BUSY))
    found, fresh = {}, []
    for job in jobs:
        print_ = job.intent["fingerprint"]
        if print_ in known:
            found[job.intent["id"]] = known[print_]
        else:
            known[print_] = StorageFailed("this very letter is being handled", BUSY)
            fresh.append(job)
    if fresh:
        connection.execute(_PREPARE, [job.intent for job in fresh])
    if copies := [job.held for job in fresh if job.held]:
        connection.execute(_HOLD, copies)
    return found


def _complete(connection: Connection, key: bytes, jobs: list[Complete]) -> None:
    jobs = _not_yet(connection, jobs)
    if not jobs:
        return
    chain.append(connection, key, [job.record for job in jobs])
    steps = (
        (_ANSWER, [{"which": job.id, "answer": job.answer} for job in jobs if job.answer is not None]),
        (FORGET, [{"which": job.id} for job in jobs if job.answer is None]),
        (DROP, [{"which": job.id} for job in jobs if job.holds and not job.committed]),
    )
    for statement, rows in steps:
        if rows:
            connection.execute(statement, rows)
    shown = [{"which": job.id} for job in jobs if job.holds and job.committed]
    if shown and connection.execute(_SHOW, shown).rowcount != len(shown):
        raise LookupError("a held copy is gone: its intent was settled by another process")  # never a 250 for it


def _not_yet(connection: Connection, jobs: list[Complete]) -> list[Complete]:
    """Without those whose first try was written after all: its transaction had everything in it."""
    doubtful = [job.id for job in jobs if job.again]
    if not doubtful:
        return jobs
    done = {row.id for row in connection.execute(_RECORDED, {"ids": doubtful})}
    return [job for job in jobs if not (job.again and job.id in done)]
