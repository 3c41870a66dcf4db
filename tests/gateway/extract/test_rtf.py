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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            rb"{\f1 t\'ad\-\~x\_y}",
            "t\xad\xad\xa0x-y",
            id="soft hyphens are letters: some programs write one as an optional hyphen",
        ),
        pytest.param(rb"{\f1 \'80\'81\'9f}", "\u20ac\x81\u0178", id="holes of windows-1252"),
        pytest.param(rb"{\f2 \'8a}", "\x8a", id="holes of windows-1258"),
        pytest.param(rb"{\f1 C}{\f1\'e9}{\b\f1 ng}", "Céng", id="letters of a word in groups"),
        pytest.param(rb"{\upr{old}{\*\ud{new \u7879?}}}x", "new ệx", id="a text twice, the second in Unicode"),
        pytest.param(rb"a{\v b}\v c\v0 d{\v e\plain f}", "adf", id="hidden text"),
        pytest.param(rb"a{\xe b}{\tc c}{\*\bkmkstart d}e", "ae", id="index entries"),
        pytest.param(rb"{\object{\*\objclass x}{\*\objdata 01}{\result r}}", "r", id="what an object shows"),
        pytest.param(rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt r}}", "r", id="a field's result"),
        pytest.param(rb"{\*\annotation n}x", "n\nx", id="a comment"),
        pytest.param(rb"{\*\do\dptxbx{\dptxbxtext t\par}}", "t\n", id="a text box of old Word"),
        pytest.param(rb"{\shp{\*\shpinst{\shptxt s}}{\shprslt{\*\do{\dptxbxtext s}}}}", "s", id="a text box told twice"),
        pytest.param(rb"{\shp{\*\shpinst{\sp{\sn fill}{\sv 1}}{\sp{\sn gtextUNICODE}{\sv C\'e9ng}}}}", "Céng", id="WordArt"),
        pytest.param(rb"{\pntext\f1 1.\tab}x{\listtext a)\tab}y", "1.\txa)\ty", id="labels of lists"),
        pytest.param(
            rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 C\'e9ng{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0", "Céng\n", id="HTML"
        ),
        pytest.param(rb"a\cell b\cell\row", "a\nb\n", id="cells"),
    ],
)
def test_text_is_what_a_reader_sees(body, expected):
    assert "".join(run[0] for run in runs(rtf(body))) == expected


@pytest.mark.parametrize(
    ("head", "font", "expected"),
    [
        pytest.param(rb"\ansi\ansicpg1258", rb"\f0 X;", "đ", id="the document's code page"),
        pytest.param(rb"\ansi\ansicpg1258", rb"\f0\fcharset0 X;", "ð", id="an ANSI font"),
        pytest.param(rb"\ansi\ansicpg1258", rb"\f0\fcharset1 X;", "đ", id="a font that leaves it to the document"),
        pytest.param(rb"\ansi", rb"\f0\cpg1258 X;", "đ", id="a code page of the font"),
        pytest.param(rb"\ansi", rb"\f0\fcharset163 .VnTime;", "ð", id="a legacy font that claims to be Vietnamese"),
        pytest.param(rb"\ansi", rb"\f0\fcharset134 VNI-Times;", "ð", id="a legacy font that claims to be Chinese"),
        pytest.param(rb"\ansi", rb"\f0\fcharset2 .VnTime;", "ð", id="a legacy font that claims to be symbols"),
        pytest.param(rb"\ansi", rb"\f0\fcharset2 Wingdings;", "\uf0f0", id="symbols"),
        pytest.param(rb"\mac", rb"\f0 X;", "\uf8ff", id="a Macintosh"),
        pytest.param(rb"\pc", rb"\f0 X;", "≡", id="DOS"),
        pytest.param(rb"\ansi\ansicpg65001", rb"\f0 X;", "\ufffd", id="UTF-8"),
        pytest.param(rb"\ansi\ansicpg7", rb"\f0\fcharset99 X;", "ð", id="numbers that mean nothing"),
    ],
)
def test_bytes_are_read_by_the_charset_of_their_font(head, font, expected):
    assert runs(rb"{\rtf1" + head + rb"{\fonttbl{" + font + rb"}}\f0 \'f0}")[0][0] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(rb"\pard\s1 x", "VNI-Times", id="a paragraph's style"),
        pytest.param(rb"\pard\plain\s1\f0 x", "Arial", id="a font after the style"),
        pytest.param(rb"{\cs10 x}", "VNI-Times", id="a character style, by the one that it is based on"),
        pytest.param(rb"\s2 x", "Arial", id="a style without a font"),
        pytest.param(rb"\s7 x", "Arial", id="a style that does not exist"),
        pytest.param(rb"\s8 x", "Arial", id="styles that are based on each other"),
    ],
)
def test_styles_set_fonts(body, expected):
    sheet = rb"{\stylesheet{\f0 Normal;}{\s1\f1 a;}{\s2 b;}{\*\cs10\sbasedon1 c;}{\s8\sbasedon9 d;}{\s9\sbasedon8 e;}}"
    assert runs(rtf(sheet + body)) == [("x", expected, None)]


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
        pytest.param(rb"{\sp{\sn " + b"a\n" * 400_000 + b"}}", id="a long name of a property"),
        pytest.param(rb"\u7879?" * 150_000, id="Unicode letters"),
        pytest.param(b"\\" * 1_000_000, id="backslashes"),
        pytest.param(rb"{\f1 a}{\f2 b}" * 70_000, id="changes of font"),
        pytest.param(b"{\\fonttbl" + b"".join(b"{\\f%d X%d;}" % (n, n) for n in range(60_000)) + b"}x", id="many fonts"),
        pytest.param(
            rb"{\stylesheet" + b"".join(b"{\\s%d\\sbasedon%d x;}" % (n, n + 1) for n in range(50_000)) + b"}" + rb"\s1 " * 90_000,
            id="styles on styles",
        ),
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
                b"\\stylesheet",
                b"\\s1",
                b"\\upr",
                b"\\v",
                b"\\cpg1258",
            ]
        ),
        max_size=60,
    )
)
def test_anything_comes_out_with_a_value(pieces):
    assert look(rtf(b"".join(pieces)), limits=Limits()).content is not None
