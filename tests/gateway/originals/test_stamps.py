"""Which framed words are read, on which pages, and what is never taken for a secrecy mark.

The words are set in a font that the readers were not trained on.
"""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from gateway.originals import drawing
from gateway.originals.sheet import Sheet
from gateway.originals.stampplaces import MOST, places_of
from gateway.originals.stamps import DPI, find_stamps, read_stamps

FONT = str(Path(drawing.__file__).with_name("label.ttf"))
RED, PINK, PURPLE, BLUE, BLACK = (200, 30, 45), (220, 90, 120), (165, 30, 90), (40, 60, 165), (25, 25, 25)
LETTERS = 4.6  # millimetres: 13 points
BOX = "\U000f1234"  # a letter that no font has: a box is drawn in its place


def page(dpi: float = DPI, size: tuple[float, float] = (120, 80)) -> np.ndarray:
    """White paper of some millimetres with a few lines of black print."""
    image = Image.new("RGB", tuple(int(side * dpi / 25.4) for side in size), "white")
    font = ImageFont.truetype(FONT, int(4 * dpi / 25.4))
    for row in range(0, int(size[1]), 16):
        ImageDraw.Draw(image).text(
            (8 * dpi / 25.4, row * dpi / 25.4), "Thời gian thực hiện từ ngày 01 tháng 01", font=font, fill=BLACK
        )
    return np.array(image)


def stamped(text, *, below="", ink=RED, strength=0.9, degrees=0.0, frames=1, dpi=DPI, at=(60, 40), under=None) -> np.ndarray:
    """A page with a framed word on it, its centre `at` millimetres."""
    scale = dpi / 25.4
    under = page(dpi) if under is None else under
    font = ImageFont.truetype(FONT, int(LETTERS * scale))
    height, width = under.shape[:2]
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    centre = at[0] * scale, at[1] * scale
    draw.text(centre, text, font=font, fill=255, anchor="mm")
    left, top, right, bottom = draw.textbbox(centre, text, font=font, anchor="mm")
    start, (_, high, _, low) = centre[0] - font.getlength(text) / 2, draw.textbbox(centre, "T", font=font, anchor="mm")
    for at_letter in (index for index, letter in enumerate(text) if letter == BOX):
        x, wide = start + font.getlength(text[:at_letter]), font.getlength(BOX)
        draw.rectangle((x + 0.15 * wide, high, x + 0.85 * wide, low), outline=255, width=max(1, int(0.25 * scale)))
    if below:
        smaller, place = ImageFont.truetype(FONT, int(0.7 * LETTERS * scale)), (centre[0], bottom + LETTERS * scale)
        draw.text(place, below, font=smaller, fill=255, anchor="mm")
        first, _, last, bottom = draw.textbbox(place, below, font=smaller, anchor="mm")
        left, right = min(left, first), max(right, last)
    for number in range(frames):
        away = (1.2 + number) * scale
        draw.rectangle(
            (left - 2 * away, top - away, right + 2 * away, bottom + away), outline=255, width=max(1, int(0.4 * scale))
        )
    turn = cv2.getRotationMatrix2D(centre, -degrees, 1.0)
    alpha = cv2.warpAffine(np.asarray(image, np.float32) / 255, turn, (width, height))[..., None] * strength
    return np.clip(under * (1 - alpha * (1 - np.array(ink, np.float32) / 255)), 0, 255).astype(np.uint8)


def sheet(pixels: np.ndarray, dpi: float = DPI, colour: str = "colour") -> Sheet:
    height, width = pixels.shape[:2]
    matrix = ((1 / width, 0.0, 0.0), (0.0, 1 / height, 0.0), (0.0, 0.0, 1.0))
    return Sheet(pixels, pixels.max(axis=2), dpi, colour, matrix)


def texts(pixels: np.ndarray, dpi: float = DPI, colour: str = "colour") -> list[str]:
    return [mark.text for mark in read_stamps(sheet(pixels, dpi, colour), 1) if mark.text]


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "GIẢI MẬT", "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"])
@pytest.mark.parametrize("frames", [0, 1, 2], ids=["no frame", "a single frame", "a double frame"])
def test_each_mark_is_read(text, frames):
    assert texts(stamped(text, frames=frames)) == [text]


@pytest.mark.parametrize(
    "how",
    [
        {"degrees": -18.0},
        {"degrees": 12.0},
        {"strength": 0.4},
        {"ink": PINK},
        {"ink": PURPLE},
        {"dpi": 120},
        {"dpi": 150},
        {"dpi": 300},
    ],
    ids=lambda how: " ".join(f"{name} {value}" for name, value in how.items()),
)
def test_a_mark_is_read_turned_faint_in_other_reds_and_at_other_resolutions(how):
    assert texts(stamped("TỐI MẬT", **how), how.get("dpi", DPI)) == ["TỐI MẬT"]


@pytest.mark.parametrize(
    "text",
    [
        "ĐẾN",
        "CÔNG VĂN ĐẾN",
        "SAO Y",
        "BẢN SAO",
        "BẢO MẬT",
        "BÍ MẬT",
        "MẬT ONG",
        "MẬT KHẨU",
        "VIỆT NAM",
        "NHẬT",
        "ĐÃ KÝ",
        "Trần An",
    ],
)
def test_no_other_word_is_a_mark(text):
    assert texts(stamped(text)) == []
    assert texts(stamped(text, frames=0)) == []


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "HỎA TỐC", "KHẨN"])
def test_a_mark_is_read_in_a_font_without_its_letters(text):
    assert texts(stamped(lacking(text))) == [text]


@pytest.mark.parametrize("text", ["ĐẾN", "BÍ MẬT", "BẢN GỐC", "SỞ Y TẾ", "MẶT TRẬN", "ĐÃ ĐỐI CHIẾU"])
def test_boxes_for_letters_do_not_make_another_word_a_mark(text):
    assert texts(stamped(lacking(text))) == []
    assert texts(stamped(lacking(text), frames=0)) == []


def lacking(text: str) -> str:
    return "".join(BOX if letter >= "\u1e00" else letter for letter in text)


@pytest.mark.parametrize("below", ["Số: 12", "Bản số: 01", "Ngày 05 tháng 9"])
def test_a_mark_is_read_over_a_smaller_line(below):
    assert texts(stamped("MẬT", below=below)) == ["MẬT"]
    assert texts(stamped("ĐẾN", below=below)) == []


@pytest.mark.parametrize("high", [33, 37, 43, 46])
def test_a_mark_is_read_where_print_crosses_its_frame(high):
    assert texts(stamped("MẬT", at=(60, high))) == ["MẬT"]
    assert texts(stamped("TUYỆT MẬT", at=(60, high), frames=2)) == ["TUYỆT MẬT"]


def test_a_frame_nobody_can_read_is_kept_as_unread():
    assert [(mark.kind, mark.text) for mark in read_stamps(sheet(stamped("SAO Y")), 1)] == [("stamp", "")]


def test_two_stamps_are_both_read_with_their_places():
    pixels = stamped("HỎA TỐC", at=(35, 60), under=stamped("MẬT", at=(85, 20)))
    marks = {mark.text: mark for mark in read_stamps(sheet(pixels), 3)}
    assert set(marks) == {"MẬT", "HỎA TỐC"}
    left, top, right, bottom = marks["MẬT"].box
    assert left < 85 / 120 < right
    assert top < 20 / 80 < bottom
    assert right - left < 0.3
    assert (marks["MẬT"].page, marks["MẬT"].colour) == (3, "red")


def test_a_blue_stamp_is_none():
    assert texts(stamped("MẬT", ink=BLUE)) == []


@pytest.mark.parametrize("colour", ["grey", "two-level"])
def test_a_black_mark_in_a_frame_in_the_head_of_a_page_without_colour_is_read(colour):
    pixels = stamped("TỐI MẬT", ink=BLACK, at=(35, 20), under=np.full_like(page(), 255))
    assert texts(pixels, colour=colour) == ["TỐI MẬT"]


def test_candidates_are_found_at_the_resolution_of_a_first_look():
    assert find_stamps(sheet(stamped("MẬT", dpi=100), 100), 1)
    assert find_stamps(sheet(page(100), 100), 1) == ()


def test_a_page_full_of_red_boxes_gives_no_more_than_the_most_places():
    pixels = np.full((2200, 1600, 3), 255, np.uint8)
    for x in range(20, 1500, 120):
        for y in range(20, 2100, 60):
            cv2.rectangle(pixels, (x, y), (x + 100, y + 45), RED, 2)
            cv2.putText(pixels, "MAT", (x + 12, y + 33), cv2.FONT_HERSHEY_SIMPLEX, 1, RED, 2)
    assert len(places_of(sheet(pixels))) == MOST


@given(st.integers(0, 2**32 - 1), st.tuples(st.integers(1, 300), st.integers(1, 300)), st.sampled_from([25.0, 100.0, 300.0]))
def test_any_picture_is_read_without_raising(seed, size, dpi):
    noise = np.random.default_rng(seed)
    coarse = noise.integers(0, 256, (size[0] // 9 + 1, size[1] // 9 + 1, 3), dtype=np.uint8)
    pixels = cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_NEAREST)
    assert not {mark.text for mark in read_stamps(sheet(pixels, dpi), 1)} & {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}
