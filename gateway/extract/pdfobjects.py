"""Careful access to the objects of a PDF: a wrong type is an empty value, references are followed once."""

from typing import Any

from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, NameObject, TextStringObject

from gateway.extract.text import windows_1252

_SHORT = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
}
ABBREVIATED = {short: NameObject(name) for short, name in _SHORT.items()}
Box = tuple[float, float, float, float]


def follow(value: Any) -> Any:
    """The object behind a reference; None for a null one or a reference to nothing but another."""
    if isinstance(value, IndirectObject):
        value = value.get_object()
        if isinstance(value, IndirectObject):
            return None
    return None if type(value).__name__ == "NullObject" else value


def get(holder: Any, key: str) -> Any:
    """The value of a key, None where there is none."""
    return follow(dict.get(holder, key)) if isinstance(holder, dict) else None


def dictionary(value: Any) -> DictionaryObject:
    """A dictionary, or an empty one."""
    value = follow(value)
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def array(value: Any, most: int | None = None) -> list[Any]:
    """The members of an array with references followed, at most so many, or none."""
    value = follow(value)
    return [follow(item) for item in value[:most]] if isinstance(value, ArrayObject) else []


def integer(value: Any) -> int:
    """A number as an integer, 0 for anything else."""
    return int(value) if isinstance(value, (int, float)) and abs(value) < 1e9 else 0


def numbers(value: Any, most: int = 16) -> tuple[float, ...]:
    """The first members of an array, all of them numbers, or none."""
    value = follow(value)
    found = [follow(item) for item in value[:most]] if isinstance(value, ArrayObject) else []
    good = all(isinstance(item, (int, float)) and abs(item) < 1e9 for item in found)
    return tuple(float(item) for item in found) if good else ()


def box(value: Any) -> Box | None:
    """A rectangle with its corners in order; None for one without area."""
    corners = numbers(value)
    if len(corners) != 4:
        return None
    left, right = sorted((corners[0], corners[2]))
    low, high = sorted((corners[1], corners[3]))
    return (left, low, right, high) if right > left and high > low else None


def unabbreviated(stream: Any) -> Any:
    """A stream with its filters called by their names: some programs write those of inline pictures (8.9.7) everywhere."""
    filters = get(stream, "/Filter")
    if isinstance(filters, NameObject) and filters in ABBREVIATED:
        stream[NameObject("/Filter")] = ABBREVIATED[filters]
    elif isinstance(filters, ArrayObject) and not ABBREVIATED.keys().isdisjoint(map(str, filters)):
        stream[NameObject("/Filter")] = ArrayObject([ABBREVIATED.get(str(name), name) for name in filters])
    return stream


def text(value: Any, most: int = 200) -> str | None:
    """A string, None for anything else.  One that is in no encoding of PDF comes byte by byte."""
    if isinstance(value, TextStringObject):
        return str(value)[:most]
    return windows_1252(value[:most]) if isinstance(value, ByteStringObject) else None
