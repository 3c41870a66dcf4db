"""HTML: what a reader sees, the font it is set in, its charset, and markup that is meant to harm."""

import time

import pytest

from gateway.extract.css import family
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
        ("FONT-FAMILY: 'A B' !important", "A B"),
    ],
)
def test_a_family_is_found_among_declarations(declarations, expected):
    assert family(declarations) == expected


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
        pytest.param(b"<p style='" + b"font:" * 200_000 + b"'>x", id="a long declaration"),
        pytest.param(b"<meta " * 100_000, id="unfinished tags"),
        pytest.param(b"&" * 1_000_000, id="ampersands"),
    ],
)
def test_killers_end_soon(body):
    start = time.process_time()
    content = look(body, media_type=HTML).content
    assert time.process_time() - start < 3
    assert not isinstance(content, Unread) or content.reason == "over-limit"
