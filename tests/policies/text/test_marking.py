"""Where a text bears a secrecy mark, and where it only speaks of secrets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.marking import mark_of, sightings, strongest, tag

HEAD = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ BIÊN HÒA\nSố: 12/BC-UBND\n"


def marks(text: str) -> list[str]:
    return [one.mark for one in sightings(text)]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("GIẢI MẬT", "GIẢI MẬT"),
        ("| MẬT |", "MẬT"),
        ("+------+\n| MẬT |\n+------+", "MẬT"),
        ("*** TỐI MẬT ***", "TỐI MẬT"),
        ("[MẬT]", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("T Ố I   M Ậ T", "TỐI MẬT"),
        ("M    Ậ    T", "MẬT"),
        ("TỐI\nMẬT", "TỐI MẬT"),
        ("MẬT.", "MẬT"),
        ("MẬT\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "MẬT"),
        ("UBND TỈNH ĐỒNG NAI    TUYỆT MẬT", "TUYỆT MẬT"),
        ("Độ mật: TỐI MẬT", "TỐI MẬT"),
        ("Độ mật: Mật    Độ khẩn: Hỏa tốc", "MẬT"),
        ("Dấu chỉ độ mật: Tuyệt mật", "TUYỆT MẬT"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT"), "TUYỆT MẬT"),
        ("M\ufffdT", "MẬT"),
        ("T\ufffdI M\ufffdT", "TỐI MẬT"),
        ("TOI MAT", "TỐI MẬT"),
        ("MËT", "MẬT"),
        ("TUYEÄT MAÄT", "TUYỆT MẬT"),
    ],
    ids=[
        "plain",
        "the second level",
        "the highest level",
        "lifted",
        "in a frame on its line",
        "in a drawn frame",
        "between stars",
        "in brackets",
        "letter-spaced",
        "letter-spaced, two words",
        "letters far apart",
        "on two lines",
        "with a full stop",
        "beside the Quốc hiệu",
        "beside the issuer",
        "after its label",
        "after its label, before another",
        "small letters after the label",
        "decomposed",
        "a letter lost in extraction",
        "letters lost in two words",
        "without accents",
        "in TCVN3",
        "in VNI",
    ],
)
def test_a_mark_that_stands_alone_is_seen(text, mark):
    assert marks(HEAD + text + "\nBÁO CÁO\nVề công tác tháng 9\n") == [mark]


@pytest.mark.parametrize(
    "text",
    [
        "BẢO MẬT",
        "BÍ MẬT",
        "MẬT KHẨU",
        "MẬT ĐỘ",
        "MẬT ONG",
        "NGUYỄN VĂN MẬT",
        "Văn bản mật không gửi qua thư điện tử.",
        "QUY CHẾ BẢO VỆ BÍ\nMẬT",
        "PHÒNG CHỐNG LỘ TIN,\nMẬT",
        "MẬT\nONG RỪNG",
        "MẬT\nTỐI MẬT\nTUYỆT MẬT",
        "a) MẬT",
        "1. MẬT",
        "- MẬT",
        "MẬT ........ 12",
        "MẬT, TỐI MẬT",
        "MẬT:",
        "MẬT;",
        '"MẬT"',
        "Độ mật: ......",
        "Độ mật:",
        "Độ mật: Thường",
        "Độ mật: Mật/Tối mật/Tuyệt mật",
        "STT\tVăn bản\tĐộ mật\n1\tBáo cáo\tMẬT",
        "Họ\tTên\n1\tNGUYỄN VĂN\tMẬT",
        "x\n12\nNGUYỄN VĂN\nMẬT",
        "Báo cáo tháng 9    MẬT",
        "MAT",
        "MẮT",
        "MẶT",
        "mật",
        "HỎA TỐC",
        "KHẨN",
        "\n" * 40 + "M\ufffdT",
    ],
    ids=repr,
)
def test_what_only_speaks_of_secrets_is_no_mark(text):
    assert marks(HEAD + text + "\nBÁO CÁO\nVề công tác tháng 9\n") == []


def test_a_mark_under_a_page_number_is_seen_though_a_row_of_a_table_looks_alike():
    assert marks("2\nMẬT\nphần tiếp theo") == ["MẬT"]


def test_marks_on_far_lines_are_all_seen_with_their_lines():
    seen = sightings("MẬT\n" + "x\n" * 30 + "TỐI MẬT")
    assert [(one.mark, one.at, one.line) for one in seen] == [("MẬT", 0, 0), ("TỐI MẬT", 64, 31)]


@pytest.mark.parametrize(
    ("subject", "mark"),
    [
        ("[MẬT] Báo cáo", "MẬT"),
        ("Báo cáo (TỐI MẬT)", "TỐI MẬT"),
        ("Re: [Mật] Kế hoạch", "MẬT"),
        ("[MẬT - KHẨN] Kế hoạch", "MẬT"),
        ("MẬT: Công văn 12", "MẬT"),
        ("TUYỆT MẬT - Công văn 12", "TUYỆT MẬT"),
        ("[TOI MAT] bao cao", "TỐI MẬT"),
        ("[MAT] Bao cao thang 9", "MẬT"),
        ("[GIẢI MẬT] Công văn 12", "GIẢI MẬT"),
        ("[MAT] newsletter", None),
        ("[BẢO MẬT] Đổi mật khẩu", None),
        ("Mật khẩu (mật)", None),
        ("Mật ong - sản vật", None),
        ("MẬT ONG RỪNG", None),
        ("V/v bảo vệ bí mật nhà nước", None),
        ("", None),
    ],
)
def test_the_tag_of_a_subject(subject, mark):
    assert tag(subject) == mark


@pytest.mark.parametrize(
    ("given_marks", "highest"),
    [((), None), (("MẬT", "TUYỆT MẬT", "TỐI MẬT"), "TUYỆT MẬT"), (("MẬT", "GIẢI MẬT"), None)],
    ids=["none", "the highest counts", "lifted"],
)
def test_the_strongest_mark_counts(given_marks, highest):
    assert strongest(given_marks) == highest


@given(st.text(alphabet="MẬTỐIUYỆAa \n\t|.:-\ufffdËĐộmật12", max_size=200))
def test_any_text_is_read_and_a_mark_stands_on_the_line_that_is_named(text):
    for one in sightings(text):
        assert text.count("\n", 0, one.at) == one.line
        assert one.at == 0 or text[one.at - 1] == "\n"
    tag(text)
    mark_of(text)
