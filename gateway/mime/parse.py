"""From the bytes of a message to `Message`.

Must stay true: never raises, whatever the bytes; linear in their number (each level of nesting may look at them once more,
within a budget); where mail programs read a message differently, every reading is among the parts, and a defect says so;
what lies beyond a limit is `Unread("over-limit", …)`, never silently absent.
"""

from dataclasses import dataclass, replace

from gateway.limits import Limits
from gateway.mime.addresses import FIELDS, MAX_ADDRESSES, addresses
from gateway.mime.charsets import text_of
from gateway.mime.content import content_of
from gateway.mime.headers import Block, read_block
from gateway.mime.parameters import Structured, filename, structured
from gateway.mime.readings import DECODERS, MAX_READINGS, Reading, encodings_of, medias_of, readings
from gateway.mime.structure import MAX_BOUNDARY, guessed_boundary, hides_something, late_header, sections
from gateway.mime.transfer import Decoded, has_broken_escapes, inline_files
from policies.core.facts import Content, Octets, Opaque, Text, Unread
from policies.core.message import Defect, Filename, Header, Message, Part

DEFAULTS = Limits()
PLAIN = Structured("text/plain")
MESSAGE = Structured("message/rfc822")
NESTED = frozenset({"message/rfc822", "message/global", "message/news", "message/partial"})
FILE = "application/octet-stream"
READINGS = "multipart/x-readings"  # of one part: every way to read it is a child, the likeliest first
MAX_NESTING = 100  # Python's own stack; the limit is meant to be lower
LOOKS = 64  # how often each byte may be looked at, by all readings and levels together


_Place = tuple[int, int]  # from, to


@dataclass(slots=True)
class _Budget:
    """What is left of the limits for the whole input.  `looks`: bytes that may still be looked at."""

    limits: Limits
    looks: int
    parts: int
    headers: int


@dataclass(frozen=True, slots=True)
class _Scope:
    """The message that is being read: its defects so far, and the budget that it shares with those around it."""

    budget: _Budget
    defects: list[Defect]

    def flag(self, part: str | None, *defects: tuple[str, str]) -> None:
        """Note defects (kind and detail) of a part."""
        self.defects.extend([Defect(kind, part, detail[:200]) for kind, detail in defects])


@dataclass(frozen=True, slots=True)
class _Span:
    """Where something stands: in `raw`, which may be decoded from something outer.  `depth`: of nesting."""

    raw: bytes
    start: int
    end: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Slot:
    """The number of a part: as a leaf and as a multipart (they differ at the root of a message: "1" and "")."""

    leaf: str
    group: str


@dataclass(frozen=True, slots=True)
class _Entity:
    """What the header block says of a part, whichever way it is read."""

    headers: tuple[Header, ...]
    disposition: str
    filename: Filename | None


BARE = _Entity((), "", None)


def parse(raw: bytes | memoryview, limits: Limits = DEFAULTS) -> Message:
    """Read a message.  Never raises; takes time linear in its size."""
    data = raw if isinstance(raw, bytes) else bytes(raw)
    budget = _Budget(limits, LOOKS * len(data) + 10_000, limits.parts, 10 * limits.headers)
    return _message(budget, _Span(data, 0, len(data)), None, fresh=True)


def _message(budget: _Budget, span: _Span, number: str | None, *, fresh: bool) -> Message:
    scope = _Scope(budget, [])
    if fresh and b"\0" in span.raw:
        scope.flag(number, ("nul", ""))
    block = read_block(span.raw, span.start, span.end, budget.limits)
    if number is not None and not block.headers:
        scope.flag(number, ("malformed-nested", ""))
    for name in ("date", "from"):
        if name not in block.named:
            scope.flag(number, ("missing-" + name, ""))
    found = [one for name, ones in block.named.items() if name in FIELDS for field in ones for one in addresses(name, field.raw)]
    group = number or ""
    root = _part(scope, span, block, _Slot(number or "1", group), PLAIN)  # a forwarded text: what people see as that attachment
    if len(found) > MAX_ADDRESSES:
        root = replace(root, content=Unread("over-limit", "addresses"))
    return Message(block.headers, root, tuple(found[:MAX_ADDRESSES]), tuple(scope.defects), number, span.end - span.start)


def _part(scope: _Scope, span: _Span, block: Block, slot: _Slot, default: Structured) -> Part:
    """A part in its first reading, the other readings among its children."""
    budget = scope.budget
    budget.parts -= 1
    budget.headers -= len(block.headers)
    budget.looks -= span.end - span.start
    over = _over(budget, block, span.depth)
    if over:
        return Part(slot.leaf, FILE, block.headers, content=Unread("over-limit", over))
    medias, unclear = medias_of(block, default)
    dispositions = [structured(one.raw) for one in block.named.get("content-disposition", ())]
    name, conflict = filename(*dispositions, *medias)
    entity = _Entity(block.headers, dispositions[0].value if dispositions else "", name)
    encodings, unknown = encodings_of(block)
    defects = [*block.defects, *unclear, *unknown, *[defect for one in dispositions for defect in one.defects]]
    if defects or conflict:
        scope.flag(slot.leaf, *defects, *([("conflicting-names", "")] if conflict else ()))
    body = _Span(span.raw, block.body, span.end, span.depth)
    first, *others = readings(medias, encodings)
    if len(others) >= MAX_READINGS:
        return Part(slot.leaf, FILE, block.headers, content=Unread("over-limit", "readings"))
    part = _read(scope, body, entity, slot, first)
    stray = span.raw[block.stray : block.body] if block.stray >= 0 else b""  # to some programs the body begins there
    return _with_others(scope, body, entity, part, (others, stray)) if others or stray else part


def _over(budget: _Budget, block: Block, depth: int) -> str:
    """The limit that is exceeded, "" when none is."""
    if budget.parts < 0:
        return "parts"
    if block.over or budget.headers < 0:
        return "headers"
    return "nesting" if depth > min(budget.limits.nesting, MAX_NESTING) or budget.looks < 0 else ""


def _with_others(scope: _Scope, body: _Span, entity: _Entity, part: Part, others: tuple[list[Reading], bytes]) -> Part:
    """A part that can be read in several ways: a multipart gets more children, anything else stands among its readings."""
    children = [*part.children] if part.media_type.startswith("multipart/") else [part]
    ways, stray = others
    taken = len(part.children) if children == [part] else 0  # numbers that are in use inside it
    for reading in ways:
        number = _child(part.number, taken + len(children) + 1)
        other = _read(scope, body, entity, _Slot(number, number), reading)
        if (other.media_type, other.body, other.children) != (part.media_type, part.body, part.children):
            children.append(other)
    if stray:
        number = _child(part.number, taken + len(children) + 1)
        children.append(_leaf(scope, BARE, number, PLAIN, Decoded(stray)))
    return _among(part, tuple(children))


def _among(part: Part, children: tuple[Part, ...]) -> Part:
    if part.media_type.startswith("multipart/"):
        return replace(part, children=children)
    return Part(part.number, READINGS, children=children) if len(children) > 1 else part


def _read(scope: _Scope, span: _Span, entity: _Entity, slot: _Slot, reading: Reading) -> Part:
    media = reading.media
    scope.budget.looks -= span.end - span.start
    if media.value.startswith("multipart/"):
        if reading.encoding:
            scope.flag(slot.group, ("encoded-multipart", reading.encoding))
            decoded = DECODERS[reading.encoding](span.raw[span.start : span.end])
            span = _Span(decoded.body, 0, len(decoded.body), span.depth)
        return _multipart(scope, span, entity, slot, reading)
    nested = media.value in NESTED
    if nested and not reading.encoding:
        return _nested(scope, span, entity, slot, media, fresh=False)
    raw = span.raw[span.start : span.end]
    decoded = DECODERS[reading.encoding](raw) if reading.encoding else Decoded(raw)
    if reading.encoding == "quoted-printable" and not media.value.startswith("text/") and has_broken_escapes(raw):
        scope.flag(slot.leaf, ("quoted-printable", ""))
    inside = _Span(decoded.body, 0, len(decoded.body), span.depth)
    if nested:
        scope.flag(slot.leaf, ("encoded-message", reading.encoding))
        return _nested(scope, inside, entity, slot, media, fresh=True)
    part = _leaf(scope, entity, slot.leaf, media, decoded)
    if entity.filename and entity.filename.text.lower().endswith(".eml"):
        letter = replace(_nested(scope, inside, entity, slot, media, fresh=True), body=decoded.body)
        return _among(letter, (letter, *part.children[1:])) if decoded.others else letter
    return part


def _nested(scope: _Scope, span: _Span, entity: _Entity, slot: _Slot, media: Structured, *, fresh: bool) -> Part:
    if media.value == "message/partial":
        scope.flag(slot.leaf, ("partial-message", ""))
    inner = _message(scope.budget, replace(span, depth=span.depth + 1), slot.leaf, fresh=fresh)
    return Part(slot.leaf, media.value, entity.headers, None, entity.disposition, entity.filename, nested=inner)


def _multipart(scope: _Scope, span: _Span, entity: _Entity, slot: _Slot, reading: Reading) -> Part:
    spans, outside, over = _cut(scope, span, slot, (reading.boundary or b"")[:MAX_BOUNDARY])
    default = MESSAGE if reading.media.value == "multipart/digest" else PLAIN
    children: list[Part] = []
    for begin, until in spans:
        block = read_block(span.raw, begin, until, scope.budget.limits)
        number = _child(slot.group, len(children) + 1)
        inner = _Span(span.raw, begin, until, span.depth + 1)
        children.append(_part(scope, inner, block, _Slot(number, number), default))
        if scope.budget.parts < 0:
            break
    for begin, until in outside:
        text = Decoded(span.raw[begin:until])
        children.append(_leaf(scope, BARE, _child(slot.group, len(children) + 1), PLAIN, text))
    content: Content = Unread("over-limit", "parts") if over else Opaque("")
    headers, disposition = entity.headers, entity.disposition
    return Part(slot.group, reading.media.value, headers, None, disposition, entity.filename, b"", content, tuple(children))


def _cut(scope: _Scope, span: _Span, slot: _Slot, boundary: bytes) -> tuple[list[_Place], list[_Place], bool]:
    """The parts of a multipart, as every program cuts it; what else is in it that some program shows; too many of them."""
    raw, start, end, most = span.raw, span.start, span.end, scope.budget.limits.parts
    cut = sections(raw, start, end, boundary, most)
    spans = list(cut.spans)
    outside = [place for place in (cut.preamble, cut.epilogue) if hides_something(raw, place)]
    late = [(at, until) for begin, until in spans if (at := late_header(raw, begin, until)) > begin]
    missing = not spans and not cut.closed
    if missing:
        outside.append((start, end))
    if outside:  # as programs that know the boundary less well have it
        spans += [place for place in sections(raw, start, end, boundary, most, loose=True).spans if place not in cut.spans]
        spans = spans or list(sections(raw, start, end, guessed_boundary(raw, start, end), most).spans)
    found = {
        "hidden-content": bool(late) or (bool(outside) and not missing),
        "missing-boundary": missing,
        "missing-final-boundary": bool(cut.spans) and not cut.closed,
        "parts-after-end": cut.reopened,
    }
    scope.flag(slot.group, *[(kind, "") for kind, there in found.items() if there])
    return spans + late, outside, cut.over


def _leaf(scope: _Scope, entity: _Entity, number: str, media: Structured, decoded: Decoded) -> Part:
    """A part without parts, but for what stands uuencoded in its text and what other readers make of broken base64."""
    value = media.value if "/" in media.value else "text/plain"
    charsets = tuple([octets.raw.decode("latin-1").strip().lower() for octets in media.all(b"charset")])
    body = decoded.body
    content = content_of(value, entity.filename, body, charsets)
    if decoded.defects:
        scope.flag(number, *[(kind, "") for kind in decoded.defects])
    name, disposition = entity.filename, entity.disposition
    children: list[Part] = []
    if isinstance(content, Text) and b"begin" in body:
        for index, file in enumerate(inline_files(body), 1):
            inner = Filename(text_of(file.name), Octets(file.name))
            data = content_of(FILE, inner, file.body, ())
            children.append(Part(_child(number, index), FILE, (), None, "attachment", inner, file.body, data))
    charset = charsets[0] if charsets else None
    part = Part(number, value, entity.headers, charset, disposition, name, body, content, tuple(children))
    if not decoded.others:
        return part
    ways = [part]
    for index, other in enumerate(decoded.others, len(children) + 2):
        data = content_of(value, name, other, charsets)
        ways.append(Part(_child(number, index), value, (), charset, disposition, name, other, data))
    return _among(part, tuple(ways))


def _child(number: str, index: int) -> str:
    return f"{number}.{index}" if number else str(index)
