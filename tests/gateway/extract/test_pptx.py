"""Presentations: the fonts that a slide inherits, and where text may stand beside its shapes."""

import pytest

from tests.gateway.extract.documents import A, P, runs
from tests.gateway.extract.office import pptx, shape

LEVEL = "<a:lvl1pPr><a:defRPr><a:latin typeface='{}'/></a:defRPr></a:lvl1pPr>"
VNTIME = LEVEL.format(".VnTime")
VNARIAL = LEVEL.format(".VnArial")
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
BODY = f"<p:txStyles><p:bodyStyle>{VNARIAL}</p:bodyStyle><p:otherStyle>{LEVEL.format('Other')}</p:otherStyle></p:txStyles>"
DEFAULTS = f"<p:defaultTextStyle>{LEVEL.format('Default')}</p:defaultTextStyle>"
PARAGRAPH = f'<a:p xmlns:a="{A}"><a:r><a:t>{{}}</a:t></a:r></a:p>'


@pytest.mark.parametrize(
    ("slide", "layout", "master", "expected"),
    [
        pytest.param(shape("x", index="4"), shape("", index="4", lists=VNTIME), BODY, ".VnTime", id="the layout's placeholder"),
        pytest.param(
            shape("x", index="4"), shape("", "", "body", VNTIME, "4"), BODY, ".VnTime", id="known by its index on the layout"
        ),
        pytest.param(shape("x", index="4"), shape("", "", "title", index="4"), BODY, "Minor", id="its type told by the layout"),
        pytest.param(
            shape("x", "", "subTitle", index="1"),
            shape("", "", "subTitle", index="1"),
            shape("", "", "body", VNTIME, "7") + BODY,
            ".VnTime",
            id="the master's placeholder",
        ),
        pytest.param(shape("x", index="4"), "", BODY, ".VnArial", id="the master's text style"),
        pytest.param(
            shape("x"), shape("", index="4", lists=VNTIME), BODY, "Default", id="a text box has the presentation's default"
        ),
        pytest.param(
            "<p:graphicFrame><a:tbl><a:tc><a:txBody><a:p><a:r><a:t>x</a:t></a:r></a:p></a:txBody></a:tc></a:tbl></p:graphicFrame>",
            "",
            BODY,
            "Minor",
            id="a table follows the theme",
        ),
        pytest.param(
            shape("x", style="<p:style><a:fontRef idx='major'/></p:style>"), "", BODY, "Major", id="a text box with a style"
        ),
    ],
)
def test_text_inherits_its_font(slide, layout, master, expected):
    assert runs(pptx(slide, master, layout=layout, defaults=DEFAULTS)) == [("x\n", expected, "trang chiếu 1")]


@pytest.mark.parametrize(
    ("slide", "expected"),
    [
        pytest.param(
            f"<mc:AlternateContent xmlns:mc='{MC}'><mc:Choice>{shape('a')}</mc:Choice><mc:Fallback>{shape('a')}</mc:Fallback>"
            "</mc:AlternateContent>",
            "a\n",
            id="a shape and its copy for old programs",
        ),
        pytest.param(f"<p:grpSp><p:grpSp>{shape('a')}</p:grpSp></p:grpSp>", "a\n", id="shapes in groups"),
        pytest.param(
            "<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></a:txBody></a:tc>"
            "<a:tc><a:txBody><a:p><a:r><a:t>b</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>",
            "a\nb\n",
            id="a table",
        ),
        pytest.param(
            "<a:p><a:pPr/><a:r><a:t>C</a:t></a:r><a:r><a:t>é</a:t></a:r><a:br/><a:fld><a:t>3</a:t></a:fld></a:p>",
            "Cé\n3\n",
            id="split letters, a break, a field",
        ),
        pytest.param(
            f"<a:p><m:oMath xmlns:m='{MATH}'><m:r><m:t>x</m:t></m:r></m:oMath></a:p>",
            "x\n",
            id="a formula",
        ),
    ],
)
def test_what_is_on_a_slide_is_read_once(slide, expected):
    assert "".join(words for words, _, _ in runs(pptx(slide))) == expected


def test_a_text_box_follows_the_theme_of_its_own_slide():
    defaults = f"<p:defaultTextStyle>{LEVEL.format('+mj-lt')}</p:defaultTextStyle>"
    assert runs(pptx(shape("x"), defaults=defaults)) == [("x\n", "Major", "trang chiếu 1")]


def test_charts_diagrams_and_comments_belong_to_their_slide():
    chart = f"<c:chart xmlns:c='{CHART}'><c:strCache><c:pt><c:v>Quý</c:v></c:pt></c:strCache>{PARAGRAPH.format('Tựa')}</c:chart>"
    old = f'<p:cmLst xmlns:p="{P}"><p:cm><p:text>ý kiến</p:text></p:cm></p:cmLst>'
    found = runs(pptx(shape("x"), chart=chart, diagramData=PARAGRAPH.format("Ô"), comments=old))
    assert found == [
        ("x\nQuý\nTựa\nÔ\n", "Minor", "trang chiếu 1"),
        ("ý kiến\n", None, "nhận xét trang chiếu 1"),
    ]


def test_comments_of_the_newer_kind_are_read():
    new = f'<p188:cmLst xmlns:p188="urn:x"><p188:cm><p188:txBody>{PARAGRAPH.format("mới")}</p188:txBody></p188:cm></p188:cmLst>'
    assert runs(pptx("", comments=new)) == [("mới\n", "Minor", "nhận xét trang chiếu 1")]


def test_layouts_show_their_own_text_and_no_prompts():
    layout = shape("bấm vào đây", placeholder="title") + shape("tên cơ quan")
    assert runs(pptx("", layout=layout)) == [("tên cơ quan\n", "Minor", "bố cục trang chiếu")]
