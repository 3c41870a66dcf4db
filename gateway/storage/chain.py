"""The audit chain: each record holds the hash of the one before it, and a signed anchor holds the last.

    hash(n) = sha256(hash(n-1) || record(n))        record(n) = canonical JSON, with "previous": hash(n-1)

- The anchor `end` (count and last hash) is signed, in the transaction that appends, with a key that is not in the database:
  whoever cuts the tail off, or makes the whole chain anew, would need it.
- Pruning old records moves the anchor `start` up to the last one pruned: what is left still proves that nothing else is missing.
- A false signature is never mended: records are appended still, so that mail goes on, but the anchor stays broken for all to see.
- Sequence counts, not time: clocks jump.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from gateway.storage.schema import anchor, audit

GENESIS = "0" * 64
BROKEN = "broken"
_encoder = msgspec.json.Encoder(order="sorted")
_READ = select(anchor.c.name, anchor.c.count, anchor.c.hash, anchor.c.signature).where(anchor.c.name == bindparam("which"))
_LOCK = _READ.with_for_update()  # PostgreSQL; in SQLite the transaction itself is the lock
_MOVE = (
    update(anchor)
    .where(anchor.c.name == bindparam("which"))
    .values(count=bindparam("new_count"), hash=bindparam("new_hash"), signature=bindparam("new_signature"))
)
_INSERT = insert(audit)
_LAST = select(audit.c.sequence, audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """An end of the chain.  `count`: the sequence number of the record whose hash it is."""

    name: str
    count: int
    hash: str
    signature: str

    def signed_by(self, key: bytes) -> bool:
        """Whether we made it.  An end that never moved needs no signature: it says nothing."""
        unborn = self.count == 0 and self.hash == GENESIS and self.signature == ""
        return unborn or hmac.compare_digest(_sign(key, self.name, self.count, self.hash), str(self.signature).encode())


def append(connection: Connection, key: bytes, records: Sequence[dict[str, Any]]) -> None:
    """Append records (each with id, time and event) in this writing transaction."""
    end = read_anchor(connection, "end", lock=True) or _lost_anchor(connection)
    count, previous, rows = end.count, end.hash, []
    for record in records:
        text = encode(record | {"previous": previous})
        previous = link(previous, text)
        count += 1
        rows.append(
            {
                "sequence": count,
                "id": record["id"],
                "time": record["time"],
                "event": record["event"],
                "record": text.decode(),
                "hash": previous,
            }
        )
    connection.execute(_INSERT, rows)
    move_anchor(connection, key, end, count, previous)


def encode(record: dict[str, Any]) -> bytes:
    """The canonical form.  Never fails for what a hostile letter may have put into a string."""
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:  # lone surrogates: bytes of a header or an address that were no UTF-8
        return _encoder.encode(sound(record))


def decode(text: str) -> dict[str, Any]:
    """A record that `encode` has written."""
    return msgspec.json.decode(text, type=dict[str, Any])


def link(previous: str, record: bytes) -> str:
    """The hash of a record that follows the one with that hash."""
    return hashlib.sha256(previous.encode() + record).hexdigest()


def read_anchor(connection: Connection, name: str, *, lock: bool = False) -> Anchor | None:
    """The anchor `start` or `end`; None when somebody has removed it."""
    row = connection.execute(_LOCK if lock else _READ, {"which": name}).one_or_none()
    return Anchor(*row) if row else None


def move_anchor(connection: Connection, key: bytes, old: Anchor, count: int, to: str) -> None:
    """Let an anchor point to another record; signed only if it was sound where it stood."""
    signature = _sign(key, old.name, count, to).decode() if old.signed_by(key) else BROKEN
    connection.execute(_MOVE, {"which": old.name, "new_count": count, "new_hash": to, "new_signature": signature})


def _sign(key: bytes, name: str, count: int, hashed: str) -> bytes:
    return hmac.digest(key, f"{name} {count} {hashed}".encode("utf-8", "replace"), "sha256").hex().encode()


def _lost_anchor(connection: Connection) -> Anchor:
    """Somebody has removed the end: go on after the last record, with an anchor that never holds."""
    last = connection.execute(_LAST).one_or_none()
    count, found = tuple(last) if last else (0, GENESIS)
    connection.execute(insert(anchor), {"name": "end", "count": count, "hash": found, "signature": BROKEN})
    return Anchor("end", count, found, BROKEN)


def sound(value: Any) -> Any:
    """The value with every text in it made valid Unicode: lone surrogates are written out."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {sound(name): sound(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [sound(inner) for inner in value]
    return value
