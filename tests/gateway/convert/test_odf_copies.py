"""OpenDocument files: text by the font of its style, faces renamed where they are declared, the package as it was."""

import zipfile
from io import BytesIO

import pytest

from gateway.extract.budget import Refused
from tests.gateway.convert.images import ADDRESSED, SENTENCE, copied, found, image, members, new
from tests.gateway.extract.documents import runs, zipped
from tests.gateway.extract.office import NAMES, odf, odf_style

FACES = (
    "<office:font-face-decls><style:font-face style:name='F1' svg:font-family=\"'.VnTime'\" style:font-charset='x-symbol'/>"
    "<style:font-face style:name='VNI-Helve' svg:font-family='VNI-Helve'/></office:font-face-decls>"
)
STYLES = FACES + odf_style("paragraph", "P1", "F1") + odf_style("text", "T1", "VNI-Helve") + odf_style("table-cell", "C1", "F1")


def test_text_is_converted_and_faces_are_renamed() -> None:
    body = (
        f"<text:p text:style-name='P1'>{image(SENTENCE)}<text:span text:style-name='T1'>{image(ADDRESSED, 'vni')}</text:span>"
        f"{image(' Sở Tài chính')}</text:p>"
    )
    copy = new(odf("text", body, STYLES))
    assert [(text, font) for text, font, _ in runs(copy)] == [
        (SENTENCE, "Times New Roman"),
        (ADDRESSED, "Arial"),
        (" Sở Tài chính\n", "Times New Roman"),
    ]
    assert found(copy) == set()
    content = members(copy)["content.xml"].decode()
    assert "charset" not in content
    assert '<style:font-face style:name="Times New Roman" svg:font-family="\'Times New Roman\'"/>' in content
    assert 'style:font-name="Times New Roman"' in content
    assert 'style:font-name="Arial"' in content


def test_faces_keep_different_names() -> None:
    faces = FACES + "<style:font-face style:name='Arial' svg:font-family='Arial'/>"
    content = members(new(odf("text", f"<text:p text:style-name='P1'>{image(SENTENCE)}</text:p>", STYLES.replace(FACES, faces))))
    assert b'<style:font-face style:name="Arial1" svg:font-family="Arial"/>' in content["content.xml"]


def test_headers_are_converted() -> None:
    common = STYLES + f"<style:header><text:p text:style-name='P1'>{image('Văn phòng tỉnh')}</text:p></style:header>"
    copy = new(odf("text", "<text:p>x</text:p>", common=common))
    assert ("Văn phòng tỉnh\n", "Times New Roman", "đầu trang") in runs(copy)


def table(name: str, *cells: str) -> str:
    return f"<table:table table:name='{name}'><table:table-row>{''.join(cells)}</table:table-row></table:table>"


def test_cells_and_their_values_are_converted_by_the_columns_style() -> None:
    cell = (
        f"<table:table-cell office:string-value='{image('Họ và tên')}'><text:p>{image('Họ và tên')}</text:p></table:table-cell>"
    )
    columns = "<table:table-column table:default-cell-style-name='C1'/>"
    sheet = f"<table:table table:name='a'>{columns}<table:table-row>{cell}</table:table-row></table:table>"
    copy = new(odf("spreadsheet", f"<office:spreadsheet>{sheet}</office:spreadsheet>", STYLES))
    assert ("Họ và tên\n", "Times New Roman", "a!A1") in runs(copy)
    assert 'string-value="Họ và tên"' in members(copy)["content.xml"].decode()


def test_a_sheet_is_renamed_with_every_address_that_names_it() -> None:
    old = image("Bảng lương tháng")
    cell = f"<table:table-cell table:formula=\"of:=SUM([$'{old}'.A1:.A9];[$x.B1])\"><text:p>1</text:p></table:table-cell>"
    body = f"<office:spreadsheet>{table(old)}{table('x', cell)}</office:spreadsheet>"
    copy = members(new(odf("spreadsheet", body)))["content.xml"].decode()
    assert 'table:name="Bảng lương tháng"' in copy
    assert "[$'Bảng lương tháng'.A1:.A9];[$x.B1]" in copy


def test_the_type_stays_first_and_stored() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml", f"<office:c {NAMES}>{STYLES}<text:p text:style-name='P1'>{image(SENTENCE)}</text:p></office:c>"
        )
    copy = new(out.getvalue())
    assert copy.startswith(out.getvalue()[:77])
    assert copy[38:77] == b"application/vnd.oasis.opendocument.text"


def test_titles_marks_notes_and_list_numbers_are_converted() -> None:
    meta = f"<m xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{image(SENTENCE)}</dc:title></m>"
    level = f"<text:list-level-style-number text:level='1' style:num-prefix='{image('Điều ')}' text:style-name='T1'/>"
    lists = f"<text:list-style style:name='L'>{level}</text:list-style>"
    body = (
        f"<text:p text:style-name='P1'><!-- x -->{image('Công')}<text:tab/>{image('tác')}<text:s text:c='2'/>"
        f"<text:note><text:note-body><text:p text:style-name='P1'>{image('Ghi chú: đã ký')}</text:p></text:note-body></text:note>"
        "</text:p><draw:frame draw:style-name='G'><draw:text-box><text:p>x</text:p></draw:text-box></draw:frame>"
    )
    signed = {"meta.xml": meta, "META-INF/documentsignatures.xml": "<s/>"}
    copy = copied(odf("text", body, STYLES + lists, **signed))
    assert copy.body is not None
    parts = members(copy.body)
    assert SENTENCE in parts["meta.xml"].decode()
    content = parts["content.xml"].decode()
    assert "<!-- x -->Công<text:tab/>tác<text:s" in content
    assert "Ghi chú: đã ký" in content
    assert ("signature", "") in copy.tally.notes


def test_fonts_that_styles_name_directly_are_replaced() -> None:
    named = "<style:text-properties fo:font-family=\"'.VnTime'\"/>"
    direct = f"<style:style style:family='paragraph' style:name='D'>{named}</style:style>"
    copy = new(odf("text", f"<text:p text:style-name='D'>{image('Họ và tên')}</text:p>", direct))
    assert runs(copy)[0][:2] == ("Họ và tên\n", "Times New Roman")


def test_sheets_keep_their_names_where_the_new_ones_would_clash() -> None:
    name = "Bảng lương tháng"
    copy = copied(odf("spreadsheet", f"<office:spreadsheet>{table(image(name))}{table(name)}</office:spreadsheet>"))
    assert ("sheet-kept", "") in copy.tally.notes


def test_an_encrypted_document_is_refused() -> None:
    body = zipped({**members(odf("text", "<text:p>x</text:p>")), "META-INF/manifest.xml": "<encryption-data/>"})
    with pytest.raises(Refused, match="encrypted"):
        copied(body)
