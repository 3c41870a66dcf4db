"""A whole letter with a stamped scan is judged by a confined worker, as the gateway has it judged."""

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage

import pytest

from gateway.extract.wire import Job, decode_judgement, encode_job
from gateway.extract.worker import Handler
from gateway.inspection import handler
from gateway.judge import Judge
from gateway.limits import Limits
from gateway.originals.examiner import Examiner
from gateway.originals.trust import Trust
from gateway.smtp.spool import InMemory
from policies.core.message import Envelope
from policies.core.units import Directory
from tests.gateway.originals.originalscans import page, pdf

ASKED = encode_job(Job(Envelope("a@x.gov.vn", ("b@y.gov.vn",)), date(2026, 3, 2), thorough=False))


def make_handler() -> Handler:
    examiner = Examiner(Trust(), "needed", colourless=True, limits=Limits())
    return handler(Judge(Directory(), {}, limits=Limits(), examiner=examiner))


@pytest.fixture(scope="module")
def answers() -> Callable[[], Handler]:
    return make_handler


def letter(stamp: str) -> InMemory:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@x.gov.vn", "b@y.gov.vn", "Gửi văn bản"
    message.set_content("Kính gửi văn bản.\n")
    message.add_attachment(pdf(page(stamp=stamp)), maintype="application", subtype="pdf", filename="scan.pdf")
    return InMemory(message.as_bytes())


@pytest.mark.parametrize(
    ("stamp", "raised"),
    [
        pytest.param("MẬT", ["secrecy.marked"], id="MẬT"),
        pytest.param("TỐI MẬT", ["secrecy.marked"], id="TỐI MẬT"),
        pytest.param("HỎA TỐC", [], id="HỎA TỐC"),
        pytest.param("SAO Y", [], id="SAO Y"),
    ],
)
async def test_a_confined_worker_reads_the_stamp_on_a_scan(pool, stamp, raised):
    judgement = await pool.ask_for(ASKED, letter(stamp), decode_judgement)
    assert [finding.code for finding in judgement.findings if not finding.code.startswith("domain.")] == raised
    assert pool.replaced == 0
