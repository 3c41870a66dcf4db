"""The folder of certificates that digital signatures in documents may lead back to, and what is wrong in it.

Every certificate in there is trusted as it stands: a national root, an intermediate, even that of a single signer.
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from gateway.config.mistakes import wrong

SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})  # other files (a README, say) are let be
_BLOCK = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----(.{0,100000}?)-----END", re.DOTALL)
NOTHING = "phải chứa chứng thư X.509 dạng PEM hay DER (no certificate in it)"
BROKEN = "chứng thư X.509 bị hỏng (a broken certificate)"


@dataclass(frozen=True, slots=True)
class Root:
    """A trusted certificate.  `der`: its bytes; `name`: its common name; `until`: the last day that it is valid."""

    der: bytes
    name: str
    until: date


def read_trust(folder: Path) -> tuple[tuple[Root, ...], list[str]]:
    """The certificates of the folder, each once, and every mistake.  Where there is no such folder, nothing is trusted."""
    found: dict[bytes, Root] = {}
    mistakes: list[str] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    except FileNotFoundError:
        return (), []
    except OSError as error:
        return (), [wrong("VANTHU_TRUST", str(folder), f"không đọc được (cannot be read): {error.strerror}")]
    for path in files:
        try:
            data = path.read_bytes()
        except OSError as error:
            mistakes.append(f"{path}: không đọc được (cannot be read): {error.strerror}")
            continue
        blocks = [(data.count(b"\n", 0, block.start()) + 1, block[1]) for block in _BLOCK.finditer(data)]
        for line, block in blocks:
            _add(found, mistakes, f"{path}:{line}", block)
        if not blocks:
            _add(found, mistakes, f"{path}:1", None, data)
    return tuple(found.values()), mistakes


def _add(found: dict[bytes, Root], mistakes: list[str], where: str, base64: bytes | None, der: bytes = b"") -> None:
    """Take one certificate, given in base64 or as it is."""
    try:
        certificate = x509.load_der_x509_certificate(der if base64 is None else b64decode(base64))
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        name = str(names[0].value) if names else certificate.subject.rfc4514_string()
    except ValueError:
        mistakes.append(f"{where}: {NOTHING if base64 is None else BROKEN}")
        return
    der = certificate.public_bytes(Encoding.DER)
    found.setdefault(der, Root(der, name, certificate.not_valid_after_utc.date()))
