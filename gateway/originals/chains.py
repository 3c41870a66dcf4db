"""Whether a certificate leads to a trusted root, and whether it was valid when it signed.

Chains are built here, shortest first and counted: a file may carry dozens of certificates that all claim to have issued one
another.  Nothing is fetched.  Revocation data that the file carries is used, whatever its age; none is not held against it.
"""

from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    DisallowedAlgorithmError,
    ExpiredError,
    NotYetValidError,
    OCSPValidationError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response
from pyhanko_certvalidator.validate import async_validate_path

from gateway.originals.trust import Trust

LENGTH = 8  # certificates in a chain
STEPS = 200  # chains that are begun, ...
PATHS = 6  # ... and that are followed to a root
SKEW = timedelta(
    minutes=10
)  # a signer's clock may differ so much from that of the authority that has just issued the certificate

NO_CHAIN = "no chain leads from the certificate to a trusted root"
BROKEN_CHAIN = "the chain from the certificate to a trusted root is broken"
REVOKED = "the certificate was revoked"
OUT_OF_TERM = "the certificate was not valid at the time of signing"
WEAK_CHAIN = "a certificate in its chain is signed by a method that is too weak"

# Authorities' certificates are still signed with SHA-1 here and there: that cannot be forged afterwards, as MD5 can.
_METHODS = DisallowWeakAlgorithmsPolicy(frozenset({"md2", "md5"}), rsa_key_size_threshold=1024)  # type: ignore[no-untyped-call]
_REVOCATION = CertRevTrustPolicy(
    NO_REVOCATION,  # asked for below: the library asks only for what a certificate says about its own lists
    freshness=timedelta(days=36_500),  # what was revoked before the signing is revoked, however old the list
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)
# A list that says nothing of a certificate, or cannot be read: whoever made the file could have left it out.
_UNTOLD = (ValidationError, CRLValidationError, OCSPValidationError, ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file brings along: certificates between signer and root, and revocation data."""

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()


def standing(leaf: x509.Certificate, carried: Carried, trust: Trust, signed: datetime, revocable: datetime) -> tuple[str, str]:
    """The state (valid, expired, untrusted) of a certificate that signed at a time, and the reason.

    `revocable`: a revocation before then counts; later than `signed` where nobody but the signer says when that was.
    """
    first, last = leaf.not_valid_before, leaf.not_valid_after
    told = ("untrusted", NO_CHAIN)
    for path in _paths(leaf, carried.certificates, trust):
        told = _followed(path, min(max(signed, first), last))
        if told[0] == "valid":
            if _revoked(path, carried, revocable):
                return "untrusted", REVOKED
            break
    if told[0] == "valid" and not first - SKEW <= signed <= last + SKEW:
        return "expired", OUT_OF_TERM
    return told


def _followed(path: ValidationPath, moment: datetime) -> tuple[str, str]:
    """What a chain is worth at a moment."""
    try:
        finished(async_validate_path(_context(path, Carried(), moment), path))
    except (ExpiredError, NotYetValidError):
        return "expired", OUT_OF_TERM
    except DisallowedAlgorithmError:
        return "untrusted", WEAK_CHAIN
    except ValidationError:
        return "untrusted", BROKEN_CHAIN
    return "valid", ""


def _revoked(path: ValidationPath, carried: Carried, moment: datetime) -> bool:
    """Whether what the file carries says that a certificate of the chain was revoked before a moment."""
    asked: list[Callable[..., Coroutine[Any, Any, Any]]] = [verify_crl] if carried.crls else []
    asked += [verify_ocsp_response] if carried.ocsps else []
    for certificate in path.iter_certs(include_root=False) if asked else ():
        for ask in asked:
            try:
                finished(ask(certificate, path, _context(path, carried, moment)))
            except RevokedError:
                return True
            except _UNTOLD:
                continue
    return False


def finished(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that has nothing to wait for: an event loop would need sockets, which a confined worker lacks."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("the validation waits for something")


def _paths(leaf: x509.Certificate, others: tuple[x509.Certificate, ...], trust: Trust) -> Iterator[ValidationPath]:
    """The chains from a certificate up to trusted ones, shortest first."""
    waiting: deque[tuple[x509.Certificate, ...]] = deque([(leaf,)])
    found = steps = 0
    while waiting and steps < STEPS and found < PATHS:
        chain = waiting.popleft()
        steps += 1
        itself = trust.anchor(chain[-1])
        if itself is not None:
            found += 1
            below = chain[:-1]
            yield ValidationPath(itself, below[:0:-1], below[0] if below else None)
            continue
        issuer = chain[-1].issuer.hashable
        for anchor in trust.by_name.get(issuer, ()):
            found += 1
            yield ValidationPath(anchor, chain[:0:-1], leaf)
        if len(chain) < LENGTH:
            waiting.extend(
                (*chain, other) for other in others if other.subject.hashable == issuer and all(other is not one for one in chain)
            )


def _context(path: ValidationPath, carried: Carried, moment: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[path.trust_anchor],
        other_certs=list(path.iter_certs(include_root=False)),
        moment=moment,
        crls=carried.crls,
        ocsps=carried.ocsps,
        revinfo_policy=_REVOCATION,
        algorithm_usage_policy=_METHODS,
        time_tolerance=SKEW,
    )
