"""The storage that the settings name, opened: what commands and the console work with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.config.settings import Settings
from gateway.storage.blobs import Blobs, open_blobs
from gateway.storage.database import Database
from gateway.storage.keys import audit_key
from gateway.storage.quarantine import Quarantine
from gateway.storage.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class Store:
    """A database, its blobs, and the key of its audit chain."""

    database: Database
    blobs: Blobs
    key: bytes

    @property
    def quarantine(self) -> Quarantine:
        """The held letters."""
        return Quarantine(self.database, self.blobs, self.key)


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """Open it, the tables brought up to date; closed at the end of the block."""
    upgrade(settings.database)
    database = Database(settings.database)
    try:
        yield Store(database, open_blobs(settings.blobs), audit_key(settings.data))
    finally:
        database.close()
