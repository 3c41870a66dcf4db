"""Validates the digital signatures of a PDF, offline.

What a signature counts for, in this order:
    invalid     its contents are no signature, do not fit the document, or leave a part of it out; the document was changed
                after it, save by filling in forms, signing again, or adding time stamps and validation data
    untrusted   no chain to a trusted root, a revoked certificate, one that is not for signing
    expired     the certificate was not valid at the time of signing
    valid       none of these
    unverified  a kind of signature that is not read here, which therefore counts for nothing
The time of signing is that of a trusted time stamp.  Without one it is what the signer claims, at the latest the letter's day: a
document from the archives does not lose its signature when the certificate runs out, and hardly any bears a time stamp.  A
document time stamp is nobody's signature.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Any

from cryptography.hazmat.backends.openssl import backend
from pyhanko.pdf_utils import crypt, filters
from pyhanko.pdf_utils.crypt import pdfmac
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.metadata import xmp_xml
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents
from pyhanko.sign.validation.status import SignatureCoverageLevel

from gateway.clock import LOCAL, cpu
from gateway.extract.budget import Budget, Refused
from gateway.originals.chains import Carried, standing
from gateway.originals.revocations import carried, entry
from gateway.originals.signedmessage import Signed, checked, stamp_time, stamped
from gateway.originals.trust import Trust
from policies.core.facts import DigitalSignature

NEEDED = (backend, crypt, filters, pdfmac, xmp_xml)  # loaded now: a confined worker can load nothing more
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)  # they report every flaw of a hostile file, with its traceback

FIELDS = 40  # signatures of one file
SHARE = 0.4  # of the seconds that a worker may compute for a letter
CONTENTS = 4 << 20  # bytes of one signature: revocation lists may be in there
LIMITS = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=64 << 20, max_ratio=20))
OLD_KIND = "/adbe.pkcs7.sha1"  # signs the SHA-1 sum of the document
KINDS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", OLD_KIND, "/ETSI.RFC3161", None})
SIGNING = frozenset({"digital_signature", "non_repudiation"})
_HOLE = re.compile(rb"\s*<([0-9A-Fa-f\s]*)>\s*")

NOT_FOLLOWED = "the structure of the file cannot be followed"
NO_SIGNATURE = "its contents are no signature"
ALTERED = "the document was altered: the signature does not fit its contents"
NOT_COVERED = "it does not cover the whole document"
CHANGED = "the document was changed after it"
WEAK = "it is made by a method that is too weak"
NOT_FOR_SIGNING = "the certificate is not for signing"
UNKNOWN = "it is of a kind that is not read here"


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a signature is judged.  `end`: of the letter's day; `until`: by the process's clock."""

    body: bytes
    trust: Trust
    end: datetime
    until: float


def validate_pdf(body: bytes, trust: Trust, today: date, budget: Budget) -> tuple[DigitalSignature, ...]:
    """What each filled-in signature field of a PDF counts for, in the order of signing; `today`: the letter's day.

    Never raises for what is in the file but `Refused` ("over-limit"), when there are more signatures than can be judged.
    """
    end = datetime.combine(today + timedelta(days=1), time(), LOCAL)
    place = Place(body, trust, end, cpu() + SHARE * budget.limits.cpu_seconds)
    try:
        reader = PdfFileReader(BytesIO(body), strict=False, decode_limits=LIMITS)
        if reader.encrypted:
            reader.decrypt(b"")
        fields = list(islice(enumerate_sig_fields(reader, filled_status=True), FIELDS + 1))
    except MemoryError:
        raise
    except Exception:  # the parser trips over hostile files in any way there is
        return (DigitalSignature("invalid", reason=NOT_FOLLOWED),)
    if len(fields) > FIELDS:
        raise Refused("over-limit", "signatures")
    return tuple(_all(reader, fields, place))


def _all(reader: PdfFileReader, fields: list[tuple[str, Any, Any]], place: Place) -> Iterator[DigitalSignature]:
    opened = [_opened(reader, name, value, field) for name, value, field in fields]
    read = sorted((one for one in opened if isinstance(one, EmbeddedPdfSignature)), key=lambda one: one.signed_revision)
    try:
        along = carried(reader, [one.signed_data for one in read])
    except MemoryError:
        raise
    except Exception:  # broken revocation data says nothing
        along = Carried()
    yield from (one for one in opened if isinstance(one, DigitalSignature))
    for one in read:
        if _is_stamp(one):
            continue
        if cpu() > place.until:
            raise Refused("over-limit", "signatures")
        try:
            yield _judged(one, [other for other in read if _is_stamp(other)], along, place)
        except MemoryError:
            raise
        except Exception:  # what trips the validator proves nothing
            yield DigitalSignature("invalid", reason=NO_SIGNATURE)


def _is_stamp(signature: EmbeddedPdfSignature) -> bool:
    return signature.sig_object_type == "/DocTimeStamp" or entry(signature.sig_object, "/SubFilter") == "/ETSI.RFC3161"


def _opened(reader: PdfFileReader, name: str, value: Any, field: Any) -> EmbeddedPdfSignature | DigitalSignature:
    try:
        signature = value.get_object()
        if entry(signature, "/SubFilter") not in KINDS:
            return DigitalSignature("unverified", reason=UNKNOWN)
        if len(extract_contents(signature)) > CONTENTS:
            return DigitalSignature("invalid", reason=NO_SIGNATURE)
        return EmbeddedPdfSignature(reader, field, name)
    except MemoryError:
        raise
    except Exception:  # as above
        return DigitalSignature("invalid", reason=NO_SIGNATURE)


def _judged(one: EmbeddedPdfSignature, stamps: list[EmbeddedPdfSignature], along: Carried, place: Place) -> DigitalSignature:
    signed = checked(one.signed_data, "data", lambda name: _digest(one, name))
    if entry(one.sig_object, "/SubFilter") == OLD_KIND:
        signed = replace(signed, digest="sha1")
    more = Carried((*signed.others, *along.certificates), along.crls, along.ocsps)
    signing, revocable = _times(one, stamps, more, place)
    signer = _common_name(signed)
    told = signing.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    reason = _flaw(one, signed, signing, place)
    if reason:
        return DigitalSignature("invalid", signer, told, reason)
    usage = signed.certificate.key_usage_value
    if usage is not None and not usage.native & SIGNING:
        return DigitalSignature("untrusted", signer, told, NOT_FOR_SIGNING)
    state, reason = standing(signed.certificate, more, place.trust, signing, revocable)
    return DigitalSignature(state, signer, told, reason)


def _flaw(one: EmbeddedPdfSignature, signed: Signed, signing: datetime, place: Place) -> str:
    """What is wrong with the signature as such, "" when it is sound: cheap questions first."""
    if not signed.intact:
        return ALTERED
    if not _fills_the_hole(one, place.body):
        return NOT_COVERED
    if signed.weak(signing):
        return WEAK
    try:
        one.compute_integrity_info(DEFAULT_DIFF_POLICY)  # type: ignore[no-untyped-call]
    except MemoryError:
        raise
    except Exception:  # the comparison of revisions trips over what no signing program writes
        return CHANGED
    if one.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return NOT_COVERED
    return "" if one.summarise_integrity_info()["docmdp_ok"] else CHANGED


def _fills_the_hole(one: EmbeddedPdfSignature, body: bytes) -> bool:
    """Whether all that the byte range leaves out is the signature itself: room beside it could hold anything."""
    ranges = [int(number) for number in one.byte_range]
    if len(ranges) != 4 or ranges[0] != 0 or not 0 < ranges[1] < ranges[2] <= len(body) or ranges[3] < 0:
        return False
    hole = _HOLE.fullmatch(body, ranges[1], ranges[2])
    return hole is not None and bytes.fromhex(hole[1].decode("ascii")) == one.pkcs7_content


def _digest(one: EmbeddedPdfSignature, name: str) -> bytes:
    """The digest of what was signed: of the document, or in the old kind of a SHA-1 sum of it."""
    content = one.signed_data["encap_content_info"]["content"]
    if entry(one.sig_object, "/SubFilter") != OLD_KIND:
        if content.native is not None:
            raise ValueError("a signature with contents of its own")
        return one.compute_digest(name)
    raw = bytes(content)
    return hashlib.new(name, raw).digest() if raw == one.compute_digest("sha1") else b""


def _times(
    one: EmbeddedPdfSignature, stamps: list[EmbeddedPdfSignature], more: Carried, place: Place
) -> tuple[datetime, datetime]:
    """When it was signed, and the time before which a revocation counts: the same where an authority has stamped it."""
    exact = stamped(one.signed_data, more, place.trust)
    if exact is not None:
        return exact, exact
    latest = place.end
    for stamp in stamps:
        if stamp.signed_revision > one.signed_revision and _fills_the_hole(stamp, place.body):
            seen = stamp_time(stamp.signed_data, stamp.compute_digest, more, place.trust)
            latest = min(latest, seen or latest)
    claimed = one.self_reported_timestamp or latest
    claimed = claimed if claimed.tzinfo else claimed.replace(tzinfo=LOCAL)
    return min(claimed, latest), latest


def _common_name(signed: Signed) -> str:
    subject = signed.certificate.subject
    name = subject.native.get("common_name") or subject.human_friendly
    return " ".join(str(name).split())[:200]
