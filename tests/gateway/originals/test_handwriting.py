"""A signature by hand is found in the signer's block, whatever the scanner kept of it; no other writing by hand is one."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import gateway.originals
from gateway.originals.handwriting import MOST, find_signatures
from gateway.originals.sheet import Row, Sheet
from policies.core.facts import Mark

FONT = Path(gateway.originals.__file__).parent / "label.ttf"
BLUE, BLACK, RED = (35, 60, 170), (25, 25, 30), (200, 30, 45)
BODY = "Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện các nội dung nêu trên và báo cáo kết quả"
Page = NDArray[np.uint8]


def write(page: Page, x: float, y: float, text: str, size: float = 3.9, ink: tuple[int, int, int] = (20, 20, 20)) -> None:
    """Print text in the middle of `x`, on the baseline `y`, all in millimetres of an A4 page."""
    scale = page.shape[1] / 210
    image = Image.fromarray(page)
    font = ImageFont.truetype(FONT, size * scale)
    ImageDraw.Draw(image).text((x * scale, y * scale), text, fill=ink, font=font, anchor="ms")
    page[:] = np.asarray(image)


def pen(page: Page, points: Sequence[tuple[float, float]], ink: tuple[int, int, int], width: float = 0.5) -> None:
    scale = page.shape[1] / 210
    corners = np.rint(np.array(points) * scale * 16).astype(np.int32)
    cv2.polylines(page, [corners], False, ink, max(1, round(width * scale)), cv2.LINE_AA, 4)


def sign(page: Page, x: float, y: float, ink: tuple[int, int, int] = BLUE, size: float = 1.0) -> None:
    """A signature of about 40 x 16 mm: waves that grow flat, and a long tail."""
    steps = np.linspace(0, 1, 160)
    waves = np.stack((-18 + 30 * steps + 3 * np.sin(32 * steps), -8 * np.cos(26 * steps) * (1.1 - steps)), axis=1)
    tail = [(12.0, 4.0), (-10.0, 7.0), (22.0, 3.0)]
    pen(page, [(x + size * a, y + size * b) for a, b in [*waves.tolist(), *tail]], ink)


def seal(page: Page, x: float, y: float, ink: tuple[int, int, int] = RED, radius: float = 18) -> Mark:
    scale = page.shape[1] / 210
    for r, thick in ((radius, 1.0), (radius * 0.66, 0.4)):
        cv2.circle(page, (round(x * scale), round(y * scale)), round(r * scale), ink, max(1, round(thick * scale)), cv2.LINE_AA)
    for i in range(26):
        angle = i * 0.22 + 0.4
        at = (round((x + 0.83 * radius * np.cos(angle)) * scale), round((y + 0.83 * radius * np.sin(angle)) * scale))
        cv2.circle(page, at, round(1.1 * scale), ink, max(1, round(0.4 * scale)), cv2.LINE_AA)
    box = ((x - radius) / 210, (y - radius) / 297, (x + radius) / 210, (y + radius) / 297)
    return Mark("seal", 1, box, 0.9, "red" if ink == RED else "colourless")


def letter(centres: tuple[float, ...] = (148,), dpi: float = 100) -> Page:
    """A page of text with signers' blocks that nobody has signed: positions at 175 mm, names at 205 mm."""
    return printed(centres, dpi).copy()


@cache
def printed(centres: tuple[float, ...], dpi: float) -> Page:
    page = np.full((round(297 * dpi / 25.4), round(210 * dpi / 25.4), 3), 255, np.uint8)
    write(page, 62, 22, "SỞ TÀI CHÍNH")
    write(page, 142, 22, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    write(page, 142, 28, "Độc lập - Tự do - Hạnh phúc")
    write(page, 62, 37, "Số: 42/STC-VP")
    for line in range(14):
        write(page, 109, 160 - 6.5 * line, BODY, 3.4)
    for x in centres:
        write(page, x, 169, "KT. GIÁM ĐỐC")
        write(page, x, 175, "PHÓ GIÁM ĐỐC")
        write(page, x, 205, "Nguyễn Hoàng Dũng")
    return page


def sheet(page: Page, colour: str = "colour", matrix: tuple[Row, Row, Row] | None = None) -> Sheet:
    """The page as a scanner of that colour hands it over."""
    height, width = page.shape[:2]
    if colour == "two-level":
        page = cv2.cvtColor(np.where(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) < 175, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)
    elif colour == "grey":
        page = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    own = ((1 / width, 0.0, 0.0), (0.0, 1 / height, 0.0), (0.0, 0.0, 1.0))
    return Sheet(page, page.max(axis=2), width / 210 * 25.4, colour, matrix or own)


def holds(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    """Whether a place in millimetres is in the box."""
    return box[0] <= x / 210 <= box[2] and box[1] <= y / 297 <= box[3]


@pytest.mark.parametrize("ink", [BLUE, BLACK], ids=["blue", "black"])
@pytest.mark.parametrize("colour", ["colour", "grey", "two-level"])
@pytest.mark.parametrize("dpi", [75, 100, 150])
def test_a_signature_between_position_and_name_is_found(ink: tuple[int, int, int], colour: str, dpi: float) -> None:
    page = letter(dpi=dpi)
    sign(page, 150, 187, ink)
    (mark,) = find_signatures(sheet(page, colour), 3, ())
    assert (mark.kind, mark.page) == ("signature", 3)
    assert 0.4 <= mark.confidence <= 1
    assert holds(mark.box, 155, 187)
    assert mark.box[3] - mark.box[1] < 0.12


@pytest.mark.parametrize("colour", ["colour", "grey", "two-level"])
def test_a_seal_over_the_signature_does_not_hide_it(colour: str) -> None:
    page = letter()
    sign(page, 155, 187)
    over = seal(page, 136, 188)
    assert any(holds(mark.box, 162, 186) for mark in find_signatures(sheet(page, colour), 1, (over,)))


def test_a_signature_in_red_ink_is_found() -> None:
    page = letter()
    sign(page, 150, 187, RED)
    assert find_signatures(sheet(page), 1, ())


def test_each_signer_of_a_joint_document_has_a_mark() -> None:
    page = letter((60, 150))
    for x in (60, 150):
        sign(page, x, 188)
    marks = find_signatures(sheet(page), 1, ())
    assert sorted(holds(mark.box, 60, 188) for mark in marks) == [False, True]
    assert [mark.confidence for mark in marks] == sorted((mark.confidence for mark in marks), reverse=True)


def test_a_signature_at_the_top_of_the_last_page_is_found() -> None:
    page = np.full_like(letter(), 255)
    write(page, 148, 30, "CHỦ TỊCH")
    write(page, 148, 62, "Trần Thị Bích Ngọc")
    sign(page, 150, 46)
    assert find_signatures(sheet(page), 2, ())


def unsigned(page: Page) -> None:
    """Nobody writes anything."""


def initialled(page: Page) -> None:
    pen(page, [(176, 163), (178, 157), (180, 164), (182, 159), (186, 162)], BLUE)


def remarked(page: Page) -> None:
    for line in range(3):
        for word in range(5):
            x, y = 70 + 11 * word, 5 + 5 * line
            pen(page, [(x + 1.4 * i, y - 2.5 * (i % 2)) for i in range(6)], BLUE)


def numbered(page: Page) -> None:
    pen(page, [(58, 36), (60, 33), (60, 38), (63, 34), (64, 37)], BLUE)


def ticked(page: Page) -> None:
    pen(page, [(18, 110), (20, 113), (25, 104)], RED)
    pen(page, [(90 + 12 * np.cos(a), 120 + 4 * np.sin(a)) for a in np.linspace(0, 6.5, 50)], BLUE)


def stamped_with_a_name(page: Page) -> None:
    write(page, 148, 197, "Nguyễn Hoàng Dũng", 4.2, RED)


def printed_as_signed(page: Page) -> None:
    write(page, 148, 190, "(Đã ký)")


def sealed(page: Page) -> None:
    seal(page, 138, 190)


def stamped_on_arrival(page: Page) -> None:
    scale = page.shape[1] / 210
    cv2.rectangle(page, (round(25 * scale), round(44 * scale)), (round(65 * scale), round(66 * scale)), RED, 2)
    write(page, 45, 51, "CÔNG VĂN ĐẾN", 3.6, RED)
    pen(page, [(40 + 1.5 * i, 60 - 3 * (i % 2)) for i in range(8)], BLUE)


@pytest.mark.parametrize("colour", ["colour", "grey", "two-level"])
@pytest.mark.parametrize(
    "mark",
    [unsigned, initialled, remarked, numbered, ticked, stamped_with_a_name, printed_as_signed, sealed, stamped_on_arrival],
    ids=lambda mark: mark.__name__.replace("_", " "),
)
def test_other_writing_is_no_signature(mark: Callable[[Page], None], colour: str) -> None:
    page = letter()
    mark(page)
    seals = (seal(page, 138, 190),) if mark is sealed else ()
    assert find_signatures(sheet(page, colour), 1, seals) == ()


def test_a_box_is_a_place_on_the_page_not_on_the_sheet() -> None:
    """The sheet is the lower right quarter of a photo."""
    page = letter()
    sign(page, 150, 187)
    quarter = ((0.5 / 827, 0.0, 0.5), (0.0, 0.5 / 1169, 0.5), (0.0, 0.0, 1.0))
    ((left, top, right, bottom),) = [mark.box for mark in find_signatures(sheet(page, matrix=quarter), 1, ())]
    assert holds((left * 2 - 1, top * 2 - 1, right * 2 - 1, bottom * 2 - 1), 155, 187)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 9999),
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    dark=st.floats(0, 1),
    colour=st.sampled_from(["colour", "grey", "two-level"]),
    dpi=st.sampled_from([20.0, 75.0, 150.0]),
)
def test_whatever_is_on_a_sheet_gives_a_few_marks_in_order(
    seed: int, size: tuple[int, int], dark: float, colour: str, dpi: float
) -> None:
    noise = np.random.default_rng(seed)
    page = np.where(noise.random((*size, 3)) < dark, noise.integers(0, 255, (*size, 3)), 255).astype(np.uint8)
    drawn = Sheet(page, page.max(axis=2), dpi, colour, ((1 / size[1], 0, 0), (0, 1 / size[0], 0), (0, 0, 1)))
    marks = find_signatures(drawn, 1, (Mark("seal", 1, (0.2, 0.2, 0.6, 0.6), 0.9),))
    assert len(marks) <= MOST
    assert [mark.confidence for mark in marks] == sorted((mark.confidence for mark in marks), reverse=True)
    assert all(0 <= mark.box[0] <= mark.box[2] <= 1 and 0 <= mark.box[1] <= mark.box[3] <= 1 for mark in marks)
