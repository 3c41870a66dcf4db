"""The quarantine: what is held, and every change of its state together with the audit record of who made it.

A change names the state that its maker saw; when somebody was quicker nothing is changed.  Methods block on the disk.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, true, update

from gateway.errors import StorageFailed
from gateway.storage import audit, chain
from gateway.storage.blobs import Blobs
from gateway.storage.database import Database
from gateway.storage.held import Held, from_row
from gateway.storage.register import entered
from gateway.storage.schema import held
from gateway.storage.stored import StoredContent


class Quarantine:
    """The held letters of a database and a blob store.  `key` signs the audit chain."""

    def __init__(self, database: Database, blobs: Blobs, key: bytes) -> None:
        self._database = database
        self._blobs = blobs
        self._key = key

    def items(self, state: str | None = None) -> Iterator[Held]:
        """The letters, oldest first, in one state or in all."""
        query = select(held).where(held.c.visible, held.c.state == state if state else true())
        with self._database.reading() as connection:
            for row in connection.execution_options(yield_per=500).execute(query.order_by(held.c.time, held.c.id)):
                yield from_row(row)

    def find(self, identifier: str) -> Held | None:
        """The letter with this id."""
        with self._database.reading() as connection:
            row = connection.execute(select(held).where(held.c.id == identifier, held.c.visible)).one_or_none()
        return from_row(row) if row else None

    def read_later(self, identifier: str) -> dict[str, Any] | None:
        """What was read of the letter's documents after its answer: see `gateway.storage.register.entered`."""
        return entered(self._database, identifier)

    def content(self, item: Held) -> StoredContent:
        """The letter's bytes, to be closed; raises `StorageFailed` when they are gone or damaged."""
        if item.blob is None:
            raise StorageFailed(f"{item.id}: the bytes were deleted")
        return self._blobs.open(item.blob, item.sha256)

    def claim(self, item: Held, when: datetime) -> bool:
        """Mark that a release begins; whether nobody else has it.  On disk before the first byte is sent."""
        return self._change(item, {"releasing": audit.stamp(when)}, None)

    def conclude(self, item: Held, state: str, record: dict[str, Any], *, if_changed: bool = False) -> bool:
        """Give the letter its state, and record it: always, or only if it still was as `item` says.  Whether it was."""
        values: dict[str, Any] = {"state": state, "releasing": None}
        if state == "deleted":
            values["blob"] = None
        changed = self._change(item, values, record, always=not if_changed)
        if changed and state == "deleted" and item.blob:
            with contextlib.suppress(StorageFailed):  # no row names it any more: swept later
                self._blobs.delete(item.blob)
        return changed

    def forget_bytes(self, item: Held) -> bool:
        """The bytes of a letter that was decided on go; its state stays."""
        changed = self._change(item, {"blob": None}, None)
        if changed and item.blob:
            self._blobs.delete(item.blob)
        return changed

    def note(self, record: dict[str, Any]) -> None:
        """Record something that changed no state."""
        with self._database.writing() as connection:
            chain.append(connection, self._key, [record])

    def _change(self, item: Held, values: dict[str, Any], record: dict[str, Any] | None, *, always: bool = False) -> bool:
        mark = audit.stamp(item.releasing) if item.releasing else None
        as_seen = and_(
            held.c.id == item.id, held.c.visible, held.c.state == item.state, held.c.releasing.is_not_distinct_from(mark)
        )
        with self._database.writing() as connection:
            changed = connection.execute(update(held).where(as_seen).values(**values)).rowcount == 1
            if record is not None and (changed or always):
                chain.append(connection, self._key, [record])
        return changed


def act_on(item: Held, event: str, actor: str, when: datetime, **details: Any) -> dict[str, Any]:
    """The audit record of what a person did with a held letter."""
    secret = any(flag.code == "password.disclosed" and flag.part is None for flag in item.findings)
    return audit.act(
        event,
        item.id,
        actor,
        when,
        mail_from=item.mail_from,
        rcpt_tos=tuple(recipient.address for recipient in item.recipients),
        message_id=item.message_id,
        subject=audit.HIDDEN if secret else item.subject,
        size=item.size,
        sha256=item.sha256,
        **details,
    )
