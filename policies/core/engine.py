"""Asks every policy that is not off, and turns a policy's crash into a finding: one broken policy never hides the others."""

from collections.abc import Mapping
from typing import Any

from policies.core.catalog import catalog
from policies.core.finding import Finding
from policies.core.message import Message
from policies.core.policy import Context

CRASH = "message.over-limit"  # cannot be judged: never passed unseen (contract: fail closed, visibly)


def evaluate(
    message: Message, context: Context, settings: Mapping[str, Any], off: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """All findings of all policies, in the catalog's order.  `settings`: policy name -> its settings; defaults where absent."""
    findings: list[Finding] = []
    for name, policy in catalog().items():
        if name in off:
            continue
        try:
            findings.extend(policy.check(message, context, settings.get(name) or policy.Settings()))
        except Exception as error:  # the boundary: what went wrong in a policy is itself a finding
            detail = {"limit": "policy-crashed", "policy": name, "error": f"{type(error).__name__}: {error}"[:300]}
            findings.append(Finding(CRASH, detail=detail))
    return tuple(findings)
