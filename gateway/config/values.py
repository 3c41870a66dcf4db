"""The values of settings: how each kind reads from text.  A reader raises `ValueError` saying in Vietnamese what is allowed."""

import os
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_PORT = re.compile(r"[0-9]{1,5}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class HostPort:
    """A place on the network.  `host`: a name or an address, IPv6 without its brackets."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def same(self, other: "HostPort") -> bool:
        """Whether whoever connects to this place reaches what listens on the other one."""
        if self.port != other.port:
            return False
        ours, theirs = _spelled(self.host), _spelled(other.host)
        return ours == theirs or {ours, theirs} == {"*", "loopback"}


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files, re-read when they change."""

    cert: Path
    key: Path


def _spelled(host: str) -> str:
    name = host.lower().rstrip(".")
    if name in ("0.0.0.0", "::"):
        return "*"
    return "loopback" if name in ("localhost", "::1") or name.startswith("127.") else name


def host_port(text: str) -> HostPort:
    """Read `host:port`."""
    host, colon, port = text.strip().rpartition(":")
    if not colon:
        raise ValueError("phải có dạng máy:cổng, ví dụ 127.0.0.1:2525 (host:port)")
    if host.startswith("[") and host.endswith("]"):
        host = _ipv6(host[1:-1])
    elif ":" in host:
        raise ValueError("địa chỉ IPv6 phải đặt trong ngoặc vuông, ví dụ [::1]:25 (IPv6 in brackets)")
    elif not hostname_like(host):
        raise ValueError("tên máy không hợp lệ (not a host name)")
    if not _PORT.fullmatch(port) or not 1 <= int(port) <= 65535:
        raise ValueError("cổng phải là số từ 1 đến 65535 (port)")
    return HostPort(host, int(port))


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except ValueError:
        raise ValueError("địa chỉ IPv6 không hợp lệ (not an IPv6 address)") from None


def hostname_like(text: str) -> bool:
    """Whether a text can be a host's name or an IPv4 address."""
    if not 0 < len(text) <= 253:
        return False
    labels = text.removesuffix(".").split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return False
    if not labels[-1].isdecimal():
        return True
    return len(labels) == 4 and all(label.isdecimal() and int(label) <= 255 and str(int(label)) == label for label in labels)


def hostname(text: str) -> str:
    """Read a host's own name."""
    if not hostname_like(text.strip()):
        raise ValueError("phải là tên máy, ví dụ mx.dongnai.gov.vn (a host name)")
    return text.strip().removesuffix(".")


def networks(text: str) -> tuple[Network, ...]:
    """Read networks, separated by commas; a lone address is a network of one."""
    try:
        return tuple(ip_network(item.strip(), strict=False) for item in text.split(",") if item.strip())
    except ValueError:
        raise ValueError("phải là các mạng hay địa chỉ IP, ví dụ 10.0.0.0/8 (networks)") from None


def whole(least: int, most: int, unit: str) -> Callable[[str], int]:
    """The reader of a whole number within bounds."""

    def read(text: str) -> int:
        digits = text.strip()
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 20 and least <= int(digits) <= most):
            raise ValueError(f"phải là số {unit} từ {least} đến {most}, chỉ viết chữ số (a whole number)")
        return int(digits)

    return read


def one_of(*words: str) -> Callable[[str], str]:
    """The reader of one word out of several."""

    def read(text: str) -> str:
        if text.strip().lower() not in words:
            raise ValueError(f"phải là một trong: {', '.join(words)} (one of)")
        return text.strip().lower()

    return read


def line(text: str) -> str:
    """Read one line of free text."""
    if len(text) > 200 or not text.isprintable():
        raise ValueError("phải là một dòng chữ không quá 200 ký tự (one line of text)")
    return text.strip()


def folder(path: Path) -> Path:
    """A folder that has to be there."""
    if not path.is_dir():
        raise ValueError("thư mục không tồn tại (no such folder)")
    if not os.access(path, os.R_OK | os.X_OK):
        raise ValueError("không có quyền đọc thư mục này (folder not readable)")
    return path


def writable_folder(path: Path) -> Path:
    """A folder to write into, or one that can be made: its parent is there."""
    if path.exists() and not path.is_dir():
        raise ValueError("phải là thư mục (not a folder)")
    present = path if path.exists() else path.parent
    if not present.is_dir():
        raise ValueError(f"thư mục cha {present} không tồn tại (no such folder)")
    try:
        with TemporaryFile(dir=present):  # asking for the rights is not enough: root has them even where nothing can be made
            pass
    except OSError as error:
        if error.errno not in (ENOSPC, EDQUOT):  # a full disk is told by who meets it
            raise ValueError(f"không ghi được vào {present}: {error.strerror} (folder not writable)") from None
    return path


def database_url(text: str) -> str:
    """Read the URL of a database, SQLite in a file or PostgreSQL."""
    scheme, found, rest = text.strip().partition("://")
    allowed = "phải có dạng sqlite:///đường-dẫn hay postgresql://người-dùng@máy/tên (a database URL)"
    if found and scheme == "sqlite" and len(rest) > 1 and rest[0] == "/":
        return text.strip()
    if not found or scheme.partition("+")[0] != "postgresql":
        raise ValueError(allowed)
    try:
        parts = urlsplit(text.strip())
        _ = parts.port
    except ValueError:
        raise ValueError(allowed) from None
    if len(parts.path) < 2:
        raise ValueError(allowed)
    if find_spec("psycopg") is None:
        raise ValueError("phiên bản này chưa dùng được PostgreSQL, thiếu thư viện psycopg (psycopg is missing)")
    return text.strip()


def blob_store(text: str, here: Path) -> str:
    """Read where held letters live: a folder, or `s3://bucket/prefix`."""
    scheme, found, rest = text.strip().partition("://")
    if not found:
        return str(writable_folder(here / text.strip()))
    if scheme != "s3" or not _BUCKET.fullmatch(rest.partition("/")[0]):
        raise ValueError("phải là một thư mục hay s3://bucket/prefix (a folder or an S3 URL)")
    raise ValueError("phiên bản này chưa dùng được s3, hãy đặt một thư mục (not in this version: use a folder)")


def readable_file(path: Path) -> Path:
    """A file that is there and can be read."""
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise ValueError(f"không đọc được {path}: {error.strerror} (not readable)") from None


def certificate(cert: Path, key: Path) -> Certificate:
    """A certificate and its key: both readable, and they belong together."""
    readable_file(cert)
    readable_file(key)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=_refuse_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise ValueError("khóa riêng không khớp với chứng thư (key does not match the certificate)") from None
        raise ValueError("phải là tệp PEM hợp lệ, khóa không có mật khẩu (PEM files, key without a password)") from None
    return Certificate(cert, key)


def _refuse_password() -> str:
    return ""  # an encrypted key must be a mistake at the start, never a prompt
