"""The names in an OLE compound file's directory: enough to tell what it is.  Its contents are not read."""

from struct import error, unpack_from

from gateway.extract.budget import Refused

LAST = 0xFFFFFFFA  # sector numbers from here on are marks, not places
SECTORS = 4_096  # of the directory: a hostile chain may be long or a loop


def roots(body: bytes) -> frozenset[str]:
    """Names of the storages and streams in the directory."""
    try:
        shift = unpack_from("<H", body, 30)[0]
        if shift not in (9, 12):
            raise Refused("damaged", "OLE sector size")
        names: set[str] = set()
        sector, seen = unpack_from("<L", body, 48)[0], 0
        while sector < LAST and seen < SECTORS:
            _collect(body, (sector + 1) << shift, 1 << shift, names)
            sector, seen = _next(body, sector, shift), seen + 1
    except error as problem:
        raise Refused("damaged", "OLE structure") from problem
    return frozenset(names)


def _collect(body: bytes, start: int, size: int, names: set[str]) -> None:
    """Names of the 128-byte directory entries in one sector (MS-CFB 2.6.1)."""
    if start >= len(body):
        raise Refused("damaged", "OLE directory out of place")
    for entry in range(start, min(start + size, len(body) - 127), 128):
        length = unpack_from("<H", body, entry + 64)[0]
        if 2 <= length <= 64:
            names.add(body[entry : entry + length - 2].decode("utf-16-le", "replace"))


def _next(body: bytes, sector: int, shift: int) -> int:
    """The sector after this one, by the allocation table.  Tables beyond the header's own 109 are not followed."""
    table, place = divmod(sector, 1 << (shift - 2))
    if table >= 109:
        return LAST
    home = unpack_from("<L", body, 76 + 4 * table)[0]
    return int(unpack_from("<L", body, ((home + 1) << shift) + 4 * place)[0])
