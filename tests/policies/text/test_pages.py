"""Scan or word processor: by the structure of each page, and of the page that bears the letterhead."""

import pytest

from policies.core.facts import Document, Page
from policies.text.pages import kind_of, page_kind

BORN, SCAN, BLANK = Page(1, 0.0, 900, 0, 0), Page(1, 0.98, 0, 0, 1), Page(1, 0.0, 0, 0, 0)


@pytest.mark.parametrize(
    ("area", "characters", "segments", "kind"),
    [
        pytest.param(0.0, 150, 0, "born-digital", id="text"),
        pytest.param(1.0, 150, 0, "born-digital", id="text on a background picture"),
        pytest.param(0.5, 149, 0, "scan", id="a few live lines on a picture"),
        pytest.param(0.49, 25, 0, "born-digital", id="little text beside a picture"),
        pytest.param(0.05, 24, 0, "scan", id="a picture and next to no text"),
        pytest.param(0.04, 24, 0, "blank", id="a small picture on an empty page"),
        pytest.param(0.1, 0, 1_500, "born-digital", id="letters as curves, and a seal"),
        pytest.param(0.98, 0, 1_500, "scan", id="a picture with a drawing on it"),
        pytest.param(0.0, 0, 1_499, "blank", id="a frame"),
    ],
)
def test_visible_characters_pictures_and_curves_tell_the_kind_of_a_page(area, characters, segments, kind):
    assert page_kind(Page(1, area, characters, 0, 1, segments=segments)) == kind


@pytest.mark.parametrize(
    ("pages", "letterhead", "kind"),
    [
        pytest.param((BORN,), 0, "born-digital", id="a word processor's letter"),
        pytest.param((SCAN,), 0, "scan", id="a scan"),
        pytest.param((BORN, SCAN), 0, "mixed", id="a born letter whose signed page alone was scanned"),
        pytest.param((SCAN, BORN), 0, "scan", id="a scanned letter and a born annex"),
        pytest.param((BORN, SCAN), 1, "scan", id="a cover sheet, then the scanned letter"),
        pytest.param((BLANK, BORN), 0, "born-digital", id="a letterhead on a page that is nearly empty"),
        pytest.param((BLANK, SCAN, BORN), None, "scan", id="no letterhead known, the first page with anything was scanned"),
        pytest.param((BLANK,), None, "born-digital", id="nothing but an empty page"),
        pytest.param((), None, "born-digital", id="no page at all"),
    ],
)
def test_the_page_with_the_letterhead_decides_on_the_kind_of_a_file(pages, letterhead, kind):
    assert kind_of(Document("pdf", pages=pages), letterhead) == kind
