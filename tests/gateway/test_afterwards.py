"""The letters that are read after their answer: how many are kept, when one is read, and what becomes of the rest."""

import asyncio
import json
from dataclasses import replace

import pytest

from gateway import afterwards
from gateway.afterwards import Afterwards
from gateway.extract.slot import WorkerLost
from gateway.ports import Judgement, Reply
from policies.core.finding import Finding
from policies.core.official import OfficialDocument
from tests.gateway.storage.storage_samples import decision, outcome

READ = OfficialDocument("1", "qd.pdf", "scan", official=True, seal="red", signature="handwritten", number="42/QĐ-STC")
UNREAD = replace(READ, number=None, unread="needless")
SECRET = Finding("secrecy.marked", "1", "qd.pdf")


class Desk:
    """Workers that answer when the test says so, a register, and the contents that were given up."""

    def __init__(self, **bounds):
        self.answers = asyncio.Queue()
        self.asked = []
        self.pools = 0
        self.closed = 0
        self.busy = False
        self.entries = []
        self.released = []
        self.afterwards = Afterwards(self._pool, lambda: self.busy, self._enter, **bounds)

    def _pool(self):
        self.pools += 1
        return self

    async def ask_for(self, job, content, decode):
        self.asked.append(content)
        answer = await self.answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self):
        self.closed += 1

    async def _enter(self, entry):
        self.entries.append(entry)

    def take(self, one, what=None):
        return self.afterwards.take(one, what or outcome(), lambda: self.released.append(one))


def scanned(document=UNREAD, findings=(), size=None):
    one = decision()
    if size is not None:
        one.letter.content.size = size
    return replace(one, judgement=replace(one.judgement, documents=(document,), findings=findings))


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
async def desk():
    made = Desk()
    yield made
    await made.afterwards.close()


@pytest.mark.parametrize(
    ("document", "what"),
    [
        pytest.param(READ, {}, id="its text is known"),
        pytest.param(replace(UNREAD, unread="off"), {}, id="reading is switched off"),
        pytest.param(replace(UNREAD, unread="missing"), {}, id="nothing here can read"),
        pytest.param(replace(UNREAD, unread="budget"), {}, id="it takes too long to read"),
        pytest.param(replace(UNREAD, kind="photo", official=False), {}, id="a photo of people"),
        pytest.param(UNREAD, {"reply": Reply.of("550 5.7.1 No"), "committed": False}, id="the letter was refused"),
    ],
)
async def test_a_letter_that_needs_no_reading_stays_with_its_session(desk, document, what):
    assert not desk.take(scanned(document), replace(outcome(), **what))
    assert desk.asked == []


async def test_where_nothing_can_be_read_nothing_is_kept():
    assert not Desk(able=False).take(scanned())


async def test_what_was_read_is_entered_and_the_content_given_up(desk):
    one = scanned()
    assert desk.take(one)
    await desk.answers.put(Judgement(documents=(READ,)))
    await until(lambda: desk.released)
    (entry,) = desk.entries
    assert (entry.id, json.loads(entry.late)) == (one.letter.id, [])
    assert json.loads(entry.documents)[0]["number"] == "42/QĐ-STC"
    assert desk.released == [one]


async def test_only_findings_that_the_verdict_did_not_know_are_late(desk):
    known = Finding("original.editable", "1")
    desk.take(scanned(findings=(known,)))
    await desk.answers.put(Judgement(documents=(READ,), findings=(known, SECRET)))
    await until(lambda: desk.entries)
    assert [late["code"] for late in json.loads(desk.entries[0].late)] == ["secrecy.marked"]


async def test_no_reading_begins_while_letters_are_judged(desk, monkeypatch):
    monkeypatch.setattr(afterwards, "LOOK_SECONDS", 0.01)
    desk.busy = True
    desk.take(scanned())
    await asyncio.sleep(0.1)
    assert desk.asked == []
    desk.busy = False
    await until(lambda: desk.asked)


async def test_letters_are_read_one_at_a_time_in_their_order(desk):
    letters = [scanned() for _ in range(3)]
    for one in letters:
        assert desk.take(one)
    for number in range(3):
        await until(lambda: len(desk.asked) == number + 1)  # noqa: B023 - awaited in this turn
        await asyncio.sleep(0.02)
        assert len(desk.asked) == number + 1
        await desk.answers.put(Judgement(documents=(READ,)))
    await until(lambda: desk.released == letters)
    assert (desk.pools, desk.closed) == (1, 1)  # the worker goes when there is nothing left to read
    assert desk.take(scanned())
    await until(lambda: desk.pools == 2)


async def test_more_letters_than_fit_are_left_unread(desk):
    assert [desk.take(scanned()) for _ in range(afterwards.LETTERS + 3)] == [True] * afterwards.LETTERS + [False] * 3
    await desk.answers.put(Judgement(documents=(READ,)))
    await until(lambda: desk.released)
    assert desk.take(scanned())


async def test_more_bytes_than_fit_are_left_unread(desk):
    assert desk.take(scanned(size=afterwards.BYTES - 10))
    assert not desk.take(scanned(size=11))
    assert desk.take(scanned(size=10))
    await desk.answers.put(Judgement(documents=(READ,)))
    await until(lambda: desk.released)
    assert desk.take(scanned(size=11))


@pytest.mark.parametrize("fault", [WorkerLost("seconds", "too slow"), RuntimeError("a fault of ours")], ids=["worker", "fault"])
async def test_a_reading_that_fails_leaves_the_next_one_alone(desk, fault):
    first, second = scanned(), scanned()
    desk.take(first)
    desk.take(second)
    await desk.answers.put(fault)
    await desk.answers.put(Judgement(documents=(READ,)))
    await until(lambda: len(desk.released) == 2)
    assert [entry.id for entry in desk.entries] == [second.letter.id]


async def test_the_end_gives_everything_up_and_takes_nothing_more(desk):
    letters = [scanned() for _ in range(3)]
    for one in letters:
        desk.take(one)
    await until(lambda: desk.asked)
    await desk.afterwards.close()
    assert desk.released == letters
    assert desk.closed == 1
    assert not desk.take(scanned())
    assert desk.entries == []
