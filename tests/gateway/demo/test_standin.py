"""The stand-in mail server speaks SMTP as a real one does."""

import asyncio
import smtplib
from collections.abc import AsyncIterator

import pytest

from gateway.demo.standin import Received, StandIn


@pytest.fixture
async def server() -> AsyncIterator[tuple[StandIn, int]]:
    """A server and its port."""
    standin = StandIn()
    yield standin, await standin.start()
    standin.stop()


async def test_it_keeps_envelope_and_bytes_with_dots_unstuffed(server: tuple[StandIn, int]) -> None:
    standin, port = server
    raw = "Subject: chào\r\n\r\n.một\r\n..hai\r\n.\r\nba\r\n".encode()

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail("", ["a@x.vn", "b@x.vn"], raw, ["BODY=8BITMIME"])

    await asyncio.to_thread(send)
    assert standin.received == [Received("", ("a@x.vn", "b@x.vn"), raw)]


async def test_it_offers_what_the_province_s_server_offers(server: tuple[StandIn, int]) -> None:
    def features() -> set[str]:
        with smtplib.SMTP("127.0.0.1", server[1], timeout=10) as client:
            client.ehlo()
            return set(client.esmtp_features)

    assert await asyncio.to_thread(features) == {"pipelining", "size", "8bitmime", "smtputf8", "dsn", "enhancedstatuscodes"}


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ((b"RCPT TO:<a@x>",), [503]),
        ((b"DATA",), [503]),
        ((b"MAIL FROM:<a@x>", b"RCPT TO:<khong-ton-tai@x>", b"DATA"), [250, 550, 503]),
        ((b"MAIL FROM:<a@x>", b"RCPT TO:<b@x>", b"RSET", b"DATA"), [250, 250, 250, 503]),
        ((b"", b"XYZZY", b"NOOP", b"QUIT"), [502, 502, 250, 221]),
    ],
    ids=["RCPT before MAIL", "DATA before RCPT", "an unknown mailbox", "RSET forgets", "other commands"],
)
async def test_it_answers_in_order(server: tuple[StandIn, int], lines: tuple[bytes, ...], codes: list[int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server[1])
    await reader.readline()
    writer.write(b"".join(line + b"\r\n" for line in lines))  # pipelined
    assert [int((await reader.readline())[:3]) for _ in lines] == codes
    writer.close()
    await writer.wait_closed()
