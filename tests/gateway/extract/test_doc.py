"""Old Word documents come out with the text and fonts that Word shows, 8-bit text byte by byte."""

import struct
from pathlib import Path

import pytest

from tests.gateway.extract.documents import read, runs, text
from tests.gateway.extract.worddocs import word

FILES = Path(__file__).parent / "binary"  # written by LibreOffice 7.4
TIMES, VN, VNH, VNI = range(4)
FONTS = ("Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times")
TCVN3 = "Bé tr\xadëng".encode("cp1252")
HOLES = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


def fonts(ascii_font: int | None = None, other: int | None = None, eastern: int | None = None) -> bytes:
    """Modifiers of Word 97 that set the fonts of a run."""
    chosen = ((0x4A4F, ascii_font), (0x4A51, other), (0x4A50, eastern))
    return b"".join(struct.pack("<HH", code, font) for code, font in chosen if font is not None)


def both(font: int) -> bytes:
    return fonts(font, font)


def old(font: int) -> bytes:
    """The modifier of Word 6 that sets the font."""
    return struct.pack("<BH", 93, font)


def found(body: bytes) -> list[tuple[str, str | None]]:
    return [(run, font) for run, font, _ in runs(body, "a.doc")]


def test_every_text_of_a_document_is_read_in_its_font_at_its_place():
    assert runs((FILES / "legacy.doc").read_bytes(), "a.doc") == [
        ("quyÕt ®Þnh\n", ".VnTimeH", None),
        ("Bé tr\xadëng Bé Tµi chÝnh\n", ".VnTime", None),
        ("Số: ", "Times New Roman", None),
        ("Uûy ban nhaân daân", "VNI-Times", None),
        (" và ", "Times New Roman", None),
        ("tænh Ñoàng Nai", "VNI-Times", None),
        (" hết.\n", "Times New Roman", None),
        ("N¬i nhËn\n", ".VnTime", None),
        ("kÝnh göi\n", ".VnTimeH", None),
        ("Xem trang chủ trang 1\n", "Times New Roman", None),
        ("dßng mét\ndßng hai\thÕt\n", ".VnTime", None),
        ("“Unicode” – 𝒳 € §\n", "Times New Roman", None),
        ("C¨n cø NghÞ ®Þnh\n", ".VnTime", "cước chú"),
        ("Céng hoµ x· héi\n", ".VnTime", "đầu trang"),
        ("Ñoàng Nai\n", "VNI-Times", "chân trang"),
        ("gãp ý\n", ".VnTime", "nhận xét"),
        ("khung chöõ\n", "VNI-Times", "hộp văn bản"),
    ]


def test_unicode_text_stays_as_it_is():
    assert text(read((FILES / "unicode.doc").read_bytes(), "a.doc")) == (
        "Ủy ban nhân dân tỉnh Đồng Nai quyết định\nĐiều 1. Ban hành kèm theo Quyết định này\n"
        "Cộng hòa xã hội chủ nghĩa Việt Nam\nTrang cuối\n"
    )


def test_an_empty_document_is_empty_and_not_unread():
    assert text(read((FILES / "empty.doc").read_bytes(), "a.doc")).strip() == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(word([(TCVN3, both(VN))], FONTS), [("Bé tr\xadëng", ".VnTime")], id="8-bit text, its soft hyphen kept"),
        pytest.param(word([("Bé tr\xadëng", both(VN))], FONTS), [("Bé tr\xadëng", ".VnTime")], id="the same in 16 bits"),
        pytest.param(word([(b"a" + HOLES, both(VN))], FONTS), [("a\x81\x8d\x8f\x90\x9d", ".VnTime")], id="the holes of 1252"),
        pytest.param(word([(b"\x8a\x93", both(VN))], FONTS), [("Š“", ".VnTime")], id="the specials of 1252"),
        pytest.param(word([("tr\x1fëng", both(VN))], FONTS), [("tr\xadëng", ".VnTime")], id="Word's own soft hyphen is one"),
        pytest.param(word([("a\x1eb", b"")], FONTS), [("a-b", "Times New Roman")], id="a hyphen that does not break"),
        pytest.param(
            word([("Số", b""), (TCVN3, both(VN)), ("hết", b"")], FONTS),
            [("Số", "Times New Roman"), ("Bé tr\xadëng", ".VnTime"), ("hết", "Times New Roman")],
            id="pieces of 8 and of 16 bits",
        ),
        pytest.param(
            word([("ab Bé", fonts(TIMES, VN))], FONTS),
            [("ab B", "Times New Roman"), ("é", ".VnTime")],
            id="other letters than ASCII in their own font",
        ),
        pytest.param(
            word([("a東é", fonts(TIMES, VN, VNI))], FONTS),
            [("a", "Times New Roman"), ("東", "VNI-Times"), ("é", ".VnTime")],
            id="East Asian letters in theirs",
        ),
        pytest.param(
            word([("é", b"")], FONTS, [(1, 0xFFF, both(VN))]), [("é", ".VnTime")], id="the font of the paragraph's style"
        ),
        pytest.param(
            word([("é", b"")], FONTS, [(1, 0xFFF, both(VN)), (1, 0, b"")], paragraph=1),
            [("é", ".VnTime")],
            id="of the style that it is based on",
        ),
        pytest.param(
            word([("é", struct.pack("<HH", 0x4A30, 1))], FONTS, [(1, 0xFFF, both(VN)), (2, 0xFFF, both(VNI))]),
            [("é", "VNI-Times")],
            id="of a character style over it",
        ),
        pytest.param(
            word([("é", struct.pack("<HH", 0x4A30, 1) + both(VNH))], FONTS, [(1, 0xFFF, b""), (2, 0xFFF, both(VNI))]),
            [("é", ".VnTimeH")],
            id="of the run over its style",
        ),
        pytest.param(
            word([("é", both(VN) + struct.pack("<HB", 0x2A33, 0))], FONTS), [("é", "Times New Roman")], id="made plain again"
        ),
        pytest.param(
            word([("é", both(VN)), ("é", both(VN))], FONTS, piece_modifiers=both(VNI)),
            [("é", ".VnTime"), ("é", "VNI-Times")],
            id="changed by a quick save",
        ),
        pytest.param(
            word([("é", b"")], FONTS, [(1, 1, both(VN)), (1, 0, b"")], paragraph=1), [("é", ".VnTime")], id="styles in a circle"
        ),
        pytest.param(
            word([("(", struct.pack("<HHH", 0x6A09, VN, 0xF0B6))], FONTS), [("¶", ".VnTime")], id="a symbol of a text font"
        ),
        pytest.param(
            word([("é", struct.pack("<HBHH", 0x0882, 1, 0x4A5E, VN))], FONTS), [("é", ".VnTime")], id="a complex script's"
        ),
        pytest.param(
            word([("é", struct.pack("<HB", 0x0882, 1) + both(VN))], FONTS), [("é", ".VnTime")], id="or the other letters'"
        ),
        pytest.param(
            word([("é", struct.pack("<HB2xHHxx", 0xCA47, 2, 0xD608, 3) + both(VN))], FONTS), [("é", ".VnTime")], id="among others"
        ),
        pytest.param(word([("é", both(VN) + struct.pack("<HB", 0xC615, 255))], FONTS), [("é", ".VnTime")], id="before tab stops"),
        pytest.param(word([("é", both(VN) + both(VNI)[:-1])], FONTS), [("é", ".VnTime")], id="before one that is cut off"),
        pytest.param(
            word([(b"\xe9", old(VN) + bytes([200]) + old(VNI))], FONTS, old=True),
            [("é", ".VnTime")],
            id="Word 6, before unknown ones",
        ),
        pytest.param(
            word([(b"\xe9", bytes([68, 2, 0, 0]) + old(VN) + old(VNI)[:2])], FONTS, old=True),
            [("é", ".VnTime")],
            id="Word 6, between others",
        ),
        pytest.param(
            word([(b"\xe9", struct.pack("<BH", 80, 1))], FONTS, [(1, 0xFFF, b""), (2, 0xFFF, old(VNI))], old=True),
            [("é", "VNI-Times")],
            id="Word 6, the font of a character style",
        ),
        pytest.param(word([(b"\xe9", old(VN) + b"\x53")], FONTS, old=True), [("é", "Times New Roman")], id="Word 6, made plain"),
        pytest.param(word([("é", both(99))], FONTS), [("é", None)], id="a font that is not there"),
        pytest.param(
            word([(TCVN3, old(VN)), (b" ab", b"")], FONTS, old=True),
            [("Bé tr\xadëng", ".VnTime"), (" ab", "Times New Roman")],
            id="Word 6",
        ),
        pytest.param(
            word([(TCVN3, b"")], FONTS, [(1, 0xFFF, old(VN)), (1, 0, b"")], paragraph=1, old=True),
            [("Bé tr\xadëng", ".VnTime")],
            id="Word 6, the font of a style",
        ),
        pytest.param(
            word([(b"(", struct.pack("<BBHB", 74, 3, VN, 0xB6))], FONTS, old=True), [("¶", ".VnTime")], id="Word 6, a symbol"
        ),
        pytest.param(
            word([(b"\xcf\xf0", b"")], ("Times New Roman Cyr",), old=True, charset=204),
            [("Пр", "Times New Roman Cyr")],
            id="Word 6, a font of another script",
        ),
        pytest.param(
            word([(b"\xd0\xec", b"")], FONTS, old=True, charset=163),
            [("Ðì", "Times New Roman")],
            id="Word 6, Windows' Vietnamese",
        ),
    ],
)
def test_a_run_has_the_font_that_word_shows_it_in(body, expected):
    assert found(body) == expected


def test_word_6_needs_no_piece_table():
    body = word([(TCVN3, old(VN)), (b" ab", b"")], FONTS, old=True, parts={"pieces": b""})
    assert found(body) == [("Bé tr\xadëng", ".VnTime"), (" ab", "Times New Roman")]


def test_a_quick_save_of_word_6_lists_only_the_first_page():
    body = bytearray(word([(TCVN3, old(VN))], FONTS, old=True, parts={"characters": b""}))
    head = body.index(struct.pack("<HH", 0xA5DC, 0x65))
    struct.pack_into("<H2xH", body, head + 0x18A, 2, 1)
    assert found(bytes(body)) == [("Bé tr\xadëng", ".VnTime")]


def test_word_6_for_macintosh_has_its_letters():
    body = bytearray(word([(b"\x8et\x8e", b"")], FONTS, old=True))
    struct.pack_into("<H", body, body.index(struct.pack("<HH", 0xA5DC, 0x65)) + 0x14, 256)
    assert found(bytes(body)) == [("été", "Times New Roman")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param("a\x13 PAGE \x142\x15b", "a2b", id="its result"),
        pytest.param('a\x13 HYPERLINK "http://x" \x14chữ\x15b', "achữb", id="the text of a link"),
        pytest.param("a\x13 TC x \x15b", "ab", id="nothing where there is no result"),
        pytest.param("a\x13 IF \x13 PAGE \x141\x15 = 2 \x14b\x13 PAGE \x143\x15\x15c", "ab3c", id="fields in fields"),
        pytest.param("a\x13 PAGE b", "a PAGE b", id="all of one that does not end"),
        pytest.param("a\x15b\x14c", "abc", id="ends without a beginning"),
    ],
)
def test_of_a_field_is_read(said, expected):
    assert text(read(word([(said, b"")]), "a.doc")) == expected


def test_paragraphs_cells_and_pages_end_lines():
    assert text(read(word([("một\rhai\x07\x07ba\x0cbốn\x0bnăm\tsáu\r", b"")]), "a.doc")) == "một\nhai\nba\nbốn\nnăm\tsáu\n"


def test_the_texts_of_a_document_follow_one_another_in_the_file():
    body = word([("thân\rchú\rđầu\rxét\rcuối\rhộp\rtrên\r", b"")], lengths=(5, 4, 4, 0, 4, 5, 4, 5))
    assert [(run, place) for run, _, place in runs(body, "a.doc")] == [
        ("thân\n", None),
        ("chú\n", "cước chú"),
        ("đầu\n", "đầu trang"),
        ("xét\n", "nhận xét"),
        ("cuối\n", "chú thích cuối văn bản"),
        ("hộp\ntrên\n", "hộp văn bản"),
    ]


def test_headers_are_told_from_footers():
    said, bounds = "thân\rmột\rhai\rba\rbốn\r", (0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 8, 11, 15, 16)
    body = word([(said, b"")], lengths=(5, 0, 15), headers=bounds)
    assert [(run, place) for run, _, place in runs(body, "a.doc")] == [
        ("thân\n", None),
        ("một\n", "đầu trang"),
        ("hai\n", "chân trang"),
        ("ba\n", "đầu trang"),
        ("bốn\n", "chân trang"),
    ]


def art(said: str, font: str) -> bytes:
    """The properties of a WordArt shape, among others."""
    values = [name.encode("utf-16-le") + b"\0\0" for name in (said, font)]
    table = struct.pack("<HL", 0x80, 5) + b"".join(
        struct.pack("<HL", code, len(value)) for code, value in zip((0x80C0, 0x80C5), values, strict=True)
    )
    return struct.pack("<HHL", 3 << 4 | 3, 0xF00B, len(table + b"".join(values))) + table + b"".join(values)


def test_word_art_is_read_in_the_drawings_of_body_and_margins():
    groups = [struct.pack("<HHL", 0xF, 0xF002, len(shape)) + shape for shape in (art("MËT", ".VnTimeH"), art("Dự thảo", "Arial"))]
    drawings = struct.pack("<HHL", 0xF, 0xF000, 0) + b"\0" + groups[0] + b"\1" + groups[1]
    assert runs(word([("a\r", b"")], parts={"drawings": drawings}), "a.doc")[1:] == [
        ("MËT\n", ".VnTimeH", "chữ nghệ thuật"),
        ("Dự thảo\n", "Arial", "chữ nghệ thuật"),
    ]
