"""OpenDocument texts, sheets and presentations: body, headers and footers, each run in its effective font.

Styles inherit from their parents and from the defaults of their family; text inherits from the span, the paragraph, and the
cell or frame around it.
"""

from typing import Any

from gateway.extract.budget import Refused
from gateway.extract.drawing import number
from gateway.extract.runs import Runs, letters
from gateway.extract.xmlstream import elements
from gateway.extract.zipped import Zip
from policies.core.facts import Content, Document, Unread

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
KINDS = {"text": "odt", "text-template": "odt", "text-master": "odt", "spreadsheet": "ods", "spreadsheet-template": "ods"}
KINDS |= {"presentation": "odp", "presentation-template": "odp", "graphics": "odg"}
BLOCKS = (f"{TEXT}p", f"{TEXT}h")
# Attribute that names a style, and the style's family
NAMES = ((f"{TABLE}style-name", "table-cell"), (f"{SHOW}style-name", "presentation"), (f"{DRAW}style-name", "graphic"))
PLACES = {
    f"{STYLE}header": "đầu trang",
    f"{STYLE}footer": "chân trang",
    f"{TEXT}note-body": "cước chú",
    f"{OFFICE}annotation": "nhận xét",
}
MARKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
SHEETS = f"{OFFICE}spreadsheet"
TITLE = "tên trang tính"
DELETED = f"{TEXT}tracked-changes"
LEVELS = 50  # of styles with parents
REPEAT = 1_000  # spaces that one element may stand for


def read(archive: Zip) -> Content:
    """The document."""
    members = archive.members()
    declared = archive.read(members["mimetype"]).decode("ascii", "replace").strip()
    kind = KINDS.get(declared.rpartition(".")[2], "")
    if not kind:
        return Unread("unsupported", declared[:100])
    if b"encryption-data" in (archive.read(members["META-INF/manifest.xml"]) if "META-INF/manifest.xml" in members else b""):
        raise Refused("encrypted", kind)
    content = archive.read(members["content.xml"])
    common = archive.read(members["styles.xml"]) if "styles.xml" in members else b""
    styles = Styles()
    for data in (common, content):
        if data:
            styles.learn(data)
    runs = Runs()
    _story(content, styles, runs)
    if common:
        _story(common, styles, runs)
    return Document(kind, runs.finish())


class Styles:
    """Fonts by style."""

    __slots__ = ("_faces", "_own", "_parents")

    def __init__(self) -> None:
        self._faces: dict[str, str] = {}
        self._own: dict[tuple[str, str], str] = {}
        self._parents: dict[tuple[str, str], str] = {}

    def learn(self, data: bytes) -> None:
        """Take the styles of one part.  Automatic ones override common ones of the same name."""
        for item in elements(data, f"{STYLE}font-face", f"{STYLE}style", f"{STYLE}default-style"):
            if item.tag == f"{STYLE}font-face":
                self._faces[item.get(f"{STYLE}name", "")] = item.get(f"{SVG}font-family", "").strip("'\" ")
                continue
            key = (item.get(f"{STYLE}family", ""), item.get(f"{STYLE}name", ""))
            properties = item.find(f"{STYLE}text-properties")
            if properties is not None:
                name = properties.get(f"{STYLE}font-name")
                font = (self._faces.get(name) or name) if name else properties.get(f"{FO}font-family", "").strip("'\" ")
                if font:
                    self._own[key] = font
            if parent := item.get(f"{STYLE}parent-style-name"):
                self._parents[key] = parent

    def font(self, family: str, name: str | None) -> str | None:
        """The font of a style, its parents' where it names none."""
        seen: set[str] = set()
        while name and name not in seen and len(seen) < LEVELS:
            if found := self._own.get((family, name)):
                return found
            seen.add(name)
            name = self._parents.get((family, name))
        return None

    def default(self, family: str) -> str | None:
        """The font of a family where no style names one."""
        return self._own.get((family, ""))

    def around(self, paragraph: Any) -> str | None:
        """The font that a paragraph has from the cell or frame that it stands in, or from the defaults."""
        family = "paragraph"
        for outer in paragraph.iterancestors():
            for attribute, of in NAMES:
                if (name := outer.get(attribute)) and (found := self.font(of, name)):
                    return found
            if outer.tag == f"{TABLE}table-cell":
                family = "table-cell"
        return self.default(family) or self.default("paragraph") or self.default("graphic")


def _story(data: bytes, styles: Styles, runs: Runs) -> None:
    """The paragraphs of one part, each in its place."""
    sheet = None
    for block in elements(data, *BLOCKS):
        place = None
        for outer in block.iterancestors():
            if outer.tag == DELETED:
                break
            if (
                outer.tag == f"{TABLE}table"
                and f"{TABLE}name" in outer.attrib
                and next(outer.iterancestors(SHEETS), None) is not None
            ):
                place = place or outer.get(f"{TABLE}name")
                if outer is not sheet:
                    sheet = outer
                    runs.add(outer.get(f"{TABLE}name"), None, TITLE)
                    runs.end()
            elif outer.tag == f"{DRAW}page":
                place = place or f"trang chiếu {outer.get(f'{DRAW}name', '')}"
            else:
                place = place or PLACES.get(outer.tag)
        else:
            font = styles.font("paragraph", block.get(f"{TEXT}style-name")) or styles.around(block)
            _inline(block, font, place, styles, runs)
            runs.end()


def _inline(block: Any, font: str | None, place: str | None, styles: Styles, runs: Runs) -> None:
    """The text of a paragraph.  libxml2 bounds the depth."""
    runs.add(letters(block.text or "", font), font, place)
    for item in block:
        if item.tag in (f"{TEXT}span", f"{TEXT}a"):
            _inline(item, styles.font("text", item.get(f"{TEXT}style-name")) or font, place, styles, runs)
        elif item.tag in MARKS:
            runs.add(MARKS[item.tag] * min(REPEAT, max(1, number(item.get(f"{TEXT}c")))), font, place)
        elif item.tag.startswith(TEXT) and item.tag not in BLOCKS:
            _inline(item, font, place, styles, runs)  # fields, ruby, bookmarks
        runs.add(letters(item.tail or "", font), font, place)
