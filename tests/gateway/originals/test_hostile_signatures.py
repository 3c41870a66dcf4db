"""Signatures made to trip, stall or fool the validator: it answers, soon, and believes none of them."""

from time import process_time

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import pdf as asn1_pdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from gateway.extract.budget import Refused, budget
from gateway.limits import Limits
from gateway.originals.chains import NO_CHAIN, REVOKED
from gateway.originals.pdfsignatures import FIELDS, NO_SIGNATURE, validate_pdf
from gateway.originals.trust import Trust, load_trust
from policies.core.facts import DigitalSignature
from tests.gateway.originals.signedcases import SIGNED, TODAY, TWICE, stored
from tests.gateway.originals.signing import DAY, NOW, ROOT, UNIT, Holder, holder, letter, resigned, revocations, sign, updated


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    folder = tmp_path_factory.mktemp("trust")
    (folder / "root.pem").write_bytes(ROOT.pem)
    return load_trust(folder)


def judge(pdf: bytes, trust: Trust) -> tuple[DigitalSignature, ...]:
    return validate_pdf(pdf, trust, TODAY, budget(Limits(), len(pdf)))


def crossing(count: int) -> list[Holder]:
    """Authorities that have all issued certificates to one another, and none of them is known."""
    made = [holder(f"Cross {number}", authority=True) for number in range(count)]
    return [holder(f"Cross {a}", made[b], authority=True) for a in range(count) for b in range(count) if a != b]


def test_authorities_that_vouch_for_one_another_lead_nowhere_soon(trust: Trust):
    others = crossing(6)
    pdf = sign(letter(), holder("Lost", others[0]), *others)
    began = process_time()
    assert [one.reason for one in judge(pdf, trust)] == [NO_CHAIN]
    assert process_time() - began < 2


def test_more_certificates_than_any_signature_needs_are_none(trust: Trust):
    others = crossing(7)
    assert [one.reason for one in judge(sign(letter(), holder("Lost", others[0]), *others), trust)] == [NO_SIGNATURE]


def test_a_long_revocation_list_is_left_unread_soon(trust: Trust):
    builder = x509.CertificateRevocationListBuilder().issuer_name(ROOT.certificate.subject).last_update(NOW - DAY)
    for serial in range(1, 40_001):
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial << 100).revocation_date(NOW).build()
        )
    made = builder.next_update(NOW + DAY).sign(ROOT.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    assert len(made) > 1 << 20
    pdf = stored(SIGNED, *[asn1_crl.CertificateList.load(made)] * 3)
    began = process_time()
    assert [one.state for one in judge(pdf, trust)] == ["valid"]
    assert process_time() - began < 2


@pytest.mark.parametrize("junk", [b"", b"junk", b"0" * 100_000], ids=["empty", "junk", "long"])
def test_revocation_data_that_cannot_be_read_says_nothing(junk: bytes, trust: Trust):
    class Junk:
        def dump(self) -> bytes:
            return junk

    assert [one.state for one in judge(stored(SIGNED, Junk()), trust)] == ["valid"]


def test_an_answer_from_the_authority_that_the_file_carries_counts(trust: Trust):
    builder = ocsp.OCSPResponseBuilder().add_response(
        UNIT.certificate, ROOT.certificate, hashes.SHA1(), ocsp.OCSPCertStatus.REVOKED, NOW - DAY, NOW + DAY, NOW - 3 * DAY, None
    )
    made = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, ROOT.certificate).sign(ROOT.key, hashes.SHA256())

    def change(writer: IncrementalPdfFileWriter) -> None:
        answer = writer.add_object(generic.StreamObject(stream_data=made.public_bytes(serialization.Encoding.DER)))
        writer.root["/DSS"] = writer.add_object(generic.DictionaryObject({name("/OCSPs"): generic.ArrayObject([answer])}))
        writer.update_root()

    assert [one.reason for one in judge(updated(SIGNED, change), trust)] == [REVOKED]


def test_a_revocation_list_among_the_signers_attributes_counts(trust: Trust):
    archive = asn1_pdf.RevocationInfoArchival({"crl": [revocations(ROOT, UNIT, NOW - 5 * DAY)]})
    assert [one.reason for one in judge(resigned(SIGNED, UNIT, archive=archive), trust)] == [REVOKED]


def test_hundreds_of_empty_fields_are_nobodys_signatures(trust: Trust):
    def change(writer: IncrementalPdfFileWriter) -> None:
        for number in range(300):
            append_signature_field(writer, SigFieldSpec(f"S{number}"))

    assert judge(updated(letter(), change), trust) == ()


def test_fields_nested_without_end_are_told_soon(trust: Trust):
    def change(writer: IncrementalPdfFileWriter) -> None:
        kid = writer.add_object(generic.DictionaryObject({name("/T"): generic.pdf_string("x"), name("/FT"): name("/Sig")}))
        for _ in range(5_000):
            kid = writer.add_object(
                generic.DictionaryObject({name("/T"): generic.pdf_string("x"), name("/Kids"): generic.ArrayObject([kid])})
            )
        writer.root["/AcroForm"]["/Fields"].append(kid)
        writer.update_container(writer.root["/AcroForm"]["/Fields"])

    began = process_time()
    assert [one.state for one in judge(updated(letter(), change), trust)] in ([], ["invalid"])
    assert process_time() - began < 3


def test_one_signature_in_very_many_fields_is_over_the_limit(trust: Trust):
    def change(writer: IncrementalPdfFileWriter) -> None:
        value = writer.root["/AcroForm"]["/Fields"][-1].raw_get("/V")
        for number in range(FIELDS):
            append_signature_field(writer, SigFieldSpec(f"S{number}"))
            writer.root["/AcroForm"]["/Fields"][-1][name("/V")] = value

    with pytest.raises(Refused):
        judge(updated(SIGNED, change), trust)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TWICE) - 1), st.integers(1, 255), st.sampled_from(["turn", "cut", "drop", "double"]))
def test_a_file_that_was_tampered_with_never_raises_and_never_gains(place: int, mask: int, how: str):
    trust = Trust()  # with nobody to trust, nothing may ever be valid
    made = {
        "turn": TWICE[:place] + bytes([TWICE[place] ^ mask]) + TWICE[place + 1 :],
        "cut": TWICE[:place],
        "drop": TWICE[:place] + TWICE[place + mask :],
        "double": TWICE[:place] + TWICE[place : place + mask] + TWICE[place:],
    }[how]
    assert all(one.state != "valid" for one in judge(made, trust))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", SIGNED[:2_000], b"\0" * 100_000], ids=["empty", "a head", "a part", "zeros"])
def test_what_is_no_pdf_is_a_broken_signature(body: bytes, trust: Trust):
    assert [one.state for one in judge(body, trust)] == ["invalid"]
