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
    ("line", "number", "kind"),
    [
        ("Số: 24/TTr-VHTT", "24/TTr-VHTT", "Tờ trình"),
        ("Số: 15/QĐ-BNV", "15/QĐ-BNV", "Quyết định"),
        ("Số: 05/BNV-VP", "05/BNV-VP", "Công văn"),
        ("Số: 12 /UBND-VX", "12/UBND-VX", "Công văn"),
        ("Luật số: 29/2018/QH14", "29/2018/QH14", None),
        ("Số: 29/2018/QH14", "29/2018/QH14", None),
        ("Số: 34/2008/CT-TTg", "34/2008/CT-TTg", "Chỉ thị"),
        ("Số: 08/CTr-UBND", "08/CTr-UBND", "Chương trình"),
        ("Số 127-QĐ/TW", "127-QĐ/TW", "Quyết định"),
        ("Số 24-BS/UBKTTU", "24-BS/UBKTTU", None),
        ("Số: /GM-SYT", "/GM-SYT", "Giấy mời"),
        ("Số: 42Ø2/QĐ-SYT", "4202/QĐ-SYT", "Quyết định"),
        ("3639/QĐ-UBND", "3639/QĐ-UBND", "Quyết định"),
        ("số 70/2009/QĐ-UBND ngày 29/9/2009 của UBND tỉnh", None, None),
        ("Số: 0123456", None, None),
        ("Sở 12/QĐ-UBND", None, None),
        ("24/7", None, None),
        ("Số: 12/QĐ-UBND\tBiên Hòa, ngày 05 tháng 3 năm 2024", "12/QĐ-UBND", "Quyết định"),
        ("Số: 12/QĐ-UBND HỎA TỐC", "12/QĐ-UBND", "Quyết định"),
        ("Số: 12/QĐ-UBND (bản điện tử)", "12/QĐ-UBND", "Quyết định"),
        ("Số: 12/QĐ-UBND và các văn bản khác", None, None),
    ],
)
def test_a_number_stands_on_its_own_line(line, number, kind):
    reading = read([["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line]])
    assert (reading.number, reading.type) == (number, kind)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("SỐ : 42 /QĐ- SYT", "42/QĐ-SYT"),
        ("Sô: 15/TIr-VHTT", "15/TIr-VHTT"),
        ("Số: 0#. /GM-SYT", "/GM-SYT"),
        ("Số: 3/62 /QĐ-SYT", "/QĐ-SYT"),
        ("Số: O4/QÐ-UBND", "04/QĐ-UBND"),
        ("Số: 3176B/QĐ-SYT", "3176B/QĐ-SYT"),
        ("Số: 610GM-CAT", "610/GM-CAT"),
        ("Sốz22005 /SYT-NVY", "22005/SYT-NVY"),
        ("ỗ:⁄9ˆ/SYT-NVY", "/SYT-NVY"),
        ("Số: 744/PGDĐT-VP- Độc lập - Tự do - Hạnh phúc", "744/PGDĐT-VP"),
        ("Số: 442 /SYT-NVY - Kiên Giang, ngày |Ô_ tháng 10 năm 2017", "442/SYT-NVY"),
        ("Số: 828/NV-VP_ Đức lÚp - - úcC -", "828/NV-VP"),
        ("Số: 19/QĐ-NV. Long Khê, ngày 08 tỉ", "19/QĐ-NV"),
    ],
)
def test_a_number_is_read_as_far_as_a_reader_of_pictures_got_it_right(line, number):
    assert read([["SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line]]).number == number


@pytest.mark.parametrize(
    ("line", "heading", "number"),
    [
        ("Sốz⁄9Ð-BVĐK", "QUYẾT ĐỊNH", "/QĐ-BVĐK"),
        ("Số18#&Q-NV", "NGHỊ QUYẾT", "/NQ-NV"),
        ("Số4ãØTr-BVĐK", "CHƯƠNG TRÌNH", "/CTr-BVĐK"),
        ("SI: ĐA-BVĐK", "Đũ ÁN", "/ĐA-BVĐK"),
        ("Số: 382/QvĐ-CAT", "QUY ĐINH", "382/QyĐ-CAT"),
        ("Số: 217/CTIr-UBND", "CHƯƠNG TRÌNH", "217/CTr-UBND"),
        ("Sô: 15/TIr-VHTT", "TỜ TRÌNH", "15/TTr-VHTT"),
        ("Số: 12/UBND-VX", "QUYẾT ĐỊNH", "12/UBND-VX"),
        ("Số224XMT-VP", "V/v công tác văn thư", None),
    ],
)
def test_a_symbol_is_put_right_only_as_the_heading_tells(line, heading, number):
    reading = read([["BỆNH VIỆN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line, "Nam Sơn, ngày 12 tháng 4 năm 2024", heading]])
    assert (reading.official, reading.number) == (True, number)


STAMPS = {
    "over the letterhead": ("CÔNG VĂN ĐẾN\nSố: 1234\nNgày: 06/3/2024\n", ""),
    "beside it": ("", "ĐẾN Số: 1234\nNgày 06/3/2024\nChuyển: VP-TH\n"),
    "its words apart": ("SỞ NỘI VỤ\nĐẾN\nSố: .....1234.....\n", ""),
    "its slash misread": ("Số đến: 1234/VP-TH\n", ""),
}


@pytest.mark.parametrize(("over", "under"), STAMPS.values(), ids=STAMPS)
def test_an_arrival_stamps_number_is_never_the_documents(over, under):
    stamped = over + SIDE_BY_SIDE.replace("Kính gửi", under + "Kính gửi", 1)
    assert (read(pages(stamped)).official, read(pages(stamped)).number) == (True, "12/STC-VP")
    unnumbered = stamped.replace("Số: 12/STC-VP ", "")
    assert read(pages(unnumbered)).number is None


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
    ("lines", "name"),
    [
        (
            ["Nơi nhận:\tTM. ỦY BAN NHÂN DÂN", "- Như trên\tKT. CHỦ TỊCH", "\tPHÓ CHỦ TỊCH", "\tLê Quang Đạo"],
            "columns kept apart",
        ),
        (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Lê Quang Đạo"], "one below the other"),
        (
            ["TM.ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH", "- Lưu: VT.; PHÓ CHỦ TỊCH", "- Lưu: VT.;", "Lê Quang Đạo"],
            "the file's copy between",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_signer_is_named_with_authority_and_position(lines, name):
    assert read([DECISION.partition("Nơi nhận")[0].splitlines() + lines]).signer == (
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Quang Đạo"
    )


def test_addressees_are_taken_from_both_lists_without_the_file_copy():
    lines = ["Kính gửi:", "- Sở Nội vụ;", "- Ủy ban nhân dân các phường, xã trên địa bàn", "thành phố Biên Hòa.", "Nội dung."]
    lines += ["Nơi nhận:", "- Như trên;", "- Phòng Văn hóa và\tGIÁM ĐỐC", "Thông tin;", "- Lưu: VT."]
    assert read([DECISION.partition("Nơi nhận")[0].splitlines() + lines]).addressees == (
        "Sở Nội vụ",
        "Ủy ban nhân dân các phường, xã trên địa bàn thành phố Biên Hòa",
        "Phòng Văn hóa và Thông tin",
    )


def test_an_entry_that_refers_to_an_article_tells_whom_the_article_charges():
    article = ["Điều 3. Chánh Văn phòng HĐND và UBND thành phố, Trưởng phòng Văn hóa và", "Thông tin chịu trách nhiệm thi hành."]
    lines = [
        *DECISION.partition("Nơi nhận")[0].splitlines(),
        *article,
        "Nơi nhận:",
        "- Như Điều 3;",
        "- Như Điều 4;",
        "- Lưu: VT.",
    ]
    assert read([lines]).addressees == (
        "Như Điều 3 (Chánh Văn phòng HĐND và UBND thành phố, Trưởng phòng Văn hóa và Thông tin)",
        "Như Điều 4",
    )


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Kính gửi: Sở Nội vụ; Sở Tài chính."], ("Sở Nội vụ", "Sở Tài chính")),
        (
            ["Kính gửi:", "Sở Nội vụ;", "Sở Tài chính;", "UBND các phường, xã.", "Thực hiện Kế hoạch."],
            ("Sở Nội vụ", "Sở Tài chính", "UBND các phường, xã"),
        ),
        (["Nơi nhận:", "\uf02d Sở Nội vụ;", "~ Sở Tài chính;", "_ Lưu: VT."], ("Sở Nội vụ", "Sở Tài chính")),
        (["Nơi nhận: KT. GIÁM ĐỐC", "- Sở Nội vụ; PHÓ GIÁM ĐỐC", "- Lưu: VT. Trần Thị Bình"], ("Sở Nội vụ",)),
        (["Nơi nhận:", "- Sở Nội vụ; Trần Thị Bình", "- Lưu: VT."], ("Sở Nội vụ",)),
        (
            ["N\ufffdi nh\ufffdn:", "- Nh\ufffd trên;", "- Văn phòng UBND t\ufffdnh;", "- L\ufffdu: VT.;"],
            ("Văn phòng UBND t\ufffdnh",),
        ),
    ],
    ids=[
        "in one line",
        "without dashes",
        "dashes of all kinds",
        "the other column in capitals",
        "a name in the other column",
        "letters lost",
    ],
)
def test_lists_of_addressees_are_written_in_many_ways(lines, names):
    assert read([DECISION.partition("Nơi nhận")[0].splitlines() + lines]).addressees == names


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
