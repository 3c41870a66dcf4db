"""Office Open XML packages: which parts there are and how they hang together; each kind has a reader of its own.

Parts are found by their relationships, as office programs do, not by customary names.
"""

from collections.abc import Callable, Iterator, Mapping
from posixpath import dirname, normpath
from typing import Any, Protocol

from gateway.extract.archive import Member
from gateway.extract.budget import Budget, Refused
from gateway.extract.oleobject import unwrapped
from gateway.extract.xmlsignatures import MOST, signed
from gateway.extract.xmlstream import elements
from gateway.extract.zipped import Zip
from policies.core.facts import Content, DigitalSignature, Document, Run, Unread

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
EMBEDDED = frozenset({"package", "oleObject", "aFChunk"})
_EMBEDDABLE = "docx docm dotx xlsx xlsm pptx pptm ppsx doc xls ppt rtf odt ods odp pdf txt htm html xhtml mht bin"
EMBEDDABLE = tuple(f".{extension}" for extension in _EMBEDDABLE.split())


class Parts(Protocol):
    """What holds the parts of a package: a zip file, or one XML file."""

    def members(self) -> Mapping[str, Any]:
        """Entries by name."""
        ...

    def read(self, entry: Any, /) -> bytes:
        """An entry's content."""
        ...

    def fingerprint(self, entry: Any, /) -> bytes:
        """Tells its content from every other."""
        ...


class Package:
    """An opened package."""

    __slots__ = ("_members", "_met", "_parts", "_relations")

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._met: set[str] = set()
        self._relations: dict[str, tuple[tuple[str, str, str], ...]] = {}
        self._members = {_part_name(name): entry for name, entry in parts.members().items()}

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._members

    def fingerprint(self, part: str) -> bytes:
        """Tells this part's content from every other without unpacking it."""
        return self._parts.fingerprint(self._members[part.lower()])

    def read(self, part: str) -> bytes:
        """A part's bytes; one that is named and missing is a damaged document."""
        entry = self._members.get(part.lower())
        if entry is None:
            raise Refused("damaged", "a part is missing")
        return self._parts.read(entry)

    def relations(self, part: str) -> tuple[tuple[str, str, str], ...]:
        """Id, last word of the type, and target part of each internal relationship of a part ("" for the package)."""
        if part in self._relations:
            return self._relations[part]
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        if not self.has(path):
            return ()
        self._relations[part] = found = tuple(
            (item.get("Id", ""), item.get("Type", "").rpartition("/")[2], target(part, item.get("Target", "")))
            for item in elements(self.read(path), RELATION)
            if item.get("TargetMode") != "External"
        )
        return found

    def related(self, part: str, *kinds: str) -> tuple[str, ...]:
        """Parts of some relationship types that exist."""
        return tuple(target for _, found, target in self.relations(part) if found in kinds and self.has(target))

    def first(self, part: str) -> bool:
        """Whether this is asked of an existing part for the first time: what many parts refer to is read once."""
        if part.lower() in self._met or not self.has(part):
            return False
        self._met.add(part.lower())
        return True

    def main(self) -> str:
        """The part that the document begins with."""
        for _, kind, target in self.relations(""):
            if kind in {"officeDocument", "fixedrepresentation"}:
                return target
        raise Refused("damaged", "no main part")

    def type_of(self, part: str) -> str:
        """The content type of a part: its own, or that of all parts with its extension."""
        usual, extension = "", part.lower().rpartition(".")[2]
        for item in elements(self.read("[Content_Types].xml"), f"{TYPES}Override", f"{TYPES}Default"):
            declared = str(item.get("ContentType", ""))
            if item.get("PartName", "").lower() == f"/{part}".lower():
                return declared
            if item.get("Extension", "").lower() == extension:
                usual = declared
        return usual

    def embedded(self) -> Iterator[str]:
        """The documents inside.  Not those behind charts: a reader sees the chart."""
        if not any(name.endswith(EMBEDDABLE) for name in self._members):
            return
        for name in self._members:
            folder, found, source = name.rpartition("/_rels/")
            if found and not folder.endswith("charts"):
                yield from self.related(f"{folder}/{source.removesuffix('.rels')}", *EMBEDDED)


def _part_name(name: str) -> str:
    """An entry's name as a part name: those have no case, and some programs write them the Windows way."""
    return name.lower().replace("\\", "/")


def target(part: str, address: str) -> str:
    """What a part refers to, as a part name."""
    if address.startswith("/"):
        return normpath(address).lstrip("/")
    return normpath(f"{dirname(part)}/{address}").lstrip("/")


Readers = Mapping[str, tuple[str, Callable[[Package, str, Budget], tuple[Run, ...]]]]


def read(parts: Parts, budget: Budget, readers: Readers) -> Content:
    """The document.  `readers`: kind and reader by a word of the main part's content type."""
    package = Package(parts)
    main = package.main()
    declared = package.type_of(main)
    for word, (kind, reader) in readers.items():
        if word in declared:
            runs = reader(package, main, budget)
            return Document(kind, runs, signatures=signatures(package), validated=tuple(_signed(package)))
    return Unread("unsupported", declared[:100])


def embedded(archive: Zip, budget: Budget) -> Iterator[Member]:
    """The documents that a document has inside, as if it were an archive."""
    package = Package(archive)
    for part in dict.fromkeys(package.embedded()):
        try:
            name, body = unwrapped(part.encode(), package.read(part), budget)
            yield Member(name, name.isascii(), body)
        except Refused as refusal:
            yield Member(part.encode(), True, b"", refusal.unread)


def signatures(package: Package) -> int:
    """How many digital signatures the package bears."""
    return sum(len(package.related(origin, "signature")) for origin in package.related("", "origin"))


def _signed(package: Package) -> Iterator[DigitalSignature]:
    """Who has signed the package, as they say."""
    for origin in package.related("", "origin"):
        for part in package.related(origin, "signature")[:MOST]:
            yield from signed(package.read(part))


def theme_fonts(package: Package, part: str) -> dict[str, str]:
    """The fonts of the theme that a part refers to, by "major.latin", "minor.ea", "minor.Viet" (a script's) and so on."""
    found: dict[str, str] = {}
    for theme in package.related(part, "theme")[:1]:
        for fonts in elements(package.read(theme), f"{DRAWING}majorFont", f"{DRAWING}minorFont"):
            group = fonts.tag.removeprefix(DRAWING).removesuffix("Font")
            for slot in fonts:
                if slot.get("typeface"):
                    found[f"{group}.{slot.get('script') or slot.tag.removeprefix(DRAWING)}"] = slot.get("typeface")
    return found
