"""`vanthu audit`: hand the audit log to other programs, and prove that it is whole."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from gateway.cli.moments import Moment


@click.group()
def command() -> None:
    """Nhật ký kiểm soát: xuất ra, chứng minh nguyên vẹn.  The audit log: export it, prove that it is whole."""


@command.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "xlsx", "cef"]),
    required=True,
    help="jsonl: đầy đủ, cho máy đọc; csv: mở được bằng Excel.  jsonl is complete, csv opens in a spreadsheet.",
)
@click.option("--since", type=Moment(), help="Từ lúc này (ngày hoặc RFC 3339; không ghi múi giờ: giờ Việt Nam).  From then on.")
@click.option("--until", type=Moment(ends=True), help="Trước lúc này; nếu chỉ ghi ngày: hết ngày đó.  Before then.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Tệp kết quả; mặc định ra màn hình.  Default: stdout."
)
def export(form: str, since: str | None, until: str | None, output: Path | None) -> None:
    """Xuất nhật ký theo thứ tự đã ghi.  Write the records in the order recorded."""
    from gateway.config.settings import load_settings
    from gateway.storage.export import as_csv, as_jsonl, records
    from gateway.storage.store import open_store, require_data

    writers: dict[str, Callable[..., Iterable[bytes]]] = {"jsonl": as_jsonl, "csv": as_csv}
    if form not in writers:
        message = f"--format {form}: phiên bản này chưa có; hãy dùng csv (mở được bằng Excel) hoặc jsonl"
        raise click.UsageError(f"{message}  (not in this version: use csv or jsonl)")
    settings = load_settings(os.environ, Path.cwd())
    require_data(settings)
    with open_store(settings) as store:
        pieces = writers[form](records(store.database, since, until))
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        else:
            _write(output, pieces)


def _write(output: Path, pieces: Iterable[bytes]) -> None:
    """The file appears when it is whole: half an export is never taken for all of it."""
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise click.UsageError(f"{output}: {error.strerror}") from error


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một dòng JSON.  The result as one JSON object.")
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Chứng minh không bản ghi nào bị sửa, xóa, chèn hay đổi chỗ.  Prove that no record was changed, removed or put in.

    Exit code 0: whole; 1: broken, the first broken record is named.
    """
    from gateway.config.settings import load_settings
    from gateway.storage.export import escape
    from gateway.storage.proof import verify as prove
    from gateway.storage.store import open_store, require_data

    settings = load_settings(os.environ, Path.cwd())
    require_data(settings)
    with open_store(settings) as store:
        proof = prove(store.database, store.key, _progress)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    if as_json:
        found = {
            "whole": proof.broken is None,
            "records": proof.count,
            "broken": proof.broken,
            "id": proof.id,
            "reason": proof.reason,
        }
        click.echo(json.dumps(found))
    elif proof.broken is None:
        click.echo(f"Nguyên vẹn: {proof.count} bản ghi, đúng chuỗi và đúng chữ ký.  The chain is whole.")
    else:
        named = f" (id {escape(proof.id)})" if proof.id else ""
        click.echo(f"KHÔNG nguyên vẹn từ bản ghi số {proof.broken}{named}: {escape(proof.reason)}.  The chain is broken.")
    ctx.exit(0 if proof.broken is None else 1)


def _progress(count: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{count} bản ghi… ", nl=False, err=True)
