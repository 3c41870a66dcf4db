"""Which texts are official documents, and what is read of them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.official import Reading, read, sheets

DECISION = """
ỦY BAN NHÂN DÂN
THÀNH PHỐ BIÊN HÒA
Số: 04/2011/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Biên Hòa, ngày 29 tháng 9 năm 2011
QUYẾT ĐỊNH
Ban hành quy định về gửi, nhận văn bản điện tử và quản lý, sử dụng
hộp thư điện tử trong hoạt động của các cơ quan, ban, ngành
ỦY BAN NHÂN DÂN THÀNH PHỐ BIÊN HÒA
Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;
Điều 1. Ban hành kèm theo Quyết định này bản Quy định về gửi, nhận văn bản điện tử.
Nơi nhận:
- Như Điều 3;
- Sở Thông tin và Truyền thông;
- Lưu: VT, VHTT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Phú Cường
"""

SIDE_BY_SIDE = """
UBND TỈNH NAM SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TÀI CHÍNH Độc lập - Tự do - Hạnh phúc
Số: 12/STC-VP Nam Sơn, ngày 05 tháng 3 năm 2024
V/v lập dự toán ngân sách
năm 2025
HỎA TỐC
Kính gửi: Sở Nội vụ
Sở Tài chính đề nghị Sở Nội vụ lập dự toán.
Nơi nhận: KT. GIÁM ĐỐC
- Như trên; PHÓ GIÁM ĐỐC
- Kho bạc Nhà nước tỉnh;
- Lưu: VT. Trần Thị Bình
"""

PARTY = """
TỈNH ỦY ĐỒNG NAI ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC
Số 127-QĐ/BTCTU Đồng Nai, ngày 3 tháng 2 năm 2024
QUYẾT ĐỊNH
về việc điều động cán bộ
"""

YOUTH_UNION = """
BCH ĐOÀN TỈNH ĐỒNG NAI
THÀNH ĐOÀN BIÊN HÒA
Số: 24-KH/TĐTN ĐOÀN TNCS HỒ CHÍ MINH
Biên Hòa, ngày 20 tháng 4 năm 2024
KẾ HOẠCH
Tổ chức Tháng Thanh niên
TM. BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Lê Quang Đạo
"""

LOST_LETTERS = """
UBND T\x00NH NAM S\x00N
S\x00 TÀI CHÍNH
S\x00: 456/TB-STC
C\x00NG HÒA XÃ H\x00I CH\x00 NGHĨA VI\x00T NAM
Đ\x00c l\x00p - T\x00 do - H\x00nh phúc
Nam S\x00n, ngày 01 tháng 07 năm 2024
THÔNG BÁO
V\x00 công tác văn th\x00
"""

APPLICATION = """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
ĐƠN XIN XÁC NHẬN NƠI CƯ TRÚ
Kính gửi: Ủy ban nhân dân phường Tân Mai
Tôi tên là: Nguyễn Văn An
Căn cứ Quyết định số 12/QĐ-UBND ngày 3 tháng 4 năm 2020
Biên Hòa, ngày 5 tháng 5 năm 2024
Người làm đơn
"""

ARTICLE = """
Quốc hiệu "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" và tiêu ngữ được trình bày ở góc phải. Dưới nước
ta khi ấy ghi Cộng hòa xã hội chủ nghĩa Việt Nam thay cho Việt Nam dân chủ cộng hòa. Theo Nghị định
số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020, văn bản có ký hiệu như Số: 15/QĐ-BNV, ghi ở dưới tên cơ
quan ban hành. Khẩu hiệu Độc lập - Tự do - Hạnh phúc viết chữ thường.
"""

INVOICE = """
HÓA ĐƠN GIÁ TRỊ GIA TĂNG
Ký hiệu: 1C24TAA
Số: 00000123
Ngày 05 tháng 03 năm 2024
Đơn vị bán hàng: CÔNG TY TNHH NAM SƠN
"""

COMPANY = """
CÔNG TY TNHH THƯƠNG MẠI NAM SƠN
Số: 12/CV-NS
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
V/v báo giá thiết bị
"""

CV = """
SƠ YẾU LÝ LỊCH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Họ và tên: TRẦN THỊ BÌNH
"""

FORM = """
Mẫu số 01
UBND PHƯỜNG ……
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: ……/GM-UBND
GIẤY MỜI
"""


def pages(text: str) -> list[list[str]]:
    return [text.strip().splitlines()]


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


@pytest.mark.parametrize("text", OFFICIAL.values(), ids=OFFICIAL)
def test_is_an_official_document(text):
    assert read(pages(text)).official


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_is_no_official_document(text):
    assert not read(pages(text)).official


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
        ("Luật số: 29/2018/QH14", None, None),
        ("Số: 29/2018/QH14", "29/2018/QH14", None),
        ("Số: 34/2008/CT-TTg", "34/2008/CT-TTg", "Chỉ thị"),
        ("Số: 08/CTr-UBND", "08/CTr-UBND", "Chương trình"),
        ("Số 127-QĐ/TW", "127-QĐ/TW", "Quyết định"),
        ("Số 24-BS/UBKTTU", "24-BS/UBKTTU", None),
        ("Số: /GM-SYT", "/GM-SYT", "Giấy mời"),
        ("Số: 42Ø2/QĐ-SYT", "42Ø2/QĐ-SYT", "Quyết định"),
        ("3639/QĐ-UBND", "3639/QĐ-UBND", "Quyết định"),
        ("số 70/2009/QĐ-UBND ngày 29/9/2009 của UBND tỉnh", None, None),
        ("Số: 0123456", None, None),
        ("Sở 12/QĐ-UBND", None, None),
        ("24/7", None, None),
    ],
)
def test_a_number_stands_on_its_own_line(line, number, kind):
    reading = read([["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", line]])
    assert (reading.number, reading.type) == (number, kind)


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


@given(st.lists(st.text(alphabet=st.characters(), max_size=200) | st.sampled_from(DECISION.splitlines()), max_size=60))
def test_reading_never_raises(lines):
    read(sheets(lines))
    read([lines, lines])
