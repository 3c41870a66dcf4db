"""Fail the first, second, third ... call to the disk, and look each time whether every promise was kept (as SQLite tests itself).

The invariant: a held copy is visible if and only if `complete` returned; what was not acknowledged is settled and leaves nothing
in the quarantine; nothing is recorded twice; the chain is whole; no bytes lie about that no row names.
"""

import errno
import os
import shutil
import sqlite3

import pytest
from sqlalchemy import event
from storage_samples import REFUSED, Place, decision, outcome

from gateway.errors import StorageFailed
from gateway.storage.proof import verify

CALLS = 24  # more than a letter's whole way needs: the last ones fail nothing


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    Place(folder)
    return folder


class Disk:
    """Fails the n-th of the calls that are counted, once."""

    def __init__(self, nth):
        self.left = nth

    def call(self, error):
        self.left -= 1
        if self.left == 0:
            raise error


def failing_database(ledger, disk):
    error = sqlite3.OperationalError("disk I/O error")
    event.listen(ledger._database.engine, "before_cursor_execute", lambda *_: disk.call(error))
    event.listen(ledger._database.engine, "commit", lambda _: disk.call(error))


def failing_files(monkeypatch, disk):
    for name in ("fsync", "write", "open", "rename"):
        real = getattr(os, name)

        def call(*arguments, real=real, **more):
            disk.call(OSError(errno.ENOSPC, "No space left on device"))
            return real(*arguments, **more)

        monkeypatch.setattr(os, name, call)


async def through(ledger, one, result):
    """A letter's way; whether it was acknowledged."""
    try:
        await ledger.prepare(one)
        await ledger.complete(one, result)
    except StorageFailed:
        return False
    return True


@pytest.mark.parametrize("kind", ["database", "files"])
@pytest.mark.parametrize(
    "result",
    [pytest.param(outcome(), id="held"), pytest.param(outcome(REFUSED, committed=False, upstream=REFUSED), id="refused")],
)
@pytest.mark.parametrize("nth", range(1, CALLS), ids=lambda nth: f"call {nth}")
async def test_every_promise_holds_when_one_call_fails(empty, tmp_path, monkeypatch, kind, result, nth):
    folder = shutil.copytree(empty, tmp_path / "data")
    place = Place(folder)
    ledger = place.ledger()
    disk = Disk(nth)
    one = decision(held=True)
    with monkeypatch.context() as patch:
        if kind == "files":
            failing_files(patch, disk)
        else:
            failing_database(ledger, disk)
        acknowledged = await through(ledger, one, result)
    failed, disk.left = disk.left <= 0, 0
    settled = ledger.settle("acceptor-1", frozenset())
    ledger.close()

    visible = [name for (name,) in place.rows("SELECT id FROM held WHERE visible")]
    recorded = place.rows("SELECT id FROM audit")
    assert visible == ([one.letter.id] if acknowledged and result.committed else [])
    assert place.rows("SELECT count(*) FROM held") == [(len(visible),)]
    assert len(recorded) == int(acknowledged) + settled <= 1
    assert verify(place.database(), place.key).broken is None
    place.blobs.sweep(lambda: frozenset(visible), 1e12)
    assert place.blob_names() == visible
    assert acknowledged or failed
