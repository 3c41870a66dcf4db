"""Parameters of Content-Type and Content-Disposition, and the name of an attachment."""

import pytest

from gateway.mime.parameters import filename, structured
from policies.core.facts import Octets

VALUES = [
    ("the usual", b"text/plain; charset=utf-8", "text/plain", b"charset", [b"utf-8"], set()),
    ("quoted", b'multipart/mixed; boundary="a b;c"', "multipart/mixed", b"boundary", [b"a b;c"], set()),
    ("upper case", b"TEXT/PLAIN; CHARSET=UTF-8", "text/plain", b"charset", [b"UTF-8"], set()),
    ("folded", b"text/plain;\r\n\tcharset=utf-8", "text/plain", b"charset", [b"utf-8"], set()),
    ("blanks around the sign", b"text/plain; charset = utf-8", "text/plain", b"charset", [b"utf-8"], set()),
    ("a final semicolon", b"text/plain; charset=utf-8;", "text/plain", b"charset", [b"utf-8"], set()),
    ("escapes", b'text/plain; name="a\\"b"', "text/plain", b"name", [b'a"b'], set()),
    (
        "two boundaries",
        b"multipart/mixed; boundary=a; boundary=b",
        "multipart/mixed",
        b"boundary",
        [b"a", b"b"],
        {"duplicate-parameter"},
    ),
    ("one boundary twice", b"multipart/mixed; boundary=a; boundary=a", "multipart/mixed", b"boundary", [b"a"], set()),
    ("a comment", b"text/plain (x); charset=utf-8", "text/plain", b"charset", [b"utf-8"], set()),
    (
        "a comment in a value",
        b"text/plain; charset=utf-8 (x)",
        "text/plain",
        b"charset",
        [b"utf-8", b"utf-8 (x)"],
        {"parameter-syntax"},
    ),
    (
        "a comment that hides one",
        b"multipart/mixed; (x; boundary=a;) boundary=b",
        "multipart/mixed",
        b"boundary",
        [b"b", b"a"],
        {"comment", "parameter-syntax"},
    ),
    ("no semicolon", b"multipart/mixed boundary=a", "multipart/mixed", b"boundary", [b"a"], {"parameter-syntax"}),
    (
        "an open quote",
        b'multipart/mixed; boundary="a; x=y',
        "multipart/mixed",
        b"boundary",
        [b"a; x=y", b"a"],
        {"parameter-syntax"},
    ),
    (
        "something behind the quote",
        b'multipart/mixed; boundary="a"b',
        "multipart/mixed",
        b"boundary",
        [b"a", b"ab"],
        {"parameter-syntax"},
    ),
    ("continuations", b"multipart/mixed; boundary*0=a; boundary*1=b", "multipart/mixed", b"boundary", [b"ab"], set()),
    ("a name with blanks and parentheses", b"a/b; name=bao cao (1).doc", "a/b", b"name", [b"bao cao (1).doc"], set()),
    ("no value", b"text/plain; charset", "text/plain", b"charset", [], {"parameter-syntax"}),
    ("nothing", b"", "", b"charset", [], set()),
    ("no type", b"; charset=utf-8", "", b"charset", [b"utf-8"], set()),
]


@pytest.mark.parametrize(
    ("raw", "value", "name", "readings", "defects"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES]
)
def test_every_reading_of_a_parameter_is_there(raw: bytes, value: str, name: bytes, readings: list[bytes], defects: set[str]):
    found = structured(raw)
    assert found.value == value
    assert [octets.raw for octets in found.all(name)] == readings
    assert {kind for kind, _ in found.defects} == defects


NAMES = [
    ("plain", b'attachment; filename="a.doc"', "a.doc", Octets(b"a.doc")),
    ("RFC 2231", b"attachment; filename*=UTF-8''b%C3%A1o.doc", "báo.doc", Octets("báo.doc".encode(), "utf-8")),
    (
        "RFC 2231 in pieces, out of order",
        b"attachment; filename*1*=%C3%A1o; filename*2=.doc; filename*0*=utf-8'vi'b",
        "báo.doc",
        Octets("báo.doc".encode(), "utf-8"),
    ),
    ("RFC 2047", b'attachment; filename="=?utf-8?q?b=C3=A1o.doc?="', "báo.doc", Octets("báo.doc".encode(), "utf-8")),
    (
        "RFC 2047 over two lines",
        b'attachment; filename="=?utf-8?q?b=C3=A1?=\r\n =?utf-8?q?o.doc?="',
        "báo.doc",
        Octets("báo.doc".encode(), "utf-8"),
    ),
    ("raw UTF-8", 'attachment; filename="báo.doc"'.encode(), "báo.doc", Octets("báo.doc".encode())),
    ("raw bytes of TCVN3", b'attachment; filename="b\xb8o.doc"', "b\xb8o.doc", Octets(b"b\xb8o.doc")),
    ("unquoted with blanks", b"attachment; filename=bao cao.doc", "bao cao.doc", Octets(b"bao cao.doc")),
    (
        "the real name before its ASCII stand-in",
        b"attachment; filename=b_o.doc; filename*=utf-8''b%C3%A1o.doc",
        "báo.doc",
        Octets("báo.doc".encode(), "utf-8"),
    ),
]


@pytest.mark.parametrize(("raw", "text", "octets"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_a_file_name_reads_as_shown_and_keeps_its_bytes(raw: bytes, text: str, octets: Octets):
    name, conflict = filename(structured(raw))
    assert name is not None
    assert (name.text, name.octets) == (text, octets)
    assert not conflict


def test_names_that_promise_different_kinds_of_files_contradict_each_other():
    name, conflict = filename(structured(b'attachment; filename="a.txt"'), structured(b'application/pdf; name="a.exe"'))
    assert name is not None
    assert name.text == "a.txt"
    assert conflict
