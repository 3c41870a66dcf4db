"""The quarantine's list, its terms, and what is cleared when."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage_samples import decision, outcome, whole

from gateway import clock
from gateway.config.sections import Retention
from gateway.errors import StorageFailed
from gateway.ports import Peer
from gateway.storage import audit
from gateway.storage.held import Recipient, from_row, to_row
from gateway.storage.proof import verify
from gateway.storage.quarantine import Quarantine, act_on
from gateway.storage.retention import maintain
from policies.core.finding import Finding
from policies.core.message import Envelope
from policies.core.verdict import Action, Judged

TERMS = Retention()


@pytest.fixture
def quarantine(place):
    return Quarantine(place.database(), place.blobs, place.key)


async def hold(ledger, number=0, **options):
    one = decision(number, held=True, **options)
    await whole(ledger, one)
    return one.letter.id


def clear(place, days):
    return maintain(place.database(), place.blobs, place.key, TERMS, clock.now() + timedelta(days=days))


async def test_a_held_letter_is_found_as_it_came(quarantine, ledger):
    one = decision(held=True)
    await whole(ledger, one)
    item = quarantine.find(one.letter.id)
    assert (item.mail_from, item.mail_params) == ("phong@dongnai.gov.vn", ("BODY=8BITMIME", "ENVID=q+3D1"))
    assert item.recipients == (Recipient("x@gmail.com", ("NOTIFY=NEVER",)),)
    assert item.peer == Peer("mx", "10.1.2.3", 40000, "pc.dongnai.gov.vn", "pc", "vanthu01", "ESMTPSA")
    assert (item.subject, item.size, item.sha256) == ("Bộ Nội vụ", one.letter.content.size, one.letter.content.sha256)
    assert (item.state, item.unknown, item.codes) == ("held", False, ("domain.recipient",))
    assert item.time == one.letter.received
    assert item.expires - item.time == timedelta(days=90)
    assert dict(item.findings[0].evidence)["domain"] == "gmail.com"


async def test_parameters_follow_their_recipient_even_when_one_is_named_twice(quarantine, ledger):
    one = decision(held=True, recipients=("x@gmail.com", "x@gmail.com"))
    await whole(ledger, one)
    assert quarantine.find(one.letter.id).recipients == (Recipient("x@gmail.com", ("NOTIFY=NEVER",)),)


async def test_the_list_is_in_order_and_by_state(quarantine, ledger):
    ids = [await hold(ledger, number) for number in range(3)]
    item = quarantine.find(ids[1])
    quarantine.conclude(item, "rejected", act_on(item, "reject", "vanthu01", clock.now()))
    assert [item.id for item in quarantine.items()] == ids
    assert [item.id for item in quarantine.items("held")] == [ids[0], ids[2]]
    assert [item.id for item in quarantine.items("rejected")] == [ids[1]]


async def test_a_letter_whose_answer_is_not_decided_is_not_there(quarantine, ledger):
    one = decision(held=True)
    await ledger.prepare(one)
    assert quarantine.find(one.letter.id) is None
    assert list(quarantine.items()) == []


async def test_a_change_is_made_only_to_what_its_maker_saw(quarantine, place, ledger):
    item = quarantine.find(await hold(ledger))
    assert quarantine.claim(item, clock.now())
    assert not quarantine.claim(item, clock.now())
    act = act_on(item, "delete", "vanthu01", clock.now())
    assert not quarantine.conclude(item, "deleted", act, if_changed=True)
    assert quarantine.find(item.id).unknown
    assert len(place.rows("SELECT 1 FROM audit")) == 1


async def test_deleted_bytes_are_gone_and_the_row_stays(quarantine, place, ledger):
    item = quarantine.find(await hold(ledger))
    assert quarantine.conclude(item, "deleted", act_on(item, "delete", "vanthu01", clock.now()))
    assert place.blob_names() == []
    gone = quarantine.find(item.id)
    assert (gone.state, gone.blob, gone.subject) == ("deleted", None, "Bộ Nội vụ")
    with pytest.raises(StorageFailed):
        quarantine.content(gone)


def test_a_reviewers_act_hides_a_subject_that_may_hold_a_password():
    one = decision(held=True)
    secret = Judged(Finding("password.disclosed"), Action.QUARANTINE)
    row = to_row(replace(one, verdict=replace(one.verdict, judged=(secret,))), timedelta(days=1))
    item = from_row(SimpleNamespace(**row))
    assert act_on(item, "release", "vanthu01", clock.now())["subject"] == audit.HIDDEN


@pytest.mark.parametrize(
    ("days", "answers", "expired", "records"),
    [
        pytest.param(1, 0, 0, 0, id="after a day nothing"),
        pytest.param(5, 1, 0, 0, id="after five days the answers"),
        pytest.param(91, 1, 1, 0, id="after the term of held letters, those"),
        pytest.param(3651, 1, 1, 2, id="after the term of the audit log, its records"),
    ],
)
async def test_everything_has_its_term(place, ledger, days, answers, expired, records):
    await hold(ledger, 1)
    await whole(ledger, decision(2), confirm=False)
    cleared = clear(place, days)
    assert (cleared.answers, cleared.expired, cleared.records, cleared.broken) == (answers, expired, records, None)
    assert verify(place.database(), place.key).broken is None
    assert clear(place, days).expired == 0


async def test_a_letter_that_nobody_decided_on_is_deleted_on_record(quarantine, place, ledger):
    identifier = await hold(ledger)
    clear(place, 91)
    assert quarantine.find(identifier).state == "deleted"
    assert place.rows("SELECT event, id FROM audit ORDER BY sequence DESC LIMIT 1") == [("delete", identifier)]


async def test_of_a_letter_decided_on_only_the_bytes_go(quarantine, place, ledger):
    item = quarantine.find(await hold(ledger))
    quarantine.conclude(item, "released", act_on(item, "release", "vanthu01", clock.now()))
    assert clear(place, 91).expired == 1
    assert (quarantine.find(item.id).state, quarantine.find(item.id).blob) == ("released", None)
    assert place.blob_names() == []
    clear(place, 3651)
    assert quarantine.find(item.id) is None


async def test_orphans_are_swept_but_not_the_copies_of_letters_on_their_way(place, ledger):
    await hold(ledger, 1)
    await ledger.prepare(decision(2, held=True))
    place.blobs.put("06ORPHAN00000000", decision().letter.content)
    assert clear(place, 0).blobs == 0
    assert clear(place, 1).blobs == 1
    assert len(place.blob_names()) == 2


async def test_a_dropped_copy_whose_bytes_could_not_be_deleted_is_swept(place, ledger, monkeypatch):
    one = decision(held=True)
    await ledger.prepare(one)
    folder = place.blobs.folder
    place.blobs.folder = folder / "away"
    await ledger.complete(one, outcome(committed=False))
    place.blobs.folder = folder
    assert clear(place, 1).blobs == 1


anything = st.text(st.characters(exclude_categories=[]), max_size=20)  # lone surrogates and NUL included


@given(anything, anything, anything, anything)
def test_the_envelope_comes_back_exactly_as_it_was_whatever_was_in_it(sender, recipient, param, subject):
    one = decision(held=True)
    letter = replace(one.letter, envelope=Envelope(sender, (recipient,)), mail_params=(param,), rcpt_params=((param,),))
    judgement = replace(one.judgement, subject=subject, message_id=subject)
    row = to_row(replace(one, letter=letter, judgement=judgement, held=(recipient,)), timedelta(days=1))
    item = from_row(SimpleNamespace(**row))
    assert (item.mail_from, item.mail_params, item.recipients) == (sender, (param,), (Recipient(recipient, (param,)),))
    assert "\0" not in item.subject
    assert item.subject.encode().decode() == item.subject
    assert row["details"].isascii()
