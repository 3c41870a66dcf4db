"""`vanthu convert`, run as a user runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway.cli.copy_view import Problem, said
from tests.gateway.convert.images import SENTENCE, image, octets
from tests.gateway.extract.documents import docx, runs, zipped

ROOT = Path(__file__).parents[3]
WORD = docx(f"<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr><w:t>{image(SENTENCE)}</w:t></w:r></w:p>")
CLEAN = docx(f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>")
TEXT = octets(SENTENCE + "\r\n", "vni")


def convert(folder: Path, *arguments: str, stdin: bytes = b"", **more: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error.  `more`: variables of the environment."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_")}
    command = [sys.executable, "-P", "-m", "gateway", "convert", *arguments]
    environ |= {"PYTHONPATH": str(ROOT), **more}
    done = subprocess.run(command, input=stdin, env=environ, cwd=folder, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "báo cáo.docx").write_bytes(WORD)
    (tmp_path / "sạch.docx").write_bytes(CLEAN)
    (tmp_path / "ghi chú.txt").write_bytes(TEXT)
    return tmp_path


def test_a_copy_is_made_beside_the_file_and_what_was_done_is_told(folder: Path) -> None:
    before = files(folder)
    (folder / "báo cáo.docx").chmod(0o640)
    code, out, err = convert(folder, "báo cáo.docx")
    assert (code, err) == (0, "")
    copy = folder / "báo cáo (Unicode).docx"
    assert runs(copy.read_bytes())[0][:2] == (f"{SENTENCE}\n", "Times New Roman")
    assert copy.stat().st_mode & 0o777 == 0o640
    assert {name: body for name, body in files(folder).items() if name != copy.name} == before
    assert "báo cáo.docx → báo cáo (Unicode).docx" in out
    assert "TCVN3" in out
    assert ".VnTime → Times New Roman" in out
    assert "VÒ viÖc" in out
    assert "Về việc" in out


def test_a_file_in_unicode_is_told_and_nothing_is_written(folder: Path) -> None:
    before = files(folder)
    code, out, _ = convert(folder, "sạch.docx")
    assert code == 0
    assert "không có gì phải chuyển" in out
    assert files(folder) == before


def test_nothing_is_overwritten_unless_forced(folder: Path) -> None:
    kept = folder / "báo cáo (Unicode).docx"
    kept.write_bytes(b"kept")
    code, _, err = convert(folder, "báo cáo.docx")
    assert code == 2
    assert "--force" in err
    assert kept.read_bytes() == b"kept"
    assert convert(folder, "--force", "báo cáo.docx")[0] == 0
    assert kept.read_bytes() != b"kept"


def test_several_files_go_to_a_folder(folder: Path) -> None:
    (folder / "mới").mkdir()
    code, _, _ = convert(folder, "báo cáo.docx", "ghi chú.txt", "--output", "mới")
    assert code == 0
    assert sorted(files(folder / "mới")) == ["báo cáo (Unicode).docx", "ghi chú (Unicode).txt"]
    code, _, err = convert(folder, "báo cáo.docx", "ghi chú.txt", "--output", "một.docx")
    assert code == 2
    assert "--output" in err


def test_the_output_may_be_named(folder: Path) -> None:
    assert convert(folder, "ghi chú.txt", "-o", "x.txt")[0] == 0
    assert (folder / "x.txt").read_bytes().decode("utf-8-sig") == SENTENCE + "\r\n"
    assert (folder / "x.txt").stat().st_mode == (folder / "ghi chú.txt").stat().st_mode


def test_standard_input_goes_to_standard_output(folder: Path) -> None:
    code, out, err = convert(folder, "-", stdin=TEXT)
    assert (code, out) == (0, "\ufeff" + SENTENCE + "\r\n")
    assert "VNI" in err
    assert convert(folder, "-", stdin=SENTENCE.encode())[1] == SENTENCE
    letter = convert(folder, "-", stdin=b"Subject: x\r\n\r\n" + TEXT)[1]
    assert letter.startswith("Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/plain; charset=utf-8")


def test_json_says_the_same(folder: Path) -> None:
    code, out, _ = convert(folder, "--json", "báo cáo.docx", "sạch.docx", "không có.docx")
    assert code == 2
    done, clean, missing = [json.loads(line) for line in out.splitlines()]
    assert done["source"] == "báo cáo.docx"
    assert done["output"] == "báo cáo (Unicode).docx"
    assert done["encodings"].keys() == {"tcvn3"}
    assert done["fonts"] == {".VnTime": "Times New Roman"}
    looks, reads = done["examples"][0]["looks"], done["examples"][0]["reads"]
    assert SENTENCE.startswith(reads.removesuffix("…"))
    assert len(looks.split()) == len(reads.split())
    assert clean == {"source": "sạch.docx", "output": None, "notes": []}
    assert missing["problem"]["reason"] == "disk"


def test_an_attachment_that_cannot_be_converted_is_told_even_where_nothing_else_was(folder: Path) -> None:
    (folder / "thư.eml").write_bytes(b'Subject: x\r\nContent-Type: application/pdf; name="a.pdf"\r\n\r\n%PDF-1.4')
    code, out, _ = convert(folder, "thư.eml")
    assert code == 0
    assert "a.pdf giữ nguyên" in out


def told(folder: Path, name: str, body: bytes) -> str:
    (folder / name).write_bytes(body)
    before: dict[str, Any] = files(folder)
    code, _, err = convert(folder, name)
    assert code == 2
    assert files(folder) == before
    return err


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (Problem("unsupported", "doc"), "Tệp Word kiểu cũ: lưu lại thành .docx"),
        (Problem("unsupported", "xls"), "Tệp Excel kiểu cũ: lưu lại thành .xlsx"),
        (Problem("unsupported", "ppt"), "Tệp PowerPoint kiểu cũ: lưu lại thành .pptx"),
        (Problem("encrypted", "ole"), "bỏ mật khẩu"),
        (Problem("something new"), ".docx .xlsx"),
    ],
    ids=["doc", "xls", "ppt", "encrypted", "a reason nobody knew"],
)
def test_old_and_closed_files_are_told_with_what_to_do(problem: Problem, expected: str) -> None:
    vi, en = said(problem)
    assert expected in vi
    assert "{" not in vi + en


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("a.pdf", b"%PDF-1.4", "chuyển tài liệu gốc"),
        ("a.zip", zipped({"x": "y"}), ".docx .xlsx"),
        ("a.docx", WORD[:-30], "Tệp hỏng"),
        ("a.docx", docx("<w:p><w:r><w:t>" + "a" * 30_000_000 + "</w:t></w:r></w:p>"), "giới hạn"),
        ("a.doc", OLE, "Tệp hỏng"),
    ],
    ids=["PDF", "zip", "cut off", "bomb", "an old file that is no file"],
)
def test_what_cannot_be_converted_is_told_with_what_to_do(tmp_path: Path, name: str, body: bytes, expected: str) -> None:
    assert expected in told(tmp_path, name, body)


def test_what_was_done_stands_on_few_lines_however_many_fonts_a_table_names(folder: Path) -> None:
    names = [".VnTime", ".VnAristote", ".VnBodoni", ".VnClarendon", ".VnCooper", ".VnExotic", ".VnFree", ".VnKoala", ".VnArial"]
    table = "".join(f"{{\\f{number}\\fnil {name};}}" for number, name in enumerate(names))
    text = "".join(f"\\'{code:02x}" if code > 0x7F else chr(code) for code in octets("Độc lập   |   Tự do", "tcvn3"))
    text = text.replace("|", "\\tab\\tab ")
    (folder / "bảng phông.rtf").write_text(f"{{\\rtf1\\ansi{{\\fonttbl{table}}}\\f0 {text}\\par}}")
    code, out, _ = convert(folder, "bảng phông.rtf")
    assert code == 0
    assert [" ".join(line.split()) for line in out.splitlines()[2:]] == [
        "Phông chữ Fonts .VnArial → Arial",
        ".VnAristote, .VnBodoni, .VnClarendon, .VnCooper, .VnExotic, .VnFree và 2 phông khác → Times New Roman",
        "Ví dụ Example §éc lËp Tù do → Độc lập Tự do",
    ]


def test_at_a_narrow_terminal_values_stay_in_their_column(folder: Path) -> None:
    _, out, _ = convert(folder, "báo cáo.docx", "--force", COLUMNS="60", FORCE_COLOR="1")
    lines = re.sub("\x1b\\[[0-9;]*m", "", out).splitlines()[1:]
    assert {line[:22].strip() for line in lines} == {"Bảng mã   Encoding", "Phông chữ Fonts", "Ví dụ     Example", ""}
    assert max(map(len, lines)) <= 60
    assert "Về việc tăng cường công tác" in " ".join(" ".join(line[22:] for line in lines).split())
