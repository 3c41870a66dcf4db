"""What was found out about the contents of a message before any policy looks: frozen values, unknown ones typed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Octets:
    """A piece of text as it was sent: the bytes, and the charset declared for them (lower case; None: none was)."""

    raw: bytes
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set in one font.  `place` says in Vietnamese where it stands ("trang 2", "Sheet1!B4", "đầu trang")."""

    text: str
    font: str | None = None
    place: str | None = None


Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a place on an upright page, as shares of its width and height from the top left, 0.0 to 1.0."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a hand put on a page, as its picture shows it.

    `kind`: seal (round), signature (by hand), stamp (framed words).  `page`: from 1.  `confidence`: 0.0 to 1.0.
    `colour`: of a seal: red, colourless.  `text`: what a stamp says, in NFC; "" when it could not be read.
    """

    kind: str
    page: int
    box: Box
    confidence: float
    colour: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What looking at the picture of a page has shown.

    `colour`: what the scanner kept: colour, grey or two-level.  `sheet`: whether a written page is to be seen at all (on a
    photo of a meeting there is none).  `photo`: taken by a camera, as its perspective shows.  `clean`: a word processor's
    page made into a picture: neither paper nor scanner left a trace.  `lines`: the text, read from the picture line by line;
    None when it was not read, and `unread` says why: needless (the verdict does not hang on it), off, missing (no OCR on
    this machine), budget.
    """

    colour: str
    sheet: bool = True
    photo: bool = False
    clean: bool = False
    marks: tuple[Mark, ...] = ()
    lines: tuple[str, ...] | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """A digital signature that somebody has validated.

    `state`: valid, expired (the certificate was not valid when it signed), untrusted (no chain to a trusted root), invalid
    (broken, or the document was changed after it), unverified (of a kind that nobody here can validate).  `signer`: the
    certificate's common name; `time`: of signing, RFC 3339 in UTC; `reason`: in English, why it is not valid.
    """

    state: str
    signer: str | None = None
    time: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page consists of, from its structure alone: of a PDF or XPS, of a TIFF or DjVu, or a single picture.

    `image_area`: share of the page covered by pictures, 0.0 to 1.0; `characters`: visible ones; `hidden`: characters
    drawn invisibly (render mode 3 or 7, white, covered: an OCR layer); `pictures`: how many pictures are drawn;
    `lines`: the visible text, line by line from the top (an OCR layer where no text is visible); `segments`: of paths
    (many of them on a page without text are letters drawn as curves).  `picture`: what was seen on it, where somebody looked.
    `boxes`: where the largest pictures are drawn, at most 20; `spread`: share of the page's height that has visible text in
    it, 1.0 where nobody measured it.
    """

    number: int
    image_area: float
    characters: int
    hidden: int
    pictures: int
    lines: tuple[str, ...] = ()
    segments: int = 0
    picture: Picture | None = None
    boxes: tuple[Box, ...] = ()
    spread: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text: the bytes as sent and how they read (undecodable bytes as U+FFFD)."""

    octets: Octets
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A formatted document or an HTML body.

    `kind`: html, docx, xlsx, pptx, doc, xls, ppt, odt, ods, odp, rtf, pdf, xps, djvu, tiff, jpeg, png, webp, heic.
    `runs`: its text in reading order, one run a stretch of one font in one place, blocks separated by a run that ends in a
    line break.  `pages`: of what has pages that look the same everywhere: pdf, xps, djvu, pictures.
    `signatures`: number of digital signature fields that are filled in; `validated`: those that somebody has looked at.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    pages: tuple[Page, ...] = ()
    producer: str | None = None
    signatures: int = 0
    validated: tuple[DigitalSignature, ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """Known to hold no text that a reader would see, or none that can be read without a picture reader."""

    kind: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Could not be looked into.

    `reason`: encrypted, damaged, unsupported (a document kind that we have no reader for), or over-limit;
    `detail`: which limit, or what the reader said, in English.
    """

    reason: str
    detail: str = ""


Content = Text | Document | Opaque | Unread
