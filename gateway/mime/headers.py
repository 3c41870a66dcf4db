"""Header fields: cut out of the bytes, decoded, and what is ambiguous about them named.

Must stay true: every field's `raw` stands in the input as it is; linear; over the limits nothing is read, and that is said.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gateway.limits import Limits
from gateway.mime.addresses import FIELDS, addresses
from gateway.mime.domains import canonical_domain
from gateway.mime.parameters import filename, structured
from gateway.mime.words import decoded
from policies.core.facts import Octets
from policies.core.message import Header

__all__ = ["FIELDS", "Block", "addresses", "canonical_domain", "filename", "header", "header_end", "read_block", "structured"]

# Fields that mean something else when there are two of them (RFC 5322 s.3.6, RFC 2045): programs take the first or the last.
SINGLE = frozenset({"from", "sender", "reply-to", "subject", "content-type", "content-transfer-encoding", "content-disposition"})
NAME = bytes(set(range(33, 127)) - {ord(":")})
SHORT = 120
MBOX = (b"From ", b">From ")


@dataclass(frozen=True, slots=True)
class Block:
    """A header block.  `body`: offset of the body in the input.  `stray`: where a line that is no field stands, -1 for none.

    `named`: lower-case name -> its fields in order.  `defects`: kind and detail.  `over`: a limit was exceeded.
    """

    headers: tuple[Header, ...]
    named: dict[str, list[Header]]
    body: int
    stray: int = -1
    defects: tuple[tuple[str, str], ...] = ()
    over: bool = False


def header(name: str, raw: bytes) -> Header:
    """Decode one field.  `raw`: what follows the colon, folding kept."""
    return _remembered(name, raw) if len(raw) <= SHORT else _header(name, raw)


def _header(name: str, raw: bytes) -> Header:
    value = raw.strip()
    if b"\n" in value:
        value = value.replace(b"\r\n", b"").replace(b"\n", b"")
    if value.isascii() and b"=?" not in value:
        return Header(name, raw, value.decode("ascii"), (Octets(value),))
    return Header(name, raw, *decoded(value))


_remembered = lru_cache(maxsize=4096)(_header)  # most fields of most letters were seen before: values are frozen


def header_end(raw: bytes, start: int = 0, end: int | None = None) -> int:
    """Where the header block ends: the offset of the empty line (or of the end of the input when there is none)."""
    stop = len(raw) if end is None else end
    if raw.startswith((b"\r\n", b"\n"), start, stop):
        return start
    crlf = raw.find(b"\n\r\n", start, stop)
    bare = raw.find(b"\n\n", start, stop if crlf < 0 else crlf + 1)
    found = crlf if bare < 0 else bare
    return found + 1 if found >= 0 else stop


def read_block(raw: bytes, start: int, end: int, limits: Limits) -> Block:
    """The header block of what stands in raw[start:end]."""
    stop = header_end(raw, start, end)
    chunk = raw[start : min(stop, start + limits.header_bytes)]
    at, begins = start, []
    for line in chunk.split(b"\n"):
        if line and line[0] not in b" \t":
            begins.append(at)
        at += len(line) + 1
    over = stop - start > len(chunk) or len(begins) > limits.headers
    stray = start if chunk and (not begins or begins[0] > start) else -1
    fields: list[tuple[str, bytes]] = []
    defects: list[tuple[str, str]] = []
    for begin, until in pairwise((*begins[: limits.headers], start + len(chunk))):
        name, value, defect = _field(raw[begin:until])
        if defect:
            defects.append((defect, name))
        if value is not None:
            fields.append((name, value))
        elif not (begin == start and raw.startswith(MBOX, begin)):
            stray = begin if stray < 0 else stray
            if stop == end:  # no empty line anywhere: the text begins here
                return _block(fields, (stray, -1), [*defects, ("missing-separator", "")], chunk[: stray - start], over)
    if stray >= 0:
        defects.append(("malformed-header", ""))
    body = stop + 2 if raw.startswith(b"\r\n", stop) else stop + 1
    return _block(fields, (min(body, end), stray), defects, chunk, over)


def _field(line: bytes) -> tuple[str, bytes | None, str]:
    """Name, value (None: it is no field), defect."""
    name, colon, value = line.partition(b":")
    value = value.removesuffix(b"\n").removesuffix(b"\r")
    if colon and name and not name.translate(None, NAME):
        return name.decode("ascii"), value, ""
    short = name.rstrip(b" \t")
    if colon and short and not short.translate(None, NAME):
        return short.decode("ascii"), value, "space-before-colon"
    return "", None, ""


def _block(
    fields: list[tuple[str, bytes]], places: tuple[int, int], defects: list[tuple[str, str]], chunk: bytes, over: bool
) -> Block:
    if chunk.count(b"\r") != chunk.count(b"\r\n"):
        defects.append(("bare-cr", ""))
        hidden = [_field(piece) for _, value in fields for piece in value.replace(b"\r\n", b"\n ").split(b"\r")[1:]]
        fields += [(name, value) for name, value, _ in hidden if value is not None]
    if not chunk.isascii():
        defects.append(("bare-8bit-header", ""))
    headers = tuple([header(name, value) for name, value in fields])
    named: dict[str, list[Header]] = {}
    for one in headers:
        named.setdefault(one.name.lower(), []).append(one)
    defects += [
        ("duplicate-header", name)
        for name, ones in named.items()
        if len(ones) > 1 and name in SINGLE and len({one.raw.strip() for one in ones}) > 1
    ]
    return Block(headers, named, *places, tuple(defects), over)
