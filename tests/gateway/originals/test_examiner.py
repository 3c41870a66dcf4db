"""Scans are looked at in the order that costs least, and what was seen comes to the policies: whole letters through the judge."""

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from functools import cache

import pytest

from gateway.judge import Judge
from gateway.limits import Limits
from gateway.originals.examiner import Examiner
from gateway.originals.trust import Trust
from gateway.ports import Judgement
from policies.core.message import Envelope
from policies.core.units import Directory
from tests.gateway.originals.originalscans import jpeg, page, pdf

TODAY = date(2026, 3, 2)
NUMBER = "42/QĐ-STC"
PATIENT = Limits(cpu_seconds=120, seconds=120)  # whatever else the machine has to do


@cache
def judge(reading: str = "needed", *, colourless: bool = True) -> Judge:
    examiner = Examiner(Trust(), reading, colourless=colourless, limits=PATIENT)
    return Judge(Directory(), {}, limits=PATIENT, examiner=examiner)


def letter(*files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@x.gov.vn", "b@y.gov.vn", "Gửi văn bản"
    message.set_content("Kính gửi văn bản.\n")
    for name, body in files:
        message.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def judged(*files: tuple[str, bytes], by: Judge | None = None, thorough: bool = False) -> Judgement:
    return (by or judge())(letter(*files), Envelope("a@x.gov.vn", ("b@y.gov.vn",)), TODAY, thorough=thorough)


def codes(judgement: Judgement) -> list[str]:
    return sorted(finding.code for finding in judgement.findings if not finding.code.startswith("domain."))


def seen(judgement: Judgement) -> tuple[str, bool, str, str, str | None]:
    [document] = judgement.documents
    return document.kind, document.official, document.seal, document.signature, document.unread


def black_and_white() -> bytes:
    return pdf(page(), mode="1")


@pytest.mark.parametrize(
    ("make", "found", "raised"),
    [
        pytest.param(lambda: pdf(page()), ("scan", True, "red", "handwritten", "needless"), [], id="sealed and signed"),
        pytest.param(black_and_white, ("scan", True, "colourless", "handwritten", "needless"), [], id="in black and white"),
        pytest.param(
            lambda: pdf(page(sealed=False)),
            ("scan", True, "none", "handwritten", None),
            ["original.no-seal"],
            id="without a seal",
        ),
        pytest.param(
            lambda: pdf(page(signed=False)),
            ("scan", True, "red", "none", None),
            ["original.no-signature"],
            id="without a signature",
        ),
        pytest.param(
            lambda: pdf(page(ink=(40, 60, 165))),
            ("scan", True, "none", "handwritten", None),
            ["original.no-seal"],
            id="with a blue seal",
        ),
        pytest.param(
            lambda: pdf(page(sealed=False, letterhead=(190, 0, 0))),
            ("scan", True, "none", "handwritten", None),
            ["original.no-seal"],
            id="with its letterhead in red",
        ),
        pytest.param(
            lambda: pdf(page(sealed=False, signed=False, head=False)),
            ("scan", False, "none", "none", None),
            [],
            id="no official document at all",
        ),
        pytest.param(
            lambda: pdf(page(), page(sealed=False, signed=False, head=False)),
            ("scan", True, "red", "handwritten", "needless"),
            [],
            id="an annex behind the signature",
        ),
        pytest.param(lambda: jpeg(page()), ("scan", True, "red", "handwritten", "needless"), [], id="a scan kept as JPEG"),
    ],
)
def test_what_a_scan_shows_decides_on_its_findings(make: Callable[[], bytes], found: tuple[str, ...], raised: list[str]) -> None:
    judgement = judged(("scan.bin", make()))
    assert seen(judgement) == found
    assert codes(judgement) == raised


def test_every_mark_has_its_place_and_confidence() -> None:
    [document] = judged(("scan.pdf", pdf(page()))).documents
    by_kind = {mark.kind: mark for mark in document.marks}
    assert set(by_kind) == {"seal", "signature"}
    left, top, right, bottom = by_kind["seal"].box
    assert left < 0.65 < right
    assert top < 0.76 < bottom
    assert by_kind["seal"].confidence > 0.5
    assert all(mark.page == 1 for mark in document.marks)


def test_the_register_has_every_scan_read() -> None:
    [document] = judged(("scan.pdf", pdf(page())), thorough=True).documents
    assert (document.number, document.type, document.unread) == (NUMBER, "Quyết định", None)
    assert "GIÁM ĐỐC" in (document.signer or "")


@pytest.mark.parametrize("body", [pdf(page(sealed=False))])
def test_without_reading_nobody_knows_what_a_scan_is(body: bytes) -> None:
    judgement = judged(("scan.pdf", body), by=judge("off"))
    assert seen(judgement) == ("scan", False, "none", "handwritten", "off")
    assert codes(judgement) == []


def test_a_colourless_seal_counts_as_the_rules_say() -> None:
    [document] = judged(("scan.pdf", black_and_white()), by=judge(colourless=False)).documents
    assert (document.number, document.seal, document.unread) == (NUMBER, "colourless", None)


def test_pictures_of_one_letter_are_one_document() -> None:
    first, last = jpeg(page(sealed=False, signed=False)), jpeg(page(head=False))
    assert codes(judged(("trang 1.jpg", first), ("trang 2.jpg", last))) == []
    assert codes(judged(("trang 1.jpg", first))) == ["original.no-seal", "original.no-signature"]


def test_a_secrecy_stamp_holds_a_sealed_and_signed_scan() -> None:
    judgement = judged(("scan.pdf", pdf(page(stamp="MẬT"))))
    assert codes(judgement) == ["secrecy.marked"]


RTF = (
    "{\\rtf1\\ansi UBND TP M\\u7850?U\\par C\\u7896?NG H\\u210?A X\\u195? H\\u7896?I CH\\u7910? NGH\\u296?A VI\\u7878?T NAM\\par "
    "S\\u7889?: %s\\par QUY\\u7870?T \\u272?\\u7882?NH\\par V\\u7873? vi\\u7879?c kh\\u225?c\\par}"
)


@pytest.mark.parametrize(
    ("number", "raised"), [("42/Q\\u272?-STC", []), ("43/Q\\u272?-STC", ["original.paper-required"])], ids=["its own", "another"]
)
def test_a_scan_beside_an_editable_file_is_read_because_its_number_decides(number: str, raised: list[str]) -> None:
    told = judged(("van ban.rtf", (RTF % number).encode()), ("ban quet.pdf", pdf(page())))
    assert [document.number for document in told.documents if document.kind == "scan"] == [NUMBER]
    assert codes(told) == raised


def test_the_same_content_is_looked_at_once() -> None:
    examiner = Examiner(Trust(), "needed", colourless=True, limits=Limits())
    once = Judge(Directory(), {}, limits=Limits(), examiner=examiner)
    body = pdf(page())
    first = judged(("a.pdf", body), by=once)
    assert len(examiner._known) == 1
    assert judged(("b.pdf", body), by=once).documents[0].marks == first.documents[0].marks
    assert len(examiner._known) == 1


def test_what_cannot_be_shown_is_held() -> None:
    body = jpeg(page())
    assert codes(judged(("scan.jpg", body[: len(body) // 2]))) == ["original.unreadable"]


def test_a_page_is_drawn_with_what_was_found_on_it() -> None:
    drawn = judge().draw(letter(("scan.pdf", pdf(page()))), TODAY, 0)
    assert drawn.startswith(b"\x89PNG")
    assert judge().draw(letter(("scan.pdf", pdf(page()))), TODAY, 2) == b""
    assert judge().draw(letter(), TODAY, 0) == b""
