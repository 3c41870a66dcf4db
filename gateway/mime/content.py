"""What the body of a leaf part is to the policies: plain text at once, everything else for the readers of documents."""

from gateway.mime.cards import unfolded
from gateway.mime.charsets import form_of, text_of
from gateway.mime.words import decoded
from policies.core.facts import Content, Octets, Opaque, Text
from policies.core.message import Filename

FORMATTED = ("text/html", "text/xhtml", "text/x-amp-html", "text/rtf", "text/richtext", "text/enriched")
TEXT_TYPES = ("text/", "message/")  # of message/*: delivery-status, disposition-notification, external-body
TEXT_NAMES = (".txt", ".csv", ".tsv", ".log", ".ini", ".md", ".vcf", ".ics")
# Files that programs open by their name, whatever their type says.
DOCUMENT_NAMES = (
    *(".doc", ".docx", ".docm", ".dot", ".dotx", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ppt", ".pptx", ".pptm", ".pps"),
    *(".ppsx", ".odt", ".ods", ".odp", ".rtf", ".pdf", ".xps", ".oxps", ".djvu", ".htm", ".html", ".xhtml", ".mht", ".mhtml"),
    *(".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff"),
    *(".webp", ".heic", ".svg", ".xml", ".msg", ".p7m", ".p7s", ".dat"),
)
CARD_TYPES = ("text/calendar", "text/vcard", "text/x-vcard", "text/x-vcalendar", "text/directory")
CARD_NAMES = (".vcf", ".vcs", ".ics")
FIELD_TYPES = ("text/rfc822-headers", "message/delivery-status", "message/disposition-notification", "message/feedback-report")
WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs-2", "iso-10646")
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
MAGIC = (
    *(b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"),
    *(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"AT&TFORM", b"RIFF"),
)


def is_text(media_type: str, name: Filename | None, body: bytes) -> bool:
    """Whether a part is plain text to those who open it."""
    lower = name.text.lower() if name else ""
    if body.startswith(MAGIC) or lower.endswith(DOCUMENT_NAMES) or media_type.startswith(FORMATTED):
        return False
    return media_type.startswith(TEXT_TYPES) or lower.endswith(TEXT_NAMES)


def content_of(media_type: str, name: Filename | None, body: bytes, charsets: tuple[str, ...]) -> Content:
    """`Text` for plain text (in all charsets that are declared for it), else `Opaque("")`."""
    if not is_text(media_type, name, body):
        return Opaque("")
    lower = name.text.lower() if name else ""
    if media_type.startswith(CARD_TYPES) or lower.endswith(CARD_NAMES):
        body, inner = unfolded(body)
        charsets = (inner,) if inner else charsets
    elif media_type.startswith(FIELD_TYPES):
        return _fields(body, charsets)
    return plain(body, charsets)


def plain(body: bytes, charsets: tuple[str, ...] = ()) -> Text:
    """Plain text.  The charset is the one that is declared, but for UTF-16 and UTF-32."""
    readings = dict.fromkeys([text_of(body, charset) for charset in charsets[:3] or (None,)])
    charset = charsets[0] if charsets else None
    if charset is None or charset.startswith(WIDE) or body.startswith(WIDE_MARKS):
        charset = form_of(body)  # wide text shows itself, and text that does not is none, whatever is declared
    return Text(Octets(body, charset), "\n".join(readings))


def _fields(body: bytes, charsets: tuple[str, ...]) -> Text:
    """Header fields as text: what was encoded for the header (RFC 2047) is undone, as it is in a header."""
    if b"=?" not in body:
        return plain(body, charsets)
    text, pieces = decoded(body)
    told = dict.fromkeys(piece.charset for piece in pieces if not piece.raw.isascii())
    return Text(Octets(b"".join(piece.raw for piece in pieces), next(iter(told)) if len(told) == 1 else None), text)
