"""Legacy font names in CSS replaced: in `style` attributes, style sheets and `<font face>` lists.

What must stay true: only names of fonts change; quotes, blanks and everything else in a declaration stay.
"""

import re

from gateway.convert.newfonts import NewFonts

DECLARATION = re.compile(r"((?:^|[{;\s\"'])[\w-]{0,40}font[\w-]{0,40}\s{0,9}:)([^;{}]{1,2000})", re.IGNORECASE)
BROUGHT = re.compile(r"(@font-face\s{0,9}\{[^{}]{0,2000}?\bsrc\s{0,9}:[^{}]{0,2000}\})", re.IGNORECASE)
NAME = re.compile(r"[^,;\"']+")
SIZE = re.compile(r"^(.{0,100}?\d[\w.%]{0,20}(?:\s{0,9}/\s{0,9}[\w.%]{1,20})?\s{1,9})(?=\D)", re.DOTALL)


def restyled(css: str, fonts: NewFonts) -> str:
    """CSS with its legacy fonts replaced, but for those that it brings along: no new name may lead to an old face."""
    pieces = BROUGHT.split(css)
    pieces[::2] = [DECLARATION.sub(lambda found: found[1] + families(found[2], fonts), piece) for piece in pieces[::2]]
    return "".join(pieces)


def families(listed: str, fonts: NewFonts) -> str:
    """A list of families with the legacy ones replaced; one that came out twice stays so."""
    return NAME.sub(lambda name: _family(name[0], fonts), listed)


def _family(name: str, fonts: NewFonts) -> str:
    size = SIZE.match(name)  # the shorthand: "bold 12pt VNI-Times"
    before = size[1] if size else name[: len(name) - len(name.lstrip())]
    bare = name[len(before) :].replace("!important", "").strip()
    new = fonts.instead(bare)
    return name if new is None else before + name[len(before) :].replace(bare, new, 1)
