"""PDF: text, structure, and real samples."""

import zlib
from pathlib import Path

import pytest

from gateway.extract.contents import look_into
from gateway.limits import Limits
from gateway.mime.parse import parse
from policies.core.facts import Unread
from tests.gateway.extract.documents import page, pdf, read, stream

SAMPLES = Path(__file__).parents[2] / "samples"
IMAGE = (
    "<</Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray/BitsPerComponent 8{}/Length 4>>\nstream\n\xff\xd8\xff\xd9\nendstream"
)
FONT = "/Font<</F1 5 0 R/F2 11 0 R>>"


def sample(name: str):
    """The content of the attachment of a sample letter."""
    message = look_into(parse((SAMPLES / f"{name}.eml").read_bytes(), Limits()), Limits())
    return next(part.content for part in message.parts() if part.filename)


def of(body: bytes) -> tuple:
    """Image area, visible and hidden characters, pictures."""
    first = read(body).pages[0]
    return first.image_area, first.characters, first.hidden, first.pictures


def lines(body: bytes) -> tuple[str, ...]:
    return read(body).pages[0].lines


class TestText:
    def test_winansi_bytes_are_windows_1252_in_a_font_without_its_subset_prefix(self):
        found = read(page(b"BT /F1 12 Tf 50 700 Td (Nh\xb5 tr\xad\xea ng\\222)Tj ET"))
        assert [(run.text, run.font, run.place) for run in found.runs] == [("Nhµ tr\xadê ng’\n", ".VnTime", "trang 1")]

    def test_lines_go_from_the_top_and_columns_are_apart(self):
        content = (
            b"BT /F1 12 Tf 1 0 0 1 50 100 Tm (cuoi)Tj 1 0 0 1 300 700 Tm (phai)Tj "
            b"1 0 0 1 50 700 Tm (trai)Tj 1 0 0 1 50 686 Tm (giua)Tj ET"
        )
        assert lines(page(content)) == ("trai\tphai", "giua", "cuoi")

    def test_moves_between_words_are_spaces(self):
        assert lines(page(b"BT /F1 10 Tf 50 700 Td [(So)-250(12)10(34)]TJ T* 12 TL (a)' ET")) == ("So 1234", "a")

    def test_a_rotated_page_is_read_upright(self):
        content = b"BT /F1 12 Tf 0 1 -1 0 100 50 Tm (tren)Tj 0 1 -1 0 130 50 Tm (duoi)Tj ET"
        assert lines(page(content, extra="/Rotate 90")) == ("tren", "duoi")

    @pytest.mark.parametrize(
        ("font", "shown", "expected"),
        [
            pytest.param("<</Subtype/TrueType/BaseFont/A/ToUnicode 12 0 R>>", b"(\x01\x02\x09)", "đẹ\x09", id="a character map"),
            pytest.param(
                "<</Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 12 0 R>>",
                b"<000100020003>",
                "đẹ\ufffd",
                id="two-byte codes, one unknown",
            ),
            pytest.param(
                "<</Subtype/Type0/BaseFont/A/Encoding/UniJIS-UTF16-H>>", b"<01110065>", "đe", id="codes that are Unicode"
            ),
            pytest.param(
                "<</Subtype/Type1/BaseFont/A/Encoding<</Differences[1/aring/uni1EC7/g7]>>>>",
                b"(\x01\x02\x03)",
                "åệ\x03",
                id="glyph names",
            ),
            pytest.param("<</Subtype/Type1/BaseFont/A/Encoding/MacRomanEncoding>>", b"(\x8e)", "é", id="a Macintosh encoding"),
            pytest.param("<</Subtype/Type1/BaseFont/A>>", b"(a\\(b\\)\\101(c)\\\n)", "a(b)A(c)", id="escapes and parentheses"),
            pytest.param("null", b"(a)", "a", id="a font that is missing"),
        ],
    )
    def test_codes_become_text(self, font, shown, expected):
        cmap = b"1 beginbfchar <01> <0111> endbfchar 1 beginbfrange <0002> <0002> [<1EB9>] endbfrange"
        body = page(b"BT /F2 12 Tf 50 700 Td " + shown + b"Tj ET", FONT, {11: font, 12: stream(cmap)})
        assert "".join(run.text for run in read(body).runs).removesuffix("\n") == expected

    def test_text_drawn_twice_is_read_once(self):
        assert lines(page(b"BT /F1 12 Tf 1 0 0 1 50 700 Tm (KINH)Tj 1 0 0 1 50.4 700 Tm (KINH)Tj ET")) == ("KINH",)

    def test_forms_and_annotations_are_painted(self):
        form = stream(
            b"BT /F1 12 Tf 5 5 Td (trong)Tj ET",
            "/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 5 0 R>>>>/Matrix[1 0 0 1 50 600]",
        )
        stamp = "<</Subtype/Stamp/Rect[50 700 150 720]/AP<</N 11 0 R>>>>"
        body = page(
            b"/X Do", "/XObject<</X 10 0 R>>", {10: form, 11: form.replace(b"trong", b"dauso"), 12: stamp}, "/Annots[12 0 R]"
        )
        assert lines(body) == ("dauso", "trong")


class TestStructure:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            pytest.param(b"q 595 0 0 842 0 0 cm /I Do Q", (1.0, 0, 0, 1), id="a scan fills the page"),
            pytest.param(b"q 595 0 0 421 0 0 cm /I Do Q q 595 0 0 421 0 421 cm /I Do Q", (1.0, 0, 0, 2), id="a scan in strips"),
            pytest.param(b"q 595 0 0 421 0 0 cm /I Do /I Do /I Do Q", (0.5, 0, 0, 3), id="layers count once"),
            pytest.param(b"q 0 842 -595 0 595 0 cm /I Do Q", (1.0, 0, 0, 1), id="a turned picture"),
            pytest.param(b"q 5950 0 0 8420 -100 -100 cm /I Do Q", (1.0, 0, 0, 1), id="a picture beyond the page"),
            pytest.param(
                b"BT /F1 12 Tf 3 Tr 50 700 Td (an di)Tj ET q 595 0 0 842 0 0 cm /I Do Q", (1.0, 0, 4, 1), id="an invisible layer"
            ),
            pytest.param(
                b"BT /F1 12 Tf 50 700 Td (duoi)Tj ET q 595 0 0 842 0 0 cm /I Do Q", (1.0, 0, 4, 1), id="text under the picture"
            ),
            pytest.param(
                b"BT /F1 12 Tf 50 700 Td (qua)Tj ET q 595 0 0 842 0 0 cm /M Do Q", (1.0, 3, 0, 1), id="text under a mask"
            ),
            pytest.param(
                b"q 595 0 0 842 0 0 cm /I Do Q BT /F1 12 Tf 50 700 Td (tren)Tj ET", (1.0, 4, 0, 1), id="text on a picture"
            ),
            pytest.param(b"BT /F1 12 Tf -500 700 Td (ngoai)Tj ET", (0.0, 0, 5, 0), id="text off the page"),
            pytest.param(b"q 100 0 0 842 0 0 cm BI /W 1 /H 1 ID \x00EI\x01 EI Q", (0.1719, 0, 0, 1), id="an inline picture"),
            pytest.param(
                b"BT /F1 12 Tf 50 700 Td (qua)Tj ET 595 0 0 842 0 0 cm BI /IM true ID \x00 EI",
                (1.0, 3, 0, 1),
                id="an inline mask",
            ),
            pytest.param(b"q 0 0 595 421 re W n 595 0 0 842 0 0 cm /I Do Q", (0.5, 0, 0, 1), id="a picture cut to half"),
            pytest.param(
                b"q 0 0 9 9 re W n Q q 595 0 0 842 0 0 cm /I Do Q", (1.0, 0, 0, 1), id="a cut that is over before the picture"
            ),
            pytest.param(b"BT /F1 12 Tf 1 1 1 rg 50 700 Td (trang)Tj 0 g (den)Tj ET", (0.0, 3, 5, 0), id="white text"),
            pytest.param(b"BT /F1 12 Tf /Out gs 50 700 Td (mo)Tj ET", (0.0, 0, 2, 0), id="text without opacity"),
            pytest.param(
                b"BT /F1 12 Tf 50 700 Td (duoi)Tj ET q /Half gs 595 0 0 842 0 0 cm /I Do Q", (1.0, 4, 0, 1), id="a watermark"
            ),
            pytest.param(
                b"BT /F1 12 Tf 50 700 Td (duoi)Tj ET q /Ink gs 595 0 0 842 0 0 cm /I Do Q", (1.0, 4, 0, 1), id="a picture as ink"
            ),
            pytest.param(b"/Pattern cs /P scn 0 0 595 842 re f", (1.0, 0, 0, 1), id="a picture drawn through a pattern"),
        ],
    )
    def test_pictures_and_text_are_measured(self, content, expected):
        resources = (
            "/Font<</F1 5 0 R>>/XObject<</I 10 0 R/M 11 0 R>>/Pattern<</P 12 0 R>>"
            "/ExtGState<</Out<</ca 0>>/Half<</ca .5>>/Ink<</BM/Multiply>>>>"
        )
        cell = stream(
            b"595 0 0 842 0 0 cm /I Do", "/PatternType 1/BBox[0 0 595 842]/XStep 595/YStep 842/Resources<</XObject<</I 10 0 R>>>>"
        )
        assert of(page(content, resources, {10: IMAGE.format(""), 11: IMAGE.format("/ImageMask true"), 12: cell})) == expected

    def test_white_text_is_read_all_the_same(self):
        assert lines(page(b"BT /F1 12 Tf 1 g 50 700 Td (trang)Tj ET")) == ("trang",)

    def test_places_of_pictures_are_told_from_the_top_left(self):
        content = b"q 119 0 0 84.2 357 84.2 cm /I Do Q " + b"q 9 0 0 9 20 20 cm /I Do Q " * 30
        boxes = read(page(content, "/XObject<</I 10 0 R>>", {10: IMAGE.format("")})).pages[0].boxes
        assert (boxes[0], len(boxes)) == ((0.6, 0.8, 0.8, 0.9), 20)

    def test_how_far_text_is_spread_is_told(self):
        content = b"BT /F1 12 Tf 50 800 Td (a)Tj 0 -200 Td (b)Tj 0 -300 Td (c)Tj 9 0 Td (d)Tj 0 -100 Td 1 g (e)Tj ET"
        assert read(page(content)).pages[0].spread == 3 / 32

    def test_curves_under_a_picture_do_not_count(self):
        content = b"0 0 m 1 1 l 2 2 l S q 595 0 0 842 0 0 cm /I Do Q 0 0 m 1 1 l S\n"
        assert read(page(content, "/XObject<</I 10 0 R>>", {10: IMAGE.format("")})).pages[0].segments == 2

    def test_path_segments_are_counted(self):
        assert read(page(b"0 0 m 1 1 l 1 2 3 4 5 6 c 0 0 9 9 re f\n")).pages[0].segments == 4

    def test_an_ocr_layer_gives_the_lines_but_no_runs(self):
        found = read(page(b"BT /F1 12 Tf 3 Tr 50 700 Td (an)Tj ET"))
        assert (found.pages[0].lines, found.runs) == (("an",), ())

    def test_producer_and_filled_signature_fields_are_told(self):
        body = pdf(
            {
                1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R 7 0 R]>>>>",
                2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                3: "<</Type/Page/MediaBox[0 0 9 9]>>",
                4: "<</Producer(Máy quét)>>",
                5: "<</FT/Sig/V<</ByteRange[0 1 2 3]/Contents<00>>>>>",
                6: "<</FT/Sig>>",
                7: "<</FT/Sig/Kids[8 0 R 7 0 R]>>",
                8: "<</V<</ByteRange[0 1 2 3]>>>>",
            },
            trailer="/Info 4 0 R",
        )
        assert (read(body).producer, read(body).signatures) == ("Máy quét", 2)


class TestSamples:
    @pytest.mark.parametrize("name", ["truncated", "encrypted"])
    def test_what_cannot_be_read_is_said(self, name):
        assert isinstance(sample(name), Unread)
        assert sample(name).reason == {"truncated": "damaged", "encrypted": "encrypted"}[name]

    def test_a_born_digital_letter_has_its_text(self):
        content = sample("born")
        assert content.pages[0].characters > 1000
        assert content.pages[0].lines[2].startswith("S\ufffd: 456/TB-STC\t")  # its program has lost the letters beyond Latin-1

    def test_a_scan_is_a_picture_with_a_hidden_layer(self):
        first = sample("scan-colour-ocr").pages[0]
        assert (first.image_area, first.characters, first.pictures) == (1.0, 0, 1)
        assert first.hidden > 500

    def test_all_pages_are_told(self):
        assert [page.image_area for page in sample("scan-long").pages] == [1.0, 1.0, 1.0] or len(sample("scan-long").pages) > 1

    def test_signatures_are_counted(self):
        assert sample("signed-valid").signatures == 1

    def test_legacy_text_keeps_its_font(self):
        assert {run.font for run in sample("pdf-tcvn3").runs} == {".VnTime"}


def test_pictures_are_not_decoded():
    """A damaged picture is a picture: its bytes are nobody's business here."""
    bomb = zlib.compress(b"\x00" * 50_000_000, 9)
    image = f"<</Subtype/Image/Filter/FlateDecode/Length {len(bomb)}>>\nstream\n".encode() + bomb + b"\nendstream"
    assert of(page(b"595 0 0 842 0 0 cm /I Do", "/XObject<</I 10 0 R>>", {10: image})) == (1.0, 0, 0, 1)
