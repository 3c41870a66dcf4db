"""From bytes to `Message`: what every mail program sees is among the parts, and what they read differently is a defect."""

import base64
import binascii
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.mime.parse import parse
from policies.core.facts import Octets, Opaque, Text, Unread
from policies.core.message import Message, Part
from policies.message import HARMLESS

TOP = b"From: a@b.vn\r\nDate: x\r\n"
PDF = base64.b64encode(b"%PDF-1.7")


def multipart(*parts: bytes, field: bytes = b"multipart/mixed; boundary=b", end: bytes = b"--b--\r\n") -> bytes:
    return TOP + b"Content-Type: " + field + b"\r\n\r\n" + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end


def part(content: bytes, **fields: str) -> bytes:
    lines = [f"Content-{name.replace('_', '-').title()}: {value}\r\n".encode() for name, value in fields.items()]
    return b"".join(lines) + b"\r\n" + content


def outline(message: Message) -> list[tuple[str, str]]:
    return [(part.number, part.media_type) for part in message.parts()]


def harmful(message: Message) -> set[str]:
    return {defect.kind for letter in message.messages() for defect in letter.defects} - HARMLESS


def texts(message: Message) -> list[str]:
    return [part.content.text for part in message.parts() if isinstance(part.content, Text)]


def by_number(message: Message, number: str) -> Part:
    return next(part for part in message.parts() if part.number == number)


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
        ("2.1", "text/plain"),
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
    assert [one.body for one in wrapper.children] == [b"%PDF-1.7tail", b"%PDF-1.7"]


def test_a_limit_is_a_value_and_the_parts_before_it_are_kept():
    message = parse(multipart(*[part(b"x")] * 1_200))
    unread = [one.content for one in message.parts() if isinstance(one.content, Unread)]
    assert set(unread) == {Unread("over-limit", "parts")}
    assert texts(message).count("x") > 900


# What no program produces on purpose: fragments of MIME in any order.
FRAGMENTS = [
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\0",
        b" ",
        b"\t",
        b": ",
        b"; ",
        b",",
        b"(",
        b")",
        b'"',
        b"\\",
        b"<",
        b">",
        b"@",
        b"=",
        b"\xc3\xa0",
        b"\xff",
    ),
    *(b"--b", b"--b--", b"--c", b"boundary=", b"boundary=c", b"multipart/mixed; boundary=b", b"multipart/digest; boundary=c"),
    *(b"Content-Type: ", b"Content-Transfer-Encoding: ", b"Content-Disposition: attachment; ", b"From: ", b"To: ", b"<a@b>"),
    *(b"message/rfc822", b"message/partial", b"text/plain", b"base64", b"quoted-printable", b"uuencode", b"YQ==", b"=41"),
    *(b"charset=utf-7", b"charset=utf-16", b"name*0*=utf-8''%41", b"filename=a.eml", b"=?utf-8?B?", b"?="),
    *(b"begin 644 a\n#0V%T\nend\n", b"=ybegin line=1 name=x\n"),
]
fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(b"".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=400), fragments))
def test_parse_never_raises_and_every_header_stands_in_the_input(raw: bytes):
    message = parse(raw)
    sources = [raw, *[one.body for one in message.parts()]]
    undone = {defect.kind for letter in message.messages() for defect in letter.defects} & {
        "encoded-message",
        "encoded-multipart",
    }
    for letter in message.messages():
        for one in letter.headers:
            assert undone or any(one.raw in source and one.name.encode() in source for source in sources)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "binary"])), min_size=1, max_size=5
    )
)
def test_the_bytes_of_every_leaf_come_back(leaves: list[tuple[bytes, str]]):
    encoders = {
        "base64": binascii.b2a_base64,
        "quoted-printable": lambda data: binascii.b2a_qp(data, istext=False),
        "binary": bytes,
    }
    boundary = b"=_" + b"q" * 30
    field = b"multipart/mixed; boundary=" + b'"' + boundary + b'"'
    raw = TOP + b"Content-Type: " + field + b"\r\n\r\n"
    for data, encoding in leaves:
        raw += (
            b"--"
            + boundary
            + b"\r\n"
            + part(encoders[encoding](data), type="application/x", transfer_encoding=encoding)
            + b"\r\n"
        )
    message = parse(raw + b"--" + boundary + b"--\r\n")
    assert [one.body for one in message.root.children] == [data for data, _ in leaves]


words = st.text(alphabet="abcđôưẢ Nguyễn báo cáo số 12/QĐ", min_size=1, max_size=60).map(lambda text: text.strip() or "x")
names = st.text(alphabet="abcđôư ()'.", min_size=1, max_size=30).map(lambda text: (text.strip(" .") or "x") + ".docx")


@settings(max_examples=150, deadline=None)
@given(words, words, st.lists(st.tuples(names, st.binary(max_size=200)), max_size=3), st.booleans())
def test_a_well_formed_letter_reads_as_the_standard_library_reads_it(
    subject: str, text: str, files: list[tuple[str, bytes]], html: bool
):
    letter = EmailMessage(policy=SMTP)
    letter["From"] = "Nguyễn An <an@dongnai.gov.vn>"
    letter["To"] = "a@b.vn, C <c@d.vn>"
    letter["Date"] = "Thu, 05 Nov 2026 08:15:30 +0700"
    letter["Subject"] = subject
    letter.set_content(text)
    if html:
        letter.add_alternative(f"<p>{text}</p>", subtype="html")
    for name, data in files:
        letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    message = parse(letter.as_bytes())
    assert message.text("subject") == str(letter["subject"])
    assert [(one.display, one.mailbox) for one in message.mailboxes("to")] == [("", "a@b.vn"), ("C", "c@d.vn")]
    assert message.mailboxes("from")[0].display == "Nguyễn An"
    theirs = [(one.get_content_type(), one.get_filename(), one.get_payload(decode=True) or b"") for one in letter.walk()]
    ours = [(one.media_type, one.filename.text if one.filename else None, one.body) for one in message.parts()]
    assert [one[:2] for one in ours] == [one[:2] for one in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        if not mine[0].startswith("multipart/"):
            assert mine[2].rstrip() == other[2].rstrip()
    assert harmful(message) == set()
