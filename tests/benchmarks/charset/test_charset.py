"""The benchmark itself: what it encodes reads back, its cases are well-formed, it runs on any folder of texts."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.encodings import decode
from policies.text.syllables import SYLLABLES
from policies.text.views import view_1252, view_1258
from policies.text.viqr import decode_viqr
from tests.benchmarks.charset import encode
from tests.benchmarks.charset.__main__ import main
from tests.benchmarks.charset.cases import cases, scored_cases
from tests.benchmarks.charset.make_pairs import laid_out, older_spelling, words_of
from tests.benchmarks.charset.segments import typed

PHRASES = st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=6).map(" ".join)
# "OỌC" may be "ỌC" too where a capital stands before its small letter.
HEADINGS = PHRASES.filter(lambda phrase: not re.search(r"([aeiou])[\u0300-\u036f]*\1", normalize("NFD", phrase)))
FORMS = [
    (name, form) for name in encode.TABLES if name != "viqr" for form in encode.FORMS.get(name, ("",)) if form != encode.HORNLESS
]
PARAGRAPHS = (
    "Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành báo cáo kết quả thực hiện trước ngày 30 tháng 6.",
    "Giám đốc Sở Nội vụ, Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm thi hành Quyết định này kể từ ngày ký.",
    "Trong những năm gần đây, thành phố đã xây dựng nhiều trường học và bệnh viện mới cho người dân ở vùng xa.",
)


@given(PHRASES)
@pytest.mark.parametrize(("name", "form"), FORMS)
def test_an_encoded_phrase_reads_back(name, form, phrase):
    assert decode(encode.byte_view(phrase, name, form), name) == phrase


@given(HEADINGS)
@pytest.mark.parametrize(("name", "form"), [form for form in FORMS if form[0] != "bkhcm1"])  # two of its capitals share codes
def test_an_encoded_heading_reads_back_but_for_its_case(name, form, phrase):
    assert decode(encode.byte_view(phrase.upper(), name, form), name).lower() == phrase


def test_a_hornless_phrase_has_lost_its_letter():
    assert encode.byte_view("trường", "tcvn3", encode.HORNLESS) == "trêng"


@given(PHRASES)
def test_viqr_reads_back_word_by_word(phrase):
    words = encode.byte_view(phrase, "viqr").split()
    assert normalize("NFC", " ".join(map(decode_viqr, words))) == phrase


@given(st.text(st.characters(max_codepoint=0xFF)))
@pytest.mark.parametrize("way", ["1252", "c1", "symbols"])
def test_bytes_that_became_text_can_be_viewed_again(way, view):
    assert view_1252(encode.carried(view, way)) == view


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_bytes_that_vietnamese_windows_took_for_its_own_can_be_viewed_again(view):
    assert view_1258(encode.carried(view, "1258")) == view


@given(PHRASES)
@pytest.mark.parametrize(
    ("route", "codec"), [("latin1", "latin-1"), ("mac", "mac_roman"), ("cp437", "cp437"), ("cp850", "cp850")]
)
def test_garbled_text_is_utf8_under_another_name(route, codec, phrase):
    assert encode.garbled(phrase, route).encode(codec).decode() == phrase


@pytest.mark.parametrize(
    ("telex", "expected"), [(True, "Ury ban nhaan daan"), (False, "U3y ban nha6n da6n")], ids=["Telex", "VNI typing"]
)
def test_a_phrase_is_typed_as_with_the_keyboard_program_off(telex, expected):
    assert typed("Ủy ban nhân dân", telex=telex) == expected


@pytest.mark.parametrize(("new", "old"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("quý", "quý"), ("hoàn", "hoàn")])
def test_the_tone_stands_where_the_older_spelling_puts_it(new, old):
    assert older_spelling(new) == old


def test_words_with_a_figure_between_them_are_neighbours():
    assert words_of("Ngày 14/01, UBND tỉnh Hoà Bình") == ["ngày", "ubnd", "tỉnh", "hòa", "bình"]


def test_a_table_that_is_laid_out_is_python_that_says_the_same():
    groups = {2: " ".join(f"từ{number}" for number in range(200)) + "\nhai dòng", 1: "một"}
    scope: dict[str, dict[int, str]] = {}
    exec(laid_out("TABLE", groups, '"""A table."""'), scope)
    assert scope["TABLE"] == groups


def test_cases_by_hand_are_many_and_each_has_a_name_of_its_own():
    names = [case.id for case in cases()]
    assert len(names) == len(set(names)) >= 250


def test_the_detector_is_as_good_on_cases_by_hand_as_it_was():
    scores = scored_cases()
    assert scores.precision >= 0.95, scores.wrong
    assert scores.recall >= 0.95, scores.wrong


def test_every_part_of_the_report_is_made_of_any_folder_of_texts(tmp_path, capsys):
    vietnamese = tmp_path / "vi" / "heldout"
    lists = tmp_path / "vi" / "lists" / "heldout"
    for folder in (vietnamese, lists, tmp_path / "foreign" / "fr"):
        folder.mkdir(parents=True)
    for name in ("admin-laws", "general-news"):
        (vietnamese / f"{name}.txt").write_text("\n".join(PARAGRAPHS))
    for name, line in (("names", "Nguyễn Thị Hạnh"), ("places", "Phường Quyết Thắng"), ("headings", "QUYẾT ĐỊNH")):
        (lists / f"{name}.txt").write_text(line)
    (tmp_path / "foreign" / "fr" / "heldout.txt").write_text("L'été où il a été reçu à l'école, il y avait déjà des élèves.")
    main(["--corpus", str(tmp_path), "--size", "0.001"])
    printed = capsys.readouterr().out
    assert [line[3:] for line in printed.splitlines() if line.startswith("## ")] == [
        "cases", "legacy", "words", "mixed", "innocent", "documents", "messages", "foreign", "speed",
    ]  # fmt: skip
