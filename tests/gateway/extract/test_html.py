"""HTML: what a reader sees, the font it is set in, its charset, and markup that is meant to harm."""

import time
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.extract.css import declared
from gateway.extract.text import decode
from policies.core.facts import Unread
from tests.gateway.extract.documents import look, read, runs, text

HTML = "text/html"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<p>Kính gửi</p>", [("Kính gửi\n", None, None)], id="a paragraph ends in a line break"),
        pytest.param("<font face='.VnTime, Arial'>Céng</font>", [("Céng\n", ".VnTime", None)], id="the first face counts"),
        pytest.param(
            "<p style='font-family: \"VNI-Times\", serif'>Coäng</p>", [("Coäng\n", "VNI-Times", None)], id="inline style"
        ),
        pytest.param("<p style='font: bold 12pt/1.2 VNI-Times'>Coäng</p>", [("Coäng\n", "VNI-Times", None)], id="shorthand"),
        pytest.param(
            "<style>@font-face{font-family:X}/*c*/p.MsoNormal, li{font-family:.VnArial}</style><p class='a MsoNormal'>x<p>y",
            [("x\n", ".VnArial", None), ("y\n", None, None)],
            id="rules of a style sheet by class",
        ),
        pytest.param(
            "<style>body{font-family:Arial}</style><div>a<b>b</b></div>", [("ab\n", "Arial", None)], id="inherited from body"
        ),
        pytest.param("<p>Qu&#249;&eacute;</p>", [("Quùé\n", None, None)], id="entities are letters"),
        pytest.param("<p>a<!-- b --><script>c</script><style>d{}</style>e</p>", [("ae\n", None, None)], id="what no reader sees"),
        pytest.param("<table><tr><td>a<td>b</table>", [("a\nb\n", None, None)], id="cells are blocks"),
        pytest.param("<pre>a\n b</pre>", [("a\n b\n", None, None)], id="preformatted lines stay"),
        pytest.param("<p>a\n  b&nbsp;c</p>", [("a b\xa0c\n", None, None)], id="white space is one space, a fixed one stays"),
        pytest.param("<span>T</span><span>h«</span><span>ng</span>", [("Th«ng\n", None, None)], id="letters of a word in spans"),
        pytest.param(
            "&#173;&shy;&micro;&Agrave;&#x92;&#129;", [("\xad\xadµÀ’\x81\n", None, None)], id="soft hyphens and windows-1252 stay"
        ),
        pytest.param(
            "a<!--[if mso]><p>x</p><![endif]-->b<![if !vml]>c<![endif]><o:p>&nbsp;</o:p>",
            [("abc\xa0\n", None, None)],
            id="Word's conditions",
        ),
        pytest.param(
            "<div><a title='Céng hoµ'><img alt=' x· héi '></a>x</div>y",
            [
                ("x\n", None, None),
                ("Céng hoµ\n", None, "lời chú giải"),
                (" x· héi \n", None, "chữ thay cho hình"),
                ("y\n", None, None),
            ],
            id="words of attributes behind their block",
        ),
        pytest.param(
            "<input value=a type=submit><input value=b type=hidden><link title=c><p>",
            [("a\n", None, "chữ trên nút")],
            id="buttons",
        ),
        pytest.param("<title>Tin</title>a", [("Tin\na\n", None, None)], id="the title of the window"),
        pytest.param("d&#7847;u<b>.</b>", [("dầu.\n", None, None)], id="neighbours of one font are one run"),
    ],
)
def test_text_comes_with_its_font(source, expected):
    assert runs(source.encode(), media_type=HTML) == expected


@pytest.mark.parametrize(
    ("body", "charset", "expected"),
    [
        pytest.param("đã".encode(), None, "đã", id="undeclared UTF-8"),
        pytest.param("đã".encode(), "windows-1252", "đã", id="UTF-8 under a false declaration"),
        pytest.param("nhµ".encode("latin-1"), None, "nhµ", id="legacy bytes stay code points"),
        pytest.param(b"\x80\x8d", "utf-8", "\u20ac\x8d", id="legacy bytes under UTF-8, holes as C1"),
        pytest.param("ðã".encode("cp1252"), "windows-1258", "đă", id="windows-1258 as declared"),
        pytest.param(b"<meta charset=windows-1258>\xf0", None, "đ", id="declared inside"),
        pytest.param("đã".encode("utf-16"), None, "đã", id="UTF-16 with its mark"),
        pytest.param("日本".encode("iso2022_jp"), "iso-2022-jp", "日本", id="a stateful charset"),
        pytest.param("<p>đã".encode("utf-16-le"), None, "đã", id="UTF-16 without a mark"),
        pytest.param("<p>đã".encode("utf-16-be"), "utf-16", "đã", id="UTF-16 the other way round"),
        pytest.param("<p>đã</p>".encode("utf-32"), None, "đã", id="UTF-32"),
        pytest.param("<meta charset=utf-16>đã".encode(), None, "đã", id="UTF-16 declared in plain ASCII"),
        pytest.param("đã".encode("utf-7"), "utf-7", "đã", id="UTF-7"),
        pytest.param(b"\xef\xbb\xbfC\xe9ng", None, "Céng", id="legacy bytes under the mark of UTF-8"),
        pytest.param("Cộng ho".encode() + b"\xc3", "utf-8", "Cộng hoÃ", id="UTF-8 cut off"),
        pytest.param("Cộng ".encode() + b"ho\xb5", "utf-8", "Cộng hoµ", id="legacy bytes beside UTF-8"),
        pytest.param(b"C\xe9ng ho\xb5 x\xb7 h\xe9i", "gb2312", "Céng hoµ x· héi", id="legacy bytes under GB 2312"),
        pytest.param("\u0110ô\u0323c lâ\u0323p".encode("cp1258"), "windows-1258", "Độc lập", id="windows-1258 in whole letters"),
        pytest.param(b"nh\xcc n\xcc", "windows-1258", "nh\u0300 n\u0300", id="other bytes under windows-1258 stay apart"),
        pytest.param(b"\x8a\xe3", "windows-1258", "\x8aă", id="holes of windows-1258 as C1"),
        pytest.param(b"abc", "zip", "abc", id="a codec that is no charset"),
    ],
)
def test_bytes_become_code_points(body, charset, expected):
    assert text(read(body, media_type=HTML, charset=charset)) == expected + "\n"


@pytest.mark.parametrize(
    ("declarations", "expected"),
    [
        ("color:red", None),
        ("font-family:inherit", None),
        ("font-family:A;font-family:B", "B"),
        ("font-family:A;font-family:inherit", "A"),
        ("FONT-FAMILY: 'A B' !important", "A B"),
        ("font-family:A!important;font-family:B", "A"),
        ("font-family:'A,B',C", "A,B"),
        ("font-family:'VNI\\2dTimes'", "VNI-Times"),
        ("font-family:\\.VnTime", ".VnTime"),
        ("font: italic 400 12pt/1.2 '.VnTime', serif", ".VnTime"),
        ("font:large VNI-Times", "VNI-Times"),
        ("font:inherit", None),
        ("font:caption", None),
        ("mso-fareast-font-family:.VnTime;mso-bidi-font-family:.VnTime", None),
    ],
)
def test_a_family_is_found_among_declarations(declarations, expected):
    assert declared(declarations)[0] == expected


@pytest.mark.parametrize(
    ("sheet", "body", "expected"),
    [
        pytest.param(".a .b{font-family:X}", "<p class=b>n<div class=a><p class=b>y</div>", [None, "X"], id="inside a class"),
        pytest.param("td p{font-family:X}p{font-family:Y}", "<p>n<table><td><p>y</table>", ["Y", "X"], id="the closer selector"),
        pytest.param("#i{font-family:X}.c{font-family:Y}", "<p id=i class=c>y<p class=c>n", ["X", "Y"], id="an id beats a class"),
        pytest.param(".a{font-family:A}.b{font-family:B}", "<p class='b a'>x", ["B"], id="the later of equals"),
        pytest.param(".a{font-family:X!important}", "<p class=a style='font-family:Y'>x", ["X"], id="important beats inline"),
        pytest.param("p{font-family:X}", "<p style='font-family:Y'>x", ["Y"], id="inline beats the rest"),
        pytest.param("p{font-family:X}", "<p><font face=Y>x</font>", ["Y"], id="a face inside"),
        pytest.param("font{font-family:X}", "<p><font face=Y>x</font>", ["X"], id="a rule beats a face"),
        pytest.param("*{font-family:X}", "<p style='font-family:Y'><b>x</b>", ["X"], id="every element"),
        pytest.param("body *{font-family:X}", "<p>x", ["X"], id="every element of the body"),
        pytest.param("p>b{font-family:X}", "<p>a<b>b</b>", [None, "X"], id="a child"),
        pytest.param("a:link{font-family:X}", "<a href=x>x</a>", ["X"], id="a link as it first is"),
        pytest.param(
            "a:hover,p::first-letter{font-family:X}", "<p><a href=x>x</a>", [None], id="what comes later is not in force"
        ),
        pytest.param("p[class=a]{font-family:X}", "<p class=a>x", ["X"], id="a class as an attribute"),
        pytest.param("p[lang]{font-family:X}", "<p>x", [None], id="an attribute that is not looked at"),
        pytest.param("@media screen{p{font-family:X}}", "<p>x", ["X"], id="for the screen"),
        pytest.param("@media print{p{font-family:X}li{font-family:X}}b{font-family:Y}", "<p>x<b>y", [None, "Y"], id="for paper"),
        pytest.param("/*p{font-family:Z}*/<!--p{font-family:X}-->", "<p>x", ["X"], id="comments"),
        pytest.param("@font-face{font-family:X}", "<p>x", [None], id="a font that is only named"),
    ],
)
def test_the_font_that_applies_is_found_by_the_cascade(sheet, body, expected):
    assert [run.font for run in read(f"<style>{sheet}</style>{body}".encode(), media_type=HTML).runs] == expected


@given(st.binary(max_size=200), st.one_of(st.none(), st.sampled_from(sorted(aliases))))
def test_any_bytes_become_code_points(body: bytes, charset: str | None):
    decode(body, charset)


@given(st.text(alphabet="ab.#*:>+~[]{}()=,;@!/\\\"' -", max_size=80))
def test_any_style_sheet_is_taken(sheet: str):
    read(f"<style>{sheet}p{{font-family:X}}</style><p style='{sheet}' class=a>x".encode(), media_type=HTML)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<b>" * 300_000, id="tags never closed"),
        pytest.param(b"".join(b"<font face=%d><p>" % n for n in range(20_000)), id="formatting opened again in each block"),
        pytest.param(b"<div>" * 200_000, id="deep nesting"),
        pytest.param(b"<div>" * 900 + b"<p><div>x</div>" * 50_000, id="many blocks at a depth that is allowed"),
        pytest.param(b"<div></x>" * 100_000, id="end tags that end nothing"),
        pytest.param(b"<x>" * 100_000 + b"<div></div>" * 50_000, id="blocks deep inside unknown elements"),
        pytest.param(b"<table><tr><td>" * 60_000, id="tables in tables"),
        pytest.param(b"<style>" + b"a{" * 300_000, id="a style sheet of open braces"),
        pytest.param(b"<style>" + b"/*" * 300_000, id="comments never closed"),
        pytest.param(
            b"<style>"
            + b"".join(b".a%d .b .c{font-family:X}" % n for n in range(5_000))
            + b"</style>"
            + b"<div>" * 900
            + b"<p class=c>x" * 9_000,
            id="selectors that look far up",
        ),
        pytest.param(
            b"<style>.b .c{font-family:X}</style><div class='" + b"a " * 200_000 + b"'>" + b"<p class=c>x" * 20_000,
            id="an ancestor of many classes",
        ),
        pytest.param(
            b"<style>"
            + b".b .c{font-family:X}" * 5_000
            + b"</style>"
            + b"".join(b"<p class='c d%d'>x" % n for n in range(20_000)),
            id="many rules for many kinds of elements",
        ),
        pytest.param(b"<style>p{font:" + b"1a " * 200_000 + b"}", id="a long shorthand"),
        pytest.param(b"<style>" + b"a " * 500_000 + b"{font-family:X}", id="a long selector"),
        pytest.param(b"<p style='" + b"font:" * 200_000 + b"'>x", id="a long declaration"),
        pytest.param(b"<meta " * 100_000, id="unfinished tags"),
        pytest.param(b"&" * 1_000_000, id="ampersands"),
        pytest.param(
            b"<meta charset=windows-1258>" + "đã có được ".encode("cp1258", "ignore") * 9 + b"\xcc\xf2" * 300_000,
            id="a crowd of marks",
        ),
    ],
)
def test_killers_end_soon(body):
    start = time.process_time()
    content = look(body, media_type=HTML).content
    assert time.process_time() - start < 3
    assert not isinstance(content, Unread) or content.reason == "over-limit"
