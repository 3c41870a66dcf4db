"""Word documents of 1993 to 2003 (.doc): all texts, each run in its effective font.

Body, notes, headers and footers, comments and text boxes come in the file's order; of a field its result is read, not its code.
Hidden and deleted text is read like any other; embedded objects are not opened.  A soft hyphen is kept, as Word's own mark for it
is made one: in TCVN3 it is a letter.
"""

import re
from itertools import pairwise
from struct import unpack_from

from gateway.extract.budget import Budget, Refused
from gateway.extract.compound import Compound, words
from gateway.extract.docfile import HEADERS, STORIES, DocFile, docfile
from gateway.extract.docfonts import Face, Styles, characters, faces, paragraphs
from gateway.extract.docpieces import pieces
from gateway.extract.docsprm import Look
from gateway.extract.oldtext import in_charset, whole
from gateway.extract.runs import Runs, letters
from gateway.extract.wordart import drawn
from policies.core.facts import Document, Run

END = re.compile("[\r\x07\x0c]")  # of a paragraph, a table cell, a page or a section
FIELD = re.compile("[\x13-\x15]")  # a field's beginning, the end of its code, the end of its result
BEGIN, SEPARATOR = "\x13", "\x14"
MARKS: dict[int, str | None] = dict.fromkeys(range(0x20), None)
MARKS |= {9: "\t", 0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: "\xad"}
EASTERN = "\u2e80-\ud7ff\uf900-\uffef"
SLOTS = re.compile(rf"[\x00-\x7f]+|[{EASTERN}]+|[^\x00-\x7f{EASTERN}]+")
STAND_IN = "("  # where a symbol is (MS-DOC 2.6.1, sprmCSymbol)
NO_FACE = Face("", 0)
HEADER, FOOTER = "đầu trang", "chân trang"
MARGINS = (HEADER, HEADER, FOOTER, FOOTER, HEADER, FOOTER)  # of a section: even, odd, even, odd, first, first
ART = "chữ nghệ thuật"
SEPARATORS = 6  # texts before those of the sections: what divides notes from the body


def read(opened: Compound, budget: Budget) -> Document:
    """The document."""
    del budget
    return Document("doc", Reader(docfile(opened)).read())


class Reader:
    """Puts the text of one document together with its fonts."""

    def __init__(self, file: DocFile) -> None:
        self._file = file
        self._pieces = pieces(file)
        self._faces = faces(file.part("fonts"), old=file.old)
        self._styles = Styles(file.part("styles"), old=file.old)
        self._characters = characters(file.document, file.pages("characters"))
        self._paragraphs = paragraphs(file.document, file.pages("paragraphs"), old=file.old)
        self._runs = Runs()

    def read(self) -> tuple[Run, ...]:
        """All texts."""
        first = 0
        for place, length in zip(STORIES, self._file.lengths(), strict=True):
            if first + length > len(self._pieces.text):
                raise Refused("damaged", "text cut off")
            if place == HEADERS:
                self._margins(first, first + length)
            else:
                self._story(first, first + length, place)
            first += length
        self._drawings()
        return self._runs.finish()

    def _drawings(self) -> None:
        """WordArt: in the drawings of the body and in those of the page margins, each behind a byte (MS-DOC 2.9.172)."""
        data = b"" if self._file.old else self._file.part("drawings")
        place = 0
        while place + 8 <= len(data):
            end = place + 8 + unpack_from("<L", data, place + 4)[0]
            for text, font in drawn(data[place:end]):
                self._runs.add(letters(text, font), font, ART)
                self._runs.end()
            place = end + 1

    def _margins(self, first: int, end: int) -> None:
        """Headers and footers: separators of notes, then six texts for each section (MS-DOC 2.3.3)."""
        bounds = words(self._file.part("headers"))
        if self._file.old or len(bounds) < SEPARATORS or any(one > following for one, following in pairwise(bounds[:-1])):
            self._story(first, end, HEADERS)
            return
        before = first
        for index, bound in enumerate(bounds[1:-1]):
            stop = min(end, first + bound)
            self._story(before, stop, MARGINS[index % len(MARGINS)])
            before = stop
        self._story(before, end, HEADERS)

    def _story(self, first: int, end: int, place: str | None) -> None:
        """One text, neighbouring paragraphs of one style together.  The mark at its end bears a paragraph's style."""
        text = without_codes(self._pieces.text[first:end])
        start, stop, current = 0, 0, b""
        while stop < len(text):
            found = END.search(text, stop)
            before, stop = stop, found.end() if found else len(text)
            style = self._paragraphs.at(self._pieces.place(first + stop - 1))
            if style != current:
                self._styled(text[start:before], first + start, current, place)
                start, current = before, style
        self._styled(text[start:], first + start, current, place)

    def _styled(self, text: str, first: int, style: bytes, place: str | None) -> None:
        """Paragraphs of one style, by the pieces that they lie in and the modifiers of their characters."""
        number = int.from_bytes(style, "little")
        for piece, start, stop in self._pieces.stretches(first, first + len(text)):
            before = piece.place + (start - piece.first) * piece.width
            after = before + (stop - start) * piece.width
            for begin, end, modifiers in self._characters.spans(before, after):
                look = self._styles.look(number, modifiers, piece.modifiers)
                at = start - first + (begin - before) // piece.width
                first_line, *lines = END.split(text[at : at + (end - begin) // piece.width])
                self._add(first_line, look, place)
                for line in lines:
                    self._runs.end()
                    self._add(line, look, place)

    def _add(self, text: str, look: Look, place: str | None) -> None:
        """Text in one look, each character in the font of its script."""
        if not text:
            return
        if look.symbol is not None:
            font, code = look.symbol
            text, look = text.replace(STAND_IN, chr(code)), Look(font, font, font)
        text = text.translate(MARKS)
        if look.is_complex:
            self._set(text, look.other if look.complex is None else look.complex, place)
        elif text.isascii():
            self._set(text, look.ascii, place)
        elif look.ascii == look.other == look.eastern:
            self._set(text, look.other, place)
        else:
            for piece in SLOTS.findall(text):
                self._set(piece, look.ascii if piece[0] < "\x80" else look.eastern if is_eastern(piece[0]) else look.other, place)

    def _set(self, text: str, font: int | None, place: str | None) -> None:
        face = self._faces[font] if font is not None and font < len(self._faces) else NO_FACE
        if self._file.old and not self._file.mac:
            text = in_charset(text, face.charset)
        self._runs.add(letters(whole(text), face.name), face.name or None, place)


def without_codes(text: str) -> str:
    """The text with the codes of its fields blanked out; a field that does not end is none."""
    codes: list[tuple[int, int]] = []
    open_fields: list[tuple[int, int]] = []
    for mark in FIELD.finditer(text):
        if mark[0] == BEGIN:
            open_fields.append((mark.start(), -1))
        elif open_fields and mark[0] == SEPARATOR:
            open_fields[-1] = (open_fields[-1][0], mark.start())
        elif open_fields:
            start, separator = open_fields.pop()
            codes.append((start, mark.start() if separator < 0 else separator))
    kept, position = list[str](), 0
    for start, end in sorted(codes):
        if end > position:
            first = max(start, position)  # fields stand in one another
            kept += [text[position:first], "\0" * (end - first)]
            position = end
    return "".join([*kept, text[position:]])


def is_eastern(character: str) -> bool:
    """Whether Word sets a character in the East Asian font."""
    return "\u2e80" <= character < "\ud800" or "\uf900" <= character <= "\uffef"
