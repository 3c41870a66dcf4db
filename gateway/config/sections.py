"""The tables of numbers in `gateway.toml`: how long, how many, how large.  Their fields are the keys; all are positive."""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from gateway.config.mistakes import unknown, wrong
from gateway.config.sources import Given, Sources
from gateway.config.toml_file import TomlFile

LARGEST = 1 << 48


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that things are kept: held letters, audit records, recorded answers (a client may retry for days)."""

    held_days: int = 90
    audit_days: int = 3650
    answered_days: int = 4


@dataclass(frozen=True, slots=True)
class Connections:
    """How many sessions may be open at once: in all, and from one client address."""

    total: int = 4000
    per_client: int = 1000


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds (RFC 5321 s.4.5.3.2).  `data`: for each chunk; `data_rate`: bytes a second that DATA reaches over `data_window`."""

    command: float = 300
    data: float = 300
    data_rate: int = 1024
    data_window: float = 60
    upstream_connect: float = 30
    upstream_command: float = 300
    upstream_final: float = 600


Section = TypeVar("Section", bound=Any)


def section(sources: Sources, file: TomlFile, name: str, default: Section) -> Section:
    """The table `[name]` laid over `default`."""
    table = file.data.get(name, {})
    if not isinstance(table, dict):
        sources.mistakes.append(wrong(file.where(name), table, f"phải là một bảng [{name}] (a table)"))
        return default
    known = {field.name: field.type for field in fields(default)}
    found: dict[str, Any] = {}
    for key, value in table.items():
        where = file.where(name, key)
        if key not in known:
            sources.mistakes.append(unknown(where, "khóa", key, known))
        elif type(value) is not int and not (type(value) is float and known[key] is float):
            sources.mistakes.append(wrong(where, value, "phải là một số (a number)"))
        elif not 0 < value <= LARGEST:
            sources.mistakes.append(wrong(where, value, f"phải lớn hơn 0 và không quá {LARGEST} (out of range)"))
        else:
            found[key] = value
            sources.given[f"{name}.{key}"] = Given(str(value), where, file.path.parent)
    return replace(default, **found)
