"""A sheet is straight, its paper white, and a place on it can be found again on the page it came from."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gateway.originals.flatten import flattened, reduced
from gateway.originals.raster import Pixels, Raster
from gateway.originals.sheet import Sheet, page_box, sheet_of
from gateway.originals.straighten import lie_of
from tests.gateway.originals.drawnpages import PRINTED, letter, scanned, turned

PAGE = letter()
SCAN = scanned(PAGE)
WHITENED = np.clip(scanned(turned(PAGE, 0.15)).astype(int) * 255 // 225, 0, 255).astype(np.uint8)
RING = (560, 989)  # the middle of the red ring, in pixels of the page


def raster(pixels: Pixels, colour: str = "colour", dpi: float = 100) -> Raster:
    return Raster(pixels, dpi, colour)


def grey(pixels: Pixels) -> Pixels:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)


def two_level(pixels: Pixels) -> Pixels:
    return np.where(grey(pixels) > 150, 255, 0).astype(np.uint8)


def ring_on(sheet: Sheet) -> tuple[float, float]:
    """The middle of the red ring on the page, in shares of it, as the sheet tells."""
    rgb = sheet.rgb.astype(int)
    rows, columns = np.nonzero((rgb[..., 0] > 150) & (rgb[..., 1] < 130) & (rgb[..., 2] < 130))
    left, top, right, bottom = page_box(sheet, columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    return (left + right) / 2, (top + bottom) / 2


def lit_unevenly(page: Pixels) -> Pixels:
    height, width = page.shape[:2]
    across, down = np.linspace(0, 1, width)[None, :, None], np.linspace(0, 1, height)[:, None, None]
    return np.clip(page * (0.55 + 0.4 * np.exp(-((across - 0.2) ** 2) - (down - 0.3) ** 2)) * (1, 0.97, 0.9), 0, 255).astype(
        np.uint8
    )


def photographed(page: Pixels, table: tuple[int, int, int] = (92, 80, 66)) -> tuple[Pixels, np.ndarray]:
    """The page on a table, seen from the side, and where its corners are."""
    height, width = page.shape[:2]
    corners = np.array([[130, 110], [900, 60], [960, 1200], [60, 1150]], np.float32)
    there = cv2.getPerspectiveTransform(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32), corners)
    photo = np.full((1300, 1020, 3), table, np.uint8)
    photo = cv2.warpPerspective(page, there, (1020, 1300), photo, borderMode=cv2.BORDER_TRANSPARENT)
    return lit_unevenly(scanned(photo)), there


@pytest.mark.parametrize("degrees", [-9.0, -4.0, -1.3, -0.2, 0.0, 0.6, 2.5, 7.7])
@pytest.mark.parametrize("make", [pytest.param(scanned, id="colour"), pytest.param(two_level, id="two-level")])
def test_a_crooked_page_is_straight(degrees, make):
    pixels = make(turned(PAGE, degrees))
    sheet = sheet_of(raster(pixels, "colour" if pixels.ndim == 3 else "two-level"))
    assert abs(lie_of(reduced(sheet.dark, 2)).degrees) <= 0.4


@pytest.mark.parametrize("quarters", range(4))
def test_a_page_on_its_side_or_upside_down_is_upright(quarters):
    upright = np.array(Image.open(PRINTED).convert("L"))
    sheet = sheet_of(raster(np.ascontiguousarray(np.rot90(upright, quarters)), "grey"))
    assert sheet.dark.shape == upright.shape
    assert float(np.abs(sheet.dark.astype(int) - upright).mean()) < 12


@given(degrees=st.floats(-9, 9), quarters=st.integers(0, 3))
@settings(max_examples=12, deadline=None)
def test_a_place_on_the_sheet_is_found_again_on_the_page(degrees, quarters):
    lying = np.ascontiguousarray(np.rot90(scanned(turned(PAGE, degrees)), quarters))
    rows, columns = np.nonzero(lying[..., 1].astype(int) + 80 < lying[..., 0])
    expected = (columns.min() + columns.max() + 1) / 2 / lying.shape[1], (rows.min() + rows.max() + 1) / 2 / lying.shape[0]
    assert ring_on(sheet_of(raster(lying))) == pytest.approx(expected, abs=0.006)


def test_a_place_beyond_the_page_ends_at_its_edge():
    sheet = sheet_of(raster(SCAN))
    assert page_box(sheet, -50, -50, 5_000, 5_000) == (0.0, 0.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "table", [(92, 80, 66), (25, 25, 30), (170, 120, 70), (60, 90, 150)], ids=["dark", "black", "wood", "blue"]
)
def test_the_sheet_on_a_photo_is_cut_out_and_laid_flat(table):
    photo, there = photographed(PAGE, table)
    sheet = sheet_of(raster(photo))
    height, width = sheet.dark.shape
    assert height / width == pytest.approx(297 / 210, rel=0.03)
    assert sheet.dpi == pytest.approx(height / 11.69, rel=0.02)
    assert np.mean(sheet.dark[10:-10, 10:-10] > 230) > 0.8
    middle = there @ (*RING, 1)
    assert ring_on(sheet) == pytest.approx((middle[0] / middle[2] / 1020, middle[1] / middle[2] / 1300), abs=0.015)
    assert sheet.written
    assert not sheet.clean


def test_light_that_falls_off_is_no_table():
    sheet = sheet_of(raster(lit_unevenly(lit_unevenly(SCAN))))
    assert sheet.dark.shape == SCAN.shape[:2]


@pytest.mark.parametrize(
    "make", [pytest.param(lit_unevenly, id="a lamp"), pytest.param(lambda page: (page * 0.8).astype(np.uint8), id="grey paper")]
)
def test_paper_is_white_and_ink_keeps_its_colour(make):
    sheet = sheet_of(raster(make(SCAN)))
    assert np.median(sheet.dark) == 255
    assert np.mean(sheet.dark > 240) > 0.8
    red = sheet.rgb[RING[1] - 72 : RING[1] + 73, RING[0] - 72 : RING[0] + 73].reshape(-1, 3).astype(int)
    ink = red[(red[:, 0] - red[:, 1]) > 60]
    assert len(ink) > 500
    assert ink.mean(axis=0) == pytest.approx((205, 70, 80), abs=45)


def test_red_ink_all_but_vanishes_from_what_is_read():
    sheet = sheet_of(raster(SCAN))
    around = (slice(RING[1] - 80, RING[1] + 80), slice(RING[0] - 80, RING[0] + 80))
    assert sheet.rgb[around][..., 1].min() < 90
    assert sheet.dark[around].min() > 150


def test_faint_print_is_made_dark():
    faint = (255 - (255 - SCAN.astype(int)) * 0.25).astype(np.uint8)
    assert np.percentile(sheet_of(raster(faint)).dark, 0.5) < 60


@pytest.mark.parametrize(
    ("pixels", "told", "expected"),
    [
        pytest.param(SCAN, "colour", "colour", id="a red ring"),
        pytest.param(scanned(letter(ring=False)), "colour", "grey", id="colour without any"),
        pytest.param(
            (scanned(letter(ring=False)) * (1.0, 0.99, 0.95)).astype(np.uint8), "colour", "colour", id="yellowish paper"
        ),
        pytest.param(grey(SCAN), "grey", "grey", id="grey"),
        pytest.param(two_level(PAGE), "two-level", "two-level", id="two-level"),
    ],
)
def test_a_colour_file_without_colour_counts_as_grey(pixels, told, expected):
    sheet = sheet_of(raster(pixels, told))
    assert sheet.colour == expected
    assert sheet.rgb.shape == (*sheet.dark.shape, 3)
    assert sheet.rgb.flags["C_CONTIGUOUS"]
    assert sheet.dark.flags["C_CONTIGUOUS"]


def landscape() -> Pixels:
    """Hills, a lake and leaves: many small things in no lines."""
    random = np.random.default_rng(3)
    sky = np.linspace(230, 150, 1169)[:, None, None] * np.array([0.7, 0.85, 1.0])
    scene = np.broadcast_to(sky, (1169, 827, 3)).copy()
    for _ in range(900):
        middle = (int(random.integers(0, 827)), int(random.integers(500, 1169)))
        cv2.circle(scene, middle, int(random.integers(2, 22)), tuple(int(v) for v in random.integers(20, 140, 3)), -1)
    return np.clip(cv2.GaussianBlur(scene, (0, 0), 1.2), 0, 255).astype(np.uint8)


def logo() -> Pixels:
    page = np.full((900, 900, 3), 255, np.uint8)
    cv2.circle(page, (450, 400), 280, (200, 20, 40), 40)
    cv2.putText(page, "DONG NAI", (180, 830), cv2.FONT_HERSHEY_DUPLEX, 3.5, (20, 60, 140), 8, cv2.LINE_AA)
    return page


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [
        pytest.param(SCAN, True, id="a scan"),
        pytest.param(scanned(turned(PAGE, 6)), True, id="a crooked scan"),
        pytest.param(lit_unevenly(SCAN), True, id="a page by a lamp"),
        pytest.param(landscape(), False, id="a landscape"),
        pytest.param(logo(), False, id="a logo"),
        pytest.param(np.full((1169, 827, 3), 250, np.uint8), False, id="an empty sheet"),
        pytest.param(np.random.default_rng(1).integers(0, 256, (1169, 827, 3), np.uint8), False, id="noise"),
        pytest.param((255 - (255 - SCAN) * 0.3).astype(np.uint8), True, id="a scan with very faint print"),
    ],
)
def test_a_written_page_is_told_from_other_pictures(pixels, expected):
    assert sheet_of(raster(pixels)).written is expected


@pytest.mark.parametrize(
    ("pixels", "told", "expected"),
    [
        pytest.param(PAGE, "colour", True, id="a page made into a picture"),
        pytest.param(grey(PAGE), "grey", True, id="the same in grey"),
        pytest.param(SCAN, "colour", False, id="a scan"),
        pytest.param(WHITENED, "colour", False, id="a scan with its paper made white"),
        pytest.param(turned(PAGE, 0.2), "colour", False, id="a page that lies a little crooked"),
        pytest.param(two_level(PAGE), "two-level", False, id="a scan in two levels"),
    ],
)
def test_a_page_that_never_was_on_paper_is_clean(pixels, told, expected):
    assert sheet_of(raster(pixels, told)).clean is expected


@given(
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    value=st.integers(0, 255),
    dpi=st.sampled_from([1.0, 20.0, 100.0, 300.0]),
    colour=st.sampled_from(["colour", "grey", "two-level"]),
)
@settings(max_examples=60, deadline=None)
def test_no_picture_is_too_odd_for_a_sheet(width, height, value, dpi, colour):
    pixels = np.random.default_rng(value).integers(0, value + 1, (height, width, 3), np.uint8)
    sheet = sheet_of(Raster(pixels if colour == "colour" else pixels[..., 0].copy(), dpi, colour))
    assert sheet.dark.size
    left, top, right, bottom = page_box(sheet, 0, 0, *sheet.dark.shape[::-1])
    assert 0 <= left <= right <= 1
    assert 0 <= top <= bottom <= 1


def test_flat_light_stays_flat():
    even = flattened(np.full((400, 300, 3), (200, 190, 170), np.uint8), 100)
    assert even.min() == 255
