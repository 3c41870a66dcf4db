"""What the gateway needs from the world, looked at one by one."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from certificates import certificate

from gateway import checkup
from gateway.config.settings import Settings, load_settings
from gateway.config.values import HostPort
from gateway.storage.audit import act
from gateway.storage.chain import append
from gateway.storage.database import Database
from gateway.storage.upgrade import upgrade


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a gateway that was never started."""
    return load_settings({"VANTHU_DATA": str(tmp_path / "var")}, tmp_path)


@pytest.fixture
def greeter() -> Iterator[socket.socket]:
    """A listening socket that nobody has answered yet."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def place(server: socket.socket) -> HostPort:
    return HostPort("127.0.0.1", server.getsockname()[1])


def greet(server: socket.socket, greeting: bytes) -> None:
    def once() -> None:
        link, _ = server.accept()
        with link:
            link.sendall(greeting)
            link.recv(100)

    Thread(target=once, daemon=True).start()


@pytest.mark.parametrize(
    ("greeting", "ok"),
    [(b"220 mail ESMTP\r\n", True), (b"421 too busy\r\n", False), (b"\x1b[2J\xff\r\n", False), (b"220", True)],
    ids=["greets", "turns away", "is no mail server", "greets in pieces"],
)
def test_the_mail_server(greeter: socket.socket, greeting: bytes, ok: bool) -> None:
    greet(greeter, greeting)
    check = checkup.upstream(place(greeter))
    assert check.ok is ok
    assert check.seen.startswith("127.0.0.1:")


def test_a_mail_server_that_is_gone_or_never_named_is_told_with_what_to_do(greeter: socket.socket) -> None:
    gone = place(greeter)
    greeter.close()
    for check in (checkup.upstream(gone), checkup.upstream(None)):
        assert not check.ok
        assert check.cure


def test_a_mail_server_that_says_nothing_costs_seconds_at_most(greeter: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "CONNECT_SECONDS", 0.2)
    assert not checkup.upstream(place(greeter)).ok


def test_looking_at_a_gateway_that_never_ran_makes_nothing(settings: Settings, tmp_path: Path) -> None:
    seen = [check() for check in checkup.checks(settings)]
    assert [check.name for check in seen if not check.ok] == ["upstream"]
    assert list(tmp_path.iterdir()) == []


def test_a_used_database_tells_how_much_it_holds(settings: Settings) -> None:
    settings.data.mkdir()
    upgrade(settings.database)
    check = checkup.database(settings)
    assert check.ok
    assert "0 bản ghi" in check.seen


def test_a_broken_database_is_told(settings: Settings) -> None:
    settings.data.mkdir()
    (settings.data / "vanthu.db").write_bytes(b"this is no database" * 1000)
    check = checkup.database(settings)
    assert not check.ok
    assert "not a database" in check.seen
    assert checkup.time_of_day(settings).ok  # it is the database's trouble, not the clock's


def test_a_clock_behind_the_newest_record_is_told(settings: Settings) -> None:
    settings.data.mkdir()
    upgrade(settings.database)
    database = Database(settings.database)
    with database.writing() as connection:
        append(connection, b"key", [act("note", "X", "admin", datetime(2999, 1, 1, tzinfo=UTC))])
    database.close()
    check = checkup.time_of_day(settings)
    assert not check.ok
    assert "01/01/2999 07:00:00" in check.seen


def test_a_time_that_somebody_has_spoilt_is_shown_as_it_stands(settings: Settings) -> None:
    settings.data.mkdir()
    upgrade(settings.database)
    database = Database(settings.database)
    with database.writing() as connection:
        append(connection, b"key", [act("note", "X", "admin", datetime(2026, 1, 1, tzinfo=UTC))])
        connection.exec_driver_sql("UPDATE audit SET time = 'ngày mai'")
    database.close()
    assert "ngày mai" in checkup.time_of_day(settings).seen


async def test_all_checks_may_run_at_once(settings: Settings) -> None:
    settings.data.mkdir()
    upgrade(settings.database)
    seen = await asyncio.gather(*(asyncio.to_thread(check) for check in checkup.checks(settings)))
    assert [check.name for check in seen] == ["upstream", "database", "blobs", "scanners", "trust", "ocr", "disk", "clock"]


def test_trusted_certificates_are_counted_and_those_that_end_soon_are_named(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    folder.mkdir()
    mine = replace(settings, trust=folder)
    assert checkup.trust(mine).ok
    assert "0 chứng thư" in checkup.trust(mine).seen
    certificate(folder)[1].unlink()  # the key; the certificate is for ten days
    assert not checkup.trust(mine).ok
    assert "localhost (" in checkup.trust(mine).seen
    (folder / "broken.pem").write_bytes(b"?")
    assert checkup.trust(mine).seen.startswith(f"{folder}/broken.pem:1: ")


@pytest.mark.parametrize("there", [True, False], ids=["there", "missing"])
def test_the_ocr_is_told_of_and_never_stops_the_mail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: bool) -> None:
    monkeypatch.setattr("gateway.extract.tessdata.FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    if there:
        (tmp_path / "vie.traineddata").touch()
    check = checkup.ocr()
    assert check.ok
    assert ("đọc được" in check.seen, "tesseract-ocr-vie" in check.seen) == (there, not there)
