"""What each kind of digital signature in a PDF counts for: a table of signed files, made when the tests run."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.timestamps import DummyTimeStamper

from gateway.extract.budget import Refused, budget
from gateway.extract.pdf import read as read_pdf
from gateway.limits import Limits
from gateway.originals import pdfsignatures as judged
from gateway.originals.pdfsignatures import validate_pdf
from gateway.originals.trust import Trust, load_trust
from policies.core.facts import DigitalSignature
from policies.text.signature_wording import REASONS
from tests.gateway.originals.signedcases import BELOW, CASES, SIGNED, TODAY, pdf
from tests.gateway.originals.signing import (
    DAY,
    LONG_AGO,
    MIDDLE,
    NOW,
    ROOT,
    STAMPER,
    UNIT,
    Holder,
    holder,
    letter,
    resigned,
    sign,
    signer,
    updated,
)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    folder = tmp_path_factory.mktemp("trust")
    (folder / "roots.pem").write_bytes(b"# two in a file\n" + ROOT.pem + holder("Yet another", authority=True).pem)
    return load_trust(folder)


def judge(pdf: bytes, trust: Trust, today: dt.date = TODAY) -> tuple[DigitalSignature, ...]:
    return validate_pdf(pdf, trust, today, budget(Limits(), len(pdf)))


@pytest.mark.parametrize("case", CASES)
def test_a_signature_counts_for(case: str, trust: Trust):
    _, today, wanted = CASES[case]
    assert [(one.state, one.reason) for one in judge(pdf(case), trust, today)] == wanted


def test_every_reason_has_its_vietnamese_words():
    assert {reason for _, _, wanted in CASES.values() for _, reason in wanted if reason} <= set(REASONS)


def test_who_signed_and_when_is_told(trust: Trust):
    (one,) = judge(sign(letter(), stamper=STAMPER, stamped=NOW - DAY), trust)
    assert one == DigitalSignature("valid", "UBND phường Tân Phong", (NOW - DAY).strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_nobody_is_trusted_where_no_root_is(tmp_path: Path):
    assert [one.state for one in judge(SIGNED, load_trust(tmp_path))] == ["untrusted"]


@pytest.mark.parametrize("anchor", [UNIT, MIDDLE], ids=["the signer", "the office between"])
def test_any_certificate_of_the_chain_may_be_the_trusted_one(anchor: Holder, tmp_path: Path):
    (tmp_path / "one.crt").write_bytes(anchor.pem)
    pdf = SIGNED if anchor is UNIT else sign(letter(), BELOW)
    assert [one.state for one in judge(pdf, load_trust(tmp_path))] == ["valid"]


def test_a_document_time_stamp_is_nobodys_signature(trust: Trust):
    clock = DummyTimeStamper(STAMPER.asn1, STAMPER.asn1_key)
    target = BytesIO()
    stamped = signers.PdfTimeStamper(clock).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(SIGNED)), "sha256", output=target)
    body = stamped.getvalue()
    assert [one.state for one in judge(body, trust)] == ["valid"]
    assert read_pdf(body, budget(Limits(), len(body))).signatures == 1


def test_a_signature_in_an_encrypted_file_that_opens_without_a_password(trust: Trust):
    writer = copy_into_new_writer(PdfFileReader(BytesIO(letter())))
    writer.encrypt("owner", "")
    target = BytesIO()
    writer.write(target)
    update = IncrementalPdfFileWriter(BytesIO(target.getvalue()))
    update.encrypt(b"")
    meta = signers.PdfSignatureMetadata(field_name="Sig1")
    signed = signers.PdfSigner(meta, signer(UNIT)).sign_pdf(update).getvalue()
    assert [one.state for one in judge(signed, trust)] == ["valid"]


def test_room_left_beside_the_signature_is_not_covered(trust: Trust):
    made = bytearray(SIGNED)
    start = made.rindex(b"/Contents <") + len(b"/Contents ")
    end = made.index(b">", start) + 1
    made[end - 3 : end] = b">%%"  # the string ends earlier, the hole does not
    assert [one.reason for one in judge(bytes(made), trust)] == [judged.NOT_COVERED]


def test_an_unknown_kind_of_signature_is_not_judged(trust: Trust):
    made = SIGNED.replace(b"/adbe.pkcs7.detached", b"/adbe.x509.rsa_sha1 ")
    assert [(one.state, one.reason) for one in judge(made, trust)] == [("unverified", judged.UNKNOWN)]


def test_more_signatures_than_can_be_judged_are_over_the_limit(trust: Trust):
    def change(writer: IncrementalPdfFileWriter) -> None:
        for number in range(judged.FIELDS + 1):
            append_signature_field(writer, SigFieldSpec(f"S{number}"))
        for field in map(generic.IndirectObject.get_object, writer.root["/AcroForm"]["/Fields"]):
            if field["/FT"] == "/Sig":
                field["/V"] = generic.DictionaryObject({name("/Type"): name("/Sig")})

    with pytest.raises(Refused) as refusal:
        judge(updated(letter(), change), trust)
    assert refusal.value.unread.reason == "over-limit"


@pytest.mark.parametrize(("year", "state"), [(2017, "valid"), (2019, "invalid")])
def test_only_old_documents_may_bear_sha_1_and_short_keys(year: int, state: str, trust: Trust):
    when = dt.datetime(year, 6, 1, tzinfo=dt.UTC)
    old = holder("Old unit", ROOT, since=LONG_AGO, kind="1024")
    clock = DummyTimeStamper(STAMPER.asn1, STAMPER.asn1_key, fixed_dt=when)
    roomy = sign(letter(), old, stamper=STAMPER)
    assert [one.state for one in judge(resigned(roomy, old, old_kind=True, stamper=clock), trust)] == [state]
