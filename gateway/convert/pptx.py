"""PowerPoint presentations to be converted: slides, notes, masters, layouts and comments.

A run's font is its own or what it inherits, as the reader finds it (`gateway.extract.slidefonts`).
"""

import re
from dataclasses import replace

from gateway.convert.drawing import paragraphs
from gateway.convert.parts import Parts
from gateway.convert.story import Story, Tally
from gateway.extract.ooxml import REFERENCE, Package, theme_fonts
from gateway.extract.slidefonts import DEFAULTS, Master, P, master, placeholders, styles

MASTERS = frozenset(f"{P}{kind}" for kind in ("sldMaster", "notesMaster", "handoutMaster"))
DRAWN = re.compile(rb"<(?:\w+:)?(?:p|text)[ >]")
COMMENT = f"{P}text"


def gather(package: Package, main: str, parts: Parts, story: Story, tally: Tally) -> None:
    """Gather all text: the slides in their order with their notes, then what they rest upon."""
    del tally
    deck = Deck(package, main, parts)
    for name in _in_order(package, main, parts):
        part, fonts = parts.open(name), deck.fonts(name)
        paragraphs(part, story, fonts.font, fonts.theme)
        for text in part.root.iter(COMMENT):
            story.add(text.text or "", None, part.text(text))
            story.end()


def _in_order(package: Package, main: str, parts: Parts) -> list[str]:
    """The parts with text: slides first, each followed by its notes."""
    named = [name for name in parts.names() if name.endswith(".xml") and b"/presentationml/" in parts.raw(name)]
    drawn = [name for name in named if DRAWN.search(parts.raw(name))]
    targets = {name: target for name, _, target in package.relations(main)}
    order: list[str] = []
    for item in parts.open(main).root.iter(f"{P}sldId"):
        slide = targets.get(item.get(REFERENCE), "")
        order += [slide.lower(), *[notes.lower() for notes in package.related(slide, "notesSlide", "comments")]]
    return [name for name in dict.fromkeys([*order, *drawn]) if name in drawn]


class Deck:
    """The fonts of a presentation's parts."""

    __slots__ = ("_defaults", "_known", "_package", "_parts")

    def __init__(self, package: Package, main: str, parts: Parts) -> None:
        self._package, self._parts = package, parts
        self._defaults = styles(package.read(main), theme_fonts(package, main), DEFAULTS)
        self._known: dict[str, Master] = {}

    def fonts(self, part: str) -> Master:
        """What the text of a slide, notes page, layout or master inherits."""
        if part not in self._known:
            self._known[part] = self._fonts(part)
        return self._known[part]

    def _fonts(self, part: str) -> Master:
        if self._parts.open(part).root.tag in MASTERS:
            return master(self._package, part, self._defaults)
        for name in self._package.related(part, "slideLayout", "notesMaster")[:1]:
            return self.fonts(name)
        for name in self._package.related(part, "slideMaster")[:1]:
            found = self.fonts(name)
            return replace(found, layout=placeholders(self._package.read(part), found.theme))
        return Master(levels=self._defaults)
