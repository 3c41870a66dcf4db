"""PowerPoint presentations: slides with their charts, diagrams, notes and comments, and what masters and layouts add.

Prompts in the placeholders of masters and layouts are not seen on a slide and left out.
"""

from dataclasses import replace
from typing import Any

from gateway.extract import drawing
from gateway.extract.budget import Budget
from gateway.extract.ooxml import REFERENCE, Package
from gateway.extract.runs import Runs
from gateway.extract.slidefonts import DEFAULTS, SHAPE, UNRESOLVED, Levels, Master, P, master, placeholder, placeholders, styles
from gateway.extract.xmlstream import elements
from policies.core.facts import Run

COMMENT = f"{P}text"


def read(package: Package, main: str, budget: Budget) -> tuple[Run, ...]:
    """All visible text, slide by slide."""
    del budget
    targets = {name: target for name, _, target in package.relations(main)}
    data = package.read(main)
    deck = Deck(package, styles(data, UNRESOLVED, DEFAULTS))
    for count, item in enumerate(elements(data, f"{P}sldId"), 1):
        slide = targets.get(item.get(REFERENCE), "")
        if package.has(slide) and not package.first(slide):
            continue  # shown twice
        fonts = deck.of_slide(slide)
        deck.add(slide, fonts, f"trang chiếu {count}")
        for notes in filter(package.first, package.related(slide, "notesSlide")):
            deck.add(notes, deck.of_notes(notes, fonts), f"ghi chú trang chiếu {count}")
        for comments in filter(package.first, package.related(slide, "comments")):
            _comments(package.read(comments), fonts, f"nhận xét trang chiếu {count}", deck.runs)
    return deck.runs.finish()


class Deck:
    """A presentation, and the masters and layouts met so far."""

    __slots__ = ("_defaults", "_known", "_package", "runs")

    def __init__(self, package: Package, defaults: Levels) -> None:
        self._package = package
        self._defaults = defaults
        self._known: dict[str, Master] = {}
        self.runs = Runs()

    def add(self, part: str, fonts: Master, place: str) -> None:
        """The text of a slide or of its notes."""
        drawing.paragraphs(self._package.read(part), self.runs, place, fonts.font, fonts.theme)
        drawing.attached(self._package, part, self.runs, place, fonts.theme)

    def of_slide(self, slide: str) -> Master:
        """The fonts of a slide.  What master and layout themselves say is added when they are met first."""
        found = Master()
        for layout in self._package.related(slide, "slideLayout")[:1]:
            if layout in self._known:
                return self._known[layout]
            for name in self._package.related(layout, "slideMaster")[:1]:
                found = self._master(name, seen="trang chiếu cái")
            data = self._package.read(layout)
            found = self._known[layout] = replace(found, layout=placeholders(data, found.theme))
            self._fixed(data, found, "bố cục trang chiếu")
        return found

    def of_notes(self, notes: str, otherwise: Master) -> Master:
        """The fonts of a slide's notes."""
        for name in self._package.related(notes, "notesMaster")[:1]:
            return self._master(name)
        return otherwise

    def _master(self, name: str, seen: str = "") -> Master:
        if name not in self._known:
            self._known[name] = master(self._package, name, self._defaults)
            if seen:
                self._fixed(self._package.read(name), self._known[name], seen)
        return self._known[name]

    def _fixed(self, data: bytes, fonts: Master, place: str) -> None:
        """What stands on every slide."""
        drawing.paragraphs(data, self.runs, place, fonts.font, fonts.theme, seen=_is_text)


def _comments(data: bytes, fonts: Master, place: str, runs: Runs) -> None:
    """Comments: plain text in older files, paragraphs in newer ones."""
    for item in elements(data, COMMENT, drawing.PARAGRAPH):
        if item.tag == COMMENT:
            runs.add(item.text or "", None, place)
            runs.end()
        else:
            drawing.paragraph(item, runs, place, fonts.font, fonts.theme)


def _is_text(paragraph: Any) -> bool:
    return placeholder(next(paragraph.iterancestors(SHAPE), None)) is None
