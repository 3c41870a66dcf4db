"""Old Excel workbooks come out with every text that is seen, its cell and its font; 8-bit strings byte by byte."""

import struct
from pathlib import Path

import pytest

from gateway.limits import Limits
from policies.core.facts import Unread
from tests.gateway.extract.compoundfiles import compound
from tests.gateway.extract.documents import look, read, runs, text
from tests.gateway.extract.workbooks import (
    BIFF5,
    BIFF8,
    BOF,
    CHART,
    GLOBALS,
    font,
    formula,
    label,
    record,
    string,
    style,
    substream,
    text_box,
    workbook,
)

FILES = Path(__file__).parent / "binary"  # written by LibreOffice 7.4
FONTS_5 = [font(name) for name in (b"Arial", b".VnTime", b".VnTimeH", b"VNI-Times", b".VnArial")]
FONTS_8 = [font(name) for name in ("Arial", ".VnTime", ".VnTimeH", "VNI-Times", ".VnArial")]
STYLES = [style(0), style(1), style(5)]
ART = struct.pack("<HL", 0x80C0, 8) + "MËT\0".encode("utf-16-le")  # a shape's properties
TCVN3 = "Bé tr\xadëng".encode("cp1252")


def shared(*strings: bytes, parts: tuple[bytes, ...] = ()) -> bytes:
    """The table of strings."""
    return record(0xFC, struct.pack("<LL", len(strings), len(strings)) + b"".join(strings), *parts)


def shown(row: int, column: int, index: int, form: int = 0) -> bytes:
    """A cell with a string of the table."""
    return record(0xFD, struct.pack("<3HL", row, column, form, index))


def cells(body: bytes) -> list[tuple[str, str | None, str | None]]:
    return [run for run in runs(body, "a.xls") if run[2] != "tên trang tính"]


def test_every_text_of_a_workbook_is_read_in_its_font_at_its_place():
    assert runs((FILES / "legacy.xls").read_bytes(), "a.xls") == [
        ("BiÓu 1\n", None, "tên trang tính"),
        (" Së Tµi chÝnh\n", ".VnTime", "BiÓu 1 (đầu trang)"),
        ("biÓu sè mét\n", ".VnTimeH", "BiÓu 1!A1"),
        ("Uûy ban nhaân daân\n", "VNI-Times", "BiÓu 1!C1"),
        ("Số: ", "Arial", "BiÓu 1!A2"),
        ("QuyÕt ®Þnh", ".VnTime", "BiÓu 1!A2"),
        (" và hết\n", "Arial", "BiÓu 1!A2"),
        ("gãp ý\n", ".VnTime", "BiÓu 1!C1"),
        ("khung chöõ\n", "VNI-Times", "BiÓu 1"),
    ]


def test_unicode_text_stays_as_it_is():
    assert text(read((FILES / "unicode.xls").read_bytes(), "a.xls")) == "Biểu 1\n Sở Tài chính\nỦy ban nhân dân tỉnh Đồng Nai\n"


def test_an_empty_workbook_has_its_sheets_name_alone():
    assert text(read((FILES / "empty.xls").read_bytes(), "a.xls")) == "Sheet1\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            workbook([*FONTS_5, *STYLES], [label(3, 1, TCVN3, 1)]), [("Bé tr\xadëng\n", ".VnTime", "S!B4")], id="8-bit text"
        ),
        pytest.param(
            workbook([record(0x42, struct.pack("<H", 1258)), *FONTS_5, *STYLES], [label(0, 0, TCVN3 + b"\x81\xd0\xec", 1)]),
            [("Bé tr\xadëng\x81Ðì\n", ".VnTime", "S!A1")],
            id="whatever code page is declared",
        ),
        pytest.param(
            workbook([font(b"Arial Cyr", 204), *STYLES], [label(0, 0, b"\xcf\xf0")]),
            [("Пр\n", "Arial Cyr", "S!A1")],
            id="in a font of another script",
        ),
        pytest.param(
            workbook([*FONTS_5, *STYLES], [label(0, 0, b"a", 2)]), [("a\n", ".VnArial", "S!A1")], id="there is no font 4"
        ),
        pytest.param(
            workbook(
                [*FONTS_5, *STYLES], [record(0xD6, struct.pack("<3H", 0, 0, 0) + string(b"ab" + TCVN3) + bytes([2, 2, 1, 5, 3]))]
            ),
            [("ab", "Arial", "S!A1"), ("Bé ", ".VnTime", "S!A1"), ("tr\xadëng\n", "VNI-Times", "S!A1")],
            id="8-bit text in several fonts",
        ),
        pytest.param(
            workbook([*FONTS_5, *STYLES], [formula(0, 27), record(0x207, string(TCVN3))]),
            [("Bé tr\xadëng\n", "Arial", "S!AB1")],
            id="the text that a formula gives",
        ),
        pytest.param(
            workbook([*FONTS_5, *STYLES], [formula(0, 0, bytes(8)), record(0x207, string(b"a"))]), [], id="no number of a formula"
        ),
        pytest.param(
            workbook(
                [*FONTS_5, *STYLES],
                [record(0x1C, struct.pack("<3H", 1, 2, 4) + b"ab"), record(0x1C, struct.pack("<3H", 0xFFFF, 0, 2) + b"cd")],
            ),
            [("abcd\n", None, "S!C2")],
            id="an 8-bit comment in two records",
        ),
        pytest.param(workbook([*FONTS_5, *STYLES], [record(0x15, b"\x0e" + b'&"VNI-Times"&P')]), [], id="a footer without text"),
        pytest.param(
            workbook([*FONTS_8, *STYLES, shared(string("chữ"))], [shown(0, 0, 0, 1)], "S"),
            [("chữ\n", ".VnTime", "S!A1")],
            id="a shared string",
        ),
        pytest.param(
            workbook(
                [*FONTS_8, *STYLES, shared(struct.pack("<HB", 4, 0) + b"a\xadb", parts=(b"\x01\xef\x1e",))], [shown(0, 0, 0)], "S"
            ),
            [("a\xadbữ\n", "Arial", "S!A1")],
            id="a shared string that goes on in wide letters",
        ),
        pytest.param(
            workbook(
                [*FONTS_8, *STYLES, shared(struct.pack("<HBHL", 3, 0x0C, 1, 4) + b"abc" + struct.pack("<HH", 1, 3) + b"ruby")],
                [shown(0, 0, 0)],
                "S",
            ),
            [("a", "Arial", "S!A1"), ("bc\n", "VNI-Times", "S!A1")],
            id="a shared string in two fonts, with its reading",
        ),
        pytest.param(workbook([*FONTS_8, *STYLES], [label(0, 0, "chữ", 1)], "S"), [("chữ\n", ".VnTime", "S!A1")], id="a label"),
        pytest.param(
            workbook([*FONTS_8, *STYLES], [record(0x14, string('&L&"VNI-Times,Bold"&14Ñoàng&C&KFF0000Trang &P && x'))], "S"),
            [(" Ñoàng ", "VNI-Times", "S (đầu trang)"), ("Trang  & x\n", None, "S (đầu trang)")],
            id="a header in several fonts",
        ),
        pytest.param(
            workbook(FONTS_5, [text_box(TCVN3, [(0, 1), (3, 3)]), text_box(TCVN3, name=b"Text", macro=b"\1\2", default=5)]),
            [("Bé ", ".VnTime", "S"), ("tr\xadëng\n", "VNI-Times", "S"), ("Bé tr\xadëng\n", ".VnArial", "S")],
            id="8-bit text boxes",
        ),
        pytest.param(
            workbook(
                FONTS_8, [record(0xEC, struct.pack("<HHL", 0xF, 0xF004, 99), struct.pack("<HHL", 0x13, 0xF00B, 14) + ART)], "S"
            ),
            [("MËT\n", None, "S")],
            id="WordArt",
        ),
        pytest.param(
            workbook(
                [*FONTS_8, *STYLES],
                [record(0x1026, struct.pack("<H", 1)), record(0x100D, bytes(2) + string("BiÓu", "B"))],
                "S",
                kind=CHART,
            ),
            [("BiÓu\n", ".VnTime", "S")],
            id="the title of a chart",
        ),
        pytest.param(
            workbook(
                [*FONTS_8, *STYLES], [record(0x85, b"?"), substream(BIFF8, CHART, [label(0, 0, "x")]), label(0, 0, "y")], "S"
            ),
            [("x\n", "Arial", "S"), ("y\n", "Arial", "S!A1")],
            id="cells around and in a chart",
        ),
    ],
)
def test_a_text_has_the_font_and_place_that_excel_shows_it_in(body, expected):
    assert cells(body) == expected


def test_a_sheets_name_is_read_byte_by_byte():
    assert runs(workbook(FONTS_5, [], "BiÓu".encode("cp1252")), "a.xls") == [("BiÓu\n", None, "tên trang tính")]


def test_a_file_for_two_versions_is_read_as_the_newer_shows_it():
    new, old = (
        substream(version, GLOBALS, [record(0x85, bytes(6) + string(name, "B"))])
        for version, name in ((BIFF8, "mới"), (BIFF5, b"old"))
    )
    assert text(read(compound({"Workbook": new, "Book": old}), "a.xls")) == "mới\n"


def test_a_string_shown_in_every_cell_uses_up_the_budget():
    body = workbook([*FONTS_8, *STYLES, shared(string("x" * 4_000))], [shown(row, 0, 0) for row in range(3_000)], "S")
    assert look(body, "a.xls", limits=Limits(unpacked=5 << 20)).content == Unread("over-limit", "unpacked")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(workbook([record(0x2F, bytes(6))], [], "S"), Unread("encrypted", "xls"), id="an encrypted one"),
        pytest.param(workbook([record(0x2F, bytes(4))], []), Unread("encrypted", "xls"), id="an encrypted one of BIFF5"),
        pytest.param(compound({"Workbook": b""}), Unread("damaged", "workbook cut off"), id="one that is empty"),
        pytest.param(
            compound({"Workbook": record(BOF, struct.pack("<HH", 0x400, 5))}), Unread("damaged", "BIFF version"), id="BIFF4"
        ),
        pytest.param(
            compound({"Workbook": record(BOF, struct.pack("<HH", BIFF8, 5)) + struct.pack("<HH", 0x31, 9_000)}),
            Unread("damaged", "record cut off"),
            id="a record that is not there",
        ),
        pytest.param(workbook(FONTS_8, [shown(0, 0, 7)], "S"), Unread("damaged", "shared string missing"), id="a missing string"),
        pytest.param(
            workbook([shared(struct.pack("<HB", 9, 0) + b"abc")], [], "S"),
            Unread("damaged", "string cut off"),
            id="a string cut off",
        ),
        pytest.param(workbook([], [record(0xFD, b"x")], "S"), Unread("damaged", "record too short"), id="a record too short"),
    ],
)
def test_what_cannot_be_read_is_unread(body, expected):
    assert look(body, "a.xls").content == expected
