"""What a client is told when the rules refuse its letter."""

from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.ports import Decision, Judgement, Letter, Peer, Reply
from gateway.replies import refused
from gateway.smtp.spool import InMemory
from gateway.wording import remedy
from policies.core.catalog import codes
from policies.core.finding import Finding
from policies.core.message import Envelope
from policies.core.verdict import Action, Judged, Verdict

LEGACY = Finding("charset.legacy-text", detail={"encoding": "tcvn3", "sample": "KÝnh göi", "unicode": "Kính gửi “Đồng Nai”"})
DOMAIN = Finding("domain.recipient", recipient="x@gmail.com", detail={"domain": "gmail.com"})


def reply(*judged: Judged, contact: str = "") -> Reply:
    letter = Letter("06ID", datetime(2026, 11, 23, tzinfo=UTC), Peer("mx", "10.1.2.3"), Envelope("a@x", ("b@y",)), InMemory(b""))
    return refused(Decision(letter, Judgement(), Verdict(Action.REJECT, (("b@y", Action.REJECT),), judged)), contact)


def test_every_finding_is_told_those_that_refuse_first() -> None:
    told = reply(Judged(LEGACY, Action.TAG), Judged(DOMAIN, Action.REJECT), contact="0251 3822 501")
    named = [line[10:].split()[0] for line in told.text.splitlines()]
    assert named == ["Thu", *["domain.recipient"] * 2, *["charset.legacy-text"] * 2, "id"]
    assert told.text.endswith("id 06ID; ho tro / help: 0251 3822 501")
    assert [line[:4] for line in told.lines] == [b"550-"] * 5 + [b"550 "]


def test_of_a_legacy_text_the_reading_is_told_and_not_its_bytes() -> None:
    text = reply(Judged(LEGACY, Action.REJECT)).text
    assert 'Kinh gui "Dong Nai"' in text
    assert "(Dieu 4.5)" in text
    assert "?" not in text


@pytest.mark.parametrize("code", sorted(codes()))
def test_however_long_a_letters_words_are_the_remedy_stands_whole(code: str) -> None:
    finding = Finding(code, filename="tệp" * 400, recipient="a" * 400, detail=dict.fromkeys(NAMES, "chữ " * 300))
    lines = reply(Judged(finding, Action.REJECT)).text.splitlines()
    for line, cure in zip(lines[1:3], remedy(finding), strict=True):
        assert line.endswith(normalize("NFD", cure.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode())
    assert len(lines) == 4


NAMES = ("sample", "unicode", "domain", "owner", "imitated", "author", "field", "document", "defects", "limit", "reason", "font")


@given(st.lists(st.tuples(st.sampled_from([*sorted(codes()), "no.such"]), st.text(), st.sampled_from(Action)), max_size=5))
def test_every_line_is_ascii_and_within_what_smtp_allows(found: list[tuple[str, str, Action]]) -> None:
    judged = [
        Judged(Finding(code, filename=text, detail={"sample": text, "domain": text}), action) for code, text, action in found
    ]
    for line in reply(*judged, contact="trợ giúp\r\n" * 90).lines:
        assert len(line) <= 512
        assert line.isascii()
        assert line.endswith(b"\r\n")
        assert line.count(b"\r") == line.count(b"\n") == 1
