"""What EHLO offers: what the upstream offers, as far as it can be carried, and what depends on it."""

import pytest
from dialogue import Dialogue, send
from gateway_process import GatewayProcess
from letters import A, B, letter
from upstream import Upstream

OURS = "SIZE 52428800"
OFFERS = {
    "nothing": ((), {OURS}),
    "all that can be carried": (
        ("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"),
        {"PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES", OURS},
    ),
    "all that cannot": (("CHUNKING", "BINARYMIME", "ETRN", "VRFY", "BURL imap", "REQUIRETLS", "DELIVERBY", "X-UNKNOWN"), {OURS}),
    "SMTPUTF8 without 8BITMIME": (("SMTPUTF8",), {OURS}),
    "lower case": (("pipelining", "8bitmime"), {"PIPELINING", "8BITMIME", OURS}),
    "a smaller SIZE": (("SIZE 1000000",), {"SIZE 1000000"}),
    "a larger SIZE": (("SIZE 99999999999",), {OURS}),
    "SIZE without a limit": (("SIZE 0",), {OURS}),
    "SIZE without a number": (("SIZE",), {OURS}),
    "AUTH that can be carried in part": (("AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2",), {"AUTH PLAIN LOGIN", OURS}),
    "AUTH that cannot be carried": (("AUTH GSSAPI NTLM",), {OURS}),
}


@pytest.mark.parametrize(("offered", "expected"), OFFERS.values(), ids=OFFERS)
def test_an_upstream_that_offers(gateway, upstream, offered, expected):
    before = upstream.keywords
    upstream.keywords = offered
    upstream.cut()
    try:
        with Dialogue(gateway.port) as first:
            first.hello()  # brings a new connection to the upstream about when the old one turns out to be gone
            first.ask(f"MAIL FROM:<{A}>".encode())
        with Dialogue(gateway.port) as client:
            assert set(client.hello()) == expected
    finally:
        upstream.keywords = before
        upstream.cut()


REFUSED = {"8BITMIME": "BODY=8BITMIME", "SMTPUTF8": "SMTPUTF8", "DSN": "RET=FULL"}


@pytest.mark.parametrize(("missing", "parameter"), REFUSED.items(), ids=REFUSED)
def test_a_parameter_that_the_upstream_does_not_know_is_refused_by_us(tmp_path, missing, parameter):
    offered = tuple(keyword for keyword in REFUSED if keyword != missing)
    with Upstream(offered) as upstream, GatewayProcess(tmp_path, upstream.port) as gateway, Dialogue(gateway.port) as client:
        client.hello()
        assert client.ask(f"MAIL FROM:<{A}> {parameter}".encode()).startswith(b"555 5.5.4")
        client.expect(250, f"MAIL FROM:<{A}>".encode())


def test_size_is_kept_from_an_upstream_that_does_not_know_it(tmp_path):
    with Upstream(()) as upstream, GatewayProcess(tmp_path, upstream.port) as gateway, Dialogue(gateway.port) as client:
        client.hello()
        client.expect(250, f"MAIL FROM:<{A}> SIZE=1000".encode())
        client.expect(250, f"RCPT TO:<{B}>".encode())
        assert client.content(letter()).startswith(b"250")
        assert upstream.delivered[0].mail == f"FROM:<{A}>".encode()


def test_with_a_smaller_size_upstream_a_larger_letter_is_refused_early_and_late(tmp_path):
    with (
        Upstream(("SIZE 10000",)) as upstream,
        GatewayProcess(tmp_path, upstream.port) as gateway,
        Dialogue(gateway.port) as client,
    ):
        client.hello()
        assert client.ask(f"MAIL FROM:<{A}> SIZE=10001".encode()).startswith(b"552 5.3.4")
        client.envelope(A, B)
        assert client.content(letter("x " * 10_000)).startswith(b"552 5.3.4")
        assert upstream.delivered == []


def test_sessions_over_the_limits_are_told_421_and_let_in_when_others_leave(tmp_path):
    toml = "[connections]\ntotal = 3\nper_client = 2\n"
    with Upstream() as upstream, GatewayProcess(tmp_path, upstream.port, toml=toml) as gateway:
        with Dialogue(gateway.port), Dialogue(gateway.port), Dialogue(gateway.port) as third:
            assert third.greeting == b"421 4.7.0 Too many connections from your address, try again later\r\n"
            assert third.rest() == b""
        until_free(gateway)
        assert send(gateway.port, letter(), A, B).startswith(b"250")


def until_free(gateway):
    for _ in range(100):
        with Dialogue(gateway.port) as client:
            if client.greeting.startswith(b"220"):
                return
    raise AssertionError("nobody was let in")
