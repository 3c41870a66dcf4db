"""What each kind of digital signature in a PDF counts for: a table of signed files, made when the tests run."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.timestamps import DummyTimeStamper

from gateway.extract.budget import Refused, budget
from gateway.limits import Limits
from gateway.originals import pdfsignatures as judged
from gateway.originals.chains import BROKEN_CHAIN, NO_CHAIN, OUT_OF_TERM, REVOKED
from gateway.originals.pdfsignatures import validate_pdf
from gateway.originals.trust import Trust, load_trust
from policies.core.facts import DigitalSignature
from policies.text.signature_wording import REASONS
from tests.gateway.originals.signing import (
    DAY,
    HEAD,
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
    revocations,
    sign,
    signer,
    updated,
)

TODAY = (NOW + DAY).date()
LATER = (NOW + 700 * DAY).date()
STRANGER_ROOT = holder("Other root", authority=True)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    folder = tmp_path_factory.mktemp("trust")
    (folder / "roots.pem").write_bytes(b"# two in a file\n" + ROOT.pem + holder("Yet another", authority=True).pem)
    return load_trust(folder)


def judge(pdf: bytes, trust: Trust, today: dt.date = TODAY) -> tuple[DigitalSignature, ...]:
    return validate_pdf(pdf, trust, today, budget(Limits(), len(pdf)))


def pages_added(writer: IncrementalPdfFileWriter) -> None:
    page = generic.DictionaryObject(
        {name("/Type"): name("/Page"), name("/MediaBox"): writer.root["/Pages"]["/Kids"][0]["/MediaBox"]}
    )
    writer.insert_page(page)


def page_changed(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 12 Tf 60 700 Td (So tien: 9 ty) Tj ET"))
    writer.update_container(page)


def form_filled(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = generic.pdf_string("12/UBND-VP")
    writer.update_container(field)


def field_added(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Empty"))


def picture_in_the_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Picture", box=(60, 60, 200, 120)))
    field = writer.root["/AcroForm"]["/Fields"][-1]
    look = writer.add_object(generic.StreamObject({name("/BBox"): generic.ArrayObject()}, stream_data=b"0 0 m 50 40 l S"))
    field["/AP"] = generic.DictionaryObject({name("/N"): look})


def stored(pdf: bytes, *lists: object) -> bytes:
    """With revocation lists in a document security store."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        refs = [writer.add_object(generic.StreamObject(stream_data=one.dump())) for one in lists]
        store = generic.DictionaryObject({name("/CRLs"): generic.ArrayObject(refs)})
        writer.root["/DSS"] = writer.add_object(store)
        writer.update_root()

    return updated(pdf, change)


def turned(pdf: bytes, mark: bytes) -> bytes:
    place = pdf.index(mark)
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def garbage(pdf: bytes) -> bytes:
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", start)
    return pdf[:start] + b"41" * ((end - start) // 2) + pdf[end:]


EXPIRED = holder("Expired unit", ROOT, until=NOW - DAY)
EARLY = holder("Early unit", ROOT, since=NOW + 5 * DAY)
ENDING = holder("Ending unit", ROOT, until=NOW + 2 * DAY)
ALONE = holder("Alone")
STRANGER = holder("Stranger", STRANGER_ROOT)
BELOW = holder("Unit below", MIDDLE)
FAKE = holder("Unit below a unit", UNIT)
SERVER = holder("Server", ROOT, usage="key_encipherment")
RSA = holder("Unit with RSA", ROOT, kind="2048")
SMALL = holder("Unit with a small key", ROOT, kind="1024")
SIGNED = sign(letter())
TWICE = sign(SIGNED, HEAD, field="Sig2")

Made = Callable[[], bytes]
CASES: dict[str, tuple[Made, dt.date, list[tuple[str, str]]]] = {
    "an elliptic curve": (lambda: SIGNED, TODAY, [("valid", "")]),
    "RSA": (lambda: sign(letter(), RSA), TODAY, [("valid", "")]),
    "RSA with PSS": (lambda: sign(letter(), RSA, kind=SigSeedSubFilter.PADES), TODAY, [("valid", "")]),
    "PAdES": (lambda: sign(letter(), kind=SigSeedSubFilter.PADES), TODAY, [("valid", "")]),
    "a visible signature": (lambda: sign(letter(), box=(60, 60, 260, 120)), TODAY, [("valid", "")]),
    "a certified document": (lambda: sign(letter(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES), TODAY, [("valid", "")]),
    "two signers": (lambda: TWICE, TODAY, [("valid", ""), ("valid", "")]),
    "empty lines at the end": (lambda: SIGNED + b"\r\n\r\n", TODAY, [("valid", "")]),
    "an office between unit and root, sent along": (lambda: sign(letter(), BELOW, MIDDLE), TODAY, [("valid", "")]),
    "an office between unit and root, missing": (lambda: sign(letter(), BELOW), TODAY, [("untrusted", NO_CHAIN)]),
    "a certificate issued by one that may not": (lambda: sign(letter(), FAKE, UNIT), TODAY, [("untrusted", BROKEN_CHAIN)]),
    "a certificate that is not for signing": (lambda: sign(letter(), SERVER), TODAY, [("untrusted", judged.NOT_FOR_SIGNING)]),
    "expired before it signed": (lambda: sign(letter(), EXPIRED), TODAY, [("expired", OUT_OF_TERM)]),
    "not valid yet": (lambda: sign(letter(), EARLY), TODAY, [("expired", OUT_OF_TERM)]),
    "expired since": (lambda: sign(letter(), ENDING), LATER, [("valid", "")]),
    "stamped while valid, expired since": (
        lambda: sign(letter(), ENDING, stamper=STAMPER, stamped=NOW),
        LATER,
        [("valid", "")],
    ),
    "stamped after it had expired": (
        lambda: sign(letter(), ENDING, stamper=STAMPER, stamped=NOW + 9 * DAY),
        LATER,
        [("expired", OUT_OF_TERM)],
    ),
    "stamped long before, when it was valid": (
        lambda: sign(letter(), EXPIRED, stamper=STAMPER, stamped=NOW - 9 * DAY),
        TODAY,
        [("valid", "")],
    ),
    "a stranger": (lambda: sign(letter(), STRANGER, STRANGER_ROOT), TODAY, [("untrusted", NO_CHAIN)]),
    "one who vouches for himself": (lambda: sign(letter(), ALONE), TODAY, [("untrusted", NO_CHAIN)]),
    "two signers, one a stranger": (
        lambda: sign(SIGNED, STRANGER, field="Sig2"),
        TODAY,
        [("valid", ""), ("untrusted", NO_CHAIN)],
    ),
    "a page changed after it": (lambda: updated(SIGNED, page_changed), TODAY, [("invalid", judged.CHANGED)]),
    "pages added after it": (lambda: updated(SIGNED, pages_added), TODAY, [("invalid", judged.CHANGED)]),
    "changed between two signatures": (
        lambda: sign(updated(SIGNED, page_changed), HEAD, field="Sig2"),
        TODAY,
        [("invalid", judged.CHANGED), ("valid", "")],
    ),
    "a form filled in after it": (lambda: updated(SIGNED, form_filled), TODAY, [("valid", "")]),
    "a form filled in after it where nothing may change": (
        lambda: updated(sign(letter(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES), form_filled),
        TODAY,
        [("invalid", judged.CHANGED)],
    ),
    "an empty field": (lambda: updated(letter(), field_added), TODAY, []),
    "a field with a picture of a signature": (lambda: updated(letter(), picture_in_the_field), TODAY, []),
    "no field": (letter, TODAY, []),
    "a byte turned": (lambda: turned(SIGNED, b"CONG HOA"), TODAY, [("invalid", judged.ALTERED)]),
    "a byte turned under two signatures": (
        lambda: turned(TWICE, b"CONG HOA"),
        TODAY,
        [("invalid", judged.ALTERED), ("invalid", judged.ALTERED)],
    ),
    "the end left out": (lambda: resigned(SIGNED, UNIT, cut=40), TODAY, [("invalid", judged.NOT_COVERED)]),
    "signed again in its place": (lambda: resigned(SIGNED, UNIT), TODAY, [("valid", "")]),
    "contents that are no signature": (lambda: garbage(SIGNED), TODAY, [("invalid", judged.NO_SIGNATURE)]),
    "a small key": (lambda: sign(letter(), SMALL), TODAY, [("invalid", judged.WEAK)]),
    "SHA-1": (lambda: sign(letter(), RSA, md_algorithm="sha1"), TODAY, [("invalid", judged.WEAK)]),
    "revoked before it signed": (
        lambda: stored(SIGNED, revocations(ROOT, UNIT, NOW - 5 * DAY)),
        TODAY,
        [("untrusted", REVOKED)],
    ),
    "revoked before it signed, by a list long out of date": (
        lambda: stored(SIGNED, revocations(ROOT, UNIT, NOW - 25 * DAY, NOW - 24 * DAY)),
        TODAY,
        [("untrusted", REVOKED)],
    ),
    "revoked after the time that it claims": (
        lambda: stored(SIGNED, revocations(ROOT, UNIT, NOW + DAY / 2, NOW + DAY)),
        (NOW + 2 * DAY).date(),
        [("untrusted", REVOKED)],
    ),
    "revoked after it was stamped": (
        lambda: stored(sign(letter(), stamper=STAMPER, stamped=NOW), revocations(ROOT, UNIT, NOW + DAY / 2, NOW + DAY)),
        (NOW + 2 * DAY).date(),
        [("valid", "")],
    ),
    "another one revoked": (lambda: stored(SIGNED, revocations(ROOT, HEAD, NOW - 5 * DAY)), TODAY, [("valid", "")]),
    "a revocation list of somebody else": (
        lambda: stored(SIGNED, revocations(STRANGER_ROOT, UNIT, NOW - 5 * DAY)),
        TODAY,
        [("valid", "")],
    ),
}


@cache
def pdf(case: str) -> bytes:
    return CASES[case][0]()


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
    assert [one.state for one in judge(stamped.getvalue(), trust)] == ["valid"]


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
