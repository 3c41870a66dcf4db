"""Round seals are found on sheets drawn here: by red ink where there is colour, else by their shape; nothing else is one."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gateway.originals.ink import redness
from gateway.originals.seals import MOST, find_seals
from gateway.originals.sheet import Sheet

DPI = 100.0
K = DPI / 25.4  # pixels a millimetre
WIDTH, HEIGHT = 827, 1169
RED = (200, 30, 45)
INKS = {"red": RED, "orange": (225, 70, 40), "purple-red": (165, 30, 90), "pink": (220, 90, 120), "dark": (150, 25, 35)}
Page = NDArray[np.uint8]


def letter(mask: NDArray[np.uint8], character: str, x: float, y: float, height: float, turn: float) -> None:
    side = int(height * 2.4)
    glyph = np.zeros((side, side), np.uint8)
    cv2.putText(
        glyph,
        character,
        (side // 4, side * 3 // 4),
        cv2.FONT_HERSHEY_DUPLEX,
        height / 22,
        255,
        max(1, round(height / 7)),
        cv2.LINE_AA,
    )
    glyph = cv2.warpAffine(glyph, cv2.getRotationMatrix2D((side / 2, side / 2), -turn, 1), (side, side))
    left, top = round(x - side / 2), round(y - side / 2)
    part = mask[top : top + side, left : left + side]
    np.maximum(part, glyph, out=part)


def seal(diameter: float = 36, words: str = "UY BAN NHAN DAN TINH NAM SON * SO NOI VU *", turn: float = 0) -> NDArray[np.float64]:
    """The impression of a seal, (n, n) 0.0 to 1.0, `diameter` millimetres wide, drawn at four times the size."""
    k = K * 4
    n = round((diameter + 4) * k)
    mask = np.zeros((n, n), np.uint8)
    middle, radius = n // 2, diameter / 2 * k
    cv2.circle(mask, (middle, middle), round(radius - 0.5 * k), 255, round(1.0 * k), cv2.LINE_AA)
    cv2.circle(mask, (middle, middle), round(radius * 0.64), 255, round(0.4 * k), cv2.LINE_AA)
    for number, character in enumerate(words):
        degrees = number * 360 / len(words) + turn
        at = np.radians(degrees)
        letter(mask, character, middle + 0.8 * radius * np.sin(at), middle - 0.8 * radius * np.cos(at), 2.6 * k, degrees)
    points = [
        (0.35 if i % 2 == 0 else 0.14) * radius * np.array([np.sin(i * np.pi / 5), -np.cos(i * np.pi / 5)]) for i in range(10)
    ]
    cv2.fillPoly(mask, [np.int32(np.add(points, middle))], 255, cv2.LINE_AA)
    return cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA) / 255.0


def written() -> Page:
    """A page with lines of print in the upper two thirds and a signer's title below."""
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for line in range(22):
        cv2.putText(
            page,
            "Kinh gui cac co quan, don vi trien khai thuc hien",
            (100, 90 + line * 30),
            cv2.FONT_HERSHEY_COMPLEX,
            0.62,
            (20, 20, 20),
            1,
            cv2.LINE_AA,
        )
    cv2.putText(page, "GIAM DOC", (500, 800), cv2.FONT_HERSHEY_COMPLEX, 0.7, (20, 20, 20), 2, cv2.LINE_AA)
    return page


def stamp(page: Page, mask: NDArray[np.float64], ink: tuple[int, int, int], x: float, y: float, strength: float = 0.9) -> Page:
    """The page with `mask` printed in `ink` around a point in millimetres; what lies beyond the sheet is lost."""
    n, m = mask.shape
    wide = np.pad(page.astype(np.float64), ((n, n), (m, m), (0, 0)), constant_values=255)
    left, top = round(x * K - m / 2) + m, round(y * K - n / 2) + n
    wide[top : top + n, left : left + m] *= 1 - strength * mask[..., None] * (1 - np.array(ink) / 255)
    return wide[n:-n, m:-m].astype(np.uint8)


def sheet(page: Page, colour: str = "colour") -> Sheet:
    height, width = page.shape[:2]
    if colour != "colour":
        grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
        grey = np.where(grey > 170, 255, 0).astype(np.uint8) if colour == "two-level" else grey
        page = cv2.merge((grey, grey, grey))
    return Sheet(page, page.max(axis=2), DPI, colour, ((1 / width, 0, 0), (0, 1 / height, 0), (0, 0, 1)))


def middles(found: Sheet) -> list[tuple[int, int]]:
    """Where seals were found, in millimetres."""
    return [(round((m.box[0] + m.box[2]) / 2 * 210), round((m.box[1] + m.box[3]) / 2 * 297)) for m in find_seals(found, 1)]


@pytest.mark.parametrize("ink", INKS.values(), ids=INKS)
def test_a_seal_in_any_red_is_found_where_it_stands(ink):
    """The box goes around the seal, the page's number is kept."""
    (mark,) = find_seals(sheet(stamp(written(), seal(), ink, 125, 225)), 3)
    assert (mark.kind, mark.colour, mark.page) == ("seal", "red", 3)
    assert mark.confidence > 0.8
    expected = [(125 - 18) / 210, (225 - 18) / 297, (125 + 18) / 210, (225 + 18) / 297]
    assert mark.box == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize(
    ("diameter", "turn", "strength", "x", "y"),
    [(36, 0, 0.25, 125, 225), (29, 15, 0.9, 125, 225), (42, -25, 0.9, 125, 225), (36, 90, 0.9, 60, 40), (34, 5, 0.7, 100, 120)],
    ids=["faint", "small", "large and turned", "over the letterhead", "over running text"],
)
def test_a_red_seal_is_found_however_it_was_put(diameter, turn, strength, x, y):
    """Faint, turned, small, large, hanging over print."""
    found = middles(sheet(stamp(written(), seal(diameter, turn=turn), RED, x, y, strength)))
    assert len(found) == 1
    assert found[0] == (pytest.approx(x, abs=1), pytest.approx(y, abs=1))


@pytest.mark.parametrize("colour", ["grey", "two-level"])
def test_without_colour_a_seal_is_known_by_its_shape(colour):
    """Most scanners in offices keep no colour; then the mark says that red could not be seen."""
    (mark,) = find_seals(sheet(stamp(written(), seal(), RED, 125, 225), colour), 1)
    assert mark.colour == "colourless"
    assert mark.box[0] * 210 == pytest.approx(107, abs=1)


def test_two_seals_of_a_joint_document_are_both_found():
    """Joint documents bear one seal for each body."""
    page = stamp(
        stamp(written(), seal(), RED, 60, 225), seal(words="SO TAI CHINH TINH NAM SON * PHONG NGAN SACH *"), RED, 140, 230
    )
    assert sorted(middles(sheet(page))) == [(60, 225), (140, 230)]


def test_a_seal_under_a_signature_and_beside_a_stamped_name_is_found():
    """Blue ink crosses it, and the signer's name is stamped in the same ink so that both touch."""
    page = stamp(written(), seal(), RED, 125, 225)
    curve = [(int((118 + t) * K), int((225 + 9 * np.sin(t / 3)) * K)) for t in range(50)]
    cv2.polylines(page, [np.int32(curve)], False, (40, 60, 165), 4, cv2.LINE_AA)
    cv2.putText(page, "Nguyen Van An", (int(112 * K), int(247 * K)), cv2.FONT_HERSHEY_DUPLEX, 0.9, RED, 2, cv2.LINE_AA)
    assert middles(sheet(page)) == [(125, 225)]


def ring(radius: float, line: float = 1.0) -> NDArray[np.float64]:
    n = round((2 * radius + 4) * K)
    mask = np.zeros((n, n), np.uint8)
    cv2.circle(mask, (n // 2, n // 2), round(radius * K), 255, round(line * K) if line > 0 else -1, cv2.LINE_AA)
    return mask / 255.0


def rings(outer: float, inner: float) -> NDArray[np.float64]:
    mask = ring(outer)
    cv2.circle(mask, (mask.shape[1] // 2, mask.shape[0] // 2), round(inner * K), 1.0, 2, cv2.LINE_AA)
    return mask


def framed() -> NDArray[np.float64]:
    mask = np.zeros((round(16 * K), round(44 * K)), np.uint8)
    cv2.rectangle(mask, (4, 4), (mask.shape[1] - 5, mask.shape[0] - 5), 255, 3)
    cv2.putText(mask, "HOA TOC", (14, 45), cv2.FONT_HERSHEY_DUPLEX, 1.1, 255, 2, cv2.LINE_AA)
    return mask / 255.0


def pen_circle() -> NDArray[np.float64]:
    mask = np.zeros((round(36 * K), round(44 * K)), np.uint8)
    cv2.ellipse(mask, (mask.shape[1] // 2, mask.shape[0] // 2), (round(19 * K), round(15 * K)), 12, 8, 350, 255, 3, cv2.LINE_AA)
    return mask / 255.0


def blank_margin() -> Page:
    page = written()
    page[: round(60 * K)] = 255
    return page


OTHERS = {
    "a disc": ring(16, -1),
    "a ring without letters": ring(17),
    "two rings without letters": rings(18, 12),
    "a framed stamp": framed(),
    "a circle by pen": pen_circle(),
    "an oval stamp": cv2.resize(seal(42), None, fx=1, fy=0.65, interpolation=cv2.INTER_AREA),
    "a small ring with letters where a letterhead has its logo": None,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_red_but_no_seal_is_left_alone(name):
    """Neither colour nor a round shape alone makes a seal."""
    mask = OTHERS[name]
    page = stamp(written(), seal(24), RED, 40, 25) if mask is None else stamp(written(), mask, RED, 125, 225)
    assert find_seals(sheet(page), 1) == ()


def test_a_large_ring_with_letters_that_stands_beside_the_letterheads_print_is_its_logo():
    """What is put over a letterhead covers some of its print; what is printed there leaves room for it."""
    assert find_seals(sheet(stamp(blank_margin(), seal(30), RED, 30, 25)), 1) == ()


def test_a_seal_in_the_signers_block_at_the_top_of_a_page_is_no_logo():
    """The last page may hold little more than that block, which stands on the right."""
    assert middles(sheet(stamp(blank_margin(), seal(), RED, 135, 38))) == [(135, 38)]


@pytest.mark.parametrize(
    "ink", [(40, 60, 165), (110, 45, 160), (30, 120, 70), (30, 30, 35)], ids=["blue", "violet", "green", "black"]
)
def test_a_round_seal_in_another_colour_is_none_where_colours_were_kept(ink):
    """The rule wants a red seal, and a scan in colour could have shown it."""
    assert find_seals(sheet(stamp(written(), seal(), ink, 125, 225)), 1) == ()


@pytest.mark.parametrize("colour", ["colour", "grey", "two-level"])
def test_a_page_of_print_has_no_seal(colour):
    """Letters have curves, but no circle of a seal's size."""
    assert find_seals(sheet(written(), colour), 1) == ()


def test_a_page_placed_at_a_size_no_paper_has_is_taken_for_a_common_sheet():
    """Some writers place one pixel on each point; the page is then said to be 30 centimetres wide at 72 dpi, or a metre."""
    page = sheet(stamp(written(), seal(), RED, 125, 225))
    odd = Sheet(page.rgb, page.dark, 30.0, page.colour, page.matrix)
    assert middles(odd) == [(125, 225)]


def test_only_red_ink_is_red():
    """Neither blue nor violet ink nor print counts."""
    inks = np.array([[RED, (40, 60, 165), (20, 20, 20), (110, 45, 160), (255, 255, 255)]], np.uint8)
    assert (redness(inks)[0] > 60).tolist() == [True, False, False, False, False]


@settings(max_examples=10, deadline=None)
@given(
    width=st.integers(1, 260),
    height=st.integers(1, 260),
    dpi=st.floats(0.5, 5000),
    seed=st.integers(0, 99),
    colour=st.sampled_from(["colour", "grey", "two-level"]),
)
def test_any_picture_has_an_answer(width, height, dpi, seed, colour):
    """Noise of any size at any claimed resolution: at most six marks, all on the page."""
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)
    matrix = ((1 / width, 0.0, 0.0), (0.0, 1 / height, 0.0), (0.0, 0.0, 1.0))
    marks = find_seals(Sheet(noise, noise.max(axis=2), dpi, colour, matrix), 1)
    assert len(marks) <= MOST
    assert all(0.0 <= share <= 1.0 for mark in marks for share in mark.box)
