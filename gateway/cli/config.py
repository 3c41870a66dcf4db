"""`vanthu config check|show`: every mistake in settings and rules with file and line; what is in force and where it is from."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gateway.errors import ConfigError

if TYPE_CHECKING:
    from gateway.setup import Setup


@click.group()
def command() -> None:
    """Kiểm tra, xem thiết lập và quy tắc.  Check and show settings and rules."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.  One JSON object.")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Đọc mọi thiết lập, quy tắc và danh sách; kể mọi lỗi kèm tệp và dòng.

    Read everything and name every mistake. Exit code 0: all is well; 2: something is wrong.
    """
    from gateway.setup import load

    try:
        setup = load(os.environ, Path.cwd())
    except ConfigError as error:
        if as_json:
            click.echo(json.dumps({"ok": False, "mistakes": error.mistakes}, ensure_ascii=False))
            ctx.exit(2)
        raise  # the group says each on its line
    counts = _counts(setup)
    if as_json:
        click.echo(json.dumps({"ok": True, "mistakes": [], "config": str(setup.settings.config), **counts}, ensure_ascii=False))
        return
    click.echo(f"Đúng. Thư mục cấu hình: {setup.settings.config}")
    click.echo(
        "{units} đơn vị, {people} người, {exceptions} ngoại lệ, {internal_domains} tên miền nội bộ, "
        "{banned_domains} tên miền bị cấm, {codes} mã vi phạm.".format(**counts)
    )
    if any(listener.upstream is None for listener in setup.settings.listeners):
        click.echo("Chưa đặt VANTHU_UPSTREAM: xét tệp được, nhưng lệnh serve sẽ không chạy.")


def _counts(setup: "Setup") -> dict[str, int]:
    directory = setup.directory
    return {
        "units": len(directory.units),
        "people": len(directory.people),
        "exceptions": len(directory.exemptions),
        "internal_domains": len(directory.internal_domains),
        "banned_domains": len(directory.banned_domains),
        "codes": len(setup.rules.actions),
    }


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.  One JSON object.")
def show(as_json: bool) -> None:
    """Thiết lập đang có hiệu lực, nguồn của từng giá trị, và quy tắc thành câu tiếng Việt.  What is in force, and from where."""
    from gateway.cli.rules_view import rules_json, sentences, settings_rows
    from gateway.setup import load

    setup = load(os.environ, Path.cwd())
    rows = list(settings_rows(setup.settings))
    told = list(sentences(setup.rules, setup.directory))
    if as_json:
        settings = {name: {"value": value, "source": source or "default"} for name, value, source in rows}
        shown = {"settings": settings, "rules": rules_json(setup.rules), "sentences": told}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    width = max(len(name) for name, _, _ in rows)
    for name, value, source in rows:
        click.echo(f"{name:<{width}}  {value or '(không đặt)'}  [{source or 'mặc định'}]")
    click.echo("")
    for sentence in told:
        click.echo(sentence)
