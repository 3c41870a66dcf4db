"""The official and possible documents of a message, one record each: attached, in archives, in forwarded letters.

Điều 4.4a: what is not editable must have been scanned from the original.
What has pages is told by `paged`.  Letters in the body of the message are no documents.  What nobody could find out stays
"unknown": a picture is a possible document, official only when somebody has looked at it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from policies.core.facts import Content, Document, Text, Unread
from policies.core.message import Message, Part
from policies.core.official import OfficialDocument
from policies.text.folding import fold
from policies.text.marked import borne
from policies.text.official import Reading, read, sheets
from policies.text.paged import paged_record, record

TEXT = 200_000  # characters of an editable document that are looked at: a hundred pages
BODY_TEXT = 1_000_000  # characters of a letter in which a declaration is looked for
PAGED = frozenset({"pdf", "xps"})
DECLARATION = re.compile(r"\[\s*kem\s+ban\s+giay\s*\]")
DECLARING = re.compile(rf"\s*(?:[-–+*•]\s*)?{DECLARATION.pattern}[\s.;,!]*")  # a line of its own


def documents(message: Message) -> tuple[OfficialDocument, ...]:
    """One record for each official or possible document, in the order of the parts.  Pure, linear, never raises."""
    # A part that can be read in two ways is there twice.
    found = tuple(dict.fromkeys(one for part in message.parts() for one in _records(part)))
    declared = bool(found) and paper_declared(message)
    return tuple(replace(one, paper_declared=declared) for one in found)


def paper_declared(message: Message) -> bool:
    """Whether the sender declares that paper follows: in a header, the subject, or a line of the text (Điều 4.4b)."""
    if message.text("x-vanthu-paper").strip().lower() == "yes" or DECLARATION.search(fold(message.text("subject")[:2_000])):
        return True
    return any(DECLARING.fullmatch(fold(line)) for line in _body_lines(message) if len(line) < 80 and "[" in line)


def awaits_number(message: Message) -> bool:
    """Whether an official document that can be edited must find its scan: then it matters which number a scan bears."""
    parts = (part for part in message.parts() if not (isinstance(part.content, Document) and part.content.pages))
    return any(one.official for part in parts for one in _records(part)) and not paper_declared(message)


def _records(part: Part) -> Iterator[OfficialDocument]:
    entry = partial(record, part)
    match part.content:
        case Document() as paged if paged.pages or paged.kind in PAGED:
            yield replace(paged_record(part, paged), secrecy=borne(paged))
        case Document(kind="html") | Text():
            # An attached page or note is a document when it reads as one; else it is part of the letter.
            reading = read(sheets(_lines(part.content))) if part.filename else Reading()
            if reading.official:
                yield replace(entry("editable", reading), secrecy=borne(part.content))
        case Document() as office:
            state = "unverified" if office.signatures else "none"
            yield replace(entry("editable", read(sheets(_lines(office))), state), secrecy=borne(office), signed=office.validated)
        case Unread() if part.filename or not part.media_type.startswith(("text/", "multipart/", "message/")):
            yield entry("unreadable", Reading())


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
