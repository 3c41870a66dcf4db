"""Signatures of office files are named by what they claim of themselves, and never take a document down with them."""

from base64 import b64encode
from pathlib import Path

import pytest
from certificates import certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from gateway.extract.xmlsignatures import MOST, REASON, signed
from policies.core.facts import DigitalSignature, Document
from tests.gateway.extract.documents import WORD_TYPE, W, package, read, relations
from tests.gateway.extract.office import odf

DSIG = "xmlns='http://www.w3.org/2000/09/xmldsig#'"
XADES = "<xd:SigningTime xmlns:xd='http://uri.etsi.org/01903/v1.3.2#'>{}</xd:SigningTime>"
OPC = "<m:Value xmlns:m='http://schemas.openxmlformats.org/package/2006/digital-signature'>{}</m:Value>"
DUBLIN = "<d:date xmlns:d='http://purl.org/dc/elements/1.1/'>{}</d:date>"


@pytest.fixture(scope="module")
def der(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path: Path = certificate(tmp_path_factory.mktemp("certificate"))[0]
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)


def signature(certificate: bytes, when: str = "") -> str:
    data = f"<X509Data><X509Certificate>\n{b64encode(certificate).decode()}\n</X509Certificate></X509Data>"
    return f"<Signature {DSIG}><KeyInfo>{data}</KeyInfo><Object>{when}</Object></Signature>"


def one(signer: str | None, time: str | None = None) -> DigitalSignature:
    return DigitalSignature("unverified", signer, time, REASON)


@pytest.mark.parametrize(
    ("when", "time"),
    [
        (XADES.format("2026-03-02T08:05:00Z"), "2026-03-02T08:05:00Z"),
        (OPC.format("2026-03-02T08:05:00+07:00"), "2026-03-02T01:05:00Z"),
        (DUBLIN.format("2026-03-02T08:05:00.123456"), "2026-03-02T01:05:00Z"),
        (OPC.format("yesterday"), None),
        (OPC.format("0001-01-01T00:00:00+14:00"), None),
        ("", None),
    ],
    ids=["XAdES", "a package", "OpenDocument", "no time", "before all times", "none"],
)
def test_signer_and_time_are_told(when: str, time: str | None, der: bytes):
    assert signed(signature(der, when).encode()) == (one("localhost", time),)


@pytest.mark.parametrize("junk", [b"", b"junk", bytes(300)], ids=["empty", "junk", "zeros"])
def test_a_certificate_that_cannot_be_read_names_nobody(junk: bytes):
    assert signed(signature(junk).encode()) == (one(None),)


@pytest.mark.parametrize("data", [b"", b"<Signature", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_a_broken_part_is_a_signature_of_nobody(data: bytes):
    assert signed(data) == (one(None),)


def test_many_signatures_are_counted_to_a_limit(der: bytes):
    assert len(signed(f"<all>{signature(der) * (MOST + 5)}</all>".encode())) == MOST


def test_a_signed_word_document_names_its_signer(der: bytes):
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{W}"/>',
        "_rels/.rels": relations(("a", "officeDocument", "word/document.xml"), ("b", "digital-signature/origin", "s/o.sigs")),
        "s/o.sigs": "",
        "s/_rels/o.sigs.rels": relations(("c", "digital/signature", "sig1.xml")),
        "s/sig1.xml": signature(der),
    }
    document = read(package("word/document.xml", WORD_TYPE, parts))
    assert isinstance(document, Document)
    assert (document.signatures, document.validated) == (1, (one("localhost"),))


def test_a_signed_opendocument_text_names_its_signer(der: bytes):
    both = f"<all>{signature(der, DUBLIN.format('2026-03-02T08:05:00Z'))}{signature(b'')}</all>"
    document = read(odf("text", "<office:text/>", **{"META-INF/documentsignatures.xml": both}))
    assert isinstance(document, Document)
    assert (document.signatures, document.validated) == (2, (one("localhost", "2026-03-02T08:05:00Z"), one(None)))
