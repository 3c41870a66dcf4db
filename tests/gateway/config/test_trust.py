"""What a folder of trusted certificates may hold, and how what is wrong in it is told."""

import datetime as dt
import os
from pathlib import Path

import pytest
from certificates import certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from gateway.config.trust import read_trust


@pytest.fixture
def pem(tmp_path: Path) -> bytes:
    made, _ = certificate(tmp_path, "made")
    return made.read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "trust"
    folder.mkdir()
    return folder


def test_roots_are_read_from_pem_and_der_each_once(folder: Path, pem: bytes, tmp_path: Path):
    other = certificate(tmp_path, "other")[0].read_bytes()
    (folder / "a.pem").write_bytes(b"Subject: a root\n" + pem + other)
    (folder / "b.cer").write_bytes(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))
    (folder / "c.CRT").write_bytes(pem.replace(b"\n", b"\r\n"))
    (folder / "README.md").write_text("not for us")
    (folder / "old").mkdir()
    roots, mistakes = read_trust(folder)
    assert mistakes == []
    assert [root.name for root in roots] == ["localhost", "localhost"]
    assert all(root.until > dt.date(2020, 1, 1) for root in roots)
    assert len({root.der for root in roots}) == 2


def test_nothing_is_trusted_where_the_folder_is_missing_or_empty(folder: Path):
    assert read_trust(folder) == ((), [])
    assert read_trust(folder / "none") == ((), [])


def test_every_mistake_names_its_file_and_line(folder: Path, pem: bytes):
    (folder / "a.pem").write_bytes(pem + b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    (folder / "b.crt").write_bytes(b"<html>404</html>")
    (folder / "c.pem").write_bytes(b"")
    (folder / "d.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nA\xff\n-----END CERTIFICATE-----\n")
    roots, mistakes = read_trust(folder)
    assert len(roots) == 1
    line = pem.count(b"\n") + 1
    assert mistakes == [
        f"{folder}/a.pem:{line}: chứng thư X.509 bị hỏng (a broken certificate)",
        f"{folder}/b.crt:1: phải chứa chứng thư X.509 dạng PEM hay DER (no certificate in it)",
        f"{folder}/c.pem:1: phải chứa chứng thư X.509 dạng PEM hay DER (no certificate in it)",
        f"{folder}/d.pem:1: chứng thư X.509 bị hỏng (a broken certificate)",
    ]


@pytest.mark.parametrize("cut", [1, 100, 300])
def test_a_certificate_cut_off_is_a_mistake(cut: int, folder: Path, pem: bytes):
    der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    (folder / "a.der").write_bytes(der[:-cut])
    assert len(read_trust(folder)[1]) == 1


def test_a_file_in_the_folders_place_is_told(folder: Path):
    (folder / "x").touch()
    _, mistakes = read_trust(folder / "x")
    assert mistakes == [f'VANTHU_TRUST = "{folder}/x": không đọc được (cannot be read): {os.strerror(20)}']
