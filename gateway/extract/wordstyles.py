"""The fonts of Word text.

A run's font is what it names itself, or its character style, its paragraph's style, its table's style, the document's
defaults, in this order, each level through `basedOn` and the theme.
Style sheets are remembered by fingerprint: letters from one office share their template, and it is dear to read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.extract.ooxml import Package, theme_fonts
from gateway.extract.xmlstream import elements

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROPERTIES, RFONTS, VANISH = f"{W}rPr", f"{W}rFonts", f"{W}vanish"
VALUE = f"{W}val"
OFF = frozenset({"0", "false", "off"})
# Slots in the order of `Fonts`: attribute, theme attribute, script of the theme
SLOTS = (
    (f"{W}ascii", f"{W}asciiTheme", "latin"),
    (f"{W}hAnsi", f"{W}hAnsiTheme", "latin"),
    (f"{W}eastAsia", f"{W}eastAsiaTheme", "ea"),
    (f"{W}cs", f"{W}cstheme", "cs"),
)
ASCII, HANSI, EAST, COMPLEX = range(4)
Fonts = tuple[str | None, str | None, str | None, str | None]
NONE: Fonts = (None, None, None, None)
KEPT, LARGE = 64, 2_000  # style sheets remembered, and styles in one that is not
LEVELS = 50  # of styles based on styles
# ISO 29500-1, 17.3.2.26: characters set in the East Asian font, and those that a hint moves there
_EAST = "\u1100-\u11ff\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffef"
_HINTED = "\u00a1\u00a4\u00a7\u00a8\u00aa\u00ad\u00af-\u00b4\u00b6-\u00ba\u00bc-\u00bf\u00d7\u00f7\u2010-\u2e7f"
EASTERN, HINTED = (re.compile(f"[{east}]") for east in (_EAST, _EAST + _HINTED))
PIECES, HINTED_PIECES = (re.compile(rf"[\x00-\x7f]+|[{east}]+|[^\x00-\x7f{east}]+") for east in (_EAST, _EAST + _HINTED))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the style sheet says: fonts and parent of each style, the defaults, the style of paragraphs that name none.

    `tables`: whether table styles name fonts; `table`: the style of tables that name none; `hidden`: styles of hidden text;
    `numbered`: number and level of paragraphs by style.
    """

    theme: Mapping[str, str]
    own: Mapping[str, Fonts]
    based: Mapping[str, str]
    default: Fonts
    paragraph: str
    tables: bool
    table: str
    hidden: frozenset[str]
    numbered: Mapping[str, tuple[str, str]]


_SHEETS: dict[tuple[bytes, ...], Sheet] = {}


def _sheet(package: Package, main: str) -> Sheet:
    """The style sheet of a document, read once for all documents that have the same."""
    parts = package.related(main, "styles")[:1]
    key = tuple(package.fingerprint(part) for part in (*parts, *package.related(main, "theme")[:1]))
    if key not in _SHEETS:
        if len(_SHEETS) >= KEPT:
            del _SHEETS[next(iter(_SHEETS))]
        sheet = _learn([package.read(part) for part in parts], theme_fonts(package, main))
        if len(sheet.own) > LARGE:
            return sheet
        _SHEETS[key] = sheet
    return _SHEETS[key]


def _learn(parts: Iterable[bytes], theme: Mapping[str, str]) -> Sheet:
    """The style sheet in these parts."""
    own: dict[str, Fonts] = {}
    based: dict[str, str] = {}
    numbered: dict[str, tuple[str, str]] = {}
    hidden: set[str] = set()
    usual, default, tables = {"paragraph": "", "table": ""}, NONE, False
    for part in parts:
        for item in elements(part, f"{W}style", f"{W}rPrDefault", f"{W}defaultFonts"):
            if item.tag != f"{W}style":
                named = item if item.tag == f"{W}defaultFonts" else item.find(f"{PROPERTIES}/{RFONTS}")
                default = default if named is None else slots(named, theme)
                continue
            name, kind = item.get(f"{W}styleId", ""), item.get(f"{W}type")
            properties = item.find(PROPERTIES)
            own[name] = named_fonts(properties, theme)
            if properties is not None and on(properties.find(VANISH)):
                hidden.add(name)
            if parent := value(item.find(f"{W}basedOn")):
                based[name] = parent
            if kind in usual and item.get(f"{W}default") in {"1", "true", "on"}:
                usual[kind] = name
            tables = tables or (kind == "table" and own[name] != NONE)
            if number := value(item.find(f"{W}pPr/{W}numPr/{W}numId")):
                numbered[name] = (number, value(item.find(f"{W}pPr/{W}numPr/{W}ilvl")) or "0")
    return Sheet(theme, own, based, default, usual["paragraph"], tables, usual["table"], frozenset(hidden), numbered)


def value(item: Any) -> str:
    """The `w:val` of an element, "" where there is none."""
    return "" if item is None else item.get(VALUE, "")


def on(item: Any) -> bool:
    """Whether a property that is a switch is there and on."""
    return item is not None and item.get(VALUE) not in OFF


def named_fonts(properties: Any, theme: Mapping[str, str]) -> Fonts:
    """The fonts that run properties name."""
    named = None if properties is None else properties.find(RFONTS)
    return NONE if named is None else slots(named, theme)


def slots(named: Any, theme: Mapping[str, str]) -> Fonts:
    """The fonts that a `w:rFonts` names; a theme reference beats a name (ISO 29500-1, 17.3.2.26)."""
    found: list[str | None] = []
    for slot, by_theme, script in SLOTS:
        reference = named.get(by_theme)
        group = "major" if reference and reference.startswith("major") else "minor"
        found.append((theme.get(f"{group}.{script}") if reference else None) or named.get(slot))
    return (found[0], found[1], found[2], found[3])


def over(upper: Fonts, lower: Fonts) -> Fonts:
    """The upper level's fonts, the lower one's where it is silent."""
    return (upper[0] or lower[0], upper[1] or lower[1], upper[2] or lower[2], upper[3] or lower[3])


class Styles:
    """The fonts of a document's runs."""

    __slots__ = ("_hidden", "_known", "_named", "_numbers", "sheet")

    def __init__(self, package: Package, main: str) -> None:
        self.sheet = _sheet(package, main)
        self._known: dict[tuple[str, str, str], Fonts] = {}
        self._named: dict[tuple[object, ...], Fonts] = {}
        self._hidden: dict[str, bool] = {}
        self._numbers: dict[str, tuple[str, str] | None] = {}

    def fonts(self, paragraph: str, character: str = "", named: Any = None, table: str = "") -> Fonts:
        """The four fonts of a run, from the styles' names.  `named`: its own `w:rFonts` element, None where it has none."""
        if named is not None:
            known = (table, paragraph, character, *named.items())
            if known not in self._named:
                self._named[known] = over(slots(named, self.sheet.theme), self.fonts(paragraph, character, None, table))
            return self._named[known]
        key = (table, paragraph, character)
        if key not in self._known:
            styled = over(self._chain(paragraph or self.sheet.paragraph), over(self._chain(table), self.sheet.default))
            self._known[key] = over(self._chain(character), styled)
        return self._known[key]

    def hides(self, *names: str) -> bool:
        """Whether one of these styles makes text hidden."""
        if not self.sheet.hidden:
            return False
        for name in names:
            if name not in self._hidden:
                self._hidden[name] = any(level in self.sheet.hidden for level in self._levels(name))
        return any(self._hidden[name] for name in names)

    def number(self, paragraph: str) -> tuple[str, str] | None:
        """Number and level that a paragraph has by its style."""
        if not self.sheet.numbered:
            return None
        if paragraph not in self._numbers:
            found = (self.sheet.numbered[name] for name in self._levels(paragraph) if name in self.sheet.numbered)
            self._numbers[paragraph] = next(found, None)
        return self._numbers[paragraph]

    def _chain(self, name: str) -> Fonts:
        """A style's fonts with those that it is based on."""
        fonts = NONE
        for level in self._levels(name):
            fonts = over(fonts, self.sheet.own.get(level, NONE))
        return fonts

    def _levels(self, name: str) -> dict[str, None]:
        """A style and those that it is based on, in order."""
        levels: dict[str, None] = {}
        while name and name not in levels and len(levels) < LEVELS:
            levels[name] = None
            name = self.sheet.based.get(name, "")
        return levels
