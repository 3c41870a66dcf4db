"""The audit chain: whole while only we write, and every tampering seen and named."""

import asyncio
import json

import pytest
from storage_samples import Place, decision, whole

from gateway import clock
from gateway.storage import audit, chain
from gateway.storage.keys import audit_key
from gateway.storage.proof import STEP, prune, verify


def append(place, count, key=None, start=0):
    database = place.database()
    with database.writing() as connection:
        records = [audit.act("note", f"ID{start + number}", "vanthu01", clock.now()) for number in range(count)]
        chain.append(connection, key or place.key, records)
    database.close()


def tamper(place, *statements):
    database = place.database()
    with database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    database.close()


def proof(place, key=None):
    database = place.database()
    try:
        return verify(database, key or place.key)
    finally:
        database.close()


@pytest.mark.parametrize("count", [0, 1, 2, 50], ids=lambda count: f"{count} records")
def test_an_untouched_chain_is_whole(place, count):
    if count:
        append(place, count)
    assert proof(place).broken is None
    assert proof(place).count == count


def test_a_record_holds_the_hash_of_the_one_before(place):
    append(place, 2)
    first, second = place.rows("SELECT record, hash FROM audit ORDER BY sequence")
    assert json.loads(first[0])["previous"] == chain.GENESIS
    assert json.loads(second[0])["previous"] == first[1]
    assert list(json.loads(second[0])) == sorted(json.loads(second[0]))


def rebuild(place, key):
    """The chain made anew by somebody who can write to the database, with that key."""
    rows = [json.loads(record) for (record,) in place.rows("SELECT record FROM audit ORDER BY sequence")]
    rows[2]["actor"] = "somebody else"
    genesis = f"UPDATE anchor SET count = 0, hash = '{chain.GENESIS}', signature = '' WHERE name = 'end'"
    tamper(place, "DELETE FROM audit", genesis)
    database = place.database()
    with database.writing() as connection:
        chain.append(connection, key, rows)
    database.close()


SWAP = (
    "UPDATE audit SET sequence = 1004 WHERE sequence = 4",
    "UPDATE audit SET sequence = 4 WHERE sequence = 5",
    "UPDATE audit SET sequence = 5 WHERE sequence = 1004",
)
COPY = "INSERT INTO audit SELECT {}, id, time, event, record, hash FROM audit WHERE sequence = 3"


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        pytest.param(["UPDATE audit SET record = replace(record, 'vanthu01', 'vanthu02') WHERE sequence = 3"], 3, id="changed"),
        pytest.param(["UPDATE audit SET record = record || ' ' WHERE sequence = 3"], 3, id="changed by a blank"),
        pytest.param(["DELETE FROM audit WHERE sequence = 3"], 3, id="removed"),
        pytest.param(["DELETE FROM audit WHERE sequence = 1"], 1, id="the first removed"),
        pytest.param(
            ["DELETE FROM audit WHERE sequence = 3", "UPDATE audit SET sequence = sequence - 1 WHERE sequence > 3"],
            3,
            id="removed and the rest moved up",
        ),
        pytest.param([COPY.format(11)], 11, id="put in at the end"),
        pytest.param(
            [
                "UPDATE audit SET sequence = -sequence WHERE sequence > 3",
                "UPDATE audit SET sequence = 1 - sequence WHERE sequence < 0",
                COPY.format(4),
            ],
            4,
            id="put in between",
        ),
        pytest.param(SWAP, 4, id="reordered"),
        pytest.param(["DELETE FROM audit WHERE sequence > 7"], 8, id="the tail cut off"),
        pytest.param(["DELETE FROM audit"], 1, id="all removed"),
        pytest.param(
            [
                "DELETE FROM audit WHERE sequence > 7",
                "UPDATE anchor SET count = 7, hash = (SELECT hash FROM audit WHERE sequence = 7) WHERE name = 'end'",
            ],
            7,
            id="the tail cut off and the anchor moved",
        ),
        pytest.param(
            ["UPDATE audit SET time = '2020-01-01T00:00:00.000000Z' WHERE sequence = 5"], 5, id="an index column changed"
        ),
        pytest.param(["UPDATE audit SET id = 'X' WHERE sequence = 5"], 5, id="the id column changed"),
        pytest.param(["UPDATE audit SET hash = 'x' WHERE sequence = 5"], 5, id="a hash changed"),
        pytest.param(["UPDATE audit SET record = x'ff' WHERE sequence = 5"], 5, id="bytes instead of text"),
        pytest.param(["UPDATE audit SET record = CAST(x'ff7b' AS TEXT) WHERE sequence = 5"], 5, id="text that is no UTF-8"),
        pytest.param(["UPDATE audit SET record = '[]' WHERE sequence = 5"], 5, id="JSON of another kind"),
        pytest.param(["DELETE FROM anchor WHERE name = 'end'"], 11, id="the anchor removed"),
        pytest.param(["UPDATE anchor SET signature = '' WHERE name = 'end'"], 10, id="the signature emptied"),
        pytest.param(["UPDATE anchor SET signature = 'đ' WHERE name = 'end'"], 10, id="the signature no ASCII"),
        pytest.param(["DELETE FROM anchor WHERE name = 'start'"], 1, id="the start removed"),
        pytest.param(
            [
                "DELETE FROM audit WHERE sequence <= 4",
                "UPDATE anchor SET count = 4 WHERE name = 'start'",
                "UPDATE anchor SET hash = (SELECT json_extract(record, '$.previous') FROM audit) WHERE name = 'start'",
            ],
            5,
            id="the front removed as if pruned",
        ),
    ],
)
def test_tampering_is_seen_and_the_first_broken_record_named(place, statements, broken):
    append(place, 10)
    tamper(place, *statements)
    found = proof(place)
    assert found.broken == broken, found.reason
    assert found.reason


@pytest.mark.parametrize(
    "statement", ["DELETE FROM anchor", "UPDATE anchor SET signature = 'x'", "DELETE FROM audit WHERE sequence > 7"]
)
def test_tampering_stays_seen_when_more_is_recorded(place, statement):
    append(place, 10)
    tamper(place, statement)
    append(place, 3, start=10)
    append(place, 3, start=13)
    assert proof(place).broken is not None


def test_a_chain_replaced_without_the_key_is_seen(place):
    append(place, 10)
    rebuild(place, b"a guess")
    assert proof(place).broken is not None


def test_a_lost_key_is_seen(place):
    append(place, 10)
    assert proof(place, b"another key").broken is not None


def test_pruning_keeps_the_proof(place):
    append(place, 10)
    ((cut,),) = place.rows("SELECT time FROM audit WHERE sequence = 7")
    database = place.database()
    assert prune(database, place.key, cut).count == 6
    assert prune(database, place.key, cut).count == 0
    append(place, 5, start=10)
    assert proof(place).count == 9
    assert proof(place).broken is None
    assert prune(database, place.key, "9999").count == 9
    assert proof(place).broken is None
    append(place, 1, start=20)
    assert (proof(place).count, proof(place).broken) == (1, None)


def test_a_long_front_is_pruned_in_pieces(place, monkeypatch):
    append(place, 10)
    monkeypatch.setattr("gateway.storage.proof.STEP", 3)
    assert prune(place.database(), place.key, "9999").count == 10
    append(place, 2, start=10)
    assert (proof(place).count, proof(place).broken) == (2, None)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM anchor WHERE name = 'start'", "UPDATE anchor SET signature = 'x' WHERE name = 'start'"]
)
def test_nothing_is_pruned_where_the_start_is_not_ours(place, statement):
    append(place, 10)
    tamper(place, statement)
    found = prune(place.database(), place.key, "9999")
    assert (found.count, found.broken) == (0, 1)
    assert len(place.rows("SELECT 1 FROM audit")) == 10


def test_a_damaged_page_is_a_broken_chain_and_no_crash(place):
    append(place, 400)
    path = place.folder / "vanthu.db"  # all in this one file: the last connection has closed and taken the journal in
    raw = bytearray(path.read_bytes())
    spot = raw.rfind(b'"ID399"')
    raw[spot - spot % 4096 : spot - spot % 4096 + 4096] = b"\xff" * 4096
    path.write_bytes(raw)
    assert proof(place).broken is not None


def test_evidence_of_tampering_is_not_pruned_away(place):
    append(place, 10)
    tamper(place, "UPDATE audit SET record = replace(record, 'vanthu01', 'vanthu02') WHERE sequence = 3")
    found = prune(place.database(), place.key, "9999")
    assert (found.count, found.broken) == (2, 3)
    assert proof(place).broken == 3


def test_a_record_removed_after_pruning_is_seen(place):
    append(place, 10)
    ((cut,),) = place.rows("SELECT time FROM audit WHERE sequence = 7")
    prune(place.database(), place.key, cut)
    tamper(place, "DELETE FROM audit WHERE sequence = 7")
    assert proof(place).broken == 7


def test_a_long_chain_is_read_in_pieces_and_says_how_far_it_is(place):
    append(place, STEP + 1)
    told = []
    assert verify(place.database(), place.key, told.append).count == STEP + 1
    assert told == [STEP, STEP + 1]


def test_the_key_is_made_once_and_for_us_alone(tmp_path):
    key = audit_key(tmp_path)
    assert len(key) == 32
    assert audit_key(tmp_path) == key
    assert (tmp_path / "keys" / "audit.key").stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in (tmp_path / "keys").iterdir()] == ["audit.key"]


async def test_ledgers_of_several_threads_make_one_chain(place):
    ledgers = [place.ledger(f"acceptor-{number}") for number in range(3)]
    await asyncio.gather(*(whole(ledgers[number % 3], decision(number)) for number in range(90)))
    for ledger in ledgers:
        ledger.close()
    assert (proof(place).count, proof(place).broken) == (90, None)


def test_places_of_one_folder_share_the_key(place):
    assert Place(place.folder).key == place.key
