"""Who writes to whom, looked up in the directory: whose domain and mailbox it is, and what is excepted for it.

A domain is internal when it or a parent of it is one of ours, banned when it or a parent is in the lists.  A mailbox that the
directory knows as an official's private one counts as outside wherever it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from policies.core.message import Message
from policies.core.policy import Context
from policies.core.units import Person, Unit
from policies.text.lookalikes import Imitated, homoglyph, imitated, resembled
from policies.text.mailboxes import Mailbox


@dataclass(frozen=True, slots=True)
class Standing:
    """What a domain is to us.  `imitates`: the domain that it is easily mistaken for, "" when there is none."""

    internal: bool = False
    banned: bool = False
    imitates: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """Who writes to whom, looked up: the envelope, the authors of the header, and what the directory says of them.

    `eminent`: the mail services that are imitated most.
    """

    message: Message
    context: Context
    eminent: tuple[str, ...]
    sender: Mailbox
    authors: tuple[Mailbox, ...]

    def standing(self, domain: str) -> Standing:
        """What a canonical domain is to us."""
        directory = self.context.directory
        return _standing(domain, directory.internal_domains, directory.official_domains, directory.banned_domains, self.eminent)

    def internal(self, box: Mailbox) -> bool:
        """Whether the mailbox is ours."""
        return self.standing(box.domain).internal

    def owner(self, box: Mailbox) -> Person | None:
        """The official whose private address it is."""
        known = self.context.directory.owner_of_private
        person = known.get(box.address) or known.get(f"{box.local}@{box.domain}")
        return person if person and person.term.covers(self.context.today) else None

    def outside(self, box: Mailbox) -> bool:
        """Whether work mail must not come from it: a banned domain, or an official's private address anywhere."""
        return self.standing(box.domain).banned or self.owner(box) is not None

    def leads_outside(self, box: Mailbox) -> bool:
        """Whether work mail must not go there; a route in the local part may lead on to a banned domain."""
        return self.outside(box) or any(self.standing(domain).banned for domain in box.routes)

    def person(self, box: Mailbox) -> Person | None:
        """The official whose mailbox it is."""
        person = self.context.directory.person_of.get(box.address)
        return person if person and person.term.covers(self.context.today) else None

    def unit(self, box: Mailbox) -> Unit | None:
        """The unit whose mailbox it is."""
        known = self.context.directory.unit_of
        unit = known.get(box.address) or known.get(f"{box.local}@{box.domain}")
        return unit if unit and unit.term.covers(self.context.today) else None

    def excepted(self, code: str, *boxes: Mailbox) -> bool:
        """Whether an exception covers the code for any of these mailboxes, their domains, owners or units."""
        known = self.context.directory.exemptions_of
        if not known:
            return False
        wide = code.partition(".")[0] + ".*"
        return any(
            exemption.code in (code, wide) and exemption.term.covers(self.context.today)
            for box in boxes
            for subject in self._subjects(box)
            for exemption in known.get(subject, ())
        )

    def _subjects(self, box: Mailbox) -> Iterator[str]:
        yield box.address
        domain = box.domain
        while domain:
            yield f"@{domain}"
            domain = domain.partition(".")[2]
        if unit := self.unit(box):
            yield f"unit:{unit.code}"
        for person in filter(None, (self.person(box), self.owner(box))):
            yield person.mailbox
            yield f"unit:{person.unit}"


@lru_cache(maxsize=16384)
def _standing(
    domain: str, internal: frozenset[str], official: frozenset[str], banned: frozenset[str], eminent: tuple[str, ...]
) -> Standing:
    if not domain:
        return Standing()
    if _listed(domain, internal):
        return Standing(internal=True)
    known = _imitated(internal, banned, eminent)
    ours = _listed(domain, official)
    if not ours and _listed(domain, banned):
        return Standing(banned=True)
    return Standing(imitates=homoglyph(domain, known) or ("" if ours else resembled(domain, known)))


@lru_cache(maxsize=8)
def _imitated(internal: frozenset[str], banned: frozenset[str], eminent: tuple[str, ...]) -> Imitated:
    return imitated({*internal, *(domain for domain in eminent if domain in banned)}, banned)


def _listed(domain: str, domains: frozenset[str]) -> bool:
    while domain:
        if domain in domains:
            return True
        domain = domain.partition(".")[2]
    return False
