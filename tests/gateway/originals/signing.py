"""An authority, its certificates and its signers for the tests of digital signatures: made anew for each run."""

import asyncio
import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAY = dt.timedelta(days=1)
USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@cache
def key(name: str, kind: str = "ec") -> Any:
    """A private key, the same for the same name."""
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, int(kind))


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Any

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(self.key.private_bytes(*form))


def holder(
    name: str,
    issuer: Holder | None = None,
    since: dt.datetime = NOW - 30 * DAY,
    until: dt.datetime = NOW + 300 * DAY,
    kind: str = "ec",
    authority: bool = False,
    usage: str = "digital_signature",
    stamping: bool = False,
    digest: Any = None,
) -> Holder:
    """A certificate from an issuer, or one that vouches for itself."""
    own = key(name, kind)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")])
    usages = dict.fromkeys(USAGES, False)
    usages |= {"key_cert_sign": True, "crl_sign": True} if authority else {usage: True}
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usages), critical=True)
    )
    if stamping:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(builder.sign(issuer.key if issuer else own, digest or hashes.SHA256()), own)


LONG_AGO = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
ROOT = holder("Test root", authority=True, since=LONG_AGO, until=NOW + 3000 * DAY)
MIDDLE = holder("Test office", ROOT, authority=True, since=NOW - 2000 * DAY, until=NOW + 2000 * DAY)
UNIT = holder("UBND phường Tân Phong", ROOT)
HEAD = holder("Nguyễn Văn An", ROOT)
STAMPER = holder("Test clock", ROOT, kind="2048", stamping=True, since=LONG_AGO, until=NOW + 1000 * DAY)


def signer(who: Holder, *along: Holder) -> signers.SimpleSigner:
    """Signs as somebody, and sends certificates along."""
    store = SimpleCertificateStore()
    store.register_multiple(one.asn1 for one in along)
    return signers.SimpleSigner(who.asn1, who.asn1_key, store)


def sign(
    pdf: bytes,
    who: Holder = UNIT,
    *along: Holder,
    field: str = "Sig1",
    box: tuple[int, int, int, int] | None = None,
    stamper: Holder | None = None,
    stamped: dt.datetime | None = None,
    kind: SigSeedSubFilter | None = None,
    **more: Any,
) -> bytes:
    """The PDF with one more signature."""
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=kind or SigSeedSubFilter.ADOBE_PKCS7_DETACHED, **more)
    clock = DummyTimeStamper(stamper.asn1, stamper.asn1_key, fixed_dt=stamped) if stamper else None
    place = SigFieldSpec(field, box=box) if box else None
    tool = signers.PdfSigner(meta, signer(who, *along), timestamper=clock, new_field_spec=place)
    return tool.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The PDF with an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def resigned(
    pdf: bytes, who: Holder, *, cut: int = 0, old_kind: bool = False, stamper: DummyTimeStamper | None = None, archive: Any = None
) -> bytes:
    """A signed PDF with a new signature in the old one's place.

    `cut`: bytes at the end that it leaves out; `old_kind`: it signs the SHA-1 sum of the document (adbe.pkcs7.sha1);
    `archive`: revocation data among its attributes.
    """
    made = bytearray(pdf.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.sha1    ") if old_kind else pdf)
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", made)
    end, start, length = int(found[1]), int(found[2]), int(found[3])
    made[found.start(3) : found.end(3)] = b"%-*d" % (found.end(3) - found.start(3), length - cut)
    covered = bytes(made[:end] + made[start : start + length - cut])
    tool, attributes = signer(who), PdfCMSSignedAttributes(adobe_revinfo_attr=archive)
    if old_kind:
        cms = asyncio.run(
            tool.async_sign_general_data(hashlib.sha1(covered).digest(), "sha1", detached=False, timestamper=stamper)
        )
    else:
        cms = asyncio.run(
            tool.async_sign(hashlib.sha256(covered).digest(), "sha256", timestamper=stamper, signed_attr_settings=attributes)
        )
    made[end + 1 : start - 1] = cms.dump().hex().encode().ljust(start - end - 2, b"0")
    return bytes(made)


def revocations(issuer: Holder, revoked: Holder, when: dt.datetime, since: dt.datetime = NOW - DAY) -> asn1_crl.CertificateList:
    """A revocation list that names one certificate."""
    entry = x509.RevokedCertificateBuilder().serial_number(revoked.certificate.serial_number).revocation_date(when).build()
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject).last_update(since)
    made = builder.next_update(since + 7 * DAY).add_revoked_certificate(entry).sign(issuer.key, hashes.SHA256())
    return asn1_crl.CertificateList.load(made.public_bytes(serialization.Encoding.DER))


def letter(text: str = "CONG HOA XA HOI CHU NGHIA VIET NAM", pages: int = 1) -> bytes:
    """A small PDF with a text and a form field on each page."""
    stream = f"BT /F1 12 Tf 60 780 Td ({text}) Tj ET".encode()
    form = b"<</Fields[%s]/DA(/F1 10 Tf 0 g)/DR<</Font<</F1 4 0 R>>>>>>" % b" ".join(
        b"%d 0 R" % (6 + 2 * n) for n in range(pages)
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm %s>>" % form,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(pages))),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Annots[%d 0 R]/Resources<</Font<</F1 4 0 R>>>>>>"
            % (6 + 2 * number)
        )
        objects.append(
            b"<</FT/Tx/T(so%d)/Type/Annot/Subtype/Widget/Rect[60 700 200 720]/F 4/P %d 0 R>>" % (number, 5 + 2 * number)
        )
    body = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<</Size %d/Root 1 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]>>\n" % (
        len(objects) + 1
    )
    return bytes(body) + b"startxref\n%d\n%%%%EOF\n" % start
