"""`vanthu quarantine`: the review queue from a terminal."""

import asyncio
import getpass
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gateway.config.settings import Settings
    from gateway.review import Acted, Send
    from gateway.storage.held import Held
    from gateway.storage.quarantine import Quarantine

FORCE = "Vẫn làm khi không rõ kết quả của lần cho đi trước.  Even when the end of an earlier release is not known."
identifiers = click.argument("ids", metavar="ID...", nargs=-1, required=True)
force_option = click.option("--force", is_flag=True, help=FORCE)
json_option = click.option("--json", "as_json", is_flag=True, help="Mỗi thư một dòng JSON.  One JSON object a line.")


@click.group()
def command() -> None:
    """Thư trong kho giữ: xem, cho đi, từ chối, xóa.  Held letters: look, release, reject, delete."""


@command.command("list")
@json_option
@click.option(
    "--state",
    type=click.Choice(["held", "released", "rejected", "deleted", "all"]),
    default="held",
    help="Chỉ thư ở trạng thái này; mặc định held (đang giữ), all là tất cả.  Letters in this state; default: held.",
)
def list_(as_json: bool, state: str) -> None:
    """Liệt kê thư đang giữ, cũ trước mới sau.  List the held letters, oldest first."""
    from gateway.cli.held_view import as_line, line, table

    with _quarantine() as (quarantine, _):
        items = quarantine.items(None if state == "all" else state)
        if as_json:
            for item in items:
                click.echo(as_line(line(item)))
        else:
            table(items)


@command.command()
@click.argument("item_id", metavar="ID")
@json_option
@click.option("--raw", is_flag=True, help="Nguyên văn thư, từng byte như lúc nhận.  The bytes as received.")
@click.pass_context
def show(ctx: click.Context, item_id: str, as_json: bool, raw: bool) -> None:
    """Xem một thư: phong bì, phát hiện, hạn giữ.  Show one letter."""
    from gateway.cli.held_view import as_line, page, whole

    with _quarantine() as (quarantine, _):
        item = quarantine.find(item_id)
        if item is None:
            click.echo(f"{item_id}: không có thư này trong kho giữ (no such letter)", err=True)
            ctx.exit(1)
        if raw:
            with quarantine.content(item) as content:
                sys.stdout.buffer.write(content.view())
                sys.stdout.buffer.flush()
            return
        read = quarantine.read_later(item.id)
        if as_json:
            click.echo(as_line(whole(item, read)))
        else:
            page(item, read)


@command.command()
@identifiers
@force_option
@json_option
@click.pass_context
def release(ctx: click.Context, ids: tuple[str, ...], force: bool, as_json: bool) -> None:
    """Cho thư đi: gửi nguyên vẹn đến những người nhận bị giữ.  Send as received to those whose copy is held."""
    from gateway import review

    with _quarantine() as (quarantine, settings):
        send = _sender(settings)
        _act(ctx, ids, as_json, "đã cho đi", lambda item_id: review.release(item_id, _actor(), quarantine, send, force=force))


@command.command()
@identifiers
@click.option("--reason", required=True, help="Lý do, được ghi vào nhật ký.  Why: it is recorded.")
@force_option
@json_option
@click.pass_context
def reject(ctx: click.Context, ids: tuple[str, ...], reason: str, force: bool, as_json: bool) -> None:
    """Từ chối thư: không gửi đi, giữ lại đến hết hạn.  Never deliver; kept until its term ends."""
    from gateway import review

    with _quarantine() as (quarantine, _):
        _act(
            ctx,
            ids,
            as_json,
            "đã từ chối",
            lambda item_id: review.reject(item_id, _actor(), quarantine, reason=reason, force=force),
        )


@command.command()
@identifiers
@click.option("--reason", default="", help="Lý do, được ghi vào nhật ký.  Why: it is recorded.")
@force_option
@json_option
@click.pass_context
def delete(ctx: click.Context, ids: tuple[str, ...], reason: str, force: bool, as_json: bool) -> None:
    """Xóa nội dung thư; điều đã ghi về thư vẫn còn.  The bytes go, the record stays."""
    from gateway import review

    with _quarantine() as (quarantine, _):
        _act(
            ctx, ids, as_json, "đã xóa", lambda item_id: review.delete(item_id, _actor(), quarantine, reason=reason, force=force)
        )


def _act(ctx: click.Context, ids: tuple[str, ...], as_json: bool, done: str, decide: Callable[[str], Awaitable["Acted"]]) -> None:
    """One after the other; a letter that could not be dealt with does not stop the next."""
    from gateway.cli.held_view import as_line
    from gateway.log import clean

    failed = False
    for item_id in dict.fromkeys(ids):
        acted = asyncio.run(_awaited(decide(item_id)))
        failed = failed or not acted.done
        reply = acted.reply.text if acted.reply else None
        if as_json:
            click.echo(as_line({"id": item_id, "done": acted.done, "reason": acted.reason, "upstream_reply": reply}))
            continue
        said = f"{clean(item_id)}: {done if acted.done else 'KHÔNG làm được: ' + clean(acted.reason)}"
        click.echo(said + (f"  (máy chủ thư: {clean(reply)})" if reply else ""), err=not acted.done)
    ctx.exit(1 if failed else 0)


async def _awaited(decision: Awaitable["Acted"]) -> "Acted":
    return await decision


@contextmanager
def _quarantine() -> "Iterator[tuple[Quarantine, Settings]]":
    from gateway.config.settings import load_settings
    from gateway.storage.store import open_store, require_data

    settings = load_settings(os.environ, Path.cwd())
    require_data(settings)
    with open_store(settings) as store:
        yield store.quarantine, settings


def _sender(settings: "Settings") -> "Send":
    """Sends through the upstream of the listener that the letter came in by."""
    from gateway.errors import ConfigError
    from gateway.ports import Content, Reply
    from gateway.smtp.submission import submit
    from gateway.smtp.upstream import upstream_of

    upstreams = {listener.name: upstream_of(listener, settings) for listener in settings.listeners if listener.upstream}
    if not upstreams:
        raise ConfigError(("VANTHU_UPSTREAM: chưa đặt, không biết cho thư đi qua máy chủ nào (needed to release)",))
    first = next(iter(upstreams.values()))

    async def send(item: "Held", content: Content) -> Reply:
        upstream = upstreams.get(item.peer.listener, first)
        recipients = tuple((recipient.address, recipient.params) for recipient in item.recipients)
        return await submit(upstream, item.mail_from, item.mail_params, recipients, content)

    return send


def _actor() -> str:
    try:
        return f"{getpass.getuser()}@terminal"
    except (KeyError, OSError):  # a user without a name, as in containers
        return f"uid{os.getuid()}@terminal"
