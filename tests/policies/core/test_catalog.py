"""The policies are found by themselves, and where none can be found no letter is judged innocent."""

import pytest

import policies
from policies.core.catalog import catalog, codes


def test_every_policy_is_found():
    assert {"charset", "domain", "message", "original", "recipients", "secrecy"} <= set(catalog())
    assert all(code.partition(".")[0] in catalog() for code in codes())


def test_no_policy_at_all_is_an_error(monkeypatch):
    monkeypatch.setattr(policies, "__path__", [])
    with pytest.raises(LookupError):
        catalog.__wrapped__()
