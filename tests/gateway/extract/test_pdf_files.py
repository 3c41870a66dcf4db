"""Files in a PDF: found wherever they hang, unpacked within the budget."""

import pytest

from gateway.extract import pdffiles
from gateway.extract.budget import Refused, budget
from gateway.limits import Limits
from policies.core.facts import Document, Unread
from tests.gateway.extract.documents import docx, look, pdf, stream

CATALOG = "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 6 0 R>>>>"
PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>"
FILE = stream(b"Vi\xd6t", "/Type/EmbeddedFile", packed=True)


def found(objects: dict[int, str | bytes], limits: Limits | None = None) -> list[tuple[str, bytes]]:
    """Names and bodies of the files."""
    limits = limits or Limits()
    members = pdffiles.members(pdf({1: CATALOG, 2: PAGES, 3: "<</Type/Page/Parent 2 0 R>>"} | objects), budget(limits, 1_000))
    return [(member.name.decode(), member.body) for member in members]


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            {6: "<</Names[(a)<</F(a.txt)/EF<</F 7 0 R>>>>]>>", 7: FILE}, [("a.txt", b"Vi\xd6t")], id="in the tree of names"
        ),
        pytest.param(
            {6: "<</Kids[8 0 R 8 0 R 6 0 R]>>", 8: "<</Names[(a)<</UF<FEFF1EC7>/F(a)/EF<</F 7 0 R>>>>]>>", 7: FILE},
            [("ệ", b"Vi\xd6t")],
            id="in a tree that bites its tail, under its Unicode name",
        ),
        pytest.param(
            {3: "<</Type/Page/Annots[<</Subtype/FileAttachment/FS 8 0 R>>]>>", 8: "<</F(a)/EF<</UF 7 0 R>>>>", 7: FILE},
            [("a", b"Vi\xd6t")],
            id="pinned to a page",
        ),
        pytest.param(
            {6: "<</Names[(a)<</F(a)/#45F<</F 7 0 R>>>>]>>", 7: stream(b"b")}, [("a", b"b")], id="by another spelling of its name"
        ),
        pytest.param({6: "<</Names[(a)<</F(a.txt)>>]>>", 7: FILE}, [], id="a name without a file"),
        pytest.param({6: "<</Names 5>>", 7: FILE}, [], id="wrong types"),
        pytest.param({}, [], id="no file"),
    ],
)
def test_files_are_found(objects, expected):
    assert found(objects) == expected


def test_files_are_counted_against_the_budget():
    with pytest.raises(Refused):
        found({6: "<</Names[(a)<</F(a)/EF<</F 7 0 R>>>>]>>", 7: FILE}, Limits(entries=0))
    with pytest.raises(Refused):
        found({6: "<</Names[(a)<</F(a)/EF<</F 7 0 R>>>>]>>", 7: stream(bytes(9 << 20), packed=True)}, Limits(unpacked=1 << 20))


def test_what_is_no_pdf_has_no_files():
    assert list(pdffiles.members(b"%PDF-/EF", budget(Limits(), 10))) == []


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(stream(b"abc", "/Filter/Foo"), id="an unknown filter"),
        pytest.param(stream(b"abc", "/Filter/JBIG2Decode"), id="a filter for pictures"),
        pytest.param(stream(b"\xff", "/Filter/ASCII85Decode"), id="bytes that the filter cannot mean"),
    ],
)
@pytest.mark.parametrize("first", [7, 9])
def test_a_broken_file_hides_neither_the_document_nor_the_others(broken, first):
    names = f"<</Names[(a)<</F(a.docx)/EF<</F {first} 0 R>>>>(b)<</F(b.docx)/EF<</F {16 - first} 0 R>>>>]>>"
    body = pdf({1: CATALOG, 2: PAGES, 3: "<</Type/Page/Parent 2 0 R>>", 6: names, 7: broken, 9: stream(docx("<w:p/>"))})
    part = look(body, "a.pdf")
    assert isinstance(part.content, Document)
    assert [type(child.content) for child in part.children] == [Document]
    members = pdffiles.members(body, budget(Limits(), 1_000))
    assert [isinstance(member.problem, Unread) for member in members] == [first == 7, first == 9]


def test_a_file_that_unpacks_to_too_much_is_said():
    packed = stream(bytes(76_000_000), "/DecodeParms<</Predictor 1>>", packed=True)
    body = pdf({1: CATALOG, 2: PAGES, 3: "<</Type/Page/Parent 2 0 R>>", 6: "<</Names[(a)<</F(a)/EF<</F 7 0 R>>>>]>>", 7: packed})
    (child,) = look(body, "a.pdf").children
    assert child.content == Unread("over-limit", "pdf")
