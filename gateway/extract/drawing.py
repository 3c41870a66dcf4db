"""DrawingML text: paragraphs of slides and text boxes in the fonts that their runs name or inherit, charts and diagrams."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from typing import Any

from gateway.extract.ooxml import DRAWING, Package
from gateway.extract.runs import Runs, letters
from gateway.extract.xmlstream import FALLBACK, doubled, elements

PARAGRAPH, RUN, FIELD, BREAK = f"{DRAWING}p", f"{DRAWING}r", f"{DRAWING}fld", f"{DRAWING}br"
FEW = 20  # children that an element with an ordered content has at most before the one that is looked for
LATIN, PARAGRAPH_END = f"{DRAWING}latin", f"{DRAWING}endParaRPr"
TEXT, PROPERTIES, PARAGRAPH_PROPERTIES = f"{DRAWING}t", f"{DRAWING}rPr", f"{DRAWING}pPr"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
LABELS = (f"{CHART}v", f"{NEW_CHART}pt", f"{NEW_CHART}v")
NUMBERS = (f"{CHART}numCache", f"{CHART}numLit", f"{NEW_CHART}numDim")
CHARTS = frozenset({"chart", "chartEx"})

Inherited = Callable[[Any, int], str | None]
Theme = Mapping[str, str]


def paragraphs(
    data: bytes,
    runs: Runs,
    place: str | None,
    inherited: Inherited,
    theme: Theme,
    *,
    seen: Callable[[Any], bool] | None = None,
) -> None:
    """Every paragraph (that is `seen`).  `inherited`: the font for a paragraph at a list level where its runs name none."""
    guarded = b"Fallback" in data or b"\x00" in data[:4]
    for item in elements(data, PARAGRAPH):
        if (seen is None or seen(item)) and not (guarded and any(map(doubled, item.iterancestors(FALLBACK)))):
            paragraph(item, runs, place, inherited, theme)


def paragraph(item: Any, runs: Runs, place: str | None, inherited: Inherited, theme: Theme) -> None:
    """One paragraph."""
    properties = item.find(PARAGRAPH_PROPERTIES)
    level = 0 if properties is None else min(8, max(0, number(properties.get("lvl"))))
    base: str | None = None
    known = False
    for child in item:
        if child.tag in (RUN, FIELD):
            font = latin(child.find(PROPERTIES), theme)
            if font is None:
                if not known:
                    base, known = inherited(item, level), True
                font = base
            runs.add(letters(child.findtext(TEXT) or "", font), font, place)
        elif child.tag == BREAK:
            runs.end()
        elif child.tag not in (PARAGRAPH_PROPERTIES, PARAGRAPH_END):
            for formula in child.iter(MATH_TEXT):
                runs.add(formula.text or "", None, place)
    runs.end()


def attached(package: Package, part: str, runs: Runs, place: str | None, theme: Theme) -> None:
    """The charts and diagrams that a part refers to."""
    inherited = partial(minor, theme)
    for _, kind, target in package.relations(part):
        if kind == "diagramData" and package.first(target):
            paragraphs(package.read(target), runs, place, inherited, theme)
        elif kind in CHARTS and package.first(target):
            _chart(package.read(target), runs, place, theme)
            for shapes in filter(package.first, package.related(target, "chartUserShapes")):
                paragraphs(package.read(shapes), runs, place, inherited, theme)


def _chart(data: bytes, runs: Runs, place: str | None, theme: Theme) -> None:
    """Titles, and the names of series and categories; those of all series are the same."""
    inherited = partial(minor, theme)
    font = theme.get("minor.latin")
    known: set[str] = set()
    for item in elements(data, PARAGRAPH, *LABELS):
        if item.tag == PARAGRAPH:
            paragraph(item, runs, place, inherited, theme)
        elif (text := item.text or "") not in known and next(item.iterancestors(*NUMBERS), None) is None:
            known.add(text)
            runs.add(letters(text, font), font, place)
            runs.end()


def minor(theme: Theme, paragraph: Any, level: int) -> str | None:
    """What inherits from nothing else is set in the theme's body font."""
    del paragraph, level
    return theme.get("minor.latin")


def child(element: Any, tag: str) -> Any:
    """A child among the first ones, None where there is none: for what many paragraphs ask of one element."""
    return None if element is None else next((found for found in islice(element, FEW) if found.tag == tag), None)


def latin(properties: Any, theme: Theme) -> str | None:
    """The font that run properties (`a:rPr`, `a:defRPr`) name, through the theme ("+mn-lt")."""
    slot = child(properties, LATIN)
    return None if slot is None else typeface(slot.get("typeface"), theme)


def typeface(name: str | None, theme: Theme) -> str | None:
    """A typeface name with theme references resolved."""
    if name and name.startswith("+"):
        return theme.get(f"{'major' if name.startswith('+mj') else 'minor'}.latin")
    return name or None


def number(text: str | None) -> int:
    """An attribute's number, 0 for none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
