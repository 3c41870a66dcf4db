"""The records of old presentations (MS-PPT 2.3.1): a tree of containers and atoms, and which of them are in force.

A presentation saved quickly keeps what it replaced: only what the newest edit's directory points to is in force (MS-PPT 2.1.2).
What must stay true: records are counted as they are visited, and bytes as they are taken, so that places which overlap and
slides which are the same object cannot make work without end.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from struct import error, unpack_from

from gateway.extract.budget import Refused
from gateway.extract.compound import Compound

HEAD = 8  # bytes of a record's head
CONTAINER = 0xF
EDIT, DIRECTORY = 0x0FF5, 0x1772
ENCRYPTED = 0xF3D1C4DF  # what the head of an encrypted presentation says (MS-PPT 2.3.2)
ENCRYPTED_EDIT = 32  # bytes of an edit's record that names the encryption's
VISITS = 4  # how often a record may be looked at, and its bytes taken, all of them together


@dataclass(frozen=True, slots=True)
class Node:
    """A record: its type, its instance (what the type means by it), where its data lies; `inner`: it holds records."""

    type: int
    instance: int
    inner: bool
    start: int
    end: int


class Tree:
    """The records of one presentation."""

    __slots__ = ("_left", "_room", "data", "document", "places")

    def __init__(self, opened: Compound) -> None:
        self.data = opened.stream("PowerPoint Document")
        self._left = VISITS * len(self.data) // HEAD
        self._room = VISITS * len(self.data)
        self.places: dict[int, int] = {}  # where each object in force begins, by its number
        self.document = 0  # the number of the document itself
        try:
            self._learn(self._newest(opened))
        except error as problem:
            raise Refused("damaged", "presentation directory") from problem

    def node(self, place: int) -> Node:
        """The record at a place."""
        self._left -= 1
        if self._left < 0:
            raise Refused("damaged", "records overlap")
        head, kind, size = unpack_from("<HHL", self.data, place)
        if place + HEAD + size > len(self.data):
            raise Refused("damaged", "record cut off")
        return Node(kind, head >> 4, head & 0xF == CONTAINER, place + HEAD, place + HEAD + size)

    def object(self, number: int) -> Node | None:
        """The object of that number, None for none."""
        place = self.places.get(number)
        return None if place is None or place + HEAD > len(self.data) else self.node(place)

    def children(self, parent: Node) -> Iterator[Node]:
        """The records right in another."""
        place = parent.start
        while place + HEAD <= parent.end:
            child = self.node(place)
            yield child
            place = child.end

    def within(self, parent: Node, wanted: Collection[int]) -> Iterator[Node]:
        """Records of these types anywhere in another, in order; what lies in them is left to the caller."""
        waiting = [self.children(parent)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
            elif child.type in wanted:
                yield child
            elif child.inner:
                waiting.append(self.children(child))

    def bytes(self, node: Node) -> bytes:
        """The data of a record."""
        self._room -= node.end - node.start
        if self._room < 0:
            raise Refused("damaged", "records overlap")
        return self.data[node.start : node.end]

    def _newest(self, opened: Compound) -> int:
        """Where the newest edit lies: as the file says, or else the last one that there is."""
        if "current user" in opened.names:
            said = opened.stream("Current User")
            if len(said) >= 20:
                mark, place = unpack_from("<LL", said, 12)
                if mark == ENCRYPTED:
                    raise Refused("encrypted", "ppt")
                if place + HEAD <= len(self.data) and unpack_from("<H", self.data, place + 2)[0] == EDIT:
                    return int(place)
        whole = Node(0, 0, True, 0, len(self.data))
        edits = [node.start - HEAD for node in self.children(whole) if node.type == EDIT]
        if not edits:
            raise Refused("damaged", "presentation without an edit")
        return edits[-1]

    def _learn(self, place: int) -> None:
        """Where the objects lie: what a newer edit says counts."""
        seen = set[int]()
        while place not in seen:
            seen.add(place)
            edit = self.node(place)
            if edit.type != EDIT:
                raise Refused("damaged", "presentation edit")
            before, directory, document = unpack_from("<8xLLL", self.data, edit.start)
            if edit.end - edit.start >= ENCRYPTED_EDIT:
                raise Refused("encrypted", "ppt")
            self.document = self.document or document
            self._directory(self.node(directory))
            if not before:
                return
            place = before

    def _directory(self, node: Node) -> None:
        """One edit's directory (MS-PPT 2.3.4)."""
        place = node.start
        while place + 4 <= node.end:
            entry = unpack_from("<L", self.data, place)[0]
            first, count = entry & 0xFFFFF, entry >> 20
            self._left -= 1 + count
            if self._left < 0:
                raise Refused("damaged", "records overlap")
            for index, where in enumerate(unpack_from(f"<{count}L", self.data, place + 4)):
                self.places.setdefault(first + index, where)
            place += 4 + 4 * count
