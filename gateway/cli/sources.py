"""What `vanthu check` reads: messages out of files, mboxes, Maildirs, folders of them, stdin, and bare documents.

What must stay true: sources come in a fixed order (names sorted), one at a time, so that a mailbox of any size needs the memory
of its largest letter; what cannot be read is a value, and the next source still comes.
"""

import mmap
import re
import sys
from base64 import encodebytes
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import encode_rfc2231
from mimetypes import guess_type
from pathlib import Path

DOCUMENT = re.compile(
    r"\.(pdf|doc[xm]?|dotx?|xls[xmb]?|pp[ts][xm]?|od[tsp]|rtf|html?|mht|txt|csv|xml|tiff?|jpe?g|png|webp|hei[cf]|gif|bmp"
    r"|o?xps|djvu?|zip|7z|rar|gz|tar|tgz|msg|tnef|p7[ms])$",
    re.IGNORECASE,
)
MESSAGE = re.compile(r"\.(eml|mbo?x|mime)$", re.IGNORECASE)
MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
    b"Rar!",
    b"7z\xbc\xaf",
)
HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
FIELD = re.compile(rb"(?m)^" + HEADER.pattern)
LOOKED_AT = 8192  # bytes of a file in which a header field would stand, and a binary file shows itself
# A separator line (RFC 4155) follows an empty line and bears a time of day: prose that begins with "From " does not.
# What follows the time always matches, so that no line is looked at twice.
SEPARATOR = re.compile(rb"(?:(?<=\n\n)|(?<=\n\r\n))From [^\n]*\d:\d\d[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class Source:
    """A message to be judged.  `name`: where it was read, as in the output's `source`."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read, and why.  `skipped`: it was only found in a folder, and is neither a message nor a document."""

    name: str
    reason: str
    skipped: bool = False


def sources(paths: tuple[str, ...]) -> Iterator[Source | Unreadable]:
    """Every message under these paths, in order."""
    for path in paths:
        if path == "-":
            yield from _contents("-", sys.stdin.buffer.read(), "")
        elif Path(path).is_dir():
            for found in files(Path(path)):
                yield from _file(found, named=False)
        else:
            yield from _file(Path(path), named=True)


def files(folder: Path) -> Iterator[Path]:
    """The files of a folder tree, sorted; of a Maildir, the letters alone (and those of its sub-folders)."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder  # read as a file it says why it cannot be
        return
    maildir = (folder / "cur").is_dir() and (folder / "new").is_dir()
    if maildir:
        for box in ("new", "cur"):
            yield from sorted(entry for entry in (folder / box).iterdir() if entry.is_file())
    for entry in entries:
        if entry.is_symlink() and entry.is_dir():
            continue  # it may lead back up
        if entry.is_dir():
            if (entry.name not in ("cur", "new", "tmp")) if maildir else not entry.name.startswith("."):
                yield from files(entry)
        elif not maildir and not entry.name.startswith("."):
            yield entry


def _file(path: Path, *, named: bool) -> Iterator[Source | Unreadable]:
    try:
        with path.open("rb") as file:
            start = file.read(512)
            if not named and not _recognised(path, start):
                yield Unreadable(str(path), "không phải thư hay tài liệu (neither a message nor a document)", skipped=True)
            elif start.startswith(b"From "):
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                    yield from _mbox(str(path), mapped)
            else:
                yield from _contents(str(path), start + file.read(), path.name)
    except OSError as error:
        yield Unreadable(str(path), error.strerror or str(error))


def _recognised(path: Path, start: bytes) -> bool:
    known = path.parent.name in ("cur", "new") or MESSAGE.search(path.name) or DOCUMENT.search(path.name)
    return bool(known) or start.startswith((b"From ", *MAGIC)) or HEADER.match(start) is not None


def _contents(name: str, raw: bytes, filename: str) -> Iterator[Source | Unreadable]:
    """`filename`: the file's own name, empty for stdin."""
    document = not MESSAGE.search(filename) and bool(DOCUMENT.search(filename) or raw.startswith(MAGIC))
    if not raw:
        yield Unreadable(name, "tệp rỗng (empty file)")
    elif raw.startswith(b"From "):
        yield from _mbox(name, raw)
    elif not document and b"\0" in raw[:LOOKED_AT] and not FIELD.search(raw[:LOOKED_AT]):
        yield Unreadable(name, "không phải thư hay tài liệu (neither a message nor a document)")
    elif document or not (MESSAGE.search(filename) or HEADER.match(raw)):
        yield Source(name, attached(filename or "document", raw))
    else:
        yield Source(name, raw)


def _mbox(name: str, box: bytes | mmap.mmap) -> Iterator[Source]:
    """The letters of an mbox, named `box#1`, `box#2`...; a single one bears the name of the file."""
    start = box.find(b"\n") + 1 or len(box)
    number = 0
    for separator in SEPARATOR.finditer(box):
        number += 1
        yield Source(f"{name}#{number}", box[start : separator.start()])
        start = separator.end()
    yield Source(f"{name}#{number + 1}" if number else name, box[start:])


def attached(filename: str, content: bytes) -> bytes:
    """An empty message with this document attached to it."""
    media_type = guess_type(filename)[0] or "application/octet-stream"
    boundary = b"=_vanthu_document"
    lines = (
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/mixed; boundary="' + boundary + b'"',
        b"",
        b"--" + boundary,
        b"Content-Type: " + media_type.encode(),
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: attachment; filename*=" + encode_rfc2231(filename, "utf-8").encode("ascii", "replace"),
        b"",
        encodebytes(content).replace(b"\n", b"\r\n") + b"--" + boundary + b"--",
        b"",
    )
    return b"\r\n".join(lines)
