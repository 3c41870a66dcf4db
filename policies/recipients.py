"""Điều 4.4b: what a unit issues goes to the mailbox of every unit that stands under "Nơi nhận".

Only for letters that leave one of our units with a document of its own: not for what comes from outside, stays within the
office, or is passed on for others.  A unit is reached at any of its mailboxes or at those of its people; one that stands in
To or Cc has a transaction of its own, where this one leaves it out.  Names that the directory does not know raise nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.core.finding import Code, Evidence, Finding
from policies.core.message import Message, Part
from policies.core.official import OfficialDocument
from policies.core.policy import Context
from policies.core.units import Unit
from policies.text.addressees import COMMUNES, resolved
from policies.text.correspondents import Letter
from policies.text.folding import fold
from policies.text.mailboxes import Mailbox, mailbox
from policies.text.unitnames import Names, names

CODES = (
    Code(
        "recipients.missing",
        "4.4b",
        "Văn bản {document} ghi nơi nhận có {missing}, nhưng thư không gửi tới đơn vị đó.",
        "The document {document} names {missing} among its recipients, but the letter does not go there.",
        "Gửi thêm thư này tới hộp thư của từng đơn vị còn thiếu nêu trên.",
        "Send the letter to the mailbox of each unit named above as well.",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """None: whoever is named is to get it."""


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield one finding for each document that does not go to all units it names."""
    del settings
    letter = Letter(message, context, (), mailbox(context.envelope.mail_from), _authors(message))
    if not letter.internal(letter.sender) or letter.excepted("recipients.missing", letter.sender, *letter.authors):
        return
    known = names(context.directory.units, context.today)
    sender = next(filter(None, (_unit(letter, box) for box in (letter.sender, *letter.authors))), None)
    reached = {unit.code if unit else "" for unit in (_unit(letter, box) for box in _recipients(message, context))}
    if sender is not None and reached == {sender.code}:
        return  # a document on its way within the office is not issued yet
    own = frozenset(part.number for part in _own_parts(message.root))
    told = set[tuple[str | None, tuple[str, ...]]]()
    for document in context.documents:
        issuer = known.called(document.issuer, sender) if document.issuer else None
        if not document.official or document.part not in own or not _is_of(issuer, sender, known):
            continue
        lacking = [unit for unit in resolved(document.addressees or (), known, issuer or sender) if unit.code not in reached]
        missing = tuple(unit for unit in lacking if unit not in (issuer, sender))
        codes = tuple(unit.code for unit in missing)
        if missing and (document.number, codes) not in told and not _is_exempt(document, context):
            told.add((document.number, codes))  # its scan and its Word file are one document
            yield _finding(document, missing)


def _authors(message: Message) -> tuple[Mailbox, ...]:
    return tuple(mailbox(address.mailbox) for address in message.mailboxes("from", "sender"))


def _recipients(message: Message, context: Context) -> Iterator[Mailbox]:
    yield from map(mailbox, context.envelope.rcpt_tos)
    for address in message.mailboxes("to", "cc"):
        yield mailbox(address.mailbox)


def _unit(letter: Letter, box: Mailbox) -> Unit | None:
    """The unit that is behind a mailbox: its own, its head's, a delegate's, or one of its people's."""
    unit = letter.unit(box)
    if unit is not None or not box.address:
        return unit
    person = letter.person(box)
    today = letter.context.today
    for one in letter.context.directory.units:
        delegated = any(address == box.address and term.covers(today) for address, term in one.delegates)
        if one.term.covers(today) and (one.head == box.address or delegated or (person and person.unit == one.code)):
            return one
    return None


def _own_parts(root: Part) -> Iterator[Part]:
    """The parts of the letter itself, not those of letters inside it."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(part.children)


def _is_of(issuer: Unit | None, sender: Unit | None, known: Names) -> bool:
    """Whether a document is the sender's to send out: its own, or of the office above or below that has one registry with it.

    A ward has its own: what the city has sent it, it passes on.
    """
    if issuer is None or sender is None or issuer.code == sender.code:
        return True
    for lower, upper in ((sender, issuer), (issuer, sender)):
        if upper.code in {unit.code for unit in known.above(lower)}:
            return fold(lower.level).strip() not in COMMUNES
    return False


def _is_exempt(document: OfficialDocument, context: Context) -> bool:
    """Whether exceptions.csv names the document by its number."""
    known = context.directory.exemptions_of.get(f"number:{document.number}", ())
    return any(one.code in ("recipients.missing", "recipients.*") and one.term.covers(context.today) for one in known)


def _finding(document: OfficialDocument, missing: tuple[Unit, ...]) -> Finding:
    detail: dict[str, Evidence] = {
        "document": document.number or document.filename or document.part or "",
        "missing": "; ".join(unit.name for unit in missing),
        "units": tuple(unit.code for unit in missing),
    }
    return Finding("recipients.missing", part=document.part, filename=document.filename, detail=detail)
