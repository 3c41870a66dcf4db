"""Scan or word processor: by the structure of each page, and of the page that bears the letterhead."""

import pytest

from policies.core.facts import Document, Page
from policies.text.pages import is_illegible, kind_of, page_kind

BORN, SCAN, BLANK = Page(1, 0.0, 900, 0, 0, ("Nội dung",)), Page(1, 0.98, 0, 0, 1), Page(1, 0.0, 0, 0, 0)
CONTROLS = Page(1, 0.0, 900, 0, 0, ("\x01\x02\x03 \x04" * 300,))
GARBLED, CURVES = Page(1, 0.0, 900, 0, 0, ("\ufffd" * 900,)), Page(1, 0.0, 0, 0, 0, segments=30_000)


@pytest.mark.parametrize(
    ("area", "characters", "segments", "kind"),
    [
        pytest.param(0.0, 150, 0, "born-digital", id="text"),
        pytest.param(1.0, 150, 0, "born-digital", id="text on a background picture"),
        pytest.param(0.5, 149, 0, "scan", id="a few live lines on a picture"),
        pytest.param(0.49, 25, 0, "born-digital", id="little text beside a picture"),
        pytest.param(0.05, 24, 0, "scan", id="a picture and next to no text"),
        pytest.param(0.04, 24, 9, "blank", id="a small picture on an empty page"),
        pytest.param(0.1, 0, 1_500, "born-digital", id="letters as curves, and a seal"),
        pytest.param(0.98, 0, 1_500, "scan", id="a picture with a drawing on it"),
        pytest.param(0.0, 0, 1_499, "blank", id="a frame"),
    ],
)
def test_visible_characters_pictures_and_curves_tell_the_kind_of_a_page(area, characters, segments, kind):
    assert page_kind(Page(1, area, characters, 0, 1, segments=segments)) == kind


@pytest.mark.parametrize(
    ("characters", "segments", "spread", "kind"),
    [
        pytest.param(280, 0, 0.2, "scan", id="the banner of a digital signature and a registry's stamp"),
        pytest.param(280, 0, 0.4, "born-digital", id="a short letter on a background picture"),
        pytest.param(900, 0, 0.2, "born-digital", id="small print"),
        pytest.param(0, 5_000, 0.0, "scan", id="a banner drawn as curves"),
        pytest.param(0, 20_000, 0.0, "born-digital", id="a letter as curves on a background picture"),
    ],
)
def test_on_a_page_that_a_picture_covers_text_must_be_spread_or_long(characters, segments, spread, kind):
    assert page_kind(Page(1, 0.99, characters, 0, 1, segments=segments, spread=spread)) == kind


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
        pytest.param((BORN, SCAN), None, "scan", id="a cover sheet without a letterhead, then scans that nobody has read"),
        pytest.param((BORN, BORN), None, "born-digital", id="born pages without a letterhead"),
        pytest.param((GARBLED, SCAN), None, "born-digital", id="text that nobody can read comes before a scan"),
        pytest.param((CURVES, SCAN), None, "born-digital", id="letters as curves come before a scan"),
        pytest.param((CONTROLS, SCAN), None, "born-digital", id="text without its meaning comes before a scan"),
        pytest.param((Page(1, 0.001, 0, 0, 1),), None, "scan", id="a picture on paper that is said to be huge"),
        pytest.param((BORN, Page(2, 0.09, 0, 0, 1)), 0, "born-digital", id="a seal pasted on a page of its own"),
        pytest.param((BLANK,), None, "born-digital", id="nothing but an empty page"),
        pytest.param((), None, "born-digital", id="no page at all"),
    ],
)
def test_the_page_with_the_letterhead_decides_on_the_kind_of_a_file(pages, letterhead, kind):
    assert kind_of(Document("pdf", pages=pages), letterhead) == kind


@pytest.mark.parametrize(
    ("page", "illegible"),
    [
        pytest.param(CURVES, True, id="letters as curves"),
        pytest.param(CONTROLS, True, id="codes without letters"),
        pytest.param(Page(1, 0.0, 900, 0, 0, ("Nội dung " * 90,), segments=30_000), False, id="text beside a drawing"),
        pytest.param(SCAN, False, id="a scan"),
        pytest.param(BLANK, False, id="nothing"),
    ],
)
def test_writing_that_is_no_text_has_to_be_looked_at(page: Page, illegible: bool):
    assert is_illegible(page) is illegible
