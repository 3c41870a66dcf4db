"""Structured values with parameters: Content-Type, Content-Disposition (RFC 2045 s.5.1, RFC 2183, RFC 2231).

Must stay true: linear; a value that programs read in several ways gives every reading, the likeliest first, and a defect.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from gateway.mime.charsets import text_of
from gateway.mime.words import decoded
from policies.core.facts import Octets
from policies.core.message import Filename

# Possessive (Python 3.11): the expression never goes back, so no hostile value is dear.
SEGMENT = re.compile(rb'(?:[^";]++|"(?:[^"\\]++|\\.)*+\\?(?:"|\Z))++', re.DOTALL)
QUOTED = re.compile(rb'"((?:[^"\\]++|\\.)*+)\\?("?)', re.DOTALL)
UNQUOTED = re.compile(rb'(?:[^"()]++|"(?:[^"\\]++|\\.)*+\\?(?:"|\Z)|([()]))', re.DOTALL)
ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
SECTION = re.compile(rb"([^*]++)\*(?:(\d{1,4})(\*?))?")
TOKEN = re.compile(rb'[^\s()";]+')
NAMES = (b"filename", b"name")
MAX_PARAMETERS = 200

Parameter = tuple[bytes, Octets]


@dataclass(frozen=True, slots=True)
class Structured:
    """`value`: the leading token in lower case.  `parameters`: name in lower case and value as sent, every reading.

    `defects`: kind and detail.
    """

    value: str
    parameters: tuple[Parameter, ...] = ()
    defects: tuple[tuple[str, str], ...] = ()

    def all(self, name: bytes) -> tuple[Octets, ...]:
        """All readings of a parameter, the likeliest first, each once."""
        found = [octets for key, octets in self.parameters if key == name]
        return tuple(found if len(found) < 2 else dict.fromkeys(found))


def structured(raw: bytes) -> Structured:
    """Read a structured value."""
    return _cached(raw) if len(raw) <= 200 else _structured(raw)


def filename(*fields: Structured) -> tuple[Filename | None, bool]:
    """The attachment's name, from the fields in this order, and whether they contradict each other on the kind of file.

    Names that differ only before the extension are the ASCII stand-in and the real name (RFC 6266, appendix D).
    """
    found = [_name(octets) for field in fields if field.parameters for name in NAMES for octets in field.all(name)]
    found = [name for name in found if name.text]
    if len(found) < 2:
        return (found[0] if found else None), False
    kinds = {name.text.rpartition(".")[2].lower() if "." in name.text else "" for name in found}
    return found[0], len(kinds) > 1


def without_comments(value: bytes) -> bytes:
    """The value with its (nested) comments taken out, quoted strings kept."""
    kept: list[bytes] = []
    depth = 0
    for match in UNQUOTED.finditer(value):
        if match[1] == b"(":
            depth += 1
        elif match[1] == b")":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(match[0])
    return b"".join(kept)


def _structured(raw: bytes) -> Structured:
    plain = raw.replace(b"\r\n", b"").replace(b"\n", b"")
    value, parameters, defects = _read(plain)
    if b"(" in plain and (bare := without_comments(plain)) != plain:
        # An unquoted "bao cao (1).doc" is no comment: names are taken from the first reading if it has any.
        other, without, _ = _read(bare)
        named = any(name in NAMES for name, _ in parameters)
        added = [one for one in without if one not in parameters and not (named and one[0] in NAMES)]
        if added or other != value:
            value, parameters = other, added + parameters
            defects.append(("comment", ""))
    return Structured(value, tuple(parameters), tuple(dict.fromkeys(defects)))


_cached = lru_cache(maxsize=1024)(_structured)


def _read(plain: bytes) -> tuple[str, list[Parameter], list[tuple[str, str]]]:
    segments = [match[0] for match in SEGMENT.finditer(plain)]
    head = segments.pop(0).strip() if segments and not plain.lstrip().startswith(b";") else b""
    defects: list[tuple[str, str]] = []
    words = head.split(None, 1)
    if len(words) > 1 and b"=" in words[1]:  # the semicolon before the first parameter was forgotten
        segments.insert(0, words[1])
        defects.append(("parameter-syntax", "no semicolon"))
    single: dict[bytes, list[Octets]] = {}
    sections: dict[bytes, list[tuple[int, bool, bytes]]] = {}
    for segment in segments[:MAX_PARAMETERS]:
        name, equals, value = segment.partition(b"=")
        name = name.strip().lower()
        if not (equals and name):
            if segment.strip():
                defects.append(("parameter-syntax", "no value"))
            continue
        readings = list(dict.fromkeys(_values(value.strip(), name.partition(b"*")[0] in NAMES)))
        if len(readings) > 1:
            defects.append(("parameter-syntax", name.decode("latin-1")))
        section = SECTION.fullmatch(name)
        if section:
            sections.setdefault(section[1], []).append((int(section[2] or 0), not section[2] or bool(section[3]), readings[0]))
            continue
        if single.setdefault(name, []) and Octets(readings[0]) not in single[name]:
            defects.append(("duplicate-parameter", name.decode("latin-1")))
        single[name].extend([Octets(reading) for reading in readings])
    if len(segments) > MAX_PARAMETERS:
        defects.append(("parameter-syntax", "too many"))
    parameters = [(name, _assembled(parts)) for name, parts in sections.items()]
    parameters += [(name, octets) for name, values in single.items() for octets in values]
    return (words[0].lower().decode("latin-1") if words else ""), parameters, defects


def _values(value: bytes, whole: bool) -> Iterator[bytes]:
    """The readings of one value.  `whole`: blanks and parentheses belong to it though it is not quoted (names of files)."""
    if value.startswith(b'"'):
        match = QUOTED.match(value)
        if match is None:
            yield value
            return
        inner = ESCAPE.sub(rb"\1", match[1]) if b"\\" in match[1] else match[1]
        yield inner
        if not match[2]:
            yield inner.partition(b";")[0]
        elif value[match.end() :].strip() and not value[match.end() :].lstrip().startswith(b"("):
            yield value.replace(b'"', b"")
        return
    token = TOKEN.match(value)
    if whole or token is None:
        yield value
        return
    yield token[0]
    yield value


def _assembled(parts: list[tuple[int, bool, bytes]]) -> Octets:
    """RFC 2231: the sections in their order; the first one names the charset."""
    parts.sort(key=lambda part: part[0])
    charset = None
    pieces: list[bytes] = []
    for index, (_, encoded, raw) in enumerate(parts):
        piece = raw
        if encoded:
            if index == 0 and raw.count(b"'") >= 2:
                label, _, piece = raw.split(b"'", 2)
                charset = label.decode("latin-1").lower() or None
            piece = unquote_to_bytes(piece)
        pieces.append(piece)
    return Octets(b"".join(pieces), charset)


def _name(octets: Octets) -> Filename:
    if octets.charset is not None or b"=?" not in octets.raw:
        return Filename(text_of(octets.raw, octets.charset).strip(), octets)
    text, pieces = decoded(octets.raw)  # RFC 2047 forbids it here, everybody does it
    text = text.strip()
    told = dict.fromkeys(piece.charset for piece in pieces if not piece.raw.isascii())
    if len(told) > 1:
        return Filename(text, Octets(text.encode("utf-8", "replace"), "utf-8"))
    charset = next(iter(told or dict.fromkeys(piece.charset for piece in pieces if piece.charset)), None)
    return Filename(text, Octets(b"".join(piece.raw for piece in pieces).strip(), charset))
