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

DRAWN = re.compile(r"ppt/(?:slides|notesSlides|slideMasters|slideLayouts|notesMasters|handoutMasters)/[^/]+\.xml$", re.IGNORECASE)
COMMENTS = re.compile(r"ppt/comments/[^/]+\.xml$", re.IGNORECASE)


def gather(package: Package, main: str, parts: Parts, story: Story, tally: Tally) -> None:
    """Gather all text: the slides in their order with their notes, then what they rest upon."""
    del tally
    deck = Deck(package, main)
    for name in _in_order(package, main, parts):
        fonts = deck.fonts(name)
        paragraphs(parts.open(name), story, fonts.font, fonts.theme)
    for name in parts.names():
        if COMMENTS.match(name):
            for text in parts.open(name).root.iter(f"{P}text"):
                story.add(text.text or "", None, parts.open(name).text(text))
                story.end()


def _in_order(package: Package, main: str, parts: Parts) -> list[str]:
    """The drawn parts: slides first, each followed by its notes."""
    real = {name.lower(): name for name in parts.names() if DRAWN.match(name)}
    targets = {name: target for name, _, target in package.relations(main)}
    order: list[str] = []
    for item in parts.open(main).root.iter(f"{P}sldId"):
        slide = targets.get(item.get(REFERENCE), "")
        order += [slide.lower(), *[notes.lower() for notes in package.related(slide, "notesSlide")]]
    return [real[name] for name in dict.fromkeys([*order, *real]) if name in real]


class Deck:
    """The fonts of a presentation's parts."""

    __slots__ = ("_defaults", "_known", "_package")

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._defaults = styles(package.read(main), theme_fonts(package, main), DEFAULTS)
        self._known: dict[str, Master] = {}

    def fonts(self, part: str) -> Master:
        """What the text of a slide, notes page, layout or master inherits."""
        if part not in self._known:
            self._known[part] = self._fonts(part)
        return self._known[part]

    def _fonts(self, part: str) -> Master:
        if "master" in part.lower():
            return master(self._package, part, self._defaults)
        for name in self._package.related(part, "slideLayout", "notesMaster")[:1]:
            return self.fonts(name)
        for name in self._package.related(part, "slideMaster")[:1]:
            found = self.fonts(name)
            return replace(found, layout=placeholders(self._package.read(part), found.theme))
        return Master(levels=self._defaults)
