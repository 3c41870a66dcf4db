"""Held messages as files: `folder/<last two characters of the id>/<id>`.

A blob is there whole, or not at all; once `put` has returned, a power cut does not take it away.  Names are ids that we made:
nothing that a message says ever becomes part of a path.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from gateway.errors import ConfigError, StorageFailed
from gateway.ports import Content
from gateway.storage.database import failure
from gateway.storage.stored import StoredContent

PIECE = 1 << 20
_NAME = re.compile(r"[0-9A-Za-z]{2,32}")
_UNFINISHED = ".part"


class Blobs:
    """A folder of blobs.  Every method may block on the disk: never called in an event loop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise failure(error) from error

    def put(self, name: str, content: Content) -> None:
        """Keep the content under this name.  On disk when it returns; what a `StorageFailed` leaves behind is swept later."""
        path = self._path(name)
        unfinished = path.with_name(name + _UNFINISHED)
        try:
            _make_folder(path.parent)
            if path.exists():  # fear: an id comes twice, and one letter's bytes stand under the other's name
                raise FileExistsError(f"{name} is there already")
            try:
                _write(unfinished, content)
                unfinished.rename(path)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)  # fear: the rename itself is lost in a power cut, and the database names a blob that is not
        except OSError as error:
            raise failure(error) from error

    def open(self, name: str, sha256: str) -> StoredContent:
        """The content under this name, checked against its hash.  Raises `StorageFailed` when it is gone or damaged."""
        try:
            return StoredContent.open(self._path(name), sha256)
        except OSError as error:
            raise failure(error) from error

    def delete(self, name: str) -> None:
        """Forget the content; no error when it is not there.  Not synced: a blob that returns after a power cut is swept."""
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise failure(error) from error

    def names(self) -> Iterator[tuple[str, float]]:
        """Every blob, finished or not, with the time of its last change (seconds since 1970)."""
        for folder in sorted(self.folder.iterdir()):
            if not folder.is_dir():
                continue
            for entry in os.scandir(folder):
                with contextlib.suppress(FileNotFoundError):  # deleted by somebody else while we look
                    yield entry.name, entry.stat().st_mtime

    def sweep(self, wanted: Callable[[], frozenset[str]], before: float) -> int:
        """Delete what was last changed before that time and is not wanted; how many.  Younger ones may still be on their way."""
        try:
            old = [name for name, changed in self.names() if changed < before and _NAME.fullmatch(_bare(name))]
            keep = wanted() if old else frozenset[str]()  # asked after the look into the folder: what is new there is young
            for name in (orphans := [name for name in old if name not in keep]):
                (self.folder / _bare(name)[-2:] / name).unlink(missing_ok=True)
        except OSError as error:
            raise failure(error) from error
        return len(orphans)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):  # fear: a name read from a tampered database leads out of the folder
            raise StorageFailed(f"not a blob's name: {name[:80]!r}")
        # The last characters of an id are chance, the first are time: blobs spread evenly over 1,024 folders.
        return self.folder / name[-2:] / name


def _bare(name: str) -> str:
    return name.removesuffix(_UNFINISHED)


def open_blobs(url: str) -> Blobs:
    """The blob store that VANTHU_BLOBS names: a folder."""
    if "://" in url:
        raise ConfigError((f"VANTHU_BLOBS: {url!r}: phiên bản này chỉ lưu vào thư mục",))
    return Blobs(Path(url))


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)  # fear: the folder is lost in a power cut, and all blobs in it


def _write(path: Path, content: Content) -> None:
    # O_EXCL: an id is used once; two writers of one name would mix their bytes.  O_NOFOLLOW: no link laid for us is followed.
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        source = content.fileno()
        copied = _copy_file(source, target, content.size) if source is not None else _copy_memory(content.view(), target)
        if copied != content.size:  # fear: a spool cut short is taken for the whole message
            raise OSError(f"{copied} of {content.size} bytes copied")
        os.fsync(target)  # fear: the rename reaches the disk before the bytes do
    finally:
        os.close(target)


def _copy_memory(view: memoryview, target: int) -> int:
    done = 0
    while done < len(view):
        done += os.write(target, view[done : done + PIECE])
    return done


def _copy_file(source: int, target: int, size: int) -> int:
    """By pread: the spool's own position belongs to others who read it at the same time."""
    done = 0
    while done < size and (piece := os.pread(source, min(PIECE, size - done), done)):
        done += _copy_memory(memoryview(piece), target)
    return done


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
