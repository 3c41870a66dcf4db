"""How text in a legacy encoding reads, letter by letter, so that what it was set in (runs, fonts) can be kept."""

import re
from collections.abc import Callable
from itertools import accumulate

from policies.text.capitals import restore_capitals
from policies.text.encodings import letters
from policies.text.mojibake import mojibake_letters
from policies.text.runs import IMPOSSIBLE
from policies.text.syllables import RARITY, SYLLABLES, WITHOUT_HORN
from policies.text.tokens import BKHCM1_TOKEN, SIGNS, TOKEN
from policies.text.views import VIEWS
from policies.text.viqr import viqr_letters


def letters_of(text: str, encoding: str, way: str = "1252") -> list[str]:
    """What each character of a legacy text becomes, in NFC: as many as the text has, "" where a letter before it took it in.

    `way`: as in `Span`.  Capitals that the encoding lost are given back, and the ư that fell out of TCVN3.
    """
    if encoding == "viqr":
        return viqr_letters(text)
    if encoding == "mojibake":
        return mojibake_letters(text, way)
    read = list(text)
    view = VIEWS[way]
    pattern = BKHCM1_TOKEN if encoding == "bkhcm1" else TOKEN
    for token in pattern.finditer(text):
        if len(token[0]) > 1 or token[0].isalpha():  # not a sign on its own
            read[token.start() : token.end()] = letters(view(token[0]), encoding)
            _take_in_signs(text, token, read, encoding, view)
    if encoding == "tcvn3" and "\xad" not in text:
        _give_back_horns(text, read)
    return resliced(restore_capitals("".join(read), encoding), read)


def _take_in_signs(text: str, token: re.Match[str], read: list[str], encoding: str, view: Callable[[str], str]) -> None:
    """A typographic sign that touches a word is a letter of it where that makes a commoner word: –y is Ủy in BK HCM 1."""
    start, end = token.span()
    rarity = RARITY.get("".join(read[start:end]).lower(), IMPOSSIBLE)
    for sign, first, last in ((start - 1, start - 1, end), (end, start, end + 1)):
        if 0 <= sign < len(text) and text[sign] in SIGNS:
            wider = letters(view(text[first:last]), encoding)
            if RARITY.get("".join(wider).lower(), IMPOSSIBLE) < rarity:
                read[first:last] = wider


def resliced(text: str, pieces: list[str]) -> list[str]:
    """The text cut at the lengths of these pieces."""
    ends = list(accumulate(map(len, pieces)))
    return [text[end - len(piece) : end] for piece, end in zip(pieces, ends, strict=True)]


def _give_back_horns(text: str, read: list[str]) -> None:
    """Trường where trờng stands: TCVN3's ư is the soft hyphen, which many a program drops."""
    for token in TOKEN.finditer(text):
        word = "".join(read[token.start() : token.end()])
        whole = WITHOUT_HORN.get(word.lower()) if word.lower() not in SYLLABLES and not word.isascii() else None
        if whole is not None:
            at = next(index for index, (one, other) in enumerate(zip(whole, word.lower() + " ", strict=True)) if one != other)
            place = token.start() + at - 1 if at else token.start()
            read[place] = read[place] + "ư" if at else "ư" + read[place]
