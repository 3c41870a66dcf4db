"""The letters that are sent: five corpora, from 2 KB of text to an attachment of 10 MB.

A message as sent is two marker lines and then the BODY (the rest of the header and the content), one of a few variants of its
corpus.  The upstream hashes the BODY alone, so that lines put on top are no change and everything else is.

What must stay true: every machine makes the same bytes; they are made once and then read from plain files.
"""

import base64
import hashlib
import io
import os
import random
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from tests.benchmarks.scanned import jpeg, pdf

VERSION = 4  # goes up when the bytes change: it is in the names of the kept files
SEED = 20110504
VARIANTS = {"small": 16, "html": 16, "office": 8, "scan": 4, "big": 2}
KEPT = Path(tempfile.gettempdir()) / f"vanthu-benchmark-{os.getuid()}"
A4_150_DPI = (1240, 1754)
ZIP_TIME = (2026, 1, 5, 8, 0, 0)

VOCABULARY = """Ủy ban nhân dân tỉnh ban hành kế hoạch triển khai ứng dụng công nghệ thông tin trong hoạt động của
cơ quan nhà nước đề nghị các sở ngành đơn vị báo cáo kết quả thực hiện nhiệm vụ trước ngày phòng hành chính tổng
hợp theo dõi đôn đốc và gửi văn bản qua hệ thống thư điện tử kính mời lãnh đạo tham dự cuộc họp giao ban tại hội
trường nội dung chuẩn bị tài liệu dự toán kinh phí giải ngân đầu tư công xây dựng nông thôn mới chuyển đổi số cải
cách thủ tục"""
WORDS = VOCABULARY.split()
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCX_PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>',
}
WORD_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@cache
def load(corpus: str) -> tuple[tuple[bytes, str], ...]:
    """The variants of a corpus: wire bytes of the BODY, and their SHA-256."""
    KEPT.mkdir(mode=0o700, exist_ok=True)
    variants = (_kept(corpus, variant) for variant in range(VARIANTS[corpus]))
    return tuple((wire, hashlib.sha256(wire).hexdigest()) for wire in variants)


def _kept(corpus: str, variant: int) -> bytes:
    path = KEPT / f"{corpus}-{variant:02}-v{VERSION}.wire"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(_stuffed(_body(corpus, random.Random(f"{SEED}/{corpus}/{variant}"))))
        draft.replace(path)
    return path.read_bytes()


def _stuffed(data: bytes) -> bytes:
    return (b"." if data.startswith(b".") else b"") + data.replace(b"\r\n.", b"\r\n..")


def _body(corpus: str, rng: random.Random) -> bytes:
    if corpus == "small":
        lines = _prose(rng, 1500)
        lines.insert(3, ".một dòng bắt đầu bằng dấu chấm")  # has to survive dot-stuffing
        head = _header(rng, "text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit")
        return head + "\r\n".join(lines).encode() + b"\r\n"
    if corpus == "html":
        return _alternative(rng)
    if corpus == "office":
        return _with_attachment(rng, _docx(rng, 100_000), DOCX_TYPE, "báo cáo tuần.docx")
    pages = [(*A4_150_DPI, jpeg(rng, *A4_150_DPI, 1_000_000)) for _ in range(1 if corpus == "scan" else 2)]
    if corpus == "scan":
        return _with_attachment(rng, pdf(pages), "application/pdf", "công văn.pdf")
    return _with_attachment(rng, pdf(pages * 5), "application/pdf", "hồ sơ.pdf")


def _prose(rng: random.Random, size: int, width: int = 72) -> list[str]:
    lines, line, written = [], "", 0
    while written < size:
        sentence = " ".join(rng.choice(WORDS) for _ in range(rng.randint(8, 18))).capitalize() + "."
        for word in sentence.split():
            if len(line) + len(word) + 1 > width:
                lines.append(line)
                written += len(line.encode()) + 2
                line = word
            else:
                line = f"{line} {word}" if line else word
    return [*lines, line]


def _docx(rng: random.Random, size: int) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _prose(rng, 8000))
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {WORD_NAMESPACE}><w:body>{paragraphs}</w:body></w:document>'
    picture = jpeg(rng, 480, 360, size - 6500)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (DOCX_PARTS | {"word/document.xml": document}).items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), text, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("word/media/image1.jpeg", ZIP_TIME), picture, zipfile.ZIP_STORED)
    return buffer.getvalue()


def _base64_lines(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _quoted_printable(text: str) -> bytes:
    out = []
    for line in text.encode().split(b"\n"):
        row = b""
        for byte in line:
            piece = bytes((byte,)) if 32 <= byte < 127 and byte != ord("=") else b"=%02X" % byte
            if len(row) + len(piece) > 75:
                out.append(row + b"=")
                row = b""
            row += piece
        out.append(row)
    return b"\r\n".join(out) + b"\r\n"


def _encoded_word(text: str) -> str:
    return "=?UTF-8?B?" + base64.b64encode(text.encode()).decode() + "?="


def _header(rng: random.Random, content_type: str, *more: str) -> bytes:
    lines = (
        "Date: Mon, 05 Jan 2026 08:15:00 +0700",
        f"From: {_encoded_word('Nguyễn Văn An')} <an.nguyen@bench.gov.vn>",
        f"To: {_encoded_word('Văn thư')} <vanthu@unit.bench.gov.vn>",
        f"Subject: {_encoded_word(' '.join(rng.choice(WORDS) for _ in range(5)))}",
        "MIME-Version: 1.0",
        f"Content-Type: {content_type}",
        *more,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def _part(boundary: str, content_type: str, encoding: str, *more: str) -> bytes:
    lines = (f"--{boundary}", f"Content-Type: {content_type}", f"Content-Transfer-Encoding: {encoding}", *more)
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def _alternative(rng: random.Random) -> bytes:
    boundary = f"=_bench_{rng.getrandbits(32):08x}"
    plain = "\n".join(_prose(rng, 3200))
    paragraphs = "\n".join(f'<p style="font-family: Times New Roman">{line}</p>' for line in _prose(rng, 5200))
    page = f'<html><head><meta charset="utf-8"></head><body>\n{paragraphs}\n</body></html>'
    return (
        _header(rng, f'multipart/alternative; boundary="{boundary}"')
        + _part(boundary, "text/plain; charset=UTF-8", "base64")
        + _base64_lines(plain.encode())
        + _part(boundary, "text/html; charset=UTF-8", "quoted-printable")
        + _quoted_printable(page)
        + f"--{boundary}--\r\n".encode()
    )


def _with_attachment(rng: random.Random, data: bytes, content_type: str, filename: str) -> bytes:
    boundary, name = f"=_bench_{rng.getrandbits(32):08x}", _encoded_word(filename)
    return (
        _header(rng, f'multipart/mixed; boundary="{boundary}"')
        + _part(boundary, "text/plain; charset=UTF-8", "8bit")
        + "\r\n".join([*_prose(rng, 600), ""]).encode()
        + _part(boundary, f'{content_type}; name="{name}"', "base64", f'Content-Disposition: attachment; filename="{name}"')
        + _base64_lines(data)
        + f"--{boundary}--\r\n".encode()
    )
