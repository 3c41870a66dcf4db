"""Folded text is the same for all ways to write it."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ủy ban Nhân dân", "uy ban nhan dan"),
        ("UỶ BAN NHÂN DÂN", "uy ban nhan dan"),
        ("Biên Hòa, Biên Hoà", "bien hoa, bien hoa"),
        ("Đường Điện Biên Phủ", "duong dien bien phu"),
        ("Ðường (chữ Eth)", "duong (chu eth)"),
        ("plain ASCII 123", "plain ascii 123"),
        ("図書館 – ok", "図書館 – ok"),
        ("", ""),
    ],
)
def test_case_accents_and_strokes_make_no_difference(text, folded):
    assert fold(text) == folded
    assert fold(normalize("NFD", text)) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_a_crowd_of_marks_is_folded_in_linear_time():
    began = time.process_time()
    assert fold("E" + "\u0301" * 40_000 + "\u0323" * 40_000 + "đ" + "—" * 40) == "ed" + "—" * 40
    assert time.process_time() - began < 2
