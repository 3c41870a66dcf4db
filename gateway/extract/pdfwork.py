"""What reading one PDF may cost: its streams are unpacked once, and counted each time they are used."""

import zlib
from dataclasses import dataclass, field
from typing import Any

from gateway.extract.budget import Budget, Refused
from gateway.extract.pdffonts import Font, font_of, stand_in
from gateway.extract.pdfobjects import dictionary, get, unabbreviated

PAINTED = 48 << 20  # bytes of content streams carried out for one document
OVERHEAD = 2_000  # bytes that starting a form counts for


@dataclass(slots=True)
class Work:
    """What painting one document has cost, and what is known by now."""

    budget: Budget
    left: int = PAINTED
    contents: dict[int, bytes] = field(default_factory=dict)
    fonts: dict[int, Font] = field(default_factory=dict)
    plain: Font = field(default_factory=stand_in)

    def content(self, stream: Any) -> bytes:
        """A stream's content, unpacked once and counted each time it is used."""
        key = id(stream)
        if key not in self.contents:
            self.contents[key] = self.unpacked(stream)
        self.spend(len(self.contents[key]) + OVERHEAD)
        return self.contents[key]

    def spend(self, work: int) -> None:
        """Count work, in bytes of a content stream that would cost as much."""
        self.left -= work
        if self.left < 0:
            raise Refused("over-limit", "content-streams")

    def unpacked(self, stream: Any) -> bytes:
        """A stream's bytes without its filters, within the budget."""
        if not hasattr(stream, "get_data"):
            raise Refused("damaged", "stream missing")
        data = None
        if get(stream, "/Filter") == "/FlateDecode" and get(stream, "/DecodeParms") is None:
            data = _inflated(stream._data, self.budget.most())
        if data is None:
            data = bytes(unabbreviated(stream).get_data())
        self.budget.take(len(data))
        return data

    def font(self, resources: Any, name: str) -> Font:
        """The font of a name in a resource dictionary."""
        found = dictionary(get(dictionary(get(resources, "/Font")), name))
        if not found:
            return self.plain
        key = id(found)
        if key not in self.fonts:
            self.fonts[key] = font_of(found, self)
        return self.fonts[key]


def _inflated(data: bytes, most: int) -> bytes | None:
    """The unpacked stream; None where it is flawed, and pypdf may know how to save it."""
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return None
