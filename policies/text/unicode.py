"""How text in a legacy encoding reads, letter by letter, so that what it was set in (runs, fonts) can be kept."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, islice

from policies.text.capitals import restore_capitals
from policies.text.encodings import letters
from policies.text.mojibake import mojibake_letters
from policies.text.pairs import pair_gain
from policies.text.runs import IMPOSSIBLE
from policies.text.syllables import RARITY, SYLLABLES, WITHOUT_HORN
from policies.text.tokens import LONGEST, SIGNS, TOKEN, token_of
from policies.text.views import VIEWS
from policies.text.viqr import viqr_letters

_ONE_LETTER = frozenset("ởôýổế")  # words of one letter that stand where they like
_SYMBOLS = frozenset("°²³¹¼½¾×÷±µ")
_ASCII_SIGNS = frozenset("{|}~^`")
_DROPPED = 3.0  # how much commoner the word with its ư must be
_STOPS = tuple(",;.")
_BESIDE = 2  # letters that a word with one of these symbols has at most: °C, m², kg³


def letters_of(text: str, encoding: str, way: str = "1252", *, signs: bool = True) -> list[str]:
    """What each character of a legacy text becomes, in NFC: as many as the text has, "" where a letter before it took it in.

    `way`: as in `Span`.  `signs`: whether one may be meant by a letter's code (« or ô); in a font of the encoding none can be.
    Capitals that the encoding lost are given back, and the ư that fell out of TCVN3.
    """
    if encoding == "viqr":
        return viqr_letters(text)
    if encoding == "mojibake":
        return mojibake_letters(text, way)
    read = list(text)
    view = VIEWS[way]
    tokens = list(token_of(encoding).finditer(text))
    pieces = [_letters(token[0], encoding, view) for token in tokens]
    words = ["", *("".join(piece).lower() for piece in pieces), ""]
    for at, token in enumerate(tokens):
        if (not signs and token[0] != "\xad") or _is_word(token, words[at : at + 3]):
            read[token.start() : token.end()] = _likelier_of_shared(pieces[at]) if encoding == "bkhcm1" else pieces[at]
            _take_in_signs(text, token, read, encoding, view)
    if encoding == "tcvn3" and "\xad" not in text:
        _give_back_horns(text, read)
    return resliced(restore_capitals("".join(read), encoding), read)


def _letters(text: str, encoding: str, view: Callable[[str], str]) -> list[str]:
    """The letters of a text by its characters, each of which may be none, one or two bytes."""
    return list((_remembered if len(text) <= LONGEST else _read)(text, encoding, view))


def _read(text: str, encoding: str, view: Callable[[str], str]) -> tuple[str, ...]:
    views = list(map(view, text))
    read = iter(letters("".join(views), encoding))
    return tuple("".join(islice(read, len(one))) for one in views)


_remembered = lru_cache(maxsize=10_000)(_read)  # Vietnamese has some thousand syllables


def resliced(text: str, pieces: list[str]) -> list[str]:
    """The text cut at the lengths of these pieces."""
    ends = list(accumulate(map(len, pieces)))
    return [text[end - len(piece) : end] for piece, end in zip(pieces, ends, strict=True)]


def _is_word(token: re.Match[str], words: list[str]) -> bool:
    """Whether a token is letters, not a sign or a unit of measure: « may be a quotation mark or ô, °C is no word.

    `words`: the word before it, itself and the word after it, as they read.
    """
    stands, (before, word, after) = token[0], words
    if len(stands) > 1:
        if word in SYLLABLES or len(stands) > _BESIDE + 1:
            return word in SYLLABLES or stands.isupper() or _ASCII_SIGNS.isdisjoint(stands)
        return _SYMBOLS.isdisjoint(stands)
    if stands.isalpha() or "\x80" <= stands < "\xa0":
        return True
    around = token.string[max(token.start() - 1, 0) : token.end() + 1]
    if stands == "®" and word == "đ":
        return bool(before) and around.strip(" \t,.;:()") == stands  # điểm đ
    if word not in SYLLABLES or around.strip(' \t\r\n,.;:"()-') != stands:
        return False
    if token.string[token.end() : token.end() + 1] in _STOPS and word in _ONE_LETTER:
        return True
    return pair_gain(before, word) > 0 or pair_gain(word, after) > 0 or bool(before and word in _ONE_LETTER)


def _likelier_of_shared(pieces: list[str]) -> list[str]:
    """BK HCM 1 has one code for Ụ and Ặ, and one for Ị and Ỵ: the likelier word is meant."""
    others = [{"Ặ": "Ụ", "Ụ": "Ặ", "Ỵ": "Ị", "Ị": "Ỵ"}.get(piece, piece) for piece in pieces]
    word, other = ("".join(one).lower() for one in (pieces, others))
    return others if RARITY.get(other, IMPOSSIBLE) < RARITY.get(word, IMPOSSIBLE) else pieces


def _take_in_signs(text: str, token: re.Match[str], read: list[str], encoding: str, view: Callable[[str], str]) -> None:
    """A typographic sign that touches a word is a letter of it where that makes a commoner word: –y is Ủy in BK HCM 1."""
    start, end = token.span()
    rarity = RARITY.get("".join(read[start:end]).lower(), IMPOSSIBLE)
    for sign, first, last in ((start - 1, start - 1, end), (end, start, end + 1)):
        if 0 <= sign < len(text) and text[sign] in SIGNS:
            wider = _letters(text[first:last], encoding, view)
            if RARITY.get("".join(wider).lower(), IMPOSSIBLE) < rarity:
                read[first:last] = wider


def _give_back_horns(text: str, read: list[str]) -> None:
    """Trường where trờng stands: TCVN3's ư is the soft hyphen, which many a program drops.

    Once a word shows that they were dropped, people may be meant where it says ngời (glowing), too.
    """
    tokens = list(TOKEN.finditer(text))
    words = ["", *("".join(read[token.start() : token.end()]) for token in tokens), ""]
    if not any(word.lower() in WITHOUT_HORN and word.lower() not in SYLLABLES and not word.isascii() for word in words):
        return
    for at, token in enumerate(tokens, 1):
        small = words[at].lower()
        whole = WITHOUT_HORN.get(small)
        before, after = words[at - 1].lower(), words[at + 1].lower()
        if whole is None or not _may_miss(words[at]):
            continue
        if _likelihood(before, whole, after) > _likelihood(before, small, after) + _DROPPED:
            lost = next(index for index, (one, other) in enumerate(zip(whole, small + " ", strict=True)) if one != other)
            place = token.start() + max(lost - 1, 0)
            read[place] = read[place] + "ư" if lost else "ư" + read[place]
            words[at] = whole


def _may_miss(word: str) -> bool:
    """Whether a small ư may have fallen out of a word: not out of abbreviations (CT, KH), nor of an item's letter (đ)."""
    return word != "đ" and not word.isupper()


def _likelihood(before: str, word: str, after: str) -> float:
    return pair_gain(before, word) + pair_gain(word, after) - RARITY.get(word, IMPOSSIBLE)
