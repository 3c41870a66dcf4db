"""The disk is full, the database is locked: clients are put off, nothing is lost or passed unrecorded; after it all is well."""

import sqlite3
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest
from dialogue import Dialogue
from gateway_process import GatewayProcess
from history import History
from letters import OUTSIDE, A, B, attached, letter
from upstream import Gate, Upstream

RECIPIENTS = {"to forward": (B,), "to hold": (OUTSIDE,), "to forward and hold": (B, OUTSIDE)}


@pytest.fixture
def upstream():
    with Upstream() as server:
        yield server


@pytest.fixture
def history():
    return History()


@pytest.fixture
def gateway(upstream, tmp_path):
    with GatewayProcess(tmp_path, upstream.port) as process:
        yield process


@contextmanager
def locked(gateway):
    """Another process writes to the database and does not come to an end."""
    with sqlite3.connect(gateway.data / "vanthu.db", timeout=20, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@pytest.mark.parametrize("recipients", RECIPIENTS.values(), ids=RECIPIENTS)
def test_while_the_database_is_locked_clients_are_put_off(gateway, upstream, history, recipients):
    content = letter()
    with locked(gateway):
        assert history.attempt(gateway.port, content, *recipients).startswith(b"451 4.3.0 ")
    assert history.attempt(gateway.port, content, *recipients).startswith(b"250 ")
    history.check(gateway, upstream)


def test_a_letter_that_the_upstream_took_is_answered_when_the_database_is_free_again(gateway, upstream, history):
    gate = Gate()
    upstream.on("dot", gate)
    handing = threading.Thread(target=history.attempt, args=(gateway.port, letter(), B, OUTSIDE))
    handing.start()
    gate.wait()
    with locked(gateway):
        gate.open()
        time.sleep(3)
        assert history.replies == []
    handing.join(30)
    assert history.replies[0].startswith(b"250 ")
    history.check(gateway, upstream)


@pytest.fixture
def small_disk(tmp_path, upstream):
    """A gateway whose data lies on a disk of 16 MiB.  (A memory file system: the tests run as root.)"""
    data = tmp_path / "data"
    data.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "vanthu-test", str(data)], check=True)
    try:
        with GatewayProcess(tmp_path, upstream.port) as process:
            yield process
    finally:
        subprocess.run(["umount", "-l", str(data)], check=True)


@contextmanager
def full(gateway):
    """Nothing more can be written."""
    ballast = gateway.data / "ballast"
    with ballast.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size >>= 1
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.parametrize("recipients", RECIPIENTS.values(), ids=RECIPIENTS)
@pytest.mark.parametrize("size", [1_000, 2_000_000], ids=["small", "large"])
def test_while_the_disk_is_full_clients_are_put_off(small_disk, upstream, history, recipients, size):
    content = attached(size)
    with full(small_disk):
        for _ in range(3):
            assert history.attempt(small_disk.port, content, *recipients)[:3] in (b"451", b"452")
    assert history.attempt(small_disk.port, content, *recipients).startswith(b"250 ")
    history.check(small_disk, upstream)


def test_when_the_disk_fills_while_the_upstream_takes_a_letter_the_answer_waits_for_room(small_disk, upstream, history):
    gate = Gate()
    upstream.on("dot", gate)
    handing = threading.Thread(target=history.attempt, args=(small_disk.port, letter(), B, OUTSIDE))
    handing.start()
    gate.wait()
    with full(small_disk):
        gate.open()
        time.sleep(2)
    handing.join(30)
    assert history.replies[0].startswith(b"250 ")
    history.check(small_disk, upstream)


def test_a_release_on_a_full_disk_sends_nothing_twice(small_disk, upstream, history):
    history.attempt(small_disk.port, letter(), OUTSIDE)
    (item,) = small_disk.held()
    with full(small_disk):
        small_disk.run("quarantine", "release", item["id"], status=None)
    small_disk.run("quarantine", "release", item["id"], status=None)
    assert len(upstream.delivered) == 1
    small_disk.run("audit", "verify")


def test_a_session_may_go_on_after_a_full_disk(small_disk, upstream):
    with Dialogue(small_disk.port) as client:
        client.envelope(A, B)
        with full(small_disk):
            assert client.content(attached(2_000_000))[:3] in (b"451", b"452")
        client.envelope(A, B)
        assert client.content(letter()).startswith(b"250")
