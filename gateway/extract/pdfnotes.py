"""Text of a PDF that stands on no page: the titles of its outline (bookmarks), and notes that open over a page."""

from collections.abc import Iterator
from typing import Any

from gateway.extract.pdfobjects import array, dictionary, get, text

TITLES = 10_000
TITLE = 1_000  # characters
NOTE = 10_000
PAINTED = frozenset({"/FreeText", "/Stamp"})  # what they say is what they look like
NOTED = PAINTED | frozenset(
    {"/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Line", "/Square", "/Circle"}
    | {"/Polygon", "/PolyLine", "/FileAttachment"}
)


def titles(root: Any) -> Iterator[str]:
    """The titles of the outline, from the top (ISO 32000-1, 12.3.3)."""
    waiting = [get(dictionary(get(root, "/Outlines")), "/First")]
    seen = set[int]()
    while waiting and len(seen) < TITLES:
        item = waiting.pop()
        if not isinstance(item, dict) or id(item) in seen:
            continue
        seen.add(id(item))
        if title := text(get(item, "/Title"), TITLE):
            yield title
        waiting += [get(item, "/Next"), get(item, "/First")]


def note(annotation: Any) -> str:
    """What an annotation says when it is opened, "" for nothing (12.5.6)."""
    kind = get(annotation, "/Subtype")
    if kind not in NOTED or (kind in PAINTED and get(dictionary(get(annotation, "/AP")), "/N") is not None):
        return ""
    return text(get(annotation, "/Contents"), NOTE) or ""


def values(root: Any, most: int) -> Iterator[str]:
    """The text in form fields that have no appearance of their own: viewers draw it (12.7.3.3)."""
    waiting = array(get(dictionary(get(root, "/AcroForm")), "/Fields"), most)[::-1]
    seen = set[int]()
    for _ in range(most):
        if not waiting:
            break
        field = dictionary(waiting.pop())
        if id(field) in seen:
            continue
        seen.add(id(field))
        waiting += array(get(field, "/Kids"), max(0, most - len(waiting)))[::-1]
        if get(field, "/AP") is None and get(field, "/Kids") is None and (value := text(get(field, "/V"), NOTE)):
            yield value
