"""What a finding says to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wording import document_json, finding_json, remedy, verdict_json, wording
from policies.core.catalog import codes
from policies.core.finding import Finding
from policies.core.official import OfficialDocument
from policies.core.verdict import Action, Judged, Verdict

EVIDENCE = st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.tuples(st.text()))


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_code_without_any_detail_still_makes_a_sentence(code: str) -> None:
    sentences = (*wording(Finding(code)), *remedy(Finding(code)))
    assert all(sentence and "{" not in sentence for sentence in sentences)


@given(st.sampled_from([*sorted(codes()), "no.such-code"]), st.dictionaries(st.text(), EVIDENCE), st.none() | st.text())
def test_no_detail_makes_it_fail(code: str, detail: dict[str, str], filename: str | None) -> None:
    assert wording(Finding(code, filename=filename, detail=detail))[0]


def test_details_are_put_in_their_places() -> None:
    vi, en = wording(Finding("message.unparsable", detail={"defects": ("nul", "two-boundaries")}))
    assert "(nul, two-boundaries)" in vi
    assert "(nul, two-boundaries)" in en


def test_an_unknown_code_is_named() -> None:
    assert wording(Finding("no.such-code")) == ("Phát hiện no.such-code.", "Finding no.such-code.")


def test_a_verdict_has_the_shape_of_check_json() -> None:
    judged = Judged(Finding("message.over-limit", part="2", filename="a.zip", detail={"limit": "ratio"}), Action.QUARANTINE)
    verdict = Verdict(Action.QUARANTINE, (("a@x", Action.FORWARD), ("b@y", Action.QUARANTINE)), (judged,))
    shape = verdict_json(verdict, (OfficialDocument("1.2", "a.pdf", "scan", official=True, number="04/2011/QĐ-UBND"),))
    assert shape["verdict"] == "quarantine"
    assert shape["recipients"] == {"a@x": "forward", "b@y": "quarantine"}
    [finding] = shape["findings"]
    assert list(finding) == ["code", "article", "action", "part", "filename", "recipient", "detail", "message"]
    assert (finding["article"], finding["action"], finding["detail"]) == ("8.5", "quarantine", {"limit": "ratio"})
    assert set(finding["message"]) == {"vi", "en"}
    assert finding == finding_json(judged)


def test_what_was_not_read_of_a_document_is_absent() -> None:
    document = document_json(OfficialDocument(None, None, "scan", official=False, number="1/BC"))
    assert set(document) == {"part", "filename", "kind", "official", "seal", "signature", "digital_signature", "number"}
    assert document["part"] is None
    assert document["number"] == "1/BC"
