"""Held bytes: whole or not there, on disk before anybody relies on them, never outside their folder."""

import os
from pathlib import Path

import pytest
from storage_samples import RAW, Bytes, File

from gateway.errors import ConfigError, StorageFailed
from gateway.storage.blobs import Blobs, open_blobs

NAME = "06FABCDEFGHJKMNP"


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(RAW, id="a letter"),
        pytest.param(os.urandom(3_500_000), id="more than a piece"),
    ],
)
@pytest.mark.parametrize("kind", ["memory", "file"])
async def test_what_was_put_is_read_byte_for_byte(blobs, tmp_path, raw, kind):
    content = Bytes(raw) if kind == "memory" else File(tmp_path / "spool", raw)
    blobs.put(NAME, content)
    with blobs.open(NAME, content.sha256) as found:
        assert bytes(found.view()) == raw
        assert b"".join([piece async for piece in found.chunks(100_000)]) == raw
        assert (found.size, found.sha256, found.dotted) == (len(raw), content.sha256, raw.startswith(b".") or b"\n." in raw)
        assert os.pread(found.fileno(), 10, 0) == raw[:10]


def test_the_spool_keeps_its_position(blobs, tmp_path):
    content = File(tmp_path / "spool", RAW)
    blobs.put(NAME, content)
    assert content.file.tell() == 3


def test_nobody_else_may_read_them(blobs):
    blobs.put(NAME, Bytes(RAW))
    path = blobs.folder / "NP" / NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert blobs.folder.stat().st_mode & 0o777 == 0o700


def test_bytes_are_synced_before_the_rename_and_the_folder_after(blobs, monkeypatch):
    steps = []
    fsync, rename = os.fsync, os.rename

    def seen(descriptor):
        steps.append("sync " + os.path.relpath(Path(f"/proc/self/fd/{descriptor}").readlink(), blobs.folder))
        fsync(descriptor)

    def renamed(source, target, **more):
        steps.append("rename")
        rename(source, target, **more)

    monkeypatch.setattr(os, "fsync", seen)
    monkeypatch.setattr(os, "rename", renamed)
    blobs.put(NAME, Bytes(RAW))
    assert steps == ["sync .", f"sync NP/{NAME}.part", "rename", "sync NP"]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a/b", "..", "A", "A" * 33, "Đ" * 16, "AB\0", "AB.part"])
def test_a_name_is_an_id_and_nothing_else(blobs, name):
    with pytest.raises(StorageFailed):
        blobs.put(name, Bytes(RAW))


def test_a_spool_cut_short_leaves_nothing(blobs):
    content = Bytes(RAW)
    content.size += 1
    with pytest.raises(StorageFailed):
        blobs.put(NAME, content)
    assert list(blobs.names()) == []


def test_a_name_is_used_once(blobs):
    blobs.put(NAME, Bytes(RAW))
    with pytest.raises(StorageFailed):
        blobs.put(NAME, Bytes(b"another"))
    with blobs.open(NAME, Bytes(RAW).sha256) as content:
        assert bytes(content.view()) == RAW


def test_a_link_laid_in_the_way_is_not_followed(blobs):
    blobs.folder.joinpath("NP").mkdir()
    blobs.folder.joinpath("NP", NAME + ".part").symlink_to("/etc/hostname")
    with pytest.raises(StorageFailed):
        blobs.put(NAME, Bytes(RAW))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.write_bytes(RAW[:-1] + b"!"), id="changed"),
        pytest.param(lambda path: path.write_bytes(b""), id="emptied"),
        pytest.param(lambda path: path.unlink(), id="gone"),
    ],
)
def test_a_damaged_blob_is_never_handed_out(blobs, spoil):
    content = Bytes(RAW)
    blobs.put(NAME, content)
    spoil(blobs.folder / "NP" / NAME)
    with pytest.raises(StorageFailed):
        blobs.open(NAME, content.sha256)


def test_deleting_what_is_not_there_is_no_error(blobs):
    blobs.put(NAME, Bytes(RAW))
    blobs.delete(NAME)
    blobs.delete(NAME)
    assert list(blobs.names()) == []


def test_orphans_are_swept_and_nothing_else(blobs):
    names = [f"06FABCDEFGHJK{number:03}" for number in range(4)]
    for name in names:
        blobs.put(name, Bytes(RAW))
        os.utime(blobs.folder / name[-2:] / name, (1000, 1000))
    os.utime(blobs.folder / "02" / names[2], (3000, 3000))
    (blobs.folder / "03" / (names[3] + ".part")).write_bytes(b"half")
    os.utime(blobs.folder / "03" / (names[3] + ".part"), (1000, 1000))
    (blobs.folder / "03" / "read me.txt").write_bytes(b"somebody's")
    os.utime(blobs.folder / "03" / "read me.txt", (1000, 1000))
    assert blobs.sweep(lambda: frozenset({names[0]}), 2000) == 3
    assert sorted(name for name, _ in blobs.names()) == [names[0], names[2], "read me.txt"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed):
        Blobs(tmp_path / "file" / "blobs")
    with pytest.raises(ConfigError, match="VANTHU_BLOBS"):
        open_blobs("s3://bucket/prefix")
    assert open_blobs(str(tmp_path / "b")).folder == tmp_path / "b"
