"""Print is read as it stands; hostile pictures cost their time and no more; no letter leaves anything to the next."""

import json
from collections.abc import Callable
from time import monotonic

import cv2
import numpy as np
import pytest

from gateway.extract.worker import Handler
from gateway.originals.ocr import Ocr, load
from gateway.originals.sheet import Sheet
from gateway.smtp.spool import InMemory
from policies.text.official import read
from tests.gateway.originals.printedpages import HEAD, STRAIGHT, make_reader, printed, sheet

LINES = (
    "UBND TỈNH NAM SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "SỞ TÀI CHÍNH\tĐộc lập - Tự do - Hạnh phúc",
    "Số: 42/QĐ-STC\tNam Sơn, ngày 25 tháng 11 năm 2026",
    "QUYẾT ĐỊNH",
    "Về việc phân bổ kinh phí",
)


@pytest.fixture(scope="module")
def ocr() -> Ocr:
    loaded = load()
    assert loaded is not None, "the data of tesseract-ocr-vie is not there"
    return loaded


@pytest.fixture(scope="module")
def answers() -> Callable[[], Handler]:
    return make_reader


def test_a_letterhead_comes_out_line_by_line_with_its_columns_apart(ocr):
    assert ocr.lines(sheet(printed()), None, 20) == LINES


def test_the_policies_understand_what_was_read(ocr):
    reading = read([ocr.lines(sheet(printed()), None, 20)])
    assert reading.official
    assert (reading.number, reading.type, reading.date) == ("42/QĐ-STC", "Quyết định", "2026-11-25")


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        pytest.param((0.0, 0.0, 0.45, 0.3), ("UBND TỈNH NAM SƠN", "SỞ TÀI CHÍNH"), id="the upper left"),
        pytest.param((-3.0, 0.5, 9.0, 9.0), LINES[3:], id="beyond the sheet"),
        pytest.param((0.5, 0.5, 0.5, 0.5), (), id="nothing at all"),
        pytest.param((0.9, 0.9, 0.1, 0.1), (), id="inside out"),
    ],
)
def test_a_region_is_read_alone(ocr, region, expected):
    assert ocr.lines(sheet(printed()), region, 20) == expected


def test_a_page_that_stands_on_its_head_is_read_the_other_way_up(ocr):
    page = np.vstack((printed(), np.full((600, 1654), 255, np.uint8)))
    assert ocr.lines(sheet(cv2.rotate(page, cv2.ROTATE_180)), (0.0, 0.0, 1.0, 0.6), 20) == LINES


def test_a_number_under_a_stamp_is_read_where_it_has_to_stand(ocr):
    rgb = cv2.merge((printed(height=1200),) * 3)
    stamp = np.full_like(rgb, 255)
    cv2.rectangle(stamp, (150, 150), (480, 230), (40, 60, 165), -1)
    rgb = cv2.min(rgb, stamp)
    page = Sheet(rgb, rgb.max(axis=2), 200.0, "colour", STRAIGHT)
    assert LINES[2] in (ocr.lines(page, None, 20) or ())


def test_a_blue_stamp_over_the_number_is_looked_through(ocr):
    rgb = cv2.merge((printed(height=1200),) * 3)
    stamp = np.full_like(rgb, 255)
    cv2.putText(stamp, "DEN 25/11", (150, 220), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (40, 60, 165), 6)
    rgb = cv2.min(rgb, stamp)
    page = Sheet(rgb, rgb.max(axis=2), 200.0, "colour", STRAIGHT)
    assert read([ocr.lines(page, None, 20) or ()]).number == "42/QĐ-STC"


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (30, 30_000)], ids=lambda size: f"{size[0]} x {size[1]}")
@pytest.mark.parametrize("shade", [0, 255], ids=["black", "white"])
def test_an_odd_page_holds_no_text(ocr, size, shade):
    assert ocr.lines(sheet(np.full(size, shade, np.uint8)), None, 20) == ()


@pytest.mark.parametrize("seconds", [0.0, -1.0, 0.01], ids=["no time", "less than none", "not enough"])
def test_what_is_not_finished_in_time_is_not_read(ocr, seconds):
    assert ocr.lines(sheet(printed()), None, seconds) is None


def test_a_page_full_of_words_ends_when_its_time_is_up(ocr):
    words = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM " * 5
    page = printed(tuple((10, top, words) for top in range(0, 2300, 22)), size=16, height=2339)
    began = monotonic()
    assert ocr.lines(sheet(page), None, 0.5) is None
    assert monotonic() - began < 5


def test_one_letter_leaves_nothing_to_the_next(ocr):
    alone = [ocr.lines(sheet(printed(HEAD[:3])), None, 20), ocr.lines(sheet(printed(HEAD[3:])), None, 20)]
    noise = np.random.default_rng(4).integers(0, 256, (400, 1654)).astype(np.uint8)
    for _ in range(2):
        ocr.lines(sheet(noise), None, 20)
        assert ocr.lines(sheet(printed(HEAD[3:])), None, 20) == alone[1]
        assert ocr.lines(sheet(printed()), None, 0.01) is None
        assert ocr.lines(sheet(printed(HEAD[:3])), None, 20) == alone[0]


def test_without_the_language_there_is_no_ocr(monkeypatch, tmp_path):
    monkeypatch.setattr("gateway.extract.tessdata.FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert load() is None


async def test_a_confined_worker_reads(pool):
    page = InMemory(cv2.imencode(".png", printed())[1].tobytes())
    assert tuple(json.loads(await pool.ask(b"20", page))) == LINES
    assert json.loads(await pool.ask(b"0.01", page)) is None
    assert tuple(json.loads(await pool.ask(b"20", page))) == LINES
    assert pool.replaced == 0
