"""Undoes transfer encodings.  Tolerant: whatever a mail program might still read out of broken base64 is in the result.

Must stay true: never raises; linear; the fast path gives the same bytes as the tolerant one.
"""

import re
import string
from binascii import Error, a2b_qp, a2b_uu
from collections.abc import Iterator
from dataclasses import dataclass

import pybase64

ALPHABET = (string.ascii_letters + string.digits + "+/").encode()
BLANKS = b" \t\r\n"
EXPECTED = ALPHABET + b"=" + BLANKS
OTHERS = bytes(set(range(256)) - set(ALPHABET) - {ord("=")})
YENC = bytes((value - 42) % 256 for value in range(256))
BROKEN = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*+\r?\n|[ \t]*+\Z)")
MAX_FILES = 1_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """`body`: all bytes there are.  `others`: what readers that stop early make of it.  `defects`: their kinds."""

    body: bytes
    others: tuple[bytes, ...] = ()
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inline:
    """A file written out inside plain text: uuencode or yEnc."""

    name: bytes
    body: bytes


def base64(raw: bytes) -> Decoded:
    """Decode base64: at once where it is whole, else run by run (a run ends with its padding)."""
    junk = bool(raw.translate(None, EXPECTED))
    padding = raw.find(b"=")
    if _uneven(raw):
        return _by_lines(raw)
    if not junk and (padding < 0 or not raw[padding:].strip(b"= \t\r\n")):
        try:
            return Decoded(pybase64.b64decode(raw))
        except (Error, ValueError):  # the padding is missing or too short
            pass
    runs = [run for run in raw.translate(None, OTHERS).split(b"=") if run]
    decoded = [_run(run) for run in runs]
    several = len(runs) > 1
    found = (("base64-junk", junk), ("base64-runs", several), ("base64-padding", not junk and not several))
    defects = tuple(kind for kind, there in found if there)
    body = b"".join(decoded)
    others = dict.fromkeys((decoded[0], _run(b"".join(runs)))) if several else {}  # some stop at the padding, some skip it
    return Decoded(body, tuple(other for other in others if other != body), defects)


def _uneven(raw: bytes) -> bool:
    """Whether the first line is no whole number of groups of four: some decode line by line, some the whole."""
    head = raw[:1_000].lstrip(BLANKS)
    line, more, rest = head.partition(b"\n")
    return bool(more and rest.strip() and line.isascii() and b"=" not in line and len(line.translate(None, OTHERS)) % 4)


def _by_lines(raw: bytes) -> Decoded:
    whole = b"".join([_run(run) for run in raw.translate(None, OTHERS).split(b"=")])
    lines = [line.translate(None, OTHERS + b"=") for line in raw.split(b"\n")]
    groups = [line[: len(line) // 4 * 4] for line in lines[:-1]]  # what is over in each line is dropped
    return Decoded(whole, (pybase64.b64decode(b"".join(groups)) + _run(lines[-1]),), ("base64-lines",))


def _run(run: bytes) -> bytes:
    spare = len(run) % 4
    if spare == 1:  # six bits make no byte
        run, spare = run[:-1], 0
    return pybase64.b64decode(run + b"=" * (-spare % 4))


def quoted_printable(raw: bytes) -> Decoded:
    """Decode quoted-printable; what is no escape stays as it is."""
    if b"= " in raw or b"=\t" in raw:  # blanks that a relay put behind a soft line break
        raw = b"\n".join([line.rstrip() if line.rstrip().endswith(b"=") else line for line in raw.split(b"\n")])
    if raw.count(b"=\r") != raw.count(b"=\r\n"):  # a2b_qp would drop all from there to the end of the line
        raw = raw.replace(b"=\r\n", b"=\n").replace(b"=\r", b"=\n")
    return Decoded(a2b_qp(raw))


def has_broken_escapes(raw: bytes) -> bool:
    """Whether quoted-printable holds a sign that is no escape: each program has its own idea of what it means."""
    return BROKEN.search(raw) is not None


def uuencoded(raw: bytes) -> Decoded:
    """Decode a body whose transfer encoding is uuencode: its first file."""
    files = tuple(inline_files(raw))
    if not files:
        bare, _ = _uu(raw, [b"begin", b"", b""], 0)
        return Decoded(bare.body if bare else raw, (), ("uuencode",))
    return Decoded(files[0].body, tuple(file.body for file in files[1:]))


def inline_files(raw: bytes) -> Iterator[Inline]:
    """The files that stand uuencoded or in yEnc inside a text."""
    if b"begin" not in raw:
        return
    at = found = 0
    while found < MAX_FILES and (at := raw.find(b"begin", at)) >= 0:
        end = raw.find(b"\n", at)
        if end < 0:
            return
        line_start = raw.rfind(b"\n", max(0, at - 3), at) + 1 or max(0, at - 3)
        words = raw[at : min(end, at + 1_000)].split(None, 2)
        file, after = None, end
        if raw[line_start:at] == b"=y" and words[0] == b"begin":
            file, after = _yenc(raw, words, end + 1)
        elif at in (line_start, 0) and len(words) == 3 and words[1].isdigit():
            file, after = _uu(raw, words, end + 1)
        if file is not None:
            found += 1
            yield file
        at = max(after, at + 5)


def _uu(raw: bytes, words: list[bytes], at: int) -> tuple[Inline | None, int]:
    if words[0] == b"begin-base64":
        stop = raw.find(b"\n====", at)
        stop = len(raw) if stop < 0 else stop
        return Inline(words[2].strip(), base64(raw[at:stop]).body), stop
    if words[0] != b"begin":
        return None, at
    lines: list[bytes] = []
    while at < len(raw):
        end = raw.find(b"\n", at, at + 200)
        line = raw[at : end if end >= 0 else at + 200].rstrip(b"\r")
        data = _uu_line(line)
        if data is None:
            break
        lines.append(data)
        at = end + 1 if end >= 0 else len(raw)
    return (Inline(words[2].strip(), b"".join(lines)) if lines else None), at


def _uu_line(line: bytes) -> bytes | None:
    """The bytes of one line; None where the file is at its end."""
    if not line or line == b"end" or not 32 <= line[0] <= 96:
        return None
    try:
        return a2b_uu(line)
    except (Error, ValueError):
        size = (line[0] - 32) & 63  # a broken encoder's trailing characters: keep what the length byte says
    try:
        return a2b_uu(line[: 1 + (size * 4 + 2) // 3])
    except (Error, ValueError):
        return None


def _yenc(raw: bytes, words: list[bytes], at: int) -> tuple[Inline | None, int]:
    name = b" ".join(words).partition(b"name=")[2].strip()
    stop = raw.find(b"\n=yend", at)
    stop = len(raw) if stop < 0 else stop
    data = raw[at:stop]
    if data.startswith(b"=ypart"):
        data = data.partition(b"\n")[2]
    first, *escaped = data.translate(None, b"\r\n").split(b"=")
    pieces = [first.translate(YENC), *[bytes([(part[0] - 106) % 256]) + part[1:].translate(YENC) for part in escaped if part]]
    return Inline(name, b"".join(pieces)), stop
