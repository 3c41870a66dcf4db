"""SIGTERM: what has its dot finishes, all others are told 421, and the gateway ends with 0."""

import threading
import time
from signal import SIGINT, SIGTERM

import pytest
from dialogue import Dialogue, wire
from gateway_process import GatewayProcess
from history import History
from letters import OUTSIDE, A, B, attached, letter
from upstream import Gate, Slow, Upstream

GOODBYE = b"421 4.3.2 Service shutting down, try again later\r\n"


@pytest.fixture
def upstream():
    with Upstream() as server:
        yield server


@pytest.fixture
def gateway(upstream, tmp_path):
    with GatewayProcess(tmp_path, upstream.port) as process:
        yield process


def test_each_session_is_told_according_to_how_far_it_is(gateway, upstream):
    gate = Gate()
    upstream.on("dot", gate)
    idle, greeted, begun, taken = (Dialogue(gateway.port) for _ in range(4))
    greeted.envelope(A, B)
    begun.envelope(A, B)
    begun.expect(354, b"DATA")
    begun.send(letter()[:50])
    taken.envelope(A, B)
    taken.expect(354, b"DATA")
    taken.send(wire(letter()))
    gate.wait()
    gateway.signal(SIGTERM)
    assert [session.rest() for session in (idle, greeted, begun)] == [GOODBYE] * 3
    with pytest.raises(OSError):
        Dialogue(gateway.port, greeted=False)
    gate.open()
    assert taken.reply() == b"250 2.0.0 Queued\r\n"
    assert taken.rest() == GOODBYE
    assert gateway.ended() == 0
    assert len(upstream.delivered) == len(gateway.records()) == 1


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
def test_an_idle_gateway_ends_at_once(gateway, number):
    gateway.signal(number)
    assert gateway.ended(5) == 0
    assert "Traceback" not in gateway.told


def test_under_load_nothing_is_lost_and_the_end_comes_in_time(gateway, upstream):
    history, stop = History(), threading.Event()
    upstream.always("dot", Slow(0.05))

    def load(make, *recipients):
        while not stop.is_set():
            if history.attempt(gateway.port, make(), *recipients)[:3] != b"250":
                time.sleep(0.01)

    kinds = [(letter, B), (attached, B), (letter, B, OUTSIDE), (letter, OUTSIDE), (attached, OUTSIDE, B)]
    threads = [threading.Thread(target=load, args=kind) for kind in kinds * 2]
    for thread in threads:
        thread.start()
    time.sleep(1)
    gateway.signal(SIGTERM)
    status = gateway.ended(30)
    time.sleep(0.2)
    stop.set()
    for thread in threads:
        thread.join(30)
    gateway.restart()
    assert status == 0
    assert history.ends()["unknown"] == 0
    assert history.ends()["ok"] > 10
    history.check(gateway, upstream)


def test_an_upstream_that_never_answers_does_not_hold_the_end_up_for_ever(gateway, upstream):
    gate = Gate()
    upstream.on("dot", gate)
    history, content = History(), letter()
    handing = threading.Thread(target=history.attempt, args=(gateway.port, content, B))
    handing.start()
    gate.wait()
    began = time.monotonic()
    gateway.signal(SIGTERM)
    status = gateway.ended(34)
    assert (status, time.monotonic() - began < 32) == (0, True)
    handing.join(5)
    gateway.restart()
    assert history.attempt(gateway.port, content, B).startswith(b"250")
    gate.open()
    time.sleep(0.2)
    history.check(gateway, upstream, lost_answers=1)
