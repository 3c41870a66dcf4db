"""From findings to what is done, for each recipient.

The rules give each finding code an action; the strongest action among a recipient's findings is that recipient's outcome:

    forward < tag < quarantine < reject

A policy in mode `monitor` is recorded and does nothing; one in mode `off` is not asked at all.  Automatic letters (null
sender, bounces, receipts, auto-replies) and postmaster are never refused, at most held; for the codes in `spared` at most tagged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from policies.core.finding import Finding
from policies.core.message import Envelope
from policies.core.units import Term

ALWAYS = Term()


class Action(IntEnum):
    """What is done with a letter, mildest first."""

    FORWARD = 0
    TAG = 1
    QUARANTINE = 2
    REJECT = 3

    @property
    def word(self) -> str:
        """The name in rules, records and JSON: lower case."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the rules: what a code leads to.  Empty `direction` or `unit` means any; later rules win over earlier ones."""

    action: Action
    direction: str = ""
    unit: str = ""
    term: Term = ALWAYS


@dataclass(frozen=True, slots=True)
class PolicyMode:
    """A policy's mode (off, monitor, enforce) for a direction, a unit, a time; empty means any, later lines win."""

    mode: str
    direction: str = ""
    unit: str = ""
    term: Term = ALWAYS


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules.  `actions`: code -> its rules; `modes`: policy name -> its modes; `spared`: codes (or "policy.*")."""

    actions: Mapping[str, tuple[Rule, ...]]
    modes: Mapping[str, tuple[PolicyMode, ...]]
    spared: frozenset[str] = frozenset()
    monitor: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the choice of a rule depends on beside the findings.  `automatic`: a bounce, receipt or auto-reply."""

    direction: str
    unit: str
    today: date
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with what the rules make of it."""

    finding: Finding
    action: Action


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcomes`: one (recipient, action) for each RCPT, in its order.  `action`: the strongest of them."""

    action: Action
    outcomes: tuple[tuple[str, Action], ...]
    judged: tuple[Judged, ...] = ()

    def recipients(self, *actions: Action) -> tuple[str, ...]:
        """The recipients with one of these outcomes."""
        return tuple(recipient for recipient, action in self.outcomes if action in actions)


def mode_of(policy: str, rules: Rules, where: Circumstances) -> str:
    """The mode in force for a policy: off, monitor or enforce (the default)."""
    mode = "enforce"
    for line in rules.modes.get(policy, ()):
        if _applies(line, where):
            mode = line.mode
    return "monitor" if rules.monitor and mode == "enforce" else mode


def never_asked(rules: Rules) -> frozenset[str]:
    """The policies that are off for every letter, whatever its direction, unit and day."""
    off = set()
    for policy, lines in rules.modes.items():
        for line in lines:
            if line == PolicyMode("off"):
                off.add(policy)
            elif line.mode != "off":
                off.discard(policy)
    return frozenset(off)


def decide(findings: tuple[Finding, ...], rules: Rules, envelope: Envelope, where: Circumstances) -> Verdict:
    """What to do with a letter for each of its recipients.  Pure; the only place where findings become outcomes."""
    if not findings:
        return Verdict(Action.FORWARD, tuple((rcpt, Action.FORWARD) for rcpt in envelope.rcpt_tos))
    judged = tuple(Judged(finding, _action(finding, rules, where)) for finding in findings)
    outcomes = tuple((rcpt, _outcome(rcpt, judged, rules)) for rcpt in envelope.rcpt_tos)
    strongest = max((action for _, action in outcomes), default=max(j.action for j in judged))
    return Verdict(strongest, outcomes, judged)


def _applies(line: Rule | PolicyMode, where: Circumstances) -> bool:
    return line.direction in ("", where.direction) and line.unit in ("", where.unit) and line.term.covers(where.today)


def _action(finding: Finding, rules: Rules, where: Circumstances) -> Action:
    if mode_of(finding.code.partition(".")[0], rules, where) != "enforce":
        return Action.FORWARD
    action = Action.QUARANTINE  # a code that no rule names: fail towards a person's eyes
    for rule in rules.actions.get(finding.code, ()):
        if _applies(rule, where):
            action = rule.action
    if where.automatic:
        action = min(action, Action.TAG if _spared(finding.code, rules) else Action.QUARANTINE)
    return action


def _spared(code: str, rules: Rules) -> bool:
    return code in rules.spared or code.partition(".")[0] + ".*" in rules.spared


def _outcome(recipient: str, judged: tuple[Judged, ...], rules: Rules) -> Action:
    postmaster = recipient.partition("@")[0].lower() in ("postmaster", "abuse")  # RFC 5321 s.4.5.1, RFC 2142
    outcome = Action.FORWARD
    for one in judged:
        if one.finding.recipient not in (None, recipient):
            continue
        action = one.action
        if postmaster:
            action = min(action, Action.TAG if _spared(one.finding.code, rules) else Action.QUARANTINE)
        outcome = max(outcome, action)
    return outcome
