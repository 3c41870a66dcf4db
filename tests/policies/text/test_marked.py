"""What a page's text and stamps say together of its secrecy; records and findings say the same."""

from datetime import date

import pytest

from policies.core.facts import Document, Mark, Octets, Page, Picture
from policies.core.message import Envelope, Filename, Message, Part
from policies.core.policy import Context
from policies.core.units import Directory
from policies.secrecy import Settings, check
from policies.text.documents import documents

HEAD = ("UBND TỈNH NAM SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/KH-UBND\tĐộc lập - Tự do - Hạnh phúc")
HEADING = ("\tNam Sơn, ngày 05 tháng 3 năm 2024", "KẾ HOẠCH", "Về việc tuần tra")


def stamp(text: str, confidence: float = 0.9) -> Mark:
    return Mark("stamp", 1, (0.1, 0.1, 0.2, 0.2), confidence, text=text)


@pytest.mark.parametrize(
    ("lines", "stamps", "mark"),
    [
        pytest.param(("MẬT",), (), "MẬT", id="a line"),
        pytest.param(("MẬT", "GIẢI MẬT"), (), "GIẢI MẬT", id="a line that is lifted"),
        pytest.param(("BẢO", "MẬT"), (), None, id="the end of a word"),
        pytest.param(("MẬT", "KHẨU"), (), None, id="the beginning of a word"),
        pytest.param(("TUYỆT", "MẬT"), (), "TUYỆT MẬT", id="a mark on two lines"),
        pytest.param(("TUYỆT MẬT", "TỐI MẬT", "MẬT"), (), None, id="a list of the levels"),
        pytest.param((), ("MẬT",), "MẬT", id="a stamp"),
        pytest.param((), ("MẬT", "GIẢI MẬT"), "GIẢI MẬT", id="a stamp that another lifts"),
        pytest.param(("MẬT",), ("GIẢI MẬT",), "GIẢI MẬT", id="a line that a stamp lifts"),
        pytest.param(("MẬT",), ("TUYỆT MẬT",), "TUYỆT MẬT", id="the stronger of both"),
        pytest.param(("bảo vệ bí mật nhà nước",), ("HỎA TỐC",), None, id="none"),
    ],
)
def test_the_record_says_what_the_finding_says(lines: tuple[str, ...], stamps: tuple[str, ...], mark: str | None) -> None:
    picture = Picture(sheet=True, colour="colour", marks=tuple(map(stamp, stamps)))
    page = Page(1, 0.98, 0, 900, 1, (*HEAD, *lines, *HEADING), picture=picture)
    part = Part("2", "application/pdf", filename=Filename("a.pdf", Octets(b"a.pdf")), content=Document("pdf", pages=(page,)))
    message = Message((), Part("", "multipart/mixed", children=(part,)))
    records = documents(message)
    context = Context(Envelope("a@b.vn", ()), Directory(), date(2026, 3, 2), records)
    assert [one.secrecy for one in records] == [mark]
    found = [finding.detail["mark"] for finding in check(message, context, Settings())]
    assert found == ([] if mark in (None, "GIẢI MẬT") else [mark])
