"""Who the client really is: PROXY headers and XCLIENT or XFORWARD come in from listed peers and go on to the upstream."""

import socket
import struct

import pytest
from dialogue import Dialogue
from gateway_process import GatewayProcess, free_port
from letters import OUTSIDE, A, B, letter
from upstream import KEYWORDS, Upstream

V2 = b"\r\n\r\n\x00\r\nQUIT\n"
XCLIENT = "XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR"
XFORWARD = "XFORWARD NAME ADDR PORT PROTO HELO SOURCE"


@pytest.fixture(scope="module")
def proxied(shared_upstream, tmp_path_factory):
    toml = 'proxy_from = ["127.0.0.0/8"]\n'
    with GatewayProcess(tmp_path_factory.mktemp("proxy"), shared_upstream.port, toml=toml) as process:
        yield process


@pytest.fixture(scope="module")
def trusting(shared_upstream, tmp_path_factory):
    toml = 'xclient_from = ["127.0.0.0/8"]\n'
    with GatewayProcess(tmp_path_factory.mktemp("trust"), shared_upstream.port, toml=toml) as process:
        yield process


def v2(family: int, addresses: bytes, command: int = 0x21) -> bytes:
    return V2 + bytes([command, family]) + struct.pack("!H", len(addresses)) + addresses


HEADERS = {
    "v1 IPv4": (b"PROXY TCP4 192.0.2.7 198.51.100.1 40000 25\r\n", "192.0.2.7"),
    "v1 IPv6": (b"PROXY TCP6 2001:db8::7 2001:db8::1 40000 25\r\n", "2001:db8::7"),
    "v1 unknown": (b"PROXY UNKNOWN\r\n", "127.0.0.1"),
    "v2 IPv4": (v2(0x11, socket.inet_aton("192.0.2.8") * 2 + struct.pack("!HH", 40000, 25)), "192.0.2.8"),
    "v2 IPv6": (v2(0x21, socket.inet_pton(socket.AF_INET6, "2001:db8::8") * 2 + struct.pack("!HH", 40000, 25)), "2001:db8::8"),
    "v2 local": (v2(0x00, b"", 0x20), "127.0.0.1"),
}


@pytest.mark.parametrize(("header", "address"), HEADERS.values(), ids=HEADERS)
def test_a_proxy_header_tells_the_clients_address(proxied, upstream, header, address):
    with Dialogue(proxied.port, greeted=False) as client:
        client.send(header)
        assert client.reply().startswith(b"220 ")
        client.envelope(A, B)
        assert client.content(letter()).startswith(b"250 ")
    literal = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
    assert literal.encode() in upstream.delivered[0].content
    assert proxied.records()[-1]["client_ip"] == address


BROKEN = {
    "no header": b"EHLO client.test\r\n",
    "nonsense addresses": b"PROXY TCP4 999.0.2.7 x 1 2\r\n",
    "a line without an end": b"PROXY TCP4 " + b"1" * 500,
    "a v2 header of nonsense": V2 + b"\xff\xff\xff\xff",
}


@pytest.mark.parametrize("header", BROKEN.values(), ids=BROKEN)
def test_a_connection_without_a_proper_proxy_header_gets_no_greeting(proxied, header):
    with Dialogue(proxied.port, greeted=False) as client:
        client.send(header)
        client.half_close()
        assert b"220" not in client.rest()


def test_xclient_begins_the_session_anew_as_that_client(trusting, upstream):
    with Dialogue(trusting.port) as client:
        assert [line for line in client.hello() if line.startswith("X")] == [
            "XCLIENT NAME ADDR PORT PROTO HELO LOGIN",
            "XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE",
        ]
        client.expect(220, b"XCLIENT NAME=mail.example.org ADDR=192.0.2.9 HELO=helo.example.org LOGIN=vt+2Bx@dongnai.gov.vn")
        client.envelope(A, B)
        assert client.content(letter()).startswith(b"250 ")
    assert b"from client.test (mail.example.org [192.0.2.9])" in upstream.delivered[0].content.replace(b"\r\n ", b" ")
    record = trusting.records()[-1]
    assert (record["client_ip"], record["login"]) == ("192.0.2.9", "vt+x@dongnai.gov.vn")


def test_xforward_tells_of_the_client_for_the_record(trusting, upstream):
    with Dialogue(trusting.port) as client:
        client.hello()
        client.expect(250, b"XFORWARD NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::9 PROTO=ESMTP")
        client.expect(250, b"XFORWARD HELO=x SOURCE=REMOTE")
        client.expect(250, f"MAIL FROM:<{A}>".encode())
        client.expect(250, f"RCPT TO:<{B}>".encode())
        assert client.content(letter()).startswith(b"250 ")
    assert trusting.records()[-1]["client_ip"] == "2001:db8::9"


@pytest.mark.parametrize("attributes", [b"", b"ADDR", b"COLOUR=red", b"NAME=a+0D+0Ab", b"=x"])
def test_a_broken_attribute_is_refused(trusting, attributes):
    with Dialogue(trusting.port) as client:
        client.hello()
        assert client.ask(b"XCLIENT " + attributes).startswith(b"501" if attributes else (b"501", b"220"))


def test_xclient_in_a_transaction_is_out_of_place(trusting):
    with Dialogue(trusting.port) as client:
        client.envelope(A)
        assert client.ask(b"XCLIENT ADDR=192.0.2.1").startswith(b"503")


def test_an_upstream_that_takes_xforward_is_told_of_every_client(tmp_path):
    with Upstream((*KEYWORDS, XFORWARD)) as upstream, GatewayProcess(tmp_path, upstream.port) as gateway:
        for _ in range(2):
            with Dialogue(gateway.port) as client:
                client.envelope(A, B)
                assert client.content(letter()).startswith(b"250 ")
        first, second = upstream.delivered
        assert first.connection == second.connection
        for told in (first.xforward, second.xforward):
            words = told.split()
            assert {b"ADDR=127.0.0.1", b"PROTO=ESMTP", b"HELO=client.test", b"SOURCE=REMOTE"} <= set(words)


def test_an_upstream_that_takes_xclient_gets_a_connection_for_every_client(tmp_path):
    toml = 'proxy_from = ["127.0.0.1"]\n'
    with Upstream((*KEYWORDS, XCLIENT)) as upstream, GatewayProcess(tmp_path, upstream.port, toml=toml) as gateway:
        for number in (1, 2):
            with Dialogue(gateway.port, greeted=False) as client:
                client.send(f"PROXY TCP4 192.0.2.{number} 198.51.100.1 4000{number} 25\r\n".encode())
                client.reply()
                client.envelope(A, B)
                assert client.content(letter()).startswith(b"250 ")
        first, second = upstream.delivered
        assert first.connection != second.connection
        assert b"ADDR=192.0.2.1" in first.xclient
        assert b"ADDR=192.0.2.2" in second.xclient


def test_nothing_is_told_where_the_settings_say_so(tmp_path):
    with Upstream((*KEYWORDS, XCLIENT, XFORWARD)) as upstream:
        with GatewayProcess(tmp_path, upstream.port, toml='announce = "off"\n') as gateway, Dialogue(gateway.port) as client:
            client.envelope(A, B)
            assert client.content(letter()).startswith(b"250 ")
        assert (upstream.delivered[0].xclient, upstream.delivered[0].xforward) == (b"", b"")


def test_each_listener_has_its_own_name_direction_and_upstream(tmp_path):
    inside, outside = free_port(), free_port()
    with Upstream() as inner, Upstream() as outer:
        toml = (
            f'[[listener]]\nname = "vao"\nlisten = "127.0.0.1:{outside}"\ndirection = "inbound"\n'
            f'[[listener]]\nname = "ra"\nlisten = "127.0.0.1:{inside}"\ndirection = "outbound"\n'
            f'upstream = "127.0.0.1:{outer.port}"\n'
        )
        rules = '[domain]\nmode = [{ mode = "enforce" }, { mode = "monitor", direction = "inbound" }]\n'
        gateway = GatewayProcess(tmp_path, inner.port, toml=toml, rules=rules)
        del gateway.environment["VANTHU_LISTEN"]
        with gateway:
            for port in (outside, inside):
                with Dialogue(port) as client:
                    client.envelope(A, OUTSIDE)
                    assert client.content(letter()).startswith(b"250 ")
            records = [(record["listener"], record["verdict"]) for record in gateway.records()]
    assert records == [("vao", "forward"), ("ra", "quarantine")]
    assert (len(inner.delivered), len(outer.delivered)) == (1, 0)
