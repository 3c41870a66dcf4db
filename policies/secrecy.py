"""Điều 4.4b: secret documents do not go by mail.  A secrecy mark that stands on a document, or on the letter, holds it.

GIẢI MẬT beside a mark lifts it: the record tells, nothing is held.  A finding says which mark and where, nothing else of what
the document holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.core.finding import Code, Finding
from policies.core.message import Message
from policies.core.policy import Context
from policies.text.marked import Seen, seen_in
from policies.text.marking import LEVELS, strongest, tag

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


@dataclass(frozen=True, slots=True)
class Settings:
    """None: a mark is a mark."""


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield one finding for each part with a mark, and one for each letter whose subject has one."""
    del context, settings
    for letter in message.messages():
        mark = tag(letter.text("subject"))
        if mark in LEVELS:
            yield _finding(Seen(mark, "the subject", "tiêu đề thư"), letter.number, None)
    told = set()
    for part in message.parts():
        name = part.filename.text if part.filename else None
        seen = _strongest([*_of_name(name), *seen_in(part.content)])
        if seen and (part.number, name) not in told:
            told.add((part.number, name))  # a part that can be read in two ways is there twice
            yield _finding(seen, part.number, name)


def _finding(seen: Seen, part: str | None, filename: str | None) -> Finding:
    detail = {"mark": seen.mark, "place": seen.place, "place_vi": seen.place_vi}
    return Finding("secrecy.marked", part=part, filename=filename, detail=detail)


def _strongest(seen: list[Seen]) -> Seen | None:
    highest = strongest([one.mark for one in seen])
    return next((one for one in seen if one.mark == highest), None)


def _of_name(name: str | None) -> Iterator[Seen]:
    mark = tag(name.rpartition("/")[2]) if name else None
    if mark in LEVELS:
        yield Seen(mark, "the file's name", "tên tệp")
