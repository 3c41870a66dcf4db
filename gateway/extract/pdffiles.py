"""Files that a PDF carries along (ISO 32000-1, 7.11.4): those of the document, and those pinned to a page.

A password that is not empty, or a broken document, has been told by its reader: here it means that there are no files.  Whether
there are any is only known by looking: their names may be written in many ways, and stand in compressed streams.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError

from gateway.extract.archive import Member
from gateway.extract.budget import Budget, Refused
from gateway.extract.pdfobjects import array, dictionary, get, text
from gateway.extract.pdfwork import Work
from policies.core.facts import Unread

NODES = 10_000  # of the tree of names
NAME = 500


def members(body: bytes, budget: Budget) -> Iterator[Member]:
    """The files in a PDF, within the budget.  A broken one hides neither the others nor the document."""
    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return
        found = {id(one): one for one in _specifications(dictionary(get(reader.trailer, "/Root")))}
    except PyPdfError:
        return
    budget.take_entries(len(found))
    work = Work(budget)
    for specification in found.values():
        streams = dictionary(get(specification, "/EF"))
        stream = next(
            (one for key in ("/UF", "/F", "/DOS", "/Mac", "/Unix") if hasattr(one := get(streams, key), "get_data")), None
        )
        if stream is not None:
            name = text(get(specification, "/UF"), NAME) or text(get(specification, "/F"), NAME) or ""
            yield _member(name.encode("utf-8", "replace"), stream, work)


def _member(name: bytes, stream: Any, work: Work) -> Member:
    try:
        return Member(name, True, work.unpacked(stream))
    except Refused as refusal:
        if work.budget.room < 0:
            raise
        return Member(name, True, b"", refusal.unread)
    except LimitReachedError:
        return Member(name, True, b"", Unread("over-limit", "pdf"))
    except MemoryError:
        raise
    except Exception as error:  # the filters of pypdf raise all sorts
        return Member(name, True, b"", Unread("damaged", type(error).__name__))


def _specifications(root: Any) -> Iterator[Any]:
    """The descriptions of the files: by the tree of names, then by the pages' notes."""
    waiting = [get(root, "/Pages"), get(dictionary(get(root, "/Names")), "/EmbeddedFiles")]
    seen, left = set[int](), NODES
    for _ in range(NODES):
        if not waiting:
            break
        node = waiting.pop()
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        names, notes = array(get(node, "/Names"), 2 * left)[1::2], array(get(node, "/Annots"), left)
        left = max(0, left - len(names) - len(notes))
        yield from map(dictionary, names)
        yield from (dictionary(get(note, "/FS")) for note in notes if get(note, "/FS") is not None)
        waiting += array(get(node, "/Kids"), max(0, NODES - len(waiting)))[::-1]
