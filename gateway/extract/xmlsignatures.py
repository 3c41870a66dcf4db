"""Digital signatures of office packages (XML-DSig): who signed and when, as the signature itself claims.

They are named, never validated: whoever relies on one asks an office program.  What is broken in one is left out.
"""

from base64 import b64decode
from datetime import UTC, datetime, timedelta, timezone

from cryptography import x509
from cryptography.x509.oid import NameOID

from gateway.extract.budget import Refused
from gateway.extract.xmlstream import elements
from policies.core.facts import DigitalSignature

DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
SIGNATURE, CERTIFICATE = f"{DSIG}Signature", f"{DSIG}X509Certificate"
TIMES = (
    *(f"{{http://uri.etsi.org/01903/v{version}#}}SigningTime" for version in ("1.1.1", "1.2.2", "1.3.2")),
    "{http://schemas.openxmlformats.org/package/2006/digital-signature}Value",  # ISO 29500-2
    "{http://purl.org/dc/elements/1.1/}date",  # OpenDocument
)
MOST = 20  # signatures of one document that are named
LONGEST = 100_000  # characters of a certificate
LOCAL = timezone(timedelta(hours=7))
REASON = "signatures of office files are not validated here"


def signed(data: bytes) -> tuple[DigitalSignature, ...]:
    """The signatures in a part of a package; one without a name where the part is broken."""
    found: list[DigitalSignature] = []
    signer = time = None
    try:
        for item in elements(data, SIGNATURE, CERTIFICATE, *TIMES):
            if item.tag == SIGNATURE:
                found.append(DigitalSignature("unverified", signer, time, REASON))
                signer = time = None
            elif item.tag == CERTIFICATE:
                signer = signer or _name(item.text or "")  # the signer's own comes first, its issuers follow
            else:
                time = time or _time(item.text or "")
            if len(found) == MOST:
                break
    except Refused:
        found = found or [DigitalSignature("unverified", reason=REASON)]
    return tuple(found)


def _name(certificate: str) -> str | None:
    """The common name in a certificate."""
    try:
        subject = x509.load_der_x509_certificate(b64decode(certificate[:LONGEST])).subject
        names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return " ".join(str(names[0].value if names else subject.rfc4514_string()).split())[:200] or None
    except ValueError:
        return None


def _time(text: str) -> str | None:
    """A time as RFC 3339 in UTC; one without a zone is ours."""
    try:
        moment = datetime.fromisoformat(text.strip()[:40])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None
