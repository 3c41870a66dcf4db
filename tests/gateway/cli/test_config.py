"""`vanthu config`: what is well is said shortly, what is wrong completely, and secrets never."""

import json

import pytest
from click.testing import CliRunner

from gateway.cli.group import vanthu

UNITS = "code,name,aliases,level,parent,mailboxes,public_service_mailboxes,head,valid_from,valid_until\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    (tmp_path / "config").mkdir()
    monkeypatch.chdir(tmp_path)

    def invoke(*args, **environ):
        return CliRunner().invoke(
            vanthu, ["config", *args], env={f"VANTHU_{key.upper()}": value for key, value in environ.items()}
        )

    invoke.config = tmp_path / "config"
    return invoke


def test_check_says_what_was_read(run):
    result = run("check")
    assert result.exit_code == 0
    assert result.output.startswith(f"Đúng. Thư mục cấu hình: {run.config}\n0 đơn vị, 0 người, 0 ngoại lệ, 1 tên miền nội bộ")
    assert "Chưa đặt VANTHU_UPSTREAM" in result.output
    assert "VANTHU_UPSTREAM" not in run("check", upstream="mail:25").output


def test_check_as_json(run):
    answer = json.loads(run("check", "--json").output)
    assert (answer["ok"], answer["mistakes"], answer["units"]) == (True, [], 0)


def test_check_names_every_mistake_on_its_line_and_exits_2(run):
    (run.config / "rules.toml").write_text("\nchrset = 1\n")
    result = run("check", mode="x", workers="0")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 3
    assert f"{run.config}/rules.toml:2: chrset" in result.stderr
    as_json = run("check", "--json", mode="x", workers="0")
    assert as_json.exit_code == 2
    assert (json.loads(as_json.stdout)["ok"], len(json.loads(as_json.stdout)["mistakes"])) == (False, 3)


def test_show_tells_value_and_source(run):
    (run.config / "gateway.toml").write_text(
        'upstream = "mail:25"\n[limits]\npages = 20\n[[listener]]\nname = "vào"\nlisten = "0.0.0.0:25"\n'
    )
    result = run("show", max_size="1000000", console="off")
    assert result.exit_code == 0
    lines = {line.split("  ")[0]: line for line in result.output.splitlines()}
    assert lines["VANTHU_MAX_SIZE"].endswith("1000000  [VANTHU_MAX_SIZE]")
    assert lines["VANTHU_CONSOLE"].endswith("off  [VANTHU_CONSOLE]")
    assert lines["VANTHU_MODE"].endswith("enforce  [mặc định]")
    assert f"20  [{run.config}/gateway.toml:3: limits.pages]" in lines["limits.pages"]
    assert "0.0.0.0:25 -> mail:25" in lines["listener vào"]


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["as text", "as json"])
def test_show_masks_passwords(run, form):
    output = run("show", *form, database="postgresql://vanthu:mat@khau@db/vanthu").output
    assert "khau" not in output
    assert "postgresql://vanthu:***@db/vanthu" in output


def test_show_tells_rules_as_vietnamese_sentences(run):
    (run.config / "units.csv").write_text(f"{UNITS}VHTT,Phòng Văn hóa,,,,p@dongnai.gov.vn,,,,\n", encoding="utf-8")
    (run.config / "rules.toml").write_text(
        '[charset]\nmode = "monitor"\n'
        'actions.legacy-text = [{ action = "tag", unit = "VHTT", from = 2026-01-01, until = 2026-06-30 }]\n'
        'actions.declared = [{ action = "forward", direction = "inbound" }]\n'
    )
    output = run("show").output
    assert "Chính sách charset: chỉ ghi nhận.\n" in output
    assert (
        "charset.legacy-text (Điều 4.5): giữ lại; riêng thư của Phòng Văn hóa từ 01/01/2026 đến hết 30/06/2026: gắn nhãn.\n"
        in output
    )
    assert "(chưa xét)" in output
    assert "charset.declared (Điều 4.5): gắn nhãn; riêng thư đến: chuyển tiếp.\n" in output
    assert "Toàn bộ chỉ ghi nhận" in run("show", mode="monitor").output


def test_show_as_json(run):
    answer = json.loads(run("show", "--json", workers="3").output)
    assert answer["settings"]["VANTHU_WORKERS"] == {"value": "3", "source": "VANTHU_WORKERS"}
    assert answer["settings"]["VANTHU_MODE"]["source"] == "default"
    assert answer["rules"]["actions"]["domain.sender"] == [{"action": "quarantine"}]
    assert answer["rules"]["modes"]["domain"] == [{"mode": "enforce"}]
    assert answer["sentences"]
