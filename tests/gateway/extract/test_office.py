"""Workbooks, presentations and OpenDocument files."""

import pytest

from policies.core.facts import Unread
from tests.gateway.extract.documents import A, S, look, package, read, runs
from tests.gateway.extract.office import odf, odf_style, pptx, shape, xlsx


@pytest.mark.parametrize(
    ("cells", "strings", "expected"),
    [
        pytest.param(
            "<c r='B4' t='s' s='1'><v>0</v></c>",
            "<si><t>G¹o</t></si>",
            [("G¹o\n", ".VnArial", "Biểu 1!B4")],
            id="a shared string",
        ),
        pytest.param(
            "<c r='A1' t='s'><v>0</v></c>",
            "<si><r><rPr><rFont val='VNI-Times'/></rPr><t>Coä</t></r><r><t>ng</t></r><rPh><t>x</t></rPh></si>",
            [("Coä", "VNI-Times", "Biểu 1!A1"), ("ng\n", "Calibri", "Biểu 1!A1")],
            id="a string in two fonts",
        ),
        pytest.param(
            "<c r='A1' t='inlineStr'><is><t>x</t></is></c>", "", [("x\n", "Calibri", "Biểu 1!A1")], id="a string in its cell"
        ),
        pytest.param("<c r='A1' s='9'><v>12</v></c>", "", [("12\n", None, "Biểu 1!A1")], id="a number, its style unknown"),
        pytest.param("<c r='A1' t='str'><f>B1</f><v>y</v></c>", "", [("y\n", "Calibri", "Biểu 1!A1")], id="a formula's text"),
        pytest.param("<c r='A1'/>", "", [], id="an empty cell"),
    ],
)
def test_cells_have_font_and_place(cells, strings, expected):
    assert runs(xlsx(cells, strings)) == [("Biểu 1\n", None, "tên trang tính"), *expected]


def test_comments_and_text_boxes_of_a_sheet_are_read():
    comments = f'<comments xmlns="{S}"><commentList><comment ref="B2"><text><t>nhắc</t></text></comment></commentList></comments>'
    boxes = f'<d xmlns:a="{A}"><a:p><a:r><a:rPr><a:latin typeface="VNI-Times"/></a:rPr><a:t>hoäp</a:t></a:r></a:p></d>'
    found = runs(xlsx("<c r='A1'><v>1</v></c>", comments=comments, drawing=boxes))
    assert found[2:] == [("nhắc\n", None, "Biểu 1!B2"), ("hoäp\n", "VNI-Times", "Biểu 1")]


def test_one_long_string_in_every_cell_is_stopped():
    cells = "<c t='s'><v>0</v></c>" * 50_000
    content = look(xlsx(cells, f"<si><t>{'a' * 100_000}</t></si>")).content
    assert isinstance(content, Unread)
    assert content.reason == "over-limit"


def test_a_string_that_is_missing_is_damage():
    assert look(xlsx("<c t='s'><v>7</v></c>")).content == Unread("damaged", "shared string missing")


def test_slides_inherit_fonts_from_box_master_and_theme():
    latin = "<a:rPr><a:latin typeface='{}'/></a:rPr>"
    level = "<a:lvl1pPr><a:defRPr><a:latin typeface='{}'/></a:defRPr></a:lvl1pPr>"
    slide = (
        shape("a", latin.format("VNI-Times"))
        + shape("b", latin.format("+mj-lt"))
        + shape("c", lists=level.format(".VnTime"))
        + shape("d", placeholder="title")
        + shape("e")
    )
    master = (
        shape("prompt", placeholder="title")
        + shape("cơ quan")
        + f"<p:txStyles><p:titleStyle>{level.format('+mj-lt')}</p:titleStyle></p:txStyles>"
    )
    assert runs(pptx(slide, master, shape("ghi"))) == [
        ("cơ quan\n", "Minor", "trang chiếu cái"),
        ("a\n", "VNI-Times", "trang chiếu 1"),
        ("b\n", "Major", "trang chiếu 1"),
        ("c\n", ".VnTime", "trang chiếu 1"),
        ("d\n", "Major", "trang chiếu 1"),
        ("e\n", "Minor", "trang chiếu 1"),
        ("ghi\n", "Minor", "ghi chú trang chiếu 1"),
    ]


def test_opendocument_text_inherits_fonts():
    styles = odf_style("text", "T", "F1") + odf_style("paragraph", "P1", "F2") + odf_style("paragraph", "P2", parent="P1")
    faces = (
        "<style:font-face style:name='F1' svg:font-family=\"'VNI-Times'\"/>"
        "<style:font-face style:name='F2' svg:font-family='.VnTime'/>"
    )
    default = (
        "<style:default-style style:family='paragraph'><style:text-properties fo:font-family='Arial'/></style:default-style>"
    )
    header = "<style:master-page><style:header><text:p>đầu</text:p></style:header></style:master-page>"
    body = (
        "<text:p text:style-name='P2'>a<text:span text:style-name='T'>b<text:s text:c='2'/></text:span>c</text:p>"
        "<text:h>d</text:h>"
        "<text:tracked-changes><text:p>bỏ</text:p></text:tracked-changes>"
        "<text:p>e<text:note><text:note-body><text:p>chú</text:p></text:note-body></text:note></text:p>"
    )
    document = read(odf("text", body, faces + styles, default + header))
    assert document.kind == "odt"
    assert [(run.text, run.font, run.place) for run in document.runs] == [
        ("a", ".VnTime", None),
        ("b  ", "VNI-Times", None),
        ("c\n", ".VnTime", None),
        ("d\n", "Arial", None),
        ("chú\n", "Arial", "cước chú"),
        ("e\n", "Arial", None),
        ("đầu\n", "Arial", "đầu trang"),
    ]


def test_opendocument_cells_have_their_styles_font():
    body = (
        "<office:spreadsheet><table:table table:name='Biểu 1'><table:table-row><table:table-cell table:style-name='ce1'>"
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
    )
    assert runs(odf("spreadsheet", body, odf_style("table-cell", "ce1", ".VnArial"))) == [
        ("Biểu 1\n", None, "tên trang tính"),
        ("x\n", ".VnArial", "Biểu 1!A1"),
    ]


def test_opendocument_slides_have_their_frames_font():
    body = (
        "<office:presentation><draw:page draw:name='page1'><draw:frame presentation:style-name='pr1'>"
        "<draw:text-box><text:p>x</text:p>"
        "</draw:text-box></draw:frame></draw:page></office:presentation>"
    )
    assert runs(odf("presentation", body, odf_style("presentation", "pr1", "VNI-Helve"))) == [
        ("x\n", "VNI-Helve", "trang chiếu 1")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            odf("text", "", **{"META-INF/manifest.xml": "<m:encryption-data/>"}), Unread("encrypted", "odt"), id="encrypted"
        ),
        pytest.param(
            odf("formula", ""), Unread("unsupported", "application/vnd.oasis.opendocument.formula"), id="a kind without a reader"
        ),
        pytest.param(odf("text", "<text:p>"), Unread("damaged", "XML"), id="broken XML"),
        pytest.param(
            package("v.xml", "application/vnd.ms-visio.drawing.main+xml", {"v.xml": ""}),
            Unread("unsupported", "application/vnd.ms-visio.drawing.main+xml"),
            id="Visio",
        ),
    ],
)
def test_what_cannot_be_read_is_said(body, expected):
    assert look(body).content == expected
