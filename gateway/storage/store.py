"""The storage that the settings name, opened: what commands and the console work with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from gateway.config.settings import Settings
from gateway.errors import ConfigError
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


def require_data(settings: Settings) -> None:
    """For those who look at what a gateway has left: where none has run, `ConfigError`, and nothing is made."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        where = f"chưa có dữ liệu ở {url.database} (VANTHU_DATA = {settings.data})"
        raise ConfigError((f"{where}: cổng chưa chạy lần nào, hoặc đặt sai thư mục (no data there yet)",))


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """Open it, the tables brought up to date; closed at the end of the block."""
    upgrade(settings.database)
    database = Database(settings.database)
    try:
        yield Store(database, open_blobs(settings.blobs), audit_key(settings.data))
    finally:
        database.close()
