"""What DATA carries: through byte for byte, or refused; nothing in between."""

import hashlib

import pytest
from dialogue import Dialogue, send
from gateway_process import GatewayProcess
from upstream import Upstream

A, B = "a@dongnai.gov.vn", "b@dongnai.gov.vn"
HEAD = b"From: a@dongnai.gov.vn\r\nSubject: thu\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
END = b"\r\n.\r\n"


@pytest.fixture(scope="module")
def gateway(shared_upstream, tmp_path_factory):
    toml = "max_size = 400000\n[timeouts]\ncommand = 2\ndata = 1\n"
    monitor = {"VANTHU_MODE": "monitor"}  # some of these would be tagged
    with GatewayProcess(tmp_path_factory.mktemp("content"), shared_upstream.port, toml=toml, settings=monitor) as process:
        yield process


EXACT = {
    "nothing at all": b"",
    "a header alone": b"Subject: x\r\n\r\n",
    "a header without an end": b"Subject: x\r\n",
    "no header": b"\r\nxin chao\r\n",
    "one dot": HEAD + b".\r\n",
    "dots everywhere": HEAD + b"..\r\n...\r\n.a\r\na.\r\n. \r\n.\r\n\r\n.",
    "a line of a dot and spaces": HEAD + b". \r\n.\t\r\n",
    "accents and every byte from 128": HEAD + "Nguyễn Huệ\r\n".encode() + bytes(range(128, 256)) + b"\r\n",
    "control characters": HEAD + bytes(byte for byte in range(1, 32) if byte not in (10, 13)) + b"\x7f\r\n",
    "trailing spaces and empty lines": HEAD + b"a  \t\r\n\r\n\r\n \r\n",
    "a line of 998": HEAD + b"x" * 998 + b"\r\n",
    "a line of 100,000": HEAD + b"x" * 100_000 + b"\r\n",
    "a long line of dots": HEAD + b"." * 70_000 + b"\r\n",
    "many short lines": HEAD + b".\r\n" * 50_000,
    "a folded header with odd spaces": b"Subject:\tx\r\n\t y \r\nX-y  :z\r\n\r\nb\r\n",
    "a NUL-free binary": HEAD
    + bytes((n * 7) % 255 + 1 for n in range(50_000)).replace(b"\r", b"x").replace(b"\n", b"x")
    + b"\r\n",
}


@pytest.mark.parametrize("content", EXACT.values(), ids=EXACT)
def test_a_content_leaves_as_it_came(gateway, upstream, content):
    if not content.endswith(b"\r\n") and content:
        content += b"\r\n"
    assert send(gateway.port, content, A, B).startswith(b"250 "), content[:100]
    received = upstream.delivered[0].content
    top, _, rest = received.partition(b"+0000\r\n")
    assert top.startswith(b"Received: ")
    assert rest == content


SPLITS = [1, 2, 3, 4, 5, 7, 64]


@pytest.mark.parametrize("size", SPLITS, ids=[f"{size} bytes at a time" for size in SPLITS])
def test_it_does_not_matter_how_the_bytes_are_cut(gateway, upstream, size):
    text = HEAD + b".a\r\n.\r\n\r\n..\r\n"
    stuffed = HEAD + b"..a\r\n..\r\n\r\n...\r\n.\r\n"
    with Dialogue(gateway.port) as client:
        client.envelope(A, B)
        client.expect(354, b"DATA")
        for start in range(0, len(stuffed), size):
            client.send(stuffed[start : start + size])
        assert client.reply().startswith(b"250")
    assert upstream.delivered[0].content.endswith(b"+0000\r\n" + text)


SMUGGLED = b"\r\nMAIL FROM:<admin@dongnai.gov.vn>\r\nRCPT TO:<v@dongnai.gov.vn>\r\nDATA\r\nSubject: gia\r\n\r\ngia"
ENDS = {
    "LF dot LF": b"\n.\n",
    "LF dot CRLF": b"\n.\r\n",
    "CRLF dot LF": b"\r\n.\n",
    "CR dot CR": b"\r.\r",
    "CR dot CRLF": b"\r.\r\n",
    "CRLF dot CR": b"\r\n.\r",
    "CR LF dot CR CR LF": b"\r\n.\r\r\n",
    "LF CR dot LF CR": b"\n\r.\n\r",
    "CRLF NUL dot CRLF": b"\r\n\0.\r\n",
    "CRLF dot NUL CRLF": b"\r\n.\0\r\n",
    "LF dot dot CRLF": b"\n..\r\n",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_another_end_of_data_smuggles_nothing(gateway, upstream, end):
    with Dialogue(gateway.port) as client:
        client.envelope(A, B)
        client.expect(354, b"DATA")
        client.send(HEAD + b"that" + end + SMUGGLED + END)
        reply = client.reply()
        client.send(b"QUIT\r\n")
        after = client.rest()
    assert reply == b"550 5.6.11 The message holds a bare CR, a bare LF or a NUL; line ends must be CRLF\r\n"
    assert b"354" not in after
    assert upstream.delivered == []


@pytest.mark.parametrize("byte", [b"\r", b"\n", b"\0"], ids=["CR", "LF", "NUL"])
@pytest.mark.parametrize("place", ["first", "in the header", "in the text", "last"])
def test_a_bare_cr_lf_or_nul_is_refused_wherever_it_stands(gateway, upstream, byte, place):
    places = {"first": byte + HEAD, "in the header": HEAD[:10] + byte + HEAD[10:], "in the text": HEAD + b"a" + byte + b"b"}
    with Dialogue(gateway.port) as client:
        client.envelope(A, B)
        client.expect(354, b"DATA")
        client.send(places.get(place, HEAD + b"b" + byte) + END)
        assert client.reply().startswith(b"550 5.6.11 ")
    assert upstream.delivered == []


def test_a_letter_over_the_size_is_read_to_its_end_and_refused(gateway, upstream):
    with Dialogue(gateway.port) as client:
        assert "SIZE 400000" in client.hello()
        client.expect(552, f"MAIL FROM:<{A}> SIZE=400001".encode())
        client.envelope(A, B)
        assert client.content(HEAD + b"x" * 500_000 + b"\r\n").startswith(b"552 5.3.4 ")
        client.envelope(A, B)
        assert client.content(HEAD).startswith(b"250 ")
    assert len(upstream.delivered) == 1


def test_a_letter_that_goes_round_for_the_hundredth_time_is_refused(gateway, upstream):
    assert send(gateway.port, b"Received: from x by y\r\n" * 99 + HEAD, A, B).startswith(b"250 ")
    assert send(gateway.port, b"Received: from x by y\r\n" * 100 + HEAD, A, B).startswith(b"554 5.4.6 ")
    assert len(upstream.delivered) == 1


def test_a_silent_client_is_told_that_its_time_is_over(gateway):
    with Dialogue(gateway.port) as client:
        assert client.rest() == b"421 4.4.2 Timeout, closing the connection\r\n"


def test_a_client_that_falls_silent_in_its_letter_delivers_nothing(gateway, upstream):
    with Dialogue(gateway.port) as client:
        client.envelope(A, B)
        client.expect(354, b"DATA")
        client.send(HEAD + b"half of it\r\n")
        assert client.rest() == b"421 4.4.2 Timeout, closing the connection\r\n"
    assert upstream.delivered == []


def test_every_refused_and_every_forwarded_letter_has_its_one_record(gateway, upstream):
    before = len(gateway.records())
    send(gateway.port, HEAD + b"x" * 500_000 + b"\r\n", A, B)
    send(gateway.port, HEAD + b"mot\r\n", A, B)
    with Dialogue(gateway.port) as client:
        client.envelope(A, B)
        client.expect(354, b"DATA")
        client.send(HEAD + b"a\nb" + END)
        client.reply()
    large, plain, bare = gateway.records()[before:]
    assert [record["reply"][:3] for record in (large, plain, bare)] == ["552", "250", "550"]
    assert plain["sha256"] == hashlib.sha256(HEAD + b"mot\r\n").hexdigest()
    assert plain["upstream_reply"] == "250 2.0.0 Queued"
    assert (plain["mail_from"], plain["rcpt_tos"], plain["helo"], plain["client_ip"]) == (A, [B], "client.test", "127.0.0.1")


def test_a_client_that_drips_its_letter_is_ended(tmp_path):
    toml = "[timeouts]\ndata_rate = 100000\ndata_window = 1\n"
    with Upstream() as upstream, GatewayProcess(tmp_path, upstream.port, toml=toml) as gateway, Dialogue(gateway.port) as client:
        client.envelope(A, B)
        client.expect(354, b"DATA")
        client.socket.settimeout(0.05)
        heard = b""
        for _ in range(200):
            try:
                client.send(b"drip\r\n")
                heard += client.socket.recv(1000)
            except TimeoutError:
                continue
            except ConnectionError:
                break
            if heard:
                break
        assert heard == b"421 4.4.2 Timeout, closing the connection\r\n"
        assert upstream.delivered == []
