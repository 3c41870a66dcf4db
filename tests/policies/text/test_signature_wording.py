"""What is wrong with a digital signature, as people are told."""

import pytest

from policies.core.facts import DigitalSignature
from policies.core.official import OfficialDocument
from policies.original import CODES
from policies.text.signature_wording import flaw

TEMPLATE = next(code for code in CODES if code.code == "original.signature-invalid")
REVOKED = "the certificate was revoked"


def told(state: str, *signed: DigitalSignature) -> tuple[str, str]:
    detail = {"document": "12/QĐ-UBND"} | dict(
        flaw(OfficialDocument("2", "a.pdf", "scan", True, digital_signature=state, signed=signed))
    )
    return TEMPLATE.vi.format_map(detail), TEMPLATE.en.format_map(detail)


def test_who_signed_when_and_what_is_wrong_is_told_in_both_languages():
    good = DigitalSignature("valid", "Trần Thị Bình", "2026-03-02T01:00:00Z")
    bad = DigitalSignature("untrusted", "Nguyễn Văn An", "2026-03-01T20:05:00Z", REVOKED)
    vi, en = told("untrusted", good, bad)
    who = "Chữ ký số của Nguyễn Văn An (ký lúc 03:05 ngày 02/03/2026)"
    assert vi == f"{who} trên văn bản 12/QĐ-UBND không hợp lệ: chứng thư số đã bị thu hồi."
    who = "The digital signature of Nguyễn Văn An (2026-03-02 03:05)"
    assert en == f"{who} on the document 12/QĐ-UBND is not valid: the certificate was revoked."


def test_what_nobody_could_read_of_a_signature_is_left_out():
    assert told("invalid", DigitalSignature("invalid", reason="a reason without a translation")) == (
        "Chữ ký số trên văn bản 12/QĐ-UBND không hợp lệ: chữ ký bị hỏng hoặc không bao trùm toàn bộ văn bản.",
        "The digital signature on the document 12/QĐ-UBND is not valid: it is broken or does not cover the whole document.",
    )
    assert told("expired")[0].endswith("chứng thư số hết hạn hoặc chưa có hiệu lực vào lúc ký.")
    assert "của Sở Nội vụ trên" in told("invalid", DigitalSignature("invalid", "Sở Nội vụ"))[0]


@pytest.mark.parametrize("state", ["none", "valid", "unverified"])
def test_a_signature_that_is_not_bad_has_no_flaw(state: str):
    assert flaw(OfficialDocument("2", "a.pdf", "scan", True, digital_signature=state)) == {}
