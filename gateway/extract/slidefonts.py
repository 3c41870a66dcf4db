"""The fonts of slides: what text inherits where its runs name no font.

From its box's list style, then for a placeholder from those of the same placeholder on the layout and on the master and
from the master's text styles; for other text from the shape's style and the presentation's defaults; last from the theme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.extract import drawing
from gateway.extract.drawing import Theme
from gateway.extract.ooxml import DRAWING, Package, theme_fonts
from gateway.extract.xmlstream import elements

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SHAPE, CELL, LIST_STYLE = f"{P}sp", f"{DRAWING}tc", f"{DRAWING}lstStyle"
LEVELS = range(1, 10)
DEFAULTS = "defaultTextStyle"
UNRESOLVED = {"major.latin": "+mj-lt", "minor.latin": "+mn-lt"}  # a theme for fonts that wait for the slide's own
STYLES = {
    "title": "titleStyle",
    "ctrTitle": "titleStyle",
    "body": "bodyStyle",
    "subTitle": "bodyStyle",
    "obj": "bodyStyle",
    "": "bodyStyle",
}
SIMILAR = {"ctrTitle": "title", "subTitle": "body", "obj": "body", "": "body"}  # what a master calls a layout's placeholders
Levels = Mapping[tuple[str, int], str]  # fonts by text style, or by placeholder, and list level


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The placeholders of a layout or a master: fonts by index or type, and the type of each index."""

    fonts: Levels = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Master:
    """Fonts that a slide inherits: of the theme, and by text style and list level of the master (or the presentation)."""

    theme: Theme = field(default_factory=dict)
    levels: Levels = field(default_factory=dict)
    own: Placeholders = Placeholders()
    layout: Placeholders = Placeholders()

    def font(self, paragraph: Any, level: int) -> str | None:
        """The font of a paragraph whose runs name none."""
        body = paragraph.getparent()
        if found := drawing.latin(_at(drawing.child(body, LIST_STYLE), level + 1), self.theme):
            return found
        shape = next(paragraph.iterancestors(SHAPE), None)
        mark = placeholder(shape)
        found = self._of_shape(paragraph, shape, level) if mark is None else self._of_placeholder(mark, level)
        return found or self.theme.get("minor.latin")

    def _of_placeholder(self, mark: Any, level: int) -> str | None:
        index, kind = mark.get("idx", "0"), mark.get("type", "")
        kind = kind or self.layout.types.get(index, "")
        similar = SIMILAR.get(kind, kind)
        return (
            self.layout.fonts.get((f"#{index}", level))
            or self.layout.fonts.get((kind, level))
            or self.own.fonts.get((kind, level))
            or self.own.fonts.get((similar, level))
            or self.levels.get((STYLES.get(kind, "otherStyle"), level))
        )

    def _of_shape(self, paragraph: Any, shape: Any, level: int) -> str | None:
        if shape is None and next(paragraph.iterancestors(CELL), None) is not None:
            return None  # the styles of tables follow the theme
        chosen = drawing.child(drawing.child(shape, f"{P}style"), f"{DRAWING}fontRef")
        group = "" if chosen is None else chosen.get("idx", "")
        if found := self.theme.get(f"{group}.latin"):
            return found
        default = drawing.typeface(self.levels.get((DEFAULTS, level)), self.theme)
        return default or self.levels.get(("otherStyle", level))


def master(package: Package, part: str, defaults: Levels) -> Master:
    """The fonts of a slide master or notes master.  `defaults`: the presentation's, unresolved."""
    theme = theme_fonts(package, part)
    data = package.read(part)
    names = ("titleStyle", "bodyStyle", "otherStyle", "notesStyle")
    levels = {**defaults, **styles(data, theme, *names)}
    return Master(theme, levels, placeholders(data, theme))


def styles(data: bytes, theme: Theme, *names: str) -> Levels:
    """Fonts by the text styles of these names, and list level."""
    found: dict[tuple[str, int], str] = {}
    for style in elements(data, *(f"{P}{name}" for name in names)):
        for level in LEVELS:
            if font := drawing.latin(_at(style, level), theme):
                name = style.tag.removeprefix(P)
                found["bodyStyle" if name == "notesStyle" else name, level - 1] = font
    return found


def placeholders(data: bytes, theme: Theme) -> Placeholders:
    """The placeholders of a layout or master."""
    fonts: dict[tuple[str, int], str] = {}
    types: dict[str, str] = {}
    for shape in elements(data, SHAPE):
        mark = placeholder(shape)
        if mark is None:
            continue
        index, kind = mark.get("idx", "0"), mark.get("type", "")
        types[index] = kind
        listed = shape.find(f"{P}txBody/{LIST_STYLE}")
        for level in LEVELS:
            if font := drawing.latin(_at(listed, level), theme):
                fonts[f"#{index}", level - 1] = font
                fonts.setdefault((kind, level - 1), font)
    return Placeholders(fonts, types)


def placeholder(shape: Any) -> Any:
    """The `p:ph` of a shape, None where there is none."""
    return drawing.child(drawing.child(drawing.child(shape, f"{P}nvSpPr"), f"{P}nvPr"), f"{P}ph")


def _at(styles: Any, level: int) -> Any:
    """The run properties of a level (from 1 on) of a list style."""
    return drawing.child(drawing.child(styles, f"{DRAWING}lvl{level}pPr"), f"{DRAWING}defRPr")
