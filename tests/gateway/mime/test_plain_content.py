"""What plain text is to the policies: its bytes in a charset that fits them, its lines and fields put together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mime.cards import unfolded
from gateway.mime.content import content_of
from policies.core.facts import Octets, Opaque, Text
from policies.core.message import Filename

WIDE = "Thông báo số 5, Cộng hòa"
TEXTS = [
    ("as declared", "text/plain", "", b"C\xe9ng", ("gb2312",), Octets(b"C\xe9ng", "gb2312"), None),
    ("declared nowhere", "text/plain", "", b"C\xe9ng", (), Octets(b"C\xe9ng"), None),
    ("UTF-16 without a mark", "text/plain", "", WIDE.encode("utf-16-le"), (), Octets(WIDE.encode("utf-16-le"), "utf-16le"), WIDE),
    ("UTF-16 turned round", "text/plain", "", WIDE.encode("utf-16-be"), (), Octets(WIDE.encode("utf-16-be"), "utf-16be"), WIDE),
    ("UTF-16 with a mark", "text/plain", "", WIDE.encode("utf-16"), ("us-ascii",), Octets(WIDE.encode("utf-16"), "utf-16"), WIDE),
    ("UTF-32 with a mark", "text/plain", "", WIDE.encode("utf-32"), (), Octets(WIDE.encode("utf-32"), "utf-32"), WIDE),
    ("UTF-32 without", "text/plain", "", WIDE.encode("utf-32-le"), (), Octets(WIDE.encode("utf-32-le"), "utf-32le"), WIDE),
    (
        "UTF-16 as declared",
        "text/plain",
        "",
        WIDE.encode("utf-16-be"),
        ("utf-16",),
        Octets(WIDE.encode("utf-16-be"), "utf-16be"),
        WIDE,
    ),
    ("legacy bytes declared as UTF-16", "text/plain", "", b"C\xe9ng", ("utf-16",), Octets(b"C\xe9ng"), None),
    ("UTF-8 with a mark", "text/plain", "", WIDE.encode("utf-8-sig"), (), Octets(WIDE.encode("utf-8-sig")), WIDE),
    ("a table", "application/octet-stream", "a.csv", b'"C\xe9ng";1\r\n', (), Octets(b'"C\xe9ng";1\r\n'), None),
    ("a zero byte in ASCII", "text/plain", "", b"abc\0defgh", (), Octets(b"abc\0defgh"), "abc\0defgh"),
    (
        "a field of a returned letter",
        "text/rfc822-headers",
        "",
        b"Subject: =?x?q?C=E9?=\r\n =?x?q?ng?=\r\nTo: a\r\n",
        (),
        Octets(b"Subject: C\xe9ng\r\nTo: a\r\n", "x"),
        None,
    ),
    (
        "fields in two charsets",
        "message/delivery-status",
        "",
        b"A: =?x?q?C=E9ng?= =?y?q?=B5?=",
        ("us-ascii",),
        Octets(b"A: C\xe9ng\xb5"),
        None,
    ),
    ("fields without encoded words", "message/delivery-status", "", b"Action: failed", (), Octets(b"Action: failed"), None),
    (
        "a calendar's folded lines",
        "text/calendar",
        "",
        b"SUMMARY:C\xe9\r\n ng\\, ho\xb5\\nx\xb7\r\n",
        ("utf-8",),
        Octets(b"SUMMARY:C\xe9ng, ho\xb5\nx\xb7\r\n", "utf-8"),
        None,
    ),
    (
        "a quoted-printable card",
        "application/octet-stream",
        "a.vcf",
        b"N;CHARSET=windows-1258;ENCODING=QUOTED-PRINTABLE:C=E9=\r\n ng=\r\n\r\nTEL:=41\r\n",
        (),
        Octets(b"N;CHARSET=windows-1258;ENCODING=QUOTED-PRINTABLE:C\xe9ng\r\nTEL:=41\r\n", "windows-1258"),
        None,
    ),
]


@pytest.mark.parametrize(
    ("media_type", "name", "body", "charsets", "octets", "text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS]
)
def test_the_bytes_of_a_text_come_with_the_charset_that_fits(media_type, name, body, charsets, octets, text):
    content = content_of(media_type, Filename(name, Octets(name.encode())), body, charsets)
    assert isinstance(content, Text)
    assert content.octets == octets
    assert text is None or content.text.removeprefix("\ufeff") == text


def test_formatted_text_is_left_to_the_readers_of_documents():
    assert content_of("text/html", None, b"<p>", ()) == Opaque("")


@given(st.binary(max_size=300))
def test_any_card_has_a_text(body: bytes):
    unfolded(b"N;ENCODING=QUOTED-PRINTABLE:" + body)
