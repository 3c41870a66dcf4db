"""What was set, and where: the environment over `.env` over `gateway.toml`.  Reading a value wrong makes a mistake, not an end.

A wrong value is replaced by its default, so that one reading finds all mistakes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from dotenv.parser import parse_stream

from gateway.config.mistakes import unknown, wrong
from gateway.config.toml_file import TomlFile

T = TypeVar("T")

PREFIX = "VANTHU_"
NAMES = (
    "config", "data", "listen", "upstream", "console", "database", "blobs", "tls_cert", "tls_key", "auth_plaintext", "max_size",
    "trust", "workers", "mode", "hostname", "help_contact", "upstream_tls", "announce", "proxy_from", "xclient_from",
)  # fmt: skip
TABLES = ("listener", "limits", "retention", "timeouts", "connections")


@dataclass(frozen=True, slots=True)
class Given:
    """A setting as it was written.  `where` begins a mistake about it; `folder`: what a relative path starts from."""

    text: str
    where: str
    folder: Path


@dataclass(slots=True)
class Sources:
    """All settings given, and the mistakes found so far."""

    cwd: Path
    given: dict[str, Given] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def value(self, name: str, default: T, read: Callable[[str], T]) -> T:
        """A setting's value, the default where it is not set (or empty)."""
        given = self.given.get(name)
        return default if given is None else self.read(given, default, read)

    def read(self, given: Given, default: T, read: Callable[[str], T]) -> T:
        """What a given text says, the default where it is wrong."""
        try:
            return read(given.text)
        except ValueError as error:
            self.mistakes.append(wrong(given.where, given.text, str(error)))
            return default

    def path(self, name: str, default: Path, check: Callable[[Path], Path]) -> Path:
        """A path, relative to the folder of its source; `check` sees only what was set, never the default."""
        given = self.given.get(name)
        return default if given is None else self.value(name, default, lambda text: check(given.folder / text.strip()))

    def add(self, found: Mapping[str, Given]) -> None:
        """Take what is set here and was not set before.  An empty value sets nothing."""
        for name, given in found.items():
            if given.text.strip():
                self.given.setdefault(name, given)


def from_environment(environ: Mapping[str, str], cwd: Path) -> tuple[dict[str, Given], list[str]]:
    """What the environment sets, and the names in it that are wrong."""
    rows = ((name, value, name) for name, value in environ.items())
    return _variables(rows, cwd)


def from_dotenv(cwd: Path) -> tuple[dict[str, Given], list[str]]:
    """What `.env` in the working folder sets.  Other programs' variables in it are let be."""
    path = cwd / ".env"
    try:
        with path.open(encoding="utf-8") as stream:
            bindings = list(parse_stream(stream))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        return {}, [f"{path}: không đọc được ({error})"]
    broken, rows = [], []
    for binding in bindings:
        text = binding.original.string  # with the empty lines before it
        line = binding.original.line + text.count("\n", 0, len(text) - len(text.lstrip()))
        if binding.error or (binding.key and binding.value is None):
            broken.append(f"{path}:{line}: sai cú pháp, phải có dạng TÊN=giá trị (syntax)")
        elif binding.key:
            rows.append((binding.key, binding.value or "", f"{path}:{line}: {binding.key}"))
    found, mistakes = _variables(rows, cwd)
    return found, broken + mistakes


def _variables(rows: Iterable[tuple[str, str, str]], cwd: Path) -> tuple[dict[str, Given], list[str]]:
    found: dict[str, Given] = {}
    mistakes: list[str] = []
    for variable, value, where in rows:
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name in NAMES and variable.isupper():
            found[name] = Given(value, where, cwd)
        else:
            mistakes.append(unknown(where, "thiết lập", variable, [PREFIX + known.upper() for known in NAMES]))
    return found, mistakes


def from_toml(file: TomlFile) -> tuple[dict[str, Given], list[str]]:
    """What the top of `gateway.toml` sets.  Where the config folder is cannot be set inside it."""
    found: dict[str, Given] = {}
    mistakes: list[str] = []
    for name, value in file.data.items():
        if name in TABLES:
            continue
        where = file.where(name)
        if name not in NAMES[1:]:
            mistakes.append(unknown(where, "thiết lập", name, (*NAMES[1:], *TABLES)))
        elif (text := as_text(value)) is None:
            mistakes.append(wrong(where, value, "phải là một chuỗi hay một số (a string or a number)"))
        else:
            found[name] = Given(text, where, file.path.parent)
    return found, mistakes


def as_text(value: Any) -> str | None:
    """A TOML value as the environment would spell it; None: there is no such spelling."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ",".join(value)
    return None
