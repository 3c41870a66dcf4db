"""The whole house: stand-in server, gateway, letters, and the commands and pages that tell of them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from gateway.demo.delivery import Courier, Delivery
from gateway.demo.house import House, house
from gateway.demo.letters import FOLDER, SAMPLES

ROOT = Path(__file__).parents[3]


def run(*arguments: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A command with the settings of a house."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_")}
    command = [sys.executable, "-P", "-m", "gateway", *arguments]
    everything = clean | {"PYTHONPATH": str(ROOT)} | environ
    return subprocess.run(command, env=everything, capture_output=True, text=True, timeout=100, check=False)


@pytest.fixture
async def place() -> AsyncIterator[House]:
    """A running house."""
    async with house() as running:
        yield running


def get(place: House, path: str) -> tuple[int, str]:
    """A page's status and text; the console comes up a little after mail is taken."""
    until = monotonic() + 30
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{place.console}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except URLError:
            if monotonic() > until:
                raise
            sleep(0.1)


async def deliver(place: House, *files: str) -> list[Delivery]:
    """Some of the samples, sent in this order."""
    courier = Courier(place)
    try:
        return [await courier.deliver(next(sample for sample in SAMPLES if sample.file == file)) for file in files]
    finally:
        courier.close()


def test_every_letter_in_the_folder_is_a_sample_and_comes_with_crlf_alone() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.eml")) == sorted(sample.file for sample in SAMPLES)
    for sample in SAMPLES:
        assert sample.raw.count(b"\n") == sample.raw.count(b"\r\n") == sample.raw.count(b"\r")


def test_the_demonstration_ends_by_itself_with_all_as_expected() -> None:
    done = run("demo", "--once", environ={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✓ ") == len(SAMPLES)
    assert "✗" not in done.stdout
    assert "\x1b" not in done.stdout


def test_it_stays_up_until_it_is_told_to_end_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_")}
    environ |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-P", "-m", "gateway", "demo"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if "Ctrl-C" in line:
                process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert "vanthu quarantine list" in told
    assert f"  export VANTHU_CONFIG={ROOT / 'gateway' / 'demo' / 'config'}\n  export VANTHU_DATA={tmp_path}" in told
    assert "\n  export VANTHU_UPSTREAM=127.0.0.1:" in told
    assert not list(tmp_path.glob("vanthu-demo-*"))


def test_its_table_can_be_saved(tmp_path: Path) -> None:
    done = run("demo", "--once", "--export", str(tmp_path / "demo"), environ={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nguyên vẹn từng byte" in (tmp_path / "demo.txt").read_text()
    assert (tmp_path / "demo.svg").read_text().startswith("<svg")


async def test_a_letter_arrives_byte_for_byte_under_one_line_of_trace(place: House) -> None:
    [delivery] = await deliver(place, "lich-hop")
    assert delivery.expected
    assert delivery.intact
    assert delivery.tagged == 1
    assert place.server.received[0].content.endswith(b"\r\n" + delivery.sample.raw)


async def test_the_story_of_a_held_letter_can_be_told(place: House) -> None:
    [delivery] = await deliver(place, "gui-gmail")
    assert delivery.record is not None
    identifier = delivery.record["id"]
    told = await asyncio.to_thread(run, "explain", identifier, environ=dict(place.environ))
    assert told.returncode == 0, told.stderr
    for text in (identifier, "domain.recipient", "Điều 8.1", "charset: không khớp", "250 2.0.0", "đang giữ"):
        assert text in told.stdout
    shape = json.loads(
        (await asyncio.to_thread(run, "explain", identifier.lower(), "--json", environ=dict(place.environ))).stdout
    )
    assert shape["id"] == identifier
    assert shape["quarantine"]["state"] == "held"
    matched = {policy["policy"] for policy in shape["policies"] if policy["findings"]}
    assert matched == {"domain"}
    assert (await asyncio.to_thread(run, "explain", "0000000000000000", environ=dict(place.environ))).returncode == 2


async def test_doctor_finds_all_well_and_then_the_server_gone(place: House) -> None:
    well = await asyncio.to_thread(run, "doctor", "--json", environ=dict(place.environ))
    seen = {check["name"]: check for check in map(json.loads, well.stdout.splitlines())}
    assert set(seen) == {"workers", "confinement", "upstream", "database", "blobs", "scanners", "ocr", "trust", "disk", "clock"}
    assert {name for name, check in seen.items() if not check["ok"]} <= {"confinement"}  # a kernel may lack Landlock
    place.server.stop()
    ill = await asyncio.to_thread(run, "doctor", environ=dict(place.environ))
    assert ill.returncode == 1
    assert "✗ upstream" in ill.stdout
    assert "→ " in ill.stdout


async def test_health_pages_tell_machines_how_it_is(place: House) -> None:
    await deliver(place, "lich-hop", "gui-gmail")
    assert await asyncio.to_thread(get, place, "/livez") == (200, "ok\n")
    status, text = await asyncio.to_thread(get, place, "/readyz?verbose")
    assert status == 200, text
    for name in ("listener", "upstream", "database", "blobs", "disk", "clock"):
        assert f"[+] {name}: " in text
    status, figures = await asyncio.to_thread(get, place, "/metrics")
    assert status == 200
    for line in (
        'vanthu_messages_total{direction="any",verdict="forward"} 1.0',
        'vanthu_messages_total{direction="any",verdict="quarantine"} 1.0',
        "vanthu_quarantine_messages 1.0",
        "vanthu_audit_chain_height 2.0",
    ):
        assert line in figures
    assert "@" not in figures
    status, page = await asyncio.to_thread(get, place, "/")
    assert status == 200
    assert "1 thư đang giữ chờ xét" in page
    assert (await asyncio.to_thread(get, place, "/nothing"))[0] == 404


async def test_readiness_drops_when_the_mail_server_is_gone(place: House) -> None:
    place.server.stop()
    status, text = await asyncio.to_thread(get, place, "/readyz?verbose")
    assert status == 503
    assert "[-] upstream: " in text
