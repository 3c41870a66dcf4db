"""Brings a database to the newest revision: forward only, in one transaction, by one process while others wait."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from gateway.errors import ConfigError
from gateway.storage.database import Database
from gateway.storage.schema import HEAD

PATIENCE = 60.0
LOCK = 0x76616E746875  # "vanthu": the advisory lock of PostgreSQL under which one process migrates


def upgrade(url: str) -> None:
    """Make or update the tables.  Raises `ConfigError` for a database that a newer version of the program has changed."""
    database = Database(url)
    try:
        with database.reading() as connection:
            if _revision(connection) == HEAD:
                return
        with database.writing(PATIENCE) as connection:
            if not database.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _migrate(connection)
    finally:
        database.close()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    revision = _revision(connection)  # again, under the lock: somebody may have been quicker
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise ConfigError((f"VANTHU_DATABASE: cơ sở dữ liệu thuộc phiên bản mới hơn (revision {revision}); hãy nâng cấp vanthu",))
    command.upgrade(config, "head")
