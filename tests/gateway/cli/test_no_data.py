"""The commands that look at what a gateway has left, where there is nothing, or can be nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gateway.cli.group import vanthu


def run(*arguments: str) -> Result:
    return CliRunner().invoke(vanthu, list(arguments))


ONLY_LOOKING = (
    ("quarantine", "list"),
    ("quarantine", "show", "06NOSUCH"),
    ("audit", "verify"),
    ("audit", "export", "--format", "csv"),
    ("explain", "06NOSUCH"),
)


@pytest.mark.parametrize("arguments", ONLY_LOOKING, ids=" ".join)
def test_where_no_gateway_has_run_those_who_look_make_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert f"chưa có dữ liệu ở {tmp_path}/var" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [*ONLY_LOOKING, ("serve",)], ids=" ".join)
def test_a_data_folder_that_cannot_be_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VANTHU_UPSTREAM", "127.0.0.1:25")
    monkeypatch.setenv("VANTHU_DATA", "/proc/vanthu")
    result = run(*arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert result.stderr.startswith('VANTHU_DATA = "/proc/vanthu"')
