"""Pieces of text with what is to be said of each: legacy ones by encoding, form, way and length, and innocent ones.

A piece is a text, or bytes under a charset.  `written`: what a legacy piece says; "" for an innocent one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from random import Random
from unicodedata import combining, normalize

from tests.benchmarks.charset import encode, texts

LABELS = (None, "us-ascii", "iso-8859-1", "windows-1252", "utf-8", "windows-1258", "gb2312")
KINDS = ("names", "places", "headings")
_TELEX_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX_SHAPES = {"\u0302": "{0}", "\u0306": "w", "\u031b": "w"}
_DIGITS = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5", "\u0302": "6", "\u0306": "8", "\u031b": "7"}
_LONG = 150  # lines
_CODE = (
    "for (int i = 0; i < n; i++) { a[i] ^= b[i] + c; }",
    "SELECT t.id, t.ten FROM can_bo t WHERE t.ngay >= '2010-01-01' AND t.loai IN (1, 2, 3);",
    "<td class='so'>1.250.000&nbsp;đ</td><td>±5 %</td>",
    "def f(x): return {k: v for k, v in x.items() if k != 'µ'}",
    "^[a-z]+('s)?(\\.[a-z]+)*$ => s/(o+)\\?/$1./g",
    "https://dongnai.gov.vn/?q=v%C4%83n+th%C6%B0&page=2#a~b",
    "GIF89a ©2009 «Zurück» ½ × ¾ = ⅜, 20 °C ± 0,5 µm, §12 Abs. 3",
    "1.234,56  2.500.000  78/2009/QĐ-UBND  12:30  0251.3822.501",
)


@dataclass(frozen=True, slots=True)
class Segment:
    """`group`: the rows of the report that it counts in."""

    group: tuple[str, ...]
    text: str = ""
    encoding: str = ""
    written: str = ""
    raw: bytes | None = None
    charset: str | None = None


def legacy(folder: Path, count: int, random: Random) -> Iterator[Segment]:
    """So many pieces of each encoding, form, way and length, and of names, places and headings."""
    paragraphs = texts.vietnamese(folder, random)
    for length in texts.LENGTHS:
        pieces = texts.pieces(paragraphs, length, random)
        yield from _encoded(pieces, length, count, random)
    for kind in KINDS:
        lines = texts.listed(folder, kind, random)
        yield from _encoded((random.choice(lines) for _ in iter(int, 1)), kind, count, random)
    files = (_as_file_name(piece, random) for piece in texts.pieces(paragraphs, "s", random))
    yield from _encoded(files, "file names", count, random)


def _encoded(pieces: Iterator[str], length: str, count: int, random: Random) -> Iterator[Segment]:
    for name in encode.TABLES:
        for form in encode.FORMS.get(name, ("",)):
            for way in _ways(name):
                for piece in islice(pieces, count):
                    yield _segment(piece, name, form, way, length, random)
    for route in encode.ROUTES:
        for piece in islice(pieces, count):
            group = ("mojibake", f"mojibake by {route}", length)
            yield Segment(group, encode.garbled(piece, route), "mojibake", piece)


def _ways(encoding: str) -> tuple[str, ...]:
    if encoding == "viqr":
        return ("ascii",)
    ways = tuple(way for way in encode.WAYS if (encoding, way) != ("cp1258", "1258"))  # that is Unicode
    return (*ways, "bytes")


def _segment(piece: str, encoding: str, form: str, way: str, length: str, random: Random) -> Segment:
    view = encode.byte_view(piece, encoding, form)
    group = (encoding, *((f"{encoding} {form}",) if form else ()), f"by {way}", length)
    if way == "bytes":
        return Segment(group, "", encoding, piece, encode.octets(view), random.choice(LABELS))
    return Segment(group, view if way == "ascii" else encode.carried(view, way), encoding, piece)


def _as_file_name(piece: str, random: Random) -> str:
    words = piece.replace("/", "-").split()[:6]
    return random.choice((" ", "_", "-")).join(words) + random.choice((".doc", ".xls", ".pdf", ".rar"))


def by_words(folder: Path, counts: tuple[int, ...], each: int, random: Random) -> Iterator[Segment]:
    """Windows of so many words in each encoding, as text in windows-1252."""
    paragraphs = texts.vietnamese(folder, random)
    for count in counts:
        windows = texts.windows(paragraphs, count, random)
        for name in encode.TABLES:
            for window in islice(windows, each):
                view = encode.byte_view(window, name)
                text = view if name == "viqr" else encode.carried(view, "1252")
                yield Segment((f"{name} {count}",), text, name, window)
        for window in islice(windows, each):
            yield Segment((f"mojibake {count}",), encode.garbled(window, "1252"), "mojibake", window)


def mixed(folder: Path, count: int, random: Random) -> Iterator[Segment]:
    """A legacy sentence in a Unicode letter.  What is read may take in plain words beside it."""
    paragraphs = texts.vietnamese(folder, random)
    around = texts.pieces(paragraphs, "l", random)
    for name in encode.TABLES:
        for length in ("s", "m", "l"):
            for piece in islice(texts.pieces(paragraphs, length, random), count):
                view = encode.byte_view(piece, name)
                inner = view if name == "viqr" else encode.carried(view, "1252")
                before, after = f"{next(around)}\n\n", f"\n\n{next(around)}"
                yield Segment((name, length), before + inner + after, name, before + piece + after)


def documents(folder: Path, count: int, random: Random) -> Iterator[Segment]:
    """Long innocent texts: a chance in a thousand lines becomes a certainty."""
    for file in sorted((folder / "vi" / "heldout").glob("*.txt")):
        lines = texts.lines_of(file, random)
        for _ in range(count):
            yield Segment(("Unicode Vietnamese", file.stem), "\n".join(random.sample(lines, min(_LONG, len(lines)))))
    for language in texts.languages(folder):
        lines = texts.foreign(folder, language, random)
        for _ in range(max(count // 20, 1)):
            yield Segment(("other languages", language), "\n".join(random.sample(lines, min(_LONG, len(lines)))))


def innocent(folder: Path, count: int, random: Random) -> Iterator[Segment]:
    """Pieces that nothing is wrong with: Vietnamese as it should be, typed without letters, code, figures."""
    paragraphs = texts.vietnamese(folder, random)
    for length in texts.LENGTHS:
        for piece in islice(texts.pieces(paragraphs, length, random), count):
            yield Segment(("Unicode NFC", length), piece)
            yield Segment(("Unicode NFD", length), normalize("NFD", piece))
            yield Segment(("unaccented", length), _bare(piece))
            yield Segment(("Telex", length), typed(piece, telex=True))
            yield Segment(("VNI typing", length), typed(piece, telex=False))
            yield Segment(("UTF-8 bytes", length), raw=piece.encode(), charset=random.choice((None, "utf-8")))
            yield Segment(("windows-1258 round trip", length), _through_1258(piece))
    for piece in islice(texts.pieces(paragraphs, "m", random), count):
        yield Segment(("code and figures",), f"{random.choice(_CODE)}\n{random.choice(_CODE)}\n{piece}")
        yield Segment(("code and figures",), random.choice(_CODE))


def messages(folder: Path, count: int, random: Random) -> Iterator[Segment]:
    """Legacy and innocent pieces together, in these two groups."""
    for segment in chain(legacy(folder, count, random), innocent(folder, count * 10, random)):
        yield replace(segment, group=("guilty" if segment.written else "innocent",))


def _bare(piece: str) -> str:
    letters = normalize("NFD", piece).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in letters if not combining(letter))


def _through_1258(piece: str) -> str:
    """Unicode with tones as combining marks, as programs on Vietnamese Windows keep it."""
    return encode.carried(encode.byte_view(piece, "cp1258"), "1258")


def typed(piece: str, *, telex: bool) -> str:
    """The text as it is when the keyboard's program was off."""
    return "".join(_keys(letter, telex) for letter in piece)


def _keys(letter: str, telex: bool) -> str:
    base, *marks = normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))
    if letter in "đĐ":
        return base + (base if telex else "9")
    if telex:
        return base + "".join((_TELEX_SHAPES | _TELEX_TONES)[mark].format(base) for mark in marks)
    return base + "".join(_DIGITS[mark] for mark in marks)
