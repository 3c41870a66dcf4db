"""Fonts of PDFs: what the codes mean under every kind of encoding, and letters and marks that belong together."""

import base64
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.extract.truetype import names_of_codes, texts_of_glyphs
from tests.gateway.extract.documents import page, read, stream

FONT = "/Font<</F1 5 0 R/F2 11 0 R>>"
TRUETYPE = "<</Subtype/TrueType/BaseFont/ABCDEF+.VnTime"
HYPHEN = b"1 beginbfchar <AD> <002D> endbfchar"


def cmap(kind: int, entries: dict[int, int], ids: tuple[int, int] = (3, 1)) -> bytes:
    """A TrueType program of nothing but a `cmap`; `entries`: code -> glyph."""
    codes = sorted(entries)
    if kind == 6:
        glyphs = [entries.get(code, 0) for code in range(codes[0], codes[-1] + 1)]
        table = struct.pack(f">5H{len(glyphs)}H", 6, 0, 0, codes[0], len(glyphs), *glyphs)
    elif kind == 12:
        table = struct.pack(">HHIII", 12, 0, 0, 0, len(codes)) + b"".join(struct.pack(">3I", c, c, entries[c]) for c in codes)
    else:
        count = len(codes) + 1
        ends = struct.pack(f">{count}H", *codes, 0xFFFF)
        deltas = struct.pack(f">{count}H", *[(entries[code] - code) & 0xFFFF for code in codes], 1)
        table = struct.pack(">7H", 4, 0, 0, 2 * count, 0, 0, 0) + ends + b"\0\0" + ends + deltas + bytes(2 * count)
    head = struct.pack(">HHHHI", 0, 1, *ids, 12)
    return struct.pack(">4xH6x4sIII", 1, b"cmap", 0, 28, len(head + table)) + head + table


def looked_up() -> bytes:
    """Format 4 with a table of glyphs: codes 0x41 and 0x42 are drawn by glyphs 7 and none."""
    table = struct.pack(">7H", 4, 0, 0, 4, 0, 0, 0) + struct.pack(">2H2x2H2H2H", 0x42, 0xFFFF, 0x41, 0xFFFF, 0, 1, 4, 0)
    head = struct.pack(">HHHHI", 0, 1, 3, 1, 12)
    return struct.pack(">4xH6x4sIII", 1, b"cmap", 0, 28, 0) + head + table + struct.pack(">2H", 7, 0)


def shown(font: str, content: bytes, others: dict[int, str | bytes] | None = None) -> list[tuple[str, str | None]]:
    """Text and font of what a content shows with the font F2."""
    body = page(b"BT /F2 12 Tf 50 700 Td " + content + b" ET", FONT, {11: font, **(others or {})})
    return [(run.text.removesuffix("\n"), run.font) for run in read(body).runs]


@pytest.mark.parametrize(
    ("font", "codes", "others", "expected"),
    [
        pytest.param(TRUETYPE + ">>", b"(nh\xb5 tr\xad\x01)", {}, ("nhµ tr\xad\x01", ".VnTime"), id="no encoding: the bytes"),
        pytest.param(
            TRUETYPE + "/Encoding/WinAnsiEncoding/ToUnicode 12 0 R>>",
            b"(tr\xad-)",
            {12: stream(HYPHEN)},
            ("tr\xad-", ".VnTime"),
            id="ư that a map calls a hyphen",
        ),
        pytest.param(
            TRUETYPE + "/Encoding<</Differences[173/hyphen 160/space]>>>>",
            b"(tr\xad\xa0)",
            {},
            ("tr\xad\xa0", ".VnTime"),
            id="ư that a name calls a hyphen",
        ),
        pytest.param(
            "<</Subtype/TrueType/BaseFont/Arial/Encoding<</Differences[173/hyphen]>>>>",
            b"(a\xad)",
            {},
            ("a-", "Arial"),
            id="a hyphen in a Unicode font",
        ),
        pytest.param(
            TRUETYPE + "/ToUnicode 12 0 R>>",
            b"(tr\xad)",
            {12: stream(b"1 beginbfchar <AD> <01B0> endbfchar")},
            ("trư", ".VnTime"),
            id="proper Unicode in a legacy font",
        ),
        pytest.param(
            TRUETYPE + "/ToUnicode 12 0 R>>",
            b"(nh\xb5)",
            {12: stream(b"2 beginbfchar <B5> <F0B5> <6E> <0000> endbfchar")},
            ("nhµ", ".VnTime"),
            id="a symbol font's private code points, and a letter that the map lost",
        ),
        pytest.param(
            "<</Subtype/Type1/BaseFont/.VnTime/Encoding<</Differences[1/GB5/c173/G4/Agrave]>>>>",
            b"(\x01\x02\x03\x04)",
            {},
            ("µ\xad\x03À", ".VnTime"),
            id="names that printer drivers give to codes",
        ),
        pytest.param(
            "<</Subtype/Type1/BaseFont/.VnTime/FontDescriptor<</FontFile 12 0 R>>>>",
            b"(\x01\x02a)",
            {12: stream(b"%!FontType1\ndup 1 /mu put\ndup 2/uni1EC7 put dup 999 /a put eexec dup 97 /b put")},
            ("µệa", ".VnTime"),
            id="an encoding in the font program",
        ),
        pytest.param(
            "<</Subtype/Type0/BaseFont/.VnTime/Encoding/Identity-H/DescendantFonts[<</FontDescriptor<</FontFile2 12 0 R>>>>]>>",
            b"<00070009>",
            {12: stream(cmap(4, {0xB5: 7, 0x41: 8}), packed=True)},
            ("µ\ufffd", ".VnTime"),
            id="glyphs without a map",
        ),
        pytest.param(
            "<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</BaseFont/VNI-Times/CIDToGIDMap 13 0 R"
            "/FontDescriptor<</FontFile2 12 0 R>>>>]>>",
            b"<0001>",
            {12: stream(cmap(6, {0xE4: 7}, (3, 0))), 13: stream(b"\0\0\0\7")},
            ("ä", "VNI-Times"),
            id="glyphs in an order of their own",
        ),
        pytest.param(
            "<</Subtype/Type3/FontDescriptor<</FontFamily(VNI-Times)>>/Encoding<</Differences[1/a1]>>>>",
            b"(\xe4)",
            {},
            ("ä", "VNI-Times"),
            id="the name of the family where there is no other",
        ),
        pytest.param(
            "<</Subtype/TrueType/BaseFont/ABCDEF+VnTimeHBold/FontDescriptor<</FontFamily(.VnTimeH)>>/ToUnicode 12 0 R>>",
            b"(t\x02)",
            {12: stream(b"1 beginbfchar <02> <2212> endbfchar")},
            ("t\xad", "VnTimeHBold"),
            id="a name that lost its dot, and ư that a map calls a minus",
        ),
        pytest.param(
            "<</Subtype/TrueType/BaseFont/ABCDEF+ArialMT/FontDescriptor<</FontFamily(Arial)>>/ToUnicode 12 0 R>>",
            b"(t\x02)",
            {12: stream(b"1 beginbfchar <02> <2212> endbfchar")},
            ("t\u2212", "ArialMT"),
            id="a minus in a Unicode font",
        ),
        pytest.param("<</Subtype/Type1/BaseFont/#2EVnTime>>", b"(\xb5)", {}, ("µ", ".VnTime"), id="an escaped name"),
    ],
)
def test_codes_become_text_under_the_name_of_the_font(font, codes, others, expected):
    assert shown(font, codes + b"Tj", others) == [expected]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"(Co)Tj 12 0 Td (\xe4)Tj (ng)Tj 15 0 Td (a)Tj", "Coäng a", id="strings of their own"),
        pytest.param(b"[(Co)(\xe4)-5(n)5(g)]TJ", "Coäng", id="moves within a word"),
        pytest.param(b"[(Co)500(\xe4)-500(ng)]TJ", "Coäng", id="a mark drawn back over its letter"),
        pytest.param(b"(Co)Tj 9 0 Td (\xe4)Tj 3 0 Td (ng)Tj", "Coäng", id="a string drawn back over a letter"),
        pytest.param(b"(Co)Tj 1 0 0 1 61.99 700 Tm (\xe4)Tj 1 0 0 1 61.98 700 Tm (ng)Tj", "Coäng", id="places that are rounded"),
    ],
)
def test_a_mark_without_a_width_stays_behind_its_letter(content, expected):
    widths = " ".join("0" if code == 0xE4 else "500" for code in range(0x41, 0x100))
    font = f"<</Subtype/TrueType/BaseFont/VNI-Times/FirstChar 65/Widths[{widths}]>>"
    assert shown(font, content) == [(expected, "VNI-Times")]


def test_moves_at_the_ends_of_an_operation_part_words():
    assert shown("<</Subtype/TrueType/BaseFont/A>>", b"[(a)-300]TJ (b)Tj [-300(c)]TJ [(d)-20]TJ") == [("a b cd", "A")]


def test_letters_of_another_font_stand_where_they_are_drawn():
    others = {11: "<</Subtype/TrueType/BaseFont/A>>"}
    content = b"BT /F2 12 Tf 50 700 Td [(C)-500(ng h)-500(i x)]TJ /F1 12 Tf 6 0 Td [(\xe9)-2000(\xe9)]TJ ET"
    assert read(page(content, FONT, others)).pages[0].lines == ("Céng héi x",)


def test_a_line_drawn_twice_is_not_cut():
    content = b"[(Ve a)-400(viec)]TJ 0.4 0 Td [(Ve a)-400(viec)]TJ"
    assert shown("<</Subtype/TrueType/BaseFont/A>>", content) == [("Ve a viec", "A")]


@pytest.mark.parametrize("filters", ["/Fl", "[/Fl]", "[/A85/Fl]"])
def test_filters_may_bear_the_short_names_of_inline_pictures(filters):
    packed = zlib.compress(b"BT /F1 12 Tf 50 700 Td (a)Tj ET")
    packed = base64.a85encode(packed) + b"~>" if "A85" in filters else packed
    form = stream(packed, f"/Subtype/Form/BBox[0 0 9 9]/Filter{filters}")
    assert read(page(b"/X Do", "/XObject<</X 10 0 R>>", {10: form})).pages[0].lines == ("a",)


def test_widths_that_are_all_zero_tell_nothing():
    font = "<</Subtype/TrueType/BaseFont/A/FirstChar 65/Widths[0 0]>>"
    assert shown(font, b"(AB)Tj 12 0 Td (AB)Tj") == [("ABAB", "A")]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param(cmap(4, {0x41: 3, 0x1EC7: 9}), {3: "A", 9: "ệ"}, id="segments"),
        pytest.param(looked_up(), {7: "A"}, id="segments with a table"),
        pytest.param(cmap(6, {0x41: 3, 0x43: 4}), {3: "A", 4: "C"}, id="an array"),
        pytest.param(cmap(12, {0x1F600: 5}, (3, 10)), {5: "\U0001f600"}, id="groups"),
        pytest.param(cmap(4, {0x20: 3, 0xA0: 3}), {3: " "}, id="the lowest of several codes"),
        pytest.param(cmap(4, {0x41: 3}, (1, 0)), {}, id="a table that is not Unicode"),
        pytest.param(b"", {}, id="nothing"),
        pytest.param(cmap(4, {0x41: 3})[:-9], {}, id="cut off"),
    ],
)
def test_glyphs_are_turned_back_into_characters(program, expected):
    assert texts_of_glyphs(program) == expected


@given(st.binary(max_size=200), st.integers(0, 40), st.sampled_from([4, 6, 12]))
def test_any_font_program_comes_out_with_a_value(noise: bytes, at: int, kind: int):
    whole = cmap(kind, {0x41: 3, 0x42: 4, 0x1EC7: 9})
    texts_of_glyphs(whole[:at] + noise + whole[at + len(noise) :])
    names_of_codes(noise)


class TestBesideThePages:
    def test_titles_of_the_outline_are_read(self):
        extra = "/Outlines 20 0 R"
        body = page(b"", "", {20: "<</First 21 0 R>>", 21: "<</Title(\xd0\xb5)/Next 22 0 R/First 23 0 R>>", 22: "<</Title(c)>>"})
        body = body.replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R" + extra.encode() + b">>", 1)
        found = read(_moved(body))
        assert [(run.text, run.place) for run in found.runs] == [("Ðµ\nc\n", "dấu trang")]

    @pytest.mark.parametrize(
        ("annotation", "expected"),
        [
            pytest.param("<</Subtype/Text/Contents(h\xe9i)>>", [("héi\n", "ghi chú trang 1")], id="a note"),
            pytest.param("<</Subtype/FreeText/Contents<FEFF1ED9>>>", [("ộ\n", "ghi chú trang 1")], id="text without a look"),
            pytest.param("<</Subtype/Text/Contents(tr\xad)>>", [("tr\xad\n", "ghi chú trang 1")], id="bytes of no encoding"),
            pytest.param("<</Subtype/FreeText/Contents(a)/AP<</N 4 0 R>>>>", [], id="text that is painted"),
            pytest.param("<</Subtype/Link/Contents(a)>>", [], id="a link"),
            pytest.param("<</Subtype/Text/Contents 7>>", [], id="a wrong type"),
        ],
    )
    def test_notes_are_read(self, annotation, expected):
        found = read(page(b"", "", {12: annotation}, "/Annots[12 0 R]"))
        assert [(run.text, run.place) for run in found.runs] == expected

    def test_values_of_fields_without_a_look_are_read(self):
        form = b"/AcroForm<</Fields[<</V(a)>><</V(b)/AP<<>>>><</Kids[<</V(c)>>]/V(d)>><</V 1>>]>>"
        body = page(b"").replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R" + form + b">>", 1)
        assert [(run.text, run.place) for run in read(_moved(body)).runs] == [("a\nc\n", "ô biểu mẫu")]


def _moved(body: bytes) -> bytes:
    """The file with its table of places made anew."""
    start = body.rindex(b"xref\n0 ", 0, body.rindex(b"startxref"))
    places = {int(number): body.index(b"\n%s 0 obj" % number) + 1 for number in _numbers(body)}
    size = max(places) + 1
    lines = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n" for n in range(1, size)]
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(lines)
    trailer = body[body.index(b"trailer", start) : body.rindex(b"startxref")]
    return body[:start] + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def _numbers(body: bytes) -> list[bytes]:
    return [line.split()[0] for line in body.split(b"\n") if line.endswith(b" 0 obj")]
