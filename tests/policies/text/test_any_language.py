"""Text in Unicode is never flagged, in whatever language; its image in a legacy encoding always is, from eight words on.

The texts are the Universal Declaration of Human Rights (free; from the collection "UDHR in Unicode"): Article 1 in 369
languages, all of it in Vietnamese, three misprints mended.
"""

import re
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.core.facts import Run
from policies.text.conversion import converted
from policies.text.encodings import BYTE_ENCODINGS
from policies.text.legacy import find
from policies.text.octets import judge
from policies.text.syllables import SYLLABLES
from tests.policies.text.test_legacy import as_seen, image

HERE = Path(__file__).parent
ARTICLES = [line.split("\t") for line in (HERE / "declarations.tsv").read_text(encoding="utf-8").splitlines()]
VIETNAMESE = (HERE / "declaration_vi.txt").read_text(encoding="utf-8").splitlines()
OURS = re.compile("[đơưạ-ỹ]", re.IGNORECASE)
CASE_KEPT = ("vni", "cp1258", "bkhcm2", "vietware-x")  # the others leave capitals to the font, or to control codes


def converted_text(text: str) -> str:
    """A plain text, converted line by line."""
    return "".join(converted([Run(line) for line in text.splitlines(keepends=True)]))


@pytest.mark.parametrize(("language", "text"), ARTICLES, ids=[language for language, _ in ARTICLES])
def test_text_in_any_language_is_left_alone(language: str, text: str) -> None:
    del language
    assert find(text) is None
    assert find(normalize("NFD", text)) is None
    assert converted_text(text) == text


@pytest.mark.parametrize("text", VIETNAMESE, ids=range(len(VIETNAMESE)))
def test_vietnamese_in_unicode_is_left_alone(text: str) -> None:
    assert find(text) is None
    assert find(text.upper()) is None
    assert converted_text(text) == text
    for charset in ("utf-8", "utf-16", None):
        judged = judge(text.encode(charset or "utf-8"), charset)
        assert (judged.legacy, judged.declared, judged.undecodable) == (None, None, False)


@st.composite
def stretches(draw: st.DrawFn) -> str:
    """Eight words or more that follow each other, six of them with letters that no other alphabet has."""
    words = draw(st.sampled_from([text for text in VIETNAMESE if len(text.split()) > 12])).split()
    first = draw(st.integers(0, len(words) - 9))
    stretch = words[first : draw(st.integers(first + 8, len(words)))]
    assume(len(stretch[0]) > 1)  # what is one sign at the start of a line may be a bullet
    assume(sum(OURS.search(word) is not None for word in stretch) >= 6)
    return " ".join(stretch)


@pytest.mark.parametrize("encoding", BYTE_ENCODINGS)
class TestItsImage:
    @given(text=stretches())
    def test_is_found_named_and_read_back(self, encoding: str, text: str) -> None:
        for seen in (as_seen(image(text, encoding), "cp1252"), image(text, encoding)):
            reading = find(seen, mojibake=False)
            assert reading is not None
            assert reading.encoding == encoding
            assert reading.unicode.lower() in text.lower()

    @given(text=stretches())
    def test_is_found_in_bytes_under_a_false_name(self, encoding: str, text: str) -> None:
        raw = image(text, encoding).encode("latin-1")
        for charset in (None, "utf-8", "iso-8859-1", "gb2312", "windows-1258" if encoding != "cp1258" else "big5"):
            legacy = judge(raw, charset).legacy
            assert legacy is not None
            assert legacy.encoding == encoding

    @given(text=stretches(), cuts=st.lists(st.integers(1, 400), max_size=6))
    def test_is_converted_back_however_it_is_cut_into_runs(self, encoding: str, text: str, cuts: list[int]) -> None:
        seen = as_seen(image(text, encoding), "cp1252")
        outer = {word for word in (seen.split()[0], seen.split()[-1]) if not word.isascii()}
        assume(SYLLABLES.isdisjoint(outer))  # a word as it stands, where the stretch ends, may be one
        ends = sorted({cut for cut in cuts if cut < len(seen)} | {len(seen)})
        runs = [Run(seen[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
        texts = converted(runs)
        assert len(texts) == len(runs)
        assert "".join(texts).lower() == text.lower()
        if encoding in CASE_KEPT:
            assert "".join(texts) == text


@given(text=stretches())
def test_its_mojibake_is_found_and_read_back(text: str) -> None:
    seen = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    reading = find(seen)
    assert reading is not None
    assert reading.encoding == "mojibake"
    assert converted_text(seen) == text


@given(text=stretches())
def test_its_viqr_is_found(text: str) -> None:
    reading = find(image(text, "viqr"))
    assert reading is not None
    assert reading.encoding == "viqr"
