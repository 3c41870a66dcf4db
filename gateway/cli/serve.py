"""`vanthu serve`: the gateway in the foreground."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import click

from gateway.errors import ConfigError

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is ours alone


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Chạy cổng thư và trang quản trị ở tiền cảnh; in một dòng "ready" khi bắt đầu nhận thư.

    Run the gateway and the console in the foreground. SIGTERM drains and ends with 0.
    """
    from gateway.setup import load

    setup = load(os.environ, Path.cwd(), serve=True)
    metrics = _metrics_folder(setup.settings.data)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)  # before prometheus_client is imported

    from gateway.log import configure
    from gateway.processes import serve

    configure(json=not sys.stderr.isatty())
    try:
        ctx.exit(serve(setup))
    finally:
        shutil.rmtree(metrics, ignore_errors=True)


def _metrics_folder(data: Path) -> Path:
    """A folder for this run's counts: in memory, for who writes to a mapped file on a full disk is killed (SIGBUS)."""
    name = f"vanthu-{os.geteuid()}-{crc32(os.fsencode(data.resolve())):08x}-"
    for place in (MEMORY, data / "run"):
        with suppress(OSError):  # no such file system
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            for left in place.glob(name + "*"):
                if not Path("/proc", left.name.rpartition("-")[2]).exists():  # a run that was killed
                    shutil.rmtree(left, ignore_errors=True)
            folder = place / f"{name}{os.getpid()}"
            folder.mkdir(mode=0o700)
            return folder
    raise ConfigError((f"VANTHU_DATA = {data}: không tạo được thư mục trong đó (cannot make a folder in it)",))
