"""Compact Font Format: the glyph name of each code, by a builder of the smallest programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.extract import cff
from tests.gateway.extract.documents import page, read, stream


def compact(encoding: bytes, charset: bytes = b"\x01\x01\x87\x01\x00\x4f\x00", count: int = 4, top: bytes = b"") -> bytes:
    """A Compact Font Format program: its glyphs are by default .notdef, "mu1", "uni1EC7" and "n"."""
    names, strings = _index(b"A"), _index(b"mu1", b"uni1EC7")
    start = 4 + len(names) + 5 + 18 + len(top) + len(strings) + 2
    places = (start, 15), (start + len(charset), 16), (start + len(charset) + len(encoding), 17)
    entries = b"".join(b"\x1d" + place.to_bytes(4, "big") + bytes([operator]) for place, operator in places)
    return b"\1\0\4\1" + names + _index(top + entries) + strings + b"\0\0" + charset + encoding + _index(*[b"\x0e"] * count)


def _index(*items: bytes) -> bytes:
    ends = [1 + sum(len(item) for item in items[:at]) for at in range(len(items) + 1)]
    return len(items).to_bytes(2, "big") + b"\1" + bytes(ends) + b"".join(items)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param(compact(b"\0\3\1\2\3"), {1: "/mu1", 2: "/uni1EC7", 3: "/n"}, id="an array of codes"),
        pytest.param(compact(b"\1\2\x20\1\x61\0"), {32: "/mu1", 33: "/uni1EC7", 97: "/n"}, id="ranges of codes"),
        pytest.param(compact(b"\x80\1\1\1\xad\1\x87"), {1: "/mu1", 0xAD: "/mu1"}, id="a code of its own"),
        pytest.param(compact(b"\0\2\5\6", b"\0\1\x87\0\1"), {5: "/mu1", 6: "/space"}, id="an array of names"),
        pytest.param(compact(b"\0\2\5\6", b"\2\1\x87\0\1", 3), {5: "/mu1", 6: "/uni1EC7"}, id="long ranges of names"),
        pytest.param(compact(b"\0\1\5", top=b"\x1c\0\1\0\x1e\x1f\xf8\x00\xfb\x00\x0c\x07"), {5: "/mu1"}, id="other numbers"),
        pytest.param(compact(b"\0\1\5", top=b"\x8b\x0c\x1e"), {}, id="glyphs that have numbers only"),
        pytest.param(compact(b"\0\3\1\2\3")[:60], {}, id="cut off"),
        pytest.param(b"", {}, id="nothing"),
    ],
)
def test_compact_programs_name_their_codes(program, expected):
    assert cff.names_of_codes(program) == expected


@given(st.binary(max_size=60), st.integers(0, 80))
def test_any_compact_program_comes_out_with_a_value(noise: bytes, at: int):
    whole = compact(b"\0\3\1\2\3")
    cff.names_of_codes(whole[:at] + noise + whole[at + len(noise) :])


def test_a_font_without_an_encoding_has_that_of_its_program():
    font = "<</Subtype/Type1/BaseFont/.VnTime/FontDescriptor<</FontFile3 12 0 R>>/Encoding<</Differences[9/Agrave]>>>>"
    program = stream(compact(b"\0\3\1\2\3"), "/Subtype/Type1C", packed=True)
    body = page(b"BT /F2 12 Tf 50 700 Td (\x02\x03\x09\xb8)Tj ET", "/Font<</F2 11 0 R>>", {11: font, 12: program})
    assert [(run.text, run.font) for run in read(body).runs] == [("ệnÀ¸\n", ".VnTime")]
