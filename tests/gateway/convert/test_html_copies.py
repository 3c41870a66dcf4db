"""HTML: text, attributes, fonts and charset change; all other markup stays as it was written."""

import pytest

from gateway.convert.htmlcuts import cuts
from tests.gateway.convert.images import ADDRESSED, SENTENCE, TITLE, copied, found, image, new, octets
from tests.gateway.extract.documents import runs

DECLARED = '<meta charset="utf-8">'


def page(body: bytes, head: bytes = b'<meta charset="iso-8859-1">') -> bytes:
    return b"<!DOCTYPE html>\r\n<html><head>" + head + b"</head><BODY class=x>" + body + b"</BODY></html>\n"


def tcvn3(text: str) -> bytes:
    return octets(text, "tcvn3")


def vni(text: str) -> bytes:
    return octets(text, "vni")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(b"<p>" + tcvn3(SENTENCE) + b"</p>", f"<p>{SENTENCE}</p>", id="text without a font"),
        pytest.param(
            b'<font FACE=".VnTime" color=red>' + tcvn3("Họ và tên") + b"</font>",
            '<font FACE="Times New Roman" color=red>Họ và tên</font>',
            id="a font element",
        ),
        pytest.param(
            b"<p style='font: bold 12pt \"VNI-Helve\", serif; color:red'>" + vni("Kết luận") + b"</p>",
            "<p style='font: bold 12pt \"Arial\", serif; color:red'>Kết luận</p>".replace('"Arial"', "&quot;Arial&quot;"),
            id="a style in single quotes",
        ),
        pytest.param(
            b'<p style="font-family:&quot;.VnTimeH&quot;">' + tcvn3(TITLE.lower()) + b"</p>",
            f'<p style="font-family:&quot;Times New Roman&quot;">{TITLE}</p>',
            id="a style with entities",
        ),
        pytest.param(
            b"<font face=VNI-Times>" + vni("Kính g") + b"<b>" + vni("ử")[:1] + b"</b>" + vni("ử")[1:] + b"i</font>",
            '<font face="Times New Roman">Kính g<b>ử</b>i</font>',
            id="letter and mark in two elements",
        ),
        pytest.param(
            b"<p>" + "".join(f"&#{ord(char)};" if ord(char) > 127 else char for char in image(SENTENCE)).encode() + b"</p>",
            f"<p>{SENTENCE}</p>",
            id="entities",
        ),
        pytest.param(
            b"<p>" + tcvn3(SENTENCE) + b"</p><p>a&nbsp;&lt;b&gt; &amp; c</p><!-- <p>x --><script>if (a<b) x</script>",
            f"<p>{SENTENCE}</p><p>a&nbsp;&lt;b&gt; &amp; c</p><!-- <p>x --><script>if (a<b) x</script>",
            id="other markup",
        ),
        pytest.param(
            b"<img alt='" + vni(ADDRESSED) + b"' title=x src=a.gif><p>y", f"<img alt='{ADDRESSED}' title=x src=a.gif><p>y",
            id="words of an attribute",
        ),
    ],
)  # fmt: skip
def test_what_is_legacy_changes_and_nothing_else(body: bytes, expected: str) -> None:
    copy = new(page(body), "a.html")
    assert copy.decode() == page(b"", DECLARED.encode()).decode().replace("</BODY>", expected + "</BODY>")
    assert found(copy, "a.html") == set()


def test_fonts_of_style_sheets_read_the_text_and_are_replaced() -> None:
    sheet = b'<style>p.a, td { font-family: ".VnTime", serif; color: red }</style>'
    copy = new(page(b"<p class=a>" + tcvn3("Họ và tên") + b"</p>", sheet), "a.html")
    assert b'p.a, td { font-family: "Times New Roman", serif; color: red }' in copy
    assert ("Họ và tên\n", "Times New Roman", None) in runs(copy, "a.html")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', b"text/html; charset=utf-8"),
        (b"<title>x</title>", b'<head><meta charset="utf-8"><title>x</title>'),
        (b"<meta charset=UTF-8>", b"<head><meta charset=UTF-8></head>"),
    ],
    ids=["another charset", "none", "UTF-8 that it is not"],
)
def test_the_copy_says_that_it_is_utf8(head: bytes, expected: bytes) -> None:
    copy = new(page(b"<p>" + tcvn3(SENTENCE), head), "a.html")
    assert expected in copy
    assert SENTENCE in copy.decode()


def test_without_a_head_the_charset_stands_first() -> None:
    assert new(b"<p>" + tcvn3(SENTENCE), "a.htm") == (DECLARED + "<p>" + SENTENCE).encode()


def test_text_in_a_charset_that_is_declared_and_right_but_not_unicode_is_encoded_anew() -> None:
    body = "<p>Tha\u0300nh phô\u0301 Biên Ho\u0300a, ti\u0309nh Đô\u0300ng Nai" * 3
    copy = new(page(body.encode("cp1258"), b"<meta charset=windows-1258>"), "a.html")
    assert "<p>Thành phố Biên Hòa, tỉnh Đồng Nai<p>" in copy.decode()
    assert found(copy, "a.html") == set()


def test_a_page_in_unicode_has_no_copy() -> None:
    assert copied(page(SENTENCE.encode(), b"<meta charset=utf-8>"), "a.html").body is None
    assert copied(page("é".encode("latin-1")), "a.html").body is None


@pytest.mark.parametrize(
    "text",
    [
        "<",
        "<a",
        "<a b='",
        "a<b",
        "</",
        "<!--",
        "<!",
        "<style>x",
        "<script><p>x</script",
        "<a title=\"x'y\" alt='z'>t</a>",
        "<p/>x",
    ],
)
def test_the_pieces_are_the_document(text: str) -> None:
    for whole in (text, text * 50, f"x{text}>y<b>{text}"):
        assert "".join(cut.raw for cut in cuts(whole)) == whole
