"""Letters: headers, text, HTML, attachments and their names become Unicode; boundaries and untouched parts stay."""

from base64 import encodebytes
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from quopri import encodestring

import pytest

from tests.gateway.convert.images import ADDRESSED, SENTENCE, TITLE, copied, found, image, new, octets
from tests.gateway.extract.documents import docx, runs

WORD = docx(f"<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr><w:t>{image(SENTENCE)}</w:t></w:r></w:p>")


def tcvn3(text: str) -> bytes:
    return octets(text, "tcvn3")


def letter(*lines: bytes) -> bytes:
    return b"\r\n".join((b"From: a@dongnai.gov.vn", b"To: b@dongnai.gov.vn", *lines, b""))


def read(copy: bytes) -> EmailMessage:
    message = message_from_bytes(copy, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    ("field", "name", "expected"),
    [
        (b"Subject: " + tcvn3("Báo cáo tháng về công tác văn thư"), "subject", "Báo cáo tháng về công tác văn thư"),
        (
            b"Subject: =?iso-8859-1?Q?" + encodestring(tcvn3("Báo cáo"), header=True).strip() + b"?=\r\n"
            b" =?iso-8859-1?Q?" + encodestring(tcvn3(" tháng về công tác"), header=True).strip() + b"?=",
            "subject", "Báo cáo tháng về công tác",
        ),
        (
            b'Cc: "' + tcvn3("Nguyễn Văn Hùng") + b'" <c@dongnai.gov.vn>, "A, B" <d@e.vn>',
            "cc", '"Nguyễn Văn Hùng" <c@dongnai.gov.vn>, "A, B" <d@e.vn>',
        ),
        (
            b"Cc: =?windows-1252?B?" + encodebytes(octets("Trần Thị Thủy Trưởng ban", "vni")).strip() + b"?= <c@dongnai.gov.vn>",
            "cc", "Trần Thị Thủy Trưởng ban <c@dongnai.gov.vn>",
        ),
    ],
    ids=["raw bytes", "encoded words", "a name in quotes", "a name in an encoded word"],
)  # fmt: skip
def test_headers_read_as_they_should(field: bytes, name: str, expected: str) -> None:
    copy = new(letter(field, b"", b"x"), "a.eml")
    assert str(read(copy)[name]).replace('"', "") == expected.replace('"', "")
    assert copy.isascii()
    assert found(copy, "a.eml") == set()


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_text_becomes_utf8(encoding: str) -> None:
    text = f"{SENTENCE}\r\n\r\n{ADDRESSED}\r\n"
    raw = octets(text, "vni")
    plain = {"quoted-printable": encodestring(raw.replace(b"\r\n", b"\n")), "base64": encodebytes(raw)}.get(encoding)
    body = raw if plain is None else plain.replace(b"\n", b"\r\n")
    head = (b"MIME-Version: 1.0", b"Content-Type: text/plain;\r\n charset=iso-8859-1; format=flowed")
    copy = new(letter(*head, b"Content-Transfer-Encoding: " + encoding.encode(), b"", body.rstrip(b"\r\n")), "a.eml")
    assert read(copy).get_content().split() == text.split()
    assert read(copy).get_content().count("\n") == text.count("\n")
    assert b"text/plain; charset=utf-8; format=flowed" in copy
    assert copy.isascii()
    assert max(map(len, copy.split(b"\r\n"))) <= 78
    assert found(copy, "a.eml") == set()


def test_a_letter_that_declares_nothing_says_what_it_is_now() -> None:
    copy = new(letter(b"", tcvn3(SENTENCE)), "a.eml")
    assert read(copy).get_content().strip() == SENTENCE


def test_text_in_another_charset_rightly_declared_becomes_utf8() -> None:
    text = "Tha\u0300nh phô\u0301 Biên Ho\u0300a, ti\u0309nh Đô\u0300ng Nai"
    body = letter(b"Content-Type: text/plain; charset=windows-1258", b"", text.encode("cp1258"))
    assert copied(body, "a.eml").tally.places == 1
    copy = new(body, "a.eml")
    assert read(copy).get_content().strip() == "Thành phố Biên Hòa, tỉnh Đồng Nai"
    assert found(copy, "a.eml") == set()


def parted(*parts: bytes, head: bytes = b"X-Kept: 1") -> bytes:
    inner = b"".join(b"--=_b\r\n" + part + b"\r\n" for part in parts)
    return letter(head, b'Content-Type: multipart/mixed; boundary="=_b"', b"", b"preamble", inner + b"--=_b--", b"epilogue")


TEXT = b"Content-Type: text/plain\r\n\r\n" + tcvn3(SENTENCE)
PICTURE = b'Content-Type: image/png\r\nContent-Disposition: attachment; filename="a.png"\r\n\r\n\x89PNG\r\n\x1a\n\0\xb5\xb8'


def test_untouched_parts_and_what_is_around_them_stay() -> None:
    kept = b"Content-Type: text/plain; charset=UTF-8\r\n\r\n" + SENTENCE.encode()
    copy = new(parted(TEXT, kept, PICTURE), "a.eml")
    assert b"\r\npreamble\r\n--=_b\r\n" in copy
    assert b"\r\n--=_b\r\n" + kept + b"\r\n--=_b\r\n" + PICTURE + b"\r\n--=_b--\r\nepilogue\r\n" in copy
    assert SENTENCE in read(copy).get_body().get_content()  # type: ignore[union-attr]


def test_attachments_are_converted_with_their_names() -> None:
    name = tcvn3("Báo cáo tổng kết công tác năm.docx")
    attached = (
        b'Content-Type: application/octet-stream; name="' + name + b'"\r\nContent-Transfer-Encoding: base64\r\n'
        b'Content-Disposition: attachment;\r\n\tfilename="' + name + b'"; size=3\r\n\r\n'
        + encodebytes(WORD).replace(b"\n", b"\r\n")
    )  # fmt: skip
    copy = new(parted(TEXT, attached), "a.eml")
    [file] = read(copy).iter_attachments()
    assert file.get_filename() == "Báo cáo tổng kết công tác năm.docx"
    assert file["content-disposition"].params["size"] == "3"
    assert [text for text, _, _ in runs(file.get_content())] == [f"{SENTENCE}\n"]
    assert found(copy, "a.eml") == set()
    assert copy.isascii()


def test_a_text_file_opens_right_in_excel_and_blank_lines_stay() -> None:
    attached = b'Content-Type: text/csv; name="a.csv"\r\n\r\n' + octets("Họ và tên;Chức vụ;Lương tháng\r\n\r\n\r\n", "vni")
    copy = new(parted(attached), "a.eml")
    [file] = read(copy).iter_attachments()
    assert file.get_content() == "\ufeffHọ và tên;Chức vụ;Lương tháng\r\n\r\n\r\n"


def test_html_parts_and_letters_in_letters_are_converted() -> None:
    page = b'Content-Type: text/html; charset=iso-8859-1\r\n\r\n<p style="font-family:.VnTimeH">' + tcvn3(TITLE.lower()) + b"</p>"
    inner = b"Content-Type: message/rfc822\r\n\r\n" + letter(b"Subject: " + tcvn3(SENTENCE), b"", tcvn3(SENTENCE))
    copy = new(parted(page, inner), "a.eml")
    html, nested = read(copy).iter_parts()
    assert TITLE in html.get_content()
    assert html.get_content_charset() == "utf-8"
    assert nested.get_content()["subject"] == SENTENCE
    assert nested.get_content().get_content().strip() == SENTENCE
    assert found(copy, "a.eml") == set()


@pytest.mark.parametrize(
    ("head", "note"),
    [(b"DKIM-Signature: v=1; a=rsa-sha256", ("signed", "")), (b"X-Plain: 1", None)],
    ids=["signed", "not signed"],
)
def test_a_signature_that_breaks_is_told(head: bytes, note: tuple[str, str] | None) -> None:
    notes = copied(parted(TEXT, head=head), "a.eml").tally.notes
    assert list(notes) == ([note] if note else [])


def test_an_attachment_that_cannot_be_converted_is_kept_and_told() -> None:
    attached = b'Content-Type: application/pdf; name="a.pdf"\r\n\r\n%PDF-1.4 ' + tcvn3(SENTENCE)
    copy = copied(parted(TEXT, attached), "a.eml")
    assert copy.body is not None
    assert attached in copy.body
    assert ("attachment-kept", "a.pdf") in copy.tally.notes


def test_a_letter_in_unicode_has_no_copy() -> None:
    assert copied(letter(b"Subject: =?utf-8?Q?Ch=C3=A0o?=", b"Content-Type: text/plain; charset=utf-8", b"", SENTENCE.encode()),
                  "a.eml").body is None  # fmt: skip


def test_letters_with_unix_line_ends_keep_them() -> None:
    copy = new(letter(b"Subject: " + tcvn3(SENTENCE), b"", tcvn3(SENTENCE)).replace(b"\r\n", b"\n"), "a.eml")
    assert b"\r" not in copy
    assert read(copy)["subject"] == SENTENCE
