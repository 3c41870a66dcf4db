"""Letters for the tests of the whole server, each with the Message-ID that it is known by."""

from base64 import encodebytes
from itertools import count

A, B, C = "a@dongnai.gov.vn", "b@dongnai.gov.vn", "c@dongnai.gov.vn"
OUTSIDE = "nguoinhan@gmail.com"  # banned: a letter from inside to it is held by the shipped rules
NUMBERS = count(1)


def letter(text: str = "Kính gửi các đơn vị.", *, number: int | None = None) -> bytes:
    """A plain letter, judged in the acceptor."""
    return _head(number) + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode() + b"\r\n"


def attached(size: int = 1_000, *, number: int | None = None) -> bytes:
    """A letter with an attachment: a worker has to look into it."""
    data = encodebytes(b"cong van " * (size // 9)).replace(b"\n", b"\r\n")
    return (
        _head(number)
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nxin chao\r\n"
        + b"--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + data
        + b"--b--\r\n"
    )


def _head(number: int | None) -> bytes:
    number = next(NUMBERS) if number is None else number
    return (
        f"From: <{A}>\r\nTo: <{B}>\r\nSubject: thu so {number}\r\nMessage-ID: <{number}@thu.test>\r\n"
        "Date: Mon, 23 Nov 2026 08:00:00 +0700\r\nMIME-Version: 1.0\r\n"
    ).encode()


def message_id(content: bytes) -> str:
    """Which letter this is."""
    return content.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()
