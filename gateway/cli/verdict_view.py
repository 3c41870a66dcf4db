"""A verdict for people at a terminal: colours there, plain text where it is piped.

What must stay true: text from a letter is never taken for markup and cannot move the cursor.
"""

from collections import Counter

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from gateway.cli.judging import Result
from gateway.log import clean
from gateway.wording import ACTIONS, code_of, excerpt, guide, remedy, statement, where
from policies.core.official import OfficialDocument
from policies.core.verdict import Action, Judged

STYLES = {Action.FORWARD: "green", Action.TAG: "yellow", Action.QUARANTINE: "bold red", Action.REJECT: "bold white on red"}
SIGNS = {Action.FORWARD: "✓", Action.TAG: "•", Action.QUARANTINE: "■", Action.REJECT: "✗"}
KINDS = {
    "scan": "bản quét",
    "photo": "ảnh chụp",
    "raster": "ảnh sạch của trang soạn thảo",
    "mixed": "vừa quét vừa soạn thảo",
    "born-digital": "xuất từ phần mềm soạn thảo",
    "editable": "tệp soạn thảo",
    "unreadable": "không đọc được",
}
SEALS = {"red": "dấu đỏ", "colourless": "dấu không màu", "none": "không thấy dấu"}
HANDS = {"handwritten": "chữ ký tay", "none": "không thấy chữ ký"}
DIGITAL = {
    "valid": "chữ ký số hợp lệ",
    "expired": "chứng thư số hết hạn",
    "untrusted": "chữ ký số không được tin cậy",
    "invalid": "chữ ký số hỏng",
}
PASTED = {"seal": "hình con dấu chèn vào", "signature": "hình chữ ký chèn vào"}
UNREAD = {
    "missing": "chưa đọc chữ: máy chưa có OCR tiếng Việt",
    "off": "chưa đọc chữ: OCR đang tắt",
    "budget": "không đọc kịp chữ",
}


def outcome(action: Action) -> Text:
    """The name of an outcome in its colour, Vietnamese and as in the rules."""
    return Text(f"{SIGNS[action]} {ACTIONS[action].upper()} ({action.word})", STYLES[action])


def one_line(text: str) -> str:
    """A sentence that may quote a letter, on one line."""
    return clean(" ".join(text.split()))


class View:
    """Shows one letter after another, then what it came to and how it is mended."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._count: Counter[Action] = Counter()
        self._guides: dict[str, None] = {}

    def letter(self, result: Result) -> None:
        """Show a letter: one line where nothing was found."""
        verdict = result.verdict
        self._count[verdict.action] += 1
        head = Text.assemble(outcome(verdict.action), "  ", (clean(result.name), "bold"))
        if result.judgement.subject:
            head.append(f"  {clean(result.judgement.subject)}", "dim")
        self._console.print(head)
        if len({action for _, action in verdict.outcomes}) > 1:
            for recipient, action in verdict.outcomes:
                self._indented(Text.assemble(f"{clean(recipient)}: ", outcome(action)))
        for judged in verdict.judged:
            self._finding(judged)
        for document in result.judgement.documents:
            if document.official or document.unread in UNREAD:
                self._indented(Text(described(document), "dim"))

    def summary(self) -> None:
        """Show how many letters came to which outcome."""
        parts = [f"{self._count[action]} {ACTIONS[action]}" for action in Action if self._count[action]]
        self._console.print(Text(f"{self._count.total()} thư: {', '.join(parts)}." if parts else "Không có thư nào."))

        if self._guides:
            self._console.print(Text("Cách sửa:", "bold"))
            for line in self._guides:
                program, _, steps = line.partition(": ")
                self._indented(Text.assemble(("• ", "cyan"), (one_line(program), "bold"), f": {one_line(steps)}"))

    def _finding(self, judged: Judged) -> None:
        finding = judged.finding
        code = code_of(finding)
        head = Text.assemble((f"Điều {code.article} ", "bold"), (code.code, STYLES[judged.action]), f"  {ACTIONS[judged.action]}")
        if place := where(finding):
            head.append(f"  [{one_line(place)}]", "dim")
        self._indented(head)
        self._indented(Text(one_line(statement(finding)[0])), 4)
        if shown := excerpt(finding):
            self._indented(Text.assemble(("trông thấy:  ", "dim"), (one_line(shown[0]), "red")), 4)
            self._indented(Text.assemble(("phải đọc là: ", "dim"), (one_line(shown[1]), "bold green")), 4)
        self._indented(Text.assemble(("→ ", "cyan"), one_line(remedy(finding)[0])), 4)
        self._guides.update(dict.fromkeys(guide(finding)[0]))

    def _indented(self, text: Text, columns: int = 2) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(text, (0, 0, 0, columns)), soft_wrap=False)  # which would cut it at the edge
        else:
            self._console.print(Text(" " * columns) + text)


def described(document: OfficialDocument) -> str:
    """A document in words, on one line."""
    scanned = document.kind in ("scan", "photo", "raster")
    words = (
        KINDS.get(document.kind, document.kind),
        document.type,
        f"số {document.number}" if document.number else None,
        SEALS.get(document.seal) if scanned else None,
        HANDS.get(document.signature) if scanned else None,
        *(PASTED.get(kind) for kind in document.pasted),
        DIGITAL.get(document.digital_signature),
        *(signature.signer for signature in document.signed),
        f"dấu {document.secrecy}" if document.secrecy else None,
        f"dấu {document.urgency}" if document.urgency else None,
        UNREAD.get(document.unread or ""),
        document.summary,
    )
    return clean(f"Văn bản {document.filename or ''}: {', '.join(word for word in words if word)}")
