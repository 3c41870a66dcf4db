"""Stamps with framed words: secrecy (MẬT, TỐI MẬT, TUYỆT MẬT, GIẢI MẬT) and urgency (HỎA TỐC, THƯỢNG KHẨN, KHẨN).

Which word it is says a small network, trained on drawn stamps: there is no alphabet, only the words that matter and all others.
Looked for on the page as it is shown for seals; read at `DPI`, straight from the picture of the word.  A reading of MẬT stops
a letter: what is not told apart for sure stays unread (text "").
"""

from base64 import b85decode
from collections.abc import Iterator
from math import cos, radians, sin

import numpy as np

from gateway.originals.ocr import Ocr
from gateway.originals.sheet import Sheet, page_box
from gateway.originals.stampplaces import Place, places_of
from gateway.originals.stampwords import Word, features, strip_of, words_of
from gateway.originals.stampwords_table import BIAS, FIRST, HIDDEN, LAST, SCALES, SECOND, WORDS
from policies.core.facts import Box, Mark
from policies.text.marking import LIFTED

DPI = 200.0
SURE = 0.98  # of a red word: a wrong one stops a letter
SURER = 0.99

_FIRST = np.frombuffer(b85decode("".join(FIRST)), np.int8).reshape(-1, HIDDEN).astype(np.float32) * np.array(SCALES, np.float32)
_BIAS, _SECOND, _LAST = (np.array(values, np.float32) for values in (BIAS, SECOND, LAST))


def find_stamps(sheet: Sheet, page: int) -> tuple[Box, ...]:
    """Places on the page at which a stamp may be; some milliseconds."""
    del page
    return tuple(_box(sheet, place) for place in places_of(sheet))


def read_stamps(sheet: Sheet, page: int, ocr: Ocr | None = None) -> tuple[Mark, ...]:
    """The stamps on a sheet, best at `DPI`, the surest first; those in a red frame that nobody could read have the text ""."""
    del ocr
    found: list[Mark] = []
    for place in places_of(sheet):
        text, sure = _read(sheet, place)
        if text or (place.framed and place.red):
            found.append(Mark("stamp", page, _box(sheet, place), sure, colour="red" if place.red else "", text=text))
    return tuple(_apart(sorted(found, key=lambda mark: (mark.text == "", -mark.confidence))))


def _read(sheet: Sheet, place: Place) -> tuple[str, float]:
    """What the surest word in a place is, "" where none is sure enough."""
    words = [told(word) for word in words_of(strip_of(sheet, place))]
    text, sure = max((word for word in words if word[0]), key=lambda word: word[1], default=("", 0.0))
    # A black word may be any framed word of the print; a wrong GIẢI MẬT would let a secret pass.
    enough = SURE if place.red and text != LIFTED else SURER
    return (text, sure) if sure >= enough else ("", 0.0)


def told(word: Word) -> tuple[str, float]:
    """Which of `WORDS` it is, "" for any other, and how sure that is, 0.0 to 1.0."""
    hidden = np.maximum(features(word) @ _FIRST + _BIAS, 0.0)
    scores = hidden @ _SECOND + _LAST
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    return (WORDS[best] if best < len(WORDS) else ""), float(shares[best])


def _box(sheet: Sheet, place: Place) -> Box:
    turn = radians(place.degrees)
    wide = abs(cos(turn)) * place.width + abs(sin(turn)) * place.height
    high = abs(sin(turn)) * place.width + abs(cos(turn)) * place.height
    return page_box(sheet, place.x - wide / 2, place.y - high / 2, place.x + wide / 2, place.y + high / 2)


def _apart(marks: list[Mark]) -> Iterator[Mark]:
    """The marks without those that lie on one before them: a frame is there twice, from inside and from outside."""
    taken: list[Box] = []
    for mark in marks:
        left, top, right, bottom = mark.box
        middle = ((left + right) / 2, (top + bottom) / 2)
        if not any(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3] for box in taken):
            taken.append(mark.box)
            yield mark
