"""Looks into the parts of a message: `Part.content` is filled, archives get their members as children.

What must stay true: whatever a part holds, every part comes out with a value, and what could not be read to its end is
`Unread`, never an empty document.  One budget counts for the whole message.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain

from gateway.extract import (
    archive,
    djvu,
    doc,
    docx,
    flat,
    html,
    images,
    odf,
    ooxml,
    pdf,
    pdffiles,
    ppt,
    pptx,
    rtf,
    sniff,
    text,
    xls,
    xlsx,
    xps,
)
from gateway.extract.archive import Member
from gateway.extract.budget import Budget, Refused, budget
from gateway.extract.compound import Compound
from gateway.extract.zipped import Zip
from gateway.limits import Limits
from gateway.mime.charsets import text_of
from gateway.mime.parse import parse
from policies.core.facts import Content, Octets, Opaque, Unread
from policies.core.message import Filename, Message, Part

OOXML: ooxml.Readers = {
    "wordprocessingml": ("docx", docx.read),
    "ms-word": ("docx", docx.read),  # with macros
    "spreadsheetml": ("xlsx", xlsx.read),
    "ms-excel.sheet.macro": ("xlsx", xlsx.read),
    "ms-excel.template.macro": ("xlsx", xlsx.read),
    "presentationml": ("pptx", pptx.read),
    "ms-powerpoint": ("pptx", pptx.read),
}
READERS: Mapping[str, Callable[[bytes, Budget], Content]] = {
    "pdf": pdf.read,
    "djvu": djvu.read,
    "rtf": rtf.read,
    "text": text.read,
    "xml": partial(flat.read, OOXML),
}
BINARY: Mapping[str, Callable[[Compound, Budget], Content]] = {"doc": doc.read, "xls": xls.read, "ppt": ppt.read}
STREAMS = frozenset({"gz", "bz2", "xz"})
HIDING = frozenset({"encrypted", "over-limit"})  # why an embedded document may have been left unread, and matters


def look_into(message: Message, limits: Limits) -> Message:
    """The message with the contents of all its parts."""
    size = sum(len(part.body) for part in message.parts())
    return _message(message, budget(limits, size), 0)


def _message(message: Message, spend: Budget, depth: int) -> Message:
    return replace(message, root=_part(message.root, spend, depth))


def _part(part: Part, spend: Budget, depth: int) -> Part:
    """One part, and those in it.  `depth`: of archives and of messages in archives."""
    if part.nested is not None:
        return replace(part, nested=_message(part.nested, spend, depth))
    if part.children:
        return replace(part, children=tuple(_part(child, spend, depth) for child in part.children))
    if part.content != Opaque("") or part.media_type.startswith("multipart/"):
        return part
    try:
        return _look(part, spend, depth)
    except Refused as refusal:
        return replace(part, content=refusal.unread)
    except MemoryError:
        return replace(part, content=Unread("over-limit", "memory"))
    except RecursionError:
        return replace(part, content=Unread("over-limit", "nesting"))
    except Exception as error:  # a reader that trips over hostile content has not read it
        return replace(part, content=Unread("damaged", type(error).__name__))


def _look(part: Part, spend: Budget, depth: int) -> Part:
    """The part with its content; raises whatever its reader raises."""
    body = part.body
    extension = part.filename.text.rpartition(".")[2].strip().lower() if part.filename else ""
    kind = sniff.kind(body, part.media_type, extension)
    if kind == "html":
        return replace(part, content=html.read(body, spend, part.charset))
    if kind == "zip":
        return _zip(part, Zip(body, spend), spend, depth, extension)
    if kind in STREAMS or kind == "tar":
        name = part.filename.octets.raw if part.filename else b""
        members = archive.of_tar(body, spend) if kind == "tar" else archive.of_stream(body, kind, name, spend)
        return _unpacked(part, kind, members, spend, depth)
    if kind == "eml":
        return replace(part, nested=_letter(part, spend, depth))
    if sniff.misleads(kind, part.media_type, extension):
        return replace(part, content=Unread("damaged", "not what its name promises"))
    part = replace(part, content=_content(body, kind, spend))
    return _with_embedded(part, pdffiles.members(body, spend), spend, depth) if kind == "pdf" else part


def _content(body: bytes, kind: str, spend: Budget) -> Content:
    """The content of what is no container."""
    if kind in READERS:
        return READERS[kind](body, spend)
    if kind == "ole":
        return _compound(Compound(body, spend), spend)
    if kind in images.KINDS:
        return images.read(body, kind, spend)
    if kind in sniff.UNREADABLE:
        return Unread("unsupported", kind)
    return Opaque(kind)


def _compound(opened: Compound, spend: Budget) -> Content:
    """The content of an OLE file."""
    kind = sniff.compound(opened.names)
    if kind in BINARY:
        return BINARY[kind](opened, spend)
    return Unread("encrypted", "ole") if kind == "encrypted" else Unread("unsupported", kind)


def _zip(part: Part, opened: Zip, spend: Budget, depth: int, extension: str) -> Part:
    """An office document, or an archive; both where the name makes a reader see an archive."""
    flavour = sniff.package({entry.name.decode("utf-8", "replace") for entry in opened.entries})
    if flavour == "zip" or extension == "zip":
        part = _unpacked(part, "zip", archive.of_zip(opened, spend), spend, depth)
        if isinstance(part.content, Unread):
            return part
    if flavour == "ooxml":
        part = replace(part, content=ooxml.read(opened, spend, OOXML))
        return part if part.children else _with_embedded(part, ooxml.embedded(opened, spend), spend, depth)
    if flavour == "xps":
        return replace(part, content=xps.read(opened, spend))
    if flavour == "odf":
        return replace(part, content=odf.read(opened))
    return part


def _with_embedded(part: Part, members: Iterator[Member], spend: Budget, depth: int) -> Part:
    """A document with those embedded in it.  Objects of other programs are seen as pictures only."""
    first = next(members, None)
    if first is None:
        return part
    inner = _unpacked(part, "embedded", chain((first,), members), spend, depth)
    found = (*inner.children, replace(part, content=inner.content))
    return replace(part, children=tuple(child for child in found if child.children or child.nested or _is_seen(child.content)))


def _is_seen(content: Content) -> bool:
    """Whether an embedded document is one: it was read, or cannot be and hides something, as archives without a reader do."""
    if isinstance(content, Unread):
        return content.reason in HIDING or (content.reason == "unsupported" and content.detail in sniff.UNREADABLE)
    return not isinstance(content, Opaque)


def _unpacked(part: Part, kind: str, members: Iterable[Member], spend: Budget, depth: int) -> Part:
    """An archive with its members looked into.  One that had to be left unfinished keeps the members seen so far."""
    if depth >= spend.limits.archive_depth:
        return replace(part, content=Unread("over-limit", "archive-depth"))
    outer = part.filename or Filename("", Octets(b""))
    children: list[Part] = []
    try:
        for member in members:
            child = Part(part.number, "application/octet-stream", filename=_named(outer, member), body=member.body)
            children.append(replace(child, content=member.problem) if member.problem else _part(child, spend, depth + 1))
    except Refused as refusal:
        return replace(part, content=refusal.unread, children=tuple(children))
    return replace(part, content=Opaque(kind), children=tuple(children))


def _named(outer: Filename, member: Member) -> Filename:
    """Its name as text with the archive's before it ("outer.zip/inner.docx"), and its own bytes."""
    charset = "utf-8" if member.unicode else None
    name = text_of(member.name, charset)
    return Filename(f"{outer.text}/{name}", Octets(member.name, charset))


def _letter(part: Part, spend: Budget, depth: int) -> Message:
    """A message in an archive, all of it numbered like the archive."""
    if depth >= spend.limits.archive_depth:
        raise Refused("over-limit", "archive-depth")
    letter = _renumbered(parse(part.body, spend.limits), part.number)
    return _message(letter, spend, depth + 1)


def _renumbered(letter: Message, number: str) -> Message:
    defects = tuple(replace(defect, part=number) for defect in letter.defects)
    return replace(letter, number=number, defects=defects, root=_numbered(letter.root, number))


def _numbered(part: Part, number: str) -> Part:
    children = tuple(_numbered(child, number) for child in part.children)
    nested = _renumbered(part.nested, number) if part.nested else None
    return replace(part, number=number, children=children, nested=nested)
