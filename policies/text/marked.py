"""Which secrecy marks a content bears and where: in its text, in what was read of its pictures, stamped on them.

The policy and the records both ask here, so that they agree.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from policies.core.facts import Content, Document, Page, Run, Text
from policies.text.fonts import legacy_font
from policies.text.marking import LEVELS, LIFTED, sightings, strongest
from policies.text.views import view_of_bytes

TEXT = 2_000_000  # characters of a document, or of the letter's text, that are looked through
_SURE = 0.5  # confidence of a stamp's reading


@dataclass(frozen=True, slots=True)
class Seen:
    """A mark and where it stands, in English and Vietnamese."""

    mark: str
    place: str
    place_vi: str


def borne(content: Content) -> str | None:
    """The mark that holds for a content as a whole: GIẢI MẬT where it stands beside others."""
    marks = [one.mark for one in seen_in(content)]
    return LIFTED if LIFTED in marks else strongest(marks)


def seen_in(content: Content) -> Iterator[Seen]:
    """The marks in a content, from its beginning.  Linear in its size."""
    match content:
        case Text(octets=octets, text=text):
            marks = sightings(text[:TEXT])
            if not marks and "\ufffd" in text:  # an undeclared legacy encoding
                marks = sightings(view_of_bytes(octets.raw[:TEXT]))
            for one in marks:
                yield Seen(one.mark, "the text", "nội dung")
        case Document(runs=runs, pages=pages):
            yield from _of_runs(runs)
            for page in pages:
                yield from _of_page(page)


def _of_runs(runs: tuple[Run, ...]) -> Iterator[Seen]:
    """Marks in a document's text; letters in a font that draws small letters as capitals are capitals."""
    pieces = [run.text.upper() if run.font and _draws_capitals(run.font) else run.text for run in runs]
    ends = list(accumulate(map(len, pieces)))
    for one in sightings("".join(pieces)[:TEXT]):
        place = runs[bisect_right(ends, one.at)].place
        yield Seen(one.mark, place or "the text", place or "nội dung")


def _of_page(page: Page) -> Iterator[Seen]:
    """Marks on a page: in its text, in what was read of its picture, and stamped."""
    where = (f"page {page.number}", f"trang {page.number}")
    read = page.picture.lines if page.picture and page.picture.lines else ()
    for lines in (page.lines, read):
        for one in sightings("\n".join(lines)[:TEXT]):
            yield Seen(one.mark, *where)
    for mark in page.picture.marks if page.picture else ():
        known = mark.text in LEVELS or mark.text == LIFTED
        if mark.kind == "stamp" and known and mark.confidence >= _SURE:
            yield Seen(mark.text, f"a stamp on {where[0]}", f"con dấu ở {where[1]}")


def _draws_capitals(font: str) -> bool:
    known = legacy_font(font)
    return known is not None and known.capitals
