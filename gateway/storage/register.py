"""The register: what was read of a letter's documents after its answer.

It stands beside the audit log, whose records are never changed: an entry says when it was made, and what was found only then.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, insert, select

from gateway.storage.audit import document, observed, stamp
from gateway.storage.database import Database
from gateway.storage.schema import audit, register
from policies.core.finding import Finding
from policies.core.official import OfficialDocument

_RECORDED = select(audit.c.id).where(audit.c.event == "message")


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter's.  `documents`, `late`: JSON lists, of documents and of the findings that the verdict did not know."""

    id: str
    time: str
    documents: str
    late: str


def entry(letter: str, when: datetime, documents: tuple[OfficialDocument, ...], late: tuple[Finding, ...]) -> Entry:
    """The entry for what was read at that time.  ASCII JSON: whatever stood in the letter, every database takes it."""
    return Entry(
        letter, stamp(when), json.dumps([document(one) for one in documents]), json.dumps([observed(one) for one in late])
    )


def enter(connection: Connection, entries: list[Entry]) -> None:
    """Put entries into an open transaction: those of letters that the audit log knows."""
    known = set(connection.execute(_RECORDED.where(audit.c.id.in_([one.id for one in entries]))).scalars()) if entries else set()
    rows = [{"id": one.id, "time": one.time, "documents": one.documents, "late": one.late} for one in entries if one.id in known]
    if rows:
        connection.execute(insert(register), rows)


def entered(database: Database, letter: str) -> dict[str, Any] | None:
    """What the register says of a letter: `time`, `documents`, `late`; None when it has no entry."""
    with database.reading() as connection:
        row = connection.execute(select(register).where(register.c.id == letter)).one_or_none()
    if row is None:
        return None
    return {"time": row.time, "documents": json.loads(row.documents), "late": json.loads(row.late)}


def known(recorded: list[dict[str, Any]], read: dict[str, Any] | None) -> list[dict[str, Any]]:
    """All that is known of a letter's documents: what was read later stands in place of what was recorded of the same file."""
    if read is None:
        return recorded
    places = {(one["part"], one["filename"]) for one in read["documents"]}
    return [*read["documents"], *(one for one in recorded if (one["part"], one["filename"]) not in places)]


def forget(connection: Connection, before: str) -> int:
    """Remove the entries made before that time whose letter the audit log no longer holds.  How many."""
    recorded = exists().where(audit.c.id == register.c.id)
    return connection.execute(delete(register).where(and_(register.c.time < before, ~recorded))).rowcount
