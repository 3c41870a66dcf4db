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


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of a PDF consists of, from its structure alone.

    `image_area`: share of the page covered by pictures, 0.0 to 1.0; `characters`: visible ones; `hidden`: characters
    drawn invisibly (render mode 3 or 7: an OCR layer); `pictures`: how many pictures are drawn;
    `lines`: the visible text, line by line from the top (an OCR layer where no text is visible); `segments`: of paths
    (many of them on a page without text are letters drawn as curves).
    """

    number: int
    image_area: float
    characters: int
    hidden: int
    pictures: int
    lines: tuple[str, ...] = ()
    segments: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text: the bytes as sent and how they read (undecodable bytes as U+FFFD)."""

    octets: Octets
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A formatted document or an HTML body.

    `kind`: html, docx, xlsx, pptx, doc, xls, ppt, odt, ods, odp, rtf, pdf.  `runs`: its text in reading order, one run a
    stretch of one font in one place, blocks separated by a run that ends in a line break.  `pages`: of a PDF.
    `signatures`: number of digital signature fields that are filled in.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    pages: tuple[Page, ...] = ()
    producer: str | None = None
    signatures: int = 0


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
