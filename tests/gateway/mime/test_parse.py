"""From bytes to `Message`: what every mail program sees is among the parts, and what they read differently is a defect."""

import base64

import pytest

from gateway.mime.parse import parse
from policies.core.facts import Octets, Opaque, Text, Unread
from tests.gateway.mime.letters import TOP, by_number, harmful, multipart, outline, part, texts

PDF = base64.b64encode(b"%PDF-1.7")


def test_a_letter_of_one_part_has_part_one():
    message = parse(TOP + b"Subject: x\r\n\r\nK\xc3\xadnh g\xe1\xbb\xadi")
    assert outline(message) == [("1", "text/plain")]
    assert message.root.content == Text(Octets("Kính gửi".encode()), "Kính gửi")
    assert (message.text("subject"), message.number, message.size, message.defects) == ("x", None, 48, ())


def test_parts_are_numbered_as_imap_does():
    inner = part(b"--c\r\n\r\none\r\n--c\r\n\r\ntwo\r\n--c--", type="multipart/alternative; boundary=c")
    letter = part(TOP + b"\r\nhello", type="message/rfc822")
    forwarded = part(multipart(part(b"x")), type="message/rfc822")
    assert outline(
        parse(
            multipart(inner, letter, part(PDF, type="application/pdf"), forwarded.replace(b"--b", b"--d").replace(b"=b", b"=d"))
        )
    ) == [
        ("", "multipart/mixed"),
        ("1", "multipart/alternative"),
        ("1.1", "text/plain"),
        ("1.2", "text/plain"),
        ("2", "message/rfc822"),
        ("2", "text/plain"),
        ("3", "application/pdf"),
        ("4", "message/rfc822"),
        ("4", "multipart/mixed"),
        ("4.1", "text/plain"),
    ]


def test_an_attachment_has_its_name_disposition_and_bytes():
    raw = multipart(part(PDF, type="application/pdf", transfer_encoding="base64", disposition="ATTACHMENT; filename=a.pdf"))
    found = by_number(parse(raw), "1")
    assert (found.body, found.disposition, found.filename and found.filename.text) == (b"%PDF-1.7", "attachment", "a.pdf")
    assert found.content == Opaque("")


def test_bare_line_feeds_are_read_too():
    raw = multipart(part(b"one\r\n"), part(PDF, type="application/pdf", transfer_encoding="base64"))
    assert [one.body for one in parse(raw.replace(b"\r\n", b"\n")).parts()] == [b"", b"one\n", b"%PDF-1.7"]


def test_a_memoryview_reads_like_bytes():
    raw = multipart(part(b"one"))
    assert parse(memoryview(raw)) == parse(raw)


def test_addresses_of_all_fields_are_collected():
    message = parse(TOP + b"Reply-To: r@gmail.com\r\nTo: x@y.vn\r\nTo: z@y.vn\r\nX-To: no@no.vn\r\n\r\n")
    assert [(one.field, one.mailbox) for one in message.addresses] == [
        ("from", "a@b.vn"),
        ("reply-to", "r@gmail.com"),
        ("to", "x@y.vn"),
        ("to", "z@y.vn"),
    ]


TEXTS = [
    ("plain text", part(b"x", type="text/plain"), True),
    ("no type at all", part(b"x"), True),
    ("calendar", part(b"x", type="text/calendar"), True),
    ("a table by its name", part(b"x", type="application/octet-stream; name=a.CSV"), True),
    ("a delivery report", part(b"x", type="message/delivery-status"), True),
    ("HTML", part(b"x", type="text/html"), False),
    ("RTF", part(b"x", type="text/rtf"), False),
    ("a document by its name", part(b"x", type="text/plain; name=a.docx"), False),
    ("a document by its first bytes", part(b"%PDF-1.7", type="text/plain"), False),
    ("anything else", part(b"x", type="application/x"), False),
]


@pytest.mark.parametrize(("raw", "is_text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_plain_text_is_read_at_once_and_the_rest_is_left_to_readers(raw: bytes, is_text: bool):
    assert isinstance(by_number(parse(multipart(raw)), "1").content, Text) == is_text


def test_a_uuencoded_file_in_a_text_is_a_part_of_its_own():
    message = parse(TOP + b"\r\nxin chao\r\nbegin 644 a.txt\r\n&<V5C<F5T\r\nend\r\n")
    assert [(one.number, one.filename and one.filename.text) for one in message.parts()] == [("1", None), ("1.1", "a.txt")]
    assert texts(message)[1] == "secret"


def test_a_letter_attached_as_a_file_is_read_as_a_letter():
    raw = part(base64.b64encode(TOP + b"\r\nsecret"), type="application/octet-stream; name=a.eml", transfer_encoding="base64")
    assert texts(parse(multipart(raw))) == ["secret"]


def test_what_readers_that_stop_early_see_of_a_file_stands_beside_the_whole():
    raw = part(PDF + b"\r\n" + base64.b64encode(b"tail"), type="application/pdf", transfer_encoding="base64")
    message = parse(multipart(raw))
    wrapper = by_number(message, "1")
    assert [one.body for one in wrapper.children] == [b"%PDF-1.7tail", b"%PDF-1.7", b"%PDF-1.7\x1d\x18Z["]


def test_a_limit_is_a_value_and_the_parts_before_it_are_kept():
    message = parse(multipart(*[part(b"x")] * 1_200))
    unread = [one.content for one in message.parts() if isinstance(one.content, Unread)]
    assert set(unread) == {Unread("over-limit", "parts")}
    assert texts(message).count("x") > 900


def test_fifteen_forwards_of_a_large_letter_are_within_the_limits():
    letter = TOP + b"\r\nsecret" + b"x" * 1_000_000
    for level in range(15):
        mark = b"f%d" % level
        wrapped = multipart(part(b"see below"), part(letter, type="message/rfc822"), field=b"multipart/mixed; boundary=" + mark)
        letter = wrapped.replace(b"--b\r\n", b"--" + mark + b"\r\n").replace(b"--b--", b"--" + mark + b"--")
    message = parse(letter)
    assert texts(message)[-1].startswith("secret")
    assert harmful(message) == set()
