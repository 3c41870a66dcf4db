"""What holds for any bytes, and for any well-formed letter as the standard library writes and reads it."""

import binascii
from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.mime.parse import parse
from tests.gateway.mime.letters import TOP, harmful, part

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
@example(b"!:\r!:\r\n ")
def test_parse_never_raises_and_every_header_stands_in_the_input(raw: bytes):
    message = parse(raw)
    sources = [raw, *[one.body for one in message.parts()]]
    undone = {defect.kind for letter in message.messages() for defect in letter.defects} & {
        "encoded-message",
        "encoded-multipart",
        "bare-cr",  # a reading in which a carriage return ends a line
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
