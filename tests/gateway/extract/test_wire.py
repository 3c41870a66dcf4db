"""Judgements survive the way through a socket; whatever a worker makes up instead is refused, and nothing else is raised."""

import math
from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.errors import Permanent
from gateway.extract import wire
from gateway.extract.wire import Job, decode_job, decode_judgement, encode_job, encode_judgement
from gateway.ports import Judgement
from policies.core.catalog import codes
from policies.core.finding import Finding
from policies.core.message import Envelope
from policies.core.official import OfficialDocument

CODE = "message.unparsable"
WHOLE = Judgement(
    findings=(
        Finding(CODE, "1.2", "bao cao.docx", None, {"defects": "a, b", "pages": (1, 2), "fonts": (".VnTime",), "share": 0.5}),
        Finding("message.over-limit", recipient="ông@đồngnai.gov.vn", detail={"limit": None, "sure": True, "count": 3}),
    ),
    documents=(
        OfficialDocument(
            "1.2", "qd.pdf", "scan", True, "red", "handwritten", number="04/2011/QĐ-UBND", addressees=("Sở Nội vụ",)
        ),
        OfficialDocument(None, None, "unreadable", False),
    ),
    message_id="<1@x>",
    subject="V/v báo cáo",
    automatic=True,
    stages={"parse": 0.001},
)


def raw(**changes: object) -> bytes:
    fields = {"findings": [], "documents": [], "message_id": "", "subject": "", "automatic": False, "stages": None}
    return msgspec.msgpack.encode(list((fields | changes).values()))


def document(**changes: object) -> list[object]:
    plain = OfficialDocument(None, None, "scan", True)
    return [changes.get(name, getattr(plain, name)) for name in OfficialDocument.__slots__]


def test_a_job_arrives_as_it_was():
    envelope = Envelope("a@dongnai.gov.vn", ("b@gmail.com", "ông@x.vn"), "outbound", "a", "10.0.0.1")
    job = Job(envelope, date(2026, 11, 23), thorough=True)
    assert decode_job(encode_job(job)) == job


def test_an_address_that_is_not_utf8_is_refused_for_good():
    with pytest.raises(Permanent) as caught:
        encode_job(Job(Envelope("a@x.vn", ("b\udcff@x.vn",)), date(2026, 11, 23)))
    assert caught.value.reply.startswith("553 ")


@pytest.mark.parametrize("judgement", [WHOLE, Judgement()], ids=["a full one", "an empty one"])
def test_a_judgement_arrives_as_it_was(judgement):
    assert decode_judgement(encode_judgement(judgement)) == judgement


def test_the_document_on_the_wire_has_the_fields_of_the_real_one():
    assert wire._Document.__struct_fields__ == tuple(OfficialDocument.__slots__)


evidence = st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text()).map(tuple))
surrogates = st.text(st.characters())  # with lone surrogates


@settings(suppress_health_check=[HealthCheck.too_slow])  # large examples on a busy machine
@given(
    part=st.none() | surrogates,
    recipient=st.none() | surrogates,
    subject=surrogates,
    detail=st.dictionaries(surrogates, evidence | surrogates, max_size=40),
)
def test_whatever_stands_in_a_letter_can_be_told(part, recipient, subject, detail):
    told = decode_judgement(encode_judgement(Judgement((Finding(CODE, part, None, recipient, detail),), subject=subject)))
    assert told.findings[0].code == CODE
    assert len(told.findings[0].detail) <= wire.DETAILS


def test_long_words_and_lists_are_clipped():
    finding = Finding(CODE, filename="x" * 10_000, detail={"sample": "ă" * 10_000, "pages": tuple(range(10_000)), "n": 1 << 90})
    (told,) = decode_judgement(encode_judgement(Judgement((finding,)))).findings
    assert told.filename == "x" * wire.WORDS
    assert told.detail == {"sample": "ă" * wire.WORDS, "pages": tuple(range(wire.ITEMS)), "n": hex(1 << 90)}


def test_findings_that_had_to_be_left_out_make_the_letter_one_not_inspected_in_full():
    told = decode_judgement(encode_judgement(Judgement((Finding(CODE),) * 5_000))).findings
    assert len(told) == wire.FINDINGS + 1
    assert told[-1] == Finding("message.over-limit", detail={"limit": "findings"})


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xc1",
        b"\x91" * 100_000,
        msgspec.msgpack.encode({"findings": []}),
        raw(subject=b"bytes"),
        raw(subject="x" * 2001),
        raw(automatic=1),
        raw(stages={"parse": math.nan}),
        raw(stages={str(number): 1.0 for number in range(31)}),
        raw(findings=[["no.such-code", None, None, None, {}]]),
        raw(findings=[[CODE, None, None, None, {"x": {}}]]),
        raw(findings=[[CODE, None, None, None, {"x": math.inf}]]),
        raw(findings=[[CODE, None, None, None, {"x": [1, "one"]}]]),
        raw(findings=[[CODE, 1, None, None, {}]]),
        raw(findings=[[CODE, None, None, None, {}]] * 1_002),
        raw(documents=[document(kind="painting")]),
        raw(documents=[document(seal=None)]),
        raw(documents=[document(addressees=["x"] * 201)]),
        raw(subject="\0").replace(b"\xa1\0", b"\xa1\xff"),
        raw() + b"more",
    ],
    ids=[
        "nothing",
        "no MessagePack",
        "endless nesting",
        "another shape",
        "bytes for text",
        "a subject too long",
        "a number for a boolean",
        "a stage of no finite time",
        "too many stages",
        "an unknown code",
        "a map as evidence",
        "an infinite number",
        "a mixed list",
        "a number for a part",
        "too many findings",
        "an unknown kind of document",
        "a document without its seal",
        "too many addressees",
        "text that is no UTF-8",
        "something after the end",
    ],
)
def test_what_no_honest_worker_says_is_refused(answer):
    with pytest.raises(ValueError, match="garbled judgement"):
        decode_judgement(answer)


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(answer):
    try:
        judgement = decode_judgement(answer)
    except ValueError:
        return
    assert all(finding.code in codes() for finding in judgement.findings)


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_changed_byte_gives_a_judgement_or_a_refusal(place, byte):
    answer = bytearray(encode_judgement(WHOLE))
    answer[place % len(answer)] = byte
    try:
        decode_judgement(bytes(answer))
    except ValueError:
        return
