"""Transfer encodings undone: nothing that anybody could read of an attachment stays invisible."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mime.transfer import base64, inline_files, quoted_printable, uuencoded

BASE64 = [
    ("whole", b"YWJj\r\nZGU=\r\n", b"abcde", (), ()),
    ("nothing", b"", b"", (), ()),
    ("blanks alone", b"\r\n \r\n", b"", (), ()),
    ("missing padding", b"YWI", b"ab", (), ("base64-padding",)),
    ("too much padding", b"YWJj====", b"abc", (), ()),
    ("padding inside: the next run begins anew", b"YQ==\r\nYg==\r\n", b"ab", (b"a", b"a\x06 "), ("base64-runs",)),
    ("padding in place of a line break", b"YWJj=ZGVm", b"abcdef", (b"abc",), ("base64-runs",)),
    (
        "text behind the padding",
        b"YQ==\r\n-- \r\nfooter",
        b"a~\x8a-z",
        (b"a", b"a\x07\xe8\xa2\xd7\xab"),
        ("base64-junk", "base64-runs"),
    ),
    ("junk inside", b"YW!Jj\x00ZG*U=", b"abcde", (), ("base64-junk",)),
    ("one character too many", b"YWJjZ", b"abc", (), ("base64-padding",)),
    (
        "lines that are no whole groups of four",
        b"YWJjX\nZGVmX\nZ2hp",
        base64(b"YWJjXZGVmXZ2hp").body,
        (b"abcdefghi",),
        ("base64-lines",),
    ),
    ("bytes over 127", b"YW\xffJj", b"abc", (), ("base64-junk",)),
]


@pytest.mark.parametrize(("raw", "body", "others", "defects"), [case[1:] for case in BASE64], ids=[case[0] for case in BASE64])
def test_base64_gives_all_there_is(raw: bytes, body: bytes, others: tuple[bytes, ...], defects: tuple[str, ...]):
    decoded = base64(raw)
    assert (decoded.body, decoded.others, decoded.defects) == (body, others, defects)


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_every_run_of_base64_is_in_the_result(pieces: list[bytes]):
    raw = b"\r\n".join(binascii.b2a_base64(piece, newline=False) for piece in pieces)
    assert base64(raw).body == b"".join(pieces)


@given(st.binary(max_size=300), st.integers(1, 20).map(lambda groups: 4 * groups))
def test_base64_of_lines_of_whole_groups_comes_back(data: bytes, width: int):
    text = binascii.b2a_base64(data, newline=False)
    decoded = base64(b"\r\n".join(text[at : at + width] for at in range(0, len(text), width)))
    assert (decoded.body, decoded.others, decoded.defects) == (data, (), ())


QUOTED = [
    ("escapes", b"Th=C3=B4ng", "Thông".encode()),
    ("lower-case escapes", b"Th=c3=b4ng", "Thông".encode()),
    ("soft line breaks", b"a=\r\nb", b"ab"),
    ("soft line breaks with bare LF", b"a=\nb", b"ab"),
    ("blanks behind a soft line break", b"a= \t\r\nb", b"ab"),
    ("what is no escape stays", b"a=b&c=ZZ", b"a=b&c=ZZ"),
    ("a bare CR behind the sign hides nothing", b"a=\rsecret\r\nb", b"asecret\r\nb"),
]


@pytest.mark.parametrize(("raw", "body"), [case[1:] for case in QUOTED], ids=[case[0] for case in QUOTED])
def test_quoted_printable_is_undone(raw: bytes, body: bytes):
    assert quoted_printable(raw).body == body


def uu(data: bytes, name: bytes) -> bytes:
    lines = [binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


FILES = [
    ("uuencode", b"Kinh gui\n" + uu(b"%PDF-1.4", b"a b.pdf") + b"bye\n", [(b"a b.pdf", b"%PDF-1.4")]),
    ("with CRLF", uu(b"%PDF-1.4" * 40, b"a.pdf").replace(b"\n", b"\r\n"), [(b"a.pdf", b"%PDF-1.4" * 40)]),
    ("two files", uu(b"one", b"1") + b"text\n" + uu(b"two", b"2"), [(b"1", b"one"), (b"2", b"two")]),
    ("without an end", b"begin 644 a\n#0V%T\n", [(b"a", b"Cat")]),
    ("base64 in uuencode's dress", b"begin-base64 644 a\nYWJj\n====\n", [(b"a", b"abc")]),
    ("yEnc", b"=ybegin line=128 size=4 name=a.bin\r\n" + b"\x8b=\x4b\x8c=\x7d\r\n=yend size=4\r\n", [(b"a.bin", b"a\xe1b\x13")]),
    ("not at the start of a line", b"We begin 644 a\n#0V%T\n", []),
    ("a sentence", b"begin 5 minutes early\nplease\n", []),
    ("a sentence without a number", b"begin now or never\n#0V%T\n", []),
    ("none", b"Kinh gui", []),
]


@pytest.mark.parametrize(("raw", "files"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_files_inside_a_text_are_found(raw: bytes, files: list[tuple[bytes, bytes]]):
    assert [(file.name, file.body) for file in inline_files(raw)] == files


@given(st.binary(min_size=1, max_size=500))
def test_any_uuencoded_file_comes_back(data: bytes):
    assert [file.body for file in inline_files(b"text\n\n" + uu(data, b"x"))] == [data]


def test_a_uuencoded_body_without_a_file_stays_as_it_is():
    assert (uuencoded(b"text").body, uuencoded(b"text").defects) == (b"text", ("uuencode",))


@given(st.binary(max_size=500))
def test_no_decoder_raises(raw: bytes):
    for decoder in (base64, quoted_printable, uuencoded):
        decoder(raw)
    list(inline_files(b"begin 644 x\n" + raw + b"\n=ybegin name=x\n" + raw))
