"""The directory: which domains are ours, which units and people there are, what is excepted.  Plain values, looked up purely."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """From a day to a day, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Unit:
    """An office: a row of units.csv.  Mailboxes are lower case."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    level: str = ""
    parent: str = ""
    mailboxes: tuple[str, ...] = ()
    public_service_mailboxes: tuple[str, ...] = ()
    head: str = ""
    delegates: tuple[tuple[str, Term], ...] = ()
    term: Term = Term()


@dataclass(frozen=True, slots=True)
class Person:
    """An official: a row of people.csv.  Addresses are lower case; `unit` is a unit's code."""

    mailbox: str
    name: str
    unit: str = ""
    private_addresses: tuple[str, ...] = ()
    term: Term = Term()


@dataclass(frozen=True, slots=True)
class Exemption:
    """A row of exceptions.csv: who or what a finding code does not stop.  `code` may end in ".*"."""

    code: str
    subject: str
    term: Term
    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that is known of units and people.  Build it with `gateway.units`; the indexes are derived there.

    `banned_domains` holds canonical domains; a domain is banned when it or a parent of it is in there.
    """

    internal_domains: frozenset[str] = frozenset()
    official_domains: frozenset[str] = frozenset()
    banned_domains: frozenset[str] = frozenset()
    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    unit_of: dict[str, Unit] = field(default_factory=dict)
    person_of: dict[str, Person] = field(default_factory=dict)
    owner_of_private: dict[str, Person] = field(default_factory=dict)
    exemptions_of: dict[str, tuple[Exemption, ...]] = field(default_factory=dict)
