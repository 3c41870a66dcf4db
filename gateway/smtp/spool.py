"""Keeps a message while it comes in: in memory while small, in an unnamed file when large.

The event loop never waits for the disk: files are written and read by a few threads.  A finished content never changes: whoever
is handed its descriptor gets one that cannot write.  An unnamed file is gone with its last descriptor, whatever happens to us.
"""

import asyncio
import errno
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from typing import TypeVar

from gateway.errors import StorageFailed

T = TypeVar("T")

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_UNNAMED = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL})  # what file systems without O_TMPFILE answer
DISK = ThreadPoolExecutor(4, "spool")


class InMemory:
    """A small message, whole in memory."""

    __slots__ = ("_data", "dotted", "sha256", "size")

    def __init__(self, data: bytes, digest: str | None = None, *, dotted: bool = False, size: int | None = None) -> None:
        self._data = data
        self.size = len(data) if size is None else size  # of the whole message, where only its beginning was kept
        self.sha256 = digest or sha256(data).hexdigest()
        self.dotted = dotted

    def fileno(self) -> int | None:
        """None: it is in no file."""
        return None

    def view(self) -> memoryview:
        """All bytes."""
        return memoryview(self._data)

    async def chunks(self, size: int = 262_144) -> AsyncIterator[bytes]:
        """The bytes in order, in pieces."""
        for start in range(0, len(self._data), size):
            yield self._data[start : start + size]  # the slice of a whole bytes object is itself: no copy

    def close(self) -> None:
        """Forget the bytes."""
        self._data = b""


class OnDisk:
    """A large message in an unnamed file, open for reading only."""

    __slots__ = ("_file", "dotted", "sha256", "size")

    def __init__(self, file: "_File", size: int, digest: str, *, dotted: bool) -> None:
        self._file = file
        self.size = size
        self.sha256 = digest
        self.dotted = dotted

    def fileno(self) -> int | None:
        """The file that holds the bytes from its start on."""
        return self._file.fd

    def view(self) -> memoryview:
        """All bytes, mapped.  Touching them may wait for the disk."""
        return memoryview(mmap(self._file.fd, self.size, access=ACCESS_READ))

    async def chunks(self, size: int = 262_144) -> AsyncIterator[bytes]:
        """The bytes in order, in pieces; threads wait for the disk."""
        offset = 0
        while offset < self.size:
            chunk = await self._file.run(os.pread, size, offset)
            if not chunk:
                raise StorageFailed(f"spool file ends at {offset} of {self.size} bytes")
            yield chunk
            offset += len(chunk)

    def close(self) -> None:
        """Give the file up, as soon as no thread reads it any more."""
        self._file.close()


class Spool:
    """Takes the pieces of one message and becomes its content."""

    __slots__ = ("_buffer", "_digest", "_folder", "_reader", "_size", "_threshold", "_writer")

    def __init__(self, folder: Path, threshold: int = 262_144) -> None:
        self._folder = folder
        self._threshold = threshold
        self._buffer = bytearray()
        self._digest = sha256()
        self._size = 0
        self._writer: _File | None = None
        self._reader: _File | None = None

    @property
    def size(self) -> int:
        """How many bytes were taken."""
        return self._size

    def put(self, chunk: bytes) -> bool:
        """Take a piece if that needs no disk; False: nothing was taken, `write` it."""
        if self._writer is not None or self._size + len(chunk) > self._threshold:
            return False
        self._buffer += chunk
        self._digest.update(chunk)
        self._size += len(chunk)
        return True

    async def write(self, chunk: bytes) -> None:
        """Take a piece, on disk where it no longer fits in memory.

        `StorageFailed` when the disk is full or broken; then, and when cancelled, all that is left is to `discard`.
        """
        if self.put(chunk):
            return
        writer = self._writer or await self._move()
        await writer.run(self._append, chunk)
        self._size += len(chunk)

    def skip(self, chunk: bytes) -> None:
        """Only hash and count a piece: the message will be refused, and what is kept of it does not matter."""
        self._digest.update(chunk)
        self._size += len(chunk)

    def finish(self, dotted: bool) -> InMemory | OnDisk:
        """The content; the spool is done with.  Never waits."""
        digest = self._digest.hexdigest()
        if self._writer is None or self._reader is None:
            return InMemory(bytes(self._buffer), digest, dotted=dotted, size=self._size)
        self._writer.close()
        return OnDisk(self._reader, self._size, digest, dotted=dotted)

    def discard(self) -> None:
        """Forget what was taken; after an error or instead of `finish`."""
        self._buffer = bytearray()
        for file in (self._writer, self._reader):
            if file is not None:
                file.close()

    async def _move(self) -> "_File":
        try:
            writer, self._reader = await asyncio.wrap_future(DISK.submit(_open_unnamed, self._folder))
        except OSError as error:
            raise _storage_failed(error) from error
        self._writer = writer
        await writer.run(_write_all, self._buffer)
        self._buffer = bytearray()
        return writer

    def _append(self, fd: int, chunk: bytes) -> None:
        _write_all(fd, chunk)
        self._digest.update(chunk)


class _File:
    """A descriptor that threads work on: closed when the last of them is done, so that its number is never somebody else's."""

    __slots__ = ("_closing", "_lock", "_running", "fd")

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._running = 0
        self._closing = False
        self._lock = Lock()

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """What `work(fd, ...)` returns, called in a thread; `StorageFailed` for what the system refuses."""
        with self._lock:
            if self._closing:
                raise StorageFailed("spool file is closed")
            self._running += 1
        future = DISK.submit(work, self.fd, *arguments)
        future.add_done_callback(self._done)
        try:
            return await asyncio.wrap_future(future)
        except OSError as error:
            raise _storage_failed(error) from error

    def close(self) -> None:
        """Close it now, or when the threads that use it are done."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            self._close_unused()

    def __del__(self) -> None:
        self.close()

    def _done(self, _: Future[T]) -> None:
        with self._lock:
            self._running -= 1
            self._close_unused()

    def _close_unused(self) -> None:
        if self._closing and not self._running:
            os.close(self.fd)
            self.fd = -1


def _open_unnamed(folder: Path) -> tuple[_File, _File]:
    """A new unnamed file, open for writing and once more for reading: the reader can be given to those we do not trust."""
    try:
        writer = _File(os.open(folder, os.O_RDWR | os.O_TMPFILE | os.O_EXCL | os.O_CLOEXEC, 0o600))
        name = ""
    except OSError as error:
        if error.errno not in NO_UNNAMED:
            raise
        fd, name = tempfile.mkstemp(dir=folder)
        writer = _File(fd)
    try:
        return writer, _File(os.open(name or f"/proc/self/fd/{writer.fd}", os.O_RDONLY | os.O_CLOEXEC))
    finally:
        if name:
            Path(name).unlink()


def _write_all(fd: int, data: bytes | bytearray) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _storage_failed(error: OSError) -> StorageFailed:
    full = error.errno in FULL
    return StorageFailed(f"spool: {error}", "452 4.3.1 Insufficient system storage, try again later" if full else None)
