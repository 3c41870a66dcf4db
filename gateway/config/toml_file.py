"""A TOML file and the line on which each of its keys stands: tomllib keeps no lines, and a mistake must name one.

The lines come from a plain reading of `[table]`, `[[table]]` and `key =` at the beginnings of lines, over a text that
tomllib has accepted; where that reading finds nothing the line of the table, or 1, is named.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KeyPath = tuple[str | int, ...]

LARGEST = 4 << 20  # bytes; a settings file is read whole
_BARE = re.compile(r"""\s*(?:"([^"\n]*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))\s*(\.)?""")
_SYNTAX = re.compile(r"\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """What was read of a file.  A file that does not exist is an empty one."""

    path: Path
    data: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def where(self, *keys: str | int) -> str:
        """File, line and dotted key, as a mistake begins."""
        name = ".".join(str(key) for key in keys if isinstance(key, str))
        return f"{self.path}:{self._line(keys)}: {name}"

    def _line(self, keys: KeyPath) -> int:
        for end in range(len(keys), 0, -1):
            if line := self.lines.get(keys[:end]):
                return line
        return 1


def read_toml(path: Path) -> tuple[TomlFile, list[str]]:
    """Read a file: what stands in it, and the mistakes of its form."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return TomlFile(path), []
    except OSError as error:
        return TomlFile(path), [f"{path}: không đọc được tệp ({error.strerror})"]
    if len(raw) > LARGEST:
        return TomlFile(path), [f"{path}: tệp quá lớn, tối đa {LARGEST} byte (file too large)"]
    try:
        text = raw.decode("utf-8-sig")
        return TomlFile(path, tomllib.loads(text), _key_lines(text)), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return TomlFile(path), [f"{path}:{line}: tệp phải viết bằng UTF-8 (not UTF-8)"]
    except tomllib.TOMLDecodeError as error:
        return TomlFile(path), [_syntax(path, text, str(error))]
    except RecursionError:
        return TomlFile(path), [f"{path}: lồng nhau quá sâu (nested too deeply)"]


def _syntax(path: Path, text: str, told: str) -> str:
    place = _SYNTAX.search(told)
    line, column = (place[1], place[2]) if place and place[1] else (text.count("\n") + 1, "1")
    return f"{path}:{line}: sai cú pháp TOML ở cột {column} ({_SYNTAX.sub('', told)})"


def _key_lines(text: str) -> dict[KeyPath, int]:
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.lstrip()
        if stripped.startswith("[["):
            name = _dotted(stripped[2:])
            counts[name] = counts.get(name, -1) + 1
            table = (*name, counts[name])
        elif stripped.startswith("["):
            table = _dotted(stripped[1:])
        else:
            key = _dotted(stripped, before="=")
            if not key:
                continue
            table_key = (*table, *key)
            lines.setdefault(table_key, number)
            continue
        if table:
            lines.setdefault(table, number)
    return lines


def _dotted(text: str, before: str = "]") -> KeyPath:
    keys: list[str] = []
    position = 0
    while match := _BARE.match(text, position):
        keys.append(next(group for group in match.groups()[:3] if group is not None))
        position = match.end()
        if not match[4]:
            break
    return tuple(keys) if text[position:].lstrip().startswith(before) else ()
