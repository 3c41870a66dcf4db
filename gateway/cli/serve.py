"""`vanthu serve`: the gateway in the foreground."""

import os
from pathlib import Path

import click


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Chạy cổng thư và trang quản trị ở tiền cảnh; in một dòng "ready" khi bắt đầu nhận thư.

    Run the gateway and the console in the foreground. SIGTERM drains and ends with 0.
    """
    from gateway.app import serve
    from gateway.setup import load

    ctx.exit(serve(load(os.environ, Path.cwd(), serve=True)))
