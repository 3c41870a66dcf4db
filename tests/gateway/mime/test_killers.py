"""Letters made to be dear: each is read in time linear in its size, and what was not read is said to be over a limit."""

import time

import pytest

from gateway.limits import Limits
from gateway.mime.addresses import addresses
from gateway.mime.headers import header
from gateway.mime.parameters import structured
from gateway.mime.parse import parse
from gateway.mime.transfer import base64, inline_files, quoted_printable
from policies.core.facts import Unread
from policies.core.message import Message

SECONDS = 3.0  # of processor time, generous: anything quadratic takes minutes


def nested(levels: int, shape: bytes) -> bytes:
    """`levels` multiparts in each other, or messages."""
    if shape == b"message/rfc822":
        return b"Content-Type: message/rfc822\r\n\r\n" * levels + b"Subject: x\r\n\r\ntext"
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(levels))


def two_types(levels: int) -> bytes:
    """Every level can be read with two boundaries: twice as many readings at each."""
    field = b"Content-Type: multipart/mixed; boundary="
    opened = field + b"a%d\r\n" + field + b"b%d\r\n\r\n--a%d\r\n\r\n--b%d\r\n"
    return b"".join(opened % ((level,) * 4) for level in range(levels)) + b"x" * 1_000_000


MULTIPART = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
KILLERS = {
    "ten thousand parts": (MULTIPART + b"--b\r\n\r\nx\r\n" * 10_000, "parts"),
    "a hundred thousand delimiters that are none": (MULTIPART + b"--bx\r\n" * 500_000, "parts"),
    "a boundary of one letter repeated": (
        b"Content-Type: multipart/mixed; boundary=" + b"a" * 60 + b"\r\n\r\n" + b"\n--" + b"a" * 2_000_000,
        "",
    ),
    "lines of dashes without a boundary": (b"Content-Type: multipart/mixed\r\n\r\n" + b"--\r\n" * 500_000, ""),
    "a hundred thousand fields": (b"A: b\r\n" * 100_000 + b"\r\nx", "headers"),
    "a field of three megabytes": (b"Subject: " + b"x" * 3_000_000 + b"\r\n\r\nx", "headers"),
    "a field of a hundred thousand lines": (b"Subject: x" + b"\r\n x" * 100_000 + b"\r\n\r\nx", ""),
    "a megabyte of encoded words": (b"Subject: " + b"=?utf-8?q?a?= " * 70_000 + b"\r\n\r\nx", ""),
    "words that never end": (b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\r\n\r\nx", ""),
    "question marks": (b"Subject: " + b"=?" * 500_000 + b"\r\n\r\nx", ""),
    "messages in messages": (nested(5_000, b"message/rfc822"), "nesting"),
    "multiparts in multiparts": (nested(5_000, b"multipart/mixed"), "nesting"),
    "two boundaries at every level": (two_types(28), "nesting"),
    "parts that all have thousands of fields": (MULTIPART + (b"--b\r\n" + b"a:\n" * 900 + b"\n") * 1_000, "headers"),
    "twenty content types": (b"".join(b"Content-Type: text/x%d\r\n" % number for number in range(20)) + b"\r\nx", "readings"),
    "a hundred thousand beginnings of files": (b"\r\n" + b"begin 644 x\r\n" * 300_000, ""),
    "bare carriage returns": (b"Subject: " + b"\ra:" * 300_000 + b"\r\n\r\nx", "headers"),
    "parameters without end": (b"Content-Type: text/plain" + b"; a=b" * 200_000 + b"\r\n\r\nx", ""),
    "comments in comments": (b"Content-Type: text/plain " + b"(" * 900_000 + b"\r\n\r\nx", ""),
    "backslashes": (b'Content-Type: text/plain; name="' + b"\\" * 900_001 + b"\r\n\r\nx", ""),
    "open brackets in From": (b"From: " + b"<" * 900_000 + b"\r\n\r\nx", ""),
    "words in one bracket": (b"From: <" + b"a " * 450_000 + b"\r\n\r\nx", ""),
    "comments in From": (b"From: " + b"a(" * 450_000 + b"\r\n\r\nx", ""),
    "quotes in From": (b"From: " + b'"\\' * 450_000 + b"\r\n\r\nx", ""),
    "at signs": (b"To: " + b"a@" * 450_000 + b"\r\n\r\nx", ""),
    "more addresses than anybody has": (b"To: " + b"a@b," * 250_000 + b"\r\n\r\nx", "addresses"),
    "colons": (b"To: " + b"a:" * 450_000 + b"\r\n\r\nx", ""),
    "blanks in From": (b"From: x" + b" " * 900_000 + b"y\r\n\r\nx", ""),
    "dots and blanks": (b"From: " + b". " * 450_000 + b"@\r\n\r\nx", ""),
}


def limits_hit(message: Message) -> set[str]:
    return {part.content.detail for part in message.parts() if isinstance(part.content, Unread)}


@pytest.mark.parametrize(("raw", "limit"), KILLERS.values(), ids=KILLERS.keys())
def test_a_killer_is_read_in_linear_time(raw: bytes, limit: str):
    began = time.process_time()
    message = parse(raw)
    assert time.process_time() - began < SECONDS
    assert limit in limits_hit(message) if limit else not limits_hit(message)


def test_eight_thousand_addresses_take_a_tenth_of_a_second():
    raw = b", ".join(b'"Nguy=C3=85n %d" <nguoi.%d@example%d.vn>' % (i, i, i % 50) for i in range(8_000))
    times = []
    for _ in range(5):
        began = time.process_time()
        assert len(addresses("to", raw)) == 8_000
        times.append(time.process_time() - began)
    assert min(times) < 0.1


@pytest.mark.parametrize(
    "work",
    [
        lambda: base64(b"YQ==" * 500_000),
        lambda: base64(b"=" * 2_000_000),
        lambda: base64(b"Y!" * 1_000_000),
        lambda: quoted_printable(b"= \r\n" * 500_000),
        lambda: quoted_printable(b"=\r" * 1_000_000),
        lambda: list(inline_files(b"begin 644 x\n" + b"\n".join([b"#0V%T"] * 300_000))),
        lambda: list(inline_files(b"=ybegin line=1 name=x\n" * 80_000)),
        lambda: list(inline_files(b"begin " + b"begin " * 300_000 + b"\n")),
        lambda: structured(b'a="' * 300_000),
        lambda: header("X", b"\xff=?x?b?" * 100_000),
    ],
    ids=["runs", "padding", "junk", "soft breaks", "bare returns", "uuencode", "yEnc", "begin", "quotes", "words"],
)
def test_decoders_take_linear_time(work):
    began = time.process_time()
    work()
    assert time.process_time() - began < SECONDS


def test_the_limits_given_are_the_ones_that_hold():
    two = MULTIPART + b"--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n"
    assert limits_hit(parse(two, Limits(parts=2))) == {"parts"}
    assert limits_hit(parse(two, Limits(parts=3))) == set()
    assert limits_hit(parse(two, Limits(headers=0))) == {"headers"}
    assert limits_hit(parse(two, Limits(nesting=0))) == {"nesting"}
    assert limits_hit(parse(two, Limits(header_bytes=10))) == {"headers"}
