"""What is still told of a secret document."""

from dataclasses import replace
from string import Formatter

import pytest

from policies.core.catalog import codes
from policies.core.facts import DigitalSignature, Mark
from policies.core.finding import Finding
from policies.core.official import OfficialDocument
from policies.text.discretion import CONCEALED, SPREADING, discreet, discreet_subject

MARKED = {"mark": "MẬT", "place": "page 1", "place_vi": "trang 1"}
QUOTING = Finding("charset.legacy-text", "2", "a.pdf", detail={"encoding": "tcvn3", "sample": "KÕ ho¹ch", "unicode": "Kế hoạch"})
DOCUMENT = OfficialDocument(
    "2",
    "a.pdf",
    "scan",
    official=True,
    number="12/KH-UBND",
    type="Kế hoạch",
    summary="Về việc tuần tra",
    signer="Nguyễn Văn A",
    addressees=("Công an thành phố",),
    marks=(Mark("stamp", 1, (0.1, 0.1, 0.2, 0.2), 0.9, text="MẬT"),),
    signed=(DigitalSignature("valid", "Nguyễn Văn A"),),
)


def told(mark_part, mark_name, finding=QUOTING, document=DOCUMENT):
    (_, finding), (document,) = discreet((Finding("secrecy.marked", mark_part, mark_name, detail=MARKED), finding), (document,))
    return finding, document


def test_a_secret_part_keeps_code_place_and_number_alone():
    finding, document = told("2", "a.pdf")
    assert finding == replace(QUOTING, detail={"encoding": "tcvn3"})
    assert document == replace(DOCUMENT, summary=None, signer=None, addressees=None, signed=())


def test_a_record_with_a_level_is_secret_without_a_finding():
    _, (document,) = discreet((), (replace(DOCUMENT, secrecy="TỐI MẬT"),))
    assert document.summary is None
    assert document.secrecy == "TỐI MẬT"


def test_the_finding_of_the_mark_itself_stays_whole():
    (finding,), _ = discreet((Finding("secrecy.marked", "2", "a.pdf", detail=MARKED),), ())
    assert finding.detail == MARKED


@pytest.mark.parametrize(
    ("part", "name", "secret"),
    [
        ("3", "b.pdf", False),
        ("2", "other.pdf", False),
        ("1", None, False),
        (None, None, True),
    ],
    ids=["another part", "another member of the archive", "the letter's text", "the subject"],
)
def test_what_a_mark_covers(part, name, secret):
    finding, document = told(part, name)
    assert ("sample" not in finding.detail) is secret
    assert (document.summary is None) is secret


def test_a_mark_in_the_text_covers_header_and_text():
    for place in (None, "1", "1.2"):
        finding, _ = told("1", None, replace(QUOTING, part=place, filename=None))
        assert "sample" not in finding.detail


def test_a_mark_in_a_forwarded_letters_subject_covers_its_files():
    finding, _ = told("3", None, replace(QUOTING, part="3.2"))
    assert "sample" not in finding.detail


def test_a_lifted_mark_hides_nothing():
    document = replace(DOCUMENT, secrecy="GIẢI MẬT")
    assert discreet((QUOTING,), (document,)) == ((QUOTING,), (document,))


@pytest.mark.parametrize(
    ("name", "shown"), [("a.pdf", "Kế hoạch tuần tra"), (None, CONCEALED)], ids=["a file is secret", "the letter is secret"]
)
def test_the_subject_is_hidden_where_the_letter_is_secret(name, shown):
    assert discreet_subject("Kế hoạch tuần tra", (Finding("secrecy.marked", "1", name, detail=MARKED),)) == shown


@pytest.mark.parametrize("code", sorted(set(codes()) - {SPREADING}))
def test_the_sentence_about_a_secret_document_is_whole(code):
    words = codes()[code]
    templates = (words.vi, words.en, words.remedy_vi, words.remedy_en, *words.guide_vi, *words.guide_en)
    fields = {field for template in templates for _, field, _, _ in Formatter().parse(template) if field}
    finding, _ = told("2", "a.pdf", Finding(code, "2", "a.pdf", detail=dict.fromkeys(fields, "x")))
    assert fields - set(finding.detail) <= {"filename", "part", "recipient"}


def test_nobody_learns_who_signed_a_secret_document():
    detail = {"state": "expired", "signature_vi": "Chữ ký số của Trần Thị Bình", "signer": "Trần Thị Bình"}
    finding, _ = told("2", "a.pdf", Finding("original.signature-invalid", "2", "a.pdf", detail=detail))
    assert finding.detail == {"state": "expired", "signature_vi": "Chữ ký số"}


def test_nobody_is_told_to_send_a_secret_document_to_more_people():
    missing = Finding(SPREADING, "2", "a.pdf", detail={"missing": "UBND phường Suối Mẫu"})
    assert discreet((Finding("secrecy.marked", "2", "a.pdf", detail=MARKED), missing), ())[0][1:] == ()
    assert discreet((Finding("secrecy.marked", "3", "b.pdf", detail=MARKED), missing), ())[0][1:] == (missing,)


def test_a_subject_with_a_mark_is_hidden_though_nobody_has_judged_the_letter():
    assert discreet_subject("[MẬT] Kế hoạch tuần tra", ()) == CONCEALED
    assert discreet_subject("Kế hoạch bảo mật", ()) == "Kế hoạch bảo mật"


def test_the_file_that_a_stamped_scan_was_printed_from_is_secret_too():
    scan, file, other = replace(DOCUMENT, secrecy="MẬT"), replace(DOCUMENT, part="3"), replace(DOCUMENT, part="4", number="7/TB")
    _, documents = discreet((), (scan, file, other))
    assert [one.summary for one in documents] == [None, None, other.summary]
