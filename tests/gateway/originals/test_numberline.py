"""The number's line is found among the others, and what most readings say of it is taken."""

import pytest

from gateway.originals.numberline import agreed, beside_date, by_hand, left_open, number_line, numbered
from gateway.originals.reading import Word, line, rows


def words(*pieces: tuple[int, int, str], confidence: float = 90.0) -> list[Word]:
    """Words 20 pixels high, each piece (left, top, text) seen as one line."""
    found = []
    for strip, (begin, top, text) in enumerate(pieces):
        left = begin
        for word in text.split():
            found.append(Word(word, left, top, left + 10 * len(word), top + 20, confidence, strip))
            left += 10 * len(word) + 8
    return found


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param([(0, 0, "SỞ Y TẾ"), (0, 60, "Số: 42/QĐ-SYT"), (500, 62, "Biên Hòa, ngày 5")], "Số: 42/QĐ-SYT", id="plain"),
        pytest.param([(0, 0, "Số:"), (95, 0, "/GM-SYT"), (400, 0, "Kiên Giang")], "Số: /GM-SYT", id="room to write in"),
        pytest.param([(0, 0, "SI: 7/TTr-PGDĐT"), (180, 0, "Độc lập")], "SI: 7/TTr-PGDĐT", id="the right column is near"),
        pytest.param([(0, 0, "Số: 123"), (0, 60, "Số: 9/KH-STC")], "Số: 9/KH-STC", id="the arrival stamp has no symbol"),
        pytest.param([(0, 0, "12/UBND-VX")], "12/UBND-VX", id="its beginning was lost"),
        pytest.param([(0, 0, "Số:1943")], "Số:1943", id="its symbol was lost"),
        pytest.param([(600, 0, "Số: 42/QĐ-SYT")], None, id="in the right column"),
        pytest.param([(0, 500, "Số: 42/QĐ-SYT")], None, id="far below the head"),
        pytest.param([(0, 0, "SỞ TÀI CHÍNH"), (0, 40, "Sở Y tế và/hoặc UBND")], None, id="no number"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_the_number_is_found_in_its_place(pieces, expected):
    found = rows(words(*pieces))
    span = number_line(found, 1000, 400)
    assert (span and " ".join(word.text for word in found[span.row][: span.count])) == expected


def test_the_room_of_a_number_ends_before_the_other_column():
    found = rows(words((100, 50, "Số: 42/QĐ-SYT"), (300, 50, "Độc lập")))
    span = number_line(found, 1000, 400)
    assert span is not None
    left, top, right, bottom = span.room
    assert (left, top, bottom) == (88, 38, 82)
    assert 238 <= right < 300


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param([("Số: 5/QĐ-STTTI", 90), ("Số: 5/QĐ-STTTT", 60), ("Số: 5/QĐ-STTTT", 50)], "Số: 5/QĐ-STTTT", id="most"),
        pytest.param([("Số: 5/QĐ-STC", 40), ("Số: 6/QĐ-STC", 80)], "Số: 6/QĐ-STC", id="the surer of two"),
        pytest.param([("Số: 5/QĐ-STC", 70), ("Số: 6/TB-STC", 99), ("Số: 7/QĐ-STC", 60)], "Số: 5/QĐ-STC", id="the symbol first"),
        pytest.param([("Số: 5/ 66QĐ:", 90), ("Số: 5/QĐ-STC", 20)], "Số: 5/QĐ-STC", id="the one that is a number"),
        pytest.param([("Số5STC", 10), ("SE", 90)], "Số5STC", id="none is: as it was read first"),
    ],
)
def test_readings_are_put_to_the_vote(readings, expected):
    said = agreed([words((40, 0, text), confidence=sure) for text, sure in readings])
    assert said.text == expected
    assert (said.left, said.right) == (40, rows(words((40, 0, readings[0][0])))[0][-1].right)
    assert line((said,)) == expected


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param([(500, 100, "Biên Hòa, ngày 5 tháng 8 năm 2026")], (0, 60, 80, 490, 160), id="nothing was seen there"),
        pytest.param([(150, 102, "|-"), (500, 100, "Huế, ngày 5 tháng 8 năm 2026")], (1, 60, 80, 490, 160), id="or rubbish"),
        pytest.param([(0, 100, "Căn cứ văn bản ngày 5 tháng 8 năm 2026")], None, id="a date in the text"),
        pytest.param([(500, 600, "Biên Hòa, ngày 5 tháng 8 năm 2026")], None, id="far below the head"),
        pytest.param([(500, 100, "Độc lập - Tự do")], None, id="no date"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_a_number_that_nobody_saw_is_looked_for_beside_the_date(pieces, expected):
    span = beside_date(rows(words(*pieces)), 1000, 400)
    assert (span and (span.count, *span.room)) == expected


def test_rows_with_a_number_are_told_from_the_others():
    found = rows(words((0, 0, "SỞ Y TẾ"), (0, 40, "Số: 4/QĐ-SYT"), (0, 80, "V/v sao y")))
    assert [line(row) for row in numbered(found)] == ["Số: 4/QĐ-SYT"]


def line_of(*pieces: tuple[str, int, float]) -> list[Word]:
    """Words of one line: text, height in pixels, confidence."""
    return [Word(text, place * 100, 0, place * 100 + 90, high, sure) for place, (text, high, sure) in enumerate(pieces)]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param([("Số:", 25, 96), ("42/QĐ-SYT", 30, 70)], False, id="print, a Q below the line"),
        pytest.param([("Số:", 32, 97), ("02", 36, 83), ("/GM-SYT", 25, 88)], True, id="larger than its symbol"),
        pytest.param([("Só:422/QĐ-SYT", 43, 52)], True, id="larger than the page's print"),
        pytest.param([("Số:240/SYT-", 39, 4), ("NVY", 25, 88)], True, id="larger than the symbol's end"),
        pytest.param([("Số:", 19, 97), ("832/GM-UBND", 29, 92)], False, id="a speck above sure print"),
        pytest.param([("Số:", 25, 97), ("/GM-SYT", 26, 88)], False, id="not filled in"),
        pytest.param([("Số:", 25, 97), ("1943", 50, 20)], False, id="no symbol"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_a_serial_written_by_hand_is_told_by_its_height(pieces, expected):
    assert by_hand(line_of(*pieces), 28.0) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Só:4223 /QĐ-SYT", "Số: /QĐ-SYT"),
        ("Số: 12/2011/QĐ-UBND HỎA TỐC", "Số: /2011/QĐ-UBND HỎA TỐC"),
        ("Số: /GM-SYT", "Số: /GM-SYT"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_a_serial_that_is_left_open_leaves_the_symbol(text, expected):
    assert left_open(Word(text, 0, 0, 90, 25)).text == expected
