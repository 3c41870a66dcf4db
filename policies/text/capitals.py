"""Capitals that an encoding could not write: ĐéC LậP -> ĐỘC LẬP, Hà NộI -> HÀ NỘI, Nguyễn Thị ánh -> Nguyễn Thị Ánh.

TCVN3 and Vietware F leave accented capitals to the font, VPS and VISCII put some on control codes that few programs keep: the
small letter stands there instead.  The letters around it tell.  Lengths never change.
"""

import re
from itertools import pairwise

from policies.text.syllables import SYLLABLES

CAPITALS_LOST = frozenset({"tcvn3", "vietware-f", "vps", "viscii", "bkhcm1"})
_WORD = re.compile(r"[^\W\d_]+")
_SURE = frozenset("ăâđêôơư")  # small letters whose capital every encoding has
_OPENS = re.compile(r"(?:^|[.!?;:…\n\r\t]|[-–+*•]\s|\d[.)])[\s\"'“‘«(]*$")  # what stands before the first word of a sentence
_LOOK_BACK = 12  # characters


def restore_capitals(text: str, encoding: str) -> str:
    """Decoded text with the capitals that `encoding` lost."""
    if encoding not in CAPITALS_LOST:
        return text
    words = list(_WORD.finditer(text))
    shouted = [_shouted(word[0]) for word in words]
    pieces, end = [], 0
    for index, word in enumerate(words):
        pieces += [text[end : word.start()], _restored(text, words, shouted, index)]
        end = word.end()
    return "".join([*pieces, text[end:]])


def upper(text: str) -> str:
    """In capitals, letter for letter."""
    return "".join(big if len(big := char.upper()) == 1 else char for char in text)


def _restored(text: str, words: list[re.Match[str]], shouted: list[bool | None], index: int) -> str:
    word = words[index][0]
    is_shouted = shouted[index]
    if is_shouted is None:
        near = [at for at in range(max(index - 2, 0), min(index + 3, len(words))) if at != index]
        loud = any(shouted[at] and words[at][0].lower() in SYLLABLES for at in near)  # TT and UBND are no headings
        is_shouted = loud and not any(shouted[at] is False for at in near)
    if is_shouted:
        return upper(word)
    first = word[0]
    if first.isascii() or not first.islower() or first in _SURE:
        return word
    if _opens_sentence(text, words, index) or _within_a_name(text, words, index):
        return upper(first) + word[1:]
    return word


def _shouted(word: str) -> bool | None:
    """Whether a word is in capitals, None where a single letter or none says so."""
    plain = [letter for letter in word if letter.isascii() or letter.isupper() or letter in _SURE]
    if any(letter.islower() for letter in plain):
        return False
    return True if len(plain) > 1 else None


def _opens_sentence(text: str, words: list[re.Match[str]], index: int) -> bool:
    """Whether the word begins a line or sentence."""
    start = words[index].start()
    return _OPENS.search(text[max(start - _LOOK_BACK, 0) : start]) is not None if index else not text[:start].strip()


def _within_a_name(text: str, words: list[re.Match[str]], index: int) -> bool:
    """Whether both neighbours (or two before a last word) begin with capitals: Nguyễn Thị ánh, Vũ ánh Tuyết."""
    near = words[max(index - 2, 0) : index + 2]
    linked = [text[one.end() : two.start()] == " " for one, two in pairwise(near)]
    if not all(linked) or index == 0:
        return False
    around = [word[0][0].isupper() for word in near if word is not words[index]]
    return len(around) >= 2 and all(around)
