"""Whether a certificate leads to a trusted root, and whether it was valid when it signed.

Chains are built here, shortest first and counted: a file may carry dozens of certificates that all claim to have issued one
another.  Nothing is fetched.  Revocation data that the file carries is used, whatever its age; none is not held against it.
"""

from collections import deque
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.errors import DisallowedAlgorithmError, ExpiredError, NotYetValidError, RevokedError, ValidationError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
    FreshnessReqType,
    RevocationCheckingPolicy,
)
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
_METHODS = DisallowWeakAlgorithmsPolicy(frozenset({"md2", "md5"}), rsa_key_size_threshold=1024)
_REVOCATION = CertRevTrustPolicy(
    RevocationCheckingPolicy.from_legacy("soft-fail"),
    freshness=timedelta(days=36_500),  # what was revoked before the signing is revoked, however old the list
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)


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
    state, reason = _followed(leaf, carried, trust, min(max(signed, first), last))
    if state == "valid" and (carried.crls or carried.ocsps) and revocable > signed:
        later = _followed(leaf, carried, trust, min(max(revocable, first), last))
        state, reason = later if later[1] == REVOKED else (state, reason)
    if state == "valid" and not first - SKEW <= signed <= last + SKEW:
        return "expired", OUT_OF_TERM
    return state, reason


def _followed(leaf: x509.Certificate, carried: Carried, trust: Trust, moment: datetime) -> tuple[str, str]:
    """What the best of the chains says at a moment."""
    told: tuple[str, str] = ("untrusted", NO_CHAIN)
    for path in _paths(leaf, carried.certificates, trust):
        try:
            finished(async_validate_path(_context(path, carried, moment), path))
        except RevokedError:
            return "untrusted", REVOKED
        except (ExpiredError, NotYetValidError):
            told = ("expired", OUT_OF_TERM)
        except DisallowedAlgorithmError:
            told = ("untrusted", WEAK_CHAIN)
        except ValidationError:
            told = ("untrusted", BROKEN_CHAIN)
        else:
            return "valid", ""
    return told


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
    waiting = deque([(leaf,)])
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
        trust_roots=[path.trust_anchor.certificate],
        other_certs=list(path.iter_certs(include_root=False)),
        moment=moment,
        crls=carried.crls,
        ocsps=carried.ocsps,
        revinfo_policy=_REVOCATION,
        algorithm_usage_policy=_METHODS,
        time_tolerance=SKEW,
    )
