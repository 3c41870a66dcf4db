"""What a part holds is told by its content, archives are opened within one budget, and every part comes out with a value."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import time
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.extract.contents import look_into
from gateway.limits import Limits
from gateway.mime.parse import parse
from policies.core.facts import Document, Octets, Opaque, Text, Unread
from policies.core.message import Filename, Message, Part
from tests.gateway.extract.compoundfiles import compound
from tests.gateway.extract.documents import docx, look, page, zipped

LETTER = "From: a@dongnai.gov.vn\r\nSubject: thử\r\nContent-Type: text/html\r\n\r\n<p>Kính gửi</p>\r\n".encode()
DOCX = docx("<w:p><w:r><w:t>trong</w:t></w:r></w:p>")
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 "


def tarred(name: str, data: bytes, form: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        pytest.param(b"\xff\xd8\xff\xe0", "a.pdf", Opaque("jpeg"), id="a picture whatever its name says"),
        pytest.param(b"II*\x00", "a.tif", Opaque("tiff"), id="TIFF"),
        pytest.param(WEBP, "", Opaque("webp"), id="WebP"),
        pytest.param(b"\0\0\0\x18ftypheic", "", Opaque("heic"), id="HEIC"),
        pytest.param(b"\x00\x01\x02", "a.bin", Opaque(""), id="unknown binary data"),
        pytest.param(b"\x00\x01\x02", "a.docx", Unread("damaged", "not what its name promises"), id="no document under its name"),
        pytest.param(b"abc", "a.pdf", Unread("damaged", "not what its name promises"), id="text under the name of a PDF"),
        pytest.param(b"", "a.pdf", Unread("damaged", "not what its name promises"), id="an empty document"),
        pytest.param(b"abc", "a.doc", Text(Octets(b"abc"), "abc"), id="text that a word processor opens"),
        pytest.param("Nội dung".encode(), "a", Text(Octets("Nội dung".encode()), "Nội dung"), id="text without an extension"),
        pytest.param(compound({"__properties_version1.0": b""}), "", Unread("unsupported", "msg"), id="an Outlook message"),
        pytest.param(compound({"Thumbs": b""}), "", Unread("unsupported", "ole"), id="some other compound file"),
        pytest.param(compound({"EncryptedPackage": b""}), "a.docx", Unread("encrypted", "ole"), id="an encrypted document"),
        pytest.param(
            compound({"x": b""})[:600],
            "a.doc",
            Unread("damaged", "OLE directory"),
            id="a compound file cut off",
        ),
        pytest.param(b"7z\xbc\xaf\x27\x1c", "a.7z", Unread("unsupported", "7z"), id="7z"),
        pytest.param(b"Rar!\x1a\x07\x01\x00", "a.rar", Unread("unsupported", "rar"), id="RAR"),
        pytest.param(b"AT&TFORM\0\0\0\0DJVU", "", Unread("damaged", "no DjVu document"), id="DjVu"),
        pytest.param(b"\x78\x9f\x3e\x22", "winmail.dat", Unread("unsupported", "tnef"), id="an Outlook bundle"),
        pytest.param(
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "", Unread("unsupported", "xml"), id="Word XML"
        ),
        pytest.param(b"PK\x03\x04broken", "a.docx", Unread("damaged", "zip without its directory"), id="half a docx"),
        pytest.param(DOCX[:-40], "a.docx", Unread("damaged", "zip without its directory"), id="a docx cut off"),
    ],
)
def test_content_is_told_by_its_bytes(body, name, expected):
    assert look(body, name).content == expected


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        pytest.param(DOCX, "a.bin", "docx", id="a Word document under any name"),
        pytest.param(b"junk\r\n" + page(b""), "a.txt", "pdf", id="a PDF with something before it"),
        pytest.param(b"\xef\xbb\xbf <!DOCTYPE HTML><p>x", "a.doc", "html", id="HTML under the name of a Word document"),
    ],
)
def test_documents_are_found_under_any_name(body, name, kind):
    content = look(body, name).content
    assert isinstance(content, Document)
    assert content.kind == kind


@pytest.mark.parametrize(
    ("body", "name", "inner"),
    [
        pytest.param(zipped({"thư mục/b.docx": DOCX}), "a.zip", "a.zip/thư mục/b.docx", id="zip"),
        pytest.param(zipped({"b.docx": DOCX}, zipfile.ZIP_STORED), "a.zip", "a.zip/b.docx", id="zip, stored"),
        pytest.param(tarred("b.docx", DOCX, tarfile.USTAR_FORMAT), "a.tar", "a.tar/b.docx", id="tar"),
        pytest.param(
            tarred("b" * 120 + ".docx", DOCX, tarfile.GNU_FORMAT),
            "a.tar",
            "a.tar/" + "b" * 120 + ".docx",
            id="GNU tar, a long name",
        ),
        pytest.param(
            tarred("b" * 120 + ".docx", DOCX, tarfile.PAX_FORMAT),
            "a.tar",
            "a.tar/" + "b" * 120 + ".docx",
            id="POSIX tar, a long name",
        ),
        pytest.param(gzip.compress(DOCX), "b.docx.gz", "b.docx.gz/b.docx", id="gzip"),
        pytest.param(
            gzip.compress(DOCX[:99]) + gzip.compress(DOCX[99:]), "b.docx.gz", "b.docx.gz/b.docx", id="gzip in two pieces"
        ),
        pytest.param(bz2.compress(DOCX), "b.docx.bz2", "b.docx.bz2/b.docx", id="bzip2"),
        pytest.param(lzma.compress(DOCX), "b.docx.xz", "b.docx.xz/b.docx", id="xz"),
    ],
)
def test_archives_have_their_members_as_children(body, name, inner):
    part = look(body, name)
    assert isinstance(part.content, Opaque)
    (child,) = part.children
    assert (child.filename.text, child.number, child.content.kind) == (inner, "1", "docx")


def test_a_compressed_tar_is_opened_twice():
    part = look(gzip.compress(tarred("b.docx", DOCX, tarfile.GNU_FORMAT)), "a.tgz")
    assert part.children[0].children[0].filename.text == "a.tgz/a.tar/b.docx"


def test_an_office_document_named_zip_hides_no_members():
    body = io.BytesIO(DOCX)
    with zipfile.ZipFile(body, "a") as package:
        package.writestr("b.txt", "ẩn")
    part = look(body.getvalue(), "a.zip")
    assert part.content.kind == "docx"
    assert part.children[-1].content.text == "ẩn"


def test_names_keep_their_bytes():
    body = zipped({"xxxxx.txt": b"x"}).replace(b"xxxxx.txt", b"B\xb8o c.txt")
    assert look(body, "a.zip").children[0].filename.octets == Octets(b"B\xb8o c.txt")


def test_letters_in_archives_are_read():
    part = look(zipped({"thu.eml": LETTER}), "a.zip")
    nested = part.children[0].nested
    assert (nested.number, nested.root.number, nested.text("subject")) == ("1", "1", "thử")
    assert nested.root.content.runs[0].text == "Kính gửi\n"


def test_parts_that_are_read_already_are_left():
    text = Text(Octets(b"x"), "x")
    message = Message(
        (),
        Part("1", "multipart/mixed", children=(Part("1.1", "text/plain", content=text), Part("1.2", "text/html", body=b"<p>x"))),
    )
    found = look_into(message, Limits())
    assert found.root.children[0].content is text
    assert found.root.children[1].content.runs[0].text == "x\n"


def test_attached_letters_are_looked_into():
    raw = b"Content-Type: message/rfc822\r\n\r\n" + LETTER
    found = look_into(parse(raw, Limits()), Limits())
    assert found.root.nested.root.content.runs[0].text == "Kính gửi\n"


def test_an_encrypted_entry_does_not_hide_the_others():
    body = bytearray(zipped({"a.txt": b"x", "b.txt": b"y"}))
    body[body.index(b"PK\x01\x02") + 8] |= 1
    contents = [child.content for child in look(bytes(body), "a.zip").children]
    assert contents == [Unread("encrypted", "zip entry"), Text(Octets(b"y"), "y")]


def lying(size: int) -> bytes:
    """A zip whose entry declares another size, and the checksum that goes with it."""
    data = b"a" * 1_000_000
    body = bytearray(zipped({"a.txt": data}))
    entry = body.index(b"PK\x01\x02")
    struct.pack_into("<L", body, entry + 24, size)
    struct.pack_into("<L", body, entry + 16, zlib.crc32(data[:size]))
    return bytes(body)


def overlapping() -> bytes:
    """A hundred entries that are all the same bytes."""
    body = zipped({"a": b"\0" * 100_000})
    start, end = body.index(b"PK\x01\x02"), body.index(b"PK\x05\x06")
    size = (end - start) * 100
    return body[:start] + body[start:end] * 100 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 100, 100, size, start, 0)


def nested(levels: int) -> bytes:
    body = zipped({"x.txt": b"x"})
    for _ in range(levels):
        body = zipped({"a.zip": body})
    return body


def flood(width: int, levels: int) -> bytes:
    body = zipped({"0": b"\0" * 1_000_000})
    for _ in range(levels):
        body = zipped({str(number): body for number in range(width)})
    return body


def reasons(part: Part) -> set[tuple[str, str]]:
    """Reason and detail of all that could not be read."""
    parts = Message((), part).parts()
    return {(inner.content.reason, inner.content.detail) for inner in parts if isinstance(inner.content, Unread)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(zipped({"a": b"\0" * 50_000_000}), ("over-limit", "ratio"), id="a bomb"),
        pytest.param(flood(10, 4), ("over-limit", "ratio"), id="bombs in bombs"),
        pytest.param(nested(8), ("over-limit", "archive-depth"), id="many levels"),
        pytest.param(zipped({str(n): b"" for n in range(11_000)}), ("over-limit", "entries"), id="many entries"),
        pytest.param(overlapping(), ("damaged", "overlapping zip entries"), id="overlapping entries"),
        pytest.param(lying(100), ("damaged", "zip entry is not what it declares"), id="less declared than there is"),
        pytest.param(lying(2_000_000), ("damaged", "zip entry is not what it declares"), id="more declared than there is"),
        pytest.param(gzip.compress(b"\0" * 50_000_000), ("over-limit", "ratio"), id="a gzip bomb"),
        pytest.param(bz2.compress(b"\0" * 50_000_000), ("over-limit", "ratio"), id="a bzip2 bomb"),
        pytest.param(lzma.compress(b"\0" * 50_000_000), ("over-limit", "ratio"), id="an xz bomb"),
        pytest.param(gzip.compress(DOCX)[:-9], ("damaged", "gz cut off"), id="gzip cut off"),
        pytest.param(tarred("a", b"x" * 2000, tarfile.USTAR_FORMAT)[:1500], ("damaged", "tar cut off"), id="tar cut off"),
        pytest.param(docx("<w:p/>" + " " * 50_000_000), ("over-limit", "ratio"), id="a bomb in a Word document"),
        pytest.param(
            zipped({"[Content_Types].xml": "", "a": "", "A": ""}), ("damaged", "no main part"), id="a package without a document"
        ),
        pytest.param(
            DOCX.replace(b"word/document.xml", b"word/dxcument.xml", 1), ("damaged", "zip entry has two names"), id="two names"
        ),
    ],
)
def test_hostile_archives_are_refused_soon(body, expected):
    start = time.process_time()
    assert expected in reasons(look(body, "a.zip"))
    assert time.process_time() - start < 2


def test_the_budget_is_the_messages():
    one = zipped({"a.txt": b"a" * 3_000_000})
    part = Part("1", "application/zip", filename=Filename("a.zip", Octets(b"a.zip")), body=one)
    parts = tuple(replace(part, number=str(number)) for number in range(1, 5))
    found = look_into(Message((), Part("0", "multipart/mixed", children=parts)), Limits())
    assert [bool(reasons(child)) for child in found.root.children] == [False, True, True, True]


@pytest.mark.parametrize("error", [MemoryError, RecursionError, ValueError, KeyError])
def test_a_reader_that_trips_has_not_read(error, monkeypatch):
    def trip(*_):
        raise error

    monkeypatch.setattr("gateway.extract.html.LexborHTMLParser", trip)
    content = look(b"<p>x", media_type="text/html").content
    assert content.reason == ("over-limit" if error in {MemoryError, RecursionError} else "damaged")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_turned_byte_never_breaks_a_reader(data):
    body = data.draw(
        st.sampled_from(
            [
                DOCX,
                zipped({"a.txt": b"x" * 99}),
                tarred("a", b"x", tarfile.PAX_FORMAT),
                compound({"Workbook": b"x"}),
                gzip.compress(b"x"),
            ]
        )
    )
    place, value = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(0, 255))
    part = look(body[:place] + bytes([value]) + body[place + 1 :], "a.docx")
    assert isinstance(part.content, (Document, Opaque, Text, Unread))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        [b"", b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html"]
    ),
    st.binary(max_size=300),
)
def test_anything_comes_out_with_a_value(start, rest):
    part = look(start + rest, "a.docx")
    assert isinstance(part.content, (Document, Opaque, Text, Unread))
