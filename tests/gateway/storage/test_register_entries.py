"""What was read after the answer stands beside the audit log, for as long as the letter's record does."""

from datetime import timedelta

from storage_samples import decision, whole

from gateway import clock
from gateway.config.sections import Retention
from gateway.storage.proof import verify
from gateway.storage.register import Entry, entered, entry, known
from gateway.storage.retention import maintain
from gateway.storage.upgrade import upgrade
from policies.core.finding import Finding
from policies.core.official import OfficialDocument

READ = OfficialDocument("1", "q\udc80\x00.pdf", "scan", official=True, number="42/QĐ-STC", addressees=("Sở Tài chính",))
LATE = Finding("secrecy.marked", "1", detail={"level": "MẬT"})


async def entered_letter(place, ledger):
    one = decision()
    await whole(ledger, one)
    await ledger.enter(entry(one.letter.id, clock.now(), (READ,), (LATE,)))
    return one.letter.id


async def test_an_entry_comes_back_as_it_was_made(place, ledger):
    found = entered(place.database(), await entered_letter(place, ledger))
    (document,), (late,) = found["documents"], found["late"]
    assert (document["filename"], document["number"], document["addressees"]) == (
        "q\udc80\x00.pdf",
        "42/QĐ-STC",
        ["Sở Tài chính"],
    )
    assert (late["code"], late["article"], late["detail"]) == ("secrecy.marked", "4.4b", {"level": "MẬT"})


async def test_an_entry_changes_nothing_in_the_audit_log(place, ledger):
    one = decision()
    await whole(ledger, one)
    before = place.rows("SELECT * FROM audit"), place.rows("SELECT * FROM anchor")
    await ledger.enter(entry(one.letter.id, clock.now(), (READ,), ()))
    assert (place.rows("SELECT * FROM audit"), place.rows("SELECT * FROM anchor")) == before
    assert verify(place.database(), place.key).broken is None


async def test_a_letter_that_was_never_recorded_has_no_entry(place, ledger):
    await ledger.enter(Entry(clock.new_id(), "2026-11-24T00:00:00.000000Z", "[]", "[]"))
    assert place.rows("SELECT * FROM register") == []
    assert entered(place.database(), clock.new_id()) is None


async def test_an_entry_goes_with_the_record_of_its_letter(place, ledger):
    letter = await entered_letter(place, ledger)
    terms = Retention(audit_days=30)
    for days, left in ((29, 1), (31, 0)):
        maintain(place.database(), place.blobs, place.key, terms, clock.now() + timedelta(days=days))
        assert len(place.rows("SELECT * FROM register")) == left
    assert entered(place.database(), letter) is None


async def test_a_database_without_a_register_gets_one(place):
    with place.database().writing() as connection:
        connection.exec_driver_sql("DROP TABLE register")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    upgrade(place.url)
    assert place.rows("SELECT * FROM register") == []
    assert place.rows("SELECT version_num FROM alembic_version") == [("0002",)]


def test_what_was_read_later_stands_in_place_of_what_was_recorded_of_the_same_file():
    scan, table = {"part": "1", "filename": "a.pdf"}, {"part": "2", "filename": "b.xlsx"}
    read = {**scan, "number": "42/QĐ-STC"}
    assert known([scan, table], None) == [scan, table]
    assert known([scan, table], {"documents": [read]}) == [read, table]
