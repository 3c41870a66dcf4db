"""The audit log for other programs: JSON lines, CSV for spreadsheets.  Streamed, in the order recorded.

Control, bidi and line-separating characters are escaped, and no cell of a CSV starts a formula: what a letter says is only read.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import select

from gateway.storage.audit import FIELDS
from gateway.storage.chain import decode
from gateway.storage.database import Database
from gateway.storage.schema import audit

BOM = "\ufeff"  # without it Excel takes UTF-8 for the local code page
FORMULA = tuple("=+-@\t\r＝＋－＠")
# C0, DEL, C1, soft hyphen, zero-width letters, bidi marks, line separators, byte order mark, tags, lone surrogates
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
COLUMNS = (*FIELDS, "reason")


def records(database: Database, since: str | None = None, until: str | None = None) -> Iterator[str]:
    """The records as JSON texts: from `since` on, before `until` (as `audit.stamp` writes them)."""
    query = select(audit.c.record).order_by(audit.c.sequence)
    if since is not None:
        query = query.where(audit.c.time >= since)
    if until is not None:
        query = query.where(audit.c.time < until)
    with database.reading() as connection:
        for text in connection.execution_options(yield_per=1000).execute(query).scalars():
            yield str(text)


def as_jsonl(texts: Iterator[str]) -> Iterator[bytes]:
    """One JSON object a line, as recorded."""
    for text in texts:
        yield escape(text).encode() + b"\n"  # within JSON such an escape is the same character


def as_csv(texts: Iterator[str]) -> Iterator[bytes]:
    """A head line and one line for each record; what is not a plain value stands there as JSON."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    line.write(BOM)
    writer.writerow(COLUMNS)
    yield _taken(line)
    for text in texts:
        record = _read(text)
        writer.writerow([cell(record.get(column)) for column in COLUMNS])
        yield _taken(line)


def cell(value: Any) -> str:
    """A value as the text of a spreadsheet's cell: harmless whatever a letter has put into it."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return ("'" if text.startswith(FORMULA) else "") + escape(text)


def escape(text: str) -> str:
    """The text with what would act or hide written as JSON writes it."""
    return _UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _read(text: str) -> dict[str, Any]:
    try:
        return decode(text)
    except (msgspec.DecodeError, UnicodeError):  # somebody has spoilt it: `verify` says so, the export goes on
        return {"event": "unreadable", "reason": text[:300]}


def _taken(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode()
