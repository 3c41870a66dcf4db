r"""RTF: legacy bytes become \u escapes, the font table is mended, every other byte stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.convert.images import ADDRESSED, SENTENCE, TITLE, copied, found, image, new, octets
from tests.gateway.extract.documents import runs

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 020b7200000000000000}.VnTime;}"
    rb"{\f1\froman\fcharset2 .VnTimeH;}{\f2\fnil\fcharset163{\*\falt VNI-Times x}VNI-Times;}{\f3\fswiss Arial;}}"
)


def escaped(text: str, encoding: str = "tcvn3") -> bytes:
    return b"".join(b"\\'%02x" % code if code > 127 else bytes([code]) for code in octets(text, encoding))


def rtf(body: bytes) -> bytes:
    return HEAD + body + b"}"


def body_of(copy: bytes) -> bytes:
    """What follows the font table."""
    return copy[copy.index(b"Arial;}}") + 8 : -1]


def shown(copy: bytes) -> list[tuple[str, str | None]]:
    return [(text, font) for text, font, _ in runs(copy)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(rb"\f0 " + escaped(SENTENCE), [(SENTENCE, "Times New Roman")], id="bytes in hexadecimal"),
        pytest.param(rb"\f0 " + octets(SENTENCE, "tcvn3"), [(SENTENCE, "Times New Roman")], id="raw bytes"),
        pytest.param(rb"\f2 " + escaped(ADDRESSED, "vni"), [(ADDRESSED, "Times New Roman")], id="VNI that claims windows-1258"),
        pytest.param(rb"{\f1\b " + escaped(TITLE.lower()) + rb"}", [(TITLE, "Times New Roman")], id="a font of capitals"),
        pytest.param(
            rb"\f2 Ke{\b " + escaped("ế", "vni")[1:] + rb"t} " + escaped("luận của Sở", "vni"),
            [("Kết luận của Sở", "Times New Roman")],
            id="letter and mark in two groups",
        ),
        pytest.param(
            rb"\f0 " + escaped("Công tác") + rb"\f3  \'e9t\'e9 {\f0 " + escaped("tổ chức") + rb"}",
            [("Công tác", "Times New Roman"), (" été ", "Arial"), ("tổ chức", "Times New Roman")],
            id="French beside it stays",
        ),
        pytest.param(
            rb"\f0 " + escaped("Trang cuối, l") + rb"\-u" + escaped(" văn th") + rb"\-\f3 \\- h\-n",
            [("Trang cuối, lưu văn thư", "Times New Roman"), ("\\- h\xadn", "Arial")],
            id="TCVN3's ư that became a soft hyphen",
        ),
        pytest.param(
            rb"\f0\uc1 Qu\u182?n l\u253?, x\u169?y d\u249?ng",
            [("Quản lý, xây dựng", "Times New Roman")],
            id="legacy letters written as Unicode ones",
        ),
    ],
)
def test_text_reads_as_it_should(body: bytes, expected: list[tuple[str, str | None]]) -> None:
    copy = new(rtf(body))
    assert shown(copy) == expected
    assert found(copy) == set()
    assert copy.isascii()


def test_the_font_table_is_mended_and_nothing_else_moves() -> None:
    around = (rb"{\stylesheet{\s0\f0 Normal;}}{\info{\title x}}\pard\qc\f0\b ", rb"\b0\par{\pict\bin3 \'}}}\f3 caf\'e9 \{1\}\par")
    copy = new(rtf(around[0] + escaped(SENTENCE) + around[1]))
    assert body_of(copy).startswith(around[0])
    assert body_of(copy).endswith(around[1])
    table = (
        rb"{\fonttbl{\f0\froman\fcharset0\fprq2 Times New Roman;}{\f1\froman\fcharset0 Times New Roman;}"
        rb"{\f2\fnil\fcharset0 Times New Roman;}{\f3\fswiss Arial;}}"
    )
    assert table in copy


def test_where_other_numbers_of_characters_stand_in_for_a_unicode_one_a_stretch_says_its_own() -> None:
    copy = new(rtf(rb"\uc0\f0 " + escaped(SENTENCE) + rb"\uc2\f3 \u7879ab x"))
    assert rb"{\uc1 V\u7873? " in copy
    assert "".join(text for text, _ in shown(copy)) == SENTENCE + "ệ x"


def test_cells_of_a_table_are_read_one_by_one() -> None:
    copy = new(rtf(rb"\f0 " + escaped("Đơn vị") + rb"\cell " + escaped("Họ và tên") + rb"\cell\row"))
    assert shown(copy) == [("Đơn vị\nHọ và tên\n", "Times New Roman")]


def test_word_art_is_converted_and_other_properties_stay() -> None:
    art = rb"{\shp{\*\shpinst{\sp{\sn gtextFont}{\sv .VnTime}}{\sp{\sn gtextUNICODE}{\sv " + escaped(SENTENCE) + rb"}}}}"
    copy = new(rtf(rb"\f0 " + escaped(SENTENCE) + art))
    assert rb"{\sn gtextFont}" in copy
    assert "".join(text for text, _ in shown(copy)).count(SENTENCE) == 2


def test_text_glued_to_a_control_word_stays_text() -> None:
    copy = new(rtf(rb"\f0\'41n to\'b5n giao th\'abng \'f0 \'ae\'ab th\'de"))
    assert rb"\f0 An to\u224?n giao th\u244?ng" in copy


@pytest.mark.parametrize(
    "body",
    [rb"\f3 Plain text, caf\'e9", rb"\f3 Th\u224?nh ph\u7889?", rb"{\*\unknown " + escaped(SENTENCE) + rb"}\f3 x"],
    ids=["French", "Unicode", "a group that nobody sees"],
)
def test_documents_without_legacy_fonts_or_text_have_no_copy(body: bytes) -> None:
    assert copied(rb"{\rtf1\ansi{\fonttbl{\f3 Arial;}}" + body + b"}").body is None


WORDS = st.sampled_from([*SENTENCE.split(), *ADDRESSED.split(), "{", "}", "\\", "a-b", "(1)"])


@given(st.lists(WORDS, min_size=1, max_size=30), st.lists(st.integers(0, 200), max_size=5))
def test_any_unicode_text_comes_back_from_its_image_wherever_its_runs_are_cut(words: list[str], cuts: list[int]) -> None:
    text = " ".join([SENTENCE, *words, ADDRESSED])
    codes = octets(text, "vni")
    pieces = [b"\\'%02x" % code if code > 127 else re.sub(rb"([\\{}])", rb"\\\1", bytes([code])) for code in codes]
    for cut in cuts:
        pieces[cut % len(pieces)] = b"{\\b " + pieces[cut % len(pieces)] + b"}"
    copy = new(rtf(b"\\f2 " + b"".join(pieces)))
    assert "".join(text for text, _ in shown(copy)) == text


@given(st.binary(max_size=200))
def test_any_bytes_in_a_document_leave_the_rest_of_it_readable(noise: bytes) -> None:
    body = rtf(rb"\f0 " + escaped(SENTENCE) + rb"\par\f3 {\*\x " + re.sub(rb"[\\{}]", b"", noise) + b"} end")
    copy = new(body)
    assert copy.endswith(rb"\par\f3 {\*\x " + re.sub(rb"[\\{}]", b"", noise) + b"} end}")
    assert image(SENTENCE) not in "".join(text for text, _ in shown(copy))
