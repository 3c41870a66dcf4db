"""Điều 8.1: work mail goes through the province's mailboxes, not private ones; Điều 4.2: citizens are welcome from anywhere.

What an official may not do is told, what a citizen does is recorded.  Automatic letters (null sender, bounces, receipts,
auto-replies) and letters to postmaster or abuse raise nothing that holds them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from policies.core.facts import Document, Text
from policies.core.finding import Code, Evidence, Finding
from policies.core.message import Message
from policies.core.policy import Context
from policies.core.units import Person, Unit
from policies.text.correspondents import Letter
from policies.text.folding import fold
from policies.text.mailboxes import Mailbox, mailbox

CODES = (
    Code(
        "domain.recipient",
        "8.1",
        "Thư công vụ gửi tới hộp thư ngoài hệ thống {address}.",
        "Work mail is sent to the outside mailbox {address}.",
        "Gửi tới hộp thư công vụ của người nhận. Nếu trả lời người dân, gửi từ hộp thư của đơn vị hoặc xin ngoại lệ.",
        "Send to the recipient's official mailbox. To answer a citizen, write from the unit's mailbox or ask for an exception.",
    ),
    Code(
        "domain.sender",
        "8.1",
        "Cán bộ {owner} gửi thư công việc từ hộp thư riêng {address}.",
        "The official {owner} sends work mail from the private mailbox {address}.",
        "Gửi lại thư này từ hộp thư công vụ của mình.",
        "Send this letter again from your official mailbox.",
    ),
    Code(
        "domain.external",
        "4.2",
        "Thư đến từ hộp thư cá nhân bên ngoài {address}; người dân được dùng, chỉ ghi nhận.",
        "The letter comes from the outside personal mailbox {address}; citizens may use one, recorded only.",
        "Không phải làm gì.",
        "Nothing has to be done.",
    ),
    Code(
        "domain.reply-to",
        "8.1",
        "Thư công vụ yêu cầu trả lời hoặc báo nhận về hộp thư ngoài hệ thống {address} (dòng {field}).",
        "Work mail asks for answers or receipts at the outside mailbox {address} (field {field}).",
        "Bỏ địa chỉ trả lời bên ngoài trong chương trình thư rồi gửi lại.",
        "Remove the outside reply address in your mail program and send again.",
    ),
    Code(
        "domain.mismatch",
        "8.1",
        "Người gửi ghi trong thư là {author} nhưng thư thực gửi từ {address}: một bên công vụ, một bên hộp thư ngoài hệ thống.",
        "The author is {author} but the letter is really sent by {address}: one is official, the other an outside mailbox.",
        "Gửi lại từ hộp thư công vụ, không gửi hộ qua tài khoản thư bên ngoài.",
        "Send again from the official mailbox, not through an outside account.",
    ),
    Code(
        "domain.lookalike",
        "8.1",
        "Tên miền {domain} dễ bị nhầm với {imitated}.",
        "The domain {domain} is easily mistaken for {imitated}.",
        "Kiểm tra kỹ địa chỉ trước khi trả lời hay mở tệp đính kèm; báo bộ phận quản trị nếu nghi ngờ giả mạo.",
        "Check the address before you answer or open an attachment; tell the administrator if you suspect a forgery.",
    ),
)

ANSWERS = ("reply-to", "disposition-notification-to", "return-receipt-to")
ALWAYS_WELCOME = frozenset({"postmaster", "abuse"})  # RFC 5321 s.4.5.1, RFC 2142
SIGNATURE = 2_000  # characters at the end of a body in which a signature block stands
MANY = 100  # addresses of a header field that are looked at: a field holds one, or it is an attack
SHOWN = 320  # characters of an address that a finding repeats
FORWARDED = ("srs0", "srs1")  # the Sender Rewriting Scheme: our own server passes a citizen's letter on


@dataclass(frozen=True, slots=True)
class Settings:
    """`imitated`: mail services whose names are imitated most; a slip of one letter in any of them is a look-alike."""

    imitated: tuple[str, ...] = (
        "gmail.com",
        "googlemail.com",
        "yahoo.com",
        "yahoo.com.vn",
        "hotmail.com",
        "outlook.com",
        "outlook.com.vn",
    )


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield one `recipient` for each outside recipient, and what is wrong with those who send and with their domains."""
    sender = mailbox(context.envelope.mail_from)
    authors = tuple([mailbox(address.mailbox) for address in message.mailboxes("from")[:MANY]])
    letter = Letter(message, context, settings.imitated, sender, authors)
    yield from _lookalikes(letter)
    if _automatic(message, context):
        return
    recipients = [(rcpt, box) for rcpt in context.envelope.rcpt_tos if (box := mailbox(rcpt)).local not in ALWAYS_WELCOME]
    inside = [box for box in authors if letter.internal(box)] or [box for box in (sender,) if letter.internal(box)]
    if inside:
        yield from _recipients(letter, inside, recipients)
    if recipients:
        yield from _answers(letter)
        yield from _mismatch(letter)
    if not any(letter.internal(box) for box in authors):
        yield from _writers(letter, recipients)


def _automatic(message: Message, context: Context) -> bool:
    """Null sender (RFC 5321 s.4.5.5), reports and receipts (RFC 6522), auto-replies (RFC 3834)."""
    if context.envelope.mail_from.strip() in ("", "<>") or message.root.media_type == "multipart/report":
        return True
    submitted = message.text("auto-submitted").partition(";")[0].partition("(")[0].strip().lower()
    return submitted not in ("", "no")


def _recipients(letter: Letter, inside: list[Mailbox], recipients: list[tuple[str, Mailbox]]) -> Iterator[Finding]:
    personal = None
    for rcpt, box in recipients:
        if not letter.leads_outside(box):
            continue
        owner = letter.owner(box)
        if personal is None:
            personal = _personal(letter, inside)
        if (owner or personal) and not letter.excepted("domain.recipient", box, *inside, letter.sender):
            why = {"reason": "private-address", "owner": owner.name} if owner else {"reason": "banned-domain"}
            yield Finding("domain.recipient", recipient=rcpt, detail=_detail(box, **why))


def _personal(letter: Letter, inside: list[Mailbox]) -> bool:
    """Whether a person writes, not a unit: an author who is no unit, or an official who may not write for the unit."""
    units = [letter.unit(box) for box in inside]
    if not all(units):
        return True
    for box in (letter.sender, mailbox(letter.context.envelope.login)):
        if letter.person(box) and not any(unit and _entitled(letter, unit, box) for unit in units):
            return True
    return False


def _entitled(letter: Letter, unit: Unit, box: Mailbox) -> bool:
    delegated = (who == box.address and term.covers(letter.context.today) for who, term in unit.delegates)
    return box.address == unit.head or any(delegated)


def _answers(letter: Letter) -> Iterator[Finding]:
    """Answers and receipts asked to an outside mailbox; a web form of a public service answers the citizen."""
    author = next((box for box in letter.authors if letter.internal(box)), None)
    if author is None:
        return
    unit = letter.unit(author)
    if unit and author.address in unit.public_service_mailboxes:
        return
    seen = set()
    for address in letter.message.mailboxes(*ANSWERS)[:MANY]:
        box = mailbox(address.mailbox)
        if (box, address.field) in seen or not letter.leads_outside(box):
            continue
        seen.add((box, address.field))
        if not letter.excepted("domain.reply-to", box, author):
            yield Finding("domain.reply-to", detail=_detail(box, field=address.field))


def _mismatch(letter: Letter) -> Iterator[Finding]:
    """One side official, the other outside: From against the envelope sender and Sender."""
    senders = [letter.sender, *(mailbox(address.mailbox) for address in letter.message.mailboxes("sender")[:MANY])]
    for author in letter.authors:
        ours, theirs = letter.internal(author), letter.outside(author)
        for sender in dict.fromkeys(senders):
            crossed = letter.outside(sender) if ours else theirs and letter.internal(sender) and not _passed_on(letter, sender)
            if crossed and not letter.excepted("domain.mismatch", author, sender):
                yield Finding("domain.mismatch", detail=_detail(sender, author=_shown(author)))
                return


def _passed_on(letter: Letter, sender: Mailbox) -> bool:
    """Whether our own list, forwarding or redirection sends an outsider's letter on: that crosses the border honestly."""
    resent = any(letter.internal(mailbox(address.mailbox)) for address in letter.message.mailboxes("resent-from"))
    listed = letter.message.text("list-id").strip().rstrip(">").rpartition("<")[2]
    own_list = bool(listed) and letter.standing(mailbox(f"list@{listed}").domain).internal
    return sender.local.startswith(FORWARDED) or resent or own_list


def _writers(letter: Letter, recipients: list[tuple[str, Mailbox]]) -> Iterator[Finding]:
    """Somebody outside writes to us: an official by a private mailbox, or anybody else, a citizen."""
    if not any(letter.internal(mailbox(rcpt)) for rcpt in letter.context.envelope.rcpt_tos):
        return
    writers = [box for box in dict.fromkeys((*letter.authors, letter.sender)) if letter.outside(box)]
    for box in writers if recipients else ():
        owner = letter.owner(box) or _signed_by(letter, box)
        if owner:
            if not letter.excepted("domain.sender", box, mailbox(owner.mailbox)):
                yield Finding("domain.sender", detail=_detail(box, owner=owner.name))
            return
    if writers and not letter.excepted("domain.external", writers[0]):
        yield Finding("domain.external", detail=_detail(writers[0]))


def _signed_by(letter: Letter, box: Mailbox) -> Person | None:
    """The official whose name and signature block the letter bears, where an official document is attached."""
    if not any(document.official for document in letter.context.documents):
        return None
    names = [_words(address.display) for address in letter.message.mailboxes("from") if mailbox(address.mailbox) == box]
    if not any(names):
        return None
    units = {unit.code: unit for unit in letter.context.directory.units}
    block = _words(_closing(letter.message))
    for person in letter.context.directory.people:
        name = _words(person.name)
        if name.strip() and any(name in shown for shown in names) and name in block and person.term.covers(letter.context.today):
            unit = units.get(person.unit)
            if unit is None or any(_words(known) in block for known in (unit.name, *unit.aliases)):
                return person
    return None


@lru_cache(maxsize=32768)
def _words(text: str) -> str:
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(text)).split())} "


def _closing(message: Message) -> str:
    ends = []
    for part in message.parts():
        if part.disposition == "attachment" or part.filename:
            continue
        if isinstance(part.content, Text):
            ends.append(part.content.text[-SIGNATURE:])
        elif isinstance(part.content, Document):
            ends.append("".join(run.text for run in part.content.runs[-100:])[-SIGNATURE:])
    return "\n".join(ends[:10])


def _lookalikes(letter: Letter) -> Iterator[Finding]:
    senders = [letter.sender, *letter.authors]
    senders += [mailbox(address.mailbox) for address in letter.message.mailboxes("sender", "reply-to")[:MANY]]
    for box in dict.fromkeys(senders):
        if (found := letter.standing(box.domain).imitates) and not letter.excepted("domain.lookalike", box):
            yield Finding("domain.lookalike", detail=_detail(box, imitated=found))
    for rcpt in letter.context.envelope.rcpt_tos:
        box = mailbox(rcpt)
        if (found := letter.standing(box.domain).imitates) and not letter.excepted("domain.lookalike", box, letter.sender):
            yield Finding("domain.lookalike", recipient=rcpt, detail=_detail(box, imitated=found))


def _detail(box: Mailbox, **more: Evidence) -> dict[str, Evidence]:
    return {"address": _shown(box), "domain": box.domain[:SHOWN], **more}


def _shown(box: Mailbox) -> str:
    return f"{box.local}@{box.domain}"[:SHOWN].encode("utf-8", "replace").decode()  # no lone surrogates into records
