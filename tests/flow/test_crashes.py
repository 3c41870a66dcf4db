"""kill -9 of each process at each moment of a letter's life: no 250 lost, nothing held and delivered, the chain whole."""

import threading
import time
from signal import SIGKILL, SIGSTOP

import pytest
from dialogue import Dialogue
from gateway_process import GatewayProcess, gone, kill
from history import History
from letters import OUTSIDE, A, B, attached, letter
from upstream import Gate, Upstream


@pytest.fixture
def upstream():
    with Upstream() as server:
        yield server


@pytest.fixture
def gateway(upstream, tmp_path):
    with GatewayProcess(tmp_path, upstream.port, toml="[limits]\nseconds = 5\n") as process:
        yield process


@pytest.fixture
def history(gateway, upstream):
    """Checked at the end, after every letter that failed was handed in again."""
    return History()


class Handing:
    """A letter being handed in, in the background."""

    def __init__(self, history, port, content, *recipients):
        self.history, self.port, self.content, self.recipients = history, port, content, recipients
        self.thread = threading.Thread(target=history.attempt, args=(port, content, *recipients))
        self.thread.start()

    def ended(self):
        self.thread.join(40)
        assert not self.thread.is_alive()
        return self.history.letters

    def again(self):
        return self.history.attempt(self.port, self.content, *self.recipients)


def settled(gateway):
    """Wait until the gateway accepts sessions again."""
    until = time.monotonic() + 10
    while True:
        try:
            with Dialogue(gateway.port) as client:
                if client.greeting.startswith(b"220"):
                    return
        except OSError:
            pass
        assert time.monotonic() < until, gateway.told[-3000:]
        time.sleep(0.05)


def crash(gateway, victim):
    """kill -9, and what must come up again does."""
    if victim == "everything":
        gateway.kill_all()
        gateway.restart()
    elif victim == "supervisor":
        gateway.signal(SIGKILL)
    else:
        until = time.monotonic() + 10
        while len(pids := getattr(gateway, victim)) != 1 and time.monotonic() < until:
            time.sleep(0.05)
        (pid,) = pids
        kill(pid)
        gone(pid)


GOODBYE = b"421 4.3.2 Service shutting down, try again later\r\n"
VICTIMS = ["acceptors", "everything"]
RECIPIENTS = {"forwarded": (B,), "held": (OUTSIDE,), "forwarded and held": (B, OUTSIDE)}


@pytest.mark.parametrize("victim", VICTIMS)
def test_killed_before_the_dot_nothing_of_the_letter_is_left(gateway, upstream, history, victim):
    content = letter()
    with Dialogue(gateway.port) as client:
        client.envelope(A, B, OUTSIDE)
        client.expect(354, b"DATA")
        client.send(content[:-10])
        crash(gateway, victim)
        assert client.rest() in (b"", GOODBYE)  # an acceptor that outlives its supervisor for a moment may still say so
    history.note(content, (B, OUTSIDE), b"", sent=False)
    settled(gateway)
    history.check(gateway, upstream)
    assert history.attempt(gateway.port, content, B, OUTSIDE).startswith(b"250")
    history.check(gateway, upstream)


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("recipients", RECIPIENTS.values(), ids=RECIPIENTS)
def test_killed_while_it_is_judged_the_letter_is_nowhere_and_its_retry_is_handled_once(
    gateway, upstream, history, victim, recipients
):
    history.attempt(gateway.port, attached(), B)  # now there is a worker
    for worker in gateway.workers:
        kill(worker, SIGSTOP)
    handing = Handing(history, gateway.port, attached(), *recipients)
    time.sleep(0.3)
    crash(gateway, victim)
    handing.ended()
    settled(gateway)
    history.check(gateway, upstream)
    assert handing.again().startswith(b"250")
    history.check(gateway, upstream)
    assert history.ends() == {"ok": 2, "unknown": 1}


@pytest.mark.parametrize("victim", VICTIMS)
def test_killed_when_its_decision_is_on_disk_the_hidden_copy_is_dropped(gateway, upstream, history, victim):
    gate = Gate()
    upstream.on("DATA", gate)
    handing = Handing(history, gateway.port, letter(), B, OUTSIDE)
    gate.wait()
    assert gateway.held() == []
    crash(gateway, victim)
    gate.open()
    handing.ended()
    settled(gateway)
    assert (gateway.held(), gateway.blobs(), upstream.delivered) == ([], [], [])
    assert handing.again().startswith(b"250")
    history.check(gateway, upstream)
    assert [record["reply"] is None for record in gateway.records()] == [True, False]


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("stopped", [False, True], ids=["before the upstream's answer", "behind the upstream's answer"])
def test_killed_while_the_upstream_has_it_the_letter_is_not_held_too(gateway, upstream, history, victim, stopped):
    gate = Gate()
    upstream.on("dot", gate)
    handing = Handing(history, gateway.port, letter(), B, OUTSIDE)
    gate.wait()
    if stopped:
        for acceptor in gateway.acceptors:
            kill(acceptor, SIGSTOP)
        gate.open()
        time.sleep(0.2)
    crash(gateway, victim)
    gate.open()
    handing.ended()
    settled(gateway)
    assert handing.again().startswith(b"250")
    history.check(gateway, upstream, lost_answers=1)


def test_a_supervisor_that_is_killed_takes_its_gateway_with_it_but_no_letter(gateway, upstream, history):
    gate = Gate()
    upstream.on("dot", gate)
    handing = Handing(history, gateway.port, letter(), B, OUTSIDE)
    gate.wait()
    family = [*gateway.acceptors, *gateway.templates]
    crash(gateway, "supervisor")
    restarted = threading.Thread(target=gateway.restart)
    restarted.start()
    time.sleep(1)
    gate.open()
    handing.ended()
    restarted.join(40)
    for pid in family:
        gone(pid)
    history.check(gateway, upstream)
    assert history.ends() == {"ok": 1}
    assert len(gateway.records()) == 1


def test_a_template_that_is_killed_is_replaced_and_no_letter_notices(gateway, upstream, history):
    for _ in range(3):
        crash(gateway, "templates")
        assert history.attempt(gateway.port, attached(), B).startswith(b"250")
    history.check(gateway, upstream)
    assert len(upstream.delivered) == 3


def test_a_letter_whose_worker_died_before_it_read_it_is_read_by_the_next(gateway, upstream, history):
    history.attempt(gateway.port, attached(), B)
    for worker in gateway.workers:
        kill(worker, SIGSTOP)
    handing = Handing(history, gateway.port, attached(), B)
    time.sleep(0.3)
    for worker in gateway.workers:
        kill(worker, SIGKILL)
    handing.ended()
    history.check(gateway, upstream)
    assert history.ends() == {"ok": 2}
    assert len(upstream.delivered) == 2


def test_a_worker_that_hangs_costs_its_letter_the_limit_and_others_nothing(gateway, upstream, history):
    history.attempt(gateway.port, attached(), B)
    hanging, *others = gateway.workers
    kill(hanging, SIGSTOP)
    for worker in others:
        kill(worker)
    time.sleep(0.2)
    began = time.monotonic()
    handing = Handing(history, gateway.port, attached(), B)
    time.sleep(0.2)
    for _ in range(5):
        history.attempt(gateway.port, letter(), B)
        history.attempt(gateway.port, attached(), B)
    assert time.monotonic() - began < 4, "others waited for the limit of one"
    handing.ended()
    history.check(gateway, upstream)
    assert [held["findings"] for held in gateway.held()] == [["message.over-limit"]]


@pytest.mark.parametrize("stage", ["MAIL", "DATA", "dot"])
def test_a_scribe_that_is_killed_is_replaced_and_the_letter_under_way_is_answered_rightly(gateway, upstream, history, stage):
    gate = Gate()
    upstream.on(stage, gate)
    handing = Handing(history, gateway.port, letter(), B, OUTSIDE)
    gate.wait()
    crash(gateway, "scribes")
    gate.open()
    handing.ended()
    if not history.ends()["ok"]:
        assert handing.again().startswith(b"250")
    history.check(gateway, upstream)
    assert history.attempt(gateway.port, letter(), B, OUTSIDE).startswith(b"250")
    history.check(gateway, upstream)
