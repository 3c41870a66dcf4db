"""The directory: units.csv, people.csv and exceptions.csv read and checked, and the indexes by which policies look things up.

Every mistake is told with file, line and column.  At any time a mailbox belongs to one unit or one person only, and a unit's
code is its own.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gateway.config.mistakes import unknown
from gateway.units.table import DOMAIN, Row, Shape, read_table
from policies.core.units import Directory, Exemption, Person, Term, Unit
from policies.text.mailboxes import canonical, mailbox

UNITS = Shape(
    ("code", "name", "aliases", "level", "parent", "mailboxes", "public_service_mailboxes", "head", "valid_from", "valid_until"),
    optional=("delegates",),
    required=("code", "name"),
)
PEOPLE = Shape(("mailbox", "name", "unit", "private_addresses", "valid_from", "valid_until"), required=("mailbox", "name"))
EXCEPTIONS = Shape(
    ("code", "subject", "from", "until", "reason", "approved_by"), required=("code", "subject", "reason", "approved_by")
)
Claims = dict[str, list[tuple[int, Term]]]  # who has a code or mailbox: line and term

_DELEGATE = re.compile(r"([^()]+?)\s*(?:\(\s*([0-9-]*)\s*\.\.\s*([0-9-]*)\s*\))?")
_NUMBER = re.compile(r"number:\s*\S+")


@dataclass(frozen=True, slots=True)
class Domains:
    """The lists of domains, canonical."""

    internal: frozenset[str] = frozenset()
    official: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()


def read_directory(
    folders: tuple[Path, ...], domains: Domains, codes: frozenset[str], today: date
) -> tuple[Directory, list[str]]:
    """Read the lists, each from the first of `folders` that has it.  `codes`: the finding codes that an exception may name."""
    mistakes: list[str] = []
    unit_rows = read_table(_first(folders, "units.csv"), UNITS, mistakes)
    units = tuple(_unit(row) for row in unit_rows)
    known = frozenset(unit.code for unit in units)
    people_rows = read_table(_first(folders, "people.csv"), PEOPLE, mistakes)
    people = tuple(_person(row) for row in people_rows)
    exceptions = read_table(_first(folders, "exceptions.csv"), EXCEPTIONS, mistakes)
    exemptions = tuple(_exemption(row, known, codes) for row in exceptions)
    _check_units(unit_rows, units, known)
    _check_people(people_rows, people, known)
    return build(domains, units, people, exemptions, today), mistakes


def build(
    domains: Domains,
    units: tuple[Unit, ...],
    people: tuple[Person, ...],
    exemptions: tuple[Exemption, ...],
    today: date,
) -> Directory:
    """A directory with its indexes.  Of several rows for one mailbox (it was handed over) the one in force today counts.

    Private addresses are found in every spelling that leads to the same mailbox.
    """
    units_in_order, people_in_order = sorted(units, key=_in_force(today)), sorted(people, key=_in_force(today))
    unit_of = {address: unit for unit in units_in_order for address in (*unit.mailboxes, *unit.public_service_mailboxes)}
    private = {address: person for person in people_in_order for address in person.private_addresses}
    by_subject: dict[str, list[Exemption]] = {}
    for exemption in exemptions:
        by_subject.setdefault(exemption.subject, []).append(exemption)
    return Directory(
        internal_domains=domains.internal,
        official_domains=domains.official,
        banned_domains=domains.banned,
        units=units,
        people=people,
        exemptions=exemptions,
        unit_of=unit_of,
        person_of={person.mailbox: person for person in people_in_order},
        owner_of_private={mailbox(address).address: person for address, person in private.items()} | private,
        exemptions_of={subject: tuple(found) for subject, found in by_subject.items()},
    )


def _in_force(today: date) -> Callable[[Unit | Person], tuple[bool, date]]:
    return lambda row: (row.term.covers(today), row.term.until or date.max)


def _first(folders: tuple[Path, ...], name: str) -> Path:
    return next((folder / name for folder in folders if (folder / name).exists()), folders[0] / name)


def _unit(row: Row) -> Unit:
    return Unit(
        code=row.text("code"),
        name=row.text("name"),
        aliases=row.many("aliases"),
        level=row.text("level"),
        parent=row.text("parent"),
        mailboxes=row.addresses("mailboxes"),
        public_service_mailboxes=row.addresses("public_service_mailboxes"),
        head=row.address("head", row.text("head")) if row.text("head") else "",
        delegates=tuple(_delegate(row, text) for text in row.many("delegates")),
        term=row.term("valid_from", "valid_until"),
    )


def _delegate(row: Row, text: str) -> tuple[str, Term]:
    match = _DELEGATE.fullmatch(text)
    if match is None:
        row.wrong("delegates", text, "phải có dạng a@x(2026-01-01..2026-06-30) (a mailbox with its dates)")
        return "", Term()
    term = Term(row.parsed_day("delegates", match[2] or ""), row.parsed_day("delegates", match[3] or ""))
    return row.address("delegates", match[1]), row.ordered("delegates", term)


def _person(row: Row) -> Person:
    return Person(
        mailbox=row.address("mailbox", row.text("mailbox")) if row.text("mailbox") else "",
        name=row.text("name"),
        unit=row.text("unit"),
        private_addresses=row.addresses("private_addresses"),
        term=row.term("valid_from", "valid_until"),
    )


def _exemption(row: Row, units: frozenset[str], codes: frozenset[str]) -> Exemption:
    code, subject = row.text("code"), row.text("subject")
    wide = code.removesuffix(".*")
    if code and code not in codes and not (code.endswith(".*") and any(known.startswith(f"{wide}.") for known in codes)):
        row.mistakes.append(unknown(f"{row.path}:{row.line}: cột 1 (code)", "mã vi phạm", code, codes))
    return Exemption(
        code=code,
        subject=_subject(row, subject, units) if subject else "",
        term=row.term("from", "until"),
        reason=row.text("reason"),
        approved_by=row.text("approved_by"),
    )


def _subject(row: Row, subject: str, units: frozenset[str]) -> str:
    if subject.startswith("unit:"):
        if subject[5:].strip() not in units:
            row.mistakes.append(unknown(f"{row.path}:{row.line}: cột 2 (subject)", "đơn vị", subject[5:].strip(), units))
        return "unit:" + subject[5:].strip()
    if _NUMBER.fullmatch(subject):
        return "number:" + subject[7:].strip()
    if subject.startswith("@"):
        domain = canonical(subject[1:])
        if not DOMAIN.fullmatch(domain):
            row.wrong("subject", subject, "phải là @tên-miền, ví dụ @gmail.com (a domain)")
        return f"@{domain}"
    return mailbox(row.address("subject", subject)).address


def _check_units(rows: list[Row], units: tuple[Unit, ...], known: frozenset[str]) -> None:
    codes: Claims = {}
    mailboxes: Claims = {}
    for row, unit in zip(rows, units, strict=True):
        _claim(row, "code", (unit.code,), unit.term, codes)
        if unit.parent and unit.parent == unit.code:
            row.wrong("parent", unit.parent, "đơn vị cấp trên không thể là chính nó (its own parent)")
        elif unit.parent and unit.parent not in known:
            place = f"{row.path}:{row.line}: cột 5 (parent)"
            row.mistakes.append(unknown(place, "đơn vị", unit.parent, known))
        _claim(row, "mailboxes", unit.mailboxes, unit.term, mailboxes)
        _claim(row, "public_service_mailboxes", unit.public_service_mailboxes, unit.term, mailboxes)


def _check_people(rows: list[Row], people: tuple[Person, ...], known: frozenset[str]) -> None:
    mailboxes: Claims = {}
    private: Claims = {}
    for row, person in zip(rows, people, strict=True):
        if person.unit and person.unit not in known:
            row.mistakes.append(unknown(f"{row.path}:{row.line}: cột 3 (unit)", "đơn vị", person.unit, known))
        _claim(row, "mailbox", (person.mailbox,), person.term, mailboxes)
        _claim(row, "private_addresses", person.private_addresses, person.term, private)


def _claim(row: Row, column: str, names: Iterable[str], term: Term, claims: Claims) -> None:
    for name in filter(None, names):
        for line, other in claims.setdefault(name, []):
            if _overlap(term, other):
                row.wrong(column, name, f"đã có ở dòng {line} trong cùng thời gian (already used)")
                break
        claims[name].append((row.line, term))


def _overlap(one: Term, other: Term) -> bool:
    first = (one.since or date.min) <= (other.until or date.max)
    return first and (other.since or date.min) <= (one.until or date.max)
