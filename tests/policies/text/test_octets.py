"""Bytes and their declared charset: what is right, what is merely declared wrong, what is legacy, what cannot be read."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.encodings import codes_of
from policies.text.encodings_table import CP1258, TCVN3, VISCII, VNI
from policies.text.octets import judge

TEXT = "Ủy ban nhân dân thành phố kính mời các đồng chí dự hội nghị tổng kết"


def encoded(source: str, text: str = TEXT) -> bytes:
    codes = dict(codes_of(source))
    return "".join(codes[char][0] if char in codes else char for char in text).encode("latin-1")


def test_the_sample_is_vietnamese():
    assert judge(TEXT.encode(), "utf-8").text == TEXT


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode(), None),
        (TEXT.encode(), "UNKNOWN-8BIT"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "UTF-16LE"),
        (TEXT.encode("utf-7"), "utf-7"),
        (b"plain", "us-ascii"),
        (b"plain", "x-no-such-charset"),
        (b"plain", "viqr"),
        ("déjà vu".encode("latin-1"), "iso-8859-1"),
        ("déjà vu".encode("latin-1"), "utf-8"),
        ("déjà vu".encode("latin-1"), None),
        ("été".encode("cp1252"), "windows-1258"),
        ("図書館は木曜日に閉まります".encode("shift_jis"), "shift_jis"),
        ("図書館は木曜日に閉まります".encode("iso-2022-jp"), "iso-2022-jp"),
        ("Việt Nam".encode("utf-16"), None),
        ("图书馆关闭".encode("gb18030"), "gb2312"),
        ("ní tí sí tó kò rí bí náà ọjọ́ ẹni ìgbọ̀".encode(), "iso-8859-1"),
        ("Può darsi che più tardi si può fare di più, ciò è così".encode(), "iso-8859-1"),
        (b"", None),
    ],
)
def test_what_is_in_order_raises_nothing(raw, charset):
    verdict = judge(raw, charset)
    assert (verdict.legacy, verdict.declared, verdict.undecodable) == (None, None, False)


@pytest.mark.parametrize(
    ("raw", "charset", "declared"),
    [
        (encoded(CP1258), "windows-1258", "cp1258"),
        (encoded(VISCII), "VISCII", "viscii"),
        (encoded(TCVN3), "x-viet-tcvn5712", "tcvn3"),
        (TEXT.encode(), "iso-8859-1", "utf-8"),
        (TEXT.encode(), "us-ascii", "utf-8"),
        (TEXT.encode(), "windows-1258", "utf-8"),
        (TEXT.encode("gb18030"), "gb18030", "gb18030"),
        (TEXT.encode("gb18030"), "gb2312", "gb2312"),
        (normalize("NFD", TEXT).encode(), "iso-8859-1", "utf-8"),
        (normalize("NFD", TEXT).encode(), "windows-1258", "utf-8"),
        ("Thông báo các cô giáo".encode(), "us-ascii", "utf-8"),
        ("Lịch học".encode(), "iso-8859-1", "utf-8"),
        (encoded(CP1258, "Điện thoại «abc»: 5°C ± 3 ½ m²"), "windows-1258", "cp1258"),
        (b"Tie^'ng Vie^.t ba(`ng VIQR ddo^`ng chi'", "viqr", "viqr"),
    ],
)
def test_readable_vietnamese_under_a_declaration_that_is_not_unicode(raw, charset, declared):
    verdict = judge(raw, charset)
    assert (verdict.declared, verdict.legacy, verdict.undecodable) == (declared, None, False)


@pytest.mark.parametrize(
    "charset",
    [None, "utf-8", "us-ascii", "iso-8859-1", "iso-8859-2", "gb2312", "big5", "windows-1258", "koi8-r", "viscii", "x-foo"],
)
def test_legacy_bytes_are_found_under_any_declaration(charset):
    verdict = judge(encoded(TCVN3), charset)
    assert verdict.legacy is not None
    assert verdict.legacy.encoding == "tcvn3"


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (bytes(range(1, 256)), "utf-8"),
        (b"\x01\x02\xff\xfe\x03", None),
        (TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:], "utf-8"),
        (b"\xff\xfeabc", None),
    ],
    ids=["every byte", "controls", "damaged UTF-8", "half a UTF-16 letter"],
)
def test_bytes_that_fit_nothing_are_said_so(raw, charset):
    assert judge(raw, charset).undecodable


@given(
    st.binary(max_size=300),
    st.one_of(
        st.none(),
        st.sampled_from(["utf-8", "windows-1258", "punycode", "zlib", "hz", "utf-7", "cp999", "viqr"]),
        st.text(max_size=20),
    ),
)
def test_any_bytes_under_any_label_get_an_answer(raw, charset):
    verdict = judge(raw, charset)
    assert verdict.legacy is None or verdict.legacy.end <= len(verdict.text)


def test_a_crowd_of_marks_under_a_vietnamese_label_takes_linear_time():
    began = time.process_time()
    judge(b"e" + b"\xec\xf2" * 40_000, "windows-1258")
    judge(b"e" + b"\xf8\xef" * 40_000, "x-viet-vni")
    apart = (encoded(VISCII, "các đồng chí") + b" qwertz" * 60 + b"\n") * 20
    judge(apart + encoded(VNI) + b"\ne" + b"\xf8\xef" * 40_000, "viscii")
    assert time.process_time() - began < 2
