"""Which policies are off for every letter."""

from datetime import date

import pytest

from policies.core.units import Term
from policies.core.verdict import PolicyMode, Rules, never_asked

OFF, ENFORCE = PolicyMode("off"), PolicyMode("enforce")


@pytest.mark.parametrize(
    ("lines", "off"),
    [
        ((), False),
        ((OFF,), True),
        ((ENFORCE, OFF), True),
        ((OFF, ENFORCE), False),
        ((OFF, PolicyMode("enforce", unit="stttt")), False),
        ((PolicyMode("off", direction="inbound"),), False),
        ((PolicyMode("off", term=Term(since=date(2026, 1, 1))),), False),
        ((OFF, PolicyMode("off", unit="stttt")), True),
    ],
    ids=[
        "no line at all: asked",
        "off",
        "a later off wins",
        "a later enforce wins",
        "asked for one unit",
        "off in one direction only",
        "off from a day on only",
        "off twice over",
    ],
)
def test_a_policy_is_never_asked_only_when_no_letter_could_need_it(lines: tuple[PolicyMode, ...], off: bool) -> None:
    assert never_asked(Rules({}, {"charset": lines})) == (frozenset({"charset"}) if off else frozenset())
