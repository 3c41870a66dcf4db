"""Letters made to cost more than they may: what was not looked at is never passed, nor taken for what was seen in full."""

import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from gateway.clock import monotonic
from gateway.extract.pool import Pool, WorkerLost
from gateway.extract.template import Template
from gateway.extract.wire import Job, decode_judgement, encode_job
from gateway.extract.worker import Handler
from gateway.inspection import handler
from gateway.judge import Judge
from gateway.limits import Limits
from gateway.originals.allowance import PAGES, hurried
from gateway.originals.examiner import Examiner
from gateway.originals.trust import Trust
from gateway.smtp.spool import InMemory
from policies.core.facts import Document, Page, Picture
from policies.core.message import Envelope, Part
from policies.core.units import Directory
from policies.text.paged import paged_record
from tests.gateway.originals import drawnpages
from tests.gateway.originals.originalscans import jpeg, page, pdf
from tests.gateway.originals.test_examiner import codes, judged, letter

PATIENT = Limits(cpu_seconds=120, seconds=120, page_seconds=1)  # whatever else the machine has to do
JOB = encode_job(Job(Envelope("a@x.gov.vn", ("b@y.gov.vn",)), date(2026, 3, 2), thorough=False))
CIRCLES = b"<</ShadingType 3/ColorSpace/DeviceRGB/Coords[100 100 0 400 400 500]/Extend[true true]/Function"
CIRCLES += b"<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1.7>>>>"
COVER, SCANNED = Page(1, 1.0, 0, 0, 1, picture=Picture("grey", lines=("Bìa",))), Page(2, 1.0, 0, 0, 1)
BLANK = Picture("grey", sheet=False, unread="needless")
PATH = b"10 10 m 20 20 l S " * 2_000  # of a page whose letters are drawn as curves


def judge(limits: Limits) -> Judge:
    return Judge(Directory(), {}, limits=limits, examiner=Examiner(Trust(), "needed", colourless=True, limits=limits))


def make_handler() -> Handler:
    return handler(judge(PATIENT))


def endless() -> bytes:
    """A small PDF that is cheap to take to pieces, and takes PDFium minutes to draw."""
    resources = b"/Resources<</Shading<</S " + CIRCLES + b">>>>"
    return drawnpages.pdf(PATH + b"/S sh " * 20_000, page=resources)


def blank(count: int) -> bytes:
    return pdf(*[np.full((424, 300, 3), 250, np.uint8)] * count)


def long_document() -> bytes:
    """A document whose seal and signature stand on its last page."""
    text = page(sealed=False, signed=False, head=False)
    return pdf(page(sealed=False, signed=False), text, text, text, page(head=False))


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    template = Template.start(make_handler, PATIENT)
    yield template
    template.stop()


@pytest.fixture
async def pool(template) -> AsyncIterator[Pool]:
    pool = Pool(template.path, 1, PATIENT)
    yield pool
    await pool.close()


async def test_a_page_that_takes_minutes_to_draw_costs_its_own_letter_alone_and_soon(pool) -> None:
    began = monotonic()
    with pytest.raises(WorkerLost) as lost:
        await pool.ask(JOB, InMemory(letter(("a.pdf", endless()))))
    assert lost.value.reason == "seconds"
    assert monotonic() - began < 30
    answer = await pool.ask_for(JOB, InMemory(letter(("b.pdf", pdf(page())))), decode_judgement)
    assert [document.seal for document in answer.documents] == ["red"]


def test_hurry_ends_with_the_page_and_nobody_but_a_worker_is_hurried() -> None:
    with hurried(0.001):
        assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    signal.setitimer(signal.ITIMER_PROF, 500)
    try:
        with hurried(100):
            assert 50 < signal.getitimer(signal.ITIMER_PROF)[0] <= 101
        assert 400 < signal.getitimer(signal.ITIMER_PROF)[0] <= 501
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def test_what_no_time_is_left_for_is_held_and_not_remembered() -> None:
    late = judge(Limits(cpu_seconds=0))
    body = pdf(page())
    assert codes(judged(("scan.pdf", body), by=late)) == ["message.over-limit"]
    assert not late.examiner._known


def test_a_document_that_was_looked_at_in_part_is_looked_at_anew() -> None:
    once = judge(PATIENT)
    whole = long_document()
    assert "original.no-seal" in codes(judged(("trang.pdf", blank(PAGES)), ("scan.pdf", whole), by=once))
    assert codes(judged(("scan.pdf", whole), by=once)) == []


def test_photos_that_nobody_looked_at_excuse_no_photo_without_a_seal() -> None:
    unsealed = jpeg(page(sealed=False, signed=False))
    others = [(f"{number}.jpg", jpeg(blank_photo(number))) for number in range(3)]
    files = (("trang.pdf", blank(PAGES)), ("1.jpg", unsealed), *others)
    assert codes(judged(*files, by=judge(PATIENT))) == ["original.no-seal", "original.no-signature"]


def blank_photo(number: int) -> np.ndarray:
    return np.full((600 + number, 600, 3), 250, np.uint8)


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param((COVER, SCANNED), id="after a cover"),
        pytest.param((replace(COVER, picture=BLANK), SCANNED), id="after a blank page"),
        pytest.param((Page(2, 0.0, 0, 0, 0, segments=2_000),), id="letters drawn as curves"),
    ],
)
def test_a_page_that_there_was_no_time_to_read_leaves_its_document_unread(pages: tuple[Page, ...]) -> None:
    late = replace(pages[-1], picture=Picture("grey", unread="budget"))
    assert paged_record(Part("2", "application/pdf"), Document("pdf", pages=(*pages[:-1], late))).unread == "budget"
