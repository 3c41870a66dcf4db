"""Everything at once: many clients, two acceptors, and a nemesis that kills, cuts, locks and refuses as its seed says.

Whatever it does, the history agrees with what became of the letters; and when it stops, every letter comes through.
"""

import random
import sqlite3
import threading
import time
from signal import SIGCONT, SIGSTOP

import pytest
from gateway_process import GatewayProcess, kill
from history import History
from letters import OUTSIDE, B, C, attached, letter, message_id
from upstream import Fault, Slow, Taken, Upstream

SECONDS = 5.0
CLIENTS = 8
KINDS = [(letter, (B,)), (attached, (B, C)), (letter, (B, OUTSIDE)), (letter, (OUTSIDE,)), (attached, (OUTSIDE, B))]


class Nemesis:
    """What goes wrong."""

    def __init__(self, seed, gateway, upstream):
        self.chance = random.Random(seed)
        self.gateway = gateway
        self.upstream = upstream
        self.deeds = [
            self.kill_an_acceptor,
            self.kill_the_template,
            self.kill_a_worker,
            self.kill_the_scribe,
            self.freeze_an_acceptor,
            self.lock_the_database,
            self.cut_the_upstream,
            self.lose_an_answer,
            self.refuse,
            self.stop_listening,
        ]

    def rage(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.chance.choice(self.deeds)()
            time.sleep(self.chance.uniform(0.05, 0.3))

    def one_of(self, pids):
        return pids[self.chance.randrange(len(pids))] if pids else None

    def kill_an_acceptor(self):
        if pid := self.one_of(self.gateway.acceptors):
            kill(pid)

    def kill_the_template(self):
        if pid := self.one_of(self.gateway.templates):
            kill(pid)

    def kill_a_worker(self):
        if pid := self.one_of(self.gateway.workers):
            kill(pid)

    def kill_the_scribe(self):
        if pid := self.one_of(self.gateway.scribes):
            kill(pid)

    def freeze_an_acceptor(self):
        if pid := self.one_of(self.gateway.acceptors):
            kill(pid, SIGSTOP)
            time.sleep(self.chance.uniform(0.05, 0.3))
            kill(pid, SIGCONT)

    def lock_the_database(self):
        with sqlite3.connect(self.gateway.data / "vanthu.db", timeout=20, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(self.chance.uniform(0.05, 0.5))
            other.execute("ROLLBACK")
        other.close()

    def cut_the_upstream(self):
        self.upstream.cut()

    def lose_an_answer(self):
        self.upstream.on("dot", self.chance.choice([Taken(Fault.CLOSE), Taken(Fault.RESET), Fault.CLOSE, Slow(0.5)]))

    def refuse(self):
        stage = self.chance.choice(["greeting", "EHLO", "MAIL", "RCPT", "DATA", "dot"])
        self.upstream.on(stage, self.chance.choice([b"450 4.2.0 Later\r\n", b"421 4.3.2 Closing\r\n", b"???\r\n", Fault.RESET]))

    def stop_listening(self):
        self.upstream.stop_listening()
        time.sleep(self.chance.uniform(0.05, 0.3))
        self.upstream.listen()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_letter_is_lost_or_doubled_by_the_gateway(tmp_path, seed):
    history, contents, stop = History(breaks=True), {}, threading.Event()

    def client(number):
        chance = random.Random(seed * 1000 + number)
        while not stop.is_set():
            make, recipients = chance.choice(KINDS)
            content = make()
            contents[message_id(content)] = (content, recipients)
            history.attempt(gateway.port, content, *recipients)
            time.sleep(chance.uniform(0, 0.05))

    toml = "[timeouts]\nupstream_command = 3\nupstream_final = 3\n[limits]\nseconds = 5\n"
    with Upstream() as upstream, GatewayProcess(tmp_path, upstream.port, toml=toml, settings={"VANTHU_WORKERS": "2"}) as gateway:
        threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        Nemesis(seed, gateway, upstream).rage(SECONDS)
        stop.set()
        for thread in threads:
            thread.join(60)
        upstream.normal()
        until = time.monotonic() + 30
        while (left := history.open()) and time.monotonic() < until:
            for identity in left:
                content, recipients = contents[identity]
                history.attempt(gateway.port, content, *recipients)
        assert history.open() == []
        assert history.ends()["ok"] > 50
        history.check(gateway, upstream, lost_answers=history.ends()["unknown"])
