"""Held letters as a terminal and other programs see them."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import click

from gateway.cli.moments import local
from gateway.log import clean
from gateway.storage.audit import stamp
from gateway.storage.chain import sound
from gateway.storage.export import escape
from gateway.storage.held import Held
from gateway.wording import ACTIONS, excerpt, guide, recorded_finding, remedy, statement, where
from policies.core.verdict import Action

STATES = {"held": "đang giữ", "released": "đã cho đi", "rejected": "đã từ chối", "deleted": "đã xóa"}
HEADS = ("Mã", "Thời gian", "Trạng thái", "Người gửi", "Người nhận bị giữ", "Tiêu đề", "Phát hiện", "Hạn giữ")


def as_line(shape: dict[str, Any]) -> str:
    """JSON that people can read too, and that does nothing to a terminal."""
    return escape(json.dumps(sound(shape), ensure_ascii=False))


def line(item: Held) -> dict[str, Any]:
    """The JSON of `quarantine list`."""
    found: dict[str, Any] = sound(
        {
            "id": item.id,
            "time": stamp(item.time),
            "state": item.state,
            "releasing": stamp(item.releasing) if item.releasing else None,
            "mail_from": item.mail_from,
            "recipients": [recipient.address for recipient in item.recipients],
            "message_id": item.message_id,
            "subject": item.subject,
            "size": item.size,
            "sha256": item.sha256,
            "findings": item.codes,
            "expires": stamp(item.expires),
        }
    )
    return found


def whole(item: Held, read: dict[str, Any] | None) -> dict[str, Any]:
    """The JSON of `quarantine show`: the line, with peer, parameters, and every finding in full.

    `read`: what the register says of the letter.
    """
    findings = [{**asdict(flag), "evidence": dict(flag.evidence)} for flag in item.findings]
    for finding in findings:
        finding["detail"] = finding.pop("evidence")
    more: dict[str, Any] = {
        "peer": asdict(item.peer),
        "mail_params": item.mail_params,
        "recipient_params": {recipient.address: recipient.params for recipient in item.recipients},
        "findings": findings,
        "documents": [dict(document) for document in item.documents],
        "register": read,
    }
    return {**line(item), **sound(more)}


def table(items: Iterable[Held]) -> None:
    """A table in a terminal; tab-separated lines where the output is piped."""
    if not sys.stdout.isatty():
        for item in items:
            click.echo("\t".join(_cells(item)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(*HEADS, title="Kho giữ thư")
    for item in items:
        shown.add_row(*(Text(cell) for cell in _cells(item)))  # Text: what a letter says is never markup
    Console().print(shown if shown.row_count else "Không có thư nào.")


def page(item: Held, read: dict[str, Any] | None) -> None:
    """Everything about one letter, a line each.  `read`: what the register says of it."""
    from gateway.cli.register_view import lines  # terminals alone need it

    for name, value in _lines(item):
        click.echo(f"{name + ':' if name else '':<18} {clean(' '.join(value.split()))}")
    for index, line in enumerate(lines([dict(document) for document in item.documents], read)):
        click.echo(f"{'' if index else 'Văn bản:':<18} {line}")


def state(item: Held) -> str:
    """The state in words."""
    return "không rõ (đang cho đi thì dứt)" if item.unknown else STATES[item.state]


def _cells(item: Held) -> tuple[str, ...]:
    recipients = ", ".join(recipient.address for recipient in item.recipients)
    cells = (item.id, local(item.time), state(item), item.mail_from or "<>", recipients, item.subject, ", ".join(item.codes))
    return tuple(clean(cell) for cell in (*cells, local(item.expires)))


def _lines(item: Held) -> Iterator[tuple[str, str]]:
    peer = item.peer
    yield "Mã", item.id
    yield "Nhận lúc", local(item.time)
    yield "Trạng thái", state(item)
    yield "Giữ đến", local(item.expires)
    yield "Từ máy", f"{peer.client_ip} {peer.client_name} (HELO {peer.helo}, {peer.protocol}, {peer.listener})"
    if peer.login:
        yield "Đăng nhập", peer.login
    yield "Người gửi", f"{item.mail_from or '<>'} {' '.join(item.mail_params)}"
    for recipient in item.recipients:
        yield "Người nhận bị giữ", f"{recipient.address} {' '.join(recipient.params)}"
    yield "Message-ID", item.message_id
    yield "Tiêu đề", item.subject
    yield "Kích thước", f"{item.size} byte, sha256 {item.sha256}"
    guides: dict[str, None] = {}
    for flag in item.findings:
        finding = recorded_finding({**asdict(flag), "detail": dict(flag.evidence)})
        action, place = ACTIONS[Action[flag.action.upper()]], where(finding)
        yield "Phát hiện", f"Điều {flag.article} {flag.code}  {action}" + (f"  [{place}]" if place else "")
        yield "", statement(finding)[0]
        if shown := excerpt(finding):
            yield "Trông thấy", shown[0]
            yield "Phải đọc là", shown[1]
        yield "", "→ " + remedy(finding)[0]
        guides.update(dict.fromkeys(guide(finding)[0]))
    for index, line in enumerate(guides):
        yield "" if index else "Cách sửa", line
