"""Legacy images of Unicode text, made by the encodings' own tables, and what the product finds in a file."""

import zipfile
from datetime import date
from io import BytesIO

from gateway.convert.copy import Copy, unicode_copy
from gateway.extract.contents import look_into
from gateway.extract.text import windows_1252
from gateway.limits import Limits
from gateway.mime.parse import parse
from policies import charset
from policies.core.facts import Octets
from policies.core.message import Envelope, Filename, Message, Part
from policies.core.policy import Context
from policies.core.units import Directory
from policies.text import encodings_table as tables
from policies.text.encodings import codes_of

SENTENCE = "Về việc tăng cường công tác quản lý, sử dụng hệ thống thư điện tử công vụ trong hoạt động của các cơ quan nhà nước."
ADDRESSED = "Kính gửi: Các Sở, Ban, ngành; Ủy ban nhân dân các huyện, thị xã Long Khánh và thành phố Biên Hòa."
TITLE = "BÁO CÁO TỔNG KẾT NĂM HỌC"
LIMITS = Limits()
SOURCES = {"tcvn3": tables.TCVN3, "vni": tables.VNI, "vps": tables.VPS, "viscii": tables.VISCII}
CODES = {name: {letter: codes[0] for letter, codes in codes_of(source) if codes} for name, source in SOURCES.items()}


def octets(text: str, encoding: str) -> bytes:
    """The bytes of a text in a legacy encoding.  TCVN3 has accented small letters only."""
    codes = CODES[encoding]
    if encoding == "tcvn3":
        text = "".join(char if char in "ĂÂĐÊÔƠƯ" or char.isascii() else char.lower() for char in text)
    return "".join(codes.get(char, char) for char in text).encode("latin-1")


def image(text: str, encoding: str = "tcvn3") -> str:
    """A text as office programs keep it when it is typed in a legacy encoding: as windows-1252."""
    return windows_1252(octets(text, encoding))


def copied(body: bytes, name: str = "") -> Copy:
    """The copy of a file."""
    return unicode_copy(body, name, LIMITS)


def new(body: bytes, name: str = "") -> bytes:
    """The bytes of the copy, which there must be."""
    found = copied(body, name).body
    assert found is not None
    return found


def members(body: bytes) -> dict[str, bytes]:
    """The content of each member of a zip file, in order."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def found(body: bytes, name: str = "") -> set[str]:
    """The codes of what the gateway finds against Điều 4.5."""
    if name.endswith(".eml"):
        message = parse(body, LIMITS)
    else:
        filename = Filename(name, Octets(name.encode())) if name else None
        message = Message((), Part("1", "application/octet-stream", filename=filename, body=body))
    context = Context(Envelope("", ()), Directory(), date(2026, 1, 1))
    return {finding.code for finding in charset.check(look_into(message, LIMITS), context, charset.Settings())}
