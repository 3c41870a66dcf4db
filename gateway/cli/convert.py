"""`vanthu convert`: Unicode copies of documents and letters in legacy encodings.

What must stay true: the file itself is never changed, and another only with --force; a copy is there whole or not at all.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import click

from gateway.config.mistakes import wrong
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from rich.progress import Progress

    from gateway.cli.copy_view import Outcome

MARK = " (Unicode)"
STREAM = "-"
LETTER = re.compile(rb"(?:from|to|subject|date|received|return-path|message-id|mime-version)[ \t]*:", re.IGNORECASE)


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option("--output", "-o", metavar="F", help="Tệp hoặc thư mục ghi bản chép; mặc định đặt cạnh tệp gốc.  Where to write.")
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.  Overwrite what is there.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi tệp một dòng JSON.  One JSON object a line.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], output: str | None, force: bool, as_json: bool) -> None:
    """Chép tài liệu, thư sang Unicode: .docx .xlsx .pptx .odt .ods .odp .rtf .txt .csv .html .eml, "-" (đầu vào chuẩn).

    Chữ TCVN3, VNI, VPS, VISCII... thành Unicode, phông .VnTime, VNI-Times... thành phông Unicode, cách trình bày giữ nguyên.

    Make Unicode copies, beside the files unless --output says where. Exit code 0: done, or nothing to convert; 2: a file could
    not be converted.
    """
    from gateway.cli.copy_view import View, json_line

    if output and len(paths) > 1 and not Path(output).is_dir():
        raise ConfigError((wrong("--output", output, "phải là một thư mục khi có nhiều tệp (a folder, for several files)"),))
    streamed = STREAM in paths and output in (None, STREAM)
    view = View(stderr=streamed)
    failed = False
    with _progress(paths) as progress:
        for path in paths:
            outcome = _converted(path, output, force=force)
            failed = failed or outcome.problem is not None
            if as_json:
                click.echo(json_line(outcome), err=streamed)
            else:
                view.show(outcome)
            if progress is not None:
                progress.advance(progress.tasks[0].id)
    ctx.exit(2 if failed else 0)


def _converted(path: str, output: str | None, *, force: bool) -> "Outcome":
    """Convert one file and write its copy."""
    from gateway.cli.copy_view import Outcome, Problem
    from gateway.convert.copy import unicode_copy
    from gateway.extract.budget import Refused
    from gateway.limits import Limits

    limits = Limits()
    target = _target(path, output)
    if target is not None and target.exists() and not force:
        return Outcome(path, problem=Problem("exists", str(target)))
    try:
        body = _read(path, limits.unpacked)
        name = "thu.eml" if path == STREAM and LETTER.match(body) else path
        copy = unicode_copy(body, name, limits)
        if target is None:
            sys.stdout.buffer.write(body if copy.body is None else copy.body)
            sys.stdout.buffer.flush()
        elif copy.body is not None:
            _write(target, copy.body, None if path == STREAM else Path(path))
    except Refused as refusal:
        return Outcome(path, problem=Problem(refusal.unread.reason, refusal.unread.detail))
    except OSError as error:
        return Outcome(path, problem=Problem("disk", error.strerror or type(error).__name__))
    return Outcome(path, "" if copy.body is None else STREAM if target is None else str(target), copy.tally)


def _target(path: str, output: str | None) -> Path | None:
    """Where the copy goes, None for standard output."""
    if output == STREAM or (output is None and path == STREAM):
        return None
    source = Path("thu.txt" if path == STREAM else path)
    named = f"{source.stem}{MARK}{source.suffix}"
    if output is None:
        return source.with_name(named)
    return Path(output) / named if Path(output).is_dir() else Path(output)


def _read(path: str, most: int) -> bytes:
    from gateway.extract.budget import Refused

    if path == STREAM:
        body = sys.stdin.buffer.read(most + 1)
    else:
        with Path(path).open("rb") as file:
            body = file.read(most + 1)
    if len(body) > most:
        raise Refused("over-limit", "unpacked")
    return body


def _write(target: Path, body: bytes, source: Path | None) -> None:
    """Write beside the target, then move there: a copy with the source's permissions, whole or not at all."""
    with NamedTemporaryFile(dir=target.parent, prefix=".vanthu-", delete=False) as file:
        try:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
            mode = source.stat().st_mode & 0o777 if source is not None else 0o666 & ~_umask()
            os.fchmod(file.fileno(), mode)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def _progress(paths: tuple[str, ...]) -> "Iterator[Progress | None]":
    """A progress bar where several files are converted and a person watches."""
    if len(paths) == 1 or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Đang chuyển"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as progress:
        progress.add_task("", total=len(paths))
        yield progress
