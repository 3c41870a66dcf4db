"""Documents inside of documents: read as members, each with its own font and place."""

import struct

import pytest

from gateway.limits import Limits
from policies.core.facts import Document, Unread
from policies.core.message import Part
from tests.gateway.extract.compoundfiles import compound
from tests.gateway.extract.documents import WORD_TYPE, W, docx, look, package, relations
from tests.gateway.extract.office import xlsx

VNTIME = "<w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr>"
INNER = docx(f"<w:p><w:r>{VNTIME}<w:t>Céng hßa</w:t></w:r></w:p>")


def around(embedded: dict[str, bytes | str], kind: str = "package") -> bytes:
    """A Word document with these parts embedded."""
    known = ((f"e{count}", kind, name) for count, name in enumerate(embedded))
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:p><w:r><w:t>ngoài</w:t></w:r></w:p></w:document>',
        "word/_rels/document.xml.rels": relations(*known),
        **{f"word/{name}": body for name, body in embedded.items()},
    }
    return package("word/document.xml", WORD_TYPE, parts)


def children(body: bytes, limits: Limits | None = None) -> tuple[Part, ...]:
    part = look(body, "a.docx", limits=limits or Limits())
    assert isinstance(part.content, Document)
    assert part.content.runs[0].text == "ngoài\n"
    return part.children


def test_an_embedded_document_is_read_under_its_own_name():
    (inner,) = children(around({"embeddings/b.docx": INNER}))
    assert inner.filename
    assert inner.filename.text == "a.docx/word/embeddings/b.docx"
    assert isinstance(inner.content, Document)
    assert [(run.text, run.font) for run in inner.content.runs] == [("Céng hßa\n", ".VnTime")]


def test_embedded_documents_are_looked_into_in_turn():
    (outer,) = children(around({"embeddings/b.docx": around({"embeddings/c.docx": INNER})}))
    (inner,) = outer.children
    assert isinstance(inner.content, Document)


def test_a_page_of_html_that_the_text_takes_in_is_read():
    (page,) = children(around({"chunk.htm": "<font face='VNI-Times'>Coäng</font>"}, "aFChunk"))
    assert isinstance(page.content, Document)
    assert [(run.text.strip(), run.font) for run in page.content.runs] == [("Coäng", "VNI-Times")]


def packed(name: bytes, body: bytes) -> bytes:
    """What a file put in as an icon is kept as."""
    path = b"C:\\tam\\" + name + b"\0"
    native = b"\2\0" + name + b"\0" + path + bytes((0, 0, 3, 0)) + struct.pack("<L", len(path)) + path
    native += struct.pack("<L", len(body)) + body
    return compound({"\x01Ole10Native": struct.pack("<L", len(native)) + native})


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        pytest.param(compound({"Package": INNER}), "o.bin", id="an object that is a whole document"),
        pytest.param(packed(b"b.docx", INNER), "o.bin/b.docx", id="a file put in as an icon"),
    ],
)
def test_documents_in_ole_objects_are_read(stored, name):
    (inner,) = children(around({"embeddings/o.bin": stored}, "oleObject"))
    assert inner.filename
    assert inner.filename.text == f"a.docx/word/embeddings/{name}"
    assert isinstance(inner.content, Document)
    assert inner.content.runs[0].font == ".VnTime"


@pytest.mark.parametrize("cut", [4, 12, 30, 40])
def test_an_ole_object_that_is_cut_off_is_passed_over(cut):
    native = struct.pack("<L", 99) + b"\2\0b.docx\0C:\\b.docx\0\0\0\3\0" + struct.pack("<L", 5)
    assert children(around({"embeddings/o.bin": compound({"\x01Ole10Native": native[:cut]})}, "oleObject")) == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(b"Rar!\x1a\x07\x01\x00", Unread("unsupported", "rar"), id="an archive that nobody can look into"),
        pytest.param(compound({"EncryptedPackage": b""}), Unread("encrypted", "ole"), id="a document under a password"),
    ],
)
def test_what_a_reader_can_open_and_we_cannot_is_said(body, expected):
    (inner,) = children(around({"embeddings/o.bin": packed(b"b.rar", body)}, "oleObject"))
    assert inner.content == expected


def test_objects_of_other_programs_and_broken_ones_are_passed_over():
    assert children(around({"embeddings/o.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}, "oleObject")) == ()
    assert children(around({"embeddings/b.docx": b"PK\x03\x04"})) == ()


def test_the_workbook_behind_a_chart_is_passed_over():
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:p><w:r><w:t>ngoài</w:t></w:r></w:p></w:document>',
        "word/_rels/document.xml.rels": relations(("c", "chart", "charts/chart1.xml")),
        "word/charts/chart1.xml": "<c/>",
        "word/charts/_rels/chart1.xml.rels": relations(("p", "package", "../embeddings/b.xlsx")),
        "word/embeddings/b.xlsx": xlsx("<c><v>1</v></c>"),
    }
    assert children(package("word/document.xml", WORD_TYPE, parts)) == ()


def test_what_lies_too_deep_is_said():
    (inner,) = children(around({"embeddings/b.docx": INNER}), Limits(archive_depth=0))
    assert inner.content == Unread("over-limit", "archive-depth")
