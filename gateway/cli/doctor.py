"""`vanthu doctor`: what works, what doesn't, what to do."""

import asyncio
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gateway.checkup import Check
    from gateway.extract.confine import Confinement
    from gateway.setup import Setup


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Mỗi mục một dòng JSON.  One JSON object a line.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Xem máy chủ thư, cơ sở dữ liệu, nơi giữ thư, tiến trình xét thư, trình quét, ổ đĩa, đồng hồ, cách ly.

    Look at everything the gateway needs. Exit code 0: all well; 1: something does not work.
    """
    from gateway.checkup import checks
    from gateway.setup import load

    setup = load(os.environ, Path.cwd())
    seen = [*_workers(setup), *(check() for check in checks(setup.settings))]
    for check in seen:
        if as_json:
            shape = {"name": check.name, "ok": check.ok, "seen": check.seen, "cure": None if check.ok else check.cure}
            click.echo(json.dumps(shape, ensure_ascii=False))
        else:
            _tell(check)
    ctx.exit(0 if all(check.ok for check in seen) else 1)


def _tell(check: "Check") -> None:
    from gateway.log import clean

    sign = click.style("✓", fg="green") if check.ok else click.style("✗", fg="red", bold=True)
    click.echo(f"{sign} {check.name:<12} {clean(check.seen)}")
    if not check.ok:
        click.echo(f"{'':15}→ {check.cure}")


def _workers(setup: "Setup") -> "tuple[Check, Check]":
    """Start a worker as the gateway does, have it judge an empty letter, and see what holds it."""
    from gateway.checkup import Check
    from gateway.clock import monotonic
    from gateway.extract.pool import WorkerLost
    from gateway.extract.template import Template
    from gateway.inspection import handler, judge_of

    template = Template.start(lambda: handler(judge_of(setup)), setup.limits)
    began = monotonic()
    try:
        confinement = asyncio.run(_ask(template.path, setup))
    except WorkerLost as lost:
        cure = "Xem bộ nhớ còn trống và giới hạn tiến trình (free memory, process limits)"
        failed = Check("workers", ok=False, seen=f"mất tiến trình (lost): {lost.reason}", cure=cure)
        return failed, Check("confinement", ok=False, seen="không rõ (unknown)", cure=cure)
    finally:
        template.stop()
    ready = f"sẵn sàng sau {monotonic() - began:.2f} s (ready), {setup.settings.workers} tiến trình nhận thư (acceptors)"
    return Check("workers", ok=True, seen=ready), _held(confinement)


async def _ask(path: str, setup: "Setup") -> "Confinement | None":
    from gateway.clock import today
    from gateway.extract.pool import Pool
    from gateway.extract.wire import Job, encode_job
    from gateway.smtp.spool import InMemory
    from policies.core.message import Envelope

    pool = Pool(path, 1, setup.limits)
    try:
        await pool.ask(encode_job(Job(Envelope("", ()), today())), InMemory(b"Subject: doctor\r\n\r\n"))
        return pool.confinement
    finally:
        await pool.close()


def _held(confinement: "Confinement | None") -> "Check":
    from gateway.checkup import Check

    if confinement is None:
        return Check("confinement", ok=False, seen="không rõ (unknown)", cure="Chạy lại (run it again)")
    parts = (
        f"uid {confinement.uid}",
        f"Landlock {confinement.landlock or '-'}",
        f"seccomp {'có' if confinement.seccomp else '-'}",
    )
    seen = "; ".join([", ".join(parts), *confinement.missing])
    cure = "Dùng nhân Linux từ 5.13 có Landlock và seccomp; thư vẫn được xét, nhưng rào chắn mỏng hơn (use a newer kernel)"
    return Check("confinement", ok=not confinement.missing, seen=seen, cure=cure)
