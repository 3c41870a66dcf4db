"""What `vanthu convert` says of each file: to people at a terminal, and as JSON.

What must stay true: text from a file is never taken for markup and cannot move the cursor.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gateway.convert.story import Tally
from gateway.log import clean
from policies.text.charset_wording import ENCODING_NAMES

OFFICE = {"doc": ("Word", "docx"), "xls": ("Excel", "xlsx"), "ppt": ("PowerPoint", "pptx")}
NAMES = ENCODING_NAMES | {"utf-8": "Unicode khai sai bảng mã"}
KINDS = ".docx .xlsx .pptx .odt .ods .odp .rtf .txt .csv .html .eml"
FONTS = 6  # names shown of those that one font replaces
# What went wrong, and what to do about it
PROBLEMS = {
    "exists": (
        "Đã có {about}: xóa hoặc đổi tên tệp ấy, chọn chỗ khác bằng --output, hoặc dùng --force để ghi đè.",
        "{about} is there already: remove or rename it, choose another place with --output, or overwrite it with --force.",
    ),
    "disk": ("Không đọc hoặc ghi được: {about}.", "Cannot be read or written: {about}."),
    "encrypted": (
        "Tệp có mật khẩu: mở ra, bỏ mật khẩu, lưu lại rồi chạy lại lệnh này.",
        "The file is encrypted: open it, remove the password, save it, and run this again.",
    ),
    "damaged": (
        "Tệp hỏng ({about}): mở bằng chương trình đã tạo ra nó, lưu lại rồi chạy lại lệnh này.",
        "The file is damaged ({about}): open it in the program that made it, save it, and run this again.",
    ),
    "over-limit": (
        "Tệp vượt giới hạn an toàn ({about}): chia nhỏ tài liệu rồi chuyển từng phần.",
        "The file is beyond the limits of safety ({about}): split it, and convert the pieces.",
    ),
    "office": (
        'Tệp {program} kiểu cũ: lưu lại thành .{new} bằng {program} (hay soffice --convert-to {new} "TỆP") rồi chuyển tệp mới.',
        "An old {program} file: save it as .{new} in {program} or LibreOffice, then convert that.",
    ),
    "pdf": (
        "Chữ trong PDF không thay được: chuyển tài liệu gốc rồi xuất PDF mới.",
        "Text in a PDF cannot be replaced: convert the document that it was made from, and make the PDF anew.",
    ),
    "unsupported": (
        f"Không chuyển được loại tệp này; chuyển được {KINDS}.",
        f"No file of a kind that can be converted: {KINDS}.",
    ),
}
NOTES = {
    "signed": (
        "Thư có chữ ký (DKIM hoặc S/MIME): chữ ký không còn khớp với bản chép.",
        "The letter bears a signature (DKIM or S/MIME), which no longer fits the copy.",
    ),
    "signature": (
        "Tài liệu có chữ ký số: chữ ký không còn giá trị với bản chép.",
        "The document bears a digital signature, which is not valid for the copy.",
    ),
    "sheet-renamed": (
        "Tên trang tính đã đổi sang Unicode, các công thức trỏ đến cũng đổi theo.",
        "Sheets were renamed, and the formulas that name them.",
    ),
    "sheet-kept": (
        "Tên trang tính giữ nguyên vì tên mới trùng nhau hoặc quá dài: hãy tự đổi tên.",
        "Names of sheets were kept, as the new ones would clash or be too long: rename them by hand.",
    ),
    "attachment-kept": (
        "Tệp kèm {about} giữ nguyên vì không chuyển được tại chỗ: hãy mở ra, lưu riêng rồi chuyển tệp ấy.",
        "The attachment {about} was kept, as it cannot be converted in its place: open it, save it apart, and convert that.",
    ),
}


UNSAFE = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")  # acts or hides


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file was not converted: a reason of `PROBLEMS` or of `Unread`, and what it is about."""

    reason: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.  `output`: "" where nothing was legacy, or something went wrong."""

    source: str
    output: str = ""
    tally: Tally = field(default_factory=Tally)
    problem: Problem | None = None


class View:
    """Shows one file after another."""

    def __init__(self, *, stderr: bool = False) -> None:
        self._console = Console(highlight=False, soft_wrap=True, stderr=stderr)
        self._errors = Console(highlight=False, soft_wrap=True, stderr=True)

    def show(self, outcome: Outcome) -> None:
        """Show what became of a file."""
        source = clean(outcome.source)
        if outcome.problem is not None:
            vi, en = said(outcome.problem)
            self._errors.print(Text.assemble(("✗ ", "bold red"), (source, "bold"), f": {vi}"))
            self._errors.print(Text(f"  {en}", "dim"))
            return
        done = Text.assemble(("✓ ", "green"), (source, "bold"))
        if outcome.output:
            self._console.print(done + Text.assemble(" → ", (clean(outcome.output), "bold")))
        else:
            self._console.print(done + Text(": không có gì phải chuyển sang Unicode, không ghi gì."))
            self._console.print(Text("  Nothing to convert, nothing was written.", "dim"))
        for vi, en, value in _lines(outcome.tally):
            label = Text.assemble(f"  {vi:<10}", (f"{en:<10}", "dim"))
            if self._console.is_terminal:
                beside = Table.grid(Column(width=label.cell_len), Column())
                beside.add_row(label, Text(value))
                self._console.print(beside, soft_wrap=False)
            else:
                self._console.print(label + value)


def said(problem: Problem) -> tuple[str, str]:
    """What went wrong and what to do, in Vietnamese and in English."""
    about, reason = clean(problem.about), problem.reason
    if reason == "unsupported" and about in OFFICE:
        program, new = OFFICE[about]
        return filled(PROBLEMS["office"], program=program, new=new)
    if reason == "unsupported" and about == "pdf":
        return PROBLEMS["pdf"]
    return filled(PROBLEMS.get(reason, PROBLEMS["unsupported"]), about=about)


def filled(templates: tuple[str, str], **values: str) -> tuple[str, str]:
    """Both sentences with these words in them."""
    return templates[0].format(**values), templates[1].format(**values)


def json_line(outcome: Outcome) -> str:
    """One JSON object that does nothing to a terminal."""
    tally = outcome.tally
    shape: dict[str, Any] = {"source": outcome.source, "output": outcome.output or None}
    if outcome.output:
        shape |= {
            "encodings": dict(tally.characters),
            "places": tally.places,
            "fonts": tally.fonts.replaced,
            "examples": [{"looks": looks, "reads": reads} for looks, reads in tally.examples],
        }
    if outcome.problem is None:
        shape["notes"] = [_told(code, about) for code, about in tally.notes]
    if outcome.problem is not None:
        vi, en = said(outcome.problem)
        shape["problem"] = {"reason": outcome.problem.reason, "about": outcome.problem.about, "message": {"vi": vi, "en": en}}
    return UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], json.dumps(shape, ensure_ascii=False))


def _told(code: str, about: str) -> dict[str, Any]:
    vi, en = filled(NOTES[code], about=about)
    return {"code": code, "about": about, "message": {"vi": vi, "en": en}}


def _lines(tally: Tally) -> Iterator[tuple[str, str, str]]:
    """What was done, a line each: in Vietnamese, in English, and what it is."""
    if tally.characters:
        counts = [f"{NAMES.get(name, name)} {_number(count)} chữ" for name, count in tally.characters.most_common()]
        yield "Bảng mã", "Encoding", f"{', '.join(counts)}, ở {_number(tally.places)} chỗ"
    for index, (old, new) in enumerate(() if tally.empty else _fonts(tally.fonts.replaced)):
        yield *(("Phông chữ", "Fonts") if index == 0 else ("", "")), f"{old} → {new}"
    for looks, reads in tally.examples[:1]:
        yield "Ví dụ", "Example", f"{clean(looks.replace(chr(0xAD), '-'))} → {clean(reads)}"
    for index, (code, about) in enumerate(tally.notes):
        vi, en = filled(NOTES[code], about=clean(about))
        yield *(("Lưu ý", "Note") if index == 0 else ("", "")), f"{vi}  {en}"


def _fonts(replaced: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The old fonts that each new one stands in for; a table of fonts may name a hundred."""
    for new in sorted(set(replaced.values())):
        olds = sorted(old for old in replaced if replaced[old] == new)
        more = f" và {len(olds) - FONTS} phông khác" if len(olds) > FONTS else ""
        yield ", ".join(map(clean, olds[:FONTS])) + more, new


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
