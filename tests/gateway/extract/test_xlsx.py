"""Workbooks: where text may stand beside the cells, and the fonts that Excel shows."""

import pytest

from tests.gateway.extract.documents import OFFICE, SHEET_TYPE, A, S, package, runs
from tests.gateway.extract.office import xlsx

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
THEME = (
    "<a:majorFont><a:latin typeface='Major'/></a:majorFont>"
    "<a:minorFont><a:latin typeface='Minor'/><a:font script='Jpan' typeface='Jp'/></a:minorFont>"
)
CELL = "<c r='A1' t='inlineStr'><is>{}</is></c>"


def beyond(body: bytes) -> list[tuple[str, str | None, str | None]]:
    """The runs after the sheet's name."""
    return runs(body)[1:]


@pytest.mark.parametrize(
    ("styles", "expected"),
    [
        pytest.param("<font><name val='.VnTime'/></font>", ".VnTime", id="a name"),
        pytest.param("<font><name val='.VnTime'/><scheme val='minor'/></font>", "Minor", id="the theme beats the name beside it"),
        pytest.param("<font><name val='Jp'/><scheme val='minor'/></font>", "Jp", id="the theme's font for another script"),
        pytest.param("<font><name val='.VnTime'/><scheme val='none'/></font>", ".VnTime", id="no theme"),
        pytest.param("<font><sz val='11'/></font>", None, id="no name"),
    ],
)
def test_a_cell_has_its_styles_font(styles, expected):
    book = xlsx(
        "<c r='A1'><v>1</v></c>",
        styles=f"<fonts>{styles}</fonts><cellStyleXfs><xf fontId='9'/></cellStyleXfs><cellXfs><xf applyFont='0'/></cellXfs>",
        theme=THEME,
    )
    assert beyond(book) == [("1\n", expected, "Biểu 1!A1")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(CELL.format("<t>Tªn_x0002_a_x005F_</t>"), [("Tªn\x02a_\n", "Calibri", "Biểu 1!A1")], id="escaped controls"),
        pytest.param(CELL.format("<t>_xD800_</t>"), [("\ufffd\n", "Calibri", "Biểu 1!A1")], id="half a character"),
        pytest.param(
            CELL.format("<r><rPr><rFont val='VNI-Times'/><scheme val='major'/></rPr><t>a</t></r><r><rPr/><t>b</t></r>"),
            [("a", "Major", "Biểu 1!A1"), ("b\n", "Calibri", "Biểu 1!A1")],
            id="rich text in the theme's font and in the cell's",
        ),
        pytest.param("<c><v>1</v></c>", [("1\n", "Calibri", "Biểu 1")], id="a cell without its reference"),
        pytest.param(
            CELL.format("<r><t>C</t></r><r><t>é</t></r><r><t>ng</t></r>"),
            [("Céng\n", "Calibri", "Biểu 1!A1")],
            id="split letters",
        ),
    ],
)
def test_strings_are_read_as_they_are_shown(cells, expected):
    assert beyond(xlsx(cells, theme=THEME)) == expected


def test_words_of_a_number_format_are_read_once():
    styles = (
        "<numFmts><numFmt numFmtId='164' formatCode='#,##0 \"®ång\"'/><numFmt numFmtId='165' formatCode='0\"%\"'/></numFmts>"
        "<fonts><font><name val='.VnTime'/></font></fonts><cellXfs><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs>"
    )
    cells = "<c r='A1'><v>5</v></c><c r='A2'><v>6</v></c><c r='A3' s='1'><v>7</v></c>"
    assert [text for text, _, _ in beyond(xlsx(cells, styles=styles))] == ["5 ®ång\n", "6\n", "7\n"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param("<oddHeader>&amp;Ca&amp;Rb</oddHeader>", [("a\nb\n", "Calibri", "Biểu 1, đầu trang")], id="sections"),
        pytest.param(
            '<oddFooter>&amp;L&amp;"VNI-Times,Bold"&amp;12&amp;K00FF00Soá &amp;P&amp;Rx</oddFooter>',
            [("Soá \n", "VNI-Times", "Biểu 1, chân trang"), ("x\n", "Calibri", "Biểu 1, chân trang")],
            id="a font, a size, a colour, the page's number",
        ),
        pytest.param(
            '<firstHeader>&amp;"-,Bold"A&amp;&amp;B</firstHeader>', [("A&B\n", "Calibri", "Biểu 1, đầu trang")], id="an &"
        ),
        pytest.param("<evenFooter>&amp;</evenFooter>", [("&\n", "Calibri", "Biểu 1, chân trang")], id="a code cut off"),
    ],
)
def test_headers_and_footers_are_read(header, expected):
    assert beyond(xlsx("", tail=f"<headerFooter>{header}</headerFooter>")) == expected


def test_prompts_of_cells_are_read():
    tail = (
        "<dataValidations><dataValidation promptTitle='NhËp' prompt='chän' errorTitle='Lçi' error='sai'>"
        '<formula1>"Cã,Kh«ng"</formula1></dataValidation><dataValidation><formula1>A1:A3</formula1></dataValidation>'
        "</dataValidations><hyperlinks><hyperlink tooltip='më'/></hyperlinks>"
    )
    assert beyond(xlsx("", tail=tail)) == [("NhËp\nchän\nLçi\nsai\nCã,Kh«ng\nmë\n", None, "Biểu 1")]


def test_threaded_comments_are_read():
    said = (
        f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="C3"><text>ý kiến</text></threadedComment></ThreadedComments>'
    )
    assert beyond(xlsx("", threadedComment=said)) == [("ý kiến\n", None, "Biểu 1!C3")]


def test_a_text_box_and_its_copy_for_old_programs_are_read_once():
    box = "<a:p><a:r><a:t>hép</a:t></a:r></a:p>"
    drawing = (
        f'<d xmlns:a="{A}" xmlns:mc="{MC}"><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></d>"
    )
    assert beyond(xlsx("", theme=THEME, drawing=drawing)) == [("hép\n", "Minor", "Biểu 1")]


def test_labels_of_form_controls_are_read_though_their_file_is_broken_xml():
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><div><font face=".VnTime">Nót<br>bÊm</font></div>'
        "</v:textbox><x:Anchor>1, 2</x:Anchor></v:shape></xml>"
    )
    assert beyond(xlsx("", vmlDrawing=vml)) == [("Nót\nbÊm\n", ".VnTime", "Biểu 1")]


def test_the_place_of_a_macro_module_is_passed_over():
    book = f'<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheet name="Module" r:id=""/></workbook>'
    assert runs(package("xl/workbook.xml", SHEET_TYPE, {"xl/workbook.xml": book})) == [("Module\n", None, "tên trang tính")]


def test_column_names_of_tables_are_not_read_again():
    table = f'<table xmlns="{S}"><tableColumns><tableColumn name="Cột"/></tableColumns></table>'
    assert beyond(xlsx(CELL.format("<t>Cột</t>"), table=table)) == [("Cột\n", "Calibri", "Biểu 1!A1")]
