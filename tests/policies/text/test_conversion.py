"""Text in a font of a legacy encoding is read by that font, sign by sign; what has no width makes no word another."""

import pytest

from policies.core.facts import Run
from policies.text.conversion import converted
from policies.text.legacy import find, find_span, strangeness

AROUND = "Bé Tµi chÝnh quy ®Þnh vÒ thuÕ thu nhËp doanh nghiÖp ®èi víi c¸c c¬ së s¶n xuÊt."


def in_the_font(text: str, font: str = ".VnTime") -> str:
    """How a paragraph of a document in a font of TCVN3 reads."""
    return converted([Run(AROUND, font), Run("\n"), Run(text, font), Run("\n")])[2]


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u2060"])
@pytest.mark.parametrize("text", ["Thông báo về việc họp\n", "BÁO CÁO TỔNG KẾT NĂM HỌC\r\nKính gửi: các Sở"])
def test_what_has_no_width_makes_no_word_of_unicode_legacy(mark: str, text: str) -> None:
    assert find(mark + text) is None
    assert find(mark + text.replace(" ", f" {mark}")) is None


def test_a_run_is_where_it_stands_among_what_has_no_width() -> None:
    text = f"\ufeffDear Sir,\n{AROUND[:20]}\u200b{AROUND[20:]}\nYours"
    span = find_span(text)
    assert span is not None
    assert text[span.start : span.end].replace("\u200b", "") == AROUND


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("®) §èi víi hµng tiªu dïng nhËp khÈu", "đ) Đối với hàng tiêu dùng nhập khẩu"),
        ("theo ®iÓm 1, 2, 4 Môc I PhÇn §, c¬ së", "theo điểm 1, 2, 4 Mục I Phần Đ, cơ sở"),
        ("sè l\xadîng ®· sö dông vµp s¶n xuÊt", "số lượng đã sử dụng vàp sản xuất"),
        ("1.500.000®", "1.500.000đ"),
        ("§T, CT, KH vµ CN", "ĐT, CT, KH và CN"),
        ("ngh×n tÊn", "nghìn tấn"),
        ("Ng tÊn", "Ng tấn"),
        ("¦.TH", "Ư.TH"),
    ],
)
def test_in_a_legacy_font_every_sign_is_a_letter(text: str, reads: str) -> None:
    assert in_the_font(text) == reads


def test_cells_are_not_run_together_when_a_document_is_asked_for_its_encoding() -> None:
    cells = [
        "xuÊt khÈu",
        "Stt",
        "§¬n vÞ",
        "TH",
        "¦.TH",
        "tÝnh",
        "Kim ng¹ch",
        "Tr ®ã: DN cã vèn §TNN",
        "dÇu th«",
        "Ng tÊn",
        "Than ®¸",
        "nghÖ",
    ]
    read = converted([run for cell in cells for run in (Run(cell, ".VnArial"), Run("\n"))])
    assert "".join(read).split("\n")[4] == "Ư.TH"
    assert "".join(read).split("\n")[9] == "Ng tấn"


def test_capitals_within_a_word_are_strange() -> None:
    assert strangeness("tÊn") > strangeness("tấn")
