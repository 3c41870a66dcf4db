"""A held message as `gateway.ports.Content`: the bytes of its file, mapped; never changed."""

import asyncio
import hashlib
import mmap
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass(slots=True)
class StoredContent:
    """An open blob.  To be closed, or used in a `with`."""

    size: int
    sha256: str
    dotted: bool
    _file: int
    _map: mmap.mmap | None

    @classmethod
    def open(cls, path: Path, sha256: str) -> Self:
        """Open and check it: what a person releases is byte for byte what was held.  Raises OSError."""
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            size = os.fstat(file).st_size
            mapped = mmap.mmap(file, size, prot=mmap.PROT_READ) if size else None  # an empty file can't be mapped
            _check(mapped, sha256)
            dotted = mapped is not None and (mapped[:1] == b"." or mapped.find(b"\n.") >= 0)
            return cls(size, sha256, dotted, file, mapped)
        except BaseException:
            os.close(file)
            raise

    def fileno(self) -> int | None:
        """The file."""
        return self._file

    def view(self) -> memoryview:
        """All bytes."""
        return memoryview(self._map) if self._map is not None else memoryview(b"")

    async def chunks(self, size: int = 262_144) -> AsyncIterator[bytes]:
        """The bytes in order; read in a thread, for the disk may be slow."""
        for offset in range(0, self.size, size):
            yield await asyncio.to_thread(os.pread, self._file, size, offset)

    def close(self) -> None:
        """Close the file.  Views that were handed out stay valid."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _check(mapped: mmap.mmap | None, sha256: str) -> None:
    with memoryview(mapped if mapped is not None else b"") as view:
        found = hashlib.sha256(view).hexdigest()
    if found != sha256:
        raise OSError(f"the blob is damaged: its hash is {found}, not {sha256}")
