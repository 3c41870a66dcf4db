"""Word documents: what is legacy becomes Unicode, in a font of the same kind; nothing else moves."""

from pathlib import Path

import pytest

from tests.gateway.convert.images import ADDRESSED, SENTENCE, TITLE, copied, found, image, members, new
from tests.gateway.extract.compoundfiles import compound
from tests.gateway.extract.documents import docx, runs, zipped
from tests.gateway.extract.test_embedded import around, packed

A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def run(text: str, font: str = "", more: str = "") -> str:
    fonts = f"<w:rFonts w:ascii='{font}' w:hAnsi='{font}' w:cs='{font}'/>" if font else ""
    return f"<w:r><w:rPr>{fonts}{more}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def style(name: str, font: str, kind: str = "paragraph", more: str = "") -> str:
    return (
        f"<w:style w:type='{kind}' w:styleId='{name}' {more}>"
        f"<w:rPr><w:rFonts w:ascii='{font}' w:hAnsi='{font}'/></w:rPr></w:style>"
    )


LEGACY = paragraph(run(image(SENTENCE), ".VnTime"))
OLD = Path(__file__).parents[1] / "extract" / "binary" / "legacy.doc"


def shown(body: bytes) -> list[tuple[str, str | None]]:
    return [(text, font) for text, font, _ in runs(body)]


@pytest.mark.parametrize(
    ("legacy", "expected"),
    [
        pytest.param(LEGACY, [(f"{SENTENCE}\n", "Times New Roman")], id="TCVN3 in .VnTime"),
        pytest.param(paragraph(run(image(SENTENCE), ".VnArial")), [(f"{SENTENCE}\n", "Arial")], id="a font without serifs"),
        pytest.param(
            paragraph(run(image(ADDRESSED, "vni"), "VNI-Times")), [(f"{ADDRESSED}\n", "Times New Roman")], id="VNI, with capitals"
        ),
        pytest.param(
            paragraph(*(run(letter, "VNI-Times") for letter in image(ADDRESSED, "vni"))),
            [(f"{ADDRESSED}\n", "Times New Roman")],
            id="VNI, one run a letter",
        ),
        pytest.param(
            paragraph(run(image(TITLE.lower()), ".VnTimeH")), [(f"{TITLE}\n", "Times New Roman")], id="a font of capitals"
        ),
        pytest.param(
            paragraph(run(image(SENTENCE))), [(f"{SENTENCE}\n", None)], id="legacy text whose font is lost keeps what it has"
        ),
        pytest.param(
            paragraph(run("Thành phố Biên Hòa", ".VnTime")),
            [("Thành phố Biên Hòa\n", "Times New Roman")],
            id="Unicode in a legacy font gets the new font alone",
        ),
        pytest.param(
            paragraph(run(image("Công tác "), ".VnTime"), run("été à Paris", "Arial")),
            [("Công tác ", "Times New Roman"), ("été à Paris\n", "Arial")],
            id="French beside it stays",
        ),
        pytest.param(
            paragraph(
                run(image("Biên b"), ".VnTime"),
                "<w:r><w:sym w:font='.VnTime' w:char='F0B6'/></w:r>",
                run(image("n cuộc họp"), ".VnTime"),
            ),
            [("Biên bản cuộc họp\n", "Times New Roman")],
            id="a letter that stands as a symbol",
        ),
        pytest.param(
            paragraph(
                "<w:r><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr><w:t>T</w:t><w:softHyphen/><w:t>"
                + image(" vấn pháp luật")
                + "</w:t></w:r>"
            ),
            [("Tư vấn pháp luật\n", "Times New Roman")],
            id="TCVN3's ư that became a soft hyphen",
        ),
    ],
)
def test_text_reads_as_it_should_in_a_unicode_font(legacy: str, expected: list[tuple[str, str | None]]) -> None:
    copy = new(docx(legacy))
    assert shown(copy) == expected
    assert found(copy) == set()
    assert copied(copy).body is None


def test_fonts_come_from_styles_and_theme_and_are_replaced_there() -> None:
    theme = "<a:majorFont><a:latin typeface='.VnArialH' panose='020B7200000000000000'/></a:majorFont>"
    body = (
        f"<w:p><w:pPr><w:pStyle w:val='Body'/></w:pPr><w:r><w:t>{image(SENTENCE)}</w:t></w:r></w:p>"
        f"<w:p><w:r><w:rPr><w:rFonts w:asciiTheme='majorHAnsi' w:hAnsiTheme='majorHAnsi'/></w:rPr>"
        f"<w:t>{image(TITLE.lower())}</w:t></w:r></w:p>"
    )
    copy = new(docx(body, styles=style("Body", "VNI-Times") + style("Base", ".VnTime", more="w:default='1'"), theme=theme))
    assert found(copy) == set()
    assert shown(copy)[1] == (f"{TITLE}\n", "Arial")
    assert b"Vn" not in members(copy)["word/styles.xml"]
    assert members(copy)["word/theme/theme1.xml"].count(b"panose") == 0


def test_every_story_is_converted() -> None:
    stories = {kind: paragraph(run(image(SENTENCE), ".VnTime")) for kind in ("header", "footer", "footnotes", "comments")}
    box = f"<w:p><w:r><w:pict><w:txbxContent>{LEGACY}</w:txbxContent></w:pict></w:r>{run(image('Hộp chữ'), '.VnTime')}</w:p>"
    copy = new(docx(box, **stories))
    text = "".join(text for text, _, _ in runs(copy))
    assert text.count(f"{SENTENCE}\n") == 5
    assert "Hộp chữ\n" in text


def test_deleted_text_list_numbers_and_word_art_are_converted_too() -> None:
    deleted = (
        f"<w:p><w:del><w:r><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr>"
        f"<w:delText>{image(SENTENCE)}</w:delText></w:r></w:del></w:p>"
    )
    art = (
        "<w:p><w:r><w:pict><v:textpath xmlns:v='urn:schemas-microsoft-com:vml' style='font-family:\".VnTimeH\"' "
        f"string='{image(TITLE.lower())}'/></w:pict></w:r></w:p>"
    )
    number = (
        "<w:lvl><w:lvlText w:val='" + image("Chương %1") + "'/><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr>"
        "</w:lvl>"
    )
    parts = members(new(docx(deleted + art, numbering=number)))
    document = parts["word/document.xml"].decode()
    assert SENTENCE in document
    assert f'string="{TITLE}"' in document
    assert "Times New Roman" in document
    assert "Chương %1" in parts["word/numbering1.xml"].decode()


def test_the_font_table_forgets_legacy_fonts() -> None:
    table = "<w:font w:name='.VnTime'><w:panose1 w:val='0'/></w:font><w:font w:name='Arial'/>"
    body = docx(LEGACY)
    fonts = f"<w:fonts xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{table}</w:fonts>"
    copy = members(new(zipped({**members(body), "word/fontTable.xml": fonts})))
    assert b".VnTime" not in copy["word/fontTable.xml"]
    assert b"Arial" in copy["word/fontTable.xml"]


def test_a_document_without_legacy_text_has_no_copy() -> None:
    assert copied(docx(paragraph(run(SENTENCE, "Times New Roman"), run("été", "UTM Times")))).body is None


def test_a_font_that_is_only_named_is_no_reason_for_a_copy() -> None:
    assert copied(docx(paragraph(run("Plain", "Arial")), styles=style("Unused", ".VnTime"))).body is None


def test_everything_else_in_a_part_stays_as_written() -> None:
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    around = "<!-- note --><w:p xml:space='preserve'> <w:bookmarkStart w:id='0'/><?go on?>\n</w:p>"
    body = docx(around + LEGACY)
    parts = members(body)
    parts["word/document.xml"] = head + parts["word/document.xml"].replace(
        b"<w:document ", b'<w:document xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14" '
    )
    copy = members(new(zipped(parts)))
    document = copy["word/document.xml"]
    assert document.startswith(head + b"<w:document ")
    assert b'mc:Ignorable="w14"' in document
    assert b'<!-- note --><w:p xml:space="preserve"> <w:bookmarkStart w:id="0"/><?go on?>\n</w:p>' in document
    assert {name: data for name, data in copy.items() if name != "word/document.xml"} == {
        name: data for name, data in parts.items() if name != "word/document.xml"
    }


def test_charts_and_diagrams_are_converted() -> None:
    chart = (
        f"<c:chartSpace xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' xmlns:a='{A}'><a:p><a:r>"
        f"<a:rPr><a:latin typeface='.VnArial'/></a:rPr><a:t>{image(SENTENCE)}</a:t></a:r></a:p></c:chartSpace>"
    )
    copy = members(new(zipped({**members(docx(LEGACY)), "word/charts/chart1.xml": chart})))["word/charts/chart1.xml"].decode()
    assert SENTENCE in copy
    assert 'typeface="Arial"' in copy


def test_a_strict_document_stays_strict() -> None:
    parts = members(docx(LEGACY))
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict
    )
    document = members(new(zipped(parts)))["word/document.xml"]
    assert SENTENCE in document.decode()
    assert strict in document
    assert b"schemas.openxmlformats.org/wordprocessingml" not in document


def test_embedded_documents_are_converted() -> None:
    outer = {**members(docx(paragraph(run("x")))), "word/embeddings/a.docx": docx(LEGACY), "word/embeddings/b.bin": b"x"}
    copy = members(new(zipped(outer)))
    assert shown(copy["word/embeddings/a.docx"]) == [(f"{SENTENCE}\n", "Times New Roman")]
    assert copy["word/embeddings/b.bin"] == b"x"


@pytest.mark.parametrize(
    ("embedded", "kind", "kept"),
    [
        ({"embeddings/b.doc": OLD.read_bytes()}, "package", True),
        ({"embeddings/oleObject1.bin": packed(b"b.docx", docx(LEGACY))}, "oleObject", True),
        ({"embeddings/oleObject1.bin": packed(b"b.docx", docx(paragraph(run(SENTENCE))))}, "oleObject", False),
        ({"embeddings/oleObject1.bin": compound({"Equation Native": b"x"})}, "oleObject", False),
    ],
    ids=["an old Word document", "a file put in as an icon", "one in Unicode", "an equation"],
)
def test_an_embedded_document_that_stays_legacy_is_told(embedded: dict[str, bytes | str], kind: str, kept: bool) -> None:
    tally = copied(around(embedded, kind)).tally
    assert tally.notes == ({("attachment-kept", f"word/{next(iter(embedded))}".lower()): None} if kept else {})


def test_a_page_of_html_that_a_document_takes_in_is_converted() -> None:
    copy = new(around({"chunk.htm": f"<font face='.VnTime'>{image(SENTENCE)}</font>"}, "aFChunk"))
    assert SENTENCE in members(copy)["word/chunk.htm"].decode()


def test_titles_are_converted_and_a_digital_signature_is_told() -> None:
    core = f"<c:p xmlns:c='c' xmlns:d='d'><d:title>{image(SENTENCE)}</d:title><d:creator>A</d:creator></c:p>"
    body = zipped({**members(docx(LEGACY)), "docProps/core.xml": core, "_xmlsignatures/sig1.xml": "<s/>"})
    copy = copied(body)
    assert copy.body is not None
    assert SENTENCE in members(copy.body)["docProps/core.xml"].decode()
    assert ("signature", "") in copy.tally.notes


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("<w:rStyle w:val='Strong'/>", "Times New Roman"),
        ("<w:rFonts w:ascii='Arial' w:hAnsi='.VnTime' w:hint='eastAsia' w:eastAsia='.VnTime'/>", "Times New Roman"),
        ("<w:rFonts w:ascii='Arial' w:hAnsi='Arial' w:cs='.VnTime'/><w:rtl/>", "Times New Roman"),
    ],
    ids=["a character style", "an East Asian hint", "a complex script"],
)
def test_the_font_that_applies_reads_the_text(properties: str, expected: str) -> None:
    said = f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{image('Họ và tên')}</w:t></w:r></w:p>"
    table = f"<w:tbl><w:tblPr/><w:tr><w:tc>{said}</w:tc></w:tr></w:tbl>"
    copy = new(docx(table, styles=style("Strong", ".VnTime", "character") + style("Grid", "Arial", "table", "w:default='1'")))
    shown_in = {font for text, font, _ in runs(copy) if not text.isascii()}
    assert "".join(text for text, _, _ in runs(copy)) == "Họ và tên\n"
    assert shown_in == {expected}


def test_symbols_and_breaks_among_letters_stay() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr>"
        f"<w:t>{image('Công')}</w:t><w:tab/><w:sym w:font='Wingdings' w:char='F0B7'/><w:sym w:font='.VnTime' w:char='x'/>"
        f"<w:br/><w:t xml:space='preserve'>{image(' tác')}</w:t></w:r></w:p>"
    )
    document = members(new(docx(body)))["word/document.xml"].decode()
    assert '<w:t>Công</w:t><w:tab/><w:sym w:font="Wingdings" w:char="F0B7"/>' in document
    assert '<w:br/><w:t xml:space="preserve"> tác</w:t>' in document
    assert "ns0" not in document


def test_a_letter_that_was_a_symbol_may_stand_in_a_run_without_properties() -> None:
    body = f"<w:p>{run(image('Biên b'), '.VnTime')}<w:r><w:sym w:font='.VnTime' w:char='F0B6'/><w:t>n</w:t></w:r></w:p>"
    copy = new(docx(body))
    assert "".join(text for text, _, _ in runs(copy)) == "Biên bản\n"
    assert "ns0" not in members(copy)["word/document.xml"].decode()
