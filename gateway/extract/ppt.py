"""PowerPoint presentations of 1997 to 2003 (.ppt): slides, notes, comments, footers, and what masters add to every slide.

The text of a placeholder stands in the document's list of slides, all other text in the drawings; each is read once.  Prompts in
the placeholders of masters are not seen on a slide and left out; embedded objects and charts are not opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from struct import error, unpack_from

from gateway.extract.budget import Budget, Refused
from gateway.extract.compound import Compound
from gateway.extract.oldtext import units, whole
from gateway.extract.pptfonts import Styles, default, levels, stretches
from gateway.extract.pptrecords import Node, Tree
from gateway.extract.runs import Runs, letters
from gateway.extract.wordart import PROPERTIES, word_art
from policies.core.facts import Document, Run

DOCUMENT, SLIDE, SLIDE_HEAD, ENVIRONMENT, MASTER = 0x03E8, 0x03EE, 0x03EF, 0x03F2, 0x03F8
LIST, PERSIST = 0x0FF0, 0x03F3
SLIDES, MASTERS, NOTES = 0, 1, 2  # which list
FACE, MASTER_STYLE, DEFAULT_STYLE = 0x0FB7, 0x0FA3, 0x0FA4
KIND, WIDE_TEXT, TEXT, TEXT_STYLE, STRING = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FA1, 0x0FBA
SHAPE, TEXT_BOX, PLACEHOLDER = 0xF004, 0xF00D, 0x0BC3
MARGINS, TAG, TAG_DATA, COMMENT = 0x0FD9, 0x138A, 0x138B, 0x2EE0
WITH_COMMENTS = "___PPT10".encode("utf-16-le")  # the tag that comments are under (MS-PPT 2.5.5)
SEEN = frozenset({TEXT_BOX, MARGINS, TAG, PROPERTIES})
CONTROLS: dict[int, str | None] = dict.fromkeys({*range(32)} - {9, 10, 13}) | {0x0B: "\n"}
OTHER = 4  # the type of text that is neither title nor body nor notes
FOOTER = "chân trang"


@dataclass(slots=True)
class Said:
    """A text with the properties of its characters.  `kind`: title, body, … (MS-PPT 2.13.33)."""

    kind: int
    text: str = ""
    style: bytes = b""


@dataclass(frozen=True, slots=True)
class Listed:
    """A slide, master or notes page in the document's lists: the number of its object, and its texts."""

    object: int
    texts: list[Said] = field(default_factory=list)


def read(opened: Compound, budget: Budget) -> Document:
    """The document."""
    del budget
    try:
        return Document("ppt", Reader(Tree(opened)).read())
    except error as problem:
        raise Refused("damaged", "record too short") from problem


class Reader:
    """Reads one presentation."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        document = tree.object(tree.document)
        if document is None or document.type != DOCUMENT:
            raise Refused("damaged", "no presentation")
        self._document = document
        self._runs = Runs()
        self._faces: dict[int, str] = {}
        self._lists: dict[int, dict[int, Listed]] = {}  # by which list, then by the page's number
        self._masters: dict[int, Styles] = {}
        self._plain = Styles({})

    def read(self) -> tuple[Run, ...]:
        """All text, slide by slide."""
        for node in self._tree.children(self._document):
            if node.type == LIST:
                self._lists.setdefault(node.instance, {}).update(self._listed(node))
            elif node.type == ENVIRONMENT:
                self._learn(node)
            elif node.type == MARGINS:
                self._margins(node, FOOTER)
        for count, listed in enumerate(self._lists.get(SLIDES, {}).values(), 1):
            self._slide(listed, count)
        return self._runs.finish()

    def _learn(self, environment: Node) -> None:
        """Fonts, and the styles that hold where a master says nothing."""
        found: dict[tuple[int, int], int] = {}
        for node in self._tree.within(environment, (FACE, MASTER_STYLE, DEFAULT_STYLE)):
            data = self._tree.bytes(node)
            if node.type == FACE:
                self._faces[node.instance] = whole(units(data[:64])).partition("\0")[0]
            elif node.type == MASTER_STYLE:
                found |= levels(data, node.instance)
            elif (font := default(data)) is not None:
                found.setdefault((OTHER, 0), font)
        self._plain = Styles(found)

    def _listed(self, parent: Node) -> Iterator[tuple[int, Listed]]:
        """The pages of a list, each with the texts that follow it (MS-PPT 2.4.14.3)."""
        pages: list[tuple[int, Listed]] = []
        for node in self._tree.children(parent):
            if node.type == PERSIST:
                reference, number = unpack_from("<L8xL", self._tree.data, node.start)
                pages.append((number, Listed(reference)))
            elif pages:
                self._text(node, pages[-1][1].texts)
        return iter(pages)

    def _text(self, node: Node, texts: list[Said]) -> None:
        """One more record about texts: a new one, its letters, or their properties."""
        if node.type == KIND:
            texts.append(Said(unpack_from("<L", self._tree.data, node.start)[0]))
        elif node.type in (TEXT, WIDE_TEXT):
            if not texts or texts[-1].text:
                texts.append(Said(OTHER))
            raw = self._tree.bytes(node)
            texts[-1].text = raw.decode("latin-1") if node.type == TEXT else units(raw)
        elif node.type == TEXT_STYLE and texts:
            texts[-1].style = self._tree.bytes(node)

    def _slide(self, listed: Listed, count: int) -> None:
        place = f"trang chiếu {count}"
        node = self._tree.object(listed.object)
        if node is None:
            raise Refused("damaged", "slide missing")
        master, notes = self._head(node)
        styles = self._master(master)
        for said in listed.texts:
            self._say(said, styles, place)
        self._page(node, styles, place)
        page = self._lists.get(NOTES, {}).pop(notes, None) if notes else None  # they are of one slide
        if page is not None and (node := self._tree.object(page.object)) is not None:
            for said in page.texts:
                self._say(said, styles, f"ghi chú {place}")
            self._page(node, styles, f"ghi chú {place}")

    def _head(self, slide: Node) -> tuple[int, int]:
        """The numbers of a slide's master and of its notes, 0 for none."""
        for node in self._tree.children(slide):
            if node.type == SLIDE_HEAD:
                master, notes = unpack_from("<12xLL", self._tree.data, node.start)
                return master, notes
        return 0, 0

    def _master(self, number: int) -> Styles:
        """The styles of a master.  What it says itself is added when it is met first."""
        if number not in self._masters:
            self._masters[number] = self._plain  # should masters go round in circles
            listed = self._lists.get(MASTERS, {}).get(number)
            node = self._tree.object(listed.object) if listed else None
            if node is not None:
                self._masters[number] = self._styles(node)
                for shape in self._tree.within(node, (SHAPE,)):
                    if next(self._tree.within(shape, (PLACEHOLDER,)), None) is None:
                        self._page(shape, self._masters[number], "trang chiếu cái")
        return self._masters[number]

    def _styles(self, master: Node) -> Styles:
        """What a master says of fonts; a title master leaves that to the master that it belongs to."""
        if master.type == SLIDE:
            return self._master(self._head(master)[0])
        found: dict[tuple[int, int], int] = {}
        for node in self._tree.children(master):
            if node.type == MASTER_STYLE:
                found |= levels(self._tree.bytes(node), node.instance)
        return Styles(found | self._plain.levels)  # of other text the document decides, not the master

    def _page(self, page: Node, styles: Styles, place: str) -> None:
        """What stands on a page itself: text boxes, WordArt, footers, comments."""
        for node in self._tree.within(page, SEEN):
            if node.type == TEXT_BOX:
                texts: list[Said] = []
                for inner in self._tree.children(node):
                    self._text(inner, texts)
                for said in texts:
                    self._say(said, styles, place)
            elif node.type == MARGINS:
                self._margins(node, place)
            elif node.type == PROPERTIES:
                if (art := word_art(self._tree.bytes(node), node.instance)) is not None:
                    self._add(*art, place)
                    self._runs.end()
            else:
                self._comments(node, place)

    def _margins(self, parent: Node, place: str) -> None:
        """Date, header and footer."""
        for node in self._tree.children(parent):
            if node.type == STRING:
                self._add(units(self._tree.bytes(node)), None, place)
                self._runs.end()

    def _comments(self, tag: Node, place: str) -> None:
        name = b""
        for node in self._tree.children(tag):
            if node.type == STRING:
                name = self._tree.bytes(node)
            elif node.type == TAG_DATA and name == WITH_COMMENTS:
                for comment in self._tree.within(replace(node, inner=True), (COMMENT,)):
                    self._margins(comment, f"nhận xét ở {place}")

    def _say(self, said: Said, styles: Styles, place: str) -> None:
        """A text, each stretch in the font that it names or that its level has."""
        for start, end, font, level in stretches(said.style, len(said.text)):
            index = styles.font(said.kind, level) if font is None else font
            self._add(said.text[start:end], None if index is None else self._faces.get(index), place)
        self._runs.end()

    def _add(self, text: str, font: str | None, place: str) -> None:
        *lines, last = whole(text).translate(CONTROLS).split("\r")
        for line in lines:
            self._runs.add(letters(line, font), font, place)
            self._runs.end()
        self._runs.add(letters(last, font), font, place)
