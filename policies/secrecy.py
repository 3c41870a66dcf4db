"""Điều 4.4b: secret documents do not go by mail.  A secrecy mark that stands on a document, or on the letter, holds it.

GIẢI MẬT beside a mark lifts it: the record tells, nothing is held.  A finding says which mark and where, nothing else of what
the document holds.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from policies.core.facts import Content, Document, Page, Run, Text
from policies.core.finding import Code, Finding
from policies.core.message import Message
from policies.core.policy import Context
from policies.text.fonts import legacy_font
from policies.text.marking import LEVELS, LIFTED, sightings, strongest, tag
from policies.text.views import view_of_bytes

CODES = (
    Code(
        "secrecy.marked",
        "4.4b",
        "Có dấu chỉ độ mật {mark} ({place_vi}): văn bản mật không được gửi qua hệ thống thư điện tử.",
        "It bears the secrecy mark {mark} ({place}): secret documents may not be sent by e-mail.",
        "Không gửi văn bản mật qua thư điện tử; gửi bản giấy theo quy định về bảo vệ bí mật nhà nước. "
        "Văn bản đã được giải mật thì đóng dấu GIẢI MẬT rồi gửi lại.",
        "Don't send secret documents by mail; send them on paper, as the rules on state secrets say. "
        "If the document was declassified, have it stamped GIẢI MẬT and send it again.",
    ),
)

TEXT = 2_000_000  # characters of a document, or of the letter's text, that are looked through
_SURE = 0.5  # confidence of a stamp's reading


@dataclass(frozen=True, slots=True)
class Settings:
    """None: a mark is a mark."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A mark and where it stands, in English and Vietnamese."""

    mark: str
    place: str
    place_vi: str


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield one finding for each part with a mark, and one for each letter whose subject has one."""
    del context, settings
    for letter in message.messages():
        mark = tag(letter.text("subject"))
        if mark in LEVELS:
            yield _finding(_Seen(mark, "the subject", "tiêu đề thư"), letter.number, None)
    told = set()
    for part in message.parts():
        name = part.filename.text if part.filename else None
        seen = _strongest([*_of_name(name), *_of_content(part.content)])
        if seen and (part.number, name) not in told:
            told.add((part.number, name))  # a part that can be read in two ways is there twice
            yield _finding(seen, part.number, name)


def _finding(seen: _Seen, part: str | None, filename: str | None) -> Finding:
    detail = {"mark": seen.mark, "place": seen.place, "place_vi": seen.place_vi}
    return Finding("secrecy.marked", part=part, filename=filename, detail=detail)


def _strongest(seen: list[_Seen]) -> _Seen | None:
    highest = strongest([one.mark for one in seen])
    return next((one for one in seen if one.mark == highest), None)


def _of_name(name: str | None) -> Iterator[_Seen]:
    mark = tag(name.rpartition("/")[2]) if name else None
    if mark in LEVELS:
        yield _Seen(mark, "the file's name", "tên tệp")


def _of_content(content: Content) -> Iterator[_Seen]:
    match content:
        case Text(octets=octets, text=text):
            marks = sightings(text[:TEXT])
            if not marks and "\ufffd" in text:  # an undeclared legacy encoding
                marks = sightings(view_of_bytes(octets.raw[:TEXT]))
            for one in marks:
                yield _Seen(one.mark, "the text", "nội dung")
        case Document(runs=runs, pages=pages):
            yield from _of_runs(runs)
            for page in pages:
                yield from _of_page(page)


def _of_runs(runs: tuple[Run, ...]) -> Iterator[_Seen]:
    """Marks in a document's text; letters in a font that draws small letters as capitals are capitals."""
    pieces = [run.text.upper() if run.font and _draws_capitals(run.font) else run.text for run in runs]
    ends = list(accumulate(map(len, pieces)))
    for one in sightings("".join(pieces)[:TEXT]):
        place = runs[bisect_right(ends, one.at)].place
        yield _Seen(one.mark, place or "the text", place or "nội dung")


def _of_page(page: Page) -> Iterator[_Seen]:
    """Marks on a page: in its text, in what was read of its picture, and stamped."""
    where = (f"page {page.number}", f"trang {page.number}")
    read = page.picture.lines if page.picture and page.picture.lines else ()
    for lines in (page.lines, read):
        for one in sightings("\n".join(lines)[:TEXT]):
            yield _Seen(one.mark, *where)
    for mark in page.picture.marks if page.picture else ():
        known = mark.text in LEVELS or mark.text == LIFTED
        if mark.kind == "stamp" and known and mark.confidence >= _SURE:
            yield _Seen(mark.text, f"a stamp on {where[0]}", f"con dấu ở {where[1]}")


def _draws_capitals(font: str) -> bool:
    known = legacy_font(font)
    return known is not None and known.capitals
