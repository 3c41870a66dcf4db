"""What is kept no longer: recorded answers, held letters past their term, old audit records, blobs that no row names.

Run now and then by one process; harmless when two run it at once, or when it is cut short.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from gateway.config.sections import Retention
from gateway.storage import audit
from gateway.storage.blobs import Blobs
from gateway.storage.database import Database
from gateway.storage.held import Held, from_row
from gateway.storage.proof import prune
from gateway.storage.quarantine import Quarantine, act_on
from gateway.storage.register import forget
from gateway.storage.schema import held, intents

ACTOR = "vanthu"
YOUNG = 3600.0  # seconds: a blob is on disk some moments before its row
STEP = 500


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many of each went; `broken`: the first audit record that is not whole, at which pruning stopped."""

    answers: int
    expired: int
    records: int
    blobs: int
    broken: int | None = None


def maintain(database: Database, blobs: Blobs, key: bytes, terms: Retention, now: datetime) -> Cleared:
    """Clear what is past its term.  Raises `StorageFailed`; what was cleared until then stays cleared."""
    answers = _purge_answers(database, audit.stamp(now - timedelta(days=terms.answered_days)))
    expired = _expire(database, Quarantine(database, blobs, key), now)
    old = audit.stamp(now - timedelta(days=terms.audit_days))
    with database.writing() as connection:
        connection.execute(delete(held).where(held.c.time < old, held.c.blob.is_(None)))
    pruned = prune(database, key, old)
    with database.writing() as connection:
        forget(connection, old)
    swept = blobs.sweep(lambda: _named(database), now.timestamp() - YOUNG)
    return Cleared(answers, expired, pruned.count, swept, pruned.broken)


def _purge_answers(database: Database, before: str) -> int:
    with database.writing() as connection:
        return connection.execute(delete(intents).where(intents.c.state == "answered", intents.c.time < before)).rowcount


def _expire(database: Database, quarantine: Quarantine, now: datetime) -> int:
    """A letter nobody has decided on is deleted, and that is recorded; of one decided on, only the bytes go."""
    expired = 0
    query = select(held).where(held.c.expires < audit.stamp(now), held.c.blob.is_not(None), held.c.visible).limit(STEP)
    while True:
        with database.reading() as connection:
            items = [from_row(row) for row in connection.execute(query)]
        done = sum(_expire_one(quarantine, item, now) for item in items)
        expired += done
        if not done:
            return expired


def _expire_one(quarantine: Quarantine, item: Held, now: datetime) -> bool:
    if item.state == "held":
        return quarantine.conclude(item, "deleted", act_on(item, "delete", ACTOR, now, reason="hết hạn lưu giữ"), if_changed=True)
    return quarantine.forget_bytes(item)


def _named(database: Database) -> frozenset[str]:
    with database.reading() as connection:
        return frozenset(connection.execute(select(held.c.blob).where(held.c.blob.is_not(None))).scalars())
