"""A client that never heard its answer comes again: the same letter is told the recorded answer, not delivered a second time."""

import time
from signal import SIGCONT, SIGSTOP

import pytest
from certificates import certificate, client_context
from dialogue import Dialogue, wire
from gateway_process import GatewayProcess, gone, kill
from history import History
from letters import OUTSIDE, A, B, C, letter
from upstream import Gate, Upstream

BEHIND = {
    "nothing": b"",
    "QUIT": b"QUIT\r\n",
    "a new transaction": f"MAIL FROM:<{A}>\r\nRCPT TO:<{B}>\r\n".encode(),
    "NOOP and RSET": b"NOOP\r\nRSET\r\n",
}
RECIPIENTS = {"forwarded": (B,), "held": (OUTSIDE,), "forwarded and held": (B, OUTSIDE)}


@pytest.fixture
def upstream():
    with Upstream() as server:
        yield server


@pytest.fixture
def gateway(upstream, tmp_path):
    cert, key = certificate(tmp_path)
    with GatewayProcess(tmp_path, upstream.port, settings={"VANTHU_TLS_CERT": str(cert), "VANTHU_TLS_KEY": str(key)}) as process:
        yield process


@pytest.fixture
def context(tmp_path, gateway):
    return client_context(tmp_path / "tls.cert.pem")


@pytest.fixture
def history():
    return History()


def recorded(gateway, count):
    """Wait until so many letters have come to their end."""
    until = time.monotonic() + 10
    while len(gateway.records()) < count:
        assert time.monotonic() < until
        time.sleep(0.05)


def vanish(gateway, content, recipients, behind=b"", context=None):
    """Hand in a letter and be gone before its answer is written."""
    (acceptor,) = gateway.acceptors
    with Dialogue(gateway.port) as client:
        client.hello()
        if context is not None:
            client.starttls(context)
        client.envelope(A, *recipients)
        client.expect(354, b"DATA")
        kill(acceptor, SIGSTOP)
        client.send(wire(content) + behind)
    kill(acceptor, SIGCONT)


@pytest.mark.parametrize("behind", BEHIND.values(), ids=[f"{what} behind the dot" for what in BEHIND])
@pytest.mark.parametrize("recipients", RECIPIENTS.values(), ids=RECIPIENTS)
def test_the_retry_of_a_client_that_vanished_is_told_the_recorded_answer(gateway, upstream, history, recipients, behind):
    content = letter()
    vanish(gateway, content, recipients, behind)
    recorded(gateway, 1)
    history.note(content, recipients, b"", sent=True)
    assert history.attempt(gateway.port, content, *recipients).startswith(b"250 ")
    history.check(gateway, upstream)
    assert len(gateway.records()) == 1


def test_over_tls_too(gateway, upstream, history, context):
    content = letter()
    vanish(gateway, content, (B, OUTSIDE), context=context)
    recorded(gateway, 1)
    history.note(content, (B, OUTSIDE), b"", sent=True)
    assert history.attempt(gateway.port, content, B, OUTSIDE).startswith(b"250 ")
    history.check(gateway, upstream)


def test_a_client_that_resets_while_the_upstream_has_its_letter_is_told_at_its_retry(gateway, upstream, history):
    content, gate = letter(), Gate()
    upstream.on("dot", gate)
    client = Dialogue(gateway.port)
    client.envelope(A, B)
    client.expect(354, b"DATA")
    client.send(wire(content))
    gate.wait()
    client.reset()
    gate.open()
    recorded(gateway, 1)
    history.note(content, (B,), b"", sent=True)
    assert history.attempt(gateway.port, content, B) == b"250 2.0.0 Queued\r\n"
    history.check(gateway, upstream)


@pytest.mark.parametrize("everything", [False, True], ids=["of the acceptor", "of everything"])
def test_the_recorded_answer_outlives_a_crash(gateway, upstream, history, everything):
    content = letter()
    vanish(gateway, content, (B, OUTSIDE))
    recorded(gateway, 1)
    history.note(content, (B, OUTSIDE), b"", sent=True)
    if everything:
        gateway.kill_all()
        gateway.restart()
    else:
        (acceptor,) = gateway.acceptors
        kill(acceptor)
        gone(acceptor)
    assert history.attempt(gateway.port, content, B, OUTSIDE).startswith(b"250 ")
    history.check(gateway, upstream)


def test_a_refused_letter_is_judged_anew_at_its_retry(gateway, upstream, history):
    content = letter()
    upstream.on("dot", b"452 4.2.2 Full\r\n")
    vanish(gateway, content, (B,))
    recorded(gateway, 1)
    history.note(content, (B,), b"", sent=True)
    assert history.attempt(gateway.port, content, B) == b"250 2.0.0 Queued\r\n"
    history.check(gateway, upstream)
    assert len(gateway.records()) == 2


def test_the_same_content_for_others_is_another_letter(gateway, upstream, history):
    content = letter()
    vanish(gateway, content, (B,))
    recorded(gateway, 1)
    with Dialogue(gateway.port) as client:
        client.envelope(A, C)
        assert client.content(content).startswith(b"250 ")
    assert [one.recipients for one in upstream.delivered] == [(B,), (C,)]


@pytest.mark.parametrize("parting", [b"QUIT", b"NOOP", b""], ids=["QUIT", "NOOP", "a plain close"])
def test_a_letter_sent_twice_on_purpose_is_delivered_twice(gateway, upstream, parting):
    content = letter()
    for _ in range(2):
        with Dialogue(gateway.port) as client:
            client.envelope(A, B)
            assert client.content(content).startswith(b"250")
            if parting:
                client.ask(parting)
        time.sleep(0.3)
    assert len(upstream.delivered) == 2
    assert len(gateway.records()) == 2
