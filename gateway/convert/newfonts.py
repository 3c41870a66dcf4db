"""Which Unicode font stands in for a legacy one: of the same kind, so that lines and pages break where they did.

What must stay true: a font that holds Unicode is never replaced; the new ones are on every computer with an office program.
"""

import re

from policies.text.fonts import legacy_font

SERIF, SANS, NARROW, MONO = "Times New Roman", "Arial", "Arial Narrow", "Courier New"
KINDS = (
    (re.compile("cour|typewriter|mono(?!type)"), MONO),
    (re.compile("narrow"), NARROW),
    (
        re.compile("arial|helv|avant|avo|univer|aptima|swiss|tahoma|verdana|sans|gothic|vogue|southern|teknical|futura|franko"),
        SANS,
    ),
)


class NewFonts:
    """Replaces font names, and remembers which.

    A name that proves a legacy font is always replaced; one that only hints at it, where text set in it was converted.
    """

    __slots__ = ("_converted", "replaced")

    def __init__(self) -> None:
        self._converted: set[str] = set()
        self.replaced: dict[str, str] = {}

    def used(self, name: str) -> None:
        """Note that text set in this font was converted."""
        self._converted.add(name)

    def instead(self, name: str | None) -> str | None:
        """The font to write in place of this one, None where it stays."""
        font = legacy_font(name) if name else None
        if font is None or name is None or not (font.certain or name in self._converted):
            return None
        return self.replaced.setdefault(name, successor(name))


def successor(name: str) -> str:
    """The Unicode font of the kind that a legacy font is of."""
    lowered = name.lower()
    return next((new for words, new in KINDS if words.search(lowered)), SERIF)
