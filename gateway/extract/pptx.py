"""PowerPoint presentations: slides, their notes, and what masters and layouts add to every slide.

A run's font is its own, or its text box's list style, or the master's style for titles, bodies and other text.  Prompts in
the placeholders of masters and layouts are not seen on a slide and left out.
"""

from dataclasses import dataclass, field
from typing import Any

from gateway.extract import drawing
from gateway.extract.budget import Budget
from gateway.extract.ooxml import DRAWING, REFERENCE, Package, theme_fonts
from gateway.extract.runs import Runs
from gateway.extract.xmlstream import elements
from policies.core.facts import Run

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
STYLES = {
    "title": "titleStyle",
    "ctrTitle": "titleStyle",
    "body": "bodyStyle",
    "subTitle": "bodyStyle",
    "obj": "bodyStyle",
    "": "bodyStyle",
}


@dataclass(frozen=True, slots=True)
class Master:
    """Fonts that a slide inherits: of the theme, and of the master by text style and list level."""

    theme: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], str] = field(default_factory=dict)

    def font(self, paragraph: Any, level: int) -> str | None:
        """The font of a paragraph whose runs name none."""
        body = paragraph.getparent()
        own = body.find(f"{DRAWING}lstStyle/{DRAWING}lvl{level + 1}pPr/{DRAWING}defRPr") if body is not None else None
        if found := drawing.latin(own, self.theme):
            return found
        placeholder = _placeholder(paragraph)
        style = "otherStyle" if placeholder is None else STYLES.get(placeholder.get("type", ""), "otherStyle")
        return self.levels.get((style, level)) or self.theme.get("minor.latin")


def read(package: Package, main: str, budget: Budget) -> tuple[Run, ...]:
    """All visible text, slide by slide."""
    del budget
    targets = {name: target for name, _, target in package.relations(main)}
    masters: dict[str, Master] = {}
    runs = Runs()
    slides = [targets.get(item.get(REFERENCE), "") for item in elements(package.read(main), f"{P}sldId")]
    for count, slide in enumerate(slides, 1):
        master = _master(package, slide, masters, runs)
        drawing.paragraphs(package.read(slide), runs, f"trang chiếu {count}", master.font, master.theme)
        for notes in package.related(slide, "notesSlide"):
            drawing.paragraphs(package.read(notes), runs, f"ghi chú trang chiếu {count}", master.font, master.theme)
    return runs.finish()


def _master(package: Package, slide: str, known: dict[str, Master], runs: Runs) -> Master:
    """The master of a slide.  What master and layout themselves say is added when they are met first."""
    found = Master()
    for layout in package.related(slide, "slideLayout")[:1]:
        for name in package.related(layout, "slideMaster")[:1]:
            if name not in known:
                known[name] = _styles(package, name)
                drawing.paragraphs(
                    package.read(name), runs, "trang chiếu cái", known[name].font, known[name].theme, seen=_is_text
                )
            found = known[name]
        if layout not in known:
            known[layout] = found
            drawing.paragraphs(package.read(layout), runs, "bố cục trang chiếu", found.font, found.theme, seen=_is_text)
    return found


def _styles(package: Package, part: str) -> Master:
    """The fonts of a master."""
    theme = theme_fonts(package, part)
    levels: dict[tuple[str, int], str] = {}
    for style in elements(package.read(part), f"{P}titleStyle", f"{P}bodyStyle", f"{P}otherStyle"):
        for level in range(9):
            if font := drawing.latin(style.find(f"{DRAWING}lvl{level + 1}pPr/{DRAWING}defRPr"), theme):
                levels[style.tag.removeprefix(P), level] = font
    return Master(theme, levels)


def _placeholder(paragraph: Any) -> Any:
    """The `p:ph` of the shape around a paragraph, None where there is none."""
    shape = next(paragraph.iterancestors(f"{P}sp"), None)
    return None if shape is None else shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")


def _is_text(paragraph: Any) -> bool:
    return _placeholder(paragraph) is None
