"""TLS on our side: a context for each certificate, which takes a renewed file up without a restart."""

import ssl
from pathlib import Path


class Certificates:
    """A server context and the files it was loaded from."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self._files = (certificate, key)
        self._seen = self._stamp()
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificate, key)

    def refresh(self) -> bool:
        """Load the files again when they have changed; a broken pair leaves the old one in use.  True: new ones are in use."""
        stamp = self._stamp()
        if stamp == self._seen or None in stamp:
            return False
        self._seen = stamp
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(*self._files)
            self.context.load_cert_chain(*self._files)
        except (OSError, ssl.SSLError):
            return False
        return True

    def _stamp(self) -> tuple[int | None, ...]:
        return tuple(path.stat().st_mtime_ns if path.exists() else None for path in self._files)
