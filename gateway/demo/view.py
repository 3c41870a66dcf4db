"""The demonstration as people see it: a table that grows while letters go through, then what to try next."""

from shlex import quote
from typing import Any

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from gateway.demo.delivery import Delivery
from gateway.demo.house import House
from gateway.log import clean
from gateway.wording import ACTIONS, recorded_finding, wording
from policies.core.verdict import Action

STYLES = {Action.FORWARD: "green", Action.TAG: "yellow", Action.QUARANTINE: "red", Action.REJECT: "bold red"}
SAMPLE = 48  # characters of a quoted text
WIDE = 170  # columns where no terminal says how many there are
COLUMNS = (("Thư", 5), ("Phán quyết", 4), ("Phát hiện và điều khoản", 11), ("Trả lời người gửi", 6), ("Tới máy chủ thư", 5))


def table(deliveries: list[Delivery], total: int, last: int | None = None) -> Table:
    """All deliveries so far, or the last few of them."""
    skipped = max(0, len(deliveries) - last) if last else 0
    caption = f"{len(deliveries)}/{total} thư" if len(deliveries) < total else None
    grid = Table(
        title="Văn thư: thư đi qua cổng kiểm soát theo Quyết định 04/2011/QĐ-UBND",
        box=box.ROUNDED,
        show_lines=True,
        caption=caption,
        expand=True,
    )
    for name, share in COLUMNS:
        grid.add_column(name, ratio=share, overflow="fold")
    for number, delivery in enumerate(deliveries[skipped:], skipped + 1):
        sign = ("✓ ", "green") if delivery.expected else ("✗ ", "bold red")
        title = Text.assemble(sign, f"{number}. {delivery.sample.title}")
        reply = Text(f"{delivery.code} {clean(delivery.reply)}", "dim")
        grid.add_row(title, _verdict(delivery), _findings(delivery), reply, _arrival(delivery))
    return grid


def line(number: int, delivery: Delivery) -> Text:
    """A delivery as lines of plain text, for pipes."""
    words = [f"{'✓' if delivery.expected else '✗'} {number}. {delivery.sample.title}: {_flat(_verdict(delivery))}"]
    words += [f"    {found}" for found in _findings(delivery).plain.splitlines() if found]
    words.append(f"    Trả lời: {delivery.code} {clean(delivery.reply)}")
    words.append(f"    Máy chủ thư: {_flat(_arrival(delivery))}")
    return Text("\n".join(words))


def next_steps(place: House) -> Group:
    """What to try by hand while everything is up."""
    names = ("VANTHU_CONFIG", "VANTHU_DATA", "VANTHU_UPSTREAM")
    exports = "\n  ".join(f"export {name}={quote(place.environ[name])}" for name in names)  # a line each: none is wrapped
    commands = (
        ("gửi một thư tự viết", f"swaks --server 127.0.0.1:{place.smtp} --from levanmau@dongnai.gov.vn --to ai-do@gmail.com"),
        ("đặt thiết lập cho các lệnh sau", exports),
        ("xem các thư đang giữ", "vanthu quarantine list"),
        ("xem một thư, rồi cho đi", "vanthu quarantine show ID; vanthu quarantine release ID"),
        ("toàn bộ câu chuyện của một thư", "vanthu explain ID"),
        ("chứng minh nhật ký nguyên vẹn", "vanthu audit verify"),
        ("xét một tệp mà không gửi", "vanthu check tệp.pdf"),
    )
    lines = [Text.assemble((f"  # {what}\n", "dim"), (f"  {command}", "bold")) for what, command in commands]
    address = f"http://127.0.0.1:{place.console}/"
    return Group(
        Text("\nThử tiếp (vanthu là .venv/bin/vanthu):"),
        *lines,
        Text(f"  Trang quản trị: {address}\n"),
        Text("Ctrl-C để kết thúc."),
    )


def console(*, record: bool = False) -> Console:
    """Where it is shown: as wide as the terminal; plain and wide where it is piped."""
    plain = Console()
    return (
        plain if plain.is_terminal and not record else Console(width=WIDE, record=record, highlight=False, soft_wrap=not record)
    )


def _flat(text: Text) -> str:
    return ", ".join(text.plain.replace(":\n", ": ").splitlines())


def _verdict(delivery: Delivery) -> Text:
    if delivery.record is None:
        return Text("máy chủ thư từ chối" if delivery.code >= 500 else "không có bản ghi", "yellow")
    outcomes: dict[str, str] = delivery.record["recipients"]
    if len(set(outcomes.values())) == 1:
        return _action(next(iter(outcomes.values())))
    lines = [Text.assemble(_action(word), f":\n{clean(recipient)}") for recipient, word in outcomes.items()]
    return Text("\n").join(lines)


def _action(word: str) -> Text:
    action = Action[word.upper()]
    return Text(ACTIONS[action], STYLES[action])


def _findings(delivery: Delivery) -> Text:
    found = delivery.record["findings"] if delivery.record else []
    return Text("\n").join(_finding(one) for one in found)


def _finding(recorded: dict[str, Any]) -> Text:
    detail = {name: _short(value) for name, value in recorded["detail"].items()}
    finding = recorded_finding(recorded | {"detail": detail})
    return Text.assemble((f"Điều {recorded['article']} ", "bold"), clean(" ".join(wording(finding)[0].split())))


def _short(value: Any) -> Any:
    """A detail as the table has room for it."""
    if isinstance(value, str) and len(value) > SAMPLE:
        return value[:SAMPLE].rsplit(" ", 1)[0] + "…"
    return value


def _arrival(delivery: Delivery) -> Text:
    if delivery.intact is None:
        return Text("không chuyển", "dim")
    if not delivery.intact:
        return Text("đã bị thay đổi", "bold red")
    if delivery.renamed:
        return Text("nguyên vẹn, dòng X-Vanthu giả bị đổi tên", "green")
    more = f", thêm {delivery.tagged - 1} dòng nhãn" if delivery.tagged > 1 else ""
    return Text(f"nguyên vẹn từng byte{more}\nsha256 {delivery.digest[:12]}…", "green")
