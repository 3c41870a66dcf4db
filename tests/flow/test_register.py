"""What only the register wants of a scan is read after the answer: nobody waits for it, and nothing but a reading is lost."""

import json
import os
import time
import urllib.request
from base64 import encodebytes
from itertools import count
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM

import numpy as np
import pytest
from gateway_process import GatewayProcess, children, free_port, gone, kill
from history import History
from letters import OUTSIDE, A, B, attached
from PIL import Image, ImageDraw, ImageFont
from upstream import Upstream

from tests.gateway.originals.originalscans import page, pdf
from tests.gateway.originals.printedpages import FONT

NUMBERS = count(1)
READING = 5  # ticks of processor time after which a worker is in the middle of a page
LOWEST = 19
SCAN = pdf(page())  # sealed and signed: its verdict does not hang on its text


@pytest.fixture
def upstream():
    with Upstream() as server:
        yield server


@pytest.fixture
def gateway(upstream, tmp_path):
    with GatewayProcess(tmp_path, upstream.port) as process:
        yield process


@pytest.fixture
def stopped(gateway):
    """A gateway with a worker for letters, whose template forks no other until it is let go on."""
    History().attempt(gateway.port, attached(), B)
    (template,) = gateway.templates
    kill(template, SIGSTOP)
    return template


def letter(scan=SCAN):
    number = next(NUMBERS)
    return (
        f"From: <{A}>\r\nTo: <{B}>\r\nSubject: ban quet {number}\r\nMessage-ID: <scan{number}@thu.test>\r\n"
        "Date: Mon, 23 Nov 2026 08:00:00 +0700\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name=qd.pdf\r\n"
        "Content-Disposition: attachment; filename=qd.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    ).encode() + encodebytes(scan).replace(b"\n", b"\r\n")


def hand_in(gateway, content, *recipients):
    """The id of a letter that was answered 250."""
    answer = History().attempt(gateway.port, content, *recipients)
    assert answer.startswith(b"250"), answer
    return gateway.records()[-1]["id"]


def register(gateway, letter_id):
    return json.loads(gateway.run("explain", letter_id, "--json"))["register"]


def entry(gateway, letter_id):
    """What the register says of a letter, as soon as it says something."""
    until = time.monotonic() + 30
    while (found := register(gateway, letter_id)) is None:
        assert time.monotonic() < until, gateway.told[-3000:]
        time.sleep(0.05)
    return found


def reader(gateway):
    """The worker that is in the middle of a scan, stopped."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for worker in [worker for template in gateway.templates for worker in children(template)]:
            if os.getpriority(os.PRIO_PROCESS, worker) == LOWEST and _ticks(worker) > READING:
                kill(worker, SIGSTOP)
                return worker
        time.sleep(0.005)
    raise AssertionError("no worker of the lowest priority reads")


def _ticks(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def test_a_scan_is_read_after_its_answer_and_told_with_its_letter(upstream, tmp_path):
    console = f"127.0.0.1:{free_port()}"
    with GatewayProcess(tmp_path, upstream.port, settings={"VANTHU_CONSOLE": console}) as gateway:
        letter_id = hand_in(gateway, letter(), B)
        (document,) = entry(gateway, letter_id)["documents"]
        assert (document["number"], document["type"], document["date"]) == ("42/QĐ-STC", "Quyết định", "2026-11-25")
        (recorded,) = gateway.records()[-1]["documents"]
        assert (recorded["unread"], recorded.get("number")) == ("needless", None)  # the record stays as it was
        story = gateway.run("explain", letter_id)
        assert "Quyết định, số 42/QĐ-STC, dấu đỏ, chữ ký tay" in story
        assert "sau khi đã trả lời người gửi" in story
        counts = urllib.request.urlopen(f"http://{console}/metrics", timeout=5).read().decode()
        assert 'vanthu_register_readings_total{outcome="read"} 1.0' in counts


def test_a_held_scan_is_shown_with_what_was_read_of_it(gateway):
    letter_id = hand_in(gateway, letter(), OUTSIDE)
    entry(gateway, letter_id)
    assert "số 42/QĐ-STC" in gateway.run("quarantine", "show", letter_id)
    shown = json.loads(gateway.run("quarantine", "show", letter_id, "--json"))
    assert shown["register"]["documents"][0]["number"] == "42/QĐ-STC"
    assert "number" not in shown["documents"][0]


def test_what_is_found_only_then_is_told_to_the_administrator(gateway, upstream):
    picture = Image.fromarray(page())
    ImageDraw.Draw(picture).text((160, 300), "TUYỆT MẬT", (30, 30, 30), ImageFont.truetype(FONT, 26))
    letter_id = hand_in(gateway, letter(pdf(np.asarray(picture))), B)
    assert len(upstream.delivered) == 1
    found = entry(gateway, letter_id)
    (late,), (document,) = found["late"], found["documents"]
    assert "summary" not in document  # what a secret document is about stands in no record
    assert late["code"] == "secrecy.marked"
    assert gateway.records()[-1]["findings"] == []
    assert "chỉ phát hiện sau khi đã trả lời: secrecy.marked" in gateway.run("explain", letter_id)
    (line,) = [json.loads(line) for line in gateway.told.splitlines() if "found only after the answer" in line]
    assert (line["level"], line["id"], line["findings"]) == ("warning", letter_id, ["secrecy.marked"])


def test_the_answer_and_the_next_letters_do_not_wait_for_the_reading(gateway, stopped, upstream):
    first = hand_in(gateway, letter(), B)  # answered and delivered, although no worker can be had that reads
    second = hand_in(gateway, letter(), B)
    assert len(upstream.delivered) == 3
    assert register(gateway, first) is None
    kill(stopped, SIGCONT)
    assert entry(gateway, first)["documents"]
    assert entry(gateway, second)["documents"]


def test_a_letter_is_judged_while_a_scan_is_read(gateway, upstream):
    hand_in(gateway, letter(), B)
    worker = reader(gateway)
    hand_in(gateway, attached(), B)
    assert len(upstream.delivered) == 2
    kill(worker, SIGCONT)


def test_a_reader_that_dies_loses_its_own_letter_alone(gateway):
    first = hand_in(gateway, letter(), B)
    worker = reader(gateway)
    second = hand_in(gateway, letter(), B)
    kill(worker)
    assert entry(gateway, second)["documents"]
    assert register(gateway, first) is None
    assert "not read for the register" in gateway.told


@pytest.mark.parametrize("victim", ["acceptors", "everything"])
def test_killed_while_it_reads_only_the_reading_is_lost(gateway, upstream, victim):
    first = hand_in(gateway, letter(), B)
    reader(gateway)
    if victim == "everything":
        gateway.kill_all()
        gateway.restart()
    else:
        (acceptor,) = gateway.acceptors
        kill(acceptor)
        gone(acceptor)
    second = hand_in(gateway, letter(), B)  # `records` proves the chain
    assert entry(gateway, second)["documents"]
    assert register(gateway, first) is None
    assert [record["reply"] for record in gateway.records()] == ["250 2.0.0 Queued"] * 2
    assert len(upstream.delivered) == 2


def test_the_end_does_not_wait_for_the_reading(gateway, stopped):
    letter_id = hand_in(gateway, letter(), B)
    gateway.signal(SIGTERM)
    assert gateway.ended(8) == 0
    assert register(gateway, letter_id) is None
    assert "Traceback" not in gateway.told


def test_nothing_is_read_where_the_rules_switch_reading_off(upstream, tmp_path):
    console = f"127.0.0.1:{free_port()}"
    with GatewayProcess(
        tmp_path, upstream.port, rules='[original]\nocr = "off"\n', settings={"VANTHU_CONSOLE": console}
    ) as gateway:
        letter_id = hand_in(gateway, letter(), B)
        counts = urllib.request.urlopen(f"http://{console}/metrics", timeout=5).read().decode()
        assert "vanthu_register_readings_total{" not in counts
        assert register(gateway, letter_id) is None
