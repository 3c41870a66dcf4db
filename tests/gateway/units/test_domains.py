"""The lists of domains: shipped and own, canonical, official ones never banned."""

import pytest

from gateway.config.rules import Written
from gateway.config.shipped import shipped
from gateway.units.domains import LISTS, read_domains
from policies.text.mailboxes import canonical

SEED = ("gmail.com", "yahoo.com", "hotmail.com")  # named in Điều 8.1
FAMILIES = (
    "googlemail.com",
    "yahoo.com.vn",
    "outlook.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "aol.com",
    "yandex.ru",
    "mail.ru",
    "zoho.com",
)
MORE = ("proton.me", "gmx.de", "qq.com", "163.com", "126.com", "naver.com", "zing.vn", "vnn.vn", "hotmail.com.vn")


def written(*texts):
    return tuple(Written(text, "rules.toml:1: x") for text in texts)


def test_the_shipped_lists_hold_the_services_that_the_regulation_means():
    domains, mistakes = read_domains((shipped(),), {"official_domains": written("gov.vn")})
    assert mistakes == []
    assert domains.banned >= {*SEED, *FAMILIES, *MORE}
    assert 500 < len(domains.banned) < 2000


def test_the_shipped_lists_ban_nobody_official_and_name_nobody_twice():
    lines = [
        line.partition("#")[0].strip() for name in LISTS for line in (shipped() / name).read_text(encoding="utf-8").splitlines()
    ]
    entries = [line for line in lines if line]
    assert len(entries) == len(set(entries))
    assert [entry for entry in entries if canonical(entry) != entry] == []
    assert [
        entry for entry in entries if ".gov" in entry or ".edu" in entry or entry in ("fpt.vn", "fpt.com.vn", "viettel.com.vn")
    ] == []


def test_lists_are_canonical_and_official_domains_win(tmp_path):
    (tmp_path / LISTS[0]).write_text("Gmail.COM.  # note\n\n# only a note\n*.thư.vn\n@a.gov.vn\nours.vn\n", encoding="utf-8")
    (tmp_path / LISTS[1]).write_text("", encoding="utf-8")
    lists = {"internal_domains": written("OURS.vn"), "official_domains": written("gov.vn"), "banned_domains": written("x.vn")}
    domains, mistakes = read_domains((tmp_path, shipped()), lists)
    assert mistakes == []
    assert (domains.internal, domains.official) == ({"ours.vn"}, {"gov.vn"})
    assert domains.banned == {"gmail.com", "xn--th-e0a.vn", "x.vn"}


@pytest.mark.parametrize("text", ["gm ail.com", "a..b", "-a.vn", "", "a@b@c.vn", "x" * 300], ids=repr)
def test_what_is_no_domain_is_refused_with_its_place(tmp_path, text):
    mistakes = read_domains((tmp_path, shipped()), {"banned_domains": written(text)})[1]
    assert len(mistakes) == 1
    assert mistakes[0].startswith("rules.toml:1: x = ")


def test_a_wrong_line_of_a_list_is_named(tmp_path):
    (tmp_path / LISTS[1]).write_text("a.vn\nb c\n", encoding="utf-8")
    mistakes = read_domains((tmp_path, shipped()), {})[1]
    assert len(mistakes) == 1
    assert f"{LISTS[1]}:2" in mistakes[0]


def test_a_domain_that_is_both_ours_and_banned_is_a_mistake(tmp_path):
    lists = {"internal_domains": written("ours.vn"), "banned_domains": written("Ours.VN.")}
    assert "vừa là tên miền nội bộ" in read_domains((tmp_path, shipped()), lists)[1][0]
