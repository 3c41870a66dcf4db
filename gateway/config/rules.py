"""The rules: what each finding code leads to, each policy's mode and settings, and the lists of domains as they are written.

The shipped `rules.toml` is the base and names every code; the administrator's file is laid over it, line by line, so that a file
of one line is a whole set of rules.  Later lines win: what the administrator says about one unit leaves the others as shipped.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from gateway.config.mistakes import unknown, wrong
from gateway.config.shipped import shipped
from gateway.config.toml_file import TomlFile, read_toml
from policies.core.catalog import catalog, codes
from policies.core.units import Term
from policies.core.verdict import Action, PolicyMode, Rule, Rules

Line = TypeVar("Line", Rule, PolicyMode)

FILE = "rules.toml"
MODES = ("off", "monitor", "enforce")
ACTIONS = {action.word: action for action in Action}
DIRECTIONS = ("", "inbound", "outbound", "submission")
DOMAIN_LISTS = ("internal_domains", "official_domains", "banned_domains")
PLAIN = {bool: "true hay false", int: "một số nguyên", float: "một số", str: "một chuỗi"}


@dataclass(frozen=True, slots=True)
class Written:
    """A text from a file with the place that a mistake about it names."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What all rules files together say.

    `domains`: the lists by name, not yet canonical; `units`: the unit codes that rules name; `codes`: all finding codes.
    """

    rules: Rules
    policy_settings: Mapping[str, Any]
    domains: dict[str, tuple[Written, ...]]
    units: tuple[Written, ...]
    codes: frozenset[str]


def read_rules(folder: Path) -> tuple[RuleSet, list[str]]:
    """The shipped rules with those in `folder` laid over them, and the mistakes found in both."""
    base, mistakes = read_toml(shipped() / FILE)
    reading = _Reading(_vocabulary(base), mistakes)
    reading.read(base)
    if (folder / FILE).resolve() != base.path.resolve():
        own, mistakes = read_toml(folder / FILE)
        reading.mistakes += mistakes
        reading.read(own)
    return reading.result(), reading.mistakes


def _vocabulary(base: TomlFile) -> frozenset[str]:
    """Every finding code that may be named: those of the policies, and those that the shipped rules already know."""
    tables = ((name, table.get("actions", {})) for name, table in base.data.items() if isinstance(table, dict))
    return frozenset(codes()) | {code if "." in code else f"{name}.{code}" for name, actions in tables for code in actions}


@dataclass(slots=True)
class _Reading:
    """One reading of the rules files, base first."""

    known: frozenset[str]
    mistakes: list[str]
    actions: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    modes: dict[str, tuple[PolicyMode, ...]] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    domains: dict[str, tuple[Written, ...]] = field(default_factory=dict)
    spared: frozenset[str] = frozenset()
    units: list[Written] = field(default_factory=list)

    def result(self) -> RuleSet:
        settings = {name: policy.Settings(**self.settings.get(name, {})) for name, policy in catalog().items()}
        return RuleSet(Rules(self.actions, self.modes, self.spared), settings, self.domains, tuple(self.units), self.known)

    def read(self, file: TomlFile) -> None:
        names = sorted({code.partition(".")[0] for code in self.known})
        for key, value in file.data.items():
            where = file.where(key)
            if key in DOMAIN_LISTS:
                self.domains[key] = tuple(Written(text, where) for text in self.texts(where, value))
            elif key == "spared":
                self.spared = frozenset(self.texts(where, value))
                self.mistakes += [unknown(where, "mã vi phạm", code, self.known) for code in self.spared if not self.names(code)]
            elif key not in names:
                self.mistakes.append(unknown(where, "quy tắc hay khóa", key, (*names, *DOMAIN_LISTS, "spared")))
            elif not isinstance(value, dict):
                self.mistakes.append(wrong(where, value, f"phải là một bảng [{key}] (a table)"))
            else:
                self.policy(file, key, value)

    def names(self, code: str) -> bool:
        return code in self.known or any(known.startswith(code[:-1]) for known in self.known if code.endswith(".*"))

    def texts(self, where: str, value: Any) -> list[str]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self.mistakes.append(wrong(where, value, 'phải là một danh sách chuỗi, ví dụ ["a", "b"] (a list of strings)'))
        return []

    def policy(self, file: TomlFile, name: str, table: dict[str, Any]) -> None:
        module = catalog().get(name)
        types = get_type_hints(module.Settings) if module else {}
        for key, value in table.items():
            where = file.where(name, key)
            if key == "mode":
                self.modes[name] = self.modes.get(name, ()) + self.lines(where, value, _mode)
            elif key == "actions":
                self.policy_actions(file, name, value)
            elif key in types:
                self.setting(where, name, key, value, types[key])
            else:
                self.mistakes.append(unknown(where, "khóa", key, ("mode", "actions", *types)))

    def policy_actions(self, file: TomlFile, name: str, table: Any) -> None:
        if not isinstance(table, dict):
            self.mistakes.append(wrong(file.where(name, "actions"), table, 'phải viết actions.<mã> = "…" (actions.<code>)'))
            return
        for key, value in _flat(name, table):
            code = key if "." in key else f"{name}.{key}"
            where = file.where(name, "actions", key)
            if code in self.known and code.startswith(f"{name}."):
                self.actions[code] = self.actions.get(code, ()) + self.lines(where, value, _action)
            else:
                own = [known for known in self.known if known.startswith(f"{name}.")]
                self.mistakes.append(unknown(where, "mã vi phạm", code, own))

    def setting(self, where: str, policy: str, key: str, value: Any, kind: Any) -> None:
        try:
            self.settings.setdefault(policy, {})[key] = msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            allowed = f"phải là {PLAIN[kind]}" if kind in PLAIN else "sai kiểu"
            self.mistakes.append(wrong(where, value, f"{allowed} ({error})"))

    def lines(self, where: str, value: Any, make: Callable[[str], Line | None]) -> tuple[Line, ...]:
        """A word, or a list of tables, each of which holds for a direction, a unit, a time."""
        word = "action" if make is _action else "mode"
        tables = [{word: value}] if isinstance(value, str) else value
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.mistakes.append(
                wrong(where, value, f"phải là một từ hay danh sách bảng {{{word} = …}} (a word or a list of tables)")
            )
            return ()
        return tuple(line for table in tables if (line := self.line(where, table, word, make)) is not None)

    def line(self, where: str, table: dict[str, Any], word: str, make: Callable[[str], Line | None]) -> Line | None:
        known, before = (word, "direction", "unit", "from", "until"), len(self.mistakes)
        self.mistakes += [unknown(where, "khóa", key, known) for key in table if key not in known]
        line = make(str(table.get(word, "")))
        if line is None:
            allowed = ", ".join(ACTIONS if word == "action" else MODES)
            self.mistakes.append(wrong(where, table.get(word, ""), f"phải là một trong: {allowed} (one of)"))
            return None
        direction, unit = table.get("direction", ""), table.get("unit", "")
        if direction not in DIRECTIONS:
            self.mistakes.append(
                wrong(f"{where}.direction", direction, f"phải là một trong: {', '.join(DIRECTIONS[1:])} (one of)")
            )
        if unit:
            self.units.append(Written(str(unit), where))
        term = Term(self.day(where, table, "from"), self.day(where, table, "until"))
        if term.since and term.until and term.since > term.until:
            self.mistakes.append(f"{where}: from {term.since} sau until {term.until} (ends before it begins)")
        if len(self.mistakes) > before:
            return None  # a line that is partly wrong must not hold for more than was meant
        return replace(line, direction=str(direction), unit=str(unit), term=term)

    def day(self, where: str, table: dict[str, Any], key: str) -> date | None:
        value = table.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(value if len(value) == 10 else "")
        except (TypeError, ValueError):
            self.mistakes.append(wrong(f"{where}.{key}", value, "phải là ngày, dạng yyyy-mm-dd (a date)"))
            return None


def _mode(word: str) -> PolicyMode | None:
    return PolicyMode(word) if word in MODES else None


def _action(word: str) -> Rule | None:
    return Rule(ACTIONS[word]) if word in ACTIONS else None


def _flat(name: str, table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """`actions.legacy-text`, `actions."charset.legacy-text"` and TOML's reading of `actions.charset.legacy-text` are the same."""
    for key, value in table.items():
        if key == name and isinstance(value, dict):
            yield from ((f"{name}.{inner}", action) for inner, action in value.items())
        else:
            yield key, value
