"""The order in which a document's pages are looked at: cheap before dear, and dear only where it can still change a verdict.

    born-digital, official    its pages are drawn, to see whether a seal or a signature was pasted in
    letters drawn as curves   the first page is drawn and read
    scan or photo             seals and signatures, page by page; framed red words; its text only when seal or signature lack
    beside an editable file   the head's text too: it tells whose scan it is
    thorough                  text in any case: the register wants to know what the document is

What must stay true: a seal and a signature that were found end the search; what was not looked at says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gateway.extract.budget import Refused
from gateway.originals.allowance import Allowance
from gateway.originals.ocr import Ocr
from gateway.originals.raster import Source
from gateway.originals.views import View, Views
from policies.core.facts import Box, Document, Page
from policies.text.official import read
from policies.text.paged import PICTURES
from policies.text.pages import is_illegible, page_kind

ENDS = 4  # pages looked at first, from the start and from the end of a long document
HEADS = 3  # pages whose head is read to find the one that bears the Quốc hiệu
DRAWN = 3  # pages of a word processor's document that are drawn to look for something pasted in
HEAD: Box = (0.0, 0.0, 1.0, 0.55)
FOOT: Box = (0.0, 0.45, 1.0, 1.0)
RING = 24  # path segments without which nobody draws a seal


@dataclass(frozen=True, slots=True)
class Wanted:
    """`ocr`: None when there is none or it is switched off, `unread` says which; `colourless`: such a seal counts as one.

    `numbered`: the verdict on another file in the letter hangs on the number of the scan.
    """

    ocr: Ocr | None
    unread: str
    colourless: bool
    thorough: bool
    numbered: bool = False


def look(document: Document, source: Source, wanted: Wanted, left: Allowance) -> Document:
    """The document with the pictures of the pages that were looked at.  Raises `Refused` when a page cannot be shown."""
    views = Views(source, left.limits.page_seconds)
    kinds = [page_kind(page) for page in document.pages]
    reading = read([page.lines for page in document.pages])
    if "scan" in kinds and (reading.page is None or kinds[reading.page] == "scan"):
        scanned = [page.number for page, kind in zip(document.pages, kinds, strict=True) if kind == "scan"]
        decided = _look_at_scan(scanned, views, wanted, left)
        # A layer of recognised text that shows no official document may be a bad one: the page itself is asked.
        if not reading.official and (wanted.thorough or wanted.numbered or not decided) and _may_read(document, left):
            _read_heads(scanned, views, wanted, left)
    elif reading.official and document.kind == "pdf":
        _look_for_pasted(document.pages, kinds, views, left)
    elif any(is_illegible(page) for page in document.pages[:HEADS]):
        _read_heads([page.number for page in document.pages], views, wanted, left)
    pictures = dict(views.pictures())
    return replace(document, pages=tuple(replace(page, picture=pictures.get(page.number)) for page in document.pages))


def _look_at_scan(scanned: Sequence[int], views: Views, wanted: Wanted, left: Allowance) -> bool:
    """Look for seal, signature and framed words; whether nothing that the text says can change the verdict any more."""
    sealed = signed = False
    for number in _from_the_ends(scanned):
        if not left.take_page():
            break
        view = views.view(number)
        if not view.sheet.written and len(scanned) == 1:
            return True  # a photo of people or places
        if number in scanned[:HEADS]:
            views.read_stamps(number, wanted.ocr)
        sealed = sealed or view.sealed == "red" or bool(view.sealed and wanted.colourless)
        signed = signed or view.signed
        if sealed and signed:
            return True
    return False


def _may_read(document: Document, left: Allowance) -> bool:
    """Whether a document may be read: of the photos of one letter, which are one document, only the first ones are."""
    if document.kind not in PICTURES:
        return True
    left.photos -= 1
    return left.photos >= 0


def _from_the_ends(numbers: Sequence[int]) -> Iterator[int]:
    """The first pages, the last ones, then the rest: a seal stands on the first page or near the end, annexes follow."""
    yield from dict.fromkeys([*numbers[:ENDS], *reversed(numbers[-ENDS:]), *numbers])


def _read_heads(numbers: Sequence[int], views: Views, wanted: Wanted, left: Allowance) -> None:
    """Read the heads of the first pages until one of them is an official document's; when thorough, its end as well."""
    if wanted.ocr is None:
        for number in numbers[:1]:
            views.view(number).unread = wanted.unread
        return
    heads: list[Sequence[str]] = []
    for number in numbers[:HEADS]:
        if left.seconds <= 0:
            _give_up(views)
            return
        view = views.view(number)
        if not view.sheet.written:
            continue
        views.read(number, wanted.ocr, None if wanted.thorough else HEAD, left.seconds)
        heads.append(view.lines or ())
        if read(heads).official:
            break
        if _read_again(view, number, views, wanted, left):
            break
    signing = max((number for number, view in views.found.items() if view.signed), default=None)
    if wanted.thorough and signing is not None and views.found[signing].lines is None and left.seconds > 0:
        views.read(signing, wanted.ocr, FOOT, left.seconds)


def _read_again(view: View, number: int, views: Views, wanted: Wanted, left: Allowance) -> bool:
    """Whether a page with a number or a formula is an official document's after all, read whole, its red letters too."""
    lacking = read([view.lines or ()])
    differs = view.red_headed or not wanted.thorough
    if wanted.ocr is None or lacking.page is None or not differs or left.seconds <= 0:
        return False
    lines = views.read_again(number, wanted.ocr, left.seconds)
    official = read([lines]).official
    if official:
        view.lines = lines
    return official


def _give_up(views: Views) -> None:
    """Have what was looked at say that the rest was not read.  Raises `Refused` where nothing was looked at."""
    if not views.found:
        raise Refused("over-limit", "seconds")
    next(iter(views.found.values())).unread = "budget"


def _look_for_pasted(pages: Sequence[Page], kinds: Sequence[str], views: Views, left: Allowance) -> None:
    drawn = {
        page.number: page
        for page, kind in zip(pages, kinds, strict=True)
        if kind == "born-digital" and (page.boxes or page.segments >= RING)
    }
    for number in list(_from_the_ends(list(drawn)))[:DRAWN]:
        if not left.take_page():
            return
        views.look_for_pasted(number, drawn[number].boxes)
