"""One CMS signature: who signed, whether it holds, and when a trusted authority stamped it (RFC 5652, RFC 3161)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from asn1crypto import cms, core, tsp, x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, extract_tst_data_iter, validate_sig_integrity

from gateway.originals.chains import Carried, standing
from gateway.originals.trust import Trust

STAMPS = 3  # time stamps of one signature that are looked at
CERTIFICATES = 40  # in one signature
MODERN = datetime(2018, 1, 1, tzinfo=UTC)  # the year after two PDF files with one SHA-1 sum were shown; what is older may bear it
WEAK = frozenset({"md2", "md5"})
AGED = frozenset({"sha1"})


@dataclass(frozen=True, slots=True)
class Signed:
    """`certificate`: the signer's; `others`: sent along; `intact`: the digest is the content's and the signature the key's."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    digest: str
    intact: bool

    def weak(self, time: datetime) -> bool:
        """Whether digest or key could be forged with what was known at that time."""
        key = self.certificate.public_key
        bits = key.bit_size if key.algorithm in ("rsa", "rsassa_pss", "dsa") else 0
        if self.digest in WEAK or 0 < bits < 1024:
            return True
        return time >= MODERN and (self.digest in AGED or 0 < bits < 2048)


def checked(message: cms.SignedData, content_type: str, digest: Callable[[str], bytes]) -> Signed:
    """Check a signature against the content's digest, which `digest` makes by the name of a hash function.

    Raises ValueError (or what the parser raises) for what is no signature.
    """
    signer = extract_signer_info(message)
    if len(message["certificates"]) > CERTIFICATES:
        raise ValueError("too many certificates")
    found = extract_certs_for_validation(message)
    name = signer["digest_algorithm"]["algorithm"].native
    try:
        same, holds = validate_sig_integrity(signer, found.signer_cert, content_type, digest(name))
    except UnsupportedAlgorithm as problem:
        raise ValueError("unknown algorithm") from problem
    return Signed(found.signer_cert, tuple(found.other_certs), name, same and holds)


def stamped(message: cms.SignedData, carried: Carried, trust: Trust) -> datetime | None:
    """When a trusted authority has seen the signature; None when none says so."""
    signer = extract_signer_info(message)
    for token in islice(extract_tst_data_iter(signer, signed=False), STAMPS):
        time = stamp_time(token, lambda name: hashlib.new(name, signer["signature"].native).digest(), carried, trust)
        if time is not None:
            return time
    return None


def stamp_time(token: cms.SignedData, digest: Callable[[str], bytes], carried: Carried, trust: Trust) -> datetime | None:
    """The time of a time stamp that holds, is about these contents and comes from a trusted authority; else None."""
    content = token["encap_content_info"]["content"]
    told = content.parsed if isinstance(content, core.ParsableOctetString) else None
    if not isinstance(told, tsp.TSTInfo):
        return None
    imprint = told["message_imprint"]
    if digest(imprint["hash_algorithm"]["algorithm"].native) != imprint["hashed_message"].native:
        return None
    raw = bytes(content)
    signed = checked(token, "tst_info", lambda name: hashlib.new(name, raw).digest())
    time: datetime = told["gen_time"].native
    uses = signed.certificate.extended_key_usage_value
    if not signed.intact or signed.weak(time) or uses is None or "time_stamping" not in uses.native:
        return None
    along = Carried((*signed.others, *carried.certificates), carried.crls, carried.ocsps)
    return time if standing(signed.certificate, along, trust, time, time)[0] == "valid" else None
