"""Office Open XML packages: which parts there are and how they hang together; each kind has a reader of its own.

Parts are found by their relationships, as office programs do, not by customary names.
"""

from collections.abc import Callable, Mapping
from posixpath import dirname, normpath

from gateway.extract.budget import Budget, Refused
from gateway.extract.xmlstream import elements
from gateway.extract.zipped import Zip
from policies.core.facts import Content, Document, Run, Unread

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Package:
    """An opened package."""

    __slots__ = ("_members", "_relations", "_zip")

    def __init__(self, archive: Zip) -> None:
        self._zip = archive
        self._relations: dict[str, tuple[tuple[str, str, str], ...]] = {}
        self._members = {name.lower(): entry for name, entry in archive.members().items()}  # part names have no case

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._members

    def fingerprint(self, part: str) -> bytes:
        """Tells this part's content from every other without unpacking it."""
        return self._zip.fingerprint(self._members[part.lower()])

    def read(self, part: str) -> bytes:
        """A part's bytes; one that is named and missing is a damaged document."""
        entry = self._members.get(part.lower())
        if entry is None:
            raise Refused("damaged", "a part is missing")
        return self._zip.read(entry)

    def relations(self, part: str) -> tuple[tuple[str, str, str], ...]:
        """Id, last word of the type, and target part of each internal relationship of a part ("" for the package)."""
        if part in self._relations:
            return self._relations[part]
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        if not self.has(path):
            return ()
        self._relations[part] = found = tuple(
            (item.get("Id", ""), item.get("Type", "").rpartition("/")[2], _target(part, item.get("Target", "")))
            for item in elements(self.read(path), RELATION)
            if item.get("TargetMode") != "External"
        )
        return found

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Parts of one relationship type that exist."""
        return tuple(target for _, found, target in self.relations(part) if found == kind and self.has(target))

    def main(self) -> str:
        """The part that the document begins with."""
        for _, kind, target in self.relations(""):
            if kind in {"officeDocument", "fixedrepresentation"}:
                return target
        raise Refused("damaged", "no main part")

    def type_of(self, part: str) -> str:
        """The content type of a part with one of its own."""
        for item in elements(self.read("[Content_Types].xml"), OVERRIDE):
            if item.get("PartName", "").lower() == f"/{part}".lower():
                return str(item.get("ContentType", ""))
        return ""


def _target(part: str, target: str) -> str:
    """A relationship's target as a part name."""
    if target.startswith("/"):
        return normpath(target).lstrip("/")
    return normpath(f"{dirname(part)}/{target}").lstrip("/")


Readers = Mapping[str, tuple[str, Callable[[Package, str, Budget], tuple[Run, ...]]]]


def read(archive: Zip, budget: Budget, readers: Readers) -> Content:
    """The document.  `readers`: kind and reader by a word of the main part's content type."""
    package = Package(archive)
    main = package.main()
    declared = package.type_of(main)
    for word, (kind, reader) in readers.items():
        if word in declared:
            return Document(kind, reader(package, main, budget), signatures=_signatures(package))
    return Unread("unsupported", "xps" if main.endswith(".fdseq") else declared[:100])


def _signatures(package: Package) -> int:
    """How many digital signatures the package bears."""
    return sum(len(package.related(origin, "signature")) for origin in package.related("", "origin"))


def theme_fonts(package: Package, part: str) -> dict[str, str]:
    """The fonts of the theme that a part refers to, by "major.latin", "minor.ea", "minor.cs" and so on."""
    found: dict[str, str] = {}
    for theme in package.related(part, "theme")[:1]:
        for group in ("major", "minor"):
            for fonts in elements(package.read(theme), f"{DRAWING}{group}Font"):
                for script in ("latin", "ea", "cs"):
                    slot = fonts.find(f"{DRAWING}{script}")
                    if slot is not None and slot.get("typeface"):
                        found[f"{group}.{script}"] = slot.get("typeface")
    return found
