"""Who signed an official document, and to whom it goes."""

from pathlib import Path

import pytest

from policies.text.official import read

DECISION = (Path(__file__).parent / "examples" / "decision.txt").read_text(encoding="utf-8")
HEAD = DECISION.partition("Nơi nhận")[0].splitlines()


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
    assert read([HEAD + lines]).signer == ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Quang Đạo")


def test_addressees_are_taken_from_both_lists_without_the_file_copy():
    lines = ["Kính gửi:", "- Sở Nội vụ;", "- Ủy ban nhân dân các phường, xã trên địa bàn", "thành phố Biên Hòa.", "Nội dung."]
    lines += ["Nơi nhận:", "- Như trên;", "- Phòng Văn hóa và\tGIÁM ĐỐC", "Thông tin;", "- Lưu: VT."]
    assert read([HEAD + lines]).addressees == (
        "Sở Nội vụ",
        "Ủy ban nhân dân các phường, xã trên địa bàn thành phố Biên Hòa",
        "Phòng Văn hóa và Thông tin",
    )


def test_an_entry_that_refers_to_an_article_tells_whom_the_article_charges():
    article = ["Điều 3. Chánh Văn phòng HĐND và UBND thành phố, Trưởng phòng Văn hóa và", "Thông tin chịu trách nhiệm thi hành."]
    lines = [
        *HEAD,
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
    assert read([HEAD + lines]).addressees == names
