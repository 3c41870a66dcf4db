"""What `vanthu check` reads, and in which order."""

import io
import sys
from email import message_from_bytes
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cli.sources import Source, Unreadable, _contents, attached, sources

LETTER = b"From: a@dongnai.gov.vn\r\nSubject: one\r\n\r\nhello\r\n"
MBOX = (
    b"From a@x Mon Nov 23 08:00:00 2026\nSubject: one\n\nFrom here on it is prose.\n\nFrom Monday on too.\n\n"
    b"From b@x Mon Nov 23 08:01:00 2026\nSubject: two\n\nbye\n"
)


def read(*paths: Path | str) -> list[Source | Unreadable]:
    return list(sources(tuple(str(path) for path in paths)))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with everything in it."""
    for name, content in {
        "a.eml": LETTER,
        "b/box.mbox": MBOX,
        "b/no-suffix": LETTER,
        "b/notes.md": b"# not a letter",
        "c/.hidden/x.eml": LETTER,
        "c/report.pdf": b"%PDF-1.4 x",
        "d/cur/1:2,S": LETTER,
        "d/new/2": LETTER,
        "d/tmp/3": LETTER,
        "d/dovecot-uidlist": b"3 V1",
        "d/.Sent/cur/4:2,": LETTER,
        "d/.Sent/new/5": LETTER,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    return tmp_path


def test_a_folder_tree_gives_every_letter_and_document_once_and_sorted(tree: Path) -> None:
    names = [found.name.removeprefix(f"{tree}/") for found in read(tree) if isinstance(found, Source)]
    assert names == [
        *("a.eml", "b/box.mbox#1", "b/box.mbox#2", "b/no-suffix", "c/report.pdf"),
        *("d/new/2", "d/cur/1:2,S", "d/.Sent/new/5", "d/.Sent/cur/4:2,"),
    ]


def test_what_a_folder_holds_beside_letters_is_named_as_skipped(tree: Path) -> None:
    [skipped] = [found for found in read(tree) if isinstance(found, Unreadable)]
    assert skipped.skipped
    assert skipped.name.endswith("notes.md")


def test_an_mbox_is_split_at_separators_alone_and_prose_stays_whole(tree: Path) -> None:
    one, two = read(tree / "b" / "box.mbox")
    assert isinstance(one, Source)
    assert isinstance(two, Source)
    assert one.raw == b"Subject: one\n\nFrom here on it is prose.\n\nFrom Monday on too.\n\n"
    assert two.raw == b"Subject: two\n\nbye\n"


def test_an_eml_saved_with_its_separator_line_loses_just_that(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From a@x Mon Nov 23 08:00:00 2026\r\n" + LETTER)
    assert read(tmp_path / "a.eml") == [Source(str(tmp_path / "a.eml"), LETTER)]


@pytest.mark.parametrize("name", ["báo cáo.docx", 'a"b.pdf', "no suffix", "x\ny.png"])
def test_a_bare_document_is_attached_to_an_empty_message_under_its_own_name(name: str) -> None:
    content = bytes(range(256)) * 9
    message = message_from_bytes(attached(name, content))
    part = message.get_payload(0)
    assert part.get_filename() == name  # type: ignore[union-attr]
    assert part.get_payload(decode=True) == content  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(LETTER, ["-"]), (MBOX, ["-#1", "-#2"]), (b"%PDF-1.4", ["-"]), (b"", ["-"])],
    ids=["a letter", "an mbox", "a document", "nothing"],
)
def test_stdin_may_hold(content: bytes, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert [found.name for found in read("-")] == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.eml", b""), ("a.pdf", b""), ("a.eml", bytes(range(256))), ("program", b"\x7fELF\0\0\0")],
    ids=["an empty letter", "an empty document", "a letter that is binary", "a program"],
)
def test_what_is_plainly_no_message_is_unreadable(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    [found] = read(tmp_path / name)
    assert isinstance(found, Unreadable)
    assert not found.skipped


@pytest.mark.parametrize(
    "content", [b"\r\nno header\r\n", b"prose alone", b"\0x\r\nFrom: a@x\r\n\r\n"], ids=["no header", "prose", "a NUL before it"]
)
def test_a_letter_however_odd_is_judged(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(content)
    assert read(tmp_path / "a.eml") == [Source(str(tmp_path / "a.eml"), content)]


@given(st.binary(), st.sampled_from(["", "a.eml", "a.pdf", "a", "a.mbox"]))
def test_any_bytes_are_some_message(content: bytes, name: str) -> None:
    for raw in (content, b"From " + content, MBOX + content):  # or it is named as unreadable
        assert list(_contents("x", raw, name))


@pytest.mark.parametrize(
    "line", [b"1:11" * 1_000_000, b"From " * 1_000_000, b"\nFrom 1:1" * 500_000], ids=["times", "words", "starts"]
)
def test_an_mbox_made_to_be_slow_is_split_in_linear_time(line: bytes) -> None:
    began = perf_counter()
    assert list(_contents("x", b"From a@x 1:11\n\n\nFrom " + line, ""))
    assert perf_counter() - began < 5


def test_what_cannot_be_read_is_named_and_the_next_is_read(tree: Path) -> None:
    missing, found = read(tree / "missing.eml", tree / "a.eml")
    assert isinstance(missing, Unreadable)
    assert not missing.skipped
    assert found == Source(str(tree / "a.eml"), LETTER)
