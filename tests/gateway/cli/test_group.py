"""The group of commands: its help, its speed, and how wrong settings are told."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

import click
import pytest

from gateway.cli.group import SUMMARIES

ROOT = Path(__file__).parents[3]


def vanthu(*arguments: str, cwd: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "gateway", *arguments],
        cwd=cwd, env=clean | {"PYTHONPATH": str(ROOT)} | environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_of_the_group_is_there_and_says_what_it_does(name: str) -> None:
    command = import_module(f"gateway.cli.{name}").command
    assert isinstance(command, click.Command)
    assert command.help


def test_help_imports_no_command_and_answers_at_once() -> None:
    script = "import sys; from gateway.cli.group import vanthu; vanthu(['--help'], standalone_mode=False); print(*sys.modules)"
    began = perf_counter()
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    took = perf_counter() - began
    assert all(name in loaded for name in SUMMARIES)
    assert not {"rich", "sqlalchemy", "structlog", "gateway.cli.check"} & set(loaded.split())
    assert took < 1.0  # 0.1 s on an idle machine


def test_wrong_settings_are_told_one_line_each_with_exit_code_2(tmp_path: Path) -> None:
    done = vanthu("serve", cwd=tmp_path, VANTHU_WORKERS="many", VANTHU_MODE="maybe")
    assert done.returncode == 2
    told = [line.partition(" ")[0].rstrip(":") for line in done.stderr.splitlines()]
    assert sorted(told) == ["VANTHU_MODE", "VANTHU_UPSTREAM", "VANTHU_WORKERS"]


def test_an_unknown_command_is_refused() -> None:
    done = vanthu("sevre")
    assert done.returncode == 2
    assert "sevre" in done.stderr


def test_the_version_is_told() -> None:
    assert vanthu("--version").stdout.startswith("vanthu, version 0.")
