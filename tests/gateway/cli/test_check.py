"""`vanthu check`, run as a user runs it, with the demonstration's letters and directory."""

import json
import os
import re
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
LETTERS = ROOT / "gateway" / "demo" / "letters"
CONFIG = ROOT / "gateway" / "demo" / "config"
CLEAN, HELD, MIXED = LETTERS / "lich-hop.eml", LETTERS / "gui-gmail.eml", LETTERS / "hai-nguoi-nhan.eml"


def check(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, config: Path = CONFIG, **more: str
) -> tuple[int, str, str]:
    """Exit code, standard output, standard error.  `more`: variables of the environment."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_")}
    environ |= {"PYTHONPATH": str(ROOT), "VANTHU_CONFIG": str(config), **more}
    command = [sys.executable, "-P", "-m", "gateway", "check", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, env=environ, cwd=cwd, capture_output=True, timeout=100, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_letter_of_a_folder_is_one_object_in_the_order_of_names() -> None:
    code, out, _ = check("--json", LETTERS)
    assert code == 1
    assert [shape["source"] for shape in objects(out)] == sorted(str(path) for path in LETTERS.glob("*.eml"))


def test_an_object_has_the_shape_of_the_contract() -> None:
    _, out, _ = check("--json", MIXED)
    [shape] = objects(out)
    assert list(shape) == ["source", "message_id", "verdict", "recipients", "findings", "documents"]
    assert shape["message_id"] == "<demo-hai-nguoi-nhan@dongnai.gov.vn>"
    assert shape["verdict"] == "quarantine"
    assert shape["recipients"] == {"tranthithu@dongnai.gov.vn": "forward", "levanmau-rieng@gmail.com": "quarantine"}
    [finding] = shape["findings"]
    assert (finding["code"], finding["article"], finding["action"]) == ("domain.recipient", "8.1", "quarantine")
    assert finding["recipient"] == "levanmau-rieng@gmail.com"
    assert set(finding["message"]) == {"vi", "en"}


def test_a_narrow_terminal_shows_every_word() -> None:
    letter = LETTERS / "tep-word-vni.eml"
    narrow = re.sub("\x1b\\[[0-9;]*m", "", check(letter, COLUMNS="80", FORCE_COLOR="1")[1])
    assert narrow.split() == check(letter)[1].split()
    assert max(map(len, narrow.splitlines()[1:])) <= 80
    assert "bấm «Chuyển mã»" in " ".join(narrow.split())


@pytest.mark.parametrize(
    ("paths", "code"),
    [((CLEAN,), 0), ((HELD,), 1), ((CLEAN, HELD), 1), ((ROOT / "missing.eml",), 2), ((HELD, ROOT / "missing.eml"), 2)],
    ids=["nothing is stopped", "one is held", "one of two is held", "nothing there", "what is missing outweighs what is held"],
)
def test_the_exit_code_says_what_came_of_it(paths: tuple[Path, ...], code: int) -> None:
    assert check(*paths)[0] == code


@pytest.mark.parametrize(
    ("options", "recipients"),
    [
        ((), {"vanphong@dongnai.gov.vn": "forward"}),
        (("--rcpt-to", "ai-do@gmail.com", "--mail-from", "levanmau@dongnai.gov.vn"), {"ai-do@gmail.com": "quarantine"}),
        (("--rcpt-to", "<ai-do@gmail.com>", "--mail-from", "<>"), {"ai-do@gmail.com": "forward"}),
        (("--rcpt-to", "ai-do@gmail.com", "--mail-from", ""), {"ai-do@gmail.com": "forward"}),
        (
            ("--rcpt-to", "a@dongnai.gov.vn", "--rcpt-to", "b@dongnai.gov.vn"),
            {"a@dongnai.gov.vn": "forward", "b@dongnai.gov.vn": "forward"},
        ),
    ],
    ids=["the header stands for it", "given whole", "the null sender", "an empty sender is the null sender", "recipients alone"],
)
def test_the_envelope_may_be_given(options: tuple[str, ...], recipients: dict[str, str]) -> None:
    _, out, _ = check("--json", *options, CLEAN)
    assert objects(out)[0]["recipients"] == recipients


@pytest.mark.parametrize(
    "options",
    [("--rcpt-to", "nobody"), ("--rcpt-to", ""), ("--rcpt-to", "a@b c"), ("--mail-from", "@x"), ("--mail-from", "a\r\nb@x")],
    ids=["no domain", "an empty recipient", "a blank in it", "no local part", "a line break in it"],
)
def test_an_address_that_is_none_is_told_in_one_line(options: tuple[str, str]) -> None:
    code, out, err = check(*options, CLEAN)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith(options[0])


def test_stdin_is_read_like_a_file() -> None:
    code, out, _ = check("--json", "-", stdin=HELD.read_bytes())
    assert code == 1
    assert objects(out)[0]["source"] == "-"


def test_a_bare_document_is_judged_as_if_attached(tmp_path: Path) -> None:
    (tmp_path / "ghi chép.txt").write_bytes("Phòng Kế hoạch báo cáo tình hình thực hiện nhiệm vụ".encode())
    code, out, _ = check("--json", "ghi chép.txt", cwd=tmp_path)
    assert code == 0
    [shape] = objects(out)
    assert (shape["source"], shape["recipients"], shape["findings"]) == ("ghi chép.txt", {}, [])


def attachment(letter: str) -> bytes:
    """The document that a letter carries."""
    message = message_from_bytes((LETTERS / letter).read_bytes(), policy=default)
    content: bytes = next(message.iter_attachments()).get_content()
    return content


@pytest.mark.parametrize(
    ("letter", "name", "finding"),
    [
        ("pdf-soan-thao.eml", "born.pdf", "original.not-scanned"),
        ("tep-word-vni.eml", "report.docx", "charset.legacy-text"),
    ],
    ids=["a PDF out of a word processor", "a Word file in VNI"],
)
def test_a_bare_document_is_no_bounce_and_is_held_like_any_other(letter: str, name: str, finding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(attachment(letter))
    code, out, _ = check("--json", name, cwd=tmp_path)
    [shape] = objects(out)
    assert (code, shape["verdict"]) == (1, "quarantine")
    assert finding in [found["code"] for found in shape["findings"]]


@pytest.mark.parametrize(
    ("more", "options", "verdict"),
    [
        (b"", (), "quarantine"),
        (b"", ("--mail-from", "<>"), "tag"),
        (b"Auto-Submitted: auto-replied\r\n", (), "tag"),
    ],
    ids=["nobody knows who sent it", "it is a bounce", "it calls itself automatic"],
)
def test_a_letter_without_from_is_a_bounce_only_where_it_says_so(
    more: bytes, options: tuple[str, ...], verdict: str, tmp_path: Path
) -> None:
    (tmp_path / "rules.toml").write_text('spared = ["original.*"]\n')
    lines = (LETTERS / "pdf-soan-thao.eml").read_bytes().splitlines(keepends=True)
    (tmp_path / "a.eml").write_bytes(more + b"".join(line for line in lines if not line.startswith(b"From:")))
    _, out, _ = check("--json", *options, "a.eml", cwd=tmp_path, config=tmp_path)
    assert objects(out)[0]["verdict"] == verdict


def test_an_mbox_is_judged_letter_by_letter(tmp_path: Path) -> None:
    separator = b"From a@x Mon Nov 23 08:00:00 2026\n"
    box = b"\n".join(separator + path.read_bytes().replace(b"\r\n", b"\n") for path in (CLEAN, HELD))
    (tmp_path / "box").write_bytes(box)
    code, out, _ = check("--json", "box", cwd=tmp_path)
    assert code == 1
    assert [(shape["source"], shape["verdict"]) for shape in objects(out)] == [("box#1", "forward"), ("box#2", "quarantine")]


def test_a_thousand_small_letters_take_seconds_and_keep_their_order(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number:04}.eml").write_bytes(CLEAN.read_bytes().replace(b"demo-lich-hop", b"%04d" % number))
    code, out, _ = check("--json", tmp_path)
    assert code == 0
    assert [shape["message_id"] for shape in objects(out)] == [f"<{number:04}@dongnai.gov.vn>" for number in range(1000)]


def test_people_read_the_verdict_the_finding_its_article_and_the_remedy() -> None:
    code, out, _ = check(HELD, LETTERS / "bang-ma-tcvn3.eml", CLEAN)
    assert code == 1
    assert "\x1b" not in out
    for text in ("GIỮ LẠI (quarantine)", "Điều 8.1", "Điều 4.5", "→ ", "Kính gửi Văn phòng", "3 thư: 1 chuyển tiếp, 2 giữ lại."):
        assert text in out


def test_a_letter_cannot_move_the_cursor_or_use_markup(tmp_path: Path) -> None:
    letter = b"From: a@dongnai.gov.vn\r\nTo: b@dongnai.gov.vn\r\nSubject: [red]\x1b[2Jx\x07[/nonsense]\r\n\r\nhi\r\n"
    (tmp_path / "a.eml").write_bytes(letter)
    code, out, _ = check("a.eml", cwd=tmp_path)
    assert code in (0, 1)
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[red]" in out


def test_a_name_that_is_no_unicode_leaves_as_json_all_the_same(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"b\xffo.eml")).write_bytes(CLEAN.read_bytes())
    code, out, _ = check("--json", tmp_path)
    assert code == 0
    assert os.fsencode(objects(out)[0]["source"]).endswith(b"b\xffo.eml")
