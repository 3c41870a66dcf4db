"""Which texts are official documents, and what is read of them."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.official import Reading, read, sheets


def example(name: str) -> str:
    return (Path(__file__).parent / "examples" / f"{name}.txt").read_text(encoding="utf-8")


DECISION = example("decision")
SIDE_BY_SIDE = example("side-by-side")
PARTY = example("party")
YOUTH_UNION = example("youth-union")
LOST_LETTERS = example("lost-letters").replace("\ufffd", "\x00")
APPLICATION = example("application")
ARTICLE = example("article")
INVOICE = example("invoice")
COMPANY = example("company")
CV = example("curriculum-vitae")
FORM = example("form")


def pages(text: str) -> list[list[str]]:
    return [text.splitlines()]


OFFICIAL = {
    "a decision in the order of its columns": DECISION,
    "the columns side by side": SIDE_BY_SIDE,
    "decomposed letters": unicodedata.normalize("NFD", DECISION),
    "old tone placement": DECISION.replace("HÒA", "HOÀ").replace("ỦY", "UỶ"),
    "letters set wide apart": DECISION.replace(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "C Ộ N G  H Ò A  X Ã  H Ộ I  C H Ủ  N G H Ĩ A  V I Ệ T  N A M"
    ),
    "the Quốc hiệu in two lines": DECISION.replace("HỘI CHỦ", "HỘI\nCHỦ").replace("Độc lập - Tự do - Hạnh phúc", "-----"),
    "only the tiêu ngữ was read": DECISION.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CONG HCA XA"),
    "misread by a reader of pictures": DECISION.replace("CỘNG HÒA XÃ HỘI", "CÔNG HOA XÁ HÔl").replace("Số: 04", "S6: O4"),
    "a number still to be written in": DECISION.replace("04/2011/QĐ", "      /QĐ"),
    "dots where the number will stand": DECISION.replace("04/2011/QĐ", "…… /QĐ"),
    "the Party's form": PARTY,
    "a mass organisation's form": YOUTH_UNION,
    "letters lost by the file": LOST_LETTERS,
    "letters dropped by the reader": LOST_LETTERS.replace("\x00", ""),
    "no letterhead was extracted but authority and position": DECISION.replace("Số: 04/2011/QĐ-UBND\n", "").replace(
        "CỘNG HÒA", "X"
    ),
    "a summary that speaks of a draft": SIDE_BY_SIDE.replace("lập dự toán ngân sách", "góp ý dự thảo Nghị quyết"),
}

OTHERS = {
    "a citizen's application, which has no number": APPLICATION,
    "an article that quotes the formulas": ARTICLE,
    "an invoice": INVOICE,
    "a company's letter": COMPANY,
    "a curriculum vitae": CV,
    "a draft, marked above": "DỰ THẢO\n" + DECISION,
    "a draft, marked with its round": "DỰ THẢO LẦN 2\n" + DECISION,
    "a draft, marked in brackets beside the formula": DECISION.replace("CỘNG HÒA", "(Dự thảo 3)\nCỘNG HÒA"),
    "a draft, its mark drawn over the page": DECISION + "Nội dung.\n" * 60 + "DỰ THẢO\n",
    "a blank form": FORM,
    "nothing": "",
}


def papers() -> dict[str, str]:
    """Papers of every kind that are no official documents, by what they are."""
    text = (Path(__file__).parent / "papers.txt").read_text(encoding="utf-8")
    return dict(paper.split("\n", 1) for paper in text.split("== ")[1:])


PAPERS = papers()


@pytest.mark.parametrize("text", OFFICIAL.values(), ids=OFFICIAL)
def test_is_an_official_document(text):
    assert read(pages(text)).official


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_is_no_official_document(text):
    assert not read(pages(text)).official


@pytest.mark.parametrize("text", PAPERS.values(), ids=PAPERS)
def test_a_paper_that_no_body_issued_is_none(text):
    assert not read(pages(text)).official
    assert not read(pages(text.replace("CỘNG HÒA XÃ", "\tCỘNG HÒA XÃ"))).official


def test_a_formula_that_misread_letters_part_is_one():
    """A reader of pictures leaves a gap where it lost a letter."""
    lines = ["SỞ TÀI CHÍNH\tCÌNG HÒA XÃ H'I CHỈ NGHĨA\tVI7T NAM", "Sĩ: 47/GM-STC\tNam Sơn, ngày 04 tháng 11 năm 2024"]
    assert read([lines]).official


def test_everything_is_read_of_a_decision():
    assert read(pages(DECISION)) == Reading(
        official=True,
        page=0,
        number="04/2011/QĐ-UBND",
        type="Quyết định",
        issuer="ỦY BAN NHÂN DÂN THÀNH PHỐ BIÊN HÒA",
        date="2011-09-29",
        summary=(
            "Ban hành quy định về gửi, nhận văn bản điện tử và quản lý, sử dụng "
            "hộp thư điện tử trong hoạt động của các cơ quan, ban, ngành"
        ),
        signer="TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Nguyễn Phú Cường",
        addressees=("Như Điều 3", "Sở Thông tin và Truyền thông"),
    )


def test_everything_is_read_of_columns_side_by_side():
    assert read(pages(SIDE_BY_SIDE)) == Reading(
        official=True,
        page=0,
        number="12/STC-VP",
        type="Công văn",
        issuer="SỞ TÀI CHÍNH",
        date="2024-03-05",
        summary="lập dự toán ngân sách năm 2025",
        signer="KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Trần Thị Bình",
        addressees=("Sở Nội vụ", "Kho bạc Nhà nước tỉnh"),
        urgency="HỎA TỐC",
    )


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("MẬT", "MẬT"),
        ("T Ố I  M Ậ T", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("M\x00T", "MẬT"),
        ("BẢO MẬT", None),
        ("Mật khẩu", None),
        ("MẮT", None),
        ("Văn bản mật", None),
    ],
)
def test_a_secrecy_mark_is_a_line_of_its_own(line, mark):
    assert read(pages(DECISION.replace("QUYẾT ĐỊNH\n", line + "\nQUYẾT ĐỊNH\n", 1))).secrecy == mark


def test_a_lifted_secrecy_mark_is_told_as_lifted():
    assert read(pages(DECISION.replace("QUYẾT ĐỊNH\n", "MẬT\nGIẢI MẬT\nQUYẾT ĐỊNH\n", 1))).secrecy == "GIẢI MẬT"


@pytest.mark.parametrize(
    ("heading", "kind", "summary"),
    [
        ("THÔNG BÁO về công tác văn thư", "Thông báo", "về công tác văn thư"),
        ("QUYẾT ĐỊNH\nVề việc khen thưởng", "Quyết định", "Về việc khen thưởng"),
        ("GIẤY MỜI\n\nHọp giao ban", "Giấy mời", "Họp giao ban"),
        ("DỰ ÁN\nXây dựng trường học", "Dự án", "Xây dựng trường học"),
        ("LUẬT SƯ NGUYỄN VĂN AN", "Quyết định", None),
    ],
)
def test_the_type_is_a_heading_and_the_summary_follows(heading, kind, summary):
    head, _, _ = DECISION.partition("QUYẾT ĐỊNH\n")
    reading = read(pages(head + heading + "\nCăn cứ Luật Tổ chức chính quyền địa phương;"))
    assert (reading.type, reading.summary) == (kind, summary)


def test_the_page_with_the_letterhead_is_found_behind_a_cover():
    reading = read([["BÌA"], *pages(DECISION), ["PHỤ LỤC"]])
    assert (reading.official, reading.page) == (True, 1)


def test_a_document_that_begins_in_the_middle_of_an_office_file_is_found():
    lines = [f"Dòng {n} của tờ bìa" for n in range(100)] + DECISION.strip().splitlines()
    assert read(sheets(lines)).official


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Biên Hòa, ngày 3 tháng 02 năm 2024", "2024-02-03"),
        ("TP. Hồ Chí Minh, ngày 31 tháng 12 năm 2024", "2024-12-31"),
        ("Biên Hòa, ngày    tháng 02 năm 2024", "Biên Hòa, ngày tháng 02 năm 2024"),
        ("Biên Hòa, ngày 31 tháng 02 năm 2024", "Biên Hòa, ngày 31 tháng 02 năm 2024"),
        ("ban hành ngày 3 tháng 02 năm 2024", None),
    ],
)
def test_a_date_stands_with_its_place_and_is_told_as_written_where_it_is_not_clear(line, day):
    head = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/QĐ-UBND"]
    assert read([[*head, line]]).date == day


def test_the_name_of_an_issuer_goes_on_after_and():
    head = ["VĂN PHÒNG HĐND VÀ", "ỦY BAN NHÂN DÂN THÀNH PHỐ", "Số: 12/VP-TH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert read([head]).issuer == "VĂN PHÒNG HĐND VÀ ỦY BAN NHÂN DÂN THÀNH PHỐ"


def test_a_state_bank_is_no_company():
    head = "NGÂN HÀNG CHÍNH SÁCH XÃ HỘI\n" + DECISION.partition("\n")[2].partition("\n")[2]
    reading = read(pages(head))
    assert (reading.official, reading.issuer) == (True, "NGÂN HÀNG CHÍNH SÁCH XÃ HỘI")


@given(st.sampled_from([DECISION, SIDE_BY_SIDE, PARTY]), st.sampled_from(["NFC", "NFD"]), st.sampled_from([" ", "\u00a0", "  "]))
def test_spelling_of_letters_and_spaces_makes_no_difference(text, form, space):
    lines = [unicodedata.normalize(form, line).replace(" ", space) for line in text.splitlines()]
    assert read([lines]) == read(pages(text))


@given(st.lists(st.text(alphabet=st.characters(), max_size=200) | st.sampled_from(DECISION.splitlines()), max_size=60))
def test_reading_never_raises(lines):
    read(sheets(lines))
    read([lines, lines])
