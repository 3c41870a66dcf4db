"""The one harness of all policies.  A case is tests/policies/<policy>/NN-slug.eml, a message, with NN-slug.toml, what it shows.

    why = "a sentence that says what the case is there for"
    [envelope]           mail_from, rcpt_tos (default: the header's From, and To with Cc), direction, login, today (2026-03-02)
    [directory]          config = "a config folder beside the case" (default: tests/policies/config, else what is shipped);
                         its folder trust/ holds the roots of digital signatures
    [[findings]]         code; part, filename, recipient and any key of the finding's detail: what is given must be so

No finding means that the message is innocent.  Only the findings of the folder's own policy are asked for.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from gateway.inspection import judge_of, seeing
from gateway.judge import Judge
from gateway.limits import Limits
from gateway.mime.parse import parse
from gateway.setup import load
from policies.core.catalog import catalog, codes
from policies.core.engine import CRASH
from policies.core.finding import Finding
from policies.core.message import Envelope

ROOT = Path(__file__).parent / "policies"
NOT_POLICIES = frozenset({"core", "text", "config", "__pycache__"})
NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")
KEYS = {
    "": {"why", "envelope", "directory", "findings"},
    "envelope": {"mail_from", "rcpt_tos", "direction", "login", "today"},
    "directory": {"config"},
}
TODAY = date(2026, 3, 2)
FIELDS = ("code", "part", "filename", "recipient")


@dataclass(frozen=True, slots=True)
class Case:
    """A message with what is expected of it."""

    policy: str
    path: Path  # the .eml

    def __str__(self) -> str:
        return f"{self.policy}/{self.path.stem}"

    @property
    def expected(self) -> dict[str, Any]:
        """What the .toml says."""
        return tomllib.loads(self.path.with_suffix(".toml").read_text(encoding="utf-8"))


def folders() -> tuple[Path, ...]:
    """Every folder of cases."""
    return tuple(sorted(path for path in ROOT.iterdir() if path.is_dir() and path.name not in NOT_POLICIES))


def cases() -> tuple[Case, ...]:
    """Every case, by folder and number."""
    return tuple(Case(folder.name, path) for folder in folders() for path in sorted(folder.glob("*.eml")))


def mistakes(expected: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a .toml."""
    if len(str(expected.get("why", "")).split()) < 4:
        yield "`why` must be a sentence"
    for table, keys in KEYS.items():
        given = expected.get(table, {}) if table else expected
        yield from (f"unknown key {table}.{key}".replace(" .", " ") for key in sorted(set(given) - keys))
    yield from ("a finding without a code" for finding in expected.get("findings", ()) if "code" not in finding)


@cache
def findings(case: Case) -> tuple[Finding, ...]:
    """What the case's policy, and no other, finds in its message."""
    expected = case.expected
    raw = case.path.read_bytes()
    everybody = _judge(_config(case, expected.get("directory", {}).get("config")))
    judge = replace(everybody, off=frozenset(catalog()) - {case.policy})
    given = dict(expected.get("envelope", {}))
    today = given.pop("today", TODAY)
    return judge(raw, _envelope(raw, given), today).findings


def differences(found: tuple[Finding, ...], expected: list[dict[str, Any]]) -> str:
    """What was found and not expected, and the reverse, one line each; "" when all is as it should be."""
    left = list(found)
    lines: list[str] = []
    for wanted in sorted(expected, key=len, reverse=True):
        match = next((one for one in left if _agrees(one, wanted)), None)
        if match is None:
            lines.append(f"- missing:    {wanted}")
        else:
            left.remove(match)
    lines += [f"+ unexpected: {_shown(one)}" for one in left]
    return "\n".join(lines)


def crashed(found: tuple[Finding, ...]) -> list[str]:
    """What a policy died of."""
    return [str(one.detail["error"]) for one in found if one.code == CRASH and one.detail.get("limit") == "policy-crashed"]


def _agrees(finding: Finding, wanted: Mapping[str, Any]) -> bool:
    shown = _shown(finding)
    return all(key in shown and shown[key] == value for key, value in wanted.items())


def _shown(finding: Finding) -> dict[str, Any]:
    """A finding as a .toml would write it."""
    own = {field: getattr(finding, field) for field in FIELDS if getattr(finding, field) is not None}
    return own | {key: list(value) if isinstance(value, tuple) else value for key, value in finding.detail.items()}


def _envelope(raw: bytes, given: dict[str, Any]) -> Envelope:
    message = parse(raw, Limits())
    senders = [address.mailbox for address in message.mailboxes("from")]
    recipients = [address.mailbox for address in message.mailboxes("to", "cc")]
    return Envelope(
        mail_from=given.get("mail_from", senders[0] if senders else ""),
        rcpt_tos=tuple(given.get("rcpt_tos", recipients)),
        direction=given.get("direction", ""),
        login=given.get("login", ""),
    )


def _config(case: Case, named: str | None) -> Path | None:
    if named:
        return case.path.parent / named
    default = ROOT / "config"
    return default if default.is_dir() else None


@cache
def _judge(config: Path | None) -> Judge:
    """The judge of a config folder, who looks at pictures and validates signatures."""
    setup = load({"VANTHU_CONFIG": str(config)} if config else {}, ROOT)  # no .env here
    return seeing(judge_of(setup), setup)


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case):
    expected = case.expected
    assert not list(mistakes(expected))
    found = findings(case)
    assert not crashed(found)
    assert not differences(found, expected.get("findings", [])), expected["why"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_words_of_a_finding_speak_of_what_it_holds_only(case: Case):
    for finding in findings(case):
        code = codes()[finding.code]
        known = {"filename", "part", "recipient"} | set(finding.detail)
        for template in (code.vi, code.en, code.remedy_vi, code.remedy_en):
            fields = {field for _, field, _, _ in Formatter().parse(template) if field}
            assert fields <= known, f"{finding.code} speaks of {fields - known}"


@pytest.mark.parametrize("policy", catalog())
def test_a_policy_has_a_guilty_and_an_innocent_case(policy: str):
    own = [bool(case.expected.get("findings")) for case in CASES if case.policy == policy]
    assert set(own) == {True, False}, f"tests/policies/{policy} has {len(own)} cases"


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_code_is_shown_by_a_case(code: str):
    assert any(finding["code"] == code for case in CASES for finding in case.expected.get("findings", ()))


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.code)
def test_a_code_is_explained_in_two_languages(code):
    assert code.code.partition(".")[0] in catalog()
    for sentence in (code.vi, code.en, code.remedy_vi, code.remedy_en):
        assert sentence.strip() == sentence
        assert sentence.endswith((".", "!", "?"))
    assert code.vi != code.en
    assert code.article[0].isdigit()


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_folder_of_cases_belongs_to_a_policy_and_is_in_order(folder):
    assert folder.name in catalog()
    letters, papers = ({path.stem for path in folder.glob(f"*.{kind}")} for kind in ("eml", "toml"))
    assert letters == papers, f"alone: {sorted(letters ^ papers)}"
    assert all(NAME.fullmatch(name) for name in letters)
    numbers = [name[:2] for name in letters]
    assert len(numbers) == len(set(numbers)), "two cases of one number"


FOUND = (
    Finding("a.one", part="1", detail={"kind": "x", "lines": ("p", "q")}),
    Finding("a.one", part="2", filename="b.pdf"),
)


@pytest.mark.parametrize(
    ("expected", "different"),
    [
        ([{"code": "a.one"}, {"code": "a.one", "part": "1", "lines": ["p", "q"]}], []),
        ([{"code": "a.one", "part": "2"}], ["+ unexpected", "'part': '1'"]),
        ([{"code": "a.one"}, {"code": "a.one"}, {"code": "a.two"}], ["- missing", "a.two"]),
        ([{"code": "a.one", "kind": "y"}, {"code": "a.one", "filename": "b.pdf"}], ["- missing", "'y'", "+ unexpected"]),
    ],
    ids=["in any order", "one more", "one less", "another detail"],
)
def test_what_differs_is_told(expected, different):
    told = differences(FOUND, expected)
    assert bool(told) is bool(different)
    assert all(piece in told for piece in different)


def test_a_mistake_in_a_case_is_told():
    assert list(mistakes({"why": "short", "envelope": {"from": "a"}, "finding": [], "findings": [{}]})) == [
        "`why` must be a sentence",
        "unknown key finding",
        "unknown key envelope.from",
        "a finding without a code",
    ]
