"""Plain text and CSV: legacy bytes become UTF-8 with a byte order mark, line ends and Unicode lines stay."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.convert import story
from gateway.convert.plain import convert
from gateway.convert.story import Tally
from gateway.extract.budget import budget
from policies.core.facts import Run
from tests.gateway.convert.images import ADDRESSED, LIMITS, SENTENCE, copied, found, new, octets

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "vps", "viscii"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_legacy_file_becomes_utf8_that_excel_opens_right(encoding: str, name: str) -> None:
    text = f"{SENTENCE}\r\n\r\nđồng chí;nhiệm vụ\r\n"
    copy = new(octets(text, encoding), name)
    assert copy == MARK + text.encode()
    assert found(copy, name) == set()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (octets(SENTENCE, "vni") + b"\nplain\r\n\n", f"{SENTENCE}\nplain\r\n\n"),
        (octets(SENTENCE, "tcvn3") + b"\n" + ADDRESSED.encode() + b"\n", f"{SENTENCE}\n{ADDRESSED}\n"),
        (MARK + SENTENCE.encode().decode("cp1252", "replace").encode(), None),
        (octets(SENTENCE, "tcvn3") + b" \x93" + octets("Quyết định", "tcvn3") + b"\x94 x", f"{SENTENCE} “Quyết định” x"),
    ],
    ids=["mixed line ends", "legacy and UTF-8 lines in one file", "UTF-8 that was damaged", "quotation marks of Windows"],
)
def test_lines_are_read_one_by_one(body: bytes, expected: str | None) -> None:
    copy = copied(body, "a.txt").body
    if expected is not None:
        assert copy == MARK + expected.encode()


def test_text_that_was_read_as_windows_1252_and_saved_as_unicode_keeps_its_form() -> None:
    text = octets(SENTENCE, "vni").decode("cp1252")
    assert new(b"\xff\xfe" + text.encode("utf-16-le"), "a.txt") == b"\xff\xfe" + SENTENCE.encode("utf-16-le")
    assert new(text.encode(), "a.txt") == MARK + SENTENCE.encode()


@pytest.mark.parametrize(
    "body",
    [b"", b"plain", SENTENCE.encode(), MARK + SENTENCE.encode(), "l'été à Paris".encode("latin-1"), SENTENCE.encode("utf-16")],
    ids=["nothing", "ASCII", "UTF-8", "UTF-8 with a mark", "French in Latin-1", "UTF-16"],
)
def test_other_text_has_no_copy(body: bytes) -> None:
    assert copied(body, "a.txt").body is None


@given(st.lists(st.sampled_from(SENTENCE.split() + ADDRESSED.split() + ["\n", "1.", "(a)"]), max_size=40))
def test_any_unicode_text_comes_back_from_its_vni_image(words: list[str]) -> None:
    text = "\n".join([SENTENCE, " ".join(words), ADDRESSED])
    assert new(octets(text, "vni"), "a.txt") == MARK + text.encode()


@given(st.binary(max_size=400).filter(lambda body: not body.startswith((b"\xff\xfe", b"\xfe\xff", MARK))))
def test_any_bytes_are_taken(body: bytes) -> None:
    tally = Tally()
    copy = convert(body, budget(LIMITS, len(body)), tally)
    assert (copy == body) or not tally.empty


@pytest.mark.parametrize("lines", [1, 400])
def test_a_line_that_shows_little_by_itself_is_read_as_the_rest_of_a_file_however_long(lines: int) -> None:
    assert copied(b"h\xe4p M\xfcller\r\n", "a.txt").body is None  # nothing shows that it is TCVN3
    copy = new(octets(f"{SENTENCE}\r\n" * lines, "tcvn3") + b"h\xe4p M\xfcller\r\n", "a.txt")
    assert copy == MARK + f"{SENTENCE}\r\n".encode() * lines + "họp Müller\r\n".encode()


def test_a_line_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose encoding is known is read in that; only lines that make no sense in it are searched for others."""
    asked: list[str] = []
    real = story.converted

    def watched(runs: Sequence[Run]) -> tuple[str, ...]:
        asked.extend(run.text for run in runs)
        return real(runs)

    monkeypatch.setattr("gateway.convert.story.converted", watched)
    copied(octets(f"{SENTENCE}\r\n" * 400, "tcvn3"), "a.txt")
    assert len("".join(asked).replace("\n", "")) <= story.SHOWING
