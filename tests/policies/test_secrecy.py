"""What was seen in pictures and in fonts of legacy encodings, as `secrecy.check` judges it; whole letters stand in the cases."""

from datetime import date

import pytest

from policies import secrecy
from policies.core.facts import Content, Document, Mark, Octets, Page, Picture, Run, Text
from policies.core.message import Envelope, Filename, Message, Part
from policies.core.policy import Context
from policies.core.units import Directory

BOX = (0.1, 0.1, 0.3, 0.15)


def found(content: Content) -> list[tuple[str, str]]:
    """The marks and places of a letter with one part."""
    part = Part("2", "application/pdf", filename=Filename("a.pdf", Octets(b"a.pdf")), content=content)
    context = Context(Envelope("a@x.vn", ("b@x.vn",)), Directory(), date(2026, 3, 2))
    findings = secrecy.check(Message((), part), context, secrecy.Settings())
    return [(str(finding.detail["mark"]), str(finding.detail["place_vi"])) for finding in findings]


def scan(*marks: Mark, lines: tuple[str, ...] | None = None) -> Document:
    """A scanned page on which these marks were seen."""
    return Document("pdf", pages=(Page(3, 1.0, 0, 0, 1, picture=Picture("colour", marks=marks, lines=lines)),))


def stamp(text: str, confidence: float = 0.95, kind: str = "stamp") -> Mark:
    return Mark(kind, 3, BOX, confidence, colour="red", text=text)


@pytest.mark.parametrize(
    ("content", "marks"),
    [
        (scan(stamp("MẬT")), [("MẬT", "con dấu ở trang 3")]),
        (scan(stamp("MẬT"), stamp("TUYỆT MẬT")), [("TUYỆT MẬT", "con dấu ở trang 3")]),
        (scan(stamp("HỎA TỐC"), stamp("KHẨN"), stamp("")), []),
        (scan(stamp("MẬT"), stamp("GIẢI MẬT")), []),
        (scan(stamp("MẬT", confidence=0.4)), []),
        (scan(stamp("MẬT", kind="seal")), []),
        (scan(lines=("UBND XÃ MẪU", "TỐI MẬT", "BÁO CÁO")), [("TỐI MẬT", "trang 3")]),
        (scan(lines=("Không gửi văn bản mật", "BẢO MẬT")), []),
        (scan(), []),
    ],
    ids=[
        "a stamp",
        "the higher of two",
        "urgent, or not read",
        "lifted by a stamp",
        "an unsure reading",
        "no stamp",
        "a line that was read from the picture",
        "words about secrets, read from the picture",
        "nothing seen",
    ],
)
def test_what_a_picture_shows(content, marks):
    assert found(content) == marks


@pytest.mark.parametrize(
    ("runs", "marks"),
    [
        ((Run("mËt\n", ".VnTimeH", "trang 1"), Run("B¸o c¸o\n", ".VnTime", "trang 1")), [("MẬT", "trang 1")]),
        ((Run("mËt\n", ".VnTime", "trang 1"),), []),
        ((Run("TOÁI MAÄT\n", "VNI-Times", "trang 2"),), [("TỐI MẬT", "trang 2")]),
        ((Run("MẬT\n", None, "Sheet1!B4"),), [("MẬT", "Sheet1!B4")]),
        ((Run("UBND\n"), Run("M"), Run("Ậ"), Run("T\n")), [("MẬT", "nội dung")]),
    ],
    ids=["capitals by their font", "small letters", "VNI", "a cell", "each letter a run of its own"],
)
def test_marks_in_fonts_and_places(runs, marks):
    assert found(Document("docx", runs)) == marks


def test_a_mark_in_bytes_of_an_undeclared_encoding():
    raw = "UBND\nMËT\nB¸o c¸o".encode("latin-1")
    assert found(Text(Octets(raw), raw.decode("utf-8", "replace"))) == [("MẬT", "nội dung")]
