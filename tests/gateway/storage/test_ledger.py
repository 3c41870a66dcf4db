"""A letter's way through the ledger, and what every interruption leaves."""

import asyncio
import json
from dataclasses import replace

import pytest
from storage_samples import ACCEPTED, REFUSED, decision, outcome, whole

from gateway import clock
from gateway.errors import StorageFailed
from gateway.ports import Reply
from gateway.storage.proof import verify
from policies.core.message import Envelope


def records(place):
    return [json.loads(text) for (text,) in place.rows("SELECT record FROM audit ORDER BY sequence")]


async def test_an_intent_is_on_disk_before_the_letter_goes_anywhere(place, ledger):
    one = decision()
    assert await ledger.prepare(one) is None
    assert place.rows("SELECT id, owner, state FROM intents") == [(one.letter.id, "acceptor-1", "prepared")]
    assert records(place) == []


async def test_a_held_copy_is_on_disk_but_not_visible_before_the_answer_is_decided(place, ledger):
    one = decision(held=True)
    await ledger.prepare(one)
    assert place.rows("SELECT visible, state FROM held") == [(0, "held")]
    with place.blobs.open(one.letter.id, one.letter.content.sha256) as content:
        assert bytes(content.view()) == bytes(one.letter.content.view())


async def test_a_committed_letter_is_recorded_and_its_held_copy_visible(place, ledger):
    one = decision(held=True)
    await whole(ledger, one)
    assert place.rows("SELECT visible FROM held") == [(1,)]
    (record,) = records(place)
    assert record["id"] == one.letter.id
    assert record["reply"] == "250 2.0.0 OK queued as 4Xy"
    assert record["recipients"] == {"a@dongnai.gov.vn": "forward", "x@gmail.com": "quarantine"}


async def test_a_refusal_of_the_upstream_drops_the_held_copy(place, ledger):
    one = decision(held=True)
    await whole(ledger, one, outcome(REFUSED, committed=False, upstream=REFUSED))
    assert place.rows("SELECT count(*) FROM held") == [(0,)]
    assert place.blob_names() == []
    assert place.rows("SELECT count(*) FROM intents") == [(0,)]
    assert records(place)[0]["upstream_reply"] == "550 5.1.1 No such user"


async def test_a_retry_of_an_unconfirmed_letter_gets_the_recorded_reply_and_leaves_nothing(place, ledger):
    several = Reply(250, (b"250-2.0.0 OK\r\n", b"250 2.0.0 \xff queued\r\n"))
    await whole(ledger, decision(held=True), outcome(several), confirm=False)
    again = decision(held=True)
    assert await ledger.prepare(again) == several
    assert again.letter.id not in place.blob_names()
    assert place.rows("SELECT count(*) FROM held") == [(1,)]
    assert len(records(place)) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"mail_from": "other@dongnai.gov.vn"}, id="another sender"),
        pytest.param({"rcpt_tos": ("x@gmail.com", "a@dongnai.gov.vn")}, id="the recipients in another order"),
        pytest.param({"rcpt_tos": ("a@dongnai.gov.vn",)}, id="fewer recipients"),
    ],
)
async def test_another_envelope_is_another_letter(ledger, change):
    await whole(ledger, decision(), confirm=False)
    one = decision()
    other = replace(one.letter, envelope=replace(one.letter.envelope, **change))
    assert await ledger.prepare(replace(one, letter=other)) is None


async def test_another_content_is_another_letter(ledger):
    await whole(ledger, decision(1), confirm=False)
    assert await ledger.prepare(decision(2)) is None


@pytest.mark.parametrize(
    ("result", "told"),
    [
        pytest.param(outcome(None), ACCEPTED, id="the upstream's reply, where it was asked"),
        pytest.param(outcome(None, upstream=None), None, id="our own, where the letter was only held"),
    ],
)
async def test_a_client_that_left_before_its_answer_gets_it_at_the_retry(ledger, result, told):
    one = decision()
    await whole(ledger, one, result, confirm=False)
    assert await ledger.prepare(decision()) == (told or Reply.of(f"250 2.0.0 OK: queued as {one.letter.id}"))


async def test_a_confirmed_letter_sent_again_is_a_new_letter(place, ledger):
    await whole(ledger, decision())
    await whole(ledger, decision(7), confirm=False)  # the confirmation rides along
    assert place.rows("SELECT count(*) FROM intents") == [(1,)]
    assert await ledger.prepare(decision()) is None


async def test_a_retry_that_has_its_answer_is_forgotten_too(ledger):
    await whole(ledger, decision(), confirm=False)
    again = decision()
    assert await ledger.prepare(again) == ACCEPTED
    ledger.confirm(again)
    await whole(ledger, decision(7))
    assert await ledger.prepare(decision()) is None


async def test_a_confirmation_is_written_even_when_nothing_else_is(place, ledger):
    await whole(ledger, decision())
    for _ in range(100):
        if place.rows("SELECT count(*) FROM intents") == [(0,)]:
            return
        await asyncio.sleep(0.1)
    pytest.fail("not written within ten seconds")


async def test_confirmations_are_written_at_the_end(place):
    ledger = place.ledger()
    await asyncio.gather(*(whole(ledger, decision(number)) for number in range(300)))
    ledger.close()
    assert place.rows("SELECT count(*) FROM intents") == [(0,)]
    with pytest.raises(StorageFailed):
        await ledger.prepare(decision())


async def test_many_letters_share_a_commit(place, ledger):
    commits = []
    from sqlalchemy import event

    event.listen(ledger._database.engine, "commit", lambda _: commits.append(1))
    await asyncio.gather(*(whole(ledger, decision(number)) for number in range(200)))
    assert len(commits) < 40
    assert len(records(place)) == 200


async def test_one_impossible_letter_does_not_take_the_others_with_it(place, ledger):
    twice = decision(0)
    await ledger.prepare(twice)
    group = [decision(number) for number in range(1, 30)] + [decision(31, identifier=twice.letter.id)]
    results = await asyncio.gather(*(ledger.prepare(one) for one in group), return_exceptions=True)
    assert [type(result) for result in results] == [type(None)] * 29 + [StorageFailed]
    assert place.rows("SELECT count(*) FROM intents") == [(30,)]


async def test_a_held_copy_that_was_settled_meanwhile_is_never_acknowledged(place, ledger):
    one = decision(held=True)
    await ledger.prepare(one)
    assert ledger.settle("acceptor-1", frozenset()) == 1
    with pytest.raises(StorageFailed):
        await ledger.complete(one, outcome())


@pytest.mark.parametrize(
    ("owner", "alive", "settled"),
    [
        pytest.param("dead", frozenset(), 1, id="one owner's"),
        pytest.param("nobody", frozenset(), 0, id="an owner's who has none"),
        pytest.param(None, frozenset({"acceptor-1"}), 1, id="all but the living ones'"),
        pytest.param(None, frozenset(), 2, id="everybody's at the start"),
    ],
)
async def test_what_a_dead_process_left_is_settled_once(place, ledger, owner, alive, settled):
    other = place.ledger("dead")
    left, living = decision(1, held=True), decision(2)
    await other.prepare(left)
    await ledger.prepare(living)
    other.close()
    assert ledger.settle(owner, alive) == settled
    assert ledger.settle(owner, alive) == 0
    assert place.rows("SELECT count(*) FROM intents") == [(2 - settled,)]
    if settled:
        record = records(place)[0] if records(place)[0]["id"] == left.letter.id else records(place)[1]
        assert (record["verdict"], record["reply"], record["upstream_reply"]) == ("quarantine", None, None)
        assert place.blob_names() == []
        assert place.rows("SELECT count(*) FROM held") == [(0,)]
    assert verify(place.database(), place.key).broken is None


async def test_answered_letters_are_not_settled(place, ledger):
    await whole(ledger, decision(), confirm=False)
    assert ledger.settle(None, frozenset()) == 0
    assert await ledger.prepare(decision()) == ACCEPTED


async def test_hostile_characters_neither_fail_nor_change_the_envelope_kept(place, ledger):
    one = decision(held=True)
    envelope = Envelope("\udcff\x00a@x", ("b\udc80@y", "x@gmail.com"))
    judgement = replace(one.judgement, subject="\x00 \udcfe " * 1000, message_id="\udcff")
    hostile = replace(one, letter=replace(one.letter, envelope=envelope), judgement=judgement)
    await whole(ledger, hostile, confirm=False)
    ((details,),) = place.rows("SELECT details FROM held")
    assert json.loads(details)["mail_from"] == "\udcff\x00a@x"
    assert records(place)[0]["mail_from"] == "\\udcff\x00a@x"
    assert verify(place.database(), place.key).broken is None
    again = replace(hostile, letter=replace(hostile.letter, id=clock.new_id()))
    assert await ledger.prepare(again) == ACCEPTED
