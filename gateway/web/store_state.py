"""What the stores hold just now, in figures: for the metrics and the start page."""

from dataclasses import dataclass

from sqlalchemy import func, select

from gateway import clock
from gateway.config.settings import Settings
from gateway.errors import StorageFailed
from gateway.storage.database import Database
from gateway.storage.held import moment
from gateway.storage.schema import audit, held


@dataclass(frozen=True, slots=True)
class StoreState:
    """`held`: messages waiting for review, with their bytes and the age of the oldest."""

    held: int = 0
    held_bytes: int = 0
    oldest_seconds: float = 0.0
    audit_records: int = 0


def store_state(settings: Settings) -> StoreState:
    """Ask the database; zeros where it cannot be asked (readiness tells of that)."""
    waiting = select(func.count(), func.sum(held.c.size), func.min(held.c.time)).where(held.c.state == "held", held.c.visible)
    try:
        store = Database(settings.database)
        try:
            with store.reading() as connection:
                count, size, oldest = connection.execute(waiting).one()
                height = connection.execute(select(func.max(audit.c.sequence))).scalar() or 0
        finally:
            store.close()
    except StorageFailed:
        return StoreState()
    age = (clock.now() - moment(oldest)).total_seconds() if oldest else 0.0
    return StoreState(count, int(size or 0), age, height)
