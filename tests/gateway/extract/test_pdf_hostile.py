"""PDF files that are meant to harm: all end as a value, soon."""

import re
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.core.facts import Document, Unread
from tests.gateway.extract.documents import look, page, pdf, stream


def tree(kids: str, others: dict | None = None) -> bytes:
    return pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: f"<</Type/Pages/Kids[{kids}]/Count 1>>", **(others or {})})


def forms(names: int) -> dict:
    """Forms that each paint the next one ten times."""
    return {
        10 + n: stream(b"/X Do " * 10, f"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {11 + n} 0 R>>>>")
        for n in range(names)
    }


def wide_cmap() -> bytes:
    """A font program whose few bytes claim a glyph for each of many codes, again and again."""
    group = struct.pack(">3I", 0, 0xFFFF, 0)
    table = struct.pack(">HHIII", 12, 0, 0, 0, 2_000) + group * 2_000
    return struct.pack(">4xH6x4sIIIHHHHI", 1, b"cmap", 0, 28, 0, 0, 1, 3, 10, 12) + table


WHOLE = page(b"BT /F1 12 Tf 50 700 Td (a)Tj ET")


CELL = "/Pattern<</X 10 0 R>>/XObject<</X 10 0 R>>"
TILE = stream(b"/X scn", "/PatternType 1/Resources<</Pattern<</X 10 0 R>>>>")
ENCRYPTED = page(b"BT /F1 12 Tf 50 700 Td (a)Tj ET").replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
)


class TestRepaired:
    """What every viewer opens is read."""

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(b"junk\n" * 100 + WHOLE, id="junk in front"),
            pytest.param(WHOLE + b"\0" * 6_000 + b"\r\n", id="blanks behind"),
            pytest.param(re.sub(rb"startxref\n\d+", b"startxref\n7", WHOLE), id="a table of objects that lies elsewhere"),
            pytest.param(re.sub(rb"\n00000000", b"\n00000009", WHOLE), id="a table of objects that lies"),
        ],
    )
    def test_a_flawed_file_that_can_be_repaired_is_read(self, body):
        content = look(body, "a.pdf").content
        assert isinstance(content, Document), content
        assert content.pages[0].lines == ("a",)


class TestHostile:
    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            pytest.param(WHOLE[:-30], "damaged", id="cut off at the end"),
            pytest.param(WHOLE.replace(b"/Root 1 0 R", b"/Root 9 0 R"), "damaged", id="no catalog"),
            pytest.param(tree("3 0 R"), "damaged", id="a page that is missing"),
            pytest.param(tree("2 0 R"), "damaged", id="a page tree that contains itself"),
            pytest.param(tree("3 0 R " * 2, {3: "<</Type/Pages/Kids[2 0 R 2 0 R]>>"}), "damaged", id="a page tree that grows"),
            pytest.param(tree("3 0 R " * 600, {3: "<</Type/Page>>"}), "over-limit", id="too many pages"),
            pytest.param(WHOLE.replace(b"/Count 1", b"/Count 5"), "damaged", id="fewer pages than promised"),
            pytest.param(page(b" " * 60_000_000), "over-limit", id="a content stream bomb"),
            pytest.param(page(b"/X Do", "/XObject<</X 10 0 R>>", forms(11)), "over-limit", id="forms in forms"),
            pytest.param(WHOLE.replace(b"/Contents 4 0 R", b"/Contents 1 0 R"), "damaged", id="content that is no stream"),
            pytest.param(page(b"/Pattern cs /X scn " + b"/X Do " * 10, CELL, forms(11)), "over-limit", id="forms in a pattern"),
            pytest.param(ENCRYPTED, "encrypted", id="a password that is not empty"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, body, reason):
        start = time.process_time()
        content = look(body, "a.pdf").content
        assert time.process_time() - start < 3
        assert isinstance(content, Unread), content
        assert content.reason == reason

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(
                page(b"/X Do", "/XObject<</X 10 0 R>>", {10: stream(b"/X Do", "/Subtype/Form")}), id="a form that paints itself"
            ),
            pytest.param(page(b"/X Do", "/XObject<</X 10 0 R>>", {10: "10 0 R"}), id="an object that is itself"),
            pytest.param(page(b"/X Do", "/XObject<</X 10 0 R>>", {10: "11 0 R", 11: "10 0 R"}), id="objects that are each other"),
            pytest.param(page(b"q " * 1_000_000), id="states never restored"),
            pytest.param(page(b"/X scn " * 300_000, CELL, {10: TILE}), id="a pattern that paints itself, again and again"),
            pytest.param(page(b"1 g 0 0 0 rg " * 300_000), id="colours without end"),
            pytest.param(page(b"0 0 9 9 re W n " * 200_000), id="clips without end"),
            pytest.param(
                page(b"595 0 0 842 0 0 cm " + b"/I Do " * 200_000, "/XObject<</I 10 0 R>>", {10: "<</Subtype/Image>>"}),
                id="pictures without end",
            ),
            pytest.param(page(b"10 0 0 10 0 0 cm " * 100_000), id="endless growth"),
            pytest.param(page(b"(" * 1_000_000), id="strings never ended"),
            pytest.param(page(b"(()" * 300_000), id="strings in strings"),
            pytest.param(page(b"[" * 1_000_000), id="arrays never ended"),
            pytest.param(page(b"BI ID " * 200_000), id="inline pictures never ended"),
            pytest.param(page(b"1 " * 1_000_000), id="numbers without an operator"),
            pytest.param(page(b"1 0 0 1 0 0 " * 150_000), id="nearly paths"),
            pytest.param(page(b"BT /F1 1 Tf " + b"(ab)Tj " * 100_000), id="much text in one place"),
            pytest.param(
                page(
                    b"".join(b"/F%d 1 Tf " % n for n in range(3_000)),
                    "/Font<<" + "".join(f"/F{n} {20 + n} 0 R" for n in range(3_000)) + ">>",
                    {
                        11: stream(b"1 beginbfrange " + b"<0000> <FFFF> <0041> " * 9_000 + b"endbfrange", packed=True),
                        **{20 + n: "<</Subtype/Type0/ToUnicode 11 0 R>>" for n in range(3_000)},
                    },
                ),
                id="fonts that share a huge map",
            ),
            pytest.param(
                page(
                    b"".join(b"/F%d 1 Tf " % n for n in range(3_000)),
                    "/Font<<" + "".join(f"/F{n} {20 + n} 0 R" for n in range(3_000)) + ">>",
                    {
                        11: stream(wide_cmap(), packed=True),
                        12: "<</FontDescriptor<</FontFile2 11 0 R>>>>",
                        **{20 + n: "<</Subtype/Type0/BaseFont/.VnTime/DescendantFonts[12 0 R]>>" for n in range(3_000)},
                    },
                ),
                id="fonts that share a program with a huge map",
            ),
            pytest.param(
                pdf(
                    {
                        1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 4 0 R>>/Outlines<</First 5 0 R>>>>",
                        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                        3: "<</Type/Page>>",
                        4: "[" + "<</Kids 4 0 R>>" * 20_000 + "]",
                        5: "<</Title(a)/Next 5 0 R/First 5 0 R>>",
                    }
                ),
                id="fields that hold each other, titles that follow themselves",
            ),
            pytest.param(
                page(
                    b"".join(b"/F%d 1 Tf (%04d)Tj " % (n, n) for n in range(3_000)),
                    "/Font<<" + "".join(f"/F{n} {20 + n} 0 R" for n in range(3_000)) + ">>",
                    {
                        11: stream(b"%!" + b"dup 1 /a put " * 4_000, packed=True),
                        12: "<</FontFile 11 0 R>>",
                        **{20 + n: "<</Subtype/Type1/FontDescriptor 12 0 R>>" for n in range(3_000)},
                    },
                ),
                id="fonts that share a long encoding",
            ),
        ],
    )
    def test_killers_end_soon(self, body):
        start = time.process_time()
        look(body, "a.pdf")
        assert time.process_time() - start < 4

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
    def test_a_turned_byte_never_breaks_the_reader(self, place, value):
        body = WHOLE[:place] + bytes([value]) + WHOLE[place + 1 :]
        assert isinstance(look(body, "a.pdf").content, (Document, Unread))

    @settings(max_examples=100, deadline=None)
    @given(
        st.lists(
            st.sampled_from(
                [
                    "q",
                    "Q",
                    "cm",
                    "Do",
                    "BT",
                    "Tf",
                    "Td",
                    "Tm",
                    "T*",
                    "Tj",
                    "TJ",
                    "'",
                    "ID",
                    "EI",
                    "[",
                    "]",
                    "(",
                    ")",
                    "<",
                    ">",
                    "<<",
                    ">>",
                    "/F1",
                    "/X",
                    "1",
                    "-2.5",
                    "..",
                    "<41>",
                    "(a)",
                    "%",
                    "re",
                    "m",
                ]
            ),
            max_size=50,
        )
    )
    def test_any_operations_come_out_with_a_value(self, words):
        assert isinstance(look(page(" ".join(words).encode())).content, Document)
