"""`vanthu explain ID`: one letter's whole story, out of the audit log and the quarantine."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from policies.core.finding import Finding

EVENTS = {
    "message": "Cổng nhận thư và phán quyết",
    "release": "Cho thư đi",
    "reject": "Từ chối thư",
    "delete": "Xóa thư",
    "rejudge": "Xét lại",
    "note": "Ghi chú",
}
STATES = {"held": "đang giữ", "released": "đã cho đi", "rejected": "đã từ chối", "deleted": "đã xóa"}


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.  One JSON object.")
@click.pass_context
def command(ctx: click.Context, identifier: str, as_json: bool) -> None:
    """Kể lại mọi việc xảy ra với một thư: từng chính sách khớp hay không, khớp ở đâu; đã làm gì; ai xử lý sau đó.

    One letter's whole story: each policy, matched or not, on what; what was done; who acted later.
    """
    from gateway.config.settings import load_settings
    from gateway.storage.database import Database
    from gateway.storage.export import escape
    from gateway.storage.register import entered
    from gateway.storage.store import require_data
    from gateway.storage.story import held_letter, story

    settings = load_settings(os.environ, Path.cwd())
    require_data(settings)
    database = Database(settings.database)
    try:
        records = story(database, identifier.strip().upper())
        held = held_letter(database, identifier.strip().upper())
        read = entered(database, identifier.strip().upper())
    finally:
        database.close()
    if not records:
        click.echo(f"Không có bản ghi nào về thư {identifier} (no record of this id)", err=True)
        ctx.exit(2)
    shape = {
        "id": records[0]["id"],
        "policies": policies_asked(records[0]),
        "records": records,
        "quarantine": {"state": held.state, "expires": held.expires.isoformat(), "unknown": held.unknown} if held else None,
        "register": read,
    }
    if as_json:
        click.echo(escape(json.dumps(shape, ensure_ascii=False)))
    else:
        _tell(shape)


def policies_asked(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Every policy with the findings it made in this letter."""
    from policies.core.catalog import catalog

    found = record["findings"] or []
    return [
        {"policy": name, "findings": [one for one in found if one["code"].partition(".")[0] == name]}
        for name in sorted(catalog())
    ]


def _tell(shape: dict[str, Any]) -> None:
    first = shape["records"][0]
    if first["event"] == "message":
        _tell_letter(first, shape["policies"])
        _tell_documents(first["documents"] or [], shape["register"])
    for record in shape["records"]:
        who = f" bởi {_line(record['actor'])}" if record["actor"] else ""
        click.echo(f"{_moment(record['time'])}  {EVENTS.get(record['event'], record['event'])}{who}")
        for label, name in (("trả lời người gửi", "reply"), ("máy chủ thư trả lời", "upstream_reply")):
            if record[name]:
                click.echo(f"    {label}: {_line(record[name])}")
    if kept := shape["quarantine"]:
        click.echo(f"Trong kho giữ: {STATES.get(kept['state'])}, giữ đến {_moment(kept['expires'])}")


def _moment(recorded: str) -> str:
    from gateway.cli.moments import local

    try:
        return local(datetime.fromisoformat(recorded))
    except (ValueError, OverflowError):  # somebody has spoilt the record: `audit verify` says so
        return _line(recorded)


def _tell_letter(record: dict[str, Any], policies: list[dict[str, Any]]) -> None:
    from gateway.wording import ACTIONS, guide, recorded_finding, where
    from policies.core.verdict import Action

    click.secho(f"Thư {record['id']}  {_line(record['subject'] or '')}", bold=True)
    click.echo(f"    từ <{_line(record['mail_from'])}>, máy gửi {record['client_ip']} ({_line(record['helo'])})")
    click.echo(f"    {record['size']} byte, sha256 {record['sha256']}, Message-ID {_line(record['message_id'] or '-')}")
    for recipient, word in (record["recipients"] or {}).items():
        click.echo(f"    tới <{_line(recipient)}>: {ACTIONS[Action[word.upper()]]} ({word})")
    click.echo("Các chính sách đã xét:")
    guides: dict[str, None] = {}
    for policy in policies:
        if not policy["findings"]:
            click.echo(f"    {policy['policy']}: không khớp (no match)")
        for recorded in policy["findings"]:
            finding = recorded_finding(recorded)
            place = f" [{_line(where(finding))}]" if where(finding) else ""
            click.echo(f"    {policy['policy']}: {recorded['code']}, Điều {recorded['article']}, {recorded['action']}{place}")
            for line in _tell_finding(finding):
                click.echo(f"        {_line(line)}")
            guides.update(dict.fromkeys(guide(finding)[0]))
    if guides:
        click.echo("Cách sửa:")
    for line in guides:
        click.echo(f"    • {_line(line)}")


def _tell_documents(recorded: list[dict[str, Any]], read: dict[str, Any] | None) -> None:
    from gateway.cli.register_view import lines

    if told := list(lines(recorded, read)):
        click.echo("Văn bản trong thư:")
    for line in told:
        click.echo(f"    {line}")


def _tell_finding(finding: "Finding") -> Iterator[str]:
    """What it says, the text as it looks and as it reads, and the remedy."""
    from gateway.wording import excerpt, remedy, statement

    yield statement(finding)[0]
    if shown := excerpt(finding):
        yield f"trông thấy:  {shown[0]}"
        yield f"phải đọc là: {shown[1]}"
    yield f"→ {remedy(finding)[0]}"


def _line(text: str) -> str:
    from gateway.log import clean

    return clean(" ".join(text.split()))
