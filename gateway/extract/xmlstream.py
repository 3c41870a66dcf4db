"""XML read element by element, with nothing fetched, nothing expanded and no DOCTYPE: office formats have none.

libxml2 itself refuses more than 256 levels and amplified entities; that stays on (`huge_tree=False`).
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from gateway.extract.budget import Refused

# ISO 29500 strict names, written by some office programs, and the transitional ones that everybody reads
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE, CHOICE, FALLBACK = f"{COMPATIBILITY}AlternateContent", f"{COMPATIBILITY}Choice", f"{COMPATIBILITY}Fallback"


def elements(data: bytes, *tags: str) -> Iterator[Any]:
    """Every element of these tags as it ends, emptied after use.  Inner ones come before the outer ones around them."""
    if data.find(b"http://purl.oclc.org/ooxml/", 0, 4_000) >= 0:
        for strict, transitional in STRICT:
            data = data.replace(strict, transitional)
    instructions = data.find(b"<?", 2) >= 0 or b"\x00" in data[:4]
    stream = etree.iterparse(
        BytesIO(data),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        collect_ids=False,
        huge_tree=False,
        remove_comments=True,  # a comment would split the text around it
        remove_pis=instructions,  # so does an instruction; looking out for them doubles the cost
    )
    checked = False
    try:
        for _, element in stream:
            if not checked:
                _refuse_doctype(element)
                checked = True
            yield element
            element.clear(keep_tail=True)
        _refuse_doctype(stream.root)
    except etree.XMLSyntaxError as problem:
        if "depth" in str(problem):
            raise Refused("over-limit", "xml-depth") from problem
        raise Refused("damaged", "XML") from problem


def doubled(fallback: Any) -> bool:
    """Whether an `mc:Fallback` says once more, for old programs, what an `mc:Choice` before it has said."""
    return bool(fallback.tag == FALLBACK and fallback.getparent()[0].tag == CHOICE)


def _refuse_doctype(element: Any) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise Refused("damaged", "DOCTYPE in an office document")
