"""What the audit log says, and how it leaves the house."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage_samples import REFUSED, decision, outcome, whole

from gateway.storage import audit, chain
from gateway.storage.audit import FIELDS, HIDDEN, SAMPLE, record, stamp
from gateway.storage.export import COLUMNS, as_csv, as_jsonl, cell, records
from policies.core.finding import Finding
from policies.core.official import OfficialDocument
from policies.core.verdict import Action, Judged


def judged(finding, action=Action.QUARANTINE):
    one = decision()
    return replace(one, verdict=replace(one.verdict, action=action, judged=(Judged(finding, action),)))


def test_a_record_has_the_fields_of_the_contract():
    assert tuple(record(decision(), outcome())) == FIELDS[:-1]


def test_a_record_says_who_what_and_how_it_ended():
    one = decision(held=True)
    said = record(one, outcome(REFUSED, committed=False, upstream=REFUSED))
    assert said["event"] == "message"
    assert (said["listener"], said["client_ip"], said["helo"], said["login"]) == ("mx", "10.1.2.3", "pc", "vanthu01")
    assert (said["mail_from"], said["rcpt_tos"]) == ("phong@dongnai.gov.vn", ("a@dongnai.gov.vn", "x@gmail.com"))
    assert (said["message_id"], said["subject"]) == ("<0@dongnai.gov.vn>", "Bộ Nội vụ")
    assert (said["size"], said["sha256"]) == (one.letter.content.size, one.letter.content.sha256)
    assert (said["verdict"], said["reply"], said["upstream_reply"]) == (
        "quarantine",
        "550 5.1.1 No such user",
        "550 5.1.1 No such user",
    )
    assert said["elapsed_ms"] == 12.346
    assert said["findings"][0]["code"] == "domain.recipient"
    assert said["findings"][0]["recipient"] == "x@gmail.com"
    assert len(said["findings"][0]["detail"]["sample"]) == SAMPLE


@pytest.mark.parametrize(
    "zone",
    [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-3, minutes=-30))],
    ids=["UTC", "Đồng Nai", "Newfoundland"],
)
def test_times_are_utc_whatever_zone_they_came_in(zone):
    when = datetime(2026, 11, 23, 20, 5, 1, tzinfo=UTC)
    assert stamp(when.astimezone(zone)) == "2026-11-23T20:05:01.000000Z"


def test_a_subject_that_may_hold_a_password_is_hidden():
    assert record(judged(Finding("password.disclosed")), None)["subject"] == HIDDEN
    assert record(judged(Finding("password.disclosed", part="1")), None)["subject"] == "Bộ Nội vụ"


def test_no_password_stands_in_a_record_whatever_a_policy_says():
    said = record(judged(Finding("password.disclosed", part="1", detail={"password": "abc123", "sample": "mật khẩu: …"})), None)
    assert "abc123" not in chain.encode(said).decode()


def test_what_was_not_read_of_a_document_is_absent():
    one = decision()
    paper = OfficialDocument("1.2", "qd.pdf", "scan", official=True, number="04/2011/QĐ-UBND", addressees=("x" * 500,))
    found = record(replace(one, judgement=replace(one.judgement, documents=(paper,))), None)["documents"][0]
    assert found["number"] == "04/2011/QĐ-UBND"
    assert len(found["addressees"][0]) == SAMPLE
    assert "signer" not in found


@given(
    st.recursive(st.text(st.characters(exclude_categories=[])) | st.integers(-9, 9), lambda inner: st.lists(inner, max_size=3))
)
def test_encoding_never_fails_and_is_read_back(value):
    text = chain.encode({"id": "x", "value": value})
    assert chain.decode(text.decode())["id"] == "x"


async def test_jsonl_holds_every_record_on_one_line(place, ledger):
    hostile = decision(1)
    await whole(ledger, replace(hostile, judgement=replace(hostile.judgement, subject="a\u202eb\u2028\r\n\x00đ")))
    await whole(ledger, decision(2))
    lines = b"".join(as_jsonl(records(place.database()))).splitlines()
    assert len(lines) == 2
    assert b"a\\u202eb\\u2028\\r\\n\\u0000\xc4\x91" in lines[0]
    assert json.loads(lines[0])["subject"] == "a\u202eb\u2028\r\n\x00đ"


async def test_csv_opens_in_a_spreadsheet_and_runs_nothing(place, ledger):
    hostile = decision(1, held=True)
    await whole(ledger, replace(hostile, judgement=replace(hostile.judgement, subject='=HYPERLINK("x";"y")\r\n\u202e')))
    raw = b"".join(as_csv(records(place.database())))
    assert raw.startswith(b"\xef\xbb\xbfid,time,")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert tuple(row) == COLUMNS
    assert row["subject"] == '\'=HYPERLINK("x";"y")\\r\\n\\u202e'
    assert row["rcpt_tos"] == "a@dongnai.gov.vn; x@gmail.com"
    assert json.loads(row["findings"])[0]["code"] == "domain.recipient"
    assert row["actor"] == ""


@pytest.mark.parametrize("first", list("=+-@\t\r＝＋－＠"), ids=lambda first: f"U+{ord(first):04X}")
def test_a_cell_never_starts_a_formula(first):
    assert cell(f"{first}1+1").startswith("'")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param(12.5, "12.5", id="a number"),
        pytest.param(True, "true", id="a truth"),
        pytest.param(["a", "b"], "a; b", id="a list of texts"),
        pytest.param(["=1", "b"], "'=1; b", id="a list that starts a formula"),
        pytest.param({"a@x": "đi"}, '{"a@x": "đi"}', id="a mapping"),
        pytest.param("\ud800\x1b[2J", "\\ud800\\u001b[2J", id="what a terminal would obey"),
    ],
)
def test_a_cell_is_plain_text(value, text):
    assert cell(value) == text


def test_an_export_can_be_bounded_in_time_and_goes_on_over_a_spoilt_record(place):
    database = place.database()
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3)]
    with database.writing() as connection:
        chain.append(connection, place.key, [audit.act("note", f"N{day.day}", "vanthu01", day, reason="ghi chú") for day in days])
        connection.exec_driver_sql("UPDATE audit SET record = CAST(x'7bff' AS TEXT) WHERE id = 'N3'")
    within = list(records(database, stamp(days[1]), stamp(days[2])))
    assert [json.loads(text)["id"] for text in within] == ["N2"]
    assert list(as_csv(records(database)))[-1].startswith(b",,unreadable,")
    assert list(as_jsonl(records(database)))[-1] == b"{\\udcff\n"
