"""The official and possible documents of a message, one record each: attached, in archives, in forwarded letters.

Điều 4.4a: what is not editable must have been scanned from the original.
The kind of a PDF follows from the structure of the page that bears the letterhead, never from its producer: a scan with
a layer of recognised text is a scan, a word processor's page with a picture of a seal pasted in is none.  Letters in the
body of the message are no documents.  What can't be known from structure and text stays "unknown": a picture is a
possible document, official only when somebody has read it.  A filled-in signature field is "unverified" as long as nobody
has validated it.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from policies.core.facts import Content, Document, Opaque, Text, Unread
from policies.core.message import Message, Part
from policies.core.official import OfficialDocument
from policies.text.folding import fold
from policies.text.official import Reading, read, sheets
from policies.text.pages import kind_of

TEXT = 200_000  # characters of an editable document that are looked at: a hundred pages
BODY_TEXT = 1_000_000  # characters of a letter in which a declaration is looked for
PICTURE = 30_000  # bytes below which a picture is a logo or a signature's ornament, not a page
PICTURES = frozenset({"jpeg", "png", "webp", "heic"})
FAXES = frozenset({"tiff"})  # what scanners write; two-level pages are small
DECLARATION = "[kem ban giay]"


def documents(message: Message) -> tuple[OfficialDocument, ...]:
    """One record for each official or possible document, in the order of the parts.  Pure, linear, never raises."""
    # A part that can be read in two ways is there twice.
    found = tuple(dict.fromkeys(record for part in message.parts() for record in _records(part)))
    declared = bool(found) and paper_declared(message)
    return tuple(replace(record, paper_declared=declared) for record in found)


def paper_declared(message: Message) -> bool:
    """Whether the sender declares that paper follows: in a header, the subject, or a line of the text (Điều 4.4b)."""
    if message.text("x-vanthu-paper").strip().lower() == "yes" or DECLARATION in fold(message.text("subject")[:2_000]):
        return True
    return any(fold(line).strip(" .\t") == DECLARATION for line in _body_lines(message) if len(line) < 60 and "[" in line)


def _records(part: Part) -> Iterator[OfficialDocument]:
    record = partial(_record, part)
    match part.content:
        case Document(kind="pdf") as pdf:
            reading = read([page.lines for page in pdf.pages])
            yield record(kind_of(pdf, reading.page), reading, "unverified" if pdf.signatures else "none")
        case Document(kind="html") | Text():
            # An attached page or note is a document when it reads as one; else it is part of the letter.
            reading = read(sheets(_lines(part.content))) if part.filename else Reading()
            if reading.official:
                yield record("editable", reading)
        case Document() as office:
            yield record("editable", read(sheets(_lines(office))), "unverified" if office.signatures else "none")
        case Unread() if part.filename or not part.media_type.startswith(("text/", "multipart/", "message/")):
            yield record("unreadable", Reading())
        case Opaque(kind=kind):
            if kind in FAXES or (kind in PICTURES and len(part.body) >= PICTURE):
                yield record("scan" if kind in FAXES else "photo", Reading())


def _record(part: Part, kind: str, reading: Reading, digital_signature: str = "none") -> OfficialDocument:
    return OfficialDocument(
        part=part.number,
        filename=part.filename.text if part.filename else None,
        kind=kind,
        official=reading.official,
        digital_signature=digital_signature,
        number=reading.number,
        type=reading.type,
        issuer=reading.issuer,
        date=reading.date,
        summary=reading.summary,
        signer=reading.signer,
        addressees=reading.addressees,
        secrecy=reading.secrecy,
        urgency=reading.urgency,
    )


def _lines(content: Content, limit: int = TEXT) -> list[str]:
    """The text of a content, line by line, up to a limit."""
    if isinstance(content, Text):
        return content.text[:limit].splitlines()
    if not isinstance(content, Document):
        return []
    pieces: list[str] = []
    room = limit
    for run in content.runs:
        pieces.append(run.text[:room])
        room -= len(run.text)
        if room <= 0:
            break
    return "".join(pieces).splitlines()


def _body_lines(message: Message) -> Iterator[str]:
    """The lines of the letter's own text: not of attachments, archives or forwarded letters."""
    waiting = [message.root]
    while waiting:
        part = waiting.pop()
        if part.media_type.startswith("multipart/"):
            waiting.extend(reversed(part.children))
        elif part.filename is None and part.disposition != "attachment":
            yield from _lines(part.content, BODY_TEXT)
