"""XPS: what each page consists of, its text, its pictures; and what is no XPS that can be trusted."""

import struct
import time

import pytest

from gateway.extract.budget import budget
from gateway.extract.xps import page_images
from gateway.extract.zipped import Zip
from policies.core.facts import Document, Unread
from tests.gateway.extract.documents import LIMITS, look, read, text
from tests.gateway.extract.test_pdf_fonts import cmap
from tests.gateway.extract.xpsfiles import KIND, MARKUP, fixed, glyphs, picture, rels, xps

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
SIGNED = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"


def of(content: str) -> tuple:
    """Image area, visible and hidden characters, pictures."""
    page = read(xps(content)).pages[0]
    return page.image_area, page.characters, page.hidden, page.pictures


def with_name(program: bytes, name: str) -> bytes:
    """A TrueType program of one table with a table of names put behind it."""
    at = len(program) + 16
    raw = name.encode("utf-16-be")
    table = struct.pack(">HHH6H", 0, 1, 18, 3, 1, 0x409, 4, len(raw), 0) + raw
    tag, check, offset, size = struct.unpack_from(">4sIII", program, 12)
    directory = struct.pack(">4xH6x", 2) + struct.pack(">4sIII", tag, check, offset + 16, size)
    return directory + struct.pack(">4sIII", b"name", 0, at, len(table)) + program[28:] + table


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(glyphs("CỘNG HÒA") + glyphs("Độc lập", 300), ("CỘNG HÒA\tĐộc lập",), id="columns"),
        pytest.param(glyphs("cuối", y=900) + glyphs("đầu", y=100), ("đầu", "cuối"), id="from the top"),
        pytest.param(glyphs("{}{a}"), ("{a}",), id="an escape"),
        pytest.param(glyphs("an", 96) + glyphs("toàn", 116), ("an toàn",), id="words apart"),
        pytest.param(
            glyphs("an", 96, 96, 'Indices="1,60;2,60"') + glyphs("ninh", 115.2), ("anninh",), id="letters as wide as they say"
        ),
        pytest.param(
            f'<Canvas RenderTransform="1,0,0,1,0,500">{glyphs("dưới")}</Canvas>{glyphs("trên", y=300)}',
            ("trên", "dưới"),
            id="a canvas that is moved",
        ),
        pytest.param(
            '<Canvas><Canvas.Resources><ResourceDictionary><MatrixTransform x:Key="m" Matrix="1,0,0,1,0,500"/>'
            f'</ResourceDictionary></Canvas.Resources><Canvas RenderTransform="{{StaticResource m}}">{glyphs("dưới")}</Canvas>'
            f"{glyphs('trên', y=300)}</Canvas>",
            ("trên", "dưới"),
            id="a transform by its name",
        ),
        pytest.param(
            '<Path Data="M 0,0 L 9,9"><Path.Fill><VisualBrush Viewbox="0,0,9,9" Viewport="0,0,9,9"><VisualBrush.Visual>'
            f"<Canvas>{glyphs('trong')}</Canvas></VisualBrush.Visual></VisualBrush></Path.Fill></Path>",
            ("trong",),
            id="text in a brush",
        ),
    ],
)
def test_text_is_read_where_it_stands(content, expected):
    found = read(xps(content))
    assert (found.pages[0].lines, text(found)) == (expected, "".join(line + "\n" for line in expected))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(picture(), (1.0, 0, 0, 1), id="a scan"),
        pytest.param(picture(view="0,0,816,528") + picture(view="0,528,816,528"), (1.0, 0, 0, 2), id="a scan in strips"),
        pytest.param(glyphs("dưới") + picture(), (1.0, 0, 4, 1), id="text under the picture"),
        pytest.param(picture() + glyphs("trên"), (1.0, 4, 0, 1), id="text on the picture"),
        pytest.param(picture() + glyphs("ẩn", more='Fill="#00000000"'), (1.0, 0, 2, 1), id="text without opacity"),
        pytest.param(picture() + glyphs("ẩn", more='Opacity="0"'), (1.0, 0, 2, 1), id="text without opacity of its own"),
        pytest.param(glyphs("trắng", more='Fill="#FFFFFF"'), (0.0, 0, 5, 0), id="white text"),
        pytest.param(glyphs("trắng", more='Fill="sc#1,1,1"'), (0.0, 0, 5, 0), id="white text in the other notation"),
        pytest.param(picture(data="M 0,0 h 816 v 528 h -816 z"), (0.5, 0, 0, 1), id="a picture cut to half"),
        pytest.param(picture(view="0,0,8,8", more='TileMode="Tile"'), (1.0, 0, 0, 1), id="a repeated picture"),
        pytest.param(glyphs("dưới") + picture(more='Opacity="0.3"'), (1.0, 4, 0, 1), id="a watermark"),
        pytest.param(
            '<Path><Path.Data><PathGeometry Figures="M 0,0 L 816,0 816,1056 0,1056"/></Path.Data><Path.Fill>'
            '<ImageBrush ImageSource="a" Viewport="0,0,816,1056"/></Path.Fill></Path>',
            (1.0, 0, 0, 1),
            id="an outline as an element",
        ),
        pytest.param(
            f'<Canvas Clip="M 0,0 L 816,0 816,528 0,528 Z" RenderTransform="1,0,0,1,0,0">{picture()}</Canvas>',
            (0.5, 0, 0, 1),
            id="a canvas that is cut",
        ),
    ],
)
def test_pictures_and_text_are_measured(content, expected):
    assert of(content) == expected


def test_curves_are_counted():
    assert read(xps('<Path Data="' + "M 0,0 L 1,1 2,2 3,3 " * 1_000 + '"/>')).pages[0].segments == 2_000


def test_openxps_is_read_alike_and_so_are_parts_in_pieces():
    page = fixed(glyphs("một"))
    names = ("Documents/1/Pages/1.fpage/[0].piece", "Documents/1/Pages/1.fpage/[1].last.piece")
    pieces = dict(zip(names, (page[:150], page[150:]), strict=True))
    assert text(read(xps(glyphs("một"), markup="http://schemas.openxps.org/oxps/v1.0"))) == "một\n"
    listed = f'<FixedDocument xmlns="{MARKUP}"><PageContent Source="Pages/1.fpage"/></FixedDocument>'
    assert text(read(xps(**{"Documents__1__a.fdoc": listed}, **pieces))) == "một\n"


def test_a_scrambled_font_has_its_name_and_its_glyphs_their_text():
    key = "01234567-89ab-cdef-0123-456789abcdef"
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    plain = with_name(cmap(4, {0x41: 3, 0x1EC7: 9}), ".VnTime")
    scrambled = bytes(a ^ b for a, b in zip(plain[:32], mask, strict=True)) + plain[32:]
    shown = f'<Glyphs FontUri="/{key}.odttf" FontRenderingEmSize="16" OriginX="9" OriginY="99" Indices="3;9" Fill="#000000"/>'
    [run] = read(xps(shown, **{f"{key}.odttf": scrambled})).runs
    assert (run.text, run.font) == ("Aệ\n", ".VnTime")


def test_the_picture_that_covers_a_page_is_handed_out():
    body = xps(glyphs("a"), picture("/Images/s.jpg"), picture(view="0,0,99,99"), **{"Images__s.jpg": b"scan", "a.jpg": b"seal"})
    spend = budget(LIMITS, len(body))
    assert page_images(Zip(body, spend), spend) == (None, b"scan", None)


def test_signatures_are_counted():
    parts = {
        "_rels__.rels": rels((KIND, "/FixedDocSeq.fdseq"), (f"{SIGNED}/origin", "/s/o.psdsor")),
        "s__o.psdsor": "",
        "s___rels__o.psdsor.rels": rels((f"{SIGNED}/signature", "/s/x.psdsxs")),
        "s__x.psdsxs": "<a/>",
    }
    assert read(xps(glyphs("a"), **parts)).signatures == 1


ITSELF = (
    '<Canvas><Canvas.Resources><ResourceDictionary><VisualBrush x:Key="b"><VisualBrush.Visual><Canvas>'
    + '<Path Data="M 0,0" Fill="{StaticResource b}"/>' * 10
    + "</Canvas></VisualBrush.Visual></VisualBrush></ResourceDictionary></Canvas.Resources>"
    + '<Path Data="M 0,0" Fill="{StaticResource b}"/></Canvas>'
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(xps(), "damaged", id="no page"),
        pytest.param(xps(glyphs("a"), **{"Documents__1__Pages__1.fpage": "<FixedPage"}), "damaged", id="a page cut off"),
        pytest.param(xps(glyphs("a"))[:-30], "damaged", id="a file cut off"),
        pytest.param(
            xps(**{"Documents__1__a.fdoc": f'<FixedDocument xmlns="{MARKUP}"><PageContent Source="x.fpage"/></FixedDocument>'}),
            "damaged",
            id="a page that is missing",
        ),
        pytest.param(
            xps(glyphs("a"), **{"Documents__1__Pages__1.fpage": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + fixed("")}),
            "damaged",
            id="entities of its own",
        ),
        pytest.param(
            xps(glyphs("a"), **{"_rels__.rels": rels((OFFICE, "/w.xml"), (KIND, "/FixedDocSeq.fdseq"))}),
            "damaged",
            id="an office document as well",
        ),
        pytest.param(xps(*[""] * 501), "over-limit", id="too many pages"),
        pytest.param(xps("<Canvas>" * 300 + "</Canvas>" * 300), "over-limit", id="too deep"),
        pytest.param(xps(" " * (17 << 20)), "over-limit", id="a page too long"),
        pytest.param(xps(ITSELF), "over-limit", id="a brush that paints itself"),
        pytest.param(xps("<Canvas/>" * 300_000), "over-limit", id="too many elements"),
    ],
)
def test_what_cannot_be_read_is_said_soon(body, reason):
    start = time.process_time()
    content = look(body, "a.xps").content
    assert time.process_time() - start < 4
    assert isinstance(content, Unread), content
    assert content.reason == reason


@pytest.mark.parametrize(
    "attributes",
    [
        'Indices="(1:2)3,,;x;9999999999,1e9"',
        'RenderTransform="1,0,0"',
        'RenderTransform="1e99,0,0,1e99,0,0"',
        'Fill="{StaticResource none}"',
        'Fill="#12"',
        'Fill="sc#"',
        'Opacity="much"',
        'Clip="M"',
    ],
)
def test_wrong_attributes_are_left_out(attributes):
    assert isinstance(look(xps(glyphs("a", more=attributes)), "a.xps").content, Document)
