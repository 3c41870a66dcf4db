"""The lines put on top of a letter, and the forged ones found in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mime.parse import parse
from gateway.mime.rewrite import forged, hops, received_line, renamed, tag_lines
from gateway.ports import Peer
from policies.core.finding import Code, Finding
from policies.core.verdict import Action, Judged, Verdict

WHEN = datetime(2026, 11, 5, 1, 15, 30, tzinfo=UTC)
CODES = {"charset.legacy-font": Code("charset.legacy-font", "4.5", "", "", "", "")}


def verdict(*judged: Judged) -> Verdict:
    return Verdict(Action.TAG, (("a@b.vn", Action.TAG),), judged)


def assert_sound(block: bytes) -> None:
    assert block.isascii()
    assert block.endswith(b"\r\n")
    lines = block.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(len(line) <= 998 for line in lines)
    assert all(len(line) <= 78 or b" " not in line.strip() for line in lines)


def test_a_tag_names_the_verdict_and_each_code_once_with_its_article():
    font = Finding("charset.legacy-font")
    block = tag_lines("01J8Z", verdict(Judged(font, Action.TAG), Judged(font, Action.TAG)), CODES)
    assert block == b"X-Vanthu-Verdict: tag; id=01J8Z\r\nX-Vanthu-Finding: charset.legacy-font (art. 4.5)\r\n"


def test_a_tag_tells_nothing_of_what_was_only_recorded_or_held_for_somebody_else():
    recorded = Judged(Finding("charset.decomposed"), Action.FORWARD)
    held = Judged(Finding("domain.recipient", recipient="x@gmail.com"), Action.QUARANTINE)
    assert tag_lines("1", verdict(recorded, held), CODES) == b"X-Vanthu-Verdict: tag; id=1\r\n"


def test_the_catalog_gives_the_articles_by_default():
    finding = Judged(Finding("message.unparsable"), Action.TAG)
    assert b"X-Vanthu-Finding: message.unparsable (art. 8.5)\r\n" in tag_lines("1", verdict(finding))


def test_the_trace_line_names_peer_gateway_and_time():
    peer = Peer("0", "192.0.2.7", 4711, "pc.dongnai.gov.vn", "pc", "an", "ESMTPSA")
    line = received_line(peer, "01J8Z", "gw.dongnai.gov.vn", WHEN, ("a@b.vn",))
    assert_sound(line)
    unfolded = line.replace(b"\r\n ", b" ")
    assert unfolded == (
        b"Received: from pc (pc.dongnai.gov.vn [192.0.2.7]) by gw.dongnai.gov.vn with ESMTPSA"
        b" id 01J8Z for <a@b.vn>; Thu, 05 Nov 2026 01:15:30 +0000\r\n"
    )


@pytest.mark.parametrize("recipients", [(), ("a@b.vn", "c@d.vn")], ids=["none", "two"])
def test_the_trace_line_names_no_recipient_unless_there_is_exactly_one(recipients: tuple[str, ...]):
    assert b" for " not in received_line(Peer("0", "2001:db8::1"), "1", "gw", WHEN, recipients)


text = st.text(max_size=400)


@given(text, text, text, text)
def test_whatever_a_client_calls_itself_the_trace_line_is_one_field(helo: str, name: str, ip: str, mailbox: str):
    line = received_line(Peer("0", ip, 0, name, helo), "1", "gw", WHEN, (mailbox,))
    assert_sound(line)
    assert [one.name for one in parse(line + b"\r\n").headers] == ["Received"]


HEAD = b"Received: a\r\nreceived: b\r\n c\r\nX-Received: d\r\nRECEIVED : e\r\n\r\nReceived: in the body\r\n"


def test_hops_are_the_received_fields_of_the_header_block_alone():
    assert hops(HEAD) == 3
    assert hops(b"") == 0


FORGERIES = [
    ("none", b"Subject: X-Vanthu-Verdict: x\r\n\r\nX-Vanthu-Verdict: x\r\n", []),
    ("at the top", b"X-Vanthu-Verdict: tag\r\n\r\n", [0]),
    ("any case, any field", b"A: b\r\nx-VANTHU-anything : c\r\n\r\n", [6]),
    ("the sender's declaration is no forgery", b"X-Vanthu-Paper: yes\r\n\r\n", []),
    ("but what begins like it is", b"X-Vanthu-Paperwork: yes\r\n\r\n", [0]),
]


@pytest.mark.parametrize(("head", "offsets"), [case[1:] for case in FORGERIES], ids=[case[0] for case in FORGERIES])
def test_forged_fields_are_found_and_renamed_in_place(head: bytes, offsets: list[int]):
    assert forged(head) == offsets
    changed = renamed(head)
    assert len(changed) == len(head)
    assert forged(changed) == []
    assert [index for index, (old, new) in enumerate(zip(head, changed, strict=True)) if old != new] == [
        offset + index for offset in offsets for index in range(9) if head[offset + index] != b"X-Forged-"[index]
    ]
