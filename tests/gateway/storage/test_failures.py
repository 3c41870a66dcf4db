"""Storage out of order: told as 4xx to exactly those who asked, and forgotten as soon as it is over."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from sqlalchemy import create_mock_engine, event
from sqlalchemy.exc import OperationalError
from storage_samples import decision, outcome, whole

from gateway.errors import ConfigError, StorageFailed
from gateway.ports import Reply
from gateway.storage.database import Database, failure
from gateway.storage.proof import verify
from gateway.storage.schema import HEAD, metadata
from gateway.storage.upgrade import upgrade

ROOT = Path(__file__).parents[3]
LATER = Reply.of("450 4.2.0 Later")


def start(script, *arguments):
    """A process that runs this script with our packages and samples at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}"},
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_a_locked_database_is_told_within_six_seconds_and_forgotten_afterwards(place, ledger):
    await whole(ledger, decision(0))
    blocker = sqlite3.connect(place.folder / "vanthu.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    async def refused_within(delay):
        await asyncio.sleep(delay)
        began = time.monotonic()
        with pytest.raises(StorageFailed) as caught:
            await ledger.prepare(decision(100 + delay, held=True))
        assert caught.value.reply[:9] == "451 4.3.0"
        return time.monotonic() - began

    try:
        assert max(await asyncio.gather(*(refused_within(delay) for delay in (0, 1, 4)))) < 6
    finally:
        blocker.close()
    await whole(ledger, decision(2))
    assert place.blob_names() == []


@pytest.mark.parametrize("held", [False, True], ids=["refused by the mail server", "to be held"])
async def test_a_letter_whose_end_could_not_be_written_may_come_again(place, ledger, held):
    first = decision(5, held=held)
    assert await ledger.prepare(first) is None
    blocker = sqlite3.connect(place.folder / "vanthu.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        ended = outcome(upstream=None) if held else outcome(LATER, committed=False, upstream=LATER)
        with pytest.raises(StorageFailed):
            await ledger.complete(first, ended)
    finally:
        blocker.close()
    async with asyncio.timeout(20):
        while True:
            try:
                assert await ledger.prepare(decision(5, held=held)) is None
            except StorageFailed:
                await asyncio.sleep(0.1)
            else:
                break


async def test_a_database_that_is_none_is_told_as_out_of_order(tmp_path, place):
    for name in ("vanthu.db", "vanthu.db-wal", "vanthu.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "vanthu.db").write_bytes(b"no database at all " * 500)
    ledger = place.ledger()
    with pytest.raises(StorageFailed, match="not a database"):
        await ledger.prepare(decision())
    (tmp_path / "vanthu.db").unlink()
    upgrade(place.url)
    await whole(ledger, decision())
    ledger.close()


FILLED = """
    import asyncio, resource, signal, sys
    from pathlib import Path
    from gateway.errors import StorageFailed
    from storage_samples import Place, decision, whole
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    async def main():
        place = Place(Path(sys.argv[1]))
        ledger = place.ledger()
        await whole(ledger, decision(0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
        held = sys.argv[3] == "held"
        seen = None
        for number in range(1, 2000):
            try:
                await whole(ledger, decision(number, held=held, raw=b"x" * (300_000 if held else 10)))
            except StorageFailed as error:
                seen = error.reply
                break
        print(seen)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        await whole(ledger, decision(5000))
        ledger.close()

    asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("limit", "kind", "codes"),
    [
        pytest.param(200_000, "held", {"452 4.3.1"}, id="no room for a held message"),
        pytest.param(200_000, "small", {"452 4.3.1", "451 4.3.0"}, id="no room for the journal"),
    ],
)
def test_a_full_disk_is_told_and_when_there_is_room_again_the_ledger_goes_on(place, limit, kind, codes):
    process = start(FILLED, place.folder, limit, kind)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert said[:9] in codes
    assert verify(place.database(), place.key).broken is None
    assert place.blob_names() == sorted(name for (name,) in place.rows("SELECT blob FROM held"))


WRITER = """
    import asyncio, sys
    from pathlib import Path
    from storage_samples import Place, decision, whole

    async def main():
        base = int(sys.argv[2])
        ledger = Place(Path(sys.argv[1])).ledger(f"acceptor-{base}")
        print("ready", flush=True)
        numbers = iter(range(base, base + int(sys.argv[3])))

        async def client():
            for number in numbers:
                one = decision(number, held=number % 5 == 0)
                await whole(ledger, one)
                print(one.letter.id, flush=True)

        await asyncio.gather(*(client() for _ in range(8)))
        ledger.close()

    asyncio.run(main())
"""


def test_two_processes_append_to_one_chain(place):
    processes = [start(WRITER, place.folder, base, 300) for base in (1_000, 2_000)]
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    found = verify(place.database(), place.key)
    assert (found.count, found.broken) == (600, None)
    assert place.rows("SELECT count(*) FROM intents") == [(0,)]


def test_a_process_killed_at_any_moment_leaves_nothing_that_cannot_be_settled(place, ledger):
    random.seed(11)
    promised = set()
    for turn in range(8):
        process = start(WRITER, place.folder, turn * 1_000_000, 100_000)
        assert process.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0.01, 0.4))
        process.send_signal(signal.SIGKILL)
        promised |= set(process.communicate(timeout=30)[0].split())
        ledger.settle(f"acceptor-{turn * 1_000_000}", frozenset())
        assert verify(place.database(), place.key).broken is None
    recorded = [name for (name,) in place.rows("SELECT id FROM audit")]
    assert len(recorded) == len(set(recorded))
    assert promised <= set(recorded)
    assert place.rows("SELECT count(*) FROM intents WHERE state = 'prepared'") == [(0,)]
    assert place.rows("SELECT count(*) FROM held WHERE NOT visible") == [(0,)]
    assert {name for (name,) in place.rows("SELECT blob FROM held")} <= set(place.blob_names())


def test_two_processes_that_start_at_once_make_the_tables_once(tmp_path):
    script = "import sys; from pathlib import Path; from storage_samples import Place; print(Place(Path(sys.argv[1])).key.hex())"
    processes = [start(script, tmp_path) for _ in range(3)]
    keys = {process.communicate(timeout=60)[0] for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(keys) == 1


def test_a_database_of_a_newer_version_is_left_alone(place):
    with sqlite3.connect(place.folder / "vanthu.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError, match="9999"):
        upgrade(place.url)


def test_the_migrations_make_exactly_the_tables_of_the_schema(place):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with place.database().engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    assert place.rows("SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_the_tables_can_be_made_in_postgresql():
    statements = []
    engine = create_mock_engine(
        "postgresql+psycopg://", lambda statement, *_: statements.append(str(statement.compile(dialect=engine.dialect)))
    )
    metadata.create_all(engine, checkfirst=False)
    text = "\n".join(statements)
    assert "sequence BIGINT NOT NULL" in text
    assert "reply BYTEA" in text
    assert "WITHOUT ROWID" not in text


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("no url", "no url", id="no URL"),
        pytest.param("sqlite://", "đường dẫn tệp", id="a database in memory"),
        pytest.param("oracle9://x/y", "oracle9", id="a database that we do not know"),
    ],
)
def test_a_wrong_url_is_a_mistake_in_the_settings(url, told):
    with pytest.raises(ConfigError, match=told):
        Database(url)


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        pytest.param(OSError(28, "No space left on device"), "452 4.3.1", id="no space"),
        pytest.param(OSError(122, "Disk quota exceeded"), "452 4.3.1", id="over quota"),
        pytest.param(OSError(5, "Input/output error"), "451 4.3.0", id="input/output error"),
        pytest.param(OperationalError("x", {}, sqlite3.OperationalError("disk I/O error")), "451 4.3.0", id="SQLite's I/O error"),
    ],
)
def test_a_client_is_told_full_or_out_of_order(error, reply):
    assert failure(error).reply[:9] == reply


async def test_a_full_database_is_told_as_full(place, ledger):
    pages = place.rows("PRAGMA page_count")[0][0]
    ledger._database.close()
    event.listen(ledger._database.engine, "connect", lambda driver, _: driver.execute(f"PRAGMA max_page_count = {pages}"))
    many = [decision(number) for number in range(250)]
    with pytest.raises(StorageFailed) as caught:
        await asyncio.gather(*(ledger.prepare(one) for one in many))
    assert caught.value.reply[:9] == "452 4.3.1"
