"""The spool keeps exactly what came in, in memory or on disk, and lets go of it in every case."""

import asyncio
import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import StorageFailed
from gateway.smtp import spool as module
from gateway.smtp.spool import InMemory, OnDisk, Spool


async def fill(spool: Spool, chunks: list[bytes]) -> InMemory | OnDisk:
    for chunk in chunks:
        if not spool.put(chunk):
            await spool.write(chunk)
    return spool.finish(dotted=False)


async def read(content: InMemory | OnDisk, size: int) -> bytes:
    return b"".join([chunk async for chunk in content.chunks(size)])


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@given(chunks=st.lists(st.binary(max_size=50), max_size=12), size=st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_in_comes_out_with_its_size_and_hash(tmp_path_factory, chunks, size):
    async def story() -> None:
        content = await fill(Spool(tmp_path_factory.getbasetemp(), threshold=100), chunks)
        data = b"".join(chunks)
        assert (content.size, content.sha256) == (len(data), sha256(data).hexdigest())
        assert bytes(content.view()) == data
        assert await read(content, size) == data
        assert isinstance(content, InMemory if len(data) <= 100 else OnDisk)
        content.close()

    asyncio.run(story())


async def test_a_small_message_touches_no_disk_and_is_not_copied_again(tmp_path):
    spool = Spool(tmp_path / "missing")
    assert spool.put(b"a" * 262_144)
    content = spool.finish(dotted=True)
    assert content.dotted
    assert content.fileno() is None
    (chunk,) = [chunk async for chunk in content.chunks()]
    assert chunk is content.view().obj


async def test_a_refused_piece_is_not_taken(tmp_path):
    spool = Spool(tmp_path, threshold=10)
    assert spool.put(b"12345678")
    assert not spool.put(b"abc")
    assert spool.size == 8
    await spool.write(b"abc")
    assert spool.size == 11
    assert not spool.put(b"d")


async def test_a_large_message_has_no_name_and_a_descriptor_that_cannot_write(tmp_path):
    content = await fill(Spool(tmp_path, threshold=10), [b"x" * 9, b"y" * 9])
    assert list(tmp_path.iterdir()) == []
    fd = content.fileno()
    assert fd is not None
    assert os.pread(fd, 99, 0) == b"x" * 9 + b"y" * 9
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.pwrite(fd, b"z", 0)


async def test_a_file_system_without_unnamed_files_serves_as_well(tmp_path, monkeypatch):
    real = os.open

    def refusing(path, flags, *rest, **named):
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "Operation not supported")
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)
    content = await fill(Spool(tmp_path, threshold=10), [b"x" * 99])
    assert bytes(content.view()) == b"x" * 99
    assert list(tmp_path.iterdir()) == []


async def test_a_full_disk_is_said_to_be_full(tmp_path, monkeypatch):
    def full(fd, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    spool = Spool(tmp_path, threshold=10)
    monkeypatch.setattr(module.os, "write", full)
    with pytest.raises(StorageFailed) as caught:
        await spool.write(b"x" * 99)
    assert caught.value.reply.startswith("452 4.3.1 ")
    spool.discard()


async def test_a_missing_folder_is_a_storage_failure(tmp_path):
    with pytest.raises(StorageFailed) as caught:
        await Spool(Path(tmp_path / "missing"), threshold=10).write(b"x" * 99)
    assert caught.value.reply.startswith("451 4.3.0 ")


async def test_no_descriptor_is_left_after_finish_discard_and_cancellation(tmp_path):
    before = descriptors()
    for number in range(60):
        spool = Spool(tmp_path, threshold=10)
        writing = asyncio.ensure_future(spool.write(b"x" * 100_000))
        for _ in range(number % 4):
            await asyncio.sleep(0)
        if number % 3 == 0:
            writing.cancel()
        try:
            await writing
        except asyncio.CancelledError:
            spool.discard()
        else:
            content = spool.finish(dotted=False)
            async for _ in content.chunks(40_000):
                break
            content.close()
            content.close()
    await asyncio.sleep(0.05)
    assert descriptors() <= before


async def test_a_closed_file_is_not_read_any_more(tmp_path):
    content = await fill(Spool(tmp_path, threshold=10), [b"x" * 99])
    content.close()
    assert content.fileno() == -1
    with pytest.raises(StorageFailed):
        await read(content, 10)
