"""Real processes: workers die, hang, eat, lie and try to escape, and everybody else's letters are answered."""

import asyncio
import json
import os
import select
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from gateway.extract import frames
from gateway.extract import pool as pool_module
from gateway.extract.confine import landlock_version
from gateway.extract.pool import Pool, WorkerLost
from gateway.extract.template import Template
from gateway.limits import Limits
from gateway.smtp.spool import InMemory, OnDisk, Spool
from tests.gateway.extract.handlers import make_broken_handler, make_handler

LIMITS = Limits(seconds=2, cpu_seconds=1, memory=256 << 20)
SMALL = InMemory(b"Subject: x\r\n\r\nxin ch\xc3\xa0o\r\n")


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    template = Template.start(make_handler, LIMITS)
    yield template
    template.stop()


@pytest.fixture
async def pool(template) -> AsyncIterator[Pool]:
    pool = Pool(template.path, 3, LIMITS)
    yield pool
    await pool.close()


async def on_disk(folder: Path, data: bytes) -> OnDisk:
    spool = Spool(folder, threshold=0)
    await spool.write(data)
    content = spool.finish(dotted=False)
    assert isinstance(content, OnDisk)
    return content


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 3_000_000], ids=lambda size: f"{size} bytes")
async def test_a_worker_sees_the_very_bytes_in_memory_and_on_disk(pool, tmp_path, size):
    data = os.urandom(size)
    expected = sha256(data).hexdigest().encode()
    assert await pool.ask(b"digest", InMemory(data)) == expected
    if size:
        assert await pool.ask(b"digest", await on_disk(tmp_path, data)) == expected


async def test_a_job_longer_than_the_sockets_buffer_arrives(pool):
    assert await pool.ask(b"digest\0" + bytes(3_000_000), SMALL) == SMALL.sha256.encode()


async def test_workers_stay_warm(pool):
    assert await pool.ask(b"process", SMALL) == await pool.ask(b"process", SMALL)
    assert pool.replaced == 0


async def test_a_worker_is_recycled_after_its_share_of_jobs(pool, monkeypatch):
    monkeypatch.setattr(pool_module, "RECYCLE", 3)
    seen = [await pool.ask(b"process", SMALL) for _ in range(6)]
    assert seen[0] == seen[2] != seen[3] == seen[5]
    assert pool.replaced == 2


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (b"exit_at_once", "crashed"),
        (b"segfault", "crashed"),
        (b"raise_quoting_the_letter", "crashed"),
        (b"keep_a_view", "crashed"),
        (b"write_into", "crashed"),
        (b"say_garbage", "crashed"),
        (b"say_more_than_an_answer", "crashed"),
        (b"talk_without_end", "crashed"),
        (b"answer_too_long", "crashed"),
        (b"eat_memory", "memory"),
        (b"hang_in_python", "seconds"),
        (b"hang_in_c", "seconds"),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else value,
)
async def test_a_lost_worker_costs_its_own_job_alone(pool, deed, reason):
    neighbour = asyncio.ensure_future(pool.ask(b"nap", SMALL))
    started = time.monotonic()
    with pytest.raises(WorkerLost) as caught:
        await pool.ask(deed, InMemory(b"letter " * 20_000))
    assert caught.value.reason == reason
    assert "letter" not in caught.value.cause
    assert time.monotonic() - started < LIMITS.seconds + 0.5
    assert await neighbour == b"rested"
    assert len(await pool.ask(b"digest", SMALL)) == 64
    assert (pool.busy, pool.waiting, pool.replaced) == (0, 0, 1)


async def test_a_worker_that_answers_twice_is_not_asked_again(pool):
    first = await pool.ask(b"process", SMALL)
    with suppress(WorkerLost):  # when both come at once
        assert await pool.ask(b"say_two_answers", SMALL) == b"one"
    await asyncio.sleep(0.05)
    assert await pool.ask(b"process", SMALL) not in (first, b"two")
    assert pool.replaced == 1


async def test_a_worker_whose_answer_cannot_be_decoded_is_lost(pool):
    first = await pool.ask_for(b"process", SMALL, int)
    with pytest.raises(WorkerLost) as caught:
        await pool.ask_for(b"nap", SMALL, int)
    assert caught.value.reason == "crashed"
    assert await pool.ask_for(b"process", SMALL, int) != first


async def test_the_longest_answer_is_taken(pool):
    assert len(await pool.ask(b"answer_at_length", SMALL)) == 16 << 20


async def test_a_confined_worker_can_do_nothing_but_compute(pool):
    outcomes = json.loads(await pool.ask(b"try_everything", SMALL))
    assert {name: outcome for name, outcome in outcomes.items() if outcome == "done"} == {}
    assert not Path("/tmp/vanthu-escape").exists()


async def test_the_pool_knows_what_its_workers_are_confined_by(pool):
    confinement = await pool.warm()
    assert pool.confinement == confinement
    assert confinement.uid != 0
    assert confinement.seccomp
    assert confinement.landlock == landlock_version()
    assert bool(confinement.missing) == (not confinement.landlock)


async def test_what_python_loads_late_is_there_though_nothing_can_be_loaded(pool):
    assert await pool.ask(b"decode_in_an_old_charset", SMALL) == "Ă".encode()
    assert await pool.ask(b"read_a_date", SMALL) == b"2026-11-23"
    assert await pool.ask(b"name_an_unknown_charset", SMALL) == b"unknown"


async def test_a_hundred_jobs_at_once_share_the_slots(pool):
    contents = [InMemory(os.urandom(1000)) for _ in range(100)]
    asked = [asyncio.ensure_future(pool.ask(b"digest", content)) for content in contents]
    await asyncio.sleep(0)
    assert (pool.busy, pool.waiting) == (3, 97)
    assert await asyncio.gather(*asked) == [content.sha256.encode() for content in contents]
    assert (pool.busy, pool.waiting) == (0, 0)


async def test_small_letters_overtake_large_ones(pool):
    large = [asyncio.ensure_future(pool.ask(b"nap", InMemory(bytes(2_000_000)))) for _ in range(9)]
    await asyncio.sleep(0.1)
    started = time.monotonic()
    await pool.ask(b"digest", SMALL)
    assert time.monotonic() - started < 0.15
    assert await asyncio.gather(*large) == [b"rested"] * 9


async def test_a_cancelled_job_costs_its_worker_and_confuses_nobody(pool):
    first = await pool.ask(b"process", SMALL)
    job = asyncio.ensure_future(pool.ask(b"nap", SMALL))
    await asyncio.sleep(0.05)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert await pool.ask(b"process", SMALL) != first
    assert (pool.busy, pool.waiting, pool.replaced) == (0, 0, 1)


async def test_a_job_cancelled_in_the_queue_costs_nothing(pool):
    running = [asyncio.ensure_future(pool.ask(b"nap", SMALL)) for _ in range(3)]
    await asyncio.sleep(0.05)
    queued = asyncio.ensure_future(pool.ask(b"nap", SMALL))
    await asyncio.sleep(0)
    queued.cancel()
    assert await asyncio.gather(*running) == [b"rested"] * 3
    assert (pool.busy, pool.waiting, pool.replaced) == (0, 0, 0)


@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "not noticed yet"])
async def test_a_worker_that_died_idle_loses_no_job(pool, noticed):
    pid = int(await pool.ask(b"process", SMALL))
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.05)
    await asyncio.sleep(0.05 if noticed else 0)
    assert int(await pool.ask(b"process", SMALL)) != pid
    assert pool.replaced == 1


def test_a_worker_whose_gateway_is_gone_ends_by_itself(template):
    with socket.socket(socket.AF_UNIX) as gateway:
        gateway.connect(template.path)
        hello, (pidfd,), _, _ = socket.recv_fds(gateway, 10_000, 1)
        gateway.sendall(frames.JOB.pack(14, 0, True) + b"hang_in_python")
    pid = msgspec.msgpack.decode(hello[frames.REPLY.size :])["pid"]
    assert select.select([pidfd], [], [], 0)[0] == []
    assert select.select([pidfd], [], [], LIMITS.cpu_seconds + 2)[0] == [pidfd]
    assert not Path(f"/proc/{pid}/fd").exists()
    os.close(pidfd)


async def test_a_worker_that_dies_before_it_reads_the_job_loses_no_job(pool):
    pid = int(await pool.ask(b"process", SMALL))
    os.kill(pid, signal.SIGSTOP)
    job = asyncio.ensure_future(pool.ask(b"process", SMALL))
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    assert int(await job) != pid


async def test_closing_the_pool_ends_its_workers_and_its_jobs(pool):
    pid = int(await pool.ask(b"process", SMALL))
    job = asyncio.ensure_future(pool.ask(b"nap", SMALL))
    await asyncio.sleep(0.05)
    await pool.close()
    with pytest.raises(WorkerLost):
        await job
    with pytest.raises(WorkerLost):
        await pool.ask(b"process", SMALL)
    await asyncio.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


async def test_a_pool_that_closes_while_a_worker_starts_takes_it_along(template):
    pool = Pool(template.path, 1, LIMITS)
    job = asyncio.ensure_future(pool.ask(b"process", SMALL))
    await asyncio.sleep(0)
    await pool.close()
    with pytest.raises(WorkerLost) as caught:
        await job
    assert caught.value.reason == "template"


async def test_no_descriptor_is_left_behind_by_a_thousand_jobs(pool, tmp_path):
    contents = [SMALL, InMemory(bytes(100_000)), await on_disk(tmp_path, bytes(300_000))]
    for content in contents:
        await pool.ask(b"digest", content)
    theirs = await pool.ask(b"count_descriptors", SMALL)
    ours = descriptors()
    for number in range(1000):
        await pool.ask(b"digest", contents[number % 3])
    assert descriptors() == ours
    assert await pool.ask(b"count_descriptors", SMALL) == theirs == b"4"


async def test_workers_outlive_their_template_and_new_ones_wait_for_the_next(pool):
    template = Template.start(make_handler, LIMITS)
    pool = Pool(template.path, 2, LIMITS)
    worker = await pool.ask(b"process", SMALL)
    os.kill(template.pid, signal.SIGKILL)
    assert await pool.ask(b"process", SMALL) == worker
    with pytest.raises(WorkerLost):
        await pool.ask(b"exit_at_once", SMALL)
    waiting = asyncio.ensure_future(pool.ask(b"process", SMALL))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    assert not template.alive()
    template.restart()
    assert await waiting != worker
    assert template.alive()
    await pool.close()
    template.stop()
    assert not Path(template.path).parent.exists()


async def test_a_template_that_cannot_start_is_told_as_such(capfd):
    template = Template.start(make_broken_handler, LIMITS)
    pool = Pool(template.path, 2, Limits(seconds=1))
    with pytest.raises(WorkerLost) as caught:
        await pool.ask(b"process", SMALL)
    assert caught.value.reason == "template"
    assert not template.alive()
    template.stop()
    with pytest.raises(WorkerLost) as caught:
        await pool.ask(b"process", SMALL)
    assert caught.value.reason == "template"
    assert "the rules are missing" in capfd.readouterr().err
