"""RTF: fonts, charsets, hidden groups, and files that are meant to harm."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.limits import Limits
from policies.core.facts import Unread
from tests.gateway.extract.documents import look, runs

TABLE = (
    rb"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fcharset0 VNI-Times;}"
    rb"{\f2\fcharset163 Times New Roman;}{\f3{\*\panose 0102}\fcharset204 Cyr{\*\falt Alt};}}"
)


def rtf(body: bytes, head: bytes = rb"\ansi\ansicpg1252\deff0") -> bytes:
    return rb"{\rtf1" + head + TABLE + body + b"}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(rb"\pard\f1 Be\'e4nh\par", [("Beänh\n", "VNI-Times", None)], id="bytes of an ANSI font are windows-1252"),
        pytest.param(rb"{\f2 \'f0\'e3}", [("đă", "Times New Roman", None)], id="a Vietnamese font is windows-1258"),
        pytest.param(rb"{\f3 \'e4}", [("д", "Cyr", None)], id="a Cyrillic font, its substitute passed over"),
        pytest.param(
            rb"a{\f1 b}c", [("a", "Arial", None), ("b", "VNI-Times", None), ("c", "Arial", None)], id="fonts end with their group"
        ),
        pytest.param(rb"{\uc1 \u7879?n}", [("ện", "Arial", None)], id="Unicode with one substitute"),
        pytest.param(rb"{\uc2 \u7879\'61\'62n}", [("ện", "Arial", None)], id="Unicode with two substitutes"),
        pytest.param(rb"{\uc0 \u-10179\u-8704 x}", [("\U0001f600x", "Arial", None)], id="a pair of surrogates"),
        pytest.param(
            rb"a{\pict\wmetafile8 0102}{\*\unknown b}{\object{\*\objdata 05}}{\info{\title t}}c",
            [("ac", "Arial", None)],
            id="hidden groups",
        ),
        pytest.param(rb"a{\pict\bin4 }}}}}b", [("ab", "Arial", None)], id="binary data with braces"),
        pytest.param(
            rb"{\header h\par}{\footnote n}t",
            [("h\n", "Arial", "đầu trang"), ("n\n", "Arial", "cước chú"), ("t", "Arial", None)],
            id="places",
        ),
        pytest.param(rb"{\shp{\*\shpinst{\sp{\sn x}}{\shptxt s\par}}}", [("s\n", "Arial", None)], id="a text box"),
        pytest.param(b"a\\tab b\\~c\\{d\\line\ne\\cell", [("a\tb\xa0c{d\ne\n", "Arial", None)], id="signs"),
        pytest.param(b"{\\f1 \xe4}", [("ä", "VNI-Times", None)], id="raw eight-bit bytes"),
        pytest.param(rb"{\f1 a\plain b}", [("a", "VNI-Times", None), ("b", "Arial", None)], id="back to the default font"),
    ],
)
def test_text_comes_with_its_font(body, expected):
    assert runs(rtf(body)) == expected


def test_a_font_without_a_charset_has_the_documents():
    assert runs(rb"{\rtf1\ansi\ansicpg1258{\fonttbl{\f0 X;}}\f0 \'f0}") == [("đ", "X", None)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(rb"{\rtf1 abc", "damaged", id="cut off"),
        pytest.param(b"{\\rtf1" + b"{" * 400_000, "over-limit", id="nested groups"),
        pytest.param(rb"{\rtf1\bin99999999 abc", "damaged", id="binary data beyond the end"),
    ],
)
def test_what_cannot_be_read_is_said(body, reason):
    content = look(body, "a.rtf").content
    assert isinstance(content, Unread)
    assert content.reason == reason


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rb"\u7879?" * 150_000, id="Unicode letters"),
        pytest.param(b"\\" * 1_000_000, id="backslashes"),
        pytest.param(rb"{\f1 a}{\f2 b}" * 70_000, id="changes of font"),
        pytest.param(b"{\\fonttbl" + b"".join(b"{\\f%d X%d;}" % (n, n) for n in range(60_000)) + b"}x", id="many fonts"),
        pytest.param(rb"{\fonttbl{\f1 " + b"A" * 500_000 + b";}}" + rb"{\f1 a}" * 50_000, id="a long font name"),
    ],
)
def test_killers_end_soon(body):
    start = time.process_time()
    look(rtf(body))
    assert time.process_time() - start < 3


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                b"\\u",
                b"65",
                b"?",
                b"\\'e",
                b"\\f1 ",
                b"\\*",
                b"\\bin",
                b"\xff",
                b"a",
                b"\\pict",
                b"\\fonttbl",
                b"\\uc",
            ]
        ),
        max_size=60,
    )
)
def test_anything_comes_out_with_a_value(pieces):
    assert look(rtf(b"".join(pieces)), limits=Limits()).content is not None
