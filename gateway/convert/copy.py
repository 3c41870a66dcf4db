"""Makes the Unicode copy of a file, whatever kind of document or letter it is.

What must stay true: a file is what its bytes say, its name only helps with text; what cannot be converted is `Refused` with the
reason, never a copy that is half done; a file without legacy text has no copy.
"""

from dataclasses import dataclass
from functools import partial

from gateway.convert import html, letter, odf, ooxml, plain, rtf
from gateway.convert.story import Inner, Tally
from gateway.extract import sniff
from gateway.extract.budget import Budget, Refused, budget
from gateway.extract.compound import Compound
from gateway.extract.oleobject import unwrapped
from gateway.extract.zipped import Zip
from gateway.limits import Limits

NESTED = 5  # attachments of attachments, documents in documents
TEXTUAL = frozenset({"doc", "xls", "ppt", "pdf", "zip", "msg", "mht", "xml"})  # may hold legacy text, and have no converter


@dataclass(frozen=True, slots=True)
class Copy:
    """`body`: None where nothing was legacy.  `tally`: what was converted."""

    body: bytes | None
    tally: Tally


def unicode_copy(body: bytes, name: str, limits: Limits) -> Copy:
    """The copy of a file; raises `Refused` where none can be made."""
    tally = Tally()
    try:
        new = convert(body, name, budget(limits, len(body)), tally)
    except Refused:
        raise
    except (MemoryError, RecursionError) as problem:
        raise Refused("over-limit", "memory") from problem
    except Exception as problem:  # a converter that trips over hostile content has not converted it
        raise Refused("damaged", type(problem).__name__) from problem
    return Copy(None if tally.empty or new == body else new, tally)


def convert(body: bytes, name: str, spend: Budget, tally: Tally, depth: int = 0) -> bytes:
    """The file with its text in Unicode, counted in `tally`."""
    if depth > NESTED:
        raise Refused("over-limit", "nesting")
    inner = partial(_attached, spend=spend, tally=tally, depth=depth + 1)
    extension = name.rpartition(".")[2].strip().lower()
    kind = "eml" if extension == "eml" else sniff.kind(body, "", extension)
    if kind == "zip":
        return _package(body, spend, tally, inner)
    if kind == "rtf":
        return rtf.convert(body, spend, tally)
    if kind == "html":
        return html.convert(body, spend, tally)
    if kind == "eml":
        return letter.convert(body, spend, tally, inner)
    if kind == "text" and not sniff.misleads(kind, "", extension):
        return plain.convert(body, spend, tally)
    if kind == "ole":
        kind = sniff.compound(Compound(body, spend).names)
        if kind == "encrypted":
            raise Refused("encrypted", "ole")
    if not body:
        return body
    raise Refused("damaged" if sniff.misleads(kind, "", extension) else "unsupported", kind)


def _attached(body: bytes, name: str, *, spend: Budget, tally: Tally, depth: int) -> bytes:
    """The copy of an attachment or embedded document; one that cannot be made is told where it may hold text."""
    counted = Tally()
    try:
        inside = unwrapped(b"", body, spend)[1]
        new = convert(inside, name, spend, counted, depth)
    except Refused as refusal:
        if refusal.unread.reason == "over-limit":
            raise
        if refusal.unread.reason != "unsupported" or refusal.unread.detail in TEXTUAL:
            tally.note("attachment-kept", name)
        return body
    if counted.empty:
        return body
    if inside is not body:  # an object of OLE, which is not written
        tally.note("attachment-kept", name)
        return body
    tally.add(counted)
    return new


def _package(body: bytes, spend: Budget, tally: Tally, inner: Inner) -> bytes:
    archive = Zip(body, spend)
    flavour = sniff.package({entry.name.decode("utf-8", "replace") for entry in archive.entries})
    if flavour == "zip":
        raise Refused("unsupported", "zip")
    return ooxml.convert(body, archive, tally, inner) if flavour == "ooxml" else odf.convert(body, archive, tally)
