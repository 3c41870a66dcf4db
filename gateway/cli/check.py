"""`vanthu check`: what the gateway would do with these files, without sending anything."""

import asyncio
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gateway.cli.sources import Unreadable, files, sources
from gateway.config.mistakes import wrong
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from rich.progress import Progress

    from gateway.cli.judging import Bench, Options, Result

STOPPED = ("quarantine", "reject")
ADDRESS = re.compile(r'(?:"[^"\x00-\x1f]+"|[^\s"<>@\x00-\x1f]+)@[^\s"<>@\x00-\x1f]+')
FURTHER = re.compile(r"#(?!1$)\d+$")  # a letter of an mbox after its first


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Mỗi thư một dòng JSON.  One JSON object a line.")
@click.option("--mail-from", metavar="A", help='Người gửi trên phong bì, "<>" là rỗng; mặc định theo From.  Envelope sender.')
@click.option(
    "--rcpt-to", metavar="B", multiple=True, help="Người nhận trên phong bì; mặc định theo To, Cc, Bcc.  Envelope recipient."
)
@click.option("--explain", "explain", is_flag=True, help="Vẽ trang của văn bản với những gì tìm thấy.  Draw the page.")
@click.option("--output", metavar="PNG", type=click.Path(path_type=Path), help="Tệp ảnh của --explain.  Where the picture goes.")
@click.option(
    "--page", metavar="N", type=click.IntRange(0), default=0, help="Trang cần vẽ; mặc định: trang có nhiều dấu vết nhất."
)
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    *,
    as_json: bool,
    mail_from: str | None,
    rcpt_to: tuple[str, ...],
    explain: bool,
    output: Path | None,
    page: int,
) -> None:
    """Xét thư mà không gửi: tệp .eml, mbox, Maildir, thư mục, "-" (đầu vào chuẩn), hoặc tài liệu rời (.pdf, .docx...).

    Judge files without sending. Exit code 0: nothing would be stopped; 1: something would be; 2: something could not be read.
    """
    from gateway.cli.judging import Bench, Options
    from gateway.setup import load

    sender = None if mail_from is None else "" if mail_from.strip() in ("", "<>") else _address("--mail-from", mail_from)
    options = Options(sender, tuple(_address("--rcpt-to", mailbox) for mailbox in rcpt_to))
    if explain != (output is not None):
        raise ConfigError(
            ("--explain và --output đi cùng nhau (go together): vanthu check --explain TỆP.pdf --output trang.png",)
        )
    bench = Bench(load(os.environ, Path.cwd()))
    try:
        status = asyncio.run(_judge(bench, paths, options, as_json))
        if output is not None and not _draw(bench, paths[0], page, output):
            status = 2
        ctx.exit(status)
    finally:
        bench.close()


def _address(option: str, given: str) -> str:
    address = given.strip().removeprefix("<").removesuffix(">")
    if not ADDRESS.fullmatch(address) and address.lower() != "postmaster":  # RFC 5321 s.4.5.1: that one without a domain
        raise ConfigError((wrong(option, given, "phải là địa chỉ thư, ví dụ ten@dongnai.gov.vn (a mail address)"),))
    return address


async def _judge(bench: "Bench", paths: tuple[str, ...], options: "Options", as_json: bool) -> int:
    show, conclude = (_write_json, _nothing) if as_json else _for_people()
    stopped = unread = False
    with _progress(paths) as progress:
        async for result in bench.results(sources(paths), options):
            if isinstance(result, Unreadable):
                unread = unread or not result.skipped
                click.echo(f"{_printable(result.name)}: {result.reason}", err=True)
                continue
            stopped = stopped or result.verdict.action.word in STOPPED
            show(result)
            if progress is not None:
                task = progress.tasks[0]
                further = bool(FURTHER.search(result.name))
                progress.update(task.id, advance=1, total=(task.total or 0) + further)
    conclude()
    return 2 if unread else 1 if stopped else 0


def _draw(bench: "Bench", path: str, page: int, output: Path) -> bool:
    """Whether the page could be drawn; what stands in the way is said."""
    source = next(iter(sources((path,))), None)
    picture = b"" if source is None or isinstance(source, Unreadable) else asyncio.run(bench.picture(source, page))
    if not picture:
        which = f"trang {page}" if page else "trang nào"
        click.echo(f"{_printable(path)}: không vẽ được {which} (nothing to draw: no such page, or it cannot be opened)", err=True)
        return False
    output.write_bytes(picture)
    click.echo(f"Đã vẽ (drawn): {_printable(str(output))}", err=True)
    return True


def _for_people() -> "tuple[Callable[[Result], None], Callable[[], None]]":
    """How a letter is shown, and what is said at the end."""
    from gateway.cli.verdict_view import View

    view = View()
    return view.letter, view.summary


def _nothing() -> None:
    """JSON says it all."""


def _write_json(result: "Result") -> None:
    from gateway.wording import verdict_json

    shape = {"source": result.name, "message_id": result.judgement.message_id}
    line = json.dumps(shape | verdict_json(result.verdict, result.judgement.documents), ensure_ascii=False)
    # A name on disk need not be Unicode: what is not leaves as a JSON escape.
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")


def _printable(name: str) -> str:
    from gateway.log import clean

    return clean(name)


@contextmanager
def _progress(paths: tuple[str, ...]) -> "Iterator[Progress | None]":
    """A progress bar where folders are judged and a person watches."""
    folders = [Path(path) for path in paths if path != "-" and Path(path).is_dir()]
    if not folders or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Đang xét"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as progress:
        progress.add_task("", total=sum(1 for folder in folders for _ in files(folder)))
        yield progress
