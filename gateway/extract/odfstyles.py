"""The styles of an OpenDocument: fonts, what is hidden, and the words that lists put before their items.

Styles inherit from their parents and from the defaults of their family.  Automatic styles of the content and of the headers
may bear the same name: each part is read with its own.
"""

from typing import Any

from gateway.extract.runs import is_pictures
from gateway.extract.xmlstream import elements

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
FACE, NAMED, DEFAULT = f"{STYLE}font-face", f"{STYLE}style", f"{STYLE}default-style"
LISTS, PROPERTIES = (f"{TEXT}list-style", f"{TEXT}outline-style"), f"{STYLE}text-properties"
OUTLINE = ""  # stands for the list style of headings
LEVELS = 50  # of styles with parents
WORDS = 2  # letters that make a text: fewer are a bullet or a counter


class Styles:
    """Fonts by style."""

    __slots__ = ("_faces", "_hidden", "_hiding", "_known", "_own", "_parents", "labels")

    def __init__(self, *parts: bytes) -> None:
        self._faces: dict[str, str] = {}
        self._own: dict[tuple[str, str], str] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._hidden: set[tuple[str, str]] = set()
        self._hiding: dict[tuple[str, str], bool] = {}
        self._known: dict[tuple[str, str], str | None] = {}
        self.labels: dict[tuple[str, str], tuple[str, str | None]] = {}  # text and font by list style and level
        for data in parts:
            self._learn(data)

    def font(self, family: str, name: str | None) -> str | None:
        """The font of a style, its parents' where it names none."""
        if not name:
            return None
        key = (family, name)
        if key not in self._known:
            self._known[key] = next((self._own[level] for level in self._levels(*key) if level in self._own), None)
        return self._known[key]

    def default(self, family: str) -> str | None:
        """The font of a family where no style names one."""
        return self._own.get((family, ""))

    def hides(self, family: str, name: str | None) -> bool:
        """Whether a style makes text hidden."""
        if not name or not self._hidden:
            return False
        key = (family, name)
        if key not in self._hiding:
            self._hiding[key] = any(level in self._hidden for level in self._levels(*key))
        return self._hiding[key]

    def _levels(self, family: str, name: str) -> dict[tuple[str, str], None]:
        """A style and its parents, in order."""
        found: dict[tuple[str, str], None] = {}
        level: str | None = name
        while level and (family, level) not in found and len(found) < LEVELS:
            found[family, level] = None
            level = self._parents.get((family, level))
        return found

    def _learn(self, data: bytes) -> None:
        """Take the styles of one part.  Later ones override those of the same name."""
        for item in elements(data, FACE, NAMED, DEFAULT, *LISTS):
            if item.tag == FACE:
                self._faces[item.get(f"{STYLE}name", "")] = first_family(item.get(f"{SVG}font-family", ""))
            elif item.tag in LISTS:
                self._labels(item)
            else:
                self._style(item)

    def _style(self, item: Any) -> None:
        key = (item.get(f"{STYLE}family", ""), item.get(f"{STYLE}name", ""))
        for kept in (self._own, self._parents):
            kept.pop(key, None)
        properties = item.find(PROPERTIES)
        if properties is not None:
            if font := self._font(properties):
                self._own[key] = font
            if properties.get(f"{TEXT}display") == "none":
                self._hidden.add(key)
        if parent := item.get(f"{STYLE}parent-style-name"):
            self._parents[key] = parent

    def _font(self, properties: Any) -> str | None:
        """The font that text properties name: by a declaration, or directly."""
        name = properties.get(f"{STYLE}font-name")
        return (self._faces.get(name) or name) if name else first_family(properties.get(f"{FO}font-family", ""))

    def _labels(self, item: Any) -> None:
        """The words around the numbers of a list style."""
        style = item.get(f"{STYLE}name", "") if item.tag == LISTS[0] else OUTLINE
        for level in item:
            text = f"{level.get(f'{STYLE}num-prefix', '')}1{level.get(f'{STYLE}num-suffix', '')}"
            properties = level.find(PROPERTIES)
            font = None if properties is None else self._font(properties)
            if sum(map(str.isalpha, text)) >= WORDS and not is_pictures(font):
                own = font or self.font("text", level.get(f"{TEXT}style-name"))
                self.labels[style, level.get(f"{TEXT}level", "")] = (text, own)


def first_family(families: str) -> str:
    """The first of a list of font families, without its quotes."""
    return families.strip().partition(",")[0].partition(";")[0].strip("'\" ")
