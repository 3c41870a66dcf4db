"""Letters that programs read differently: both readings are among the parts, and the defect is named."""

import base64

import pytest

from gateway.mime.parse import parse
from tests.gateway.mime.letters import TOP, harmful, multipart, part, texts

SECRET = b"c2VjcmV0"  # "secret"
AMBIGUOUS = [
    (
        "two boundaries in one field",
        multipart(
            field=b"multipart/mixed; boundary=x; boundary=b", end=b"--x\r\n\r\nsecret\r\n--x--\r\n--b\r\n\r\nother\r\n--b--"
        ),
        "duplicate-parameter",
    ),
    ("two Content-Type fields", TOP + b"Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\nsecret", "duplicate-header"),
    (
        "two dispositions",
        multipart(
            b"Content-Disposition: attachment; filename=a.txt\r\nContent-Disposition: inline; filename=a.exe\r\n\r\nsecret"
        ),
        "conflicting-names",
    ),
    (
        "two transfer encodings",
        TOP + b"Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\n" + SECRET,
        "duplicate-header",
    ),
    ("a transfer encoding with a comment", TOP + b"Content-Transfer-Encoding: BASE64 (x)\r\n\r\n" + SECRET, "transfer-encoding"),
    ("an unknown transfer encoding", TOP + b"Content-Transfer-Encoding: x\r\n\r\nsecret", "transfer-encoding"),
    ("no boundary at all", multipart(b"\r\nsecret", field=b"multipart/mixed"), "missing-boundary"),
    (
        "a boundary that does not occur",
        multipart(part(b"secret", type="text/plain"), field=b"multipart/mixed; boundary=c"),
        "missing-boundary",
    ),
    (
        "no boundary, and the part is encoded",
        multipart(part(SECRET, type="text/plain", transfer_encoding="base64"), field=b"multipart/mixed"),
        "missing-boundary",
    ),
    ("a field name with a blank", b"Content-Transfer-Encoding : base64\r\n" + TOP + b"\r\n" + SECRET, "space-before-colon"),
    ("a bare CR hides the encoding", b"X: y\rContent-Transfer-Encoding: base64\r\n" + TOP + b"\r\n" + SECRET, "bare-cr"),
    (
        "a line that is no field before the encoding",
        TOP + b"x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + SECRET,
        "malformed-header",
    ),
    (
        "a line that is no field before plain text",
        TOP + b"secret\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA",
        "malformed-header",
    ),
    ("no empty line before the text", TOP + b"secret\r\n", "missing-separator"),
    (
        "an encoded multipart",
        TOP
        + b"Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(b"--b\r\n\r\nsecret\r\n--b--"),
        "encoded-multipart",
    ),
    (
        "an encoded letter",
        multipart(part(base64.b64encode(TOP + b"\r\nsecret"), type="message/rfc822", transfer_encoding="base64")),
        "encoded-message",
    ),
    ("a fragment of a letter", multipart(part(TOP + b"\r\nsecret", type="message/partial; number=1")), "partial-message"),
    ("a nested letter without a header", multipart(part(b"\r\nsecret", type="message/rfc822")), "malformed-nested"),
    ("base64 with an end inside", TOP + b"Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n" + SECRET, "base64-runs"),
    ("base64 with junk", TOP + b"Content-Transfer-Encoding: base64\r\n\r\nc2Vj*cmV0", "base64-junk"),
    (
        "a part in the preamble",
        multipart(part(b"x")).replace(b"\r\n\r\n", b"\r\n\r\nContent-Type: text/plain\r\n\r\nsecret\r\n", 1),
        "hidden-content",
    ),
    ("a file in the epilogue", multipart(part(b"x")) + b"\r\nbegin 644 a.txt\r\n&<V5C<F5T\r\nend\r\n", "hidden-content"),
    ("parts behind the end", multipart(part(b"x")) + b"--b\r\n\r\nsecret\r\n", "parts-after-end"),
    ("NUL", TOP + b"\r\nsecret\0", "nul"),
    ("no media type that makes sense", TOP + b"Content-Type: foo\r\n\r\nsecret", "media-type"),
    ("UTF-7", TOP + b"Content-Type: text/plain; charset=utf-7; charset=utf-8\r\n\r\n+AHMAZQBjAHIAZQB0-", "duplicate-parameter"),
    ("a type that is nearly multipart", multipart(b"\r\nsecret", field=b"x-multipart/mixed; boundary=b"), "media-type"),
    (
        "a delimiter that only begins like one",
        multipart(part(SECRET, type="text/plain", transfer_encoding="base64")).replace(b"--b\r", b"--b x\r"),
        "hidden-content",
    ),
    (
        "an empty line before the header",
        multipart(b"\r\n" + part(SECRET, type="text/plain", transfer_encoding="base64")),
        "hidden-content",
    ),
    (
        "a comment inside the transfer encoding",
        TOP + b"Content-Transfer-Encoding: ba(x)se64\r\n\r\n" + SECRET,
        "transfer-encoding",
    ),
    ("an abbreviated transfer encoding", TOP + b"Content-Transfer-Encoding: quoted\r\n\r\ns=65cret", "transfer-encoding"),
    ("uuencode without its first line", TOP + b"Content-Transfer-Encoding: uuencode\r\n\r\n&<V5C<F5T\r\n", "uuencode"),
    ("base64 in odd lines", TOP + b"Content-Transfer-Encoding: base64\r\n\r\nc2VjX\r\ncmV0\r\n", "base64-lines"),
    (
        "escapes that are none, in a file",
        multipart(part(b"secret=ZZ", type="application/x; name=a.txt", transfer_encoding="quoted-printable")),
        "quoted-printable",
    ),
    (
        "names of different kinds",
        multipart(part(b"secret", type="text/plain; name=a.txt", disposition="attachment; filename=a.log")),
        "conflicting-names",
    ),
]


@pytest.mark.parametrize(("raw", "defect"), [case[1:] for case in AMBIGUOUS], ids=[case[0] for case in AMBIGUOUS])
def test_both_readings_are_looked_into_and_the_defect_is_named(raw: bytes, defect: str):
    message = parse(raw)
    assert defect in harmful(message)
    assert any("secret" in text for text in texts(message))


ORDINARY = [
    ("no final boundary", multipart(part(b"x"), end=b"")),
    ("blanks behind the delimiter", multipart(part(b"x")).replace(b"--b\r\n", b"--b \t\r\n")),
    (
        "a boundary that begins like the outer one",
        multipart(part(b"--bc\r\n\r\nx\r\n--bc--", type="multipart/mixed; boundary=bc")),
    ),
    (
        "a remark before the first part",
        multipart(part(b"x")).replace(b"\r\n\r\n--b", b"\r\n\r\nThis is a multi-part message in MIME format.\r\n--b", 1),
    ),
    ("missing padding", TOP + b"Content-Transfer-Encoding: base64\r\n\r\nYWI"),
    ("raw UTF-8 in the header", TOP + "Subject: Thông báo\r\n\r\n".encode()),
    ("an empty part", multipart(b"", part(b"x"))),
    (
        "an ASCII stand-in for the name",
        multipart(part(b"x", disposition="attachment; filename=b_o.doc; filename*=utf-8''b%C3%A1o.doc")),
    ),
    ("a digest", multipart(b"\r\n" + TOP + b"\r\nx", field=b"multipart/digest; boundary=b")),
]


@pytest.mark.parametrize("raw", [case[1] for case in ORDINARY], ids=[case[0] for case in ORDINARY])
def test_what_every_program_mends_alike_is_no_violation(raw: bytes):
    message = parse(raw)
    assert harmful(message) == set()
    assert len({part.number for part in message.parts() if not part.nested}) >= 1
