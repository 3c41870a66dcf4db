"""What the sheets of a workbook share: strings, and for each cell style its font and the words of its number format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.extract import drawing
from gateway.extract.drawing import Theme
from gateway.extract.ooxml import Package, theme_fonts
from gateway.extract.xmlstream import elements

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT, RICH = f"{S}t", f"{S}r"
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ISO 29500-1, 22.9.2.19: characters that XML cannot hold
QUOTED = re.compile(r'"([^"]*)"')
Rich = tuple[tuple[str, str | None], ...]  # pieces of text, with a font of their own or the cell's


@dataclass(frozen=True, slots=True)
class Book:
    """`fonts`: by cell style (`c/@s`); `formats`: words that a number in a cell of that style is shown with."""

    theme: Theme
    strings: tuple[Rich, ...]
    fonts: tuple[str | None, ...]
    formats: Mapping[int, str]


def book(package: Package, main: str) -> Book:
    """What the sheets share.  Some programs write no shared strings and keep all in the cells."""
    theme = theme_fonts(package, main)
    strings = tuple(
        rich(item, theme)
        for part in package.related(main, "sharedStrings")[:1]
        for item in elements(package.read(part), f"{S}si")
    )
    for part in package.related(main, "styles")[:1]:
        return Book(theme, strings, *_styles(package.read(part), theme))
    return Book(theme, strings, (), {})


def rich(item: Any, theme: Theme) -> Rich:
    """The text of `si`, `is` or `text`; phonetic hints are left out."""
    pieces: list[tuple[str, str | None]] = []
    for child in item:
        if child.tag == TEXT:
            pieces.append((plain(child.text), None))
        elif child.tag == RICH:
            pieces.append((plain(child.findtext(TEXT)), _font(child.find(f"{S}rPr"), f"{S}rFont", theme)))
    return tuple(pieces)


def plain(text: str | None) -> str:
    """Text with its escapes undone."""
    if not text or "_x" not in text:
        return text or ""
    return ESCAPED.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)  # half of a pair is no character


def _styles(data: bytes, theme: Theme) -> tuple[tuple[str | None, ...], Mapping[int, str]]:
    """The font of each cell style, and the words in its number format.

    The font is the one that the style names, whatever `applyFont` says: Excel goes by it, too.
    """
    names: list[str | None] = []
    fonts: list[str | None] = []
    words: dict[str, str] = {}
    formats: dict[int, str] = {}
    for item in elements(data, f"{S}numFmts", f"{S}fonts", f"{S}cellXfs"):
        if item.tag == f"{S}numFmts":
            words = {code.get("numFmtId", ""): _words(code.get("formatCode", "")) for code in item}
        elif item.tag == f"{S}fonts":
            names = [_font(font, f"{S}name", theme) for font in item.iter(f"{S}font")]
        else:
            for count, style in enumerate(item.iter(f"{S}xf")):
                index = drawing.number(style.get("fontId"))
                fonts.append(names[index] if index < len(names) else None)
                if said := words.get(style.get("numFmtId", "")):
                    formats[count] = said
    return tuple(fonts), formats


def _font(font: Any, slot: str, theme: Theme) -> str | None:
    """The font that a `font` or `rPr` names.

    One that follows the theme has the theme's Latin font, whatever name stands beside it, unless the theme has that name, too:
    then it is the one for the script of Excel's own language.
    """
    if font is None:
        return None
    scheme, named = font.find(f"{S}scheme"), font.find(slot)
    name: str | None = None if named is None else named.get("val")
    group = "" if scheme is None else f"{scheme.get('val')}."
    latin = theme.get(f"{group}latin")
    if latin is None or (name in theme.values() and any(theme[key] == name for key in theme if key.startswith(group))):
        return name
    return latin


def _words(code: str) -> str:
    """The words in a number format, "" where it has none."""
    quoted = " ".join(QUOTED.findall(code))
    return quoted if any(map(str.isalpha, quoted)) else ""
