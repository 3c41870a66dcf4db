"""Everything that is set, at once: what an administrator gets from one folder, and every mistake of every file in one go."""

import pytest

from gateway.errors import ConfigError
from gateway.setup import load
from policies.core.catalog import catalog

UNITS = "code,name,aliases,level,parent,mailboxes,public_service_mailboxes,head,valid_from,valid_until\n"


@pytest.fixture
def cwd(tmp_path):
    (tmp_path / "config").mkdir()
    return tmp_path


def test_nothing_set_is_the_shipped_product(tmp_path):
    setup = load({}, tmp_path)
    assert setup.directory.internal_domains == {"dongnai.gov.vn"}
    assert "gmail.com" in setup.directory.banned_domains
    assert (setup.directory.units, setup.directory.people, setup.directory.exemptions) == ((), (), ())
    assert set(setup.policy_settings) == set(catalog())
    assert setup.limits == setup.settings.limits
    assert setup.rules.monitor is False


def test_the_mode_of_the_gateway_reaches_the_rules(tmp_path):
    assert load({"VANTHU_MODE": "monitor"}, tmp_path).rules.monitor is True


def test_own_files_are_laid_over_the_shipped_ones(cwd):
    (cwd / "config" / "units.csv").write_text(f"{UNITS}VHTT,Phòng,,,,p@dongnai.gov.vn,,,,\n", encoding="utf-8")
    (cwd / "config" / "rules.toml").write_text(
        'banned_domains = ["hopthu.vn"]\nofficial_domains = ["gov.vn", "qq.com"]\n'
        '[spam]\nmode = [{ mode = "off", unit = "VHTT" }]\n'
    )
    directory = load({}, cwd).directory
    assert directory.unit_of["p@dongnai.gov.vn"].code == "VHTT"
    assert "hopthu.vn" in directory.banned_domains
    assert not directory.banned_domains & {"qq.com", "vip.qq.com"}
    assert "163.com" in directory.banned_domains


def test_the_mistakes_of_all_files_are_told_together(cwd):
    config = cwd / "config"
    (config / "gateway.toml").write_text("pages = 1\n")
    (config / "rules.toml").write_text('banned_domains = ["a b"]\n[charset]\nmode = [{ mode = "off", unit = "VHT" }]\n[chrset]\n')
    (config / "units.csv").write_text(f"{UNITS}VHTT,Phòng,,,,p,,,,\n", encoding="utf-8")
    (config / "people.csv").write_text("mail\n")
    (config / "exceptions.csv").write_text("code,subject,from,until,reason,approved_by\nx.y,@gmail.com,,,a,b\n")
    (config / "free-mail-vietnam.txt").write_text("zing vn\n")
    (config / "trust").mkdir()
    (config / "trust" / "root.pem").write_text("\n-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
    with pytest.raises(ConfigError) as caught:
        load({"VANTHU_MODE": "of"}, cwd, serve=True)
    told = "\n".join(caught.value.mistakes)
    for expected in (
        "VANTHU_MODE = ",
        "VANTHU_UPSTREAM: ",
        "gateway.toml:1: pages",
        "rules.toml:1: banned_domains = ",
        "rules.toml:4: chrset",
        'rules.toml:3: charset.mode: không có đơn vị "VHT"; có phải là "VHTT"?',
        "units.csv:2: cột 6 (mailboxes)",
        "people.csv:1",
        "exceptions.csv:2: cột 1 (code)",
        "free-mail-vietnam.txt:1",
        "trust/root.pem:2: ",
    ):
        assert expected in told
