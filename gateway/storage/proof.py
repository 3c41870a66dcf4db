"""Proves that the audit chain is whole, and prunes its oldest records without losing that proof."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import SQLAlchemyError

from gateway.storage import chain
from gateway.storage.chain import Anchor
from gateway.storage.database import Database
from gateway.storage.schema import audit

STEP = 10_000  # records between two words of progress, and pruned in one transaction
_ROWS = select(audit.c.sequence, audit.c.id, audit.c.time, audit.c.event, audit.c.record, audit.c.hash).order_by(audit.c.sequence)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found.  `count`: records that are whole; `broken`: the number of the first that is not, `reason` why."""

    count: int
    broken: int | None = None
    id: str | None = None
    reason: str = ""


class _Named(msgspec.Struct):
    id: str
    time: str
    event: str
    previous: str


_decoder = msgspec.json.Decoder(_Named)


def verify(database: Database, key: bytes, progress: Callable[[int], None] = lambda _: None) -> Proof:
    """Read the whole chain once, in order, in little memory.  `progress` is told the count of records now and then."""
    with database.reading() as connection:
        start, end = chain.read_anchor(connection, "start"), chain.read_anchor(connection, "end")
        if start is None or not start.signed_by(key):
            return Proof(0, start.count + 1 if start else 1, None, "mốc đầu chuỗi bị mất, bị sửa hoặc không đúng khóa ký")
        proof, last = _walk(_stream(connection), start, end, progress)
    return proof if proof.broken is not None else _check_end(proof.count, last, end, key)


def prune(database: Database, key: bytes, before: str) -> Proof:
    """Remove the oldest records, all before that time, as far as they are whole: evidence of tampering is never pruned away."""
    pruned = 0
    while True:
        with database.writing() as connection:
            start = chain.read_anchor(connection, "start", lock=True)
            if start is None or not start.signed_by(key):
                return Proof(
                    pruned, start.count + 1 if start else 1, None, "mốc đầu chuỗi bị mất, bị sửa hoặc không đúng khóa ký"
                )
            proof, last = _walk(_until(connection, before), start, None, lambda _: None)
            if proof.count:
                chain.move_anchor(connection, key, start, last.count, last.hash)
                connection.execute(delete(audit).where(audit.c.sequence <= last.count))
        pruned += proof.count
        if proof.broken is not None or proof.count < STEP:
            return Proof(pruned, proof.broken, proof.id, proof.reason)


def _walk(rows: Iterator[Any], start: Anchor, end: Anchor | None, progress: Callable[[int], None]) -> tuple[Proof, Anchor]:
    """Follow the chain from `start`; the proof, and where it ended."""
    count, sequence, previous = 0, start.count, start.hash
    try:
        for row in rows:
            reason = _fault(row, sequence + 1, previous, end)
            if reason:
                named = row.id if isinstance(row.id, str) else None
                return Proof(count, sequence + 1, named, reason), Anchor("", sequence, previous, "")
            count, sequence, previous = count + 1, sequence + 1, row.hash
            if count % STEP == 0:
                progress(count)
    except SQLAlchemyError as error:  # text that is no text, a damaged page: the record can't be read
        return Proof(count, sequence + 1, None, f"không đọc được bản ghi ({error.args[0] if error.args else ''})"[:300]), start
    progress(count)
    return Proof(count), Anchor("", sequence, previous, "")


def _fault(row: Any, sequence: int, previous: str, end: Anchor | None) -> str:
    if row.sequence != sequence:
        return f"thiếu bản ghi số {sequence} (bản ghi kế tiếp là số {row.sequence})"
    if end is not None and sequence > end.count:
        return "bản ghi nằm ngoài mốc cuối chuỗi: được chèn thêm, hoặc mốc bị sửa"
    if not isinstance(row.record, str):
        return "nội dung bản ghi không phải là văn bản"
    text = row.record.encode("utf-8", "surrogatepass")
    try:
        named = _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return "nội dung bản ghi không đọc được"
    if named.previous != previous:
        return "bản ghi không nối với bản ghi đứng trước: bị chèn, xóa, đổi chỗ hoặc sửa"
    if chain.link(previous, text) != row.hash:
        return "nội dung bản ghi đã bị sửa"
    if (named.id, named.time, named.event) != (row.id, row.time, row.event):
        return "cột tra cứu (id, time, event) khác với nội dung bản ghi"
    return ""


def _check_end(count: int, last: Anchor, end: Anchor | None, key: bytes) -> Proof:
    if end is None:
        return Proof(count, last.count + 1, None, "mốc cuối chuỗi bị mất")
    if last.count < end.count:
        return Proof(count, last.count + 1, None, f"bản ghi cuối chuỗi bị cắt mất (còn đến số {last.count}, mốc ghi {end.count})")
    if last.hash != end.hash or not end.signed_by(key):
        return Proof(count, last.count, None, "mốc cuối chuỗi bị sửa hoặc không đúng khóa ký: chuỗi có thể đã được tạo lại")
    return Proof(count)


def _stream(connection: Connection) -> Iterator[Any]:
    return iter(connection.execution_options(yield_per=1000).execute(_ROWS))


def _until(connection: Connection, before: str) -> Iterator[Any]:
    """The oldest records, up to the first that is not before that time: the chain is cut at one place."""
    for row in connection.execute(_ROWS.limit(STEP)):
        if row.time >= before:
            return
        yield row
