"""Pictures are shown as pages: upright, on white paper, at the resolution asked for; half a picture is damaged."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gateway.extract import sniff
from gateway.extract.budget import Refused
from gateway.limits import Limits
from gateway.originals.imageraster import open_image
from gateway.originals.raster import Raster
from tests.gateway.originals.drawnpages import HEIC, RED, letter, saved, scanned, spend

PAGE = scanned(letter())
FAX = letter(1728, 2200)
BLOCK = np.full((1000, 700, 3), 255, np.uint8)
BLOCK[800:950, 50:200] = RED


def shown(body: bytes, dpi: float = 100, number: int = 1, limits: Limits | None = None) -> Raster:
    return open_image(sniff.kind(body), body, spend(body, limits)).page(number, dpi)


def turned_by_exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize(
    ("body", "colour"),
    [
        pytest.param(saved(PAGE, "JPEG"), "colour", id="JPEG"),
        pytest.param(saved(PAGE, "JPEG", "L"), "grey", id="JPEG in grey"),
        pytest.param(saved(PAGE, "JPEG", "CMYK"), "colour", id="JPEG in four inks"),
        pytest.param(saved(PAGE, "JPEG", progressive=True), "colour", id="a progressive JPEG"),
        pytest.param(saved(PAGE, "PNG"), "colour", id="PNG"),
        pytest.param(saved(PAGE, "PNG", "L"), "grey", id="PNG in grey"),
        pytest.param(saved(PAGE, "PNG", "1"), "two-level", id="PNG of one bit"),
        pytest.param(saved(PAGE, "PNG", "P"), "colour", id="PNG with a palette"),
        pytest.param(saved(np.where(PAGE[..., 1] > 128, 255, 0).astype(np.uint8), "PNG"), "two-level", id="PNG of two values"),
        pytest.param(saved(PAGE, "WEBP"), "colour", id="WebP"),
        pytest.param(saved(PAGE, "BMP"), "colour", id="BMP"),
        pytest.param(saved(PAGE, "GIF"), "colour", id="GIF"),
        pytest.param(saved(PAGE, "AVIF"), "colour", id="AVIF"),
        pytest.param(saved(PAGE, "TIFF", compression="tiff_lzw"), "colour", id="TIFF, LZW"),
        pytest.param(saved(PAGE, "TIFF", compression="jpeg"), "colour", id="TIFF, JPEG"),
        pytest.param(saved(PAGE, "TIFF", big_tiff=True), "colour", id="BigTIFF"),
        pytest.param(saved(PAGE, "TIFF", "1", compression="group4"), "two-level", id="TIFF, G4"),
        pytest.param(saved(PAGE, "TIFF", "1", compression="group3"), "two-level", id="TIFF, G3"),
    ],
)
def test_every_kind_is_shown_as_it_keeps_its_colour(body, colour):
    raster = shown(body)
    assert raster.colour == colour
    assert raster.pixels.shape[:2] == (1169, 827)
    assert raster.dpi == pytest.approx(100, rel=0.01)
    light = raster.pixels if raster.pixels.ndim == 2 else raster.pixels[..., 1]
    assert 220 < light.mean() < 254


def test_a_photo_in_heic_is_shown():
    raster = shown(HEIC)
    assert raster.pixels.shape == (878, 620, 3)
    red = (raster.pixels[..., 0] > 150) & (raster.pixels[..., 1] < 120)
    rows, columns = np.nonzero(red)
    assert (rows.mean(), columns.mean()) == pytest.approx((700, 430), abs=4)
    assert raster.pixels[:50].mean() == pytest.approx(250, abs=3)


def test_sixteen_bits_are_made_eight():
    grey = Image.fromarray(PAGE[..., 1].astype(np.uint16) * 257)
    raster = shown(saved(np.asarray(grey), "PNG"))
    assert raster.colour == "grey"
    assert raster.pixels.mean() == pytest.approx(PAGE[..., 1].mean(), abs=1)


def test_what_is_transparent_lies_on_white_paper():
    layer = np.zeros((1754, 1240, 4), np.uint8)
    layer[800:1000, 200:400] = (*RED, 255)
    raster = shown(saved(layer, "PNG"))
    assert raster.pixels[0, 0].tolist() == [255, 255, 255]
    assert raster.colour == "colour"


@pytest.mark.parametrize(
    ("orientation", "low", "right"), [(1, True, False), (3, False, True), (6, False, False), (8, True, True)]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_as_its_camera_says(kind, orientation, low, right):
    raster = shown(saved(BLOCK, kind, exif=turned_by_exif(orientation)))
    height, width = raster.pixels.shape[:2]
    rows, columns = np.nonzero(raster.pixels[..., 1] < 120)
    assert (height > width) == (orientation < 5)
    assert (rows.mean() > height / 2, columns.mean() > width / 2) == (low, right)


@pytest.mark.parametrize(
    ("told", "dpi"),
    [
        pytest.param((300, 300), 300, id="the scanner's, A5"),
        pytest.param((96, 96), 212, id="what programs write who don't know"),
        pytest.param((72, 72), 212, id="what cameras write"),
        pytest.param((1200, 1200), 212, id="paper of two inches"),
        pytest.param((1, 1), 212, id="nonsense"),
    ],
)
def test_the_resolution_is_believed_where_paper_has_such_a_size(told, dpi):
    page = letter(1754, 2480)
    assert shown(saved(page, "JPEG", dpi=told), 300).dpi == pytest.approx(dpi, rel=0.01)


def test_a_fax_in_low_resolution_is_as_tall_as_its_paper():
    coarse = saved(np.ascontiguousarray(FAX[::2]), "TIFF", "1", compression="group4", dpi=(204, 98))
    raster = shown(coarse, 200)
    assert raster.pixels.shape[0] / raster.pixels.shape[1] == pytest.approx(2200 * 204 / 196 / 1728, rel=0.02)


def test_every_page_of_a_fax_is_its_own():
    body = saved([FAX, FAX[:, ::-1].copy(), BLOCK], "TIFF", "1", compression="group4", dpi=(204, 204))
    source = open_image("tiff", body, spend(body))
    first, second, third = (source.page(number, 100).pixels for number in (1, 2, 3))
    assert source.count == 3
    assert np.abs(first[:, ::-1].astype(int) - second).mean() < 3
    assert third.shape != first.shape


@pytest.mark.parametrize(
    "body",
    [
        *(pytest.param(saved(PAGE, kind), id=kind) for kind in ("JPEG", "PNG", "BMP", "TIFF", "WEBP")),
        pytest.param(saved(PAGE, "JPEG", "CMYK"), id="JPEG in four inks"),
        pytest.param(HEIC, id="HEIC"),
    ],
)
def test_half_a_picture_is_damaged(body):
    with pytest.raises(Refused, match="damaged"):
        shown(body[: len(body) // 2])


def test_a_jpeg_without_its_end_mark_is_whole():
    assert shown(saved(PAGE, "JPEG")[:-2]).colour == "colour"


def test_what_is_over_the_limits_is_not_opened():
    body = saved(PAGE, "PNG")
    with pytest.raises(Refused, match="over-limit: pixels"):
        shown(body, limits=Limits(pixels=900_000))


def test_a_page_that_is_not_there_is_damaged():
    with pytest.raises(Refused, match="damaged"):
        shown(saved(PAGE, "PNG"), number=2)


KINDS = {kind: saved(letter(500, 700), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")} | {"HEIC": HEIC}


@given(kind=st.sampled_from(sorted(KINDS)), flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(1, 255)), max_size=8))
@settings(max_examples=60, deadline=None)
def test_bytes_turned_over_show_a_page_or_are_refused(kind, flips):
    body = bytearray(KINDS[kind])
    for place, change in flips:
        body[16 + int(place * (len(body) - 16))] ^= change
    try:
        source = open_image(kind.lower(), bytes(body), spend(bytes(body)))
        if source.count:
            assert source.page(1, 100).pixels.size
    except Refused:
        pass


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def test_a_photo_in_tiles_is_put_together_and_turned():
    """Telephones write a grid of tiles, each a picture of its own, and turn the whole."""
    at = HEIC.index(b"hvcC") - 4
    settings_box = HEIC[at : at + struct.unpack_from(">I", HEIC, at)[0]]
    data = HEIC[HEIC.index(b"mdat") + 4 :]
    tile = box(b"ispe", struct.pack(">III", 0, 620, 878))
    whole = box(b"ispe", struct.pack(">III", 0, 1240, 878))
    shared = box(b"ipco", settings_box + tile + whole + box(b"irot", b"\x01"))
    owned = struct.pack(">II", 0, 3) + b"\0\1\2\x83\4" + b"\0\2\2\x81\2" + b"\0\3\2\x81\2"
    kinds = b"".join(
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", item, 0, kind))
        for item, kind in ((1, b"grid"), (2, b"hvc1"), (3, b"hvc1"))
    )
    grid = b"\0\0\0\1" + struct.pack(">HH", 1240, 878)

    def file(start: int) -> bytes:
        places = b"\1\0\0\0\x44\0\0\3"
        for item, inside, where, size in ((1, 1, 0, len(grid)), (2, 0, start, len(data)), (3, 0, start, len(data))):
            places += struct.pack(">HHHHII", item, inside, 0, 1, where, size)
        tables = (
            box(b"pitm", b"\0\0\0\0\0\1")
            + box(b"iinf", b"\0\0\0\0\0\3" + kinds)
            + box(b"iref", b"\0\0\0\0" + box(b"dimg", struct.pack(">HHHH", 1, 2, 2, 3)))
            + box(b"iprp", shared + box(b"ipma", owned))
            + box(b"iloc", places)
            + box(b"idat", grid)
        )
        return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0\0\0\0" + tables) + box(b"mdat", data)

    body = file(len(file(0)) - len(data))
    raster = shown(body, 300)
    assert raster.pixels.shape == (1240, 878, 3)
    red = (raster.pixels[..., 0] > 150) & (raster.pixels[..., 1] < 120)
    halves = [np.nonzero(half) for half in (red[:620], red[620:])]
    # Both tiles have their ring at (430, 700); a quarter turn to the left takes x to the height and y to the width.
    for rows, columns in halves:
        assert (rows.mean(), columns.mean()) == pytest.approx((190, 700), abs=4)
