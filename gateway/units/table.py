"""A CSV list with a fixed header line: its rows as cells, each of which knows file, line and column for a mistake about it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gateway.config.mistakes import quoted, unknown
from policies.core.units import Term
from policies.text.mailboxes import canonical

LARGEST = 64 << 20  # bytes of one list
DOMAIN = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:[.+][A-Za-z0-9_-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
SPECIAL = ("local", "localhost", "test", "invalid", "example", "lan", "internal")  # fit for inside: email-validator refuses some


@dataclass(frozen=True, slots=True)
class Shape:
    """What a list looks like: its columns in order, those that may be left out, those that must be filled in."""

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


@dataclass(slots=True)
class Row:
    """One line of a list.  A cell read wrong becomes a mistake and an empty value."""

    path: Path
    line: int
    cells: dict[str, str]
    columns: tuple[str, ...]
    mistakes: list[str]

    def wrong(self, column: str, value: str, allowed: str) -> None:
        """Tell a mistake of one cell."""
        place = f"{self.path}:{self.line}: cột {self.columns.index(column) + 1} ({column})"
        self.mistakes.append(f"{place} = {quoted(value)}: {allowed}")

    def text(self, column: str) -> str:
        """The cell, trimmed."""
        return self.cells.get(column, "")

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell, separated by semicolons."""
        return tuple(value for item in self.text(column).split(";") if (value := item.strip()))

    def day(self, column: str) -> date | None:
        """A date, None where the cell is empty."""
        return self.parsed_day(column, self.text(column))

    def parsed_day(self, column: str, text: str) -> date | None:
        """A date in a cell or in a piece of one."""
        try:
            return date.fromisoformat(text if len(text) == 10 else "") if text else None
        except ValueError:
            self.wrong(column, text, "phải là ngày, dạng yyyy-mm-dd (a date)")
            return None

    def term(self, since: str, until: str) -> Term:
        """The term between two columns."""
        return self.ordered(until, Term(self.day(since), self.day(until)))

    def ordered(self, column: str, term: Term) -> Term:
        """A term, with a mistake where it ends before it begins."""
        if term.since and term.until and term.since > term.until:
            self.wrong(column, str(term.until), f"sớm hơn ngày bắt đầu {term.since} (ends before it begins)")
        return term

    def address(self, column: str, text: str) -> str:
        """A mailbox: lower case, its domain canonical; "" where it is none."""
        local, _, domain = text.rpartition("@")
        domain = canonical(domain)
        if _valid(local, domain):
            return f"{local.lower()}@{domain}"
        self.wrong(column, text, "phải là địa chỉ thư, ví dụ ten@dongnai.gov.vn (a mail address)")
        return ""

    def addresses(self, column: str) -> tuple[str, ...]:
        """The mailboxes of a cell."""
        return tuple(address for text in self.many(column) if (address := self.address(column, text)))


def _valid(local: str, domain: str) -> bool:
    if PLAIN.fullmatch(f"{local}@{domain}"):
        return len(local) <= 64 and len(domain) <= 253
    from email_validator import EmailNotValidError, validate_email  # loaded for the odd address alone

    inside = domain.rpartition(".")[2] in SPECIAL  # only the local part is email-validator's to judge then
    try:
        validate_email(f"{local}@{'vanthu.vn' if inside else domain}", check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def read_table(path: Path, shape: Shape, mistakes: list[str]) -> list[Row]:
    """The rows of a list; a list that is not there has none.  What is wrong with its form is added to `mistakes`."""
    text = read_text(path, mistakes)
    return list(_rows(path, text, shape, mistakes))


def read_text(path: Path, mistakes: list[str]) -> str:
    """The text of a list, "" where there is no such file or it cannot be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) <= LARGEST:
            return raw.decode("utf-8-sig")  # Excel writes a byte order mark
        mistakes.append(f"{path}: tệp quá lớn, tối đa {LARGEST} byte (file too large)")
    except FileNotFoundError:
        pass
    except OSError as error:
        mistakes.append(f"{path}: không đọc được tệp ({error.strerror})")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        mistakes.append(f"{path}:{line}: tệp phải viết bằng UTF-8 (not UTF-8)")
    return ""


def _rows(path: Path, text: str, shape: Shape, mistakes: list[str]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: tuple[str, ...] = ()
    while True:
        line = reader.line_num + 1  # where the row begins: a quoted cell may hold line breaks
        try:
            cells = next(reader, None)
        except csv.Error as error:
            mistakes.append(f"{path}:{line}: sai dạng CSV ({error})")
            return
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if not columns:
            columns = tuple(cells)
            if not _header(path, columns, shape, mistakes):
                return
        elif len(cells) > len(columns) or len(cells) < len(columns) - len(shape.optional):
            mistakes.append(f"{path}:{line}: có {len(cells)} cột, phải là {len(columns)} (wrong number of columns)")
        else:
            yield _row(Row(path, line, dict(zip(columns, cells, strict=False)), columns, mistakes), shape)


def _row(row: Row, shape: Shape) -> Row:
    for column in shape.required:
        if not row.text(column):
            row.wrong(column, "", "không được để trống (required)")
    return row


def _header(path: Path, columns: tuple[str, ...], shape: Shape, mistakes: list[str]) -> bool:
    required = tuple(column for column in columns if column not in shape.optional)
    if required == shape.columns and len(set(columns)) == len(columns):
        return True
    expected = ",".join(shape.columns)
    strange = [column for column in columns if column not in shape.columns + shape.optional]
    mistakes += [unknown(f"{path}:1", "cột", column, shape.columns + shape.optional) for column in strange]
    mistakes.append(f"{path}:1: dòng tiêu đề phải là {expected} (the header line)")
    return False
