"""Address lists of header fields (RFC 5322 s.3.4, obsolete forms too), read as loosely as the loosest mail program.

Must stay true: never raises; linear; where programs differ on which mailbox is meant, every plausible one is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import lru_cache
from itertools import islice

from gateway.mime.charsets import text_of
from gateway.mime.domains import canonical_domain
from gateway.mime.words import decoded
from policies.core.message import Address

FIELDS = frozenset(
    {
        *("from", "sender", "reply-to", "to", "cc", "bcc", "disposition-notification-to", "return-receipt-to", "return-path"),
        *("resent-from", "resent-sender", "resent-reply-to", "resent-to", "resent-cc", "resent-bcc"),
    }
)
MAX_ADDRESSES = 50_000
SHORT = 120
# The usual case, one address at a time: an optional display name, then <local@domain>, or the bare address.
USUAL = re.compile(
    r'\s*+(?:(?:"([^"\\]*+)"\s*+|([^",;:<>@()\\\[\]＠﹫]*+))<([^\s",;:<>@()\\\[\]]++)@([^\s",;:<>@()\\\[\]]++)>'
    r'|([^\s",;:<>@()\\\[\]]++)@([^\s",;:<>@()\\\[\]]++))\s*+(?:,|\Z)'
)
LEXEME = re.compile(r'"(?:[^"\\]++|\\.)*+\\?(?:"|\Z)|\[[^\]\[]*+\]|[()<>,;:]|\s++|(?:[^\s"()<>,;:\[\\]++|\\.?)|\[', re.DOTALL)
AROUND = re.compile(r"\s*+([.@])\s*+")
CHUNK = re.compile(r'(?:"(?:[^"\\]++|\\.)*+\\?(?:"|\Z)|\[[^\]\[]*+\]|[^\s"])++', re.DOTALL)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)\\?(?:"|\Z)', re.DOTALL)
SPACE = re.compile(r"\s")
WIDE_AT = str.maketrans("＠﹫", "@@")


def addresses(field: str, raw: bytes) -> tuple[Address, ...]:
    """The addresses of one field (`field` in lower case, `raw` as received)."""
    return _remembered(field, raw) if len(raw) <= SHORT else _all(field, raw)


def _all(field: str, raw: bytes) -> tuple[Address, ...]:
    value = text_of(raw.replace(b"\r", b"").replace(b"\n", b""))
    return tuple(islice(_addresses(field, value), MAX_ADDRESSES + 1))


_remembered = lru_cache(maxsize=2048)(_all)


def _addresses(field: str, value: str) -> Iterator[Address]:
    at = 0
    while at < len(value):
        match = USUAL.match(value, at)
        if match is None:
            yield from _unusual(field, value[at:])
            return
        quoted, name, local, domain, bare, of = match.groups()
        if "=?" in match[0] and "=?" in (local or bare):
            yield from _unusual(field, value[at:])
            return
        display = _readable(quoted if quoted is not None else name or "").strip()
        yield _address(field, display, local or bare, domain or of)
        at = match.end()


def _address(field: str, display: str, local: str, domain: str) -> Address:
    return Address(field, display, f"{local}@{domain}", canonical_domain(domain))


def _readable(text: str) -> str:
    return decoded(text.encode("utf-8", "replace"))[0] if "=?" in text else text


def _unusual(field: str, value: str) -> Iterator[Address]:
    """Cut into elements at commas, semicolons and group names, comments set aside."""
    element = _Element()
    depth = 0
    for match in LEXEME.finditer(value):
        lexeme = match[0]
        if depth or lexeme == "(":
            depth += (lexeme == "(") - (lexeme == ")")
            element.comments.append(lexeme)
        elif lexeme == "<":
            element.inside = True
            element.angles.append([])
        elif lexeme == ">":
            element.inside = False
        elif element.inside and lexeme in (",", ":"):
            if lexeme == ":":  # a source route stood before it (RFC 5321 s.4.1.2)
                element.angles.pop()
            element.angles.append([])
        elif lexeme in (",", ";", ":"):
            if lexeme != ":" or "@" in "".join(element.phrase):  # else the name of a group
                yield from _read(field, element)
            element = _Element()
        else:
            (element.angles[-1] if element.inside else element.phrase).append(lexeme)
    yield from _read(field, element)
    if depth:  # a comment that never ends hides the rest from some programs only
        yield from _unusual(field, value.replace("(", " "))


@dataclass(slots=True)
class _Element:
    """What stands between two commas.  `angles`: what stood in each pair of angle brackets."""

    phrase: list[str] = dataclass_field(default_factory=list)
    angles: list[list[str]] = dataclass_field(default_factory=list)
    comments: list[str] = dataclass_field(default_factory=list)
    inside: bool = False


def _read(field: str, element: _Element) -> Iterator[Address]:
    phrase = "".join(element.phrase).strip()
    angles = [_readable("".join(angle)) for angle in element.angles]
    found = dict.fromkeys(box for angle in angles for box in _mailboxes(angle))
    display = _display(phrase) if angles else ""
    # `a@gmail.com <b@dongnai.gov.vn>`: some programs show and answer the one, some the other.
    loose = dict.fromkeys(box for box in _mailboxes(phrase) if box not in found and (not angles or canonical_domain(box[1])))
    if not found and not loose and "=?" in phrase:
        loose = dict.fromkeys(_mailboxes(_readable(phrase)))
    display = display or _readable("".join(element.comments)[1:].removesuffix(")").strip())
    for local, domain in (*found, *loose):
        yield _address(field, display, local, domain)
    if found or loose:
        return
    bare = "".join(angles).strip() or (phrase if not SPACE.search(phrase) else "")
    if bare or phrase:
        yield Address(field, display or _display(phrase), bare, "")


def _display(phrase: str) -> str:
    text = QUOTED.sub(lambda match: ESCAPE.sub(r"\1", match[1]), phrase)
    return _readable(text).strip()


def _mailboxes(text: str) -> Iterator[tuple[str, str]]:
    """(local part, domain) of everything that looks like a mailbox."""
    if "@" not in text:
        text = text.translate(WIDE_AT)
    if "@" not in text:
        return
    for match in CHUNK.finditer(AROUND.sub(r"\1", text)):
        chunk = match[0].strip("'")
        local, _, domain = chunk.rpartition("@")
        if not local or '"' in domain:
            continue
        yield local, domain
        if "@" in local and '"' not in local:  # a@b@c: some programs stop at the second @
            first, _, rest = chunk.partition("@")
            yield first, rest.partition("@")[0]
