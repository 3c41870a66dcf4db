"""The XML parts of a package, opened to be changed: parsed once, written only where something changed.

What must stay true: declaration, namespaces, comments, instructions and blanks of a part stay; nothing is fetched or expanded.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from lxml import etree

from gateway.convert.story import Put
from gateway.extract.budget import Refused
from gateway.extract.xmlstream import STRICT
from gateway.extract.zipped import Zip

DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}\?>\s*")
FOREIGN = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8)", re.IGNORECASE)


class XmlPart:
    """A part as a tree.  `changed` is set by whoever changes it; `drawn`: its drawings' text was gathered."""

    __slots__ = ("_head", "_strict", "changed", "drawn", "root")

    def __init__(self, data: bytes) -> None:
        found = DECLARATION.match(data)
        self._head = found[0] if found and not FOREIGN.search(found[0]) else b""
        self._strict = tuple(pair for pair in STRICT if pair[0] in data)
        for strict, transitional in self._strict:
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)
        try:
            self.root: Any = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as problem:
            if "depth" in str(problem):
                raise Refused("over-limit", "xml-depth") from problem
            raise Refused("damaged", "XML") from problem
        if self.root.getroottree().docinfo.internalDTD is not None:
            raise Refused("damaged", "DOCTYPE in an office document")
        self.changed = self.drawn = False

    def text(self, element: Any) -> Put:
        """How the text of an element is put back."""
        return partial(self._put, element)

    def tail(self, element: Any) -> Put:
        """How the text behind an element is put back."""
        return partial(self._put_tail, element)

    def attribute(self, element: Any, name: str) -> Put:
        """How an attribute is put back."""
        return partial(self.set, element, name)

    def set(self, element: Any, name: str, value: str) -> None:
        """Change an attribute."""
        element.set(name, _storable(value))
        self.changed = True

    def drop(self, element: Any) -> None:
        """Take an element out; nothing that parts it from its neighbours is lost."""
        element.getparent().remove(element)
        self.changed = True

    def written(self) -> bytes:
        """The part's bytes."""
        data: bytes = etree.tostring(self.root.getroottree(), encoding="UTF-8", xml_declaration=not self._head)
        for strict, transitional in self._strict:
            data = data.replace(transitional, strict)
        return self._head + data

    def _put(self, element: Any, text: str) -> None:
        element.text = _storable(text)
        self.changed = True

    def _put_tail(self, element: Any, text: str) -> None:
        element.tail = _storable(text)
        self.changed = True


class Parts:
    """The parts of one package, by name."""

    __slots__ = ("_archive", "_members", "_opened", "_raw", "_replaced")

    def __init__(self, archive: Zip) -> None:
        self._archive = archive
        self._members = {
            name.lower().replace("\\", "/"): entry for name, entry in archive.members().items()
        }  # part names have no case
        self._opened: dict[str, XmlPart] = {}
        self._replaced: dict[bytes, bytes] = {}
        self._raw: dict[str, bytes] = {}  # read once: the budget counts every time

    def names(self) -> Iterator[str]:
        """The names of all members in lower case, in their order."""
        yield from self._members

    def raw(self, name: str) -> bytes:
        """A member's bytes as they were; one that is named and missing is a damaged document."""
        name = name.lower()
        if name not in self._raw:
            if name not in self._members:
                raise Refused("damaged", "a part is missing")
            self._raw[name] = self._archive.read(self._members[name])
        return self._raw[name]

    def open(self, name: str) -> XmlPart:
        """A member as a tree, the same one each time."""
        name = name.lower()
        if name not in self._opened:
            self._opened[name] = XmlPart(self.raw(name))
        return self._opened[name]

    def replace(self, name: str, data: bytes) -> None:
        """Give a member that is no tree another content."""
        if data != self.raw(name):
            self._replaced[self._members[name].name] = data

    def changed(self) -> dict[bytes, bytes]:
        """The new content of the members that changed."""
        return self._replaced | {self._members[name].name: part.written() for name, part in self._opened.items() if part.changed}


_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def _storable(text: str) -> str:
    """Text without what XML cannot hold."""
    return _UNSTORABLE.sub("", text)
