"""RTF: the text with the font that each run is set in, headers, footers and notes included.

Bytes written in hexadecimal are read by the charset of the run's font; for ANSI fonts they become windows-1252 code points, so
that legacy Vietnamese text can be told.  Pictures, objects, style sheets and other hidden groups are passed over.
"""

import re
from dataclasses import dataclass, field, replace

from gateway.extract.budget import Budget, Refused
from gateway.extract.runs import Runs, letters
from gateway.extract.text import windows_1252
from policies.core.facts import Document

TOKEN = re.compile(
    rb"""
    ([^\\{}\r\n]++)                        # 1: text
  | \\'([0-9A-Fa-f]{2})                    # 2: a byte
  | \\([A-Za-z]{1,32})(-?[0-9]{1,10})?[ ]? # 3, 4: a control word
  | ([{}])                                 # 5: a group
  | \\([^A-Za-z'])                         # 6: a control symbol
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
TEXT, BYTE, WORD, NUMBER, BRACE, SYMBOL = range(1, 7)
_HIDDEN = (
    b"stylesheet colortbl info pict object objdata nonshppict filetbl listtable listoverridetable rsidtbl generator revtbl "
    b"themedata colorschememapping datastore latentstyles xmlnstbl mmathPr fldinst bkmkstart bkmkend sp template pgdsctbl "
    b"background"
)
HIDDEN = frozenset(_HIDDEN.split())
SHOWN = frozenset(b"shpinst shppict shptxt".split())  # groups behind `\*` that hold what is seen
PLACES = {b"header": "đầu trang", b"footer": "chân trang", b"footnote": "cước chú", b"annotation": "nhận xét"}
PLACES |= {word + side: place for word, place in PLACES.items() if word in (b"header", b"footer") for side in (b"l", b"r", b"f")}
BREAKS = frozenset(b"par line cell row nestcell nestrow sect page column".split())
MARKS = {b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}
MARKS |= {b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " "}
SYMBOLS = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n", b"\\": "\\", b"{": "{", b"}": "}"}
# Python codec by the charset number of a font; those left out are ANSI, read as windows-1252
CHARSETS = {77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254"}
CHARSETS |= {163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}
CHARSETS |= {254: "cp437", 255: "cp437"}
# Charset number by the document's code page
PAGES = {932: 128, 949: 129, 936: 134, 950: 136, 1253: 161, 1254: 162, 1258: 163, 1255: 177, 1256: 178, 1257: 186}
PAGES |= {1251: 204, 874: 222, 1250: 238}
NAME = 200  # bytes of a font name that are kept
DEFAULT = 1  # the charset of fonts that leave it to the document


@dataclass(frozen=True, slots=True)
class Group:
    """What is in force inside a pair of braces.  `skip`: characters that stand in for one that is written as Unicode."""

    font: int | None = None
    skip: int = 1
    hidden: bool = False
    table: bool = False
    place: str | None = None


@dataclass(slots=True)
class Face:
    """A font of the font table."""

    name: bytearray = field(default_factory=bytearray)
    charset: int = DEFAULT


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
        self._faces: dict[int, Face] = {}
        self._charset = 0
        self._default: int | None = None
        self._bytes = bytearray()
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
            elif which == BYTE:
                self._raw(bytes([int(token[BYTE], 16)]))
            elif which in (WORD, NUMBER):
                if token[WORD] == b"bin":
                    position += max(0, int(token[NUMBER] or 0))
                else:
                    self._word(token[WORD], token[NUMBER])
            elif which == BRACE:
                self._brace(token[BRACE])
                if not self._outer:
                    return
            elif which == SYMBOL:
                self._symbol(token[SYMBOL])
        raise Refused("damaged", "cut off")

    def _raw(self, raw: bytes) -> None:
        """Bytes of text, of a font's name, or of a substitute to be skipped."""
        if self._group.hidden:
            return
        if self._skipping:
            taken = min(self._skipping, len(raw))
            self._skipping -= taken
            raw = raw[taken:]
        if self._group.table:
            if self._group.font is not None:
                name = self._faces.setdefault(self._group.font, Face()).name
                name += raw[: max(0, NAME - len(name))]
        else:
            self._bytes += raw

    def _flush(self) -> None:
        """Give the bytes gathered so far as text of the font in force."""
        if self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            face = self._face()
            charset = face.charset if face and face.charset != DEFAULT else self._charset
            codec = CHARSETS.get(charset)
            self._add(raw.decode(codec, "replace") if codec else windows_1252(raw))

    def _add(self, text: str) -> None:
        face = self._face()
        font = bytes(face.name).partition(b";")[0].strip() if face else b""
        name = windows_1252(font) or None
        self.runs.add(letters(text, name), name, self._group.place)

    def _face(self) -> Face | None:
        number = self._default if self._group.font is None else self._group.font
        return None if number is None else self._faces.get(number)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skipping, self._star = 0, False
        if brace == b"{":
            if len(self._outer) >= self._depth:
                raise Refused("over-limit", "rtf-depth")
            self._outer.append(self._group)
        elif self._outer:
            before = self._group
            self._group = self._outer.pop()
            if before.place != self._group.place:
                self.runs.end()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif symbol in SYMBOLS and not (self._group.hidden or self._group.table):
            if self._skipping:
                self._skipping -= 1
                return
            self._flush()
            if SYMBOLS[symbol] == "\n":
                self.runs.end()
            else:
                self._add(SYMBOLS[symbol])

    def _word(self, word: bytes, digits: bytes | None) -> None:
        """A control word: a group's purpose, a property, or a character."""
        star, self._star = self._star, False
        if self._group.hidden:
            return
        if self._skipping:
            self._skipping -= 1
            return
        number = int(digits) if digits else 0
        if word in HIDDEN or (star and word not in SHOWN):
            self._flush()
            self._group = replace(self._group, hidden=True)
        elif word == b"fonttbl":
            self._group = replace(self._group, table=True, font=None)
        elif word in PLACES:
            self._flush()
            self.runs.end()
            self._group = replace(self._group, place=PLACES[word])
        elif not self._property(word, number) and not self._group.table:
            self._character(word, number)

    def _property(self, word: bytes, number: int) -> bool:
        """A property of the document, the font table or the text; False where it is none that matters."""
        if word == b"f":
            self._flush()
            self._group = replace(self._group, font=number)
        elif word == b"fcharset":
            if self._group.table and self._group.font is not None:
                self._faces.setdefault(self._group.font, Face()).charset = number
        elif word == b"uc":
            self._group = replace(self._group, skip=max(0, min(number, 32)))
        elif word == b"plain":
            self._flush()
            self._group = replace(self._group, font=None)
        elif word == b"deff":
            self._default = number
        elif word == b"ansicpg":
            self._charset = PAGES.get(number, 0)
        else:
            return False
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
