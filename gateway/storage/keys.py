"""The key that signs the ends of the audit chain.  It lives outside the database: who can write there alone can't sign."""

import os
from pathlib import Path

from gateway.storage.database import failure


def audit_key(data: Path) -> bytes:
    """The key in DATA/keys/audit.key, made at the first start."""
    path = data / "keys" / "audit.key"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        return path.read_bytes()
    except OSError as error:
        raise failure(error) from error


def _make(path: Path) -> None:
    """Written whole, then linked into place: of two processes that start at once, both use the first one's key."""
    fresh = path.with_name(f"audit.key.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, os.urandom(32))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)  # a signature whose key was lost in a power cut would look like tampering
    finally:
        os.close(folder)
