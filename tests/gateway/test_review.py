"""What reviewers decide: at most once, on record, and shown when it did not work."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "storage"))

from storage_samples import Place, decision, whole

from gateway import review
from gateway.errors import StorageFailed, Temporary
from gateway.ports import Reply
from gateway.storage.quarantine import Quarantine

TAKEN = Reply.of("250 2.0.0 Ok: queued")
LATER = Reply.of("451 4.3.0 Try again later")


class Upstream:
    """Takes letters, and answers as it is told."""

    def __init__(self, answer=TAKEN):
        self.answer = answer
        self.letters = []

    async def __call__(self, item, content):
        self.letters.append((item.mail_from, item.mail_params, item.recipients, bytes(content.view())))
        await asyncio.sleep(0)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
async def letter(place):
    one = decision(held=True)
    ledger = place.ledger()
    await whole(ledger, one)
    ledger.close()
    return one.letter


@pytest.fixture
def quarantine(place):
    return Quarantine(place.database(), place.blobs, place.key)


def acts(place):
    rows = place.rows("SELECT record FROM audit WHERE event <> 'message' ORDER BY sequence")
    return [json.loads(text) for (text,) in rows]


async def test_a_released_letter_goes_out_as_it_came_to_those_whose_copy_was_held(place, letter, quarantine):
    upstream = Upstream()
    acted = await review.release(letter.id, "chi.lan", quarantine, upstream)
    assert (acted.done, acted.reply) == (True, TAKEN)
    ((mail_from, params, (recipient,), raw),) = upstream.letters
    assert (mail_from, params) == ("phong@dongnai.gov.vn", ("BODY=8BITMIME", "ENVID=q+3D1"))
    assert (recipient.address, recipient.params) == ("x@gmail.com", ("NOTIFY=NEVER",))
    assert raw == bytes(letter.content.view())
    assert quarantine.find(letter.id).state == "released"
    (act,) = acts(place)
    assert (act["event"], act["actor"], act["upstream_reply"]) == ("release", "chi.lan", "250 2.0.0 Ok: queued")


@pytest.mark.parametrize("answer", [LATER, Reply.of("550 5.7.1 No")], ids=["later", "no"])
async def test_a_letter_that_the_upstream_does_not_take_stays_held_on_record(place, letter, quarantine, answer):
    acted = await review.release(letter.id, "chi.lan", quarantine, Upstream(answer))
    assert (acted.done, acted.reply) == (False, answer)
    assert quarantine.find(letter.id).state == "held"
    assert not quarantine.find(letter.id).unknown
    assert acts(place)[0]["upstream_reply"] == answer.text
    assert (await review.release(letter.id, "chi.lan", quarantine, Upstream())).done


async def test_a_letter_is_released_once_though_many_try_at_once(letter, quarantine):
    upstream = Upstream()
    tries = [review.release(letter.id, f"person {number}", quarantine, upstream) for number in range(8)]
    done = await asyncio.gather(*tries)
    assert sum(acted.done for acted in done) == len(upstream.letters) == 1
    again = await review.release(letter.id, "chi.lan", quarantine, upstream, force=True)
    assert (again.done, again.reason) == (False, review.DONE["released"])


@pytest.mark.parametrize(
    "error", [OSError("line lost"), Temporary("time-out"), LookupError("?"), asyncio.CancelledError()], ids=repr
)
async def test_a_release_whose_end_is_not_known_waits_for_a_person_who_insists(place, letter, quarantine, error):
    try:
        acted = await review.release(letter.id, "chi.lan", quarantine, Upstream(error))
        assert review.UNKNOWN in acted.reason
    except asyncio.CancelledError:
        assert isinstance(error, asyncio.CancelledError)
    assert quarantine.find(letter.id).unknown
    upstream = Upstream()
    for decide in (
        review.release(letter.id, "chi.lan", quarantine, upstream),
        review.reject(letter.id, "chi.lan", quarantine, reason="không rõ"),
        review.delete(letter.id, "chi.lan", quarantine),
    ):
        assert (await decide).reason == review.UNKNOWN
    assert upstream.letters == []
    assert (await review.release(letter.id, "chi.lan", quarantine, upstream, force=True)).done
    assert len(upstream.letters) == 1
    assert acts(place)[-1]["event"] == "release"


async def test_damaged_bytes_are_never_sent(place, letter, quarantine):
    (place.blobs.folder / letter.id[-2:] / letter.id).write_bytes(b"something else")
    upstream = Upstream()
    acted = await review.release(letter.id, "chi.lan", quarantine, upstream)
    assert not acted.done
    assert "damaged" in acted.reason
    assert upstream.letters == []
    assert not quarantine.find(letter.id).unknown


async def test_a_release_that_could_not_be_recorded_says_so_and_is_not_sent_again(place, letter, quarantine):
    upstream = Upstream()

    async def send(item, content):
        reply = await upstream(item, content)
        with place.database().writing() as connection:
            connection.exec_driver_sql("DROP TABLE anchor")
        return reply

    acted = await review.release(letter.id, "chi.lan", quarantine, send)
    assert not acted.done
    assert "ĐÃ NHẬN" in acted.reason
    assert acted.reply == TAKEN
    assert not (await review.release(letter.id, "chi.lan", quarantine, upstream)).done
    assert len(upstream.letters) == 1


async def test_a_rejected_letter_is_not_sent_and_can_be_deleted(place, letter, quarantine):
    assert (await review.reject(letter.id, "chi.lan", quarantine, reason="sai quy định")).done
    assert quarantine.find(letter.id).state == "rejected"
    assert (await review.release(letter.id, "chi.lan", quarantine, Upstream())).reason == review.DONE["rejected"]
    assert (await review.reject(letter.id, "chi.lan", quarantine, reason="lần nữa")).reason == review.DONE["rejected"]
    assert (await review.delete(letter.id, "chi.lan", quarantine, reason="dọn")).done
    assert (await review.delete(letter.id, "chi.lan", quarantine)).reason == review.DONE["deleted"]
    assert [(act["event"], act["reason"]) for act in acts(place)] == [("reject", "sai quy định"), ("delete", "dọn")]
    assert place.blob_names() == []


@pytest.mark.parametrize("decide", ["release", "reject", "delete"])
async def test_an_unknown_id_is_told(quarantine, decide):
    more = {"release": {"send": Upstream()}, "reject": {"reason": "x"}, "delete": {}}[decide]
    acted = await getattr(review, decide)("06NOSUCH", "chi.lan", quarantine, **more)
    assert (acted.done, acted.reason) == (False, review.ABSENT)


async def test_storage_out_of_order_is_no_decision(place, quarantine):
    with place.database().writing() as connection:
        connection.exec_driver_sql("ALTER TABLE held RENAME TO lost")
    with pytest.raises(StorageFailed):
        await review.release("06NOSUCH", "chi.lan", quarantine, Upstream())
