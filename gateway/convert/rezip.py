"""A zip file with some members replaced: all others, their order, dates, comments and compressed bytes stay as they were.

What must stay true: the source was read through `Zip`, so its structure is sound; sizes fit 32 bits (the limits see to it).
"""

import zlib
from collections.abc import Mapping
from struct import Struct

from gateway.extract.budget import Refused
from gateway.extract.zipped import CENTRAL, DEFLATED, END, LOCAL, Entry, Zip, directory

SIZES = Struct("<3L")  # crc, packed, size: the same in both headers
WIDE = 1  # the extra field that holds 64-bit sizes
DESCRIPTOR = 0x08  # flag: sizes stand behind the data


def rezipped(body: bytes, archive: Zip, changed: Mapping[bytes, bytes]) -> bytes:
    """The archive with the members named in `changed` replaced."""
    count, size, _, end = directory(body)
    begin = end - size
    by_offset = sorted(archive.entries, key=lambda entry: entry.offset)
    out = bytearray(body[: by_offset[0].offset if by_offset else begin])
    places: dict[bytes, tuple[int, bytes | None]] = {}
    for entry, until in zip(by_offset, [*[entry.offset for entry in by_offset[1:]], begin], strict=True):
        at, sizes = len(out), None
        if entry.name in changed:
            member, sizes = _member(body, entry, changed[entry.name])
            out += member
        else:
            out += body[entry.offset : until]
        places[entry.name] = (at, sizes)
    directory_at = len(out)
    position = begin
    for entry in archive.entries:
        record, position = _record(body, position, entry, *places[entry.name])
        out += record
    if len(out) >= 0xFFFFFFFF or count >= 0xFFFF:
        raise Refused("over-limit", "unpacked")
    comment = body[body.rfind(b"PK\x05\x06", end) + END.size :]
    out += END.pack(b"PK\x05\x06", 0, 0, count, count, len(out) - directory_at, directory_at, len(comment)) + comment
    return bytes(out)


def _member(body: bytes, entry: Entry, data: bytes) -> tuple[bytes, bytes]:
    """Local header and content of a replaced member, and its sizes for the directory.  It stays stored where it was."""
    if entry.method == DEFLATED:
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush()
    else:
        packed = data
    sizes = SIZES.pack(zlib.crc32(data), len(packed), len(data))
    sign, version, flags, method, time, date, *_, name_size, extra_size = LOCAL.unpack_from(body, entry.offset)
    extra_at = entry.offset + LOCAL.size + name_size
    extra = _narrow(body[extra_at : extra_at + extra_size])
    fixed = LOCAL.pack(sign, version, flags & ~DESCRIPTOR, method, time, date, 0, 0, 0, name_size, len(extra))
    return fixed[:14] + sizes + fixed[26:] + entry.name + extra + packed, sizes


def _record(body: bytes, position: int, entry: Entry, at: int, sizes: bytes | None) -> tuple[bytes, int]:
    """A record of the directory with its new place and sizes, and where the next one begins."""
    fields = list(CENTRAL.unpack_from(body, position))
    name_size, extra_size, comment_size = fields[10:13]
    extra_at = position + CENTRAL.size + name_size
    end = extra_at + extra_size + comment_size
    extra = _narrow(body[extra_at : extra_at + extra_size])
    fields[11], fields[16] = len(extra), at
    if sizes is None:
        fields[7:10] = entry.crc, entry.packed, entry.size
    else:
        fields[3] &= ~DESCRIPTOR
        fields[7:10] = SIZES.unpack(sizes)
    return CENTRAL.pack(*fields) + entry.name + extra + body[extra_at + extra_size : end], end


def _narrow(extra: bytes) -> bytes:
    """Extra fields without the one for 64-bit sizes."""
    kept, position = b"", 0
    while position + 4 <= len(extra):
        end = position + 4 + int.from_bytes(extra[position + 2 : position + 4], "little")
        if int.from_bytes(extra[position : position + 2], "little") != WIDE:
            kept += extra[position:end]
        position = end
    return kept + extra[position:]
