"""Vietnamese syllables and how likely each is, against the words of other languages that look like one.

`RARITY` holds every well-formed toned syllable (NFC, lower case, both tone placements): minus the natural logarithm of its
frequency, `UNHEARD` for those that the frequency list lacks.  What is not in it is no Vietnamese syllable.
"""

from collections.abc import Iterator
from unicodedata import normalize

from policies.text.foreign_table import FOREIGN_BY_RARITY
from policies.text.syllables_table import SYLLABLES_BY_RARITY

UNHEARD = 15.5

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
uy uya uych uyên uyêt uynh uyn uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu yt ynh
"""
_BORROWED = ("kông", "đắk", "lắk", "đăk", "lăk", "kạn", "krông", "tuýp")  # place names and the like, outside the rules
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_STOPPED = ("", "\u0301", "\u0323")  # a syllable that ends in c, ch, p, t has no other tone
_FRONT = frozenset("eêiy")


def _tone_places(rhyme: str) -> tuple[int, ...]:
    """The vowels that may bear the tone: two where old and new spelling differ (hòa, hoà)."""
    marked = [at for at, letter in enumerate(rhyme) if letter in "ăâêôơư"]
    if marked:
        return (marked[-1],)
    vowels = [at for at, letter in enumerate(rhyme) if letter in "aeiouy"]
    if len(vowels) == 1 or rhyme in ("oo", "ooc", "oong"):
        return (vowels[-1],)
    if len(vowels) == 3:
        return (1,)
    if rhyme[-1] not in "aeiouy":
        return (vowels[-1],)
    return (0, 1) if rhyme in ("oa", "oe", "uy", "ua") else (0,)


def _spelt(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        return rhyme[0] not in "ouư"
    if rhyme.startswith("yê"):
        return onset in ("", "qu")
    if onset in ("c", "ng"):
        return rhyme[0] not in _FRONT
    if onset in ("k", "gh", "ngh"):
        return rhyme[0] in _FRONT
    return True


def _syllables() -> Iterator[str]:
    for rhyme in _RHYMES.split():
        tones = _STOPPED if rhyme.endswith(("c", "ch", "p", "t")) else _TONES
        toned = [normalize("NFC", rhyme[: at + 1] + tone + rhyme[at + 1 :]) for at in _tone_places(rhyme) for tone in tones]
        for onset in ("", *_ONSETS.split()):
            if _spelt(onset, rhyme):
                yield from (onset + one for one in toned)


def _by_word(table: dict[int, str]) -> dict[str, float]:
    return {word: float(rarity) for rarity, words in table.items() for word in words.split()}


def _without_horn() -> dict[str, str]:
    horned = sorted((word for word in RARITY if "ư" in word), key=RARITY.__getitem__, reverse=True)
    return {left: word for word in horned if (left := word.replace("ư", "", 1))}


RARITY: dict[str, float] = dict.fromkeys(_syllables(), UNHEARD) | dict.fromkeys(_BORROWED, 11.0) | _by_word(SYLLABLES_BY_RARITY)
SYLLABLES = frozenset(RARITY)
HEARD = frozenset(word for word, rarity in RARITY.items() if rarity < UNHEARD)
WITHOUT_HORN = _without_horn()
"""trờng -> trường: what is left of a syllable that lost its ư, and the commonest that it may have been."""
FOREIGN: dict[str, float] = _by_word(FOREIGN_BY_RARITY)
"""Words of other languages whose bytes read as a Vietnamese syllable in some encoding (lower-case byte views)."""


def _spellings() -> Iterator[tuple[str, str]]:
    """The newer spelling of a syllable and its older one."""
    for rhyme in _RHYMES.split():
        if len(places := _tone_places(rhyme)) == 2:
            for tone in _TONES[1:]:
                older, newer = (normalize("NFC", rhyme[: at + 1] + tone + rhyme[at + 1 :]) for at in places)
                yield from ((onset + newer, onset + older) for onset in ("", *_ONSETS.split()) if _spelt(onset, rhyme))


_OTHER_SPELLING = dict(_spellings())


def one_spelling(syllable: str) -> str:
    """The syllable with its tone where the older spelling puts it: hòa for hoà."""
    return _OTHER_SPELLING.get(syllable, syllable)
