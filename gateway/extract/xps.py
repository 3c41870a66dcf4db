"""XPS and OpenXPS (ECMA-388): fixed pages in a zip, found by the package's relationships, as viewers find them.

What must stay true: a package that is an office document as well is refused, for two programs would read two documents;
every page that the file promises is read, or the file is damaged.  Pictures are measured here, never decoded.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from lxml import etree

from gateway.extract.budget import Budget, Refused
from gateway.extract.fixedpage import FixedPage
from gateway.extract.ooxml import Package, signatures, target
from gateway.extract.runs import Runs
from gateway.extract.truetype import family, texts_of_glyphs
from gateway.extract.xmlstream import elements
from gateway.extract.zipped import Entry, Zip
from policies.core.facts import Document, Page

PIECE = re.compile(r"(.+)/\[(\d{1,6})\](?:\.last)?\.piece", re.IGNORECASE)  # a part may come in pieces (OPC 2, 9.2.2.2)
KEY = re.compile(r"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\.[^/]*$")
SCRAMBLED = 32  # bytes at the start of an embedded font (ECMA-388, 9.1.7.3)
MARKUP = 16 << 20  # bytes of one page
FONTS = 200
STEPS = 200_000  # elements that are drawn for one document
COVERING = 0.5  # share of a page from which a picture is the page
Fonts = dict[str, tuple[str | None, dict[int, str]]]


class Pieces:
    """The parts of a package whose zip entries may hold pieces of them."""

    __slots__ = ("_archive", "_parts")

    def __init__(self, archive: Zip) -> None:
        self._archive = archive
        found: dict[str, dict[int, Entry]] = {}
        for name, entry in archive.members().items():
            piece = PIECE.fullmatch(name)
            whole, number = (piece[1], int(piece[2])) if piece else (name, 0)
            if found.setdefault(whole, {}).setdefault(number, entry) is not entry:
                raise Refused("damaged", "two entries of one name")
        self._parts = {name: tuple(entry for _, entry in sorted(pieces.items())) for name, pieces in found.items()}

    def members(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each part by its name."""
        return self._parts

    def read(self, entry: tuple[Entry, ...], /) -> bytes:
        """A part's content."""
        return b"".join(map(self._archive.read, entry))

    def fingerprint(self, entry: tuple[Entry, ...], /) -> bytes:
        """Tells its content from every other."""
        return b"".join(map(self._archive.fingerprint, entry))


def read(archive: Zip, budget: Budget) -> Document:
    """The document."""
    package = Package(Pieces(archive))
    runs = Runs()
    pages: list[Page] = []
    for number, drawn in enumerate(_drawn(package, budget), 1):
        drawn.layout.finish(runs, f"trang {number}")
        pages.append(drawn.layout.page(number, drawn.segments))
    return Document("xps", runs.finish(), tuple(pages), signatures=signatures(package))


def page_images(archive: Zip, budget: Budget) -> tuple[bytes | None, ...]:
    """For each page the picture file that covers most of it, as a scan does; None for a page without one.

    Raises `Refused` as `read` does.
    """
    package = Package(Pieces(archive))
    found: list[bytes | None] = []
    for drawn in _drawn(package, budget):
        share, image = max(drawn.images, default=(0.0, ""))
        found.append(package.read(image) if share >= COVERING and package.has(image) else None)
    return tuple(found)


def _pages(package: Package, limit: int) -> Iterator[str]:
    """The parts that hold the pages, in order."""
    kinds = {kind for _, kind, _ in package.relations("")}
    if "officeDocument" in kinds or "fixedrepresentation" not in kinds:
        raise Refused("damaged", "no fixed document, or another one beside it")
    main, found = package.main(), 0
    for document in _sources(package, main, "DocumentReference"):
        for page in _sources(package, document, "PageContent"):
            found += 1
            if found > limit:
                raise Refused("over-limit", "pages")
            yield page
    if not found:
        raise Refused("damaged", "no page")


def _sources(package: Package, part: str, tag: str) -> Iterator[str]:
    """The parts that elements of a kind refer to, whatever namespace the format's version gives them."""
    for item in elements(package.read(part), f"{{*}}{tag}"):
        yield target(part, item.get("Source", ""))


def _drawn(package: Package, budget: Budget) -> Iterator[FixedPage]:
    """The pages, drawn.  Their pictures are named as parts."""
    fonts, left = Fonts(), STEPS
    for part in _pages(package, budget.limits.pages):
        data = package.read(part)
        if len(data) > MARKUP:
            raise Refused("over-limit", "page-markup")
        page = FixedPage(_tree(data), partial(_font, package, fonts, part))
        left = page.draw(left)
        page.images = [(share, target(part, address)) for share, address in page.images]
        yield page


def _tree(data: bytes) -> Any:
    """A page's markup, with nothing fetched and nothing expanded; libxml2 itself refuses more than 256 levels."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False,
        remove_comments=True, remove_pis=True, remove_blank_text=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise Refused("over-limit" if "depth" in str(problem) else "damaged", "page markup") from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("damaged", "DOCTYPE in a page")
    return root


def _font(package: Package, fonts: Fonts, page: str, address: str) -> tuple[str | None, dict[int, str]]:
    """The name of a font that a page refers to, and the text of its glyphs."""
    part = target(page, address)
    if part not in fonts and len(fonts) < FONTS:
        program = package.read(part) if package.has(part) else b""
        key = KEY.search(part)
        if key:
            mask = bytes.fromhex(key[1].replace("-", ""))[::-1] * 2
            head = bytes(byte ^ mask[at] for at, byte in enumerate(program[:SCRAMBLED]))
            program = head + program[SCRAMBLED:]
        fonts[part] = family(program), texts_of_glyphs(program)
    return fonts.get(part, (None, {}))
