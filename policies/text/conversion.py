"""A document's text in Unicode: every legacy stretch read, everything else left as it is.

A font of a legacy encoding says how its text is meant to be read, unless the text is Unicode after all; text in other fonts is
read where its content shows an encoding, more readily so once the document has shown one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from policies.core.facts import Run
from policies.text.capitals import upper
from policies.text.fonts import legacy_font
from policies.text.legacy import find_span, strangeness
from policies.text.runs import Span
from policies.text.tokens import TOKEN
from policies.text.unicode import letters_of
from policies.text.views import view_1252

_FONT_HINT = 4.5
_DOCUMENT_HINT = 4.0
_MOST = 24  # stretches of one paragraph
_BEYOND_BYTES = re.compile("[\u0100-\u0151\u0154-\u0177\u0179-\u017c\u01a0-\u01b0\u1ea0-\u1ef9\u0300-\u036f]")
"""Letters that no byte of windows-1252 shows as, Vietnamese ones among them."""


def converted(runs: Sequence[Run]) -> tuple[str, ...]:
    """The text of each run as Unicode (NFC) where it was legacy, unchanged elsewhere; as many as came, in their order.

    Blocks are parted by a run that ends in a line break.  A letter whose mark stands in the next run goes to the first;
    letters in a font that draws small letters as capitals become capitals.
    """
    hints = _hints(runs)
    texts: list[str] = []
    for block in _blocks(runs):
        letters: list[str] = []
        for encoding, same in groupby(block, key=_encoding):
            text = "".join(run.text for run in same)
            letters += _in_font(text, encoding, hints) if encoding else _by_content(text, hints)
        at = 0
        for run in block:
            end = at + len(run.text)
            text = "".join(letters[at:end])
            font = legacy_font(run.font) if run.font else None
            texts.append(upper(text) if font is not None and font.capitals else text)
            at = end
    return tuple(texts)


def _blocks(runs: Sequence[Run]) -> Iterator[list[Run]]:
    block: list[Run] = []
    for run in runs:
        block.append(run)
        if run.text.endswith("\n"):
            yield block
            block = []
    if block:
        yield block


def _encoding(run: Run) -> str:
    font = legacy_font(run.font) if run.font else None
    return font.encoding if font is not None and font.certain else ""


def _hints(runs: Sequence[Run]) -> dict[str, float]:
    """Points for the encodings that the document as a whole shows."""
    by_encoding: Counter[str] = Counter()
    stretches: dict[str, list[str]] = {}
    for block in _blocks(runs):
        for encoding, same in groupby(block, key=_encoding):
            stretches.setdefault(encoding, []).append("".join(run.text for run in same))
    for encoding, texts in stretches.items():
        span = find_span("\n".join(texts), {encoding: _FONT_HINT} if encoding else {})
        if span is not None:
            by_encoding[span.encoding] = max(by_encoding[span.encoding], int(span.score))
    return dict.fromkeys(by_encoding, _DOCUMENT_HINT)


def _in_font(text: str, encoding: str, hints: Mapping[str, float]) -> list[str]:
    """Text in a legacy font: read as the font says, or as its content says, or left alone where it is Unicode."""
    if text.isascii() and encoding != "bkhcm1":
        return list(text)
    span = find_span(text, {**hints, encoding: _FONT_HINT})
    meant = encoding if span is None or span.score < hints.get(span.encoding, 0.0) + _FONT_HINT else span.encoding
    way = "1252" if span is None or span.encoding in ("viqr", "mojibake") else span.way
    if span is not None and span.encoding in ("viqr", "mojibake"):
        return _by_content(text, hints)
    read = letters_of(text, meant, way, signs=meant != encoding or encoding not in hints)
    if strangeness(text) < strangeness("".join(read)):
        return list(text)  # Unicode, typed in a font that it was not meant for
    if _BEYOND_BYTES.search(view_1252(text)) is None or way != "1252":
        return read
    for token in TOKEN.finditer(text):
        if _BEYOND_BYTES.search(view_1252(token[0])) is not None:  # a Unicode word among them
            read[token.start() : token.end()] = token[0]
    return read


def _by_content(text: str, hints: Mapping[str, float]) -> list[str]:
    """Text in any other font: every stretch that shows an encoding."""
    letters = list(text)
    for span in _spans(text, hints):
        letters[span.start : span.end] = letters_of(text[span.start : span.end], span.encoding, span.way)
    return letters


def _spans(text: str, hints: Mapping[str, float]) -> Iterator[Span]:
    """The strongest stretch, then those before and after it."""
    waiting, found = [(0, len(text))], 0
    while waiting and found < _MOST:
        start, end = waiting.pop()
        span = find_span(text[start:end], hints)
        if span is not None:
            found += 1
            yield Span(span.encoding, span.score, start + span.start, start + span.end, span.way)
            waiting += [(start + span.end, end), (start, start + span.start)]
