"""What is known of a letter's documents, for people at a terminal: from its record, and from what was read after the answer.

What must stay true: what a letter says stands on one line and moves no cursor.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from gateway.cli.moments import local
from gateway.cli.verdict_view import UNREAD, described, one_line
from gateway.storage.register import known
from gateway.wording import code_of, recorded_document, recorded_finding, statement, where
from policies.core.official import OfficialDocument

NEEDLESS = "chưa đọc chữ: kết quả xét không phụ thuộc vào chữ trên bản quét"


def lines(recorded: list[dict[str, Any]], read: dict[str, Any] | None) -> Iterator[str]:
    """The documents, then when they were read and what was found only then.  `read`: the letter's entry in the register."""
    for document in map(recorded_document, known(recorded, read)):
        if document.official or document.unread in UNREAD:
            yield described(document) + (f", {NEEDLESS}" if document.unread == "needless" else "")
            if more := _more(document):
                yield f"    {more}"
    if read is None:
        return
    yield f"(chữ trên bản quét được đọc lúc {_moment(read['time'])}, sau khi đã trả lời người gửi; phán quyết không thay đổi)"
    for found in read["late"]:
        finding = recorded_finding(found)
        place = f" [{one_line(where(finding))}]" if where(finding) else ""
        yield f"CHÚ Ý, chỉ phát hiện sau khi đã trả lời: {finding.code}, Điều {code_of(finding).article}{place}"
        yield f"    {one_line(statement(finding)[0])}"


def _more(document: OfficialDocument) -> str:
    words = (
        f"cơ quan ban hành: {document.issuer}" if document.issuer else "",
        f"ngày {document.date}" if document.date else "",
        f"người ký: {document.signer}" if document.signer else "",
        f"nơi nhận: {'; '.join(document.addressees)}" if document.addressees else "",
    )
    return one_line("; ".join(filter(None, words)))


def _moment(recorded: str) -> str:
    try:
        return local(datetime.fromisoformat(recorded))
    except (ValueError, OverflowError):  # somebody has spoilt the entry
        return one_line(recorded)
