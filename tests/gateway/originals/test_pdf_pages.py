"""Pages of PDFs are shown as a reader shows them, at the resolution asked for, and nothing over the limits is decoded."""

import cv2
import numpy as np
import pytest

from gateway.extract.budget import Refused
from gateway.limits import Limits
from gateway.originals.pdfraster import open_pdf
from gateway.originals.raster import Raster
from tests.gateway.originals.drawnpages import RED, image, letter, pdf, rewritten, saved, scanned, spend, stream

PAGE = scanned(letter(1240, 1754))
JPEG = saved(PAGE, "JPEG", quality=80)
SIZED = JPEG.index(b"\xff\xc0\0\x11\x08") + 5
SWOLLEN = JPEG[:SIZED] + b"\xfe\0\xfe\0" + JPEG[SIZED + 4 :]
WHOLE = b"q 595 0 0 842 0 0 cm /I Do Q"
RESOURCES = b"/Resources<</XObject<</I 5 0 R>>>>"
LOCKED = rewritten(saved(PAGE, "PDF", resolution=150), password="khoá", owner="chủ")


def shown(body: bytes, dpi: float = 100, number: int = 1, limits: Limits | None = None) -> Raster:
    return open_pdf(body, spend(body, limits)).page(number, dpi)


def holds_red(raster: Raster, where: tuple[slice, slice] = (slice(None), slice(None))) -> bool:
    pixels = raster.pixels[where].astype(int)
    return bool(((pixels[..., 0] > 150) & (pixels[..., 1] < 120)).sum() > 50)


def scan(
    contents: bytes = WHOLE, more: bytes = b"", picture: bytes = JPEG, size: tuple[int, int] = (1240, 1754), **page: bytes
) -> bytes:
    filters = b"/Filter/DCTDecode/ColorSpace/DeviceRGB/BitsPerComponent 8" + more
    return pdf(contents, (image(picture, *size, filters),), RESOURCES + page.get("page", b""), page.get("box", b"0 0 595 842"))


@pytest.mark.parametrize(("dpi", "expected"), [(50, 585), (75, 877), (100, 1169), (150, 1754), (300, 1754)])
def test_a_scan_comes_at_the_resolution_asked_for_and_never_above_its_own(dpi, expected):
    raster = shown(scan(), dpi)
    assert raster.pixels.shape[0] == pytest.approx(expected, abs=2)
    assert raster.dpi == pytest.approx(min(dpi, 150), rel=0.01)
    assert raster.colour == "colour"
    assert holds_red(raster)


@pytest.mark.parametrize(
    ("picture", "colour"),
    [
        pytest.param(saved(PAGE, "PDF", resolution=150), "colour", id="colour"),
        pytest.param(saved(PAGE, "PDF", "L", resolution=150), "grey", id="grey"),
        pytest.param(scan(picture=saved(np.repeat(PAGE[..., :1], 3, axis=2), "JPEG")), "grey", id="colour that is all grey"),
        pytest.param(saved(letter(1654, 2339), "PDF", "1", resolution=200), "two-level", id="fax"),
    ],
)
def test_the_colour_is_what_the_file_keeps(picture, colour):
    raster = shown(picture)
    assert raster.colour == colour
    assert raster.pixels.ndim == (3 if colour == "colour" else 2)


def test_eight_bits_in_black_and_white_alone_are_two_level():
    raw = np.where(letter(827, 1169)[..., 1] > 128, 255, 0).astype(np.uint8).tobytes()
    body = pdf(WHOLE, (image(raw, 827, 1169, b"/ColorSpace/DeviceGray/BitsPerComponent 8"),), RESOURCES)
    assert shown(body).colour == "two-level"


@pytest.mark.parametrize(
    ("rotate", "low", "right"), [(0, True, False), (90, False, False), (180, False, True), (270, True, True)]
)
def test_a_turned_page_is_upright(rotate, low, right):
    page = np.full((1000, 700, 3), 255, np.uint8)
    page[800:950, 50:200] = RED
    raster = shown(rewritten(saved(page, "PDF", resolution=85), rotate=rotate))
    height, width = raster.pixels.shape[:2]
    rows, columns = np.nonzero(raster.pixels[..., 1] < 120)
    assert (height > width) == (rotate % 180 == 0)
    assert (rows.mean() > height / 2, columns.mean() > width / 2) == (low, right)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(scan(b"q 595 0 0 -842 0 842 cm /I Do Q"), "turned", id="a matrix that turns it over"),
        pytest.param(scan(more=b"/Decode[1 0 1 0 1 0]"), "negative", id="colours the other way round"),
        pytest.param(scan(b"q 0 0 200 200 re W n 595 0 0 842 0 0 cm /I Do Q"), "cut", id="a clip"),
        pytest.param(scan(WHOLE + b" 1 1 1 rg 0 0 595 842 re f"), "white", id="a white sheet over it"),
    ],
)
def test_what_the_page_does_to_the_picture_is_seen(body, expected):
    raster = shown(body)
    upper = (slice(0, raster.pixels.shape[0] // 2), slice(None))
    seen = {
        "turned": lambda: holds_red(raster, upper),
        "negative": lambda: raster.pixels.mean() < 60,
        "cut": lambda: raster.pixels[upper].min() == 255,
        "white": lambda: raster.pixels.min() == 255,
    }
    assert seen[expected]()


def test_a_crop_box_hides_what_lies_outside():
    raster = shown(scan(page=b"/CropBox[0 421 595 842]"))
    height, width = raster.pixels.shape[:2]
    assert width > height * 1.3
    assert not holds_red(raster)


def test_a_stamp_put_on_a_scan_as_an_annotation_is_drawn():
    appearance = stream(b"0.8 0.1 0.1 rg 0 0 100 100 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]")
    stamp = b"<</Type/Annot/Subtype/Stamp/Rect[400 600 500 700]/F 4/AP<</N 7 0 R>>>>"
    grey = saved(PAGE, "JPEG", "L")
    picture = image(grey, 1240, 1754, b"/Filter/DCTDecode/ColorSpace/DeviceGray/BitsPerComponent 8")
    plain = pdf(WHOLE, (picture,), RESOURCES)
    stamped = pdf(WHOLE, (picture, stamp, appearance), RESOURCES + b"/Annots [6 0 R]")
    assert shown(plain).colour == "grey"
    assert holds_red(shown(stamped))


def test_the_appearance_of_a_signature_field_is_drawn():
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(chu ky)/Rect[300 100 400 200]/F 4/P 3 0 R/AP<</N 6 0 R>>>>"
    appearance = stream(b"0.8 0.1 0.1 rg 0 0 100 100 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]")
    body = pdf(b"", (field, appearance), b"/Annots [5 0 R]")
    assert holds_red(shown(body))


@pytest.mark.parametrize(
    ("box", "dpi", "longest"),
    [
        pytest.param(b"0 0 595 842", 100, 1170, id="A4"),
        pytest.param(b"0 0 842 1191", 100, 1654, id="A3"),
        pytest.param(b"0 0 1654 2339", 100, 1170, id="points that are pixels"),
        pytest.param(b"0 0 14400 14400", 300, 3508, id="as large as PDF allows"),
        pytest.param(b"0 0 200000 90", 300, 3508, id="a ribbon"),
        pytest.param(b"0 0 59 84", 100, 1170, id="a stamp"),
        pytest.param(b"0 0 595 842", 5_000, 3508, id="a wish for five thousand"),
    ],
)
def test_no_page_is_larger_than_paper(box, dpi, longest):
    raster = shown(pdf(b"0 0 0 rg 0 0 10 10 re f", box=box), dpi)
    assert max(raster.pixels.shape) == pytest.approx(longest, abs=3)
    assert raster.dpi == pytest.approx(min(dpi, 300), rel=0.01)


def test_an_owners_password_keeps_nobody_from_looking():
    body = rewritten(saved(PAGE, "PDF", resolution=150), password="", owner="chủ")
    assert holds_red(shown(body))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(LOCKED, "encrypted: pdf", id="a password that we don't know"),
        pytest.param(b"%PDF-1.7\nnothing", "damaged: pdf", id="no PDF at all"),
        pytest.param(scan(picture=JPEG[: len(JPEG) // 2]), "damaged: jpeg cut off", id="half a scan"),
        pytest.param(scan(size=(60_000, 60_000)), "over-limit: pixels", id="a picture of sixty thousand by sixty thousand"),
        pytest.param(
            pdf(WHOLE, (image(b"\0", 30_000, 30_000, b"/ImageMask true/BitsPerComponent 1"),), RESOURCES),
            "over-limit: pixels",
            id="a mask",
        ),
        pytest.param(
            scan(picture=SWOLLEN),
            "over-limit: pixels",
            id="a JPEG larger than told",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(body, expected):
    with pytest.raises(Refused, match=expected):
        shown(body)


def test_pages_asked_for_again_and_again_have_a_limit():
    body = scan()
    source = open_pdf(body, spend(body, Limits(pixels=2_200_000)))
    for _ in range(10):
        source.page(1, 100)
    with pytest.raises(Refused, match="over-limit: pixels"):
        source.page(1, 100)


def test_a_page_that_is_not_there_is_damaged():
    with pytest.raises(Refused, match="damaged"):
        shown(scan(), number=2)


def test_a_fast_page_looks_like_a_rendered_one():
    fast = shown(scan()).pixels
    rendered = shown(scan(WHOLE + b" 1 1 1 rg 0 0 1 1 re f")).pixels
    smaller = cv2.resize(rendered, (fast.shape[1], fast.shape[0]))
    assert float(np.abs(fast.astype(int) - smaller).mean()) < 4
