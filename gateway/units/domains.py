"""The lists of domains: ours, other authorities', and the banned ones, from the rules and the shipped lists of mail services.

A list is a text file, one domain a line, `#` begins a note.  A list in the config folder stands for the shipped one of its name.
"""

from pathlib import Path

from gateway.config.mistakes import wrong
from gateway.config.rules import Written
from gateway.units.directory import Domains
from gateway.units.table import DOMAIN, read_text
from policies.text.mailboxes import canonical

LISTS = ("free-mail-domains.txt", "free-mail-vietnam.txt")


def read_domains(folders: tuple[Path, ...], written: dict[str, tuple[Written, ...]]) -> tuple[Domains, list[str]]:
    """The canonical lists.  Official domains are never banned; an internal domain that is banned is a mistake."""
    mistakes: list[str] = []
    internal = _canonical(written.get("internal_domains", ()), mistakes)
    official = _canonical(written.get("official_domains", ()), mistakes)
    own = written.get("banned_domains", ())
    both = (item for item in own if canonical(item.text) in internal)
    mistakes += [wrong(item.where, item.text, "vừa là tên miền nội bộ vừa bị cấm (both internal and banned)") for item in both]
    shipped = (entry for name in LISTS for entry in _entries(folders, name, mistakes))
    banned = _canonical((*own, *shipped), mistakes) - internal
    return Domains(internal, official, frozenset(domain for domain in banned if not _within(domain, official))), mistakes


def _entries(folders: tuple[Path, ...], name: str, mistakes: list[str]) -> list[Written]:
    path = next((folder / name for folder in folders if (folder / name).exists()), folders[-1] / name)
    lines = enumerate(read_text(path, mistakes).splitlines(), 1)
    texts = ((number, line.partition("#")[0].strip()) for number, line in lines)
    return [Written(text, f"{path}:{number}: {name}") for number, text in texts if text]


def _canonical(items: tuple[Written, ...], mistakes: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for item in items:
        domain = canonical(item.text.removeprefix("@").removeprefix("*."))
        if DOMAIN.fullmatch(domain):
            found.add(domain)
        else:
            mistakes.append(wrong(item.where, item.text, "phải là tên miền, ví dụ gmail.com (a domain)"))
    return frozenset(found)


def _within(domain: str, parents: frozenset[str]) -> bool:
    while domain:
        if domain in parents:
            return True
        domain = domain.partition(".")[2]
    return False
