"""The way to the database: transactions that read, transactions that write, and what its errors mean for a client.

A writing transaction of SQLite takes the write lock at its start (BEGIN IMMEDIATE): one that reads first and writes later could
otherwise fail half-way, and several processes append to one chain.  What was committed is on the disk (synchronous=FULL).
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
    SQLAlchemyError,
)

from gateway import clock
from gateway.errors import ConfigError, StorageFailed

PATIENCE = 5.0  # seconds for somebody else's lock: well under what a client waits after its dot
LOOK_AGAIN = 0.0005  # seconds between two looks at the write lock of SQLite
SQLITE_PATIENCE = f"PRAGMA busy_timeout={int(PATIENCE * 1000)}"
FULL = "452 4.3.1 Storage is full, try again later"
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SETUP = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864"


class Database:
    """A database by its URL.  Belongs to the process that made it: never carried over a fork."""

    def __init__(self, url: str) -> None:
        self.url = _url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            _private_file(self.url)
        try:
            self.engine: Engine = sqlalchemy.create_engine(self.url, **({} if self.sqlite else {"pool_pre_ping": True}))
        except (ImportError, NoSuchModuleError) as error:
            raise ConfigError((f"VANTHU_DATABASE: thiếu trình điều khiển cho {self.url.drivername} ({error})",)) from error
        if self.sqlite:
            event.listen(self.engine, "connect", _connect_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the database, however long it is read."""
        options: dict[str, Any] = {} if self.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with _told(), self.engine.connect().execution_options(**options) as connection:
            view = connection.begin()
            try:
                yield connection
            finally:
                view.rollback()  # nothing was changed; a COMMIT would trip over a damaged page that was met

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[Connection]:
        """One transaction: on disk when the block ends, or nothing of it and `StorageFailed`."""
        with _told(), self.engine.connect().execution_options(writing=True, patience=patience) as connection:
            try:
                with connection.begin():
                    if not self.sqlite:
                        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
                    yield connection
            except SQLAlchemyError:
                connection.invalidate()  # after an I/O error nobody knows what a connection still believes
                raise

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def failure(error: BaseException) -> StorageFailed:
    """What a client is told of this error: full, or out of order."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    full = isinstance(cause, OSError) and cause.errno in _NO_SPACE
    full = full or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    full = full or getattr(cause, "sqlstate", None) == "53100"  # PostgreSQL: disk_full
    return StorageFailed(f"{type(cause).__name__}: {cause}"[:500], FULL if full else None)


def _url(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ConfigError((f"VANTHU_DATABASE: {text!r}: cần sqlite:///… hoặc postgresql://…",)) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _private_file(url: URL) -> None:
    """The file is ours alone from its first byte on; SQLite gives its journal the same mode."""
    if not url.database or url.database == ":memory:":
        raise ConfigError(("VANTHU_DATABASE: sqlite:///… cần đường dẫn tệp",))
    path = Path(url.database)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # O_EXCL: a file that is there is never opened here.  Closing it would release every lock that SQLite holds on it
        # elsewhere in this process (POSIX locks), and another process would write into the middle of our transaction.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise failure(error) from error


def _connect_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.text_factory = _text
    connection.execute(SQLITE_PATIENCE)
    for pragma in _SETUP.split("; "):
        connection.execute(pragma)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")  # a text that somebody has spoilt is still read, and then seen


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    if options.get("writing"):
        _begin_writing(driver, options.get("patience", PATIENCE))
    else:
        driver.execute("BEGIN")


def _begin_writing(driver: sqlite3.Connection, patience: float) -> None:
    """Take the write lock.  SQLite itself would sleep 1, 2, 5, 10, 15, … ms between two looks; our processes hold it for one."""
    until = clock.monotonic() + patience
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or clock.monotonic() > until:
                    raise
                clock.pause(LOOK_AGAIN)
            else:
                return
    finally:
        driver.execute(SQLITE_PATIENCE)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, DataError, ProgrammingError):
        raise  # the statement's own fault, not the storage's
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise failure(error) from error
