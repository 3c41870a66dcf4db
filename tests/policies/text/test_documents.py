"""Which documents a message brings, and of what kind each is."""

from dataclasses import replace

import pytest

from policies.core.facts import (
    Content,
    DigitalSignature,
    Document,
    Mark,
    Octets,
    Opaque,
    Page,
    Picture,
    Run,
    Text,
    Unread,
)
from policies.core.message import Filename, Header, Message, Part
from policies.text.documents import documents, paper_declared

HEAD = (
    "UBND TỈNH NAM SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 12/QĐ-UBND Nam Sơn, ngày 05 tháng 3 năm 2024",
    "QUYẾT ĐỊNH",
)
BORN = Page(1, 0.0, 900, 0, 0, HEAD)
LOGO = Page(1, 0.02, 900, 0, 1, HEAD)
SCAN = Page(1, 0.98, 0, 0, 1)
RECOGNISED = Page(1, 0.98, 0, 900, 1, HEAD)
STAMPED = Page(1, 0.98, 40, 900, 1, ("Số đến: 15",))
ANNEX = Page(2, 0.0, 700, 0, 0, ("PHỤ LỤC",))
BLANK = Page(1, 0.0, 0, 0, 0)
FAINT = Page(1, 0.01, 20, 900, 1, HEAD)
COVER = Page(1, 0.0, 200, 0, 0, ("Tờ bìa",))


def part(
    content: Content, name: str | None = "a.pdf", number: str = "2", body: bytes = b"", media: str = "application/pdf"
) -> Part:
    return Part(number, media, filename=Filename(name, Octets(name.encode())) if name else None, body=body, content=content)


def message(*parts: Part, subject: str = "", paper: str = "", text: str = "Kính gửi") -> Message:
    headers = (("Subject", subject), ("X-Vanthu-Paper", paper))
    body = Part("1", "text/plain", content=Text(Octets(text.encode()), text))
    return Message(tuple(Header(n, v.encode(), v, ()) for n, v in headers), Part("", "multipart/mixed", children=(body, *parts)))


def only(*parts: Part):
    [document] = documents(message(*parts))
    return document


@pytest.mark.parametrize(
    ("pages", "kind", "official"),
    [
        pytest.param((BORN,), "born-digital", True, id="a word processor's page"),
        pytest.param((LOGO,), "born-digital", True, id="a picture pasted on a word processor's page"),
        pytest.param((SCAN,), "scan", False, id="a scan that nobody has read"),
        pytest.param((RECOGNISED,), "scan", True, id="a scan with recognised text"),
        pytest.param((STAMPED,), "scan", False, id="a scan with a live line stamped on top"),
        pytest.param((RECOGNISED, ANNEX), "scan", True, id="a scanned letter with a born annex"),
        pytest.param((COVER, RECOGNISED), "scan", True, id="a cover sheet before the scan"),
        pytest.param((BORN, SCAN), "mixed", True, id="a born letter whose signed page alone was scanned"),
        pytest.param((ANNEX,), "born-digital", False, id="no official document"),
        pytest.param((BLANK, RECOGNISED), "scan", True, id="an empty sheet before the scan"),
        pytest.param((FAINT,), "born-digital", True, id="a page with a letterhead and hardly anything else"),
        pytest.param((), "born-digital", False, id="no page at all"),
    ],
)
def test_the_page_with_the_letterhead_decides_on_the_kind(pages, kind, official):
    document = only(part(Document("pdf", pages=pages)))
    assert (document.kind, document.official) == (kind, official)


def test_a_filled_signature_field_is_unverified_until_somebody_validates_it():
    assert only(part(Document("pdf", pages=(BORN,), signatures=1))).digital_signature == "unverified"
    assert only(part(Document("pdf", pages=(BORN,)))).digital_signature == "none"


def test_what_was_read_stands_in_the_record():
    document = only(part(Document("pdf", pages=(BORN,)), "qd.pdf"))
    assert (document.part, document.filename, document.number, document.type) == ("2", "qd.pdf", "12/QĐ-UBND", "Quyết định")
    assert (document.issuer, document.date) == ("UBND TỈNH NAM SƠN", "2024-03-05")


@pytest.mark.parametrize(("word", "excel"), [("docx", "xlsx"), ("doc", "xls")])
def test_office_files_are_editable_whatever_they_hold(word, excel):
    letter = Document(word, runs=tuple(Run(line + "\n") for line in HEAD))
    assert only(part(letter, f"a.{word}")).official
    sheet = only(part(Document(excel, runs=(Run("Bảng lương"),)), f"b.{excel}"))
    assert (sheet.kind, sheet.official) == ("editable", False)


def test_an_attached_note_is_a_document_only_when_it_reads_as_one():
    text = "\n".join(HEAD)
    assert only(part(Text(Octets(b""), text), "qd.txt")).kind == "editable"
    assert documents(message(part(Text(Octets(b""), "Ghi chú"), "note.txt"))) == ()
    assert documents(message(text=text)) == ()


@pytest.mark.parametrize("reason", ["encrypted", "damaged", "unsupported", "over-limit"])
def test_what_nobody_could_look_into_is_a_possible_document(reason):
    assert only(part(Unread(reason), "a.zip")).kind == "unreadable"


FIRST = Page(1, 1.0, 0, 0, 1)
ROUND = Mark("seal", 1, (0.5, 0.7, 0.7, 0.85), 0.9, "red")
SCRAWL = Mark("signature", 1, (0.6, 0.7, 0.8, 0.8), 0.9)
SECRET = Mark("stamp", 1, (0.1, 0.1, 0.2, 0.15), 0.9, text="TỐI MẬT")


def seen(*marks: Mark, **told: object) -> Page:
    """A picture of a page that somebody has looked at."""
    return replace(FIRST, picture=replace(Picture("colour", marks=marks, unread="needless"), **told))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(Document("jpeg", pages=(FIRST,)), ["photo"], id="a picture that nobody has looked at"),
        pytest.param(Document("tiff", pages=(FIRST,)), ["scan"], id="a fax"),
        pytest.param(Document("jpeg", pages=(seen(photo=True),)), ["photo"], id="a sheet seen by a camera"),
        pytest.param(Document("jpeg", pages=(seen(),)), ["scan"], id="a scan kept as JPEG"),
        pytest.param(Document("png", pages=(seen(clean=True),)), ["raster"], id="a word processor's page as a picture"),
        pytest.param(Document("jpeg", pages=(seen(sheet=False),)), ["photo"], id="people in a meeting"),
        pytest.param(Opaque("jpeg"), [], id="a picture too small for a page"),
        pytest.param(Opaque("exe"), [], id="a program"),
    ],
)
def test_pictures_large_enough_for_a_page_are_possible_documents(content, found):
    records = documents(message(part(content, "p")))
    assert [record.kind for record in records] == found
    assert not any(record.official for record in records)


@pytest.mark.parametrize(
    ("page", "official", "seal", "signature"),
    [
        pytest.param(FIRST, False, "unknown", "unknown", id="nobody has looked"),
        pytest.param(seen(ROUND, SCRAWL), True, "red", "handwritten", id="sealed and signed, and not read"),
        pytest.param(seen(ROUND), False, "red", "none", id="sealed alone, and not read"),
        pytest.param(
            seen(ROUND, SCRAWL, lines=("ĐƠN XIN VIỆC",)), False, "red", "handwritten", id="read, and no official document"
        ),
        pytest.param(seen(lines=HEAD), True, "none", "none", id="read, neither sealed nor signed"),
        pytest.param(
            seen(replace(ROUND, colour="colourless"), colour="two-level", lines=HEAD), True, "colourless", "none", id="black seal"
        ),
    ],
)
def test_what_was_seen_on_a_scan_stands_in_the_record(page, official, seal, signature):
    document = only(part(Document("pdf", pages=(page,))))
    assert (document.official, document.seal, document.signature) == (official, seal, signature)


def test_stamps_tell_secrecy_and_urgency():
    hurry = replace(SECRET, text="HỎA TỐC")
    document = only(part(Document("pdf", pages=(seen(SECRET, replace(SECRET, text="MẬT"), hurry),))))
    assert (document.secrecy, document.urgency) == ("TỐI MẬT", "HỎA TỐC")


def test_a_seal_on_a_word_processors_page_was_pasted():
    page = replace(BORN, picture=Picture("colour", marks=(ROUND, SCRAWL)))
    document = only(part(Document("pdf", pages=(page,))))
    assert (document.kind, document.pasted, document.seal) == ("born-digital", ("seal", "signature"), "unknown")


@pytest.mark.parametrize(
    ("states", "together"),
    [
        (("valid", "valid"), "valid"),
        (("valid", "untrusted"), "untrusted"),
        (("expired", "invalid"), "invalid"),
        (("valid", "expired"), "expired"),
    ],
)
def test_one_bad_signature_spoils_the_document(states, together):
    validated = tuple(DigitalSignature(state) for state in states)
    assert only(part(Document("pdf", pages=(BORN,), signatures=2, validated=validated))).digital_signature == together


def test_a_long_office_file_is_read_up_to_a_limit():
    lines = [*HEAD, *["Nội dung"] * 50_000]
    assert only(part(Document("docx", runs=tuple(Run(line + "\n") for line in lines)), "a.docx")).official


def test_a_part_that_can_be_read_in_two_ways_is_one_document():
    readings = Part(
        "2", "multipart/x-readings", children=(part(Document("pdf", pages=(BORN,))), part(Document("pdf", pages=(BORN,))))
    )
    assert len(documents(message(readings))) == 1


def test_documents_in_archives_and_forwarded_letters_are_found():
    inner = message(part(Document("pdf", pages=(BORN,)), number="3.1"))
    archive = Part("2", "application/zip", content=Opaque("zip"), children=(part(Document("pdf", pages=(BORN,)), "z/a.pdf"),))
    forwarded = Part("3", "message/rfc822", nested=inner)
    assert [document.part for document in documents(message(archive, forwarded))] == ["2", "3.1"]


@pytest.mark.parametrize(
    ("where", "declared"),
    [
        ({"paper": "Yes"}, True),
        ({"paper": "no"}, False),
        ({"subject": "Báo cáo [KÈM BẢN GIẤY]"}, True),
        ({"subject": "Báo cáo kèm bản giấy"}, False),
        ({"text": "Kính gửi,\n  [kèm bản giấy]\nTrân trọng"}, True),
        ({"subject": "Báo cáo [ Kèm  bản giấy ]"}, True),
        ({"text": "Kính gửi,\n- [Kèm bản\u00a0giấy];"}, True),
        ({"text": "> [kèm bản giấy]"}, False),
        ({"text": "xin ghi [kèm bản giấy] vào tiêu đề"}, False),
    ],
)
def test_paper_is_declared_in_header_subject_or_on_a_line_of_the_text(where, declared):
    letter = message(part(Document("pdf", pages=(BORN,))), **where)
    assert paper_declared(letter) is declared
    assert [document.paper_declared for document in documents(letter)] == [declared]
