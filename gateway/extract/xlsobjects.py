"""What lies over the cells of an old workbook: comments and text boxes; and the small language of headers and footers."""

import re
from collections.abc import Iterator
from struct import unpack_from

from gateway.extract.biff import Cursor, Pieces, Record, in_fonts
from gateway.extract.text import windows_1252

NOTE, OBJECT, TEXT = 0x1C, 0x5D, 0x1B6
WITH_TEXT = (b"\6", b"\7")  # kinds of objects that hold their text themselves in BIFF5: text boxes and buttons
OLD_BOX = 70  # bytes of such an object before its name
NO_NUMBER = -1
ONWARDS = 0xFFFF  # the row of a record that continues a comment of BIFF5
# A font ("name,style"), a size, a colour, a field (page, date, …) or a switch of style
CODE = re.compile(r'&(?:"([^"]*)"|[0-9]+|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|(.))', re.DOTALL)
SIDES = frozenset("LCRlcr")

Placed = tuple[int | None, int, Pieces]
"""Row and column of a comment, None and 0 for a text box; the text."""


class Objects:
    """Gathers the objects of one sheet."""

    __slots__ = ("_cells", "_number", "_placed", "_texts")

    def __init__(self) -> None:
        self._number = 0  # of the object that the next text is in
        self._texts: list[tuple[int, Pieces]] = []
        self._cells: dict[int, tuple[int, int]] = {}  # of comments, by the number of the object with their text
        self._placed: list[tuple[int, int, list[str]]] = []  # comments of BIFF5

    def take(self, record: Record, *, old: bool) -> None:
        """One more record; most are none of ours."""
        data = record.data
        if record.code == OBJECT and old:
            if data[4:5] in WITH_TEXT and len(data) >= OLD_BOX:
                self._texts.append((NO_NUMBER, _old_text(record)))
        elif record.code == OBJECT:
            self._number = unpack_from("<6xH", data)[0]
        elif record.code == TEXT:
            count, size = unpack_from("<HH", data, 10)
            if count:
                self._texts.append((self._number, _text(record, count, size // 8)))
        elif record.code == NOTE and old:
            self._note(record)
        elif record.code == NOTE:
            row, column, number = unpack_from("<HH2xH", data)
            self._cells[number] = row, column

    def finish(self) -> Iterator[Placed]:
        """All of one sheet."""
        for number, pieces in self._texts:
            row, column = self._cells.get(number, (None, 0))
            yield row, column, pieces
        for row, column, said in self._placed:
            yield row, column, (("".join(said), None),)

    def _note(self, record: Record) -> None:
        """A comment of BIFF5; a long one goes on in further records."""
        row, column = unpack_from("<HH", record.data)
        said = windows_1252(record.data[6:])
        if row == ONWARDS and self._placed:
            self._placed[-1][2].append(said)
        else:
            self._placed.append((row, column, [said]))


def _text(record: Record, count: int, runs: int) -> Pieces:
    """The text of an object (MS-XLS 2.4.329): in the parts after the record's own, and its fonts after it."""
    cursor = Cursor(record.parts[1:])
    text = cursor.letters(count, wide=bool(cursor.number(1) & 1))
    return in_fonts(text, [unpack_from("<HH", cursor.take(8)) for _ in range(runs)])


def _old_text(record: Record) -> Pieces:
    """The text of an object of BIFF5: behind its name and its macro, each filled up to an even length."""
    macro, name, count, size, font = unpack_from("<26xH2xH12xH2xHH", record.data)
    cursor = Cursor(record.parts, OLD_BOX)
    if name:
        length = cursor.number(1)
        cursor.take(length + 1 - length % 2)
    cursor.take(macro)
    text = windows_1252(cursor.take(count))
    cursor.take(count % 2 if size >= 8 else 0)
    return in_fonts(text, [(0, font), *(unpack_from("<HH", cursor.take(8)) for _ in range(size // 8))])


def margin(said: str) -> Iterator[tuple[str, str | None]]:
    """The text of a header or footer with its fonts (MS-XLS 2.4.136); nothing where it has only fields."""
    pieces: list[tuple[str, str | None]] = []
    place, font = 0, None
    for code in CODE.finditer(said):
        pieces.append((said[place : code.start()], font))
        place = code.end()
        if code[1] is not None:
            font = code[1].partition(",")[0]
        elif code[2] == "&":
            pieces.append(("&", font))
        elif code[2] in SIDES:
            pieces.append((" ", font))
            font = None
    pieces.append((said[place:], font))
    return iter(pieces if any(text.strip() for text, _ in pieces) else ())
