"""Office documents meant to harm: work grows with the size of a document, and text comes out whole however it is split."""

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.extract.documents import SHEET_TYPE, A, S, docx, look, package, relations, runs
from tests.gateway.extract.office import odf, odf_style, pptx, xlsx
from tests.gateway.extract.test_docx import p, r, style

MANY = 20_000
JUNK = "<a:x/>" * MANY
UNENDED = f"<oddHeader>{'&amp;&quot;aaaaaaaaaaaaaaaa' * 5}</oddHeader>"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def chained(count: int) -> str:
    return "".join(style(f"s{number}", based=f"s{number - 1}") for number in range(count))


def repeated_sheets() -> bytes:
    sheets = '<sheet name="a" r:id="a"/>' * MANY
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{office}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(("a", "worksheet", "s.xml")),
        "xl/s.xml": f'<worksheet xmlns="{S}">' + "<c><v>1</v></c>" * 100 + "</worksheet>",
    }
    return package("xl/workbook.xml", SHEET_TYPE, parts)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(docx(p(r("x"), "s9000") * 100, chained(10_000)), id="a long chain of styles"),
        pytest.param(
            docx("".join(p(r("x"), f"s{number}") for number in range(10_000)), chained(10_000)), id="many styles in long chains"
        ),
        pytest.param(
            docx(f"<w:tbl><w:tblPr>{'<w:x/>' * MANY}</w:tblPr>{p(r('x')) * MANY}</w:tbl>", style("T", kind="table")),
            id="a table with many properties",
        ),
        pytest.param(
            docx(f"<mc:AlternateContent {MC}>{'<w:x/>' * MANY}<mc:Fallback>{p('') * MANY}</mc:Fallback></mc:AlternateContent>"),
            id="a choice that is not the first",
        ),
        pytest.param(docx("<w:sdt>" * 200 + p(r("x")) * MANY + "</w:sdt>" * 200 + p("<w:moveFrom/>")), id="deeply nested text"),
        pytest.param(
            docx(
                "<w:p><w:pPr><w:numPr><w:numId w:val='9'/></w:numPr></w:pPr></w:p>",
                numbering="<w:abstractNum w:abstractNumId='0'>"
                + "".join(f"<w:lvl w:ilvl='{number}'><w:lvlText w:val='Phan'/></w:lvl>" for number in range(MANY))
                + "</w:abstractNum>"
                + "<w:num><w:abstractNumId w:val='0'/></w:num>" * MANY,
            ),
            id="many lists of many levels",
        ),
        pytest.param(
            pptx(f"<p:sp>{JUNK}<p:txBody>{JUNK}" + "<a:p><a:r><a:t>x</a:t></a:r></a:p>" * MANY + "</p:txBody></p:sp>"),
            id="a shape with much before its text",
        ),
        pytest.param(repeated_sheets(), id="one sheet shown many times"),
        pytest.param(
            xlsx(
                "<c t='s'><v>0</v></c>" * MANY,
                strings="<si>" + "<r><t>a</t></r><r><rPr><rFont val='A'/></rPr><t>b</t></r>" * 500 + "</si>",
            ),
            id="one string in many fonts in many cells",
        ),
        pytest.param(xlsx("", vmlDrawing="<v:textbox>" * MANY + "</v:textbox>"), id="controls in controls"),
        pytest.param(xlsx("", tail=UNENDED * MANY), id="header codes that do not end"),
        pytest.param(
            odf(
                "spreadsheet",
                "<office:spreadsheet><table:table>"
                + "<table:table-column table:default-cell-style-name='a'/>" * MANY
                + "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>" * MANY
                + "</table:table></office:spreadsheet>",
            ),
            id="many columns and many rows",
        ),
        pytest.param(
            odf("text", "<text:p>" + "<text:span text:style-name='s9999'>x</text:span>" * MANY + "</text:p>",
                "".join(odf_style("text", f"s{number}", parent=f"s{number - 1}") for number in range(10_000))),
            id="OpenDocument styles in a chain",
        ),
    ],
)  # fmt: skip
def test_work_grows_with_the_size_only(body):
    start = time.process_time()
    look(body)
    assert time.process_time() - start < 3


LETTERS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x24F, exclude_categories=("Cc",)), min_size=1, max_size=40)
FONTS = st.lists(st.sampled_from((".VnTime", "VNI-Times", "Arial")), min_size=40, max_size=40)


@given(LETTERS, FONTS)
def test_text_split_letter_by_letter_comes_out_whole(text, fonts):
    named = '<w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr>'
    word = p("".join(r(escape(letter), named.format(font)) for letter, font in zip(text, fonts, strict=False)))
    slide = "".join(
        f"<a:r xmlns:a='{A}'><a:rPr><a:latin typeface='{font}'/></a:rPr><a:t>{escape(letter)}</a:t></a:r>"
        for letter, font in zip(text, fonts, strict=False)
    )
    cell = "".join(
        f"<r><rPr><rFont val='{font}'/></rPr><t>{escape(letter)}</t></r>" for letter, font in zip(text, fonts, strict=False)
    )
    for found in (
        runs(docx(word)),
        runs(pptx(f"<a:p>{slide}</a:p>")),
        runs(xlsx(f"<c t='inlineStr'><is>{cell}</is></c>"))[1:],
        runs(odf("text", "<text:p>" + "".join(f"<text:span>{escape(letter)}</text:span>" for letter in text) + "</text:p>")),
    ):
        assert "".join(words for words, _, _ in found) == f"{text}\n"
