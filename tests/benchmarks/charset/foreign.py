"""Windows of other languages: as Unicode, as bytes of a code page of theirs taken for windows-1252, as UTF-8 taken for it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from tests.benchmarks.charset import texts
from tests.benchmarks.charset.encode import carried
from tests.benchmarks.charset.segments import Segment

_WORDS = (3, 14)
# The code pages that a language is met in; the languages with real words that read as Vietnamese syllables get most windows.
_PAGES = {
    "ro": ("cp1250", "iso8859-16", "iso8859-2"),
    "cs": ("cp1250", "cp852"),
    "pl": ("cp1250", "iso8859-2"),
    "hu": ("cp1250", "iso8859-2"),
    "sk": ("cp1250",),
    "sl": ("cp1250",),
    "hr": ("cp1250",),
    "sq": ("cp1250",),
    "tr": ("cp1254",),
    "az": ("cp1254",),
    "et": ("cp1257",),
    "lv": ("cp1257", "iso8859-4"),
    "lt": ("cp1257", "iso8859-13"),
    "eo": ("iso8859-3",),
    "mt": ("iso8859-3",),
    "cy": ("iso8859-14",),
    "ga": ("iso8859-14",),
    "ru": ("cp1251", "koi8-r", "cp866"),
    "uk": ("cp1251", "koi8-u"),
    "bg": ("cp1251",),
    "sr": ("cp1251",),
    "mk": ("cp1251",),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "th": ("cp874",),
    "zh": ("gb18030", "big5"),
    "ja": ("shift_jis", "euc_jp"),
    "ko": ("euc_kr",),
}
_WESTERN = ("cp1252",)
_OLD = ("mac_roman", "cp850", "cp437")  # of programs that nobody has mailed with for long
_COLLIDING = frozenset({"ro", "da", "yo", "ig", "ee", "pt", "fr", "it", "et", "hu", "tr", "is", "cs", "lt", "ga", "es"})
_MORE = 6  # times as many windows
LIKELY = _COLLIDING | _PAGES.keys() | {"en", "de", "nl", "sv", "nb", "nn", "fi", "id", "ms", "km", "lo", "my", "hi", "sw", "tl"}


def windows(folder: Path, total: int, random: Random) -> Iterator[Segment]:
    """About so many windows of all languages."""
    languages = texts.languages(folder)
    share = total / (len(languages) + (_MORE - 1) * len(_COLLIDING.intersection(languages)))
    for language in languages:
        lines = texts.foreign(folder, language, random)
        wanted = round(share * (_MORE if language in _COLLIDING else 1))
        yield from islice(_of_language(language, lines, random), wanted)


def _of_language(language: str, lines: list[str], random: Random) -> Iterator[Segment]:
    kind = "likely languages" if language in LIKELY else "other languages"
    while True:
        window = _window(random.choice(lines), random)
        yield Segment((language, kind, "Unicode", f"{kind}, Unicode"), window)
        for name, pages in (("code page", _PAGES.get(language, _WESTERN)), ("Mac or DOS", _OLD), ("UTF-8", ("utf-8",))):
            page = random.choice(pages)
            raw = _encoded(window, page)
            if raw is not None and not raw.isascii():
                group = (language, kind, name, f"{kind}, {name}")
                yield Segment((*group, f"{name} as windows-1252"), carried(raw.decode("latin-1"), "1252"))
                labels = (None, "us-ascii", page) if name == "UTF-8" else (None, page, "iso-8859-1", "utf-8")
                yield Segment((*group, f"{name} bytes"), raw=raw, charset=random.choice(labels))


def _encoded(window: str, page: str) -> bytes | None:
    try:
        return window.encode(page)
    except UnicodeError:
        return None


def _window(line: str, random: Random) -> str:
    words = line.split()
    count = random.randint(*_WORDS)
    if len(words) <= 1:  # languages that part no words
        start = random.randrange(max(len(line) - 40, 1))
        return line[start : start + 40]
    first = random.randrange(max(len(words) - count, 0) + 1)
    return " ".join(words[first : first + count])
