"""Words in their places become lines."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.originals.reading import Word, clean, line, rows


def words(*pieces: tuple[int, int, str]) -> list[Word]:
    """Words 20 pixels high, each piece (left, top, text) seen as one line."""
    found = []
    for strip, (begin, top, text) in enumerate(pieces):
        left = begin
        for word in text.split():
            found.append(Word(word, left, top, left + 10 * len(word), top + 20, 90.0, strip))
            left += 10 * len(word) + 10
    return found


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param([(0, 0, "một dòng chữ")], ["một dòng chữ"], id="one line"),
        pytest.param([(0, 40, "dưới"), (0, 0, "trên")], ["trên", "dưới"], id="lines come from the top"),
        pytest.param([(400, 4, "phải"), (0, 0, "trái")], ["trái\tphải"], id="columns side by side"),
        pytest.param([(400, 14, "phải"), (0, 0, "trái")], ["trái", "phải"], id="a column half a line lower"),
        pytest.param([(0, 0, "SỞ Y TẾ"), (60, 4, "dấu")], ["SỞ Y TẾ", "dấu"], id="a stamp across a line has one of its own"),
        pytest.param([(0, 0, "Số: 4/QĐ"), (400, 2, "Biên Hòa"), (0, 40, "V/v")], ["Số: 4/QĐ\tBiên Hòa", "V/v"], id="rows"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_lines_are_put_together_as_they_stand(pieces, expected):
    assert [line(row) for row in rows(words(*pieces))] == expected


def test_a_wide_gap_within_a_line_parts_its_columns():
    left, right = words((0, 0, "trái"))[0], words((200, 0, "phải"))[0]
    assert [line(row) for row in rows([left, right])] == ["trái\tphải"]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [("QyÐ", "QyĐ"), ("CĐÐ", "CĐ"), ("HĐĐT", "HĐĐT"), ("Sô\u0301", "Số")],
    ids=["an Icelandic letter", "a letter seen twice", "two letters alike", "an accent of its own"],
)
def test_letters_are_those_of_vietnamese(seen, expected):
    assert clean(seen) == expected


places = st.tuples(st.integers(-50, 3000), st.integers(-50, 3000), st.integers(0, 400), st.integers(0, 90), st.integers(0, 5))


@given(st.lists(places, max_size=40))
def test_no_word_is_lost_or_said_twice(boxes):
    seen = [Word(f"w{n}", x, y, x + w, y + h, 0.0, strip) for n, (x, y, w, h, strip) in enumerate(boxes)]
    said = [line(row) for row in rows(seen)]
    assert sorted(" ".join(said).replace("\t", " ").split()) == sorted(word.text for word in seen)
    assert all(unicodedata.is_normalized("NFC", text) for text in said)
