"""What the tests of the settings share: a working folder, and certificates."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@pytest.fixture
def cwd(tmp_path):
    """A working folder with a config folder in it."""
    (tmp_path / "config").mkdir()
    return tmp_path


@pytest.fixture(scope="session")
def pems(tmp_path_factory):
    """Two certificates with their keys, and the first key again with a password."""
    folder = tmp_path_factory.mktemp("pems")
    for name in ("one", "two"):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        start = datetime(2026, 1, 1, tzinfo=UTC)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=9999))
        cert = builder.sign(key, hashes.SHA256())
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        (folder / f"{name}.crt").write_bytes(cert.public_bytes(pem))
        (folder / f"{name}.key").write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
        locked = key.private_bytes(pem, pkcs8, serialization.BestAvailableEncryption(b"secret"))
        (folder / f"{name}-locked.key").write_bytes(locked)
    (folder / "junk.pem").write_text("not a certificate")
    return folder
