"""Word documents: the text of the body, headers, footers, notes, comments and text boxes, each run in its effective font.

The font comes from the run, its character style, its paragraph style, the document's defaults, in this order, each level
through `basedOn` and the theme.  A font that is only named (styles, font table, paragraph marks) appears nowhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.extract.budget import Budget
from gateway.extract.ooxml import Package, theme_fonts
from gateway.extract.runs import Runs, letters
from gateway.extract.xmlstream import elements
from policies.core.facts import Run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PLACES = (
    ("header", "đầu trang"),
    ("footer", "chân trang"),
    ("footnotes", "cước chú"),
    ("endnotes", "chú thích cuối văn bản"),
    ("comments", "nhận xét"),
)
# Slots in the order of `Fonts`: attribute, theme attribute, script of the theme
SLOTS = (
    ("ascii", "asciiTheme", "latin"),
    ("hAnsi", "hAnsiTheme", "latin"),
    ("eastAsia", "eastAsiaTheme", "ea"),
    ("cs", "cstheme", "cs"),
)
ASCII, HANSI, EAST, COMPLEX = range(4)
Fonts = tuple[str | None, str | None, str | None, str | None]
KEPT, LARGE = 64, 2_000  # style sheets remembered, and styles in one that is not
LEVELS = 50  # of styles based on styles
NONE: Fonts = (None, None, None, None)
EASTERN = re.compile(r"[\u2e80-\ud7ff\uf900-\uffef]")
PIECES = re.compile(
    r"[\x00-\x7f]+|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+|[^\x00-\x7f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+"
)
MARKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
TEXT, SYMBOL, PROPERTIES, RUN, RFONTS = f"{W}t", f"{W}sym", f"{W}rPr", f"{W}r", f"{W}rFonts"


def read(package: Package, main: str, budget: Budget) -> tuple[Run, ...]:
    """All visible text."""
    del budget
    styles = Styles(package, main)
    runs = Runs()
    _story(package.read(main), styles, runs, None)
    for kind, place in PLACES:
        for part in dict.fromkeys(package.related(main, kind)):
            _story(package.read(part), styles, runs, place)
    return runs.finish()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the style sheet says: fonts and parent of each style, the defaults, the style of paragraphs that name none."""

    theme: Mapping[str, str]
    own: Mapping[str, Fonts]
    based: Mapping[str, str]
    default: Fonts = NONE
    paragraph: str = ""


_SHEETS: dict[tuple[bytes, ...], Sheet] = {}  # by fingerprint: letters from one office share their template, and it is dear


def _sheet(package: Package, main: str) -> Sheet:
    """The style sheet of a document, read once for all documents that have the same."""
    parts = package.related(main, "styles")[:1]
    key = tuple(package.fingerprint(part) for part in (*parts, *package.related(main, "theme")[:1]))
    if key not in _SHEETS:
        if len(_SHEETS) >= KEPT:
            del _SHEETS[next(iter(_SHEETS))]
        sheet = _learn(package, parts, theme_fonts(package, main))
        if len(sheet.own) > LARGE:
            return sheet
        _SHEETS[key] = sheet
    return _SHEETS[key]


def _learn(package: Package, parts: tuple[str, ...], theme: dict[str, str]) -> Sheet:
    own: dict[str, Fonts] = {}
    based: dict[str, str] = {}
    default, paragraph = NONE, ""
    for part in parts:
        for item in elements(package.read(part), f"{W}style", f"{W}rPrDefault"):
            named = item.find(f"{PROPERTIES}/{RFONTS}")
            fonts = NONE if named is None else _slots(named, theme)
            if item.tag == f"{W}rPrDefault":
                default = fonts
                continue
            name = item.get(f"{W}styleId", "")
            own[name] = fonts
            parent = item.find(f"{W}basedOn")
            if parent is not None:
                based[name] = parent.get(f"{W}val", "")
            if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") in {"1", "true", "on"}:
                paragraph = name
    return Sheet(theme, own, based, default, paragraph)


def _slots(named: Any, theme: Mapping[str, str]) -> Fonts:
    """The fonts that a `w:rFonts` names; a theme reference beats a name (ISO 29500-1, 17.3.2.26)."""
    found: list[str | None] = []
    for slot, by_theme, script in SLOTS:
        reference = named.get(f"{W}{by_theme}")
        group = "major" if reference and reference.startswith("major") else "minor"
        found.append((theme.get(f"{group}.{script}") if reference else None) or named.get(f"{W}{slot}"))
    return (found[0], found[1], found[2], found[3])


class Styles:
    """The fonts of a document's runs."""

    __slots__ = ("_known", "_sheet")

    def __init__(self, package: Package, main: str) -> None:
        self._sheet = _sheet(package, main)
        self._known: dict[tuple[str, str], Fonts] = {}

    def fonts(self, paragraph: str, character: str, named: Any) -> Fonts:
        """The four fonts of a run.  `named`: its own `w:rFonts` element, None where it has none."""
        key = (paragraph or self._sheet.paragraph, character)
        fonts = self._known.get(key)
        if fonts is None:
            fonts = over(self._chain(character), over(self._chain(key[0]), self._sheet.default))
            self._known[key] = fonts
        return fonts if named is None else over(_slots(named, self._sheet.theme), fonts)

    def _chain(self, name: str) -> Fonts:
        """A style's fonts with those that it is based on."""
        fonts, seen = NONE, set[str]()
        while name and name not in seen and len(seen) < LEVELS:
            seen.add(name)
            fonts = over(fonts, self._sheet.own.get(name, NONE))
            name = self._sheet.based.get(name, "")
        return fonts


def over(upper: Fonts, lower: Fonts) -> Fonts:
    """The upper level's fonts, the lower one's where it is silent."""
    return (upper[0] or lower[0], upper[1] or lower[1], upper[2] or lower[2], upper[3] or lower[3])


def _story(data: bytes, styles: Styles, runs: Runs, place: str | None) -> None:
    """The paragraphs of one part.  Those inside text boxes come before the one that they are anchored in."""
    doubled = b"Fallback" in data or b"\x00" in data[:4]
    for paragraph in elements(data, f"{W}p"):
        if doubled and next(paragraph.iterancestors(FALLBACK), None) is not None:
            continue  # the same text once more, for old programs
        name = ""
        for item in paragraph[0] if len(paragraph) and paragraph[0].tag == f"{W}pPr" else ():
            if item.tag == f"{W}pStyle":
                name = item.get(f"{W}val", "")
        for run in paragraph.iter(RUN):
            _run(run, name, styles, runs, place)
        runs.end()


def _run(run: Any, paragraph: str, styles: Styles, runs: Runs, place: str | None) -> None:
    fonts, complex_script = styles.fonts(paragraph, "", None), False
    for item in run:
        tag = item.tag
        if tag == TEXT:
            _add(item.text or "", fonts, complex_script, runs, place)
        elif tag == PROPERTIES:
            fonts, complex_script = _properties(item, paragraph, styles)
        elif tag == SYMBOL:
            font = item.get(f"{W}font")
            runs.add(letters(_symbol(item.get(f"{W}char", "")), font), font, place)
        elif tag in MARKS:
            runs.add(MARKS[tag], fonts[HANSI], place)


def _properties(properties: Any, paragraph: str, styles: Styles) -> tuple[Fonts, bool]:
    """A run's fonts, and whether it is in a complex script."""
    named, character, complex_script = None, "", False
    for item in properties:
        if item.tag == RFONTS:
            named = item
        elif item.tag == f"{W}rStyle":
            character = item.get(f"{W}val", "")
        elif item.tag in {f"{W}rtl", f"{W}cs"}:
            complex_script = True
    return styles.fonts(paragraph, character, named), complex_script


def _add(text: str, fonts: Fonts, complex_script: bool, runs: Runs, place: str | None) -> None:
    """Text in the font of each of its characters: ASCII, other, or East Asian."""
    if complex_script:
        runs.add(letters(text, fonts[COMPLEX]), fonts[COMPLEX], place)
    elif text.isascii():
        runs.add(text, fonts[ASCII], place)
    elif fonts[ASCII] == fonts[HANSI] and (fonts[HANSI] == fonts[EAST] or not EASTERN.search(text)):
        runs.add(letters(text, fonts[HANSI]), fonts[HANSI], place)
    else:
        for piece in PIECES.findall(text):
            slot = (
                ASCII if piece[0] < "\x80" else EAST if piece[0] >= "\u2e80" and not "\ue000" <= piece[0] <= "\uf8ff" else HANSI
            )
            runs.add(letters(piece, fonts[slot]), fonts[slot], place)


def _symbol(digits: str) -> str:
    """The character of `w:sym`."""
    try:
        code = int(digits, 16)
    except ValueError:
        return ""
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""
