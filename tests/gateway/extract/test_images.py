"""Pictures that may be pages are measured from their headers alone: nothing is decoded, nothing over the limits is promised."""

import io
import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gateway.extract.budget import Refused, budget
from gateway.extract.images import KINDS, pages, read
from gateway.limits import Limits
from policies.core.facts import Document, Opaque, Page, Unread
from tests.gateway.extract.documents import look

SMALL = Limits(pixels=1_000_000, pages=3)


def picture(kind: str, size: tuple[int, int] = (620, 877), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind, **options)
    return out.getvalue()


def fax(count: int, size: tuple[int, int] = (1728, 2200), **options: object) -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("1", size, 1) for _ in range(count)]
    sheets[0].save(out, "TIFF", compression="group4", save_all=True, append_images=sheets[1:], **options)
    return out.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def heic(*sizes: tuple[int, int]) -> bytes:
    """The head of a HEIC with pictures of these sizes: its tiles, its thumbnail and the whole."""
    shared = box(b"ipco", b"".join(box(b"ispe", struct.pack(">III", 0, *size)) for size in sizes))
    return box(b"ftyp", b"heic\0\0\0\0") + box(b"meta", b"\0\0\0\0" + box(b"iprp", shared)) + bytes(30_000)


def directory(*entries: tuple[int, int, int], following: int = 0) -> bytes:
    """A TIFF of one directory: tag, form and value of each entry."""
    table = b"".join(struct.pack("<HHII", tag, form, 1, value) for tag, form, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + struct.pack("<I", following) + bytes(2_000)


SOUND = {
    "tiff": fax(1, (600, 600)),
    "jpeg": picture("JPEG", (600, 600)),
    "heic": heic((900, 900)),
    "webp": picture("WEBP", (600, 600)),
    "png": picture("PNG", (600, 600)),
}


@pytest.mark.parametrize(
    ("body", "kind", "count"),
    [
        pytest.param(picture("JPEG"), "jpeg", 1, id="JPEG"),
        pytest.param(picture("JPEG", progressive=True, mode="L"), "jpeg", 1, id="a progressive JPEG in grey"),
        pytest.param(picture("PNG"), "png", 1, id="PNG"),
        pytest.param(picture("GIF", mode="P"), "gif", 1, id="GIF"),
        pytest.param(picture("BMP"), "bmp", 1, id="BMP"),
        pytest.param(picture("WEBP"), "webp", 1, id="WebP"),
        pytest.param(picture("WEBP", lossless=True), "webp", 1, id="WebP without loss"),
        pytest.param(picture("WEBP", exif=b"Exif\0\0II*\0"), "webp", 1, id="WebP with more about it"),
        pytest.param(picture("AVIF"), "heic", 1, id="AVIF"),
        pytest.param(heic((512, 512), (4032, 3024), (320, 240)), "heic", 1, id="HEIC in tiles"),
        pytest.param(fax(3), "tiff", 3, id="a fax of three pages"),
        pytest.param(fax(2, big_tiff=True), "tiff", 2, id="BigTIFF"),
        pytest.param(fax(1, (1728, 1145), dpi=(204, 98)), "tiff", 1, id="a fax in low resolution"),
        pytest.param(directory((256, 4, 900), (257, 3, 1200), following=8), "tiff", 1, id="a chain that bites its tail"),
    ],
)
def test_a_picture_large_enough_is_a_document_with_pages(body, kind, count):
    expected = Document(kind, pages=tuple(Page(number + 1, 1.0, 0, 0, 1) for number in range(count)))
    assert look(body).content == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(picture("PNG", (400, 2000)), "png", id="a logo"),
        pytest.param(picture("JPEG", (499, 700)), "jpeg", id="a picture too small to be read"),
        pytest.param(fax(1, (300, 300)), "tiff", id="a small TIFF"),
        pytest.param(heic((64, 64)), "heic", id="a small HEIC"),
        pytest.param(directory((254, 4, 1), (256, 4, 900), (257, 4, 900)), "tiff", id="nothing but a thumbnail"),
        pytest.param(b"\xff\xd8\xff\xe0", "jpeg", id="a few bytes of a JPEG"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "png", id="a few bytes of a PNG"),
    ],
)
def test_what_is_no_page_stays_opaque(body, kind):
    assert look(body).content == Opaque(kind)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(picture("PNG", (1000, 1001)), "pixels", id="a page of too many pixels"),
        pytest.param(fax(4, (600, 600)), "pages", id="too many pages"),
        pytest.param(heic((60_000, 60_000)), "pixels", id="a HEIC of sixty thousand by sixty thousand"),
        pytest.param(directory((256, 4, 4_000_000_000), (257, 4, 4_000_000_000)), "pixels", id="a TIFF of billions"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2, "pixels", id="a PNG that is all header"),
    ],
)
def test_what_is_over_the_limits_is_refused_before_it_is_decoded(body, expected):
    assert look(body, limits=SMALL).content == Unread("over-limit", expected)


def test_directories_that_overlap_cost_no_more_than_others():
    chain = b"".join(struct.pack("<HI", 4_000, 8 + 6 * number) for number in range(1, 10_000))
    content = look(b"II*\0" + struct.pack("<I", 8) + chain + bytes(60_000)).content
    assert isinstance(content, Unread)


def test_all_pages_together_have_a_limit_too():
    body = fax(12, (1000, 1000))
    limits = Limits(pixels=1_000_000)
    with pytest.raises(Refused, match="over-limit: pixels"):
        list(pages(body, "tiff", limits))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(directory((256, 4, 900), (257, 4, 900), following=1 << 20), id="a fax whose second page was cut off"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(40_000), id="a JPEG without a size"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40_000), id="a PNG without pixels"),
        pytest.param(b"RIFF\0\0\0\0WEBPXXXX" + bytes(40_000), id="a WebP of no kind"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(40_000), id="a HEIC without a picture"),
        pytest.param(directory((256, 4, 900)), id="a TIFF without a height"),
    ],
)
def test_a_page_that_cannot_be_measured_is_damaged(body):
    content = look(body).content
    assert isinstance(content, Unread)
    assert content.reason == "damaged"


@pytest.mark.parametrize("text", ["BM là viết tắt của Ban mục, không phải ảnh", "BM"])
def test_text_that_begins_like_a_bitmap_is_text(text):
    assert look(text.encode(), media_type="text/plain").content.text == text


@given(kind=st.sampled_from(sorted(KINDS)), noise=st.binary(max_size=300), cut=st.integers(0, 3_000), flip=st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_no_header_raises_anything_but_a_refusal(kind, noise, cut, flip):
    sound = {"tiff": fax(1, (600, 600)), "jpeg": picture("JPEG"), "heic": heic((900, 900)), "webp": picture("WEBP")}.get(
        kind, b""
    )
    body = bytearray(sound[:cut] + noise)
    if flip < len(body):
        body[flip] ^= 0xFF
    with suppress(Refused):
        assert isinstance(read(bytes(body), kind, budget(SMALL, len(body))), (Document, Opaque))
