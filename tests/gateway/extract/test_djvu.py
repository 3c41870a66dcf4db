"""DjVu: pages and the text behind them; what is cut off or lies elsewhere is not read as if it were whole."""

import struct
import time
from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.extract.budget import Refused
from gateway.extract.bzz import unpacked
from policies.core.facts import Document, Unread
from tests.gateway.extract.documents import look, read

LINES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 12/QĐ-UBND")
TEXT = "\n".join((*LINES, "")).encode()
PLAIN = len(TEXT).to_bytes(3, "big") + TEXT + b"\x01"
# The same, packed by DjVuLibre's `bzz -e`
PACKED = b64decode(
    "//+U3/xQI/Np/ri2f4Jy6AO2WxKLBHI68NKxtw1/0+BmGcWhiR6nlz5zJ46QV56RhJNp05iZ4q9M7JHX9qw6cP6fH4Lg9OwZHRoWSOh+NrPMn6XY75Ht"
    "A7U8l+ORcDCiMiriW8ov"
)


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return name + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)


def page(*layers: bytes, kind: bytes = b"DJVU") -> bytes:
    info = struct.pack(">HHBB", 2480, 3508, 24, 0) + struct.pack("<HBB", 300, 22, 1)
    return chunk(b"FORM", kind + chunk(b"INFO", info) + b"".join(layers))


def bundle(*pages: bytes, flags: int = 0x81, count: int | None = None) -> bytes:
    directory = chunk(b"DIRM", struct.pack(">BH", flags, len(pages) if count is None else count))
    return b"AT&T" + chunk(b"FORM", b"DJVM" + directory + b"".join(pages))


SCAN = chunk(b"Sjbz", b"12345")


@pytest.mark.parametrize(
    ("layers", "area", "hidden", "lines"),
    [
        pytest.param((SCAN,), 1.0, 0, (), id="a two-level scan"),
        pytest.param((SCAN, chunk(b"FG44"), chunk(b"BG44")), 1.0, 0, (), id="layers"),
        pytest.param((SCAN, chunk(b"TXTz", PACKED)), 1.0, 60, LINES, id="packed text"),
        pytest.param((SCAN, chunk(b"TXTa", PLAIN)), 1.0, 60, LINES, id="plain text"),
        pytest.param((), 0.0, 0, (), id="an empty page"),
    ],
)
def test_a_page_is_a_picture_with_text_behind_it(layers, area, hidden, lines):
    found = read(b"AT&T" + page(*layers))
    [first] = found.pages
    assert (found.kind, first.image_area, first.characters, first.hidden, first.lines) == ("djvu", area, 0, hidden, lines)


def test_pages_of_a_bundle_are_told_in_order_without_what_they_share():
    shared, thumbs = chunk(b"FORM", b"DJVI"), chunk(b"FORM", b"THUM")
    pages = read(bundle(page(SCAN), shared, page(SCAN, chunk(b"TXTa", PLAIN)), thumbs)).pages
    assert [(found.number, found.hidden) for found in pages] == [(1, 0), (2, 60)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"AT&T" + page(SCAN)[:-3], "damaged", id="cut off"),
        pytest.param(b"AT&TFORM", "damaged", id="nothing but a head"),
        pytest.param(b"AT&T" + chunk(b"FORM", b"SDJV"), "damaged", id="another form"),
        pytest.param(bundle(page(SCAN), count=3), "damaged", id="fewer pages than promised"),
        pytest.param(bundle(page(SCAN), flags=1), "unsupported", id="pages in other files"),
        pytest.param(bundle(*[page(SCAN)] * 501), "over-limit", id="too many pages"),
        pytest.param(b"AT&T" + page(*[chunk(b"ANTa")] * 60_000), "over-limit", id="too many chunks"),
        pytest.param(b"AT&T" + page(SCAN, chunk(b"TXTz", PACKED[:20])), "damaged", id="text cut off"),
        pytest.param(b"AT&T" + page(SCAN, chunk(b"TXTa", b"\xff\xff\xff")), "damaged", id="text longer than its chunk"),
        pytest.param(b"AT&T" + page(SCAN, chunk(b"TXTz", b"\x80\x01\xff")), "damaged", id="text that is noise"),
    ],
)
def test_what_cannot_be_read_is_said_soon(body, reason):
    start = time.process_time()
    content = look(body, "a.djvu").content
    assert time.process_time() - start < 3
    assert isinstance(content, Unread), content
    assert content.reason == reason


def test_bzz_gives_back_what_was_packed_and_no_more_than_allowed():
    assert unpacked(PACKED, 1_000) == PLAIN
    with pytest.raises(Refused):
        unpacked(PACKED, 50)


@settings(max_examples=200, deadline=2_000)
@given(st.binary(max_size=200))
def test_any_bytes_end_soon(data):
    assert isinstance(look(b"AT&T" + page(SCAN, chunk(b"TXTz", data)), "a.djvu").content, (Document, Unread))
