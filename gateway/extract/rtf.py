"""RTF: the text with the font that each run is set in, headers, footers, notes and text boxes included.

Bytes written in hexadecimal are read by the charset of the run's font; in ANSI fonts and those of legacy encodings they become
windows-1252 code points, so that legacy Vietnamese text can be told.  Pictures, hidden text, index entries and other groups
that nobody sees are passed over.
"""

import re
from dataclasses import dataclass, replace

from gateway.extract.budget import Budget, Refused
from gateway.extract.rtffonts import Fonts
from gateway.extract.rtfwords_table import BREAKS, HIDDEN, KNOWN, MARKS, PLACES, SHOWN, STYLES, SYMBOLS, WORDART
from gateway.extract.runs import Runs, letters
from policies.core.facts import Document

TOKEN = re.compile(
    rb"""
    ([^\\{}\r\n]++)                        # 1: text
  | ((?:\\'[0-9A-Fa-f]{2})++)              # 2: bytes
  | \\([A-Za-z]{1,32})(-?[0-9]{1,10})?[ ]? # 3, 4: a control word
  | ([{}])                                 # 5: a group
  | \\([^A-Za-z'])                         # 6: a control symbol
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
TEXT, BYTES, WORD, NUMBER, BRACE, SIGN = range(1, 7)


@dataclass(frozen=True, slots=True)
class Group:
    """What is in force inside a pair of braces.  `skip`: characters that stand in for one that is written as Unicode.

    `hidden`: nothing of it is seen; `vanished`: it is formatted as hidden; `table`, `sheet`: of fonts, of styles;
    `choice`: the same text twice, and the second one is the better; `naming`: the name of a drawing's property.
    """

    font: int | None = None
    skip: int = 1
    hidden: bool = False
    vanished: bool = False
    table: bool = False
    sheet: bool = False
    style: int = 0
    choice: bool = False
    naming: bool = False
    place: str | None = None


def read(body: bytes, budget: Budget) -> Document:
    """The document."""
    reader = Reader(budget.limits.rtf_depth)
    reader.read(body)
    return Document("rtf", reader.runs.finish())


class Reader:
    """Goes through the tokens of one document."""

    def __init__(self, depth: int) -> None:
        self.runs = Runs()
        self._depth = depth
        self._group = Group()
        self._outer: list[Group] = []
        self._fonts = Fonts()
        self._bytes = bytearray()
        self._property_name = b""
        self._skipping = 0
        self._star = False
        self._high = 0

    def read(self, body: bytes) -> None:
        """Take the whole document; one that does not end is damaged."""
        position, match = 0, TOKEN.match
        while token := match(body, position):
            position = token.end()
            which = token.lastindex
            if which == TEXT:
                self._raw(token[TEXT])
            elif which == BYTES:
                self._raw(bytes.fromhex(token[BYTES].replace(b"\\'", b"").decode("ascii")))
            elif which in (WORD, NUMBER):
                if token[WORD] == b"bin":
                    position += max(0, int(token[NUMBER] or 0))
                else:
                    self._word(token[WORD], token[NUMBER])
            elif which == BRACE:
                self._brace(token[BRACE])
                if not self._outer:
                    return
            elif which == SIGN:
                self._sign(token[SIGN])
        raise Refused("damaged", "cut off")

    def _raw(self, raw: bytes) -> None:
        """Bytes of text, of a font's name, or of a substitute to be skipped."""
        group = self._group
        if group.hidden or group.sheet:
            return
        if self._skipping:
            taken = min(self._skipping, len(raw))
            self._skipping -= taken
            raw = raw[taken:]
        if group.table:
            if group.font is not None:
                self._fonts.spell(group.font, raw)
        elif group.naming:
            self._property_name = (self._property_name + raw)[:40]
        elif not group.vanished:
            self._bytes += raw

    def _flush(self) -> None:
        """Give the bytes gathered so far as text of the font in force."""
        if self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            self._add(self._fonts.text(raw, self._group.font))

    def _add(self, text: str) -> None:
        name = self._fonts.name(self._group.font)
        self.runs.add(letters(text, name), name, self._group.place)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skipping, self._star = 0, False
        if brace == b"{":
            if len(self._outer) >= self._depth:
                raise Refused("over-limit", "rtf-depth")
            self._outer.append(self._group)
            if self._group.choice:
                self._group = replace(self._group, hidden=True)
        elif self._outer:
            before = self._group
            self._group = self._outer.pop()
            if before.place != self._group.place:
                self.runs.end()

    def _sign(self, sign: bytes) -> None:
        group = self._group
        if sign == b"*":
            self._star = True
        elif sign in SYMBOLS and not (group.hidden or group.table or group.sheet or group.vanished):
            if self._skipping:
                self._skipping -= 1
                return
            self._flush()
            if SYMBOLS[sign] == "\n":
                self.runs.end()
            else:
                self._add(SYMBOLS[sign])

    def _word(self, word: bytes, digits: bytes | None) -> None:
        """A control word: a group's purpose, a property, or a character."""
        if word not in KNOWN and not self._star:
            self._skipping -= self._skipping > 0
            return
        star, self._star = self._star, False
        group = self._group
        if group.hidden:
            if word == b"ud" and group.choice:
                self._group = replace(group, hidden=False, choice=False)
            return
        if self._skipping:
            self._skipping -= 1
            return
        number = int(digits) if digits else 0
        if group.sheet:
            if word in STYLES:
                self._group = replace(group, style=number)
            self._fonts.define(self._group.style, word, number)
        elif word in HIDDEN or (star and word not in SHOWN):
            self._flush()
            self._group = replace(group, hidden=True)
        elif word in PLACES:
            self._flush()
            self.runs.end()
            self._group = replace(group, place=PLACES[word])
        elif not self._purpose(word) and not self._property(word, number, digits) and not (group.table or group.vanished):
            self._character(word, number)

    def _purpose(self, word: bytes) -> bool:
        """What a group is for; False where the word does not say."""
        if word == b"fonttbl":
            self._group = replace(self._group, table=True, font=None)
        elif word == b"stylesheet":
            self._group = replace(self._group, sheet=True)
        elif word == b"upr":
            self._flush()
            self._group = replace(self._group, choice=True)
        elif word == b"sn":
            self._property_name = b""
            self._group = replace(self._group, naming=True)
        elif word == b"sv":
            self._group = replace(self._group, hidden=self._property_name != WORDART)
        else:
            return False
        return True

    def _property(self, word: bytes, number: int, digits: bytes | None) -> bool:
        """A property of the document, the font table or the text; False where it is none that matters."""
        if word == b"f":
            self._flush()
            self._group = replace(self._group, font=number)
        elif word in STYLES:
            if (font := self._fonts.of_style(number)) is not None:
                self._flush()
                self._group = replace(self._group, font=font)
        elif word == b"uc":
            self._group = replace(self._group, skip=max(0, min(number, 32)))
        elif word == b"plain":
            self._flush()
            self._group = replace(self._group, font=None, vanished=False)
        elif word == b"v":
            self._flush()
            self._group = replace(self._group, vanished=digits is None or number != 0)
        else:
            return self._fonts.declare(word, number, self._group.font if self._group.table else None)
        return True

    def _character(self, word: bytes, number: int) -> None:
        """A character, or the end of a block."""
        if word == b"u":
            self._flush()
            self._skipping = self._group.skip
            self._unicode(number & 0xFFFF)
        elif word in BREAKS:
            self._flush()
            self.runs.end()
        elif word in MARKS:
            self._flush()
            self._add(MARKS[word])

    def _unicode(self, code: int) -> None:
        """A UTF-16 unit; two of them may make one character."""
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            self._add(chr(0x10000 + ((self._high & 0x3FF) << 10) + (code & 0x3FF)) if self._high else "\ufffd")
            self._high = 0
        else:
            self._add(chr(code))
