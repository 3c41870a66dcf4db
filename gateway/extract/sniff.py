"""What a piece of content is, told by its bytes.  A name or media type only says what it claims to be."""

from collections.abc import Collection

SIGNATURES = (
    (b"{\\rt", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"MSCF", "cab"),
    (b"\x60\xea", "arj"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"AT&TFORM", "djvu"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"%!PS", "postscript"),
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
)
# At a place other than the start
INNER = (
    (8, b"WEBP", "webp"),
    (257, b"ustar", "tar"),
    (2, b"-lh", "lha"),
    (7, b"**ACE**", "ace"),
    (0x8001, b"CD001", "iso"),
)
BITMAPS = frozenset(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))  # of the header of a BMP
HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})

# Office documents in a single XML file
OFFICE_XML = (
    b'progid="word',
    b'progid="excel',
    b'progid="powerpoint',
    b"<office:document",
    b"<pkg:package",
    b"<w:worddocument",
    b"urn:schemas-microsoft-com:office:spreadsheet",
)

# Documents and archives that we know and have no reader for: Unread, never passed as if they were empty
_UNREADABLE = "7z rar cab arj zst lha ace iso tnef postscript msg mht xml"
UNREADABLE = frozenset(_UNREADABLE.split())

# By extension: what a reader of the letter would open as a document or an archive
_CLAIMS = (
    "pdf docx docm dotx xlsx xlsm xlsb pptx pptm pps ppsx odt ods odp ott ots otp xps oxps djvu djv zip 7z rar gz tgz tar bz2 "
    "xz cab iso"
)
CLAIMS = frozenset(_CLAIMS.split())
LENIENT = frozenset({"doc", "dot", "xls", "ppt", "rtf"})  # programs open plain text under these names
CLAIMED_TYPES = frozenset(
    {
        "application/pdf",
        "application/zip",
        "application/x-zip-compressed",
        "application/vnd.rar",
        "application/x-rar-compressed",
        "application/x-7z-compressed",
        "application/gzip",
    }
)
CLAIMED_FAMILIES = ("application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.")
CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\f\r\x1b\x1a")))


def kind(body: bytes, media_type: str = "", extension: str = "") -> str:
    """pdf, rtf, html, zip, ole, eml, text, an image's, archive's or other file's kind, "" for unknown binary content."""
    head = body[:1024]
    for signature, found in SIGNATURES:
        if head.startswith(signature):
            return found
    if b"%PDF-" in head:
        return "pdf"
    for offset, signature, found in INNER:
        if body.startswith(signature, offset):
            return found
    if head[4:8] == b"ftyp" and head[8:12] in HEIC:
        return "heic"
    if head.startswith(b"BM") and head[14:18] in BITMAPS:  # two letters alone begin many a text
        return "bmp"
    return _textual(body, media_type, extension)


def misleads(found: str, media_type: str, extension: str) -> bool:
    """Whether name or media type promise a document or an archive, and the content is none that is known."""
    if found not in {"", "text"}:
        return False
    claimed = extension in CLAIMS or media_type in CLAIMED_TYPES or media_type.startswith(CLAIMED_FAMILIES)
    return claimed or (not found and extension in LENIENT)


def _textual(body: bytes, media_type: str, extension: str) -> str:
    """The kinds that are made of text."""
    if media_type in {"text/html", "application/xhtml+xml"} or extension in {"htm", "html", "xhtml"}:
        return "html"
    if media_type == "message/rfc822" or extension == "eml":
        return "eml"
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html")):
        return "html"
    if head.startswith(b"<?xml"):
        return "xml" if any(sign in head for sign in OFFICE_XML) else "text"
    if head.startswith(b"mime-version:") and b"multipart/related" in head:
        return "mht"
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    sample = body[:4096]
    return "text" if sample and len(sample.translate(None, CONTROLS)) == len(sample) else ""


def package(names: Collection[str]) -> str:
    """What a zip file is, by its parts: ooxml, xps, odf, or just a zip."""
    if any(".fdseq" in name.lower() for name in names):
        return "xps"
    if "[Content_Types].xml" in names or "[content_types].xml" in names:
        return "ooxml"
    return "odf" if "mimetype" in names and "content.xml" in names else "zip"


def compound(names: Collection[str]) -> str:
    """What an OLE file is, by the names in its root, in lower case: encrypted, doc, xls, ppt, msg, or just ole."""
    if "encryptedpackage" in names or "encryptioninfo" in names:
        return "encrypted"
    for name, found in (("worddocument", "doc"), ("workbook", "xls"), ("book", "xls"), ("powerpoint document", "ppt")):
        if name in names:
            return found
    return "msg" if "__properties_version1.0" in names else "ole"
