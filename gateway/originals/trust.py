"""Whom a digital signature may lead back to, ready for the validator.

Read once, in the template.  Every certificate of the folder is an anchor of its own; it ends when its own term ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import x509
from pyhanko_certvalidator.authority import CertTrustAnchor, TrustQualifiers

from gateway.config.trust import read_trust


@dataclass(frozen=True, slots=True)
class Trust:
    """`by_name`: anchors by the subject that certificates below them name as their issuer."""

    by_name: Mapping[str, tuple[CertTrustAnchor, ...]] = field(default_factory=dict)

    def anchor(self, certificate: x509.Certificate) -> CertTrustAnchor | None:
        """The anchor that is this very certificate."""
        der = certificate.dump()
        named = self.by_name.get(certificate.subject.hashable, ())
        return next((anchor for anchor in named if anchor.certificate.dump() == der), None)


def load_trust(folder: Path) -> Trust:
    """The trusted certificates in a folder.  What is wrong with a file there is a mistake in the settings, told at the start."""
    roots, _ = read_trust(folder)
    by_name: dict[str, tuple[CertTrustAnchor, ...]] = {}
    for root in roots:
        certificate = x509.Certificate.load(root.der)
        term = TrustQualifiers(valid_from=certificate.not_valid_before, valid_until=certificate.not_valid_after)
        name = certificate.subject.hashable
        by_name[name] = (*by_name.get(name, ()), CertTrustAnchor(certificate, term))
    return Trust(by_name)
