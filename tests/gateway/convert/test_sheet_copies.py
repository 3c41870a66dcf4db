"""Workbooks: a string reads by the font of the cell that shows it, and names of sheets and columns change with all references."""

import pytest

from tests.gateway.convert.images import ADDRESSED, SENTENCE, copied, found, image, members, new
from tests.gateway.extract.documents import OFFICE, SHEET_TYPE, S, package, relations, runs, zipped
from tests.gateway.extract.office import xlsx

FONTS = (
    "<fonts><font><name val='Calibri'/></font><font><name val='.VnTime'/></font><font><name val='VNI-Times'/></font>"
    "<font><name val='.VnArialH'/></font></fonts>"
    "<cellXfs><xf fontId='0'/><xf fontId='1'/><xf fontId='2'/><xf fontId='3'/></cellXfs>"
)
PLAIN, TCVN3, VNI, CAPITALS = range(4)


def cell(place: str, style: int, index: int) -> str:
    return f"<c r='{place}' s='{style}' t='s'><v>{index}</v></c>"


def string(text: str) -> str:
    return f"<si><t>{text}</t></si>"


def cells(body: bytes) -> list[tuple[str, str | None]]:
    """Text and font of what stands in cells."""
    return [(text.rstrip("\n"), font) for text, font, place in runs(body) if place and "!" in place]


@pytest.mark.parametrize(
    ("placed", "strings", "expected"),
    [
        pytest.param(
            cell("A1", TCVN3, 0), string(image(SENTENCE)), [(SENTENCE, "Times New Roman")], id="a shared string in .VnTime"
        ),
        pytest.param(
            cell("A1", TCVN3, 0) + cell("A2", VNI, 1) + cell("A3", CAPITALS, 2),
            string(image("Họ và tên")) + string(image("Chức vụ", "vni")) + string(image("lương")),
            [("Họ và tên", "Times New Roman"), ("Chức vụ", "Times New Roman"), ("LƯƠNG", "Arial")],
            id="short cells read by their fonts",
        ),
        pytest.param(
            cell("A1", TCVN3, 0) + cell("A2", CAPITALS, 0) + cell("A3", TCVN3, 0),
            string(image("công tác")),
            [("công tác", "Times New Roman"), ("CÔNG TÁC", "Arial"), ("công tác", "Times New Roman")],
            id="one string in two fonts becomes two",
        ),
        pytest.param(
            cell("A1", PLAIN, 0) + cell("A2", VNI, 1),
            string("Họ và tên") + string(image("Chức vụ", "vni")),
            [("Họ và tên", "Calibri"), ("Chức vụ", "Times New Roman")],
            id="Unicode beside it stays",
        ),
        pytest.param(
            cell("A1", PLAIN, 0),
            "<si><r><rPr><rFont val='VNI-Times'/></rPr><t>" + image("Đồng", "vni") + "</t></r><r><t> USD</t></r></si>",
            [("Đồng", "Times New Roman"), (" USD", "Calibri")],
            id="a rich string",
        ),
        pytest.param(
            f"<c r='A1' s='{TCVN3}' t='inlineStr'><is><t>{image(SENTENCE)}</t></is></c>",
            "",
            [(SENTENCE, "Times New Roman")],
            id="a string in its cell",
        ),
        pytest.param(
            f"<c r='A1' s='{TCVN3}' t='str'><f>\"{image('Tổng cộng')}: \"&amp;B1</f><v>{image('Tổng cộng')}: 3</v></c>",
            "",
            [("Tổng cộng: 3", "Times New Roman")],
            id="a formula and what it gave",
        ),
    ],
)
def test_cells_read_as_they_should(placed: str, strings: str, expected: list[tuple[str, str | None]]) -> None:
    copy = new(xlsx(placed, strings, styles=FONTS))
    assert cells(copy) == expected
    assert found(copy) == set()


def test_the_texts_of_formulas_are_converted() -> None:
    copy = new(xlsx(f"<c r='A1' s='1'><f>IF(B1,\"{image('Đã nộp')}\",\"{image('Chưa nộp')}\")</f></c>", styles=FONTS))
    assert '<f>IF(B1,"Đã nộp","Chưa nộp")</f>' in members(copy)["xl/worksheets/sheet1.xml"].decode()


def test_headers_footers_prompts_and_comments_are_converted() -> None:
    tail = (
        f"<dataValidations><dataValidation prompt='{image(SENTENCE)}'/></dataValidations><headerFooter>"
        f'<oddHeader>&amp;L&amp;".VnTime,Bold"&amp;14{image("Danh sách cán bộ")}&amp;RTrang &amp;P</oddHeader></headerFooter>'
    )
    comments = f"<comments xmlns='{S}'><comment ref='A1'><text><t>{image(ADDRESSED, 'vni')}</t></text></comment></comments>"
    parts = members(new(xlsx("", tail=tail, styles=FONTS, comments=comments)))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert '&amp;L&amp;"Times New Roman,Bold"&amp;14Danh sách cán bộ&amp;RTrang &amp;P' in sheet
    assert f'prompt="{SENTENCE}"' in sheet
    assert ADDRESSED in parts["xl/comments.xml"].decode()


def book(*names: str, formula: str = "", defined: str = "") -> bytes:
    """A workbook of sheets with these names; the last one holds the formula."""
    listed = "".join(f'<sheet name="{name}" r:id="s{count}"/>' for count, name in enumerate(names))
    cell = f"<c r='A1'><f>{formula}</f></c>" if formula else ""
    sheets = {
        f"xl/worksheets/{count}.xml": f'<worksheet xmlns="{S}"><sheetData><row>{cell}</row></sheetData></worksheet>'
        for count in range(len(names))
    }
    known = [(f"s{count}", "worksheet", f"worksheets/{count}.xml") for count in range(len(names))]
    main = f'<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets><definedNames>{defined}</definedNames></workbook>'
    return package(
        "xl/workbook.xml", SHEET_TYPE, {"xl/workbook.xml": main, "xl/_rels/workbook.xml.rels": relations(*known), **sheets}
    )


def test_a_sheet_is_renamed_with_every_formula_that_names_it() -> None:
    old, named = image("Bảng lương tháng"), image("Danh sách cán bộ công chức")
    formula = f"SUM('{old}'!A1:A9)+{named.replace(' ', '_')}!B2+'{named}'!C3+'Unicode'!A1"
    body = book(old, named, "Unicode", formula=formula, defined=f"<definedName name='x'>'{old}'!$A$1</definedName>")
    copy = copied(body)
    assert copy.body is not None
    parts = members(copy.body)
    assert 'name="Bảng lương tháng"' in parts["xl/workbook.xml"].decode()
    assert "'Bảng lương tháng'!$A$1" in parts["xl/workbook.xml"].decode()
    sheet = parts["xl/worksheets/2.xml"].decode()
    assert f"SUM('Bảng lương tháng'!A1:A9)+{named.replace(' ', '_')}!B2+'Danh sách cán bộ công chức'!C3+'Unicode'!A1" in sheet
    assert ("sheet-renamed", "") in copy.tally.notes


def test_links_and_the_list_of_titles_follow_a_renamed_sheet() -> None:
    old = image("Bảng lương tháng")
    vt = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    parts = members(book(old, "Unicode"))
    link = f"<hyperlinks><hyperlink ref='A1' location=\"'{old}'!B2\"/></hyperlinks></worksheet>".encode()
    parts["xl/worksheets/1.xml"] = parts["xl/worksheets/1.xml"].replace(b"</worksheet>", link)
    parts["docProps/app.xml"] = f"<p xmlns:vt='{vt}'><vt:lpstr>{old}</vt:lpstr><vt:lpstr>x</vt:lpstr></p>".encode()
    copy = members(new(zipped(parts)))
    assert "location=\"'Bảng lương tháng'!B2\"" in copy["xl/worksheets/1.xml"].decode()
    assert "<vt:lpstr>Bảng lương tháng</vt:lpstr><vt:lpstr>x</vt:lpstr>" in copy["docProps/app.xml"].decode()


def test_words_of_number_formats_are_converted() -> None:
    formats = f"<numFmts><numFmt numFmtId='170' formatCode='#,##0 \"{image('đồng Việt Nam')}\"'/></numFmts>"
    copy = members(new(xlsx(cell("A1", TCVN3, 0), string(image(SENTENCE)), styles=formats + FONTS)))
    assert "#,##0 &quot;đồng Việt Nam&quot;" in copy["xl/styles.xml"].decode()


def test_sheets_keep_their_names_where_the_new_ones_would_clash() -> None:
    name = "Bảng lương tháng"
    copy = copied(book(image(name), name, formula=f"'{image(name)}'!A1"))
    assert copy.body is None or image(name) in members(copy.body)["xl/workbook.xml"].decode()
    assert ("sheet-kept", "") in copy.tally.notes


def test_columns_of_a_table_are_named_as_their_head_cells() -> None:
    table = (
        f"<table xmlns='{S}' ref='B1:C3'><tableColumns><tableColumn name='{image('Họ và tên')}'/>"
        f"<tableColumn name='{image('Lương')}'><calculatedColumnFormula>T[{image('Lương')}]*2</calculatedColumnFormula>"
        "</tableColumn></tableColumns></table>"
    )
    heads = cell("A1", PLAIN, 0) + cell("B1", TCVN3, 1) + cell("C1", TCVN3, 2)
    strings = string("STT") + string(image("Họ và tên")) + string(image("Lương"))
    parts = members(xlsx(heads, strings, styles=FONTS, table=table))
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<row>", b"<row r='1'>")
    copy = members(new(zipped(parts)))["xl/table.xml"].decode()
    assert 'name="Họ và tên"' in copy
    assert 'name="Lương"' in copy
    assert "T[Lương]*2" in copy


def test_a_sheet_of_numbers_is_left_as_it_is() -> None:
    body = xlsx(cell("A1", TCVN3, 0) + "<c r='B1'><v>12</v></c>", string(image(SENTENCE)), styles=FONTS)
    before, after = members(body), members(new(body))
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"]
    assert after["xl/workbook.xml"] == before["xl/workbook.xml"]
