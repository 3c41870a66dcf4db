"""HTML cut into text, words of attributes, font names, and the markup between them.

What must stay true: the pieces joined are the document; linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TAG = re.compile(r"<[/a-z][^\s/>]*+(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?|[\"'])*+>", re.IGNORECASE)
RAW = re.compile(r"<(style|script|template|xmp|noembed|noframes|iframe)\b", re.IGNORECASE)
VALUE = re.compile(r"(\s(alt|title|placeholder|label|value|style|face)\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
WHITE = " \t\r\n\f"


@dataclass(frozen=True, slots=True)
class Cut:
    """`kind`: text, words (of an attribute), sheet, style, face, or "" for markup.  `quote`: around an attribute's value."""

    raw: str
    kind: str = ""
    quote: str = ""

    @property
    def readable(self) -> bool:
        """Whether a reader may see it."""
        return self.kind in ("text", "words")


def cuts(text: str) -> Iterator[Cut]:
    """The pieces of a document, in order."""
    at, trust_quotes = 0, True
    while at < len(text):
        start = text.find("<", at)
        start = len(text) if start < 0 else start
        yield from _text(text[at:start])
        if start == len(text):
            return
        if text.startswith(("<!", "<?"), start):
            at = _behind(text, "-->" if text.startswith("<!--", start) else ">", start)
            yield Cut(text[start:at])
            continue
        if not text[start + 1 : start + 2].isalpha() and text[start + 1 : start + 2] != "/":
            at = start + 1
            yield Cut("<")
            continue
        tag = TAG.match(text, start) if trust_quotes else None
        trust_quotes = tag is not None
        at = tag.end() if tag else _behind(text, ">", start)
        yield from _tag(text[start:at])
        if raw := RAW.match(text, start):
            end = _behind(text, f"</{raw[1]}", at, inside=True)
            yield Cut(text[at:end], "sheet" if raw[1].lower() == "style" else "")
            at = end


def _behind(text: str, mark: str, start: int, *, inside: bool = False) -> int:
    """Where a mark ends (`inside`: begins), the document's end where there is none."""
    found = re.compile(re.escape(mark), re.IGNORECASE).search(text, start)
    return len(text) if found is None else found.start() if inside else found.end()


def _text(raw: str) -> Iterator[Cut]:
    """Text without the blanks around it."""
    bare = raw.strip(WHITE)
    if not bare:
        yield Cut(raw)
        return
    start = raw.index(bare)
    yield Cut(raw[:start])
    yield Cut(bare, "text")
    yield Cut(raw[start + len(bare) :])


def _tag(raw: str) -> Iterator[Cut]:
    at = 0
    for value in VALUE.finditer(raw):
        name = value[2].lower()
        quote = value[3][0] if value[3][0] in "\"'" else ""
        start, end = value.start(3) + len(quote), value.end(3) - len(quote)
        kind = name if name in ("style", "face") else "words"
        if start < end and not (kind == "words" and not quote):
            yield Cut(raw[at:start])
            yield Cut(raw[start:end], kind, quote)
            at = end
    yield Cut(raw[at:])
