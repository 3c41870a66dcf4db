"""`vanthu serve`: the gateway in the foreground."""

import os
import shutil
import sys
from pathlib import Path

import click


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Chạy cổng thư và trang quản trị ở tiền cảnh; in một dòng "ready" khi bắt đầu nhận thư.

    Run the gateway and the console in the foreground. SIGTERM drains and ends with 0.
    """
    from gateway.setup import load

    setup = load(os.environ, Path.cwd(), serve=True)
    metrics = setup.settings.data / "run" / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True, mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)  # before prometheus_client is imported

    from gateway.log import configure
    from gateway.processes import serve

    configure(json=not sys.stderr.isatty())
    ctx.exit(serve(setup))
