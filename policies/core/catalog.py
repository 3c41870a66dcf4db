"""Finds the policies: every module in this package's parent folder that is a policy.  Nothing is registered anywhere."""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

import policies
from policies.core.finding import Code


@cache
def catalog() -> dict[str, ModuleType]:
    """Policy name -> its module, by name.  Raises `LookupError` where none can be found: then every letter would pass unseen."""
    names = sorted(entry.name for entry in pkgutil.iter_modules(policies.__path__) if not entry.ispkg)
    if not names:
        raise LookupError("no policy can be found")
    return {name: import_module(f"policies.{name}") for name in names}


@cache
def codes() -> dict[str, Code]:
    """Finding code -> what it means."""
    return {code.code: code for module in catalog().values() for code in module.CODES}
