"""What the audit log says: everything about one letter, or everything since a record.  Reads only."""

from typing import Any

from sqlalchemy import select

from gateway.storage.chain import decode
from gateway.storage.database import Database
from gateway.storage.held import Held, from_row
from gateway.storage.schema import audit, held


def story(database: Database, identifier: str) -> tuple[dict[str, Any], ...]:
    """Every record about this id, oldest first: the letter's own, then what people did with it."""
    wanted = select(audit.c.record).where(audit.c.id == identifier).order_by(audit.c.sequence)
    with database.reading() as connection:
        return tuple(decode(text) for text in connection.execute(wanted).scalars())


def held_letter(database: Database, identifier: str) -> Held | None:
    """The letter in quarantine, whatever has become of it; None when it never was there."""
    with database.reading() as connection:
        row = connection.execute(select(held).where(held.c.id == identifier, held.c.visible)).one_or_none()
    return from_row(row) if row is not None else None


def since(database: Database, sequence: int, most: int = 1000) -> tuple[dict[str, Any], ...]:
    """The records after that one, oldest first."""
    wanted = select(audit.c.record).where(audit.c.sequence > sequence).order_by(audit.c.sequence).limit(most)
    with database.reading() as connection:
        return tuple(decode(text) for text in connection.execute(wanted).scalars())
