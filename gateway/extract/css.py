"""As much of CSS as tells which font an element of an HTML letter is set in: families by element, class and id, and inline.

Cascade in short: inline beats id and class, they beat the element, that beats `<font face>`; the last rule wins.  Only the
first family of a list counts: the others are substitutes.
"""

import re
from collections.abc import Iterable, Mapping

SHORTHAND = re.compile(r"\d[\w.%]*(?:\s*/\s*[\w.%]+)?\s+(\D[^;]*)$")
NO_FAMILY = frozenset({"inherit", "initial", "unset", "revert", ""})
RULES = 5_000


class Fonts:
    """The font rules of one document."""

    __slots__ = ("_inline", "_rules")

    def __init__(self, sheets: Iterable[str]) -> None:
        self._inline: dict[str, str | None] = {}
        self._rules: dict[str, str] = {}
        for sheet in sheets:
            self._learn(sheet)

    def of(self, tag: str, attributes: Mapping[str, str | None]) -> str | None:
        """The font that this element sets, None where it keeps its parent's."""
        if not attributes:
            return self._rules.get(tag)
        style = attributes.get("style")
        if style and (found := self._family(style)):
            return found
        if self._rules and (found := self._by_name(tag, attributes)):
            return found
        face = attributes.get("face") if tag == "font" else None
        return self._rules.get(tag) or (first(face) if face else None)

    def _by_name(self, tag: str, attributes: Mapping[str, str | None]) -> str | None:
        """By id or class."""
        rules = self._rules
        if (name := attributes.get("id")) and (found := rules.get(f"#{name}") or rules.get(f"{tag}#{name}")):
            return found
        for name in (attributes.get("class") or "").split():
            if found := rules.get(f"{tag}.{name}") or rules.get(f".{name}"):
                return found
        return None

    def _family(self, style: str) -> str | None:
        if style not in self._inline:
            self._inline[style] = family(style)
        return self._inline[style]

    def _learn(self, sheet: str) -> None:
        """Take the rules that name a family.  A block inside `@media` ends like any other and is taken alike."""
        for block in sheet.split("}"):
            selectors, brace, declarations = block.rpartition("{")
            selectors = selectors.rpartition("{")[2].rpartition("*/")[2].rpartition("-->")[2].rpartition("<!--")[2]
            if not brace or "@" in selectors or not (found := family(declarations)):
                continue
            for selector in selectors.split(","):
                words = selector.split()
                if words and len(self._rules) < RULES:
                    self._rules[_canonical(words[-1])] = found


def _canonical(selector: str) -> str:
    """Element names without case, `*` left out."""
    element, dot, name = selector.partition("#" if "#" in selector else ".")
    return element.lower().lstrip("*") + dot + name


def family(declarations: str) -> str | None:
    """The font family that these declarations set, None for none."""
    found = None
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name == "font" and (match := SHORTHAND.search(value[:500])):
            found = first(match[1]) or found
        elif name == "font-family":
            found = first(value) or found
    return found


def first(families: str) -> str | None:
    """The first of a list of families, without its quotes."""
    name = families.partition(",")[0].replace("!important", "").strip(" \t\r\n\"'")
    return None if name.lower() in NO_FAMILY else name[:200]
