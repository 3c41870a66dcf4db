"""How a mistake in the settings is told: one line, which setting, its value, what is allowed, and a guess at what was meant.

What an administrator wrote is quoted shortened, control characters escaped and passwords masked: one mistake is one line, and
it may stand in a log.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_PASSWORD = re.compile(r"(://[^/@:]*:).*(@)")  # up to the last @: a password may hold anything
SHOWN = 80  # characters of a wrong value that are repeated to its writer


def masked(value: str) -> str:
    """A value without the password that a URL may hold."""
    return _PASSWORD.sub(r"\1***\2", value)


def quoted(value: object) -> str:
    """A value as it stands in a mistake's line."""
    text = masked(value if isinstance(value, str) else repr(value))
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: SHOWN + 1])
    return f'"{text[:SHOWN]}…"' if len(text) > SHOWN else f'"{text}"'


def wrong(where: str, value: object, allowed: str) -> str:
    """The line of a wrong value.  `where` names the setting (and file and line), `allowed` is a Vietnamese phrase."""
    return f"{where} = {quoted(value)}: {allowed}"


def unknown(where: str, what: str, name: str, known: Iterable[str]) -> str:
    """The line of a name that nobody knows.  `what` it is, in Vietnamese ("thiết lập", "mã vi phạm")."""
    line = f"{where}: không có {what} {quoted(name)}"
    near = get_close_matches(name[:SHOWN], list(known), n=1, cutoff=0.6)
    return f"{line}; có phải là {quoted(near[0])}? (unknown, did you mean {near[0]}?)" if near else f"{line} (unknown)"
