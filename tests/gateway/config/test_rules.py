"""Rules: the administrator's file over the shipped one, and every mistake with its line and a guess at what was meant."""

from dataclasses import fields
from datetime import date

import pytest

from gateway.config.rules import read_rules
from gateway.config.shipped import shipped
from gateway.config.toml_file import read_toml
from policies.core.catalog import catalog, codes
from policies.core.finding import Finding
from policies.core.message import Envelope
from policies.core.units import Term
from policies.core.verdict import Action, Circumstances, PolicyMode, Rule, decide, mode_of

RECORDED = ("domain.external", "charset.decomposed")
TAGGED = (
    *("domain.lookalike", "original.no-seal", "original.no-signature", "original.paper-required", "charset.legacy-font"),
    *("charset.declared", "charset.undecodable", "recipients.missing", "spam.scored", "message.unparsable"),
)


def overlaid(tmp_path, text):
    (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    return read_rules(tmp_path)


def action(rules, code, direction="", unit="", today=date(2026, 3, 2), automatic=False):
    where = Circumstances(direction, unit, today, automatic)
    return decide((Finding(code),), rules, Envelope("a@x", ("b@y",)), where).action


def test_the_shipped_rules_are_right_and_a_folder_without_rules_is_them(tmp_path):
    rule_set, mistakes = read_rules(tmp_path)
    assert mistakes == []
    assert (rule_set, []) == read_rules(shipped())
    assert [domain.text for domain in rule_set.domains["internal_domains"]] == ["dongnai.gov.vn"]


def test_every_code_has_its_default_action(tmp_path):
    rules = read_rules(tmp_path)[0].rules
    assert frozenset(codes()) <= frozenset(rules.actions)
    for code in rules.actions:
        expected = Action.FORWARD if code in RECORDED else Action.TAG if code in TAGGED else Action.QUARANTINE
        assert action(rules, code) is expected, code


def test_calling_itself_automatic_spares_a_letter_the_rules_on_addresses_alone(tmp_path):
    rules = read_rules(tmp_path)[0].rules
    softened = {code for code in rules.actions if action(rules, code, automatic=True) < action(rules, code)}
    assert softened == {"domain.mismatch", "domain.recipient", "domain.reply-to", "domain.sender"}


def test_the_shipped_rules_name_every_setting_of_every_policy_with_its_default():
    shipped_rules, _ = read_toml(shipped() / "rules.toml")
    for name, policy in catalog().items():
        table = shipped_rules.data[name]
        assert set(table) == {"mode", "actions", *(field.name for field in fields(policy.Settings))}
        for field in fields(policy.Settings):
            value = table[field.name]
            assert getattr(policy.Settings(), field.name) == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('actions.legacy-text = "tag"', id="the code without its policy"),
        pytest.param('actions."charset.legacy-text" = "tag"', id="the whole code in quotes"),
        pytest.param('actions.charset.legacy-text = "tag"', id="the whole code without quotes"),
        pytest.param('[charset.actions]\nlegacy-text = "tag"', id="a table of actions"),
        pytest.param('actions.legacy-text = [{action = "tag"}]', id="a list of one table"),
    ],
)
def test_one_action_changed(tmp_path, line):
    rule_set, mistakes = overlaid(tmp_path, f"[charset]\n{line}\n")
    assert mistakes == []
    assert action(rule_set.rules, "charset.legacy-text") is Action.TAG
    assert action(rule_set.rules, "secrecy.marked") is Action.QUARANTINE


def test_an_action_for_one_unit_and_time_leaves_the_others_as_shipped(tmp_path):
    rule_set, mistakes = overlaid(
        tmp_path,
        '[charset]\nactions.legacy-text = [{ action = "tag", direction = "outbound", unit = "VHTT", from = 2026-01-01, '
        'until = "2026-06-30" }]\n',
    )
    assert mistakes == []
    term = Term(date(2026, 1, 1), date(2026, 6, 30))
    assert rule_set.rules.actions["charset.legacy-text"][-1] == Rule(Action.TAG, "outbound", "VHTT", term)
    assert action(rule_set.rules, "charset.legacy-text", "outbound", "VHTT") is Action.TAG
    assert action(rule_set.rules, "charset.legacy-text", "outbound", "VHTT", date(2026, 7, 1)) is Action.QUARANTINE
    assert action(rule_set.rules, "charset.legacy-text", "inbound", "VHTT") is Action.QUARANTINE
    assert [unit.text for unit in rule_set.units] == ["VHTT"]


def test_a_mode_is_a_word_or_a_list(tmp_path):
    rule_set, mistakes = overlaid(
        tmp_path, '[charset]\nmode = [{mode = "off", direction = "inbound"}]\n[spam]\nmode = "monitor"\n'
    )
    assert mistakes == []
    assert rule_set.rules.modes["charset"] == (PolicyMode("enforce"), PolicyMode("off", "inbound"))
    assert mode_of("charset", rule_set.rules, Circumstances("inbound", "", date(2026, 3, 2))) == "off"
    assert mode_of("spam", rule_set.rules, Circumstances("", "", date(2026, 3, 2))) == "monitor"


def test_lists_at_the_top_and_settings_of_a_policy(tmp_path):
    rule_set, mistakes = overlaid(
        tmp_path,
        'internal_domains = ["a.vn"]\nspared = ["domain.*"]\n[domain]\n'
        'imitated = ["a.vn"]\n[original]\naccept_signed_pdf = false\n',
    )
    assert mistakes == []
    assert [item.text for item in rule_set.domains["internal_domains"]] == ["a.vn"]
    assert rule_set.domains["official_domains"]
    assert rule_set.rules.spared == {"domain.*"}
    assert rule_set.policy_settings["domain"].imitated == ("a.vn",)
    assert rule_set.policy_settings["original"].accept_signed_pdf is False
    assert set(rule_set.policy_settings) == set(catalog())


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        pytest.param("\n[charsett]\n", 2, "charset?", id="an unknown policy"),
        pytest.param('banned_domain = ["x.vn"]', 1, "banned_domains?", id="an unknown list"),
        pytest.param("[charset]\nmoed = 1", 2, "mode?", id="an unknown key of a policy"),
        pytest.param('[domain]\nimitate = ["x"]', 2, "imitated?", id="an unknown setting"),
        pytest.param("[spam]\nlimit = 5", 2, "không có khóa", id="a setting of a policy that has none"),
        pytest.param('[charset]\nactions.legacy-txt = "tag"', 2, "charset.legacy-text?", id="an unknown code"),
        pytest.param('[charset]\nactions."domain.sender" = "tag"', 2, "không có mã", id="a code of another policy"),
        pytest.param(
            '[charset]\nactions.legacy-text = "quarantin"', 2, "forward, tag, quarantine, reject", id="an unknown action"
        ),
        pytest.param("[charset]\nactions.legacy-text = 1", 2, "một từ hay danh sách", id="an action that is a number"),
        pytest.param('[charset]\nactions = "tag"', 2, "actions.<", id="an action without a code"),
        pytest.param('[charset]\nmode = "on"', 2, "off, monitor, enforce", id="an unknown mode"),
        pytest.param('[charset]\nmode = ["off"]', 2, "một từ hay danh sách", id="a list of words"),
        pytest.param('[charset]\nmode = [{mode = "off", unti = "x"}]', 2, "until?", id="an unknown key of a line"),
        pytest.param('[charset]\nmode = [{mode = "off", direction = "in"}]', 2, "inbound, outbound", id="an unknown direction"),
        pytest.param('[charset]\nmode = [{mode = "off", until = "30/6/2026"}]', 2, "yyyy-mm-dd", id="a date in another form"),
        pytest.param('[charset]\nmode = [{mode = "off", from = 2026-01-01T00:00:00}]', 2, "yyyy-mm-dd", id="a date with a time"),
        pytest.param('[charset]\nmode = [{mode = "off", from = 5}]', 2, "yyyy-mm-dd", id="a number for a date"),
        pytest.param(
            '[charset]\nmode = [{mode="off", from=2026-02-01, until=2026-01-01}]', 2, "sau until", id="an end before the start"
        ),
        pytest.param("charset = 1", 1, "phải là một bảng", id="a policy that is no table"),
        pytest.param('internal_domains = "a.vn"', 1, "danh sách", id="a list that is none"),
        pytest.param("internal_domains = [1]", 1, "danh sách", id="a list of numbers"),
        pytest.param('spared = ["domain.sendr"]', 1, "domain.sender?", id="an unknown spared code"),
        pytest.param('spared = ["x.*"]', 1, "không có mã", id="a spared policy that is none"),
        pytest.param('[original]\naccept_signed_pdf = "yes"', 2, "true hay false", id="a word for a truth"),
        pytest.param("[domain]\nimitated = [1]", 2, "sai kiểu", id="a list of the wrong kind"),
        pytest.param("[charset", 1, "cú pháp", id="a file that is no TOML"),
    ],
)
def test_a_mistake_names_line_and_guess(tmp_path, text, line, expected):
    rule_set, mistakes = overlaid(tmp_path, text)
    assert len(mistakes) == 1
    assert mistakes[0].startswith(f"{tmp_path}/rules.toml:{line}: ")
    assert expected in mistakes[0]
    assert action(rule_set.rules, "charset.legacy-text") is Action.QUARANTINE
