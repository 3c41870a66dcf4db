"""Word documents: what a reader sees, wherever it stands, and what is not seen."""

import pytest

from tests.gateway.extract.documents import WORD_TYPE, A, W, docx, package, relations, runs, zipped
from tests.gateway.extract.test_docx import DEFAULTS, FONTS, VNTIME, p, r, style

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
ARIAL = FONTS.format("Arial")
BLANK = "<w:r><w:rPr><w:rFonts w:hAnsi='.VnTime'/></w:rPr><w:t> </w:t></w:r>"
BOX = "<w:txbxContent>{}</w:txbxContent>"


def table(inner: str, named: str = "T") -> str:
    return f"<w:tbl><w:tblPr><w:tblStyle w:val='{named}'/></w:tblPr><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"


def either(choice: str, fallback: str) -> str:
    return f"<mc:AlternateContent {MC}><mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"


def rpr(inner: str) -> str:
    return f"<w:rPr>{inner}</w:rPr>"


SEEN = [
    pytest.param(
        p(either(r("a"), r("a"))) + p(f"<w:r>{either(BOX.format(p(r('b'))), BOX.format(p(r('b'))))}</w:r>"),
        "a\nb\n",
        id="a drawing and its copy for old programs are read once",
    ),
    pytest.param(p(f"<w:r><mc:Fallback {MC}>{BOX.format(p(r('b')))}</mc:Fallback></w:r>"), "b\n", id="a lone copy"),
    pytest.param(
        p("<w:r>" + either("<w:sym w:font='.VnTime' w:char='F0B5'/>", "<w:t>?</w:t>") + "</w:r>"),
        "µ\n",
        id="a symbol in a choice",
    ),
    pytest.param(
        p(f"<w:moveFrom>{r('dời')}</w:moveFrom>") + p(f"<w:moveTo>{r('dời')}</w:moveTo>"), "dời\n", id="moved text stands once"
    ),
    pytest.param(p(r("ẩn", rpr("<w:vanish/>")) + r("hiện", rpr('<w:vanish w:val="0"/>'))), "hiện\n", id="hidden text"),
    pytest.param(p(r("x"), "H") + p(r("y", rpr("<w:vanish w:val='false'/>")), "H"), "y\n", id="text hidden by its style"),
    pytest.param(p(f"<w:r><w:t>Vi</w:t><w:softHyphen/><w:t>ệt</w:t></w:r>{r(chr(0xAD))}"), "Việt\xad\n", id="a soft hyphen"),
    pytest.param(
        p(f"<w:r>{VNTIME}<w:t>h</w:t><w:softHyphen/><w:t>íng</w:t></w:r>"), "h\xadíng\n", id="TCVN3's ư as LibreOffice writes it"
    ),
    pytest.param(p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"), "a-b\n", id="a hyphen that does not break"),
    pytest.param(
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("nay") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        + p('<w:fldSimple w:instr="AUTHOR">' + r("An") + "</w:fldSimple>"),
        "nay\nAn\n",
        id="a field's result, not its code",
    ),
    pytest.param(
        p(
            r("C")
            + "<w:proofErr w:type='spellStart'/>"
            + r("é")
            + f"<w:bookmarkStart w:id='0'/><w:smartTag>{r('ng')}</w:smartTag>"
        ),
        "Céng\n",
        id="a word split by marks",
    ),
    pytest.param(
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p(r('nội dung'))}</w:sdtContent></w:sdt>",
        "nội dung\n",
        id="a content control",
    ),
    pytest.param(p(f"<m:oMath {MATH}><m:r><m:t>x</m:t></m:r></m:oMath>" + r(" là số")), "x là số\n", id="a formula"),
    pytest.param(p("<w:r><w:ruby><w:rubyBase>" + r("gốc") + "</w:rubyBase></w:ruby></w:r>"), "gốc\n", id="text below a hint"),
    pytest.param(
        p(f"<w:r><w:pict><v:shape {VML}><v:textpath string='C«ng v¨n'/></v:shape></w:pict></w:r>"), "C«ng v¨n\n", id="WordArt"
    ),
    pytest.param(p(f"<w:r><a:p xmlns:a='{A}'><a:r><a:t>vẽ</a:t></a:r></a:p></w:r>"), "vẽ\n", id="a canvas"),
    pytest.param(p(r("hoa", rpr("<w:caps/>"))), "hoa\n", id="small letters shown as capitals stay as they are stored"),
]


@pytest.mark.parametrize(("body", "expected"), SEEN)
def test_what_is_seen_is_read_once(body, expected):
    found = runs(docx(body, style("H", rpr("<w:vanish/>"))))
    assert "".join(words for words, _, _ in found) == expected


@pytest.mark.parametrize(
    ("body", "styles", "expected"),
    [
        pytest.param(
            table(p(r("x"))) + p(r("y")),
            DEFAULTS + style("T", VNTIME, kind="table"),
            [("x\n", ".VnTime", None), ("y\n", "Arial", None)],
            id="the table's style beats the defaults",
        ),
        pytest.param(
            table(p(r("x"), "P")),
            style("P", ARIAL) + style("T", VNTIME, kind="table"),
            [("x\n", "Arial", None)],
            id="the paragraph's style beats the table's",
        ),
        pytest.param(
            table(p(r("x")), ""),
            style("N", VNTIME, kind="table", more='w:default="1"'),
            [("x\n", ".VnTime", None)],
            id="the default table style",
        ),
        pytest.param(
            p(r("a", ARIAL) + BLANK + r("b", ARIAL)), "", [("a b\n", "Arial", None)], id="a blank in another font is not seen"
        ),
        pytest.param(p(BLANK + r("b", ARIAL)), "", [(" b\n", "Arial", None)], id="nor is one before the text"),
        pytest.param(p(BLANK), "", [(" \n", None, None)], id="nor one that stands alone"),
        pytest.param(
            "<w:p><w:pPr><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr></w:pPr>" + r("x") + "</w:p>",
            "",
            [("x\n", None, None)],
            id="the font of the paragraph's mark",
        ),
        pytest.param(
            p(r("x", rpr("<w:rFonts w:cs='.VnTime' w:eastAsia='.VnTime' w:ascii='Arial' w:hAnsi='Arial'/><w:rtl w:val='0'/>"))),
            "",
            [("x\n", "Arial", None)],
            id="slots for other scripts",
        ),
        pytest.param(
            p(r("é°", rpr("<w:rFonts w:hAnsi='.VnTime' w:ascii='.VnTime' w:eastAsia='SimSun' w:hint='eastAsia'/>"))),
            "",
            [("é", ".VnTime", None), ("°\n", "SimSun", None)],
            id="a hint moves some signs to the East Asian font",
        ),
        pytest.param(
            p(f"<w:r><v:textpath {VML} style='font-family:&quot;.VnTime&quot;;font-size:1pt' string='x'/></w:r>"),
            "",
            [("x\n", ".VnTime", None)],
            id="WordArt in its font",
        ),
    ],
)
def test_the_font_is_the_one_that_is_seen(body, styles, expected):
    assert runs(docx(body, styles)) == expected


NUMBERING = (
    "<w:abstractNum w:abstractNumId='7'>"
    "<w:lvl w:ilvl='0'><w:lvlText w:val='§iÒu %1.'/><w:rPr><w:rFonts w:ascii='.VnTimeH' w:hAnsi='.VnTimeH'/></w:rPr></w:lvl>"
    "<w:lvl w:ilvl='1'><w:lvlText w:val='%1.%2'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:lvlText w:val='Øü'/><w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr></w:lvl>"
    "</w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num>"
)


def item(level: int, words: str) -> str:
    return f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='3'/></w:numPr></w:pPr>{r(words)}</w:p>"


def test_words_that_a_list_puts_before_its_items_are_read_once():
    body = p(r("a")) + item(1, "b") + item(2, "c") + item(0, "d") + item(0, "e")
    assert runs(docx(body, numbering=NUMBERING)) == [
        ("a\nb\nc\n", None, None),
        ("§iÒu 1.\t", ".VnTimeH", None),
        ("d\ne\n", None, None),
    ]


def test_a_list_may_come_with_the_paragraphs_style():
    numbered = style("D", "<w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr>") + style("E", based="D")
    assert runs(docx(p(r("x"), "E"), numbered, numbering=NUMBERING))[0] == ("§iÒu 1.\t", ".VnTimeH", None)


def test_a_list_may_have_its_levels_from_a_list_style():
    level = "<w:lvl w:ilvl='0'><w:lvlText w:val='&#167;i&#210;u %1'/></w:lvl>"
    numbering = (
        f"<w:abstractNum w:abstractNumId='1'><w:styleLink w:val='L'/>{level}</w:abstractNum>"
        "<w:abstractNum w:abstractNumId='2'><w:numStyleLink w:val='L'/></w:abstractNum>"
        "<w:num w:numId='3'><w:abstractNumId w:val='2'/></w:num>"
    )
    assert runs(docx(item(0, "x"), numbering=numbering)) == [("§iÒu 1\tx\n", None, None)]


def test_a_list_that_is_not_used_is_not_read():
    assert runs(docx(p(r("x")), numbering=NUMBERING)) == [("x\n", None, None)]


def test_charts_and_diagrams_are_read_in_the_themes_font():
    theme = "<a:minorFont><a:latin typeface='.VnArial'/></a:minorFont>"
    title = f"<c:title><a:p xmlns:a='{A}'><a:r><a:t>Tựa</a:t></a:r></a:p></c:title>"
    names = "<c:strCache><c:pt><c:v>Quý 1</c:v></c:pt></c:strCache>"
    chart = f"<c:chart {CHART}>{title}{names}{names}<c:numCache><c:pt><c:v>12</c:v></c:pt></c:numCache></c:chart>"
    diagram = f"<a:p xmlns:a='{A}'><a:r><a:t>Ô</a:t></a:r></a:p>"
    assert runs(docx(p(r("x")), theme=theme, chart=chart, diagramData=diagram)) == [
        ("x\n", None, None),
        ("Tựa\nQuý 1\nÔ\n", ".VnArial", None),
    ]


def test_building_blocks_are_not_read():
    assert runs(docx(p(r("x")), glossaryDocument=p(r("mẫu")))) == [("x\n", None, None)]


def test_a_main_part_may_have_its_type_by_its_extension():
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="{WORD_TYPE}"/></Types>'
    )
    parts = {"[Content_Types].xml": types, "word/document.xml": f'<w:document xmlns:w="{W}">{p(r("x"))}</w:document>'}
    assert runs(package("word/document.xml", WORD_TYPE, parts)) == [("x\n", None, None)]


def test_a_package_with_names_of_the_windows_kind_is_read():
    parts = {
        "[content_types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/></Types>'
        ),
        "_rels\\.rels": relations(("r", "officeDocument", "word/document.xml")),
        "word\\document.xml": f'<w:document xmlns:w="{W}">{p(r("x"))}</w:document>',
    }
    assert runs(zipped(parts)) == [("x\n", None, None)]
