"""Office documents in a single XML file: flat packages and OpenDocument, Word 2003 and Excel 2003.

A flat package, and a Word 2003 document with its own names put in today's, are read as the packages that they stand for.
"""

from collections.abc import Mapping
from hashlib import sha256
from xml.sax.saxutils import quoteattr

from lxml import etree

from gateway.extract import odf, ooxml, spreadsheet2003
from gateway.extract.budget import Budget
from gateway.extract.xmlstream import elements
from policies.core.facts import Content, Unread

PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MAIN, TYPES = "word/document.xml", "[Content_Types].xml"
# What Word 2003 calls otherwise than its successors
RENAMED = (
    (b"http://schemas.microsoft.com/office/word/2003/wordml", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b":h-ansi=", b":hAnsi="),
    (b":fareast=", b":eastAsia="),
)
HEAD = 4_096  # where the root element is looked for


class Parts:
    """The parts of a package, in memory."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts

    def members(self) -> Mapping[str, str]:
        """Entries by name: a part's is its name."""
        return {name: name for name in self._parts}

    def read(self, entry: str, /) -> bytes:
        """A part's content."""
        return self._parts[entry]

    def fingerprint(self, entry: str, /) -> bytes:
        """Tells its content from every other."""
        return sha256(self._parts[entry]).digest()


def read(readers: ooxml.Readers, data: bytes, budget: Budget) -> Content:
    """The document.  `readers`: of packages."""
    head = data[:HEAD]
    if b"<office:document" in head:
        return odf.read_flat(data)
    if b"<pkg:package" in head:
        return ooxml.read(Parts(_parts(data, budget)), budget, readers)
    if RENAMED[0][0] in head:
        return ooxml.read(Parts(_word(data)), budget, readers)
    if spreadsheet2003.NAMESPACE in head:
        return spreadsheet2003.read(data)
    return Unread("unsupported", "xml")


def _parts(data: bytes, budget: Budget) -> dict[str, bytes]:
    """The XML parts of a flat package, and the list of their types."""
    found: dict[str, bytes] = {}
    types: list[str] = []
    for part in elements(data, f"{PACKAGE}part"):
        content = part.find(f"{PACKAGE}xmlData/*")
        if content is not None:
            name = part.get(f"{PACKAGE}name", "").lstrip("/")
            found[name] = etree.tostring(content, encoding="utf-8", with_tail=False)
            budget.take(len(found[name]))
            types.append(_override(name, part.get(f"{PACKAGE}contentType", "")))
    return {**found, TYPES: _types("".join(types))}


def _word(data: bytes) -> dict[str, bytes]:
    """A Word 2003 document as a package: its one file is the main part and the style sheet."""
    for former, present in RENAMED:
        data = data.replace(former, present)
    return {
        TYPES: _types(_override(MAIN, WORD)),
        "_rels/.rels": _relation("officeDocument", MAIN),
        "word/_rels/document.xml.rels": _relation("styles", "document.xml"),
        MAIN: data,
    }


def _types(overrides: str) -> bytes:
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'.encode()


def _override(part: str, declared: str) -> str:
    return f"<Override PartName={quoteattr(f'/{part}')} ContentType={quoteattr(declared)}/>"


def _relation(kind: str, target: str) -> bytes:
    relation = f'<Relationship Id="r" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{RELATIONSHIPS}">{relation}</Relationships>'.encode()
