"""Header fields of a letter to be converted: found in the bytes, their words gathered, written again as RFC 2047 and 2231 ask.

What must stay true: addresses, comments and everything else between the words stay byte for byte; what is written is ASCII.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from gateway.convert.octets import text_of_octets
from gateway.convert.story import Put, Story
from gateway.mime.parameters import SEGMENT
from gateway.mime.words import decoded

TEXTUAL = frozenset({"subject", "comments", "keywords", "organization", "thread-topic", "content-description"})
ADDRESSES = frozenset({"from", "to", "cc", "bcc", "reply-to", "sender", "resent-from", "resent-to", "resent-cc"})
_ENCODED = rb"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]*+\?="
# A person's name: encoded words, a quoted string, or bare words of which some are not ASCII
NAMES = re.compile(
    rb"\"(?:[^\"\\]++|\\.)*+\"|" + _ENCODED + rb"(?:\s++" + _ENCODED + rb")*|[^\s<>,;:\"()@\x00-\x7f][^<>,;:\"()@\r\n]*+",
    re.DOTALL,
)
WORD = 36  # bytes in one encoded word: with its frame and the field's name it stays on one line
SECTION = 50  # characters in one section of a long file name
FOLD = b"\r\n "  # as it is written; letters with other line ends fold with theirs
Edits = list[tuple[int, int, bytes]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it stands: `start` to `end` is its value, `end` before the line end."""

    name: str
    start: int
    end: int


def fields(raw: bytes, start: int, end: int) -> Iterator[Field]:
    """The fields of a header block."""
    at = start
    while at < end:
        stop = raw.find(b"\n", at, end)
        while 0 <= stop < end - 1 and raw[stop + 1] in b" \t":
            stop = raw.find(b"\n", stop + 1, end)
        stop = end if stop < 0 else stop
        name, colon, _ = raw[at:stop].partition(b":")
        if colon and name and b" " not in name.rstrip():
            last = stop - 1 if raw[stop - 1 : stop] == b"\r" else stop
            yield Field(name.decode("latin-1").strip().lower(), at + len(name) + 1, max(last, at + len(name) + 1))
        at = stop + 1


def gather_field(raw: bytes, field: Field, story: Story, edits: Edits, newline: bytes) -> None:
    """Gather the words of a field that people read."""
    value = raw[field.start : field.end]
    if value.isascii() and b"=?" not in value and field.name not in TEXTUAL:
        return
    if field.name in TEXTUAL:
        _gather(value, story, partial(_put, edits, (field.start, field.end), newline, b" "))
    elif field.name in ADDRESSES:
        for name in NAMES.finditer(value):
            word = name[0].rstrip()
            start = field.start + name.start()
            if not word.isascii() or b"=?" in word:
                _gather(word.strip(b'"'), story, partial(_put, edits, (start, start + len(word)), newline, b""))


def _gather(value: bytes, story: Story, put: Put) -> None:
    text, pieces = decoded(value.replace(b"\r\n", b"").replace(b"\n", b"").strip())
    encoding = ""
    if not (value.isascii() and b"=?" not in value):
        told = [text_of_octets(piece.raw, piece.charset) for piece in pieces]
        text = "".join(piece.text for piece in told)
        encoding = max(piece.encoding for piece in told)
    story.add(text, None, put, encoding)
    story.end()


def _put(edits: Edits, span: tuple[int, int], newline: bytes, before: bytes, text: str) -> None:
    edits.append((*span, before + encoded(text).replace(b"\r\n", newline)))


def encoded(text: str) -> bytes:
    """Text as encoded words, folded."""
    if text.isascii():
        return text.encode()
    words, word = [], b""
    for char in text:
        more = char.encode("utf-8", "replace")
        if len(word) + len(more) > WORD:
            words.append(word)
            word = b""
        word += more
    return FOLD.join(b"=?utf-8?B?" + b64encode(one) + b"?=" for one in [*words, word])


def with_charset(value: bytes) -> bytes:
    """A Content-Type that says UTF-8."""
    segments = [segment[0] for segment in SEGMENT.finditer(value)]
    kept = [segment for segment in segments[1:] if _name_of(segment) != b"charset"]
    return b";".join([segments[0].rstrip() if segments else b" text/plain", b" charset=utf-8", *kept])


def with_filename(value: bytes, name: bytes, text: str) -> bytes:
    """A Content-Type or Content-Disposition with another file name.  `name`: of the parameter."""
    segments = [segment[0] for segment in SEGMENT.finditer(value)]
    kept = [segment for segment in segments if _name_of(segment) not in (b"name", b"filename")]
    escaped = quote(text, safe="", encoding="utf-8", errors="replace").encode()
    if len(escaped) <= SECTION:
        return b";".join([*kept, b"%s%s*=utf-8''%s" % (FOLD, name, escaped)])
    cuts = _sections(escaped)
    first = b"utf-8''"
    named = [b"%s%s*%d*=%s%s" % (FOLD, name, index, b"" if index else first, cut) for index, cut in enumerate(cuts)]
    return b";".join([*kept, *named])


def _name_of(segment: bytes) -> bytes:
    name, equals, _ = segment.partition(b"=")
    return name.strip().lower().partition(b"*")[0] if equals else b""


def _sections(escaped: bytes) -> list[bytes]:
    """An escaped name in pieces, none of which cuts an escape."""
    return re.findall(rb"(?:%%[0-9A-F]{2}|[^%%]){1,%d}" % (SECTION // 3), escaped)
