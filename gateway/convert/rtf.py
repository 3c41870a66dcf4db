"""RTF to be converted: stretches of text that change are written as Unicode escapes, the font table is mended.

The reader (`gateway.extract.rtf`) says how each stretch reads and in which font: it is shown the document with a numbered mark
around every stretch.  What must stay true: every byte outside of a stretch that changes, and of the font table, stays.
"""

import re
from collections.abc import Iterable
from functools import partial

from gateway.convert.rtfcuts import Cuts, Face, Span
from gateway.convert.splice import Edit, spliced
from gateway.convert.story import Story, Tally
from gateway.extract import rtf
from gateway.extract.budget import Budget
from gateway.extract.text import windows_1252
from policies.text.fonts import legacy_font

START, NUMBERED, END = b"\x0e", b"\x08", b"\x0f"  # no encoding has letters there
PIECE = re.compile("[\x0e\uf00e]([0-9]{1,10})[\x08\uf008]([^\x0e\x0f\uf00e\uf00f]*)[\x0f\uf00f]?")  # U+F0xx: in symbol fonts
SIGNS = {"\\": b"\\\\", "{": b"\\{", "}": b"\\}", "\xa0": b"\\~", "\t": b"\\tab ", "\xad": b"\\-"}
SKIPS = re.compile(rb"\\uc(?!1\b)[0-9]")
CHARSET = b"\\fcharset0"


def convert(body: bytes, budget: Budget, tally: Tally) -> bytes:
    """The document with its text in Unicode."""
    found = Cuts(body)
    shown = rtf.read(_marked(body, found.stretches), budget)
    story, edits = Story(), list[Edit]()
    skips = SKIPS.search(body) is not None
    seen: set[int] = set()
    for run in shown.runs:
        for before, number, text in _pieces(run.text):
            if "\n" in before:
                story.end()
            elif before:
                story.mark(before)
            if number < len(found.stretches) and number not in seen:
                seen.add(number)
                span = found.stretches[number]
                meant = _without_hyphens(text, run.font) if b"\\-" in body[slice(*span)] else text
                story.add(meant, run.font, partial(_put, edits, body, span, skips))
        if run.text.endswith("\n"):
            story.end()
    story.convert(tally)
    return spliced(body, [*edits, *_new_faces(body, found.faces.values(), tally)])


def _marked(body: bytes, stretches: Iterable[Span]) -> bytes:
    """The document with a mark around every stretch."""
    pieces, at = [], 0
    for number, (start, end) in enumerate(stretches):
        pieces += [body[at:start], _parted(body, start, START), b"%d" % number, NUMBERED, body[start:end], END]
        at = end
    return b"".join([*pieces, body[at:]])


def _pieces(text: str) -> Iterable[tuple[str, int, str]]:
    """What stands before a stretch, the stretch's number, and its text."""
    at = 0
    for piece in PIECE.finditer(text):
        yield text[at : piece.start()], int(piece[1]), piece[2]
        at = piece.end()


def _without_hyphens(text: str, font: str | None) -> str:
    """Text without soft hyphens, unless its font makes letters of them."""
    return text if font and legacy_font(font) else text.replace("\xad", "")


def _put(edits: list[Edit], body: bytes, span: Span, skips: bool, text: str) -> None:
    new = escaped(text)
    if skips and not text.isascii():
        new = b"{\\uc1 " + new + b"}"  # around it other numbers of characters stand in for a Unicode one
    edits.append((*span, _parted(body, span[0], new)))


def escaped(text: str) -> bytes:
    """Text as RTF, one character standing in for each Unicode one."""
    pieces: list[bytes] = []
    for char in text:
        if char in SIGNS:
            pieces.append(SIGNS[char])
        elif " " <= char < "\x7f":
            pieces.append(char.encode())
        elif char > "\x7f":
            units = char.encode("utf-16-le", "replace")
            pieces += [b"\\u%d?" % int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return b"".join(pieces)


def _parted(body: bytes, start: int, new: bytes) -> bytes:
    """A blank before text that would else go on with the control word before it."""
    return b" " + new if body[start - 1 : start].isalnum() and new[:1] not in (b"\\", b"{", b"") else new


def _new_faces(body: bytes, faces: Iterable[Face], tally: Tally) -> list[Edit]:
    """The font table with legacy fonts replaced; what described the old face is left out."""
    edits: list[Edit] = []
    for face in faces:
        new = tally.fonts.instead(windows_1252(bytes(face.name)).strip())
        if new is None:
            continue
        (start, end), *rest = face.names
        before = start
        for group in reversed(face.groups):
            before = group[0] if group[1] == before else before
        edits.append((start, end, _parted(body, before, new.encode())))
        edits += [(start, end, b"") for start, end in [*rest, *face.groups]]
        edits += [(start, end, CHARSET + (b" " if body[start:end].endswith(b" ") else b"")) for start, end in face.charsets]
    return edits
