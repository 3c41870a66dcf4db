"""The record of a document with pages: from its structure, its text, what was seen on its pages and its signatures.

A scan whose text nobody has read is official when a seal and a signature were found on it: then its verdict hangs on
nothing that it says (Điều 4.4a).  What nobody has looked for is "unknown".
"""

from collections.abc import Sequence
from dataclasses import replace

from policies.core.facts import Document, Mark, Page, Picture
from policies.core.message import Part
from policies.core.official import OfficialDocument
from policies.text.official import Reading, read
from policies.text.pages import kind_of, page_kind

PICTURES = frozenset({"jpeg", "png", "webp", "heic", "gif", "bmp"})  # one page each
SECRECY = ("TUYỆT MẬT", "TỐI MẬT", "MẬT", "GIẢI MẬT")  # the strongest first
URGENCY = ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN")
WORST = ("invalid", "untrusted", "expired", "unverified")
MARKS = 40  # kept as evidence


def record(part: Part, kind: str, reading: Reading, digital_signature: str = "none") -> OfficialDocument:
    """What a text says of itself, as the record of a part."""
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


def paged_record(part: Part, document: Document) -> OfficialDocument:
    """The record of a PDF, XPS, DjVu, TIFF or single picture."""
    reading = read([_lines(page) for page in document.pages])
    kind = _kind(document, reading)
    found = record(part, kind, reading, signature_state(document))
    marks = tuple(mark for page in document.pages if page.picture for mark in page.picture.marks)
    scanned = [page for page in document.pages if page_kind(page) == "scan"]
    on_scans = frozenset(page.number for page in scanned)
    pictures = [page.picture for page in scanned if page.picture]
    seal, signature = _seal(pictures), _signature(pictures)
    read_by_nobody = not any(_lines(page) for page in scanned)
    return replace(
        found,
        official=found.official or (read_by_nobody and seal in ("red", "colourless") and signature == "handwritten"),
        seal=seal,
        signature=signature,
        secrecy=found.secrecy or _stamped(marks, SECRECY),
        urgency=found.urgency or _stamped(marks, URGENCY),
        colour=_colour(pictures),
        pasted=tuple(sorted({mark.kind for mark in marks if mark.page not in on_scans and mark.kind != "stamp"})),
        marks=marks[:MARKS],
        signed=document.validated,
        unread=_unread([page.picture for page in document.pages if page.picture], pictures if read_by_nobody else ()),
    )


def signature_state(document: Document) -> str:
    """The state of all digital signatures together: the worst of them; "none" without any."""
    if not document.validated:
        return "unverified" if document.signatures else "none"
    states = {signature.state for signature in document.validated}
    return next((state for state in WORST if state in states), "valid")


def _lines(page: Page) -> tuple[str, ...]:
    """The text of a page: as it was read from its picture, else its own."""
    picture = page.picture
    return picture.lines if picture is not None and picture.lines is not None else page.lines


def _kind(document: Document, reading: Reading) -> str:
    """What the file is.  A picture that no scanner made is a photo, or the clean picture of a word processor's page."""
    kind = kind_of(document, reading.page)
    if kind != "scan":
        return kind
    pictures = [page.picture for page in document.pages if page.picture]
    deciding = document.pages[reading.page].picture if reading.page is not None else None
    shown = deciding or (pictures[0] if pictures else None)
    if shown is not None and shown.clean:
        return "raster"
    if shown is not None and shown.photo:
        return "photo"
    return "photo" if document.kind in PICTURES and (shown is None or not shown.sheet) else "scan"


def _seal(pictures: Sequence[Picture]) -> str:
    """What seal the pages show; "unknown" where nobody has looked."""
    colours = {mark.colour for picture in pictures for mark in picture.marks if mark.kind == "seal"}
    if not pictures:
        return "unknown"
    return "red" if "red" in colours else "colourless" if "colourless" in colours else "none"


def _signature(pictures: Sequence[Picture]) -> str:
    if not pictures:
        return "unknown"
    return "handwritten" if any(mark.kind == "signature" for picture in pictures for mark in picture.marks) else "none"


def _unread(pictures: Sequence[Picture], unread: Sequence[Picture]) -> str | None:
    """Why the text of some pages is not known: where the time was up on any of them, it may be the one that matters."""
    if any(picture.unread == "budget" for picture in pictures):
        return "budget"
    return unread[0].unread or None if unread else None


def _colour(pictures: Sequence[Picture]) -> str | None:
    """The most that the scanner kept of a page."""
    kept = {picture.colour for picture in pictures}
    return next((colour for colour in ("colour", "grey", "two-level") if colour in kept), None)


def _stamped(marks: Sequence[Mark], words: Sequence[str]) -> str | None:
    """The strongest of some words that a stamp says."""
    said = {mark.text for mark in marks if mark.kind == "stamp"}
    return next((word for word in words if word in said), None)
