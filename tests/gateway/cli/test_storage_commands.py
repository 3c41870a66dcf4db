"""`vanthu quarantine` and `vanthu audit` as somebody at a terminal, and a script, meets them."""

import asyncio
import csv
import io
import json
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))

from storage_samples import Place, decision, whole

from gateway.cli.group import vanthu
from gateway.cli.held_view import table
from gateway.cli.moments import local
from gateway.demo.standin import UNKNOWN, StandIn
from gateway.storage.quarantine import Quarantine
from policies.core.finding import Finding
from policies.core.verdict import Action, Judged

LIST_KEYS = {"id", "time", "state", "mail_from", "recipients", "message_id", "subject", "size", "sha256", "findings", "expires"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VANTHU_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("VANTHU_UPSTREAM", raising=False)
    (tmp_path / "var").mkdir()
    return Place(tmp_path / "var")


@pytest.fixture
def letter(place):
    return keep(place, decision(held=True))


def keep(place, one):
    async def through():
        ledger = place.ledger()
        await whole(ledger, one)
        ledger.close()

    asyncio.run(through())
    return one.letter


def run(*arguments):
    return CliRunner().invoke(vanthu, list(arguments))


def test_the_list_for_scripts_is_one_object_a_line(letter):
    result = run("quarantine", "list", "--json")
    (item,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert set(item) >= LIST_KEYS
    assert (item["id"], item["state"], item["recipients"]) == (letter.id, "held", ["x@gmail.com"])
    assert (item["findings"], item["sha256"]) == (["domain.recipient"], letter.content.sha256)


def test_the_list_when_piped_is_one_plain_line_a_letter(letter):
    result = run("quarantine", "list")
    (line,) = result.stdout.splitlines()
    assert line.split("\t")[0] == letter.id
    assert "đang giữ" in line
    assert "Bộ Nội vụ" in line


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_in_a_terminal_the_list_is_a_table(place, letter, monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "200")
    quarantine = Quarantine(place.database(), place.blobs, place.key)
    table(quarantine.items())
    table(quarantine.items("deleted"))
    assert "Kho giữ thư" in screen.getvalue()
    assert letter.id in screen.getvalue()
    assert "Không có thư nào." in screen.getvalue()


def test_a_release_whose_end_is_not_known_is_shown_so(place, letter):
    quarantine = Quarantine(place.database(), place.blobs, place.key)
    quarantine.claim(quarantine.find(letter.id), letter.received)
    assert "không rõ" in run("quarantine", "list").stdout
    assert json.loads(run("quarantine", "list", "--json").stdout)["releasing"]
    assert run("quarantine", "delete", letter.id).exit_code == 1
    assert run("quarantine", "delete", letter.id, "--force").exit_code == 0


@pytest.fixture
def upstream(monkeypatch):
    """A mail server beside us, in a thread of its own."""
    loop, server = asyncio.new_event_loop(), StandIn()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
    monkeypatch.setenv("VANTHU_UPSTREAM", f"127.0.0.1:{port}")
    yield server
    loop.call_soon_threadsafe(server.stop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_a_released_letter_reaches_the_mail_server_byte_for_byte(place, letter, upstream):
    result = run("quarantine", "release", letter.id)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "đã cho đi" in result.stdout
    (received,) = upstream.received
    assert (received.mail_from, received.rcpt_tos) == ("phong@dongnai.gov.vn", ("x@gmail.com",))
    assert received.content == bytes(letter.content.view())
    assert run("quarantine", "release", letter.id).exit_code == 1
    assert len(upstream.received) == 1
    assert run("quarantine", "list", "--json").stdout == ""
    assert json.loads(run("quarantine", "list", "--json", "--state", "all").stdout)["state"] == "released"


def test_a_letter_that_the_mail_server_refuses_stays_held_and_its_words_are_shown(place, upstream):
    refused = keep(place, decision(held=True, recipients=("a@dongnai.gov.vn", f"{UNKNOWN}@dongnai.gov.vn")))
    result = run("quarantine", "release", refused.id)
    assert result.exit_code == 1
    assert "550 5.1.1" in result.stderr
    assert upstream.received == []
    assert json.loads(run("quarantine", "list", "--json").stdout)["state"] == "held"


def test_an_empty_queue_is_no_error(place):
    assert (run("quarantine", "list").exit_code, run("quarantine", "list", "--json").stdout) == (0, "")


def test_the_list_can_be_bounded_to_a_state(place, letter):
    run("quarantine", "reject", letter.id, "--reason", "sai quy định")
    assert run("quarantine", "list", "--json", "--state", "held").stdout == ""
    assert json.loads(run("quarantine", "list", "--json", "--state", "rejected").stdout)["state"] == "rejected"


def test_what_a_letter_says_does_nothing_to_the_terminal(place):
    one = decision(held=True)
    keep(place, replace(one, judgement=replace(one.judgement, subject="\x1b[2J\u202e[red]\udcff")))
    for arguments in (("list",), ("list", "--json"), ("show", one.letter.id), ("show", one.letter.id, "--json")):
        result = run("quarantine", *arguments)
        assert result.exit_code == 0
        assert "\x1b" not in result.stdout
        assert "\u202e" not in result.stdout


def test_a_letter_is_shown_whole(letter):
    said = run("quarantine", "show", letter.id).stdout
    for part in (
        letter.id,
        "phong@dongnai.gov.vn",
        "BODY=8BITMIME",
        "x@gmail.com",
        "NOTIFY=NEVER",
        "domain.recipient",
        "Điều 8.1",
    ):
        assert part in said
    assert "gmail.com" in said.partition("giữ lại")[2]
    assert "→ " in said
    assert "Bộ Nội vụ" in run("quarantine", "list", "--json").stdout
    shown = run("quarantine", "show", letter.id, "--json").stdout
    assert "Bộ Nội vụ" in shown
    whole_json = json.loads(shown)
    assert whole_json["peer"]["client_ip"] == "10.1.2.3"
    assert whole_json["findings"][0]["detail"]["domain"] == "gmail.com"


def test_the_raw_letter_is_byte_for_byte_what_came(letter):
    assert run("quarantine", "show", letter.id, "--raw").stdout_bytes == bytes(letter.content.view())


def test_the_story_of_a_letter_is_told_by_our_clock(letter):
    said = run("explain", letter.id).stdout
    assert local(letter.received)[:16] in said
    assert "Trong kho giữ: đang giữ, giữ đến " in said
    assert "+00:00" not in said
    assert not any(line.split()[0].endswith("Z") for line in said.splitlines())  # an id may end so, no time does


def test_legacy_text_is_shown_as_it_looks_and_reads_and_how_it_is_mended_once(place):
    detail = {"encoding": "tcvn3", "sample": "c\xad tró", "unicode": "cư trú", "place": "bảng"}
    found = tuple(Finding("charset.legacy-text", part, detail=detail) for part in ("1", "2"))
    one, judged = decision(held=True), tuple(Judged(finding, Action.QUARANTINE) for finding in found)
    letter = keep(place, replace(one, verdict=replace(one.verdict, judged=judged)))
    for command in (("quarantine", "show"), ("explain",)):
        said = run(*command, letter.id).stdout.lower()
        assert [said.count(words) for words in ("c- tró", "cư trú", ", bảng", "cách sửa:", "ctrl+shift+f6")] == [2, 2, 2, 1, 1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("show", "06NOSUCH"), 1, id="show an unknown letter"),
        pytest.param(("reject", "06NOSUCH", "--reason", "x"), 1, id="reject an unknown letter"),
        pytest.param(("delete", "06NOSUCH"), 1, id="delete an unknown letter"),
        pytest.param(("reject", "06NOSUCH"), 2, id="reject without a reason"),
        pytest.param(("release",), 2, id="release nothing"),
        pytest.param(("release", "06NOSUCH"), 2, id="release without a mail server"),
        pytest.param(("list", "--state", "lost"), 2, id="a state that is none"),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(place, arguments, code):
    result = run("quarantine", *arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr


def test_several_letters_are_dealt_with_though_one_fails(place, letter):
    second = keep(place, decision(2, held=True))
    result = run("quarantine", "delete", letter.id, "06NOSUCH", second.id, "--json")
    assert result.exit_code == 1
    assert [json.loads(line)["done"] for line in result.stdout.splitlines()] == [True, False, True]
    assert place.blob_names() == []


@pytest.mark.parametrize(("wrong", "named"), [("oracle9://x/y", "VANTHU_DATABASE"), ("sqlite:////proc/no/such.db", "proc")])
def test_storage_that_cannot_be_opened_is_exit_code_2(place, monkeypatch, wrong, named):
    monkeypatch.setenv("VANTHU_DATABASE", wrong)
    for arguments in (("quarantine", "list"), ("audit", "verify"), ("audit", "export", "--format", "csv")):
        result = run(*arguments)
        assert result.exit_code == 2
        assert named in result.stderr


def test_the_chain_is_proved_whole_or_the_first_broken_record_named(place, letter):
    assert run("audit", "verify").exit_code == 0
    assert json.loads(run("audit", "verify", "--json").stdout) == {
        "whole": True,
        "records": 1,
        "broken": None,
        "id": None,
        "reason": "",
    }
    with place.database().writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET record = replace(record, 'vanthu01', 'vanthu02')")
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert "số 1" in result.stdout
    assert letter.id in result.stdout


def test_the_audit_log_is_exported_as_lines_of_json(letter):
    result = run("audit", "export", "--format", "jsonl")
    (record,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, record["id"], record["event"]) == (0, letter.id, "message")


def test_the_audit_log_is_exported_to_a_file_for_spreadsheets(place, letter, tmp_path):
    target = tmp_path / "nhật ký.csv"
    assert run("audit", "export", "--format", "csv", "--output", str(target)).exit_code == 0
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert row["id"] == letter.id
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        pytest.param(("--since", "2020-01-01"), 1, id="since a day long ago"),
        pytest.param(("--since", "01/01/2999"), 0, id="since a day to come"),
        pytest.param(("--until", "2999-01-01T00:00:00Z"), 1, id="until a time to come"),
        pytest.param(("--until", "2020-01-01T08:00"), 0, id="until a time long ago, no zone given"),
        pytest.param(("--since", "2020-01-01", "--until", "2999-12-31"), 1, id="between two days"),
    ],
)
def test_an_export_is_bounded_in_time(letter, bounds, found):
    result = run("audit", "export", "--format", "jsonl", *bounds)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == found


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--format", "xlsx"), id="a format of a later version"),
        pytest.param(("--format", "doc"), id="a format that is none"),
        pytest.param((), id="no format"),
        pytest.param(("--format", "csv", "--since", "hôm qua"), id="a time that is none"),
        pytest.param(("--format", "csv", "--output", "/proc/no/such/file"), id="a file that cannot be written"),
    ],
)
def test_an_export_that_cannot_be_made_is_exit_code_2(place, arguments):
    result = run("audit", "export", *arguments)
    assert result.exit_code == 2
    assert result.stderr
