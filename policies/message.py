"""Điều 8.5: letters that break MIME so that readers may see different things, and letters over the limits of inspection."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.core.facts import Unread
from policies.core.finding import Code, Finding
from policies.core.message import Message
from policies.core.policy import Context

CODES = (
    Code(
        "message.unparsable",
        "8.5",
        "Thư không đúng chuẩn MIME ({defects}): mỗi chương trình có thể hiển thị một nội dung khác nhau.",
        "The message breaks the MIME format ({defects}): programs may show different contents.",
        "Soạn lại thư bằng chương trình thư thông dụng rồi gửi lại.",
        "Write the message again with a common mail program and send it again.",
    ),
    Code(
        "message.over-limit",
        "8.5",
        "Không kiểm tra được trọn vẹn thư: vượt giới hạn {limit}.",
        "The message could not be inspected in full: limit {limit} exceeded.",
        "Chia nhỏ tệp đính kèm, bỏ nén nhiều lớp rồi gửi lại; nếu gấp, liên hệ quản trị.",
        "Split or unpack the attachments and send again; if urgent, call the administrator.",
    ),
)

# Defects that every reader mends in the same way are recorded by the parser but are no violation.
HARMLESS = frozenset({"bare-8bit-header", "missing-final-boundary", "missing-date", "missing-from", "base64-padding"})


@dataclass(frozen=True, slots=True)
class Settings:
    """None yet: the limits belong to the inspection."""


def check(message: Message, context: Context, settings: Settings) -> Iterator[Finding]:
    """Yield one `message.unparsable` naming every ambiguous defect, and one `message.over-limit` for each part over a limit."""
    del context, settings
    for letter in message.messages():
        harmful = sorted({defect.kind for defect in letter.defects} - HARMLESS)
        if harmful:
            yield Finding("message.unparsable", part=letter.number, detail={"defects": ", ".join(harmful)})
    for part in message.parts():
        if isinstance(part.content, Unread) and part.content.reason == "over-limit":
            filename = part.filename.text if part.filename else None
            yield Finding(
                "message.over-limit", part=part.number or None, filename=filename, detail={"limit": part.content.detail}
            )
