"""What was promised to a client or said of it holds just as long as it should: an answer it has heard, an origin told for it."""

import time

import pytest
from dialogue import Dialogue, send
from gateway_process import GatewayProcess
from letters import A, B, letter


@pytest.fixture(scope="module")
def trusting(shared_upstream, tmp_path_factory):
    toml = 'xclient_from = ["127.0.0.0/8"]\n'
    with GatewayProcess(tmp_path_factory.mktemp("trust"), shared_upstream.port, toml=toml) as process:
        yield process


def test_a_client_that_stays_and_says_nothing_has_heard_its_answer(gateway, upstream):
    content = letter()
    with Dialogue(gateway.port) as idle:
        idle.envelope(A, B)
        assert idle.content(content).startswith(b"250 ")
        time.sleep(1)
        assert send(gateway.port, content, A, B).startswith(b"250 ")
    assert len(upstream.delivered) == 2  # sent twice on purpose: not a retry


OVER = {
    "RSET": (b"RSET",),
    "EHLO": (b"EHLO client.test",),
    "a transaction given up": (f"MAIL FROM:<{A}>".encode(), b"RSET"),
}


@pytest.mark.parametrize("commands", OVER.values(), ids=OVER)
def test_a_forwarded_origin_ends_with_what_it_was_said_for(trusting, upstream, commands):
    with Dialogue(trusting.port) as client:
        client.hello()
        client.expect(250, b"XFORWARD ADDR=192.0.2.1")
        for command in commands:
            client.expect(250, command)
        client.envelope(A, B)
        assert client.content(letter()).startswith(b"250 ")
    assert trusting.records()[-1]["client_ip"] == "127.0.0.1"


def test_an_xclient_identity_outlives_an_xforward_before_it(trusting, upstream):
    with Dialogue(trusting.port) as client:
        client.hello()
        client.expect(250, b"XFORWARD ADDR=192.0.2.1")
        client.expect(220, b"XCLIENT ADDR=192.0.2.2")
        for _ in range(2):
            client.envelope(A, B)
            assert client.content(letter()).startswith(b"250 ")
    assert [record["client_ip"] for record in trusting.records()[-2:]] == ["192.0.2.2", "192.0.2.2"]
