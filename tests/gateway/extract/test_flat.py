"""Office documents in a single XML file."""

import pytest

from policies.core.facts import Unread
from tests.gateway.extract.documents import WORD_TYPE, W, look, read, relations
from tests.gateway.extract.office import NAMES, odf_style

START = '<?xml version="1.0" encoding="UTF-8"?>'
WORD_2003 = (
    START + '<?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
    '<w:fonts><w:defaultFonts w:ascii="Arial" w:h-ansi="Arial"/><w:font w:name=".VnUnused"/></w:fonts>'
    '<w:styles><w:style w:type="paragraph" w:styleId="A"><w:rPr><w:rFonts w:ascii="VNI-Times" w:h-ansi="VNI-Times"/></w:rPr>'
    "</w:style></w:styles><w:body>{}</w:body></w:wordDocument>"
)
EXCEL_2003 = (
    START + '<?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"><Styles>'
    '<Style ss:ID="Default"><Font ss:FontName="Arial"/></Style><Style ss:ID="s1"><Font ss:FontName=".VnTime"/></Style>'
    '<Style ss:ID="s2" ss:Parent="s1"/></Styles>{}</Workbook>'
)
FLAT_ODF = START + "<office:document {} office:mimetype='application/vnd.oasis.opendocument.{}'>{}</office:document>"


def found(body: str, name: str = "a.xml") -> list[tuple[str, str | None, str | None]]:
    return [(run.text, run.font, run.place) for run in read(body.encode(), name).runs]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            '<w:p><w:r><w:rPr><w:rFonts w:ascii="Arial" w:fareast="SimSun" w:h-ansi=".VnTime"/></w:rPr><w:t>aé</w:t></w:r></w:p>',
            [("a", "Arial", None), ("é\n", ".VnTime", None)],
            id="a run's own fonts",
        ),
        pytest.param(
            '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p><w:p><w:r><w:t>y</w:t></w:r></w:p>',
            [("x\n", "VNI-Times", None), ("y\n", "Arial", None)],
            id="styles and the default font",
        ),
        pytest.param(
            '<w:p><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>bỏ</w:delText></w:r></aml:content>'
            "</aml:annotation></w:p><w:sectPr><w:hdr><w:p><w:r><w:t>đầu</w:t></w:r></w:p></w:hdr></w:sectPr>",
            [("đầu\n", "Arial", None)],
            id="headers, and no deleted text",
        ),
    ],
)
def test_word_2003_documents_are_read(body, expected):
    assert found(WORD_2003.format(body)) == expected
    assert read(WORD_2003.format(body).encode(), "a.doc").kind == "docx"


def test_excel_2003_workbooks_are_read():
    sheets = (
        '<Worksheet ss:Name="Biểu"><Table><Column ss:Index="2" ss:StyleID="s1"/>'
        '<Row ss:Index="3"><Cell><Data ss:Type="String">a</Data></Cell><Cell><Data ss:Type="String">b</Data></Cell></Row>'
        '<Row><Cell ss:Index="28" ss:StyleID="s2" ss:MergeAcross="1"><Data>c</Data></Cell>'
        '<Cell><ss:Data><html:Font html:Face="VNI-Times">d<html:B>e</html:B></html:Font>f</ss:Data>'
        "<Comment><ss:Data>nhắc</ss:Data></Comment></Cell></Row></Table>"
        '<x:WorksheetOptions><x:PageSetup><x:Header x:Data="&amp;C&amp;&quot;.VnTimeH,Bold&quot;g"/></x:PageSetup>'
        '</x:WorksheetOptions></Worksheet><Worksheet ss:Name="Rỗng"/>'
    )
    assert found(EXCEL_2003.format(sheets), "a.xls") == [
        ("Biểu\n", None, "tên trang tính"),
        ("a\n", "Arial", "Biểu!A3"),
        ("b\n", ".VnTime", "Biểu!B3"),
        ("c\n", ".VnTime", "Biểu!AB4"),
        ("de", "VNI-Times", "Biểu!AD4"),
        ("f\n", "Arial", "Biểu!AD4"),
        ("nhắc\n", None, "Biểu!AD4"),
        ("g\n", ".VnTimeH", "Biểu, đầu trang"),
        ("Rỗng\n", None, "tên trang tính"),
    ]


def test_flat_opendocument_is_read():
    body = odf_style("paragraph", "P1", ".VnTime") + "<office:body><text:p text:style-name='P1'>x</text:p></office:body>"
    assert found(FLAT_ODF.format(NAMES, "text", body), "a.fodt") == [("x\n", ".VnTime", None)]
    assert look(FLAT_ODF.format(NAMES, "formula", "").encode()).content == Unread("unsupported", "flat OpenDocument")


def test_flat_packages_are_read():
    part = '<pkg:part pkg:name="{}" pkg:contentType="{}"><pkg:xmlData>{}</pkg:xmlData></pkg:part>'
    document = (
        f'<w:document xmlns:w="{W}"><w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>x</w:t></w:r></w:p></w:document>'
    )
    parts = (
        part.format("/_rels/.rels", "application/xml", relations(("r", "officeDocument", "word/document.xml")))
        + part.format("/word/document.xml", WORD_TYPE, document)
        + '<pkg:part pkg:name="/word/media/a.png" pkg:contentType="image/png"><pkg:binaryData>AA==</pkg:binaryData></pkg:part>'
    )
    body = f'{START}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    assert found(body) == [("x\n", ".VnTime", None)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            START + "<office:document-content/>", Unread("unsupported", "flat OpenDocument"), id="one part of a document"
        ),
        pytest.param(
            START + '<?mso-application progid="Word.Document"?><x/>', Unread("unsupported", "xml"), id="an unknown kind"
        ),
        pytest.param(WORD_2003.format("<w:p>"), Unread("damaged", "XML"), id="XML that does not end"),
        pytest.param(
            EXCEL_2003.format("<Worksheet/>").replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook'),
            Unread("damaged", "DOCTYPE in an office document"),
            id="a DOCTYPE",
        ),
    ],
)
def test_what_cannot_be_read_is_said(body, expected):
    assert look(body.encode(), "a.xml").content == expected
