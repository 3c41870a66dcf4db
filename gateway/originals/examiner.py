"""Looks at the pages of a letter's documents and validates its digital signatures: the front door of this room.

Made once, in the template that forks the workers: everything that is read from the disk (the language of the OCR, the
trusted roots) is read then.  What must stay true: a document that cannot be shown is `Unread`, never passed as if it had been
seen; what was seen is kept by the content's hash, so that a letter to sixty units is looked at once: that alone, not the text
of the documents, of which two hundred would fill a worker; and only when no limit of the letter that it came with cut it short.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date

from gateway.extract.budget import Refused, budget
from gateway.limits import Limits
from gateway.originals import ocr
from gateway.originals.allowance import Allowance, allowance, hurried
from gateway.originals.drawing import drawn
from gateway.originals.looking import Wanted, look
from gateway.originals.pdfsignatures import validate_pdf
from gateway.originals.sources import OPENERS, opened
from gateway.originals.trust import Trust
from policies.core.facts import DigitalSignature, Document, Picture, Unread
from policies.core.message import Message, Part
from policies.text.documents import awaits_number

REMEMBERED = 256  # contents of which a worker knows what they show
NO_MEMORY = Unread("over-limit", "memory")


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at a document has added to it.  `pictures`: of each of its pages."""

    validated: tuple[DigitalSignature, ...]
    pictures: tuple[Picture | None, ...]

    def added(self, document: Document) -> Document:
        """The document with it."""
        pages = zip(document.pages, self.pictures, strict=True)
        return replace(document, validated=self.validated, pages=tuple(replace(page, picture=picture) for page, picture in pages))


class Examiner:
    """`reading`: off, needed, always (the rules' `ocr`); `colourless`: a seal without colour counts as one."""

    def __init__(self, trust: Trust, reading: str, *, colourless: bool, limits: Limits) -> None:
        self._trust = trust
        self._reading = reading
        self._colourless = colourless
        self._limits = limits
        self._ocr = ocr.load() if reading != "off" else None
        self._known: OrderedDict[bytes, Seen | Unread] = OrderedDict()

    def examine(self, message: Message, today: date, *, thorough: bool) -> Message:
        """See `gateway.ports.Examiner`."""
        unread = "off" if self._reading == "off" else "missing"
        thorough = thorough or self._reading == "always"
        wanted = Wanted(self._ocr, unread, self._colourless, thorough, numbered=not thorough and awaits_number(message))
        return self._message(message, today, wanted, allowance(self._limits))

    def draw(self, message: Message, today: date, page: int) -> bytes:
        """See `gateway.ports.Examiner`."""
        examined = self.examine(message, today, thorough=True)
        for part in examined.parts():
            document = part.content
            if isinstance(document, Document) and document.pages and page <= len(document.pages):
                source = opened(document.kind, part.body, budget(self._limits, len(part.body)))
                return drawn(document, source, page)
        return b""

    def _message(self, message: Message, today: date, wanted: Wanted, left: Allowance) -> Message:
        return replace(message, root=self._part(message.root, today, wanted, left))

    def _part(self, part: Part, today: date, wanted: Wanted, left: Allowance) -> Part:
        if part.nested is not None:
            return replace(part, nested=self._message(part.nested, today, wanted, left))
        if part.children:
            part = replace(part, children=tuple(self._part(child, today, wanted, left) for child in part.children))
        if isinstance(part.content, Document) and part.content.pages:
            return replace(part, content=self._content(part.content, part.body, today, wanted, left))
        return part

    def _content(self, document: Document, body: bytes, today: date, wanted: Wanted, left: Allowance) -> Document | Unread:
        """The document with what was seen; from memory where the same bytes were looked at before."""
        asked = f"{document.kind} {len(document.pages)} {wanted.thorough} {wanted.numbered} {today.toordinal()} "
        key = hashlib.sha256(asked.encode() + body).digest()
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known if isinstance(known, Unread) else known.added(document)
        photos = left.photos
        content = self._looked_at(document, body, today, wanted, left)
        if photos > 0 and not left.spent and content != NO_MEMORY:  # else another letter may have the room
            self._known[key] = content if isinstance(content, Unread) else _seen(content)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return content

    def _looked_at(self, document: Document, body: bytes, today: date, wanted: Wanted, left: Allowance) -> Document | Unread:
        spend = budget(self._limits, len(body))
        try:
            if document.kind == "pdf" and document.signatures:
                document = replace(document, validated=validate_pdf(body, self._trust, today, spend))
            if document.kind not in OPENERS and any(page.lines for page in document.pages):
                return document  # its text is known, its pages cannot be shown: "unknown" is what the record says of them
            with hurried(self._limits.page_seconds):
                source = opened(document.kind, body, spend)
            return look(document, source, wanted, left)
        except Refused as refusal:
            return refusal.unread
        except MemoryError:
            return NO_MEMORY
        except Exception as error:  # a decoder that trips over a hostile picture has not shown it
            return Unread("damaged", type(error).__name__)


def _seen(document: Document) -> Seen:
    return Seen(document.validated, tuple(page.picture for page in document.pages))
