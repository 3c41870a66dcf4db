"""The fonts of an RTF document: its font table, the fonts that styles set, and what bytes mean in each of them."""

from dataclasses import dataclass, field

from gateway.extract.rtfwords_table import ANSI, CHARSETS, DOCUMENTS, PAGES, SYMBOL, WIDE
from gateway.extract.text import code_page, windows_1252
from policies.text.fonts import legacy_font

NAME = 200  # bytes of a font name that are kept
BASES = 20  # styles that a style may be based on, one on the other
BY_DOCUMENT, BY_FONT = 1, 2  # charset numbers


@dataclass(slots=True)
class Face:
    """A font of the font table.  `codec`: None for the document's own."""

    raw: bytearray = field(default_factory=bytearray)
    codec: str | None = None
    name: str | None = None


@dataclass(slots=True)
class Style:
    """A style: the font that it sets, and the style that it is based on."""

    font: int | None = None
    base: int | None = None


class Fonts:
    """All that a document says about its fonts."""

    __slots__ = ("_codec", "_default", "_faces", "_styles")

    def __init__(self) -> None:
        self._faces: dict[int, Face] = {}
        self._styles: dict[int, Style] = {}
        self._codec = ANSI
        self._default: int | None = None

    def spell(self, font: int, raw: bytes) -> None:
        """Take a piece of a font's name."""
        face = self._faces.setdefault(font, Face())
        face.raw += raw[: max(0, NAME - len(face.raw))]
        face.name = windows_1252(bytes(face.raw).partition(b";")[0].strip()) or None

    def declare(self, word: bytes, number: int, font: int | None) -> bool:
        """Take a charset, of the document or of a font of the table, or the default font; False for any other word."""
        if word == b"ansicpg":
            self._codec = PAGES.get(number, ANSI)
        elif word in DOCUMENTS:
            self._codec = DOCUMENTS[word]
        elif word == b"deff":
            self._default = number
        elif word in (b"fcharset", b"cpg"):
            if font is not None:
                face = self._faces.setdefault(font, Face())
                face.codec = _of_charset(number) if word == b"fcharset" else PAGES.get(number, face.codec)
        else:
            return False
        return True

    def define(self, style: int, word: bytes, number: int) -> None:
        """Take a property of a style."""
        if word == b"f":
            self._styles.setdefault(style, Style()).font = number
        elif word == b"sbasedon":
            self._styles.setdefault(style, Style()).base = number

    def of_style(self, number: int | None) -> int | None:
        """The font that a style sets, or those that it is based on."""
        for _ in range(BASES):
            style = None if number is None else self._styles.get(number)
            if style is None or style.font is not None:
                return style.font if style else None
            number = style.base
        return None

    def name(self, font: int | None) -> str | None:
        """What a font is called; the default one for None."""
        face = self._face(font)
        return face.name if face else None

    def text(self, raw: bytes, font: int | None) -> str:
        """What bytes are in a font.  A legacy font draws them byte by byte, whatever charset is claimed for it."""
        face = self._face(font)
        name = face.name if face else None
        codec = (face.codec if face else None) or self._codec
        if codec == SYMBOL:
            return "".join([chr(0xF000 + code) for code in raw])
        if codec == ANSI or (name and legacy_font(name)):
            return windows_1252(raw)
        return raw.decode(codec, "replace") if codec in WIDE else code_page(raw, codec)

    def _face(self, font: int | None) -> Face | None:
        number = self._default if font is None else font
        return None if number is None else self._faces.get(number)


def _of_charset(number: int) -> str | None:
    if number == BY_DOCUMENT:
        return None
    return SYMBOL if number == BY_FONT else PAGES.get(CHARSETS.get(number, 0), ANSI)
