"""Letters to be converted: headers, text, HTML, attachments and their names; boundaries and untouched parts stay byte for byte.

What must stay true: what is written is ASCII, in lines of the lengths that RFC 5322 allows; a signature that breaks is told.
"""

from base64 import encodebytes
from binascii import b2a_qp
from dataclasses import dataclass, field

from gateway.convert import html
from gateway.convert.fields import FOLD, Edits, Field, fields, gather_field, with_charset, with_filename
from gateway.convert.octets import Told, text_of_octets
from gateway.convert.plain import LINES, MARK, gather_lines
from gateway.convert.splice import spliced
from gateway.convert.story import Inner, Story, Tally
from gateway.extract.budget import Budget, Refused
from gateway.mime.headers import header_end
from gateway.mime.parameters import Structured, filename, structured
from gateway.mime.readings import DECODERS
from gateway.mime.structure import sections
from policies.core.message import Filename

PLAIN = Structured("text/plain")
ENCODING, TYPE, DISPOSITION = "content-transfer-encoding", "content-type", "content-disposition"
WRITTEN = (TYPE, ENCODING, DISPOSITION)
NAMED = ((TYPE, b"name"), (DISPOSITION, b"filename"))
LOOKED_AT = 4_000  # bytes in which a line end shows
SIGNED = frozenset({"multipart/signed", "application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(slots=True)
class Leaf:
    """A part without parts: where its header and body stand, and what they become (None: what they are).

    `told`, `lines`: of plain text, as it was and as it becomes.
    """

    head: int
    body: int
    end: int
    fields: dict[str, Field]
    media: Structured
    encoding: str
    name: Filename | None
    decoded: bytes
    told: Told | None = None
    lines: list[str] = field(default_factory=list)
    new: bytes | None = None
    new_name: str | None = None


def convert(body: bytes, budget: Budget, tally: Tally, inner: Inner) -> bytes:
    """The letter with its text in Unicode.  `inner` converts attachments."""
    work = Work(body, budget, inner)
    work.gather(0, len(body))
    work.story.convert(tally)
    for leaf in work.leaves:
        work.finish(leaf, tally)
    if work.signed and not tally.empty:
        tally.note("signed")
    return spliced(body, work.edits)


class Work:
    """One letter on its way: what was gathered of it, and the edits made so far."""

    def __init__(self, raw: bytes, budget: Budget, inner: Inner) -> None:
        self.story = Story()
        self.edits: Edits = []
        self.leaves: list[Leaf] = []
        self.signed = False
        self._raw, self._budget, self._inner = raw, budget, inner
        self._newline = b"\r\n" if b"\r\n" in raw[:LOOKED_AT] else b"\n"

    def gather(self, start: int, end: int, depth: int = 0, default: Structured = PLAIN) -> None:
        """Gather a message or a part: its header, and what it holds."""
        if depth > self._budget.limits.nesting or len(self.leaves) >= self._budget.limits.parts:
            raise Refused("over-limit", "nesting" if depth > self._budget.limits.nesting else "parts")
        raw = self._raw
        stop = header_end(raw, start, end)
        found: dict[str, Field] = {}
        for one in fields(raw, start, stop):
            found.setdefault(one.name, one)
            gather_field(raw, one, self.story, self.edits, self._newline)
        media = structured(self._value(found, TYPE)) if TYPE in found else default
        self.signed = self.signed or media.value in SIGNED or "dkim-signature" in found
        body = min(end, stop + (2 if raw.startswith(b"\r\n", stop) else 1))
        if media.value.startswith("multipart/"):
            boundary = next((octets.raw.rstrip() for octets in media.all(b"boundary")), b"")
            inside = Structured("message/rfc822") if media.value == "multipart/digest" else PLAIN
            for begin, until in sections(raw, body, end, boundary, self._budget.limits.parts).spans:
                self.gather(begin, until, depth + 1, inside)
            return
        encoding = self._value(found, ENCODING).strip().lower().decode("latin-1")
        if media.value in ("message/rfc822", "message/global") and encoding not in DECODERS:
            self.gather(body, end, depth + 1)
            return
        self._leaf(Leaf(start, body, end, found, media, encoding, self._name(found, media), b""))

    def _value(self, found: dict[str, Field], name: str) -> bytes:
        return self._raw[found[name].start : found[name].end] if name in found else b""

    def _name(self, found: dict[str, Field], media: Structured) -> Filename | None:
        disposition = [structured(self._value(found, DISPOSITION))] if DISPOSITION in found else []
        return filename(*disposition, media)[0]

    def _leaf(self, leaf: Leaf) -> None:
        """Gather a part's name and, of plain text, what it says."""
        raw = self._raw[leaf.body : leaf.end]
        leaf.decoded = DECODERS[leaf.encoding](raw).body if leaf.encoding in DECODERS else raw
        self._budget.take(len(leaf.decoded))
        self.leaves.append(leaf)
        if leaf.name is not None:
            told = text_of_octets(leaf.name.octets.raw, leaf.name.octets.charset)

            def rename(text: str) -> None:
                leaf.new_name = text

            self.story.add(told.text.strip(), None, rename, told.encoding)
            self.story.end()
        if leaf.media.value in ("text/plain", "text/csv"):
            self._lines(leaf)

    def _lines(self, leaf: Leaf) -> None:
        """Gather plain text line by line."""
        told = text_of_octets(leaf.decoded, _charset(leaf.media))
        leaf.told = told
        leaf.lines = LINES.findall(told.text)
        gather_lines(leaf.lines, told.encoding, self.story)

    def finish(self, leaf: Leaf, tally: Tally) -> None:
        """Convert what is no plain text, and write what changed."""
        charset = _charset(leaf.media)
        if leaf.told is not None:
            text = "".join(leaf.lines)
            if leaf.told.declared is not None and text == leaf.told.text:
                tally.reencoded(leaf.told.declared, text)
            if leaf.told.declared is not None or text != leaf.told.text:
                leaf.new = (MARK if leaf.name else b"") + text.removeprefix("\ufeff").encode(
                    "utf-8", "replace"
                )  # a file opens right
        else:
            if leaf.media.value == "text/html":
                new = html.convert(leaf.decoded, self._budget, tally, charset)
            else:
                new = self._inner(leaf.decoded, leaf.name.text if leaf.name else "")
            leaf.new = new if new != leaf.decoded else None
        self._write(leaf)

    def _write(self, leaf: Leaf) -> None:
        """Body, transfer encoding, charset and names of a part."""
        values = {name: self._value(leaf.fields, name) for name in WRITTEN if name in leaf.fields}
        if leaf.new is not None:
            text = leaf.media.value.startswith("text/")
            body, encoding = _encoded(leaf.new, leaf.encoding, self._newline, text=text)
            if encoding == b"base64" and not self._raw[leaf.body : leaf.end].endswith(b"\n"):
                body = body.removesuffix(self._newline)
            self.edits.append((leaf.body, leaf.end, body))
            values[ENCODING] = b" " + encoding
            if text:
                values[TYPE] = with_charset(values.get(TYPE, b" text/plain"))
        if leaf.new_name is not None:
            for name, parameter in NAMED:
                if name in values:
                    values[name] = with_filename(values[name], parameter, leaf.new_name).replace(FOLD, self._newline + b" ")
        for name, value in values.items():
            if name not in leaf.fields:
                self._insert(leaf, name, value)
            elif value != self._value(leaf.fields, name):
                self.edits.append((leaf.fields[name].start, leaf.fields[name].end, value))

    def _insert(self, leaf: Leaf, name: str, value: bytes) -> None:
        """A field that the part did not have, before the others."""
        line = name.title().encode() + b":" + value + self._newline
        self.edits.append((leaf.head, leaf.head, line))


def _charset(media: Structured) -> str | None:
    found = media.all(b"charset")
    return found[0].raw.decode("latin-1").strip().lower() if found else None


def _encoded(data: bytes, before: str, newline: bytes, *, text: bool) -> tuple[bytes, bytes]:
    """A body in its transfer encoding: the one it had, or what reads best for text, or base64."""
    if text and before != "base64":
        packed = b2a_qp(data.replace(b"\r\n", b"\n"), istext=True).replace(b"\n", newline)
        if before == "quoted-printable" or len(packed) < 2 * len(data):
            return packed, b"quoted-printable"
    return encodebytes(data).replace(b"\n", newline), b"base64"
