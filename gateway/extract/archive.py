"""Archives: their members, unpacked within the budget.  Names stay bytes; nothing is ever written to a disk."""

import bz2
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from gateway.extract.budget import Budget, Refused
from gateway.extract.zipped import Zip
from policies.core.facts import Unread

BLOCK = 512  # of a tar
STEP = 1 << 20
MEMORY = 128 << 20  # that an xz stream may demand for its dictionary


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.  `problem`: why it could not be unpacked; `unicode`: its name is said to be UTF-8."""

    name: bytes
    unicode: bool
    body: bytes
    problem: Unread | None = None


class Unpacker(Protocol):
    """What zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool:
        """Whether its stream has ended."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What came behind the end."""
        ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Unpack some more, at most so many bytes."""
        ...


def of_zip(archive: Zip, budget: Budget) -> Iterator[Member]:
    """The files of a zip.  One that is encrypted or broken does not hide the others; a spent budget ends it all."""
    for entry in archive.entries:
        if entry.name.endswith(b"/") and not entry.size:
            continue
        try:
            yield Member(entry.name, entry.unicode, archive.read(entry))
        except Refused as refusal:
            if budget.room < 0:
                raise
            yield Member(entry.name, entry.unicode, b"", refusal.unread)


def of_stream(body: bytes, kind: str, name: bytes, budget: Budget) -> Iterator[Member]:
    """The one file in a gz, bz2 or xz; several streams in a row are one file."""
    pieces: list[bytes] = []
    magic, rest = body[:3], body
    try:
        while rest.startswith(magic):
            unpacker = _unpacker(kind)
            while not unpacker.eof:
                piece = unpacker.decompress(rest, min(STEP, budget.most()))
                rest = getattr(unpacker, "unconsumed_tail", b"")  # bz2 and lzma keep the rest themselves
                if not (piece or rest or unpacker.eof):
                    raise Refused("damaged", f"{kind} cut off")
                budget.take(len(piece))
                pieces.append(piece)
            rest = unpacker.unused_data
    except (zlib.error, OSError, EOFError, lzma.LZMAError) as problem:
        raise Refused("damaged", kind) from problem
    yield Member(_inner(name), False, b"".join(pieces))


def _unpacker(kind: str) -> Unpacker:
    if kind == "gz":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    return bz2.BZ2Decompressor() if kind == "bz2" else lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY)


def _inner(name: bytes) -> bytes:
    """The name of what is in a compressed file."""
    stem, dot, extension = name.rpartition(b".")
    short = {b"tgz": b".tar", b"tbz": b".tar", b"txz": b".tar"}
    return stem + short.get(extension.lower(), b"") if dot else name


def of_tar(body: bytes, budget: Budget) -> Iterator[Member]:
    """The files of a tar (POSIX and GNU).  The standard library's reader has regexes that a hostile header can stall."""
    position, name = 0, b""
    while (header := body[position : position + BLOCK]).strip(b"\x00"):
        budget.take_entries(1)
        if len(header) < BLOCK:
            raise Refused("damaged", "tar cut off")
        size = _octal(header[124:136])
        start = position + BLOCK
        data = body[start : start + size]
        if len(data) < size:
            raise Refused("damaged", "tar cut off")
        position = start + -(-size // BLOCK) * BLOCK
        flag = header[156:157]
        if flag == b"L":
            name = data.rstrip(b"\x00")
        elif flag == b"x":
            name = _pax_path(data) or name
        elif flag in b"0\x007":
            budget.take(size)
            yield Member(name or _ustar_name(header), False, data)
            name = b""
        elif flag != b"g":
            name = b""


def _ustar_name(header: bytes) -> bytes:
    name, prefix = header[:100].rstrip(b"\x00"), header[345:500].partition(b"\x00")[0]
    return prefix + b"/" + name if header[257:263] == b"ustar\x00" and prefix else name


def _octal(field: bytes) -> int:
    """A number of a tar header: octal, or base 256 where its first bit is set."""
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.strip(b" \x00") or b"0", 8)
    except ValueError as problem:
        raise Refused("damaged", "tar header") from problem


def _pax_path(data: bytes) -> bytes:
    """The path in a pax header (records like "27 path=name" and a line break), none when there is no such record."""
    position = 0
    while (space := data.find(b" ", position, position + 12)) > 0 and data[position:space].isdigit():
        length = int(data[position:space])
        record = data[space + 1 : position + length - 1]
        if record.startswith(b"path="):
            return record[5:]
        if length <= 0:
            break
        position += length
    return b""
