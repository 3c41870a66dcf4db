"""As much of CSS as tells which font an element of an HTML letter is set in.

The cascade as mail uses it: `!important`, then inline, then id, class and element, then `<font face>`; the later of equals.
Only the first family of a list counts: the others are substitutes.  What a style sheet may cost is bounded: beyond that a
selector is matched by its last element alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

SIZE = r"(?:\d[\w.%]*|\.\d[\w.%]*|(?:x{1,2}-)?(?:small|large)|medium|smaller|larger)"
SHORTHAND = re.compile(rf"(?:^|(?<=\s)){SIZE}(?:\s*/\s*[\w.%]+)?\s+(?!\d)([^;]*)$", re.IGNORECASE)
QUOTED = re.compile(r"\"((?:[^\"\\]++|\\.)*+)|'((?:[^'\\]++|\\.)*+)", re.DOTALL)
ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|(.))", re.DOTALL)
IMPORTANT = re.compile(r"!\s*important", re.IGNORECASE)
NO_FAMILY = frozenset({"inherit", "initial", "unset", "revert", ""})
CLASS_ATTRIBUTE = re.compile(r"\[class\s*~?=\s*[\"']?([\w-]+)[\"']?\]", re.IGNORECASE)
ALWAYS = re.compile(r":(?:link|visited|root|any-link)\b", re.IGNORECASE)
SIMPLE = re.compile(r"(\*|[A-Za-z][\w\\:-]*)?((?:[.#][^.#:\[\]\s]+)*)")
NAME = re.compile(r"[.#][^.#]+")
EVERYWHERE = frozenset({"", "html", "body"})
RULES = 5_000
ALIKE = 200  # rules for one class, id or element
COMPOUNDS = 12  # of a selector
STEPS = 100_000  # ancestors looked at for one document

Key = tuple[str, str | None, str | None, str | None, str | None]  # tag, style, class, id, face
Weight = tuple[bool, int, int, int, int]  # important, ids, classes, elements, order


@dataclass(frozen=True, slots=True)
class Compound:
    """What a selector asks of one element.  `names`: its classes and id as `.class` and `#id`."""

    tag: str
    names: frozenset[str] = frozenset()

    def fits(self, tag: str, names: frozenset[str]) -> bool:
        """Whether an element is meant."""
        return self.tag in ("", tag) and self.names <= names


@dataclass(frozen=True, slots=True)
class Rule:
    """A family for the elements that fit `own` inside others that fit `outer`, the nearest first."""

    family: str
    weight: Weight
    own: Compound
    outer: tuple[Compound, ...]


class Fonts:
    """The font rules of one document."""

    __slots__ = ("_ancestors", "_candidates", "_known", "_rules", "_steps")

    def __init__(self, sheets: Iterable[str]) -> None:
        self._known: dict[Key, str | None] = {}
        self._candidates: dict[tuple[str, str, str], tuple[Rule, ...]] = {}
        self._ancestors: dict[int, tuple[str, frozenset[str]]] = {}
        self._rules: dict[str, list[Rule]] = {}
        self._steps = STEPS
        rules = (rule for sheet in sheets for rule in _rules(sheet))
        for order, (found, selector) in enumerate(rules):
            if order >= RULES:
                break
            self._learn(found, selector, order)

    def of(self, node: LexborNode, tag: str) -> str | None:
        """The font that this element sets, None where it keeps its parent's."""
        attributes = node.attributes
        if not (attributes or self._rules):
            return None
        get = attributes.get
        key = (tag, get("style"), get("class"), get("id"), get("face"))
        if key not in self._known:
            found, alike = self._found(node, key)
            if not alike:
                return found
            self._known[key] = found
        return self._known[key]

    def _found(self, node: LexborNode, key: Key) -> tuple[str | None, bool]:
        """The font, and whether it is so for all elements with these attributes, wherever they stand."""
        tag, style, classes, identifier, face = key
        found, important = declared(style) if style else (None, False)
        if found and important:
            return found, True
        rules = self._fitting(tag, identifier or "", classes or "") if self._rules else ()
        alike = not any(rule.outer for rule in rules)
        rule = next((rule for rule in rules if not rule.outer or self._inside(node, rule.outer)), None)
        if rule and (rule.weight[0] or not found):
            return rule.family, alike
        return found or (first(face) if face and tag == "font" else None), alike

    def _fitting(self, tag: str, identifier: str, classes: str) -> tuple[Rule, ...]:
        """The rules that may be meant for an element, the weightiest first."""
        key = (tag, identifier, classes)
        if key not in self._candidates:
            names = _names(identifier, classes)
            found = [rule for name in ("", tag, *names) for rule in self._rules.get(name, ()) if rule.own.fits(tag, names)]
            self._candidates[key] = tuple(sorted(found, key=lambda rule: rule.weight, reverse=True))
        return self._candidates[key]

    def _inside(self, node: LexborNode, outer: tuple[Compound, ...]) -> bool:
        """Whether the ancestors are those that a selector asks for."""
        parent = node.parent
        wanted = 0
        while parent is not None and self._steps > 0:
            self._steps -= 1
            if parent.mem_id not in self._ancestors:
                attributes = parent.attributes
                names = _names(attributes.get("id") or "", attributes.get("class") or "")
                self._ancestors[parent.mem_id] = parent.tag or "", names
            if outer[wanted].fits(*self._ancestors[parent.mem_id]):
                wanted += 1
                if wanted == len(outer):
                    return True
            parent = parent.parent
        return self._steps <= 0

    def _learn(self, found: tuple[str, bool], selector: str, order: int) -> None:
        compounds = _compounds(selector)
        if not compounds:
            return
        own, *outer = reversed(compounds)
        names = [name for compound in compounds for name in compound.names]
        ids = sum(name[0] == "#" for name in names)
        elements = sum(bool(compound.tag) for compound in compounds)
        rule = Rule(
            found[0],
            (found[1], ids, len(names) - ids, elements, order),
            own,
            tuple(one for one in outer if one.names or one.tag not in EVERYWHERE),
        )
        alike = self._rules.setdefault(min(own.names, default=own.tag), [])  # "#" sorts before "."
        if len(alike) < ALIKE:
            alike.append(rule)


def _names(identifier: str, classes: str) -> frozenset[str]:
    names = ["." + name for name in classes.split()]
    return frozenset([*names, "#" + identifier] if identifier else names)


def _rules(sheet: str) -> Iterator[tuple[tuple[str, bool], str]]:
    """Family (and whether it is important) and selector of each rule that sets one.  Of `@media` only `print` is left out."""
    printed = False
    for block in _without_comments(sheet).split("}"):
        before, brace, declarations = block.rpartition("{")
        around, _, selectors = before.rpartition("{")
        media = around.lower()
        printed = printed or ("print" in media and "screen" not in media)
        if not brace:
            printed = False
        elif not printed and "@" not in selectors:
            found, important = declared(declarations)
            if found:
                yield from (((found, important), selector) for selector in selectors.split(","))


def _without_comments(sheet: str) -> str:
    head, *rest = sheet.split("/*")
    return "".join([head, *[piece.partition("*/")[2] for piece in rest]]).replace("<!--", " ").replace("-->", " ")


def _compounds(selector: str) -> list[Compound]:
    """The elements that a selector names, outermost first; none for one that is not understood, or not in force at once."""
    plain = ALWAYS.sub("", CLASS_ATTRIBUTE.sub(r".\1", selector)).replace(">", " > ").replace("+", " + ").replace("~", " ~ ")
    compounds: list[Compound] = []
    for word in plain.split()[-2 * COMPOUNDS :]:
        if word in "+~" and compounds:
            compounds.pop()  # a neighbour: taken to be there
        elif word != ">":
            match = SIMPLE.fullmatch(word)
            if not match:
                return []
            tag = (match[1] or "").lower().replace("\\", "")
            compounds.append(Compound(tag.lstrip("*"), frozenset(NAME.findall(match[2]))))
    return compounds


def declared(declarations: str) -> tuple[str | None, bool]:
    """The font family that these declarations set, None for none, and whether it is important."""
    found: tuple[str | None, bool] = None, False
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name not in ("font", "font-family"):
            continue
        plain = IMPORTANT.sub("", value[:1_000])
        match = SHORTHAND.search(plain) if name == "font" else None
        family = first(match[1] if match else "" if name == "font" else plain)
        important = len(plain) < len(value[:1_000])
        if family and (important or not found[1]):
            found = family, important
    return found


def first(families: str) -> str | None:
    """The first of a list of families, without its quotes and escapes."""
    families = families[:1_000].strip()
    match = QUOTED.match(families)
    name = (match[1] or match[2] or "") if match else families.partition(",")[0]
    if "\\" in name:
        name = ESCAPE.sub(_unescaped, name)
    name = name.strip(" \t\r\n\f\"'")
    return None if name.lower() in NO_FAMILY else name[:200]


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return (chr(code) if 0 < code < 0xD800 else "\ufffd") if match[1] else match[2]
