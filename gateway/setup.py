"""Everything that is set, read once: settings, rules, directory.  All their mistakes are told together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gateway.clock import today
from gateway.config.mistakes import unknown
from gateway.config.rules import RuleSet, read_rules
from gateway.config.settings import Settings, read_settings
from gateway.config.shipped import shipped
from gateway.config.trust import read_trust
from gateway.errors import ConfigError
from gateway.limits import Limits
from gateway.units.directory import read_directory
from gateway.units.domains import read_domains
from policies.core.units import Directory
from policies.core.verdict import Rules


@dataclass(frozen=True, slots=True)
class Setup:
    """What the gateway was told.  `policy_settings`: policy name -> an instance of its own `Settings`."""

    settings: Settings
    limits: Limits
    rules: Rules
    directory: Directory
    policy_settings: Mapping[str, Any]


def load(environ: Mapping[str, str], cwd: Path, serve: bool = False) -> Setup:
    """Read everything, or raise `ConfigError` with every mistake.  `serve`: what only a running gateway needs must be there."""
    settings, told = read_settings(environ, cwd, serve)
    rule_set, mistakes = read_rules(settings.config)
    folders = (settings.config, shipped())
    domains, of_domains = read_domains(folders, rule_set.domains)
    directory, of_lists = read_directory(folders, domains, rule_set.codes, today())
    _, of_trust = read_trust(settings.trust)
    mistakes = [*told, *mistakes, *of_domains, *of_lists, *of_trust, *_unknown_units(rule_set, directory)]
    if mistakes:
        raise ConfigError(tuple(mistakes))
    rules = replace(rule_set.rules, monitor=settings.mode == "monitor")
    return Setup(settings, settings.limits, rules, directory, rule_set.policy_settings)


def _unknown_units(rule_set: RuleSet, directory: Directory) -> list[str]:
    known = {unit.code for unit in directory.units}
    return [unknown(unit.where, "đơn vị", unit.text, known) for unit in rule_set.units if unit.text not in known]
