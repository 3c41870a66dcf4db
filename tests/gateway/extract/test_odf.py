"""OpenDocument files: where text may stand, what is not seen, and the fonts that are inherited."""

import pytest

from gateway.extract.odf import letters_of
from tests.gateway.extract.documents import read, runs
from tests.gateway.extract.office import NAMES, odf, odf_style

FACE = "<style:font-face style:name='{}' svg:font-family=\"{}\"/>"


def words(body: bytes) -> str:
    return "".join(run.text for run in read(body).runs)


def sheet(rows: str, styles: str = "", name: str = "B") -> bytes:
    return odf(
        "spreadsheet", f"<office:spreadsheet><table:table table:name='{name}'>{rows}</table:table></office:spreadsheet>", styles
    )


def cell(inner: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{inner}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("body", "styles", "expected"),
    [
        pytest.param("a<text:s text:c='2'/><text:tab/>b<text:line-break/>c", "", "a  \tb\nc\n", id="blanks, a tab, a line break"),
        pytest.param("a<text:note><text:note-citation>1</text:note-citation></text:note>b", "", "ab\n", id="a note's number"),
        pytest.param("h\xadíng", "", "h\xadíng\n", id="TCVN3's ư"),
        pytest.param("C<text:span>é</text:span><text:bookmark/><text:a>ng</text:a>", "", "Céng\n", id="split letters"),
        pytest.param(
            "a<text:span text:style-name='H'>ẩn</text:span>",
            "<style:style style:family='text' style:name='H'><style:text-properties text:display='none'/></style:style>",
            "a\n",
            id="hidden text",
        ),
        pytest.param("<text:date>hôm nay</text:date><text:script>x()</text:script>", "", "hôm nay\n", id="fields, and a script"),
        pytest.param(
            "a</text:p><text:section text:display='none'><text:p>ẩn</text:p></text:section><text:p>b",
            "",
            "a\nb\n",
            id="a hidden section",
        ),
        pytest.param(
            "a<draw:frame><draw:text-box><text:p>hộp</text:p></draw:text-box></draw:frame>", "", "hộp\na\n", id="a text box"
        ),
        pytest.param("a</text:p><form:button form:label='Nút'/><text:p>b", "", "a\nNút\nb\n", id="a button"),
    ],
)
def test_what_is_seen_is_read(body, styles, expected):
    assert words(odf("text", f"<text:p>{body}</text:p>", styles)) == expected


def test_automatic_styles_of_body_and_headers_may_have_one_name():
    header = (
        "<style:master-page><style:header-left><text:p text:style-name='P1'>đầu</text:p></style:header-left></style:master-page>"
    )
    document = odf(
        "text",
        "<text:p text:style-name='P1'>thân</text:p>",
        FACE.format("F", "'VNI-Times', serif") + odf_style("paragraph", "P1", "F"),
        odf_style("paragraph", "P1", "Arial") + header,
    )
    assert runs(document) == [("thân\n", "VNI-Times", None), ("đầu\n", "Arial", "đầu trang")]


def test_cells_have_a_place_and_the_font_of_cell_row_or_column():
    styles = "".join(odf_style("table-cell", f"ce{count}", font) for count, font in enumerate((".VnTime", "Arial", "VNI-Times")))
    columns = (
        "<table:table-column table:number-columns-repeated='2' table:default-cell-style-name='ce0'/>"
        "<table:table-column table:default-cell-style-name='ce1'/>"
    )
    first = cell("a") + "<table:covered-table-cell/>" + cell("b") + cell("c", "table:style-name='ce2'")
    second = "<table:table-cell table:number-columns-repeated='27'/>" + cell("d")
    rows = (
        f"<table:table-row table:number-rows-repeated='2'>{first}</table:table-row>"
        f"<table:table-row-group><table:table-row table:default-cell-style-name='ce2'>{second}</table:table-row>"
        "</table:table-row-group>"
    )
    assert runs(sheet(columns + rows, styles)) == [
        ("B\n", None, "tên trang tính"),
        ("a\n", ".VnTime", "B!A1"),
        ("b\n", "Arial", "B!C1"),
        ("c\n", "VNI-Times", "B!D1"),
        ("d\n", "VNI-Times", "B!AB3"),
    ]


def test_sheets_without_text_show_their_names_and_the_next_begins_anew():
    tables = "".join(
        f"<table:table table:name='{name}'><table:table-row>{inner}</table:table-row></table:table>"
        for name, inner in (("A", ""), ("B", cell("x")), ("C", cell("y")))
    )
    assert runs(odf("spreadsheet", f"<office:spreadsheet>{tables}</office:spreadsheet>")) == [
        ("A\nB\n", None, "tên trang tính"),
        ("x\n", None, "B!A1"),
        ("C\n", None, "tên trang tính"),
        ("y\n", None, "C!A1"),
    ]


def test_comments_and_shapes_of_a_sheet_are_read_and_deleted_cells_are_not():
    deleted = "<table:tracked-changes><table:deletion><text:p>bỏ</text:p></table:deletion></table:tracked-changes>"
    noted = "<table:table-cell><office:annotation><text:p>nhắc</text:p></office:annotation><text:p>x</text:p></table:table-cell>"
    drawn = "<table:shapes><draw:frame><draw:text-box><text:p>hộp</text:p></draw:text-box></draw:frame></table:shapes>"
    table = f"<table:table table:name='B'>{drawn}<table:table-row>{noted}</table:table-row></table:table>"
    assert runs(odf("spreadsheet", f"<office:spreadsheet>{deleted}{table}</office:spreadsheet>")) == [
        ("B\n", None, "tên trang tính"),
        ("hộp\n", None, "B"),
        ("nhắc\n", None, "nhận xét"),
        ("x\n", None, "B!A1"),
    ]


def test_slides_are_counted_and_prompts_left_out():
    frame = "<draw:frame {}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    pages = (
        "<draw:page/><draw:page>"
        + frame.format("presentation:placeholder='true'", "bấm")
        + frame.format("", "x")
        + f"<presentation:notes>{frame.format('', 'ghi')}</presentation:notes></draw:page>"
    )
    footer = "<presentation:footer-decl>chân</presentation:footer-decl>"
    assert runs(odf("presentation", f"<office:presentation>{footer}{pages}</office:presentation>")) == [
        ("chân\n", None, None),
        ("x\n", None, "trang chiếu 2"),
        ("ghi\n", None, "ghi chú trang chiếu 2"),
    ]


def test_master_slides_show_their_own_text_and_no_prompts():
    shape = "<draw:frame {}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    own, prompt = shape.format("", "cơ quan"), shape.format("presentation:class='title'", "bấm")
    common = f"<style:master-page>{own}{prompt}</style:master-page>"
    assert runs(odf("presentation", "", common=common)) == [("cơ quan\n", None, None)]


def test_words_that_a_list_puts_before_its_items_are_read_once():
    level = (
        "<text:list-level-style-number text:level='1' style:num-suffix='.' style:num-prefix='{}' text:style-name='{}'>{}"
        "</text:list-level-style-number>"
    )
    arial = "<style:text-properties style:font-name='Arial'/>"
    styles = (
        odf_style("text", "N", ".VnTimeH")
        + f"<text:list-style style:name='L'>{level.format('§iÒu ', 'N', '')}</text:list-style>"
        + f"<text:outline-style>{level.format('Phần ', '', arial)}</text:outline-style>"
        + f"<text:list-style style:name='M'>{level.format('(', '', '')}</text:list-style>"
    )
    item = "<text:list text:style-name='{}'><text:list-item><text:p>{}</text:p></text:list-item></text:list>"
    body = "<text:h>a</text:h>" + item.format("L", "b") + item.format("L", "c") + item.format("M", "d")
    assert runs(odf("text", body, styles)) == [
        ("Phần 1. ", "Arial", None),
        ("a\n", None, None),
        ("§iÒu 1. ", ".VnTimeH", None),
        ("b\nc\nd\n", None, None),
    ]


def test_an_embedded_chart_is_read_with_its_own_styles():
    chart = (
        f"<office:document-content {NAMES}>{odf_style('chart', 'ch1', 'VNI-Helve')}"
        "<chart:title chart:style-name='ch1'><text:p>Bieåu</text:p></chart:title></office:document-content>"
    )
    document = odf("text", "<text:p>x</text:p>", odf_style("chart", "ch1", "Arial"), **{"Object 1/content.xml": chart})
    assert runs(document) == [("x\n", None, None), ("Bieåu\n", "VNI-Helve", None)]


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")])
def test_columns_have_letters(column, name):
    assert letters_of(column) == name
