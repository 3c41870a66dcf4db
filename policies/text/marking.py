"""Secrecy marks in text: TUYỆT MẬT, TỐI MẬT, MẬT, and GIẢI MẬT, which lifts them.

A mark stands alone, in capitals: a line, a cell or a text box of its own, framed or letter-spaced, a value after
"Độ mật:", a tag in a subject.  Words of a sentence ("bảo mật", "văn bản mật"), a list of the levels, a row of a table and a
form's empty field are none.  One quick search finds the places to look at; everything is linear in the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from unicodedata import normalize

from policies.text.cells import LINE, LOST, Cell, cells, lookup, tidy
from policies.text.encodings import SOURCES, codes_of
from policies.text.folding import fold
from policies.text.views import view_1252

LEVELS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")  # by rank
LIFTED = "GIẢI MẬT"
HEAD = 32  # lines of a page in which a mark may have lost letters
APART = 12  # lines within which another level makes a list of both
_SPACED = 60  # characters of a mark with its frame

_EXACT = {mark.replace(" ", ""): mark for mark in (*LEVELS, LIFTED)}
# Without accents only what is no other word: "MAT" may be anything.
_BARE = {"TOIMAT": "TỐI MẬT", "TUYETMAT": "TUYỆT MẬT", "GIAIMAT": LIFTED}
_FOLDED = {fold(mark).replace(" ", ""): mark for mark in (*LEVELS, LIFTED)}


def _spellings() -> dict[str, str]:
    """How the legacy encodings write the marks, as byte views; a capital without a code of its own is written small."""
    spelled: dict[str, str] = {}
    for source in SOURCES.values():
        coded = {letter: codes for letter, codes in codes_of(source) if codes}
        for squeezed, mark in _EXACT.items():
            ways = [coded.get(letter) or coded.get(letter.lower()) or (letter,) for letter in squeezed]
            for way in product(*(sorted(set(one)) for one in ways)):
                spelled.setdefault("".join(way), mark)
                spelled.setdefault("".join(way).upper(), mark)
    return {way: mark for way, mark in spelled.items() if not way.isascii() and way not in _EXACT}


_SPELLED = _spellings()
_MIDDLES = sorted({re.escape(way[way.rindex("M") + 1 : -1]) for way in _SPELLED} | {"A"})
_CANDIDATE = re.compile(
    rf"M\W{{0,5}}(?:[ẬÂẠ{LOST}\x00-\x08\x0e-\x1f]|{'|'.join(_MIDDLES)})\W{{0,5}}T|[Mm](?:ậ|â\u0323|ạ\u0302|a\u0323\u0302)t\s*[:：]"
)
_FRAME = "|│┃║[](){}<>*_=~#.·•–—+- \t"
_BULLET = re.compile(r"\s*[-–—+•·*]\s*\w")
_LABEL = re.compile(r"\W*(?:(?:muc|cap) )?(?:do mat|dau (?:chi )?(?:muc )?(?:do )?mat)\s*[:：]\W*((?:(?:toi|tuyet) )?mat)\b(.*)")
_BEYOND = re.compile(r"\W*(?:$|(?:muc )?do khan|so\b|ngay\b|han\b|thoi han)")
_COLUMN = re.compile(r"\W*(?:(?:muc|cap) )?do mat\W*")
_ROW = re.compile(r"\W*\d{1,4}\W*")
_GOES_ON = re.compile(r"(?:.*[,(]|.*\b(?:BÍ|BẢO|ĐỘ|TỐI|TUYỆT|DẤU|MỨC|LIỆU|BẢN|SƠ|TIN|NƯỚC|HOẶC|VÀ|LÀ|CÓ))\s*", re.DOTALL)
_FOLLOWS = re.compile(r"\W*(?:ONG|KHẨU|MÃ|ĐỘ(?!\s+KHẨN)|THƯ\s*$|VỤ\s*$)\b")
_TAG = re.compile(r"[\[(<{【（]([^\[\](){}<>【】（）]{2,60})[\])>}】）]")
_PIECE = re.compile(r"\s*[,;/|+&]\s*|\s+[-–—]\s+|\s+và\s+")
_ANSWER = re.compile(r"(?:\s*(?:re|fw|fwd|tl|trả lời|chuyển tiếp)\s*:\s*){1,9}", re.IGNORECASE)
_OPENING = re.compile(r"\s*([^:|–—-]{2,30}?)\s*(?:[:|–—]|-\s|$)")
_OFFICE = re.compile(r"\b(?:v/v|cong van|van ban|bao cao|quyet dinh|tai lieu|ke hoach|thong bao|to trinh|cong dien|chi thi)\b")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mark at `at`, index of its line's first character, on line `line` of the text, from 0."""

    mark: str
    at: int
    line: int


def sightings(text: str) -> tuple[Sighting, ...]:
    """The marks of a text (of a page, of a letter, of a document without pages), from the top.  Never raises."""
    found: list[Sighting] = []
    at = counted = line = 0
    for candidate in _CANDIDATE.finditer(text):
        start = text.rfind("\n", 0, candidate.start()) + 1
        if found and start <= at:
            continue
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line += text.count("\n", counted, start)
        counted = start
        mark = _on_line(text[start:end], _around(text, start, end), line) if end - start <= LINE else None
        if mark:
            found.append(Sighting(mark, start, line))
            at = start
    if found and _is_register(text, found[0].at):
        return ()
    return tuple(one for one in found if not _is_listed(one, found))


def tag(subject: str) -> str | None:
    """The mark that a subject or a file's name bears: "[MẬT] ...", "(TỐI MẬT)", "MẬT: ..."."""
    text = normalize("NFC", subject[:LINE])
    text = _ANSWER.sub("", text, count=1) if _ANSWER.match(text) else text
    for bracket in _TAG.finditer(text):
        opens = bracket.start() == 0 and text[0] == "["  # "[Mật] Kế hoạch": a tag, whatever its case
        for piece in _PIECE.split(bracket[1]):
            mark = _word(piece.upper() if opens else piece) or _bare_tag(piece, text)
            if mark:
                return mark
    opening = _OPENING.match(text)
    return _word(opening[1]) if opening else None


def mark_of(text: str) -> str | None:
    """The mark that a line or a cell consists of, None where it holds anything else."""
    if len(text) > LINE:
        return None
    label = _LABEL.match(fold(text))
    if label and _BEYOND.match(label[2]):
        return _FOLDED[label[1].replace(" ", "")]
    text = text.strip()
    if len(text) > _SPACED or (_BULLET.match(text) and text[-1].isalpha()):
        return None
    return _word(text.strip(_FRAME))


def strongest(marks: Sequence[str]) -> str | None:
    """The highest level among some marks; None where one of them lifts the others, or there is none."""
    if LIFTED in marks:
        return None
    return max(marks, key=LEVELS.index, default=None)


def _word(text: str) -> str | None:
    """The mark that letters spell, spaced or not, in Unicode, in a legacy encoding, or without accents."""
    squeezed = "".join(text.split())
    if not 3 <= len(squeezed) <= 20:
        return None
    if LOST in squeezed:
        return _EXACT.get(lookup(squeezed, _EXACT) or "")
    return _EXACT.get(normalize("NFC", squeezed)) or _BARE.get(squeezed) or _SPELLED.get(view_1252(squeezed))


def _bare_tag(piece: str, subject: str) -> str | None:
    """The mark MAT in a subject that is written without accents and speaks of papers."""
    plain = piece.strip() == "MAT" and subject.isascii() and _OFFICE.search(subject.lower())
    return "MẬT" if plain else None


def _on_line(line: str, around: tuple[str, str, str], number: int) -> str | None:
    """The mark on a line.  `around`: the two lines before it and the one after."""
    text = tidy(line)
    mark = mark_of(text)
    if mark is None:
        mark = _in_a_column(list(cells((text,))))
    if mark is None:
        return None
    if LOST in text and number >= HEAD:
        return None  # "M?T" is MỘT as well
    second, before, after = around
    if before in ("TỐI", "TUYỆT") and mark == "MẬT":
        return f"{before} MẬT"
    goes_on = before.isupper() and _GOES_ON.fullmatch(before)
    followed = after.isupper() and _FOLLOWS.match(after)
    row = number > 3 and (_ROW.fullmatch(before) or _ROW.fullmatch(second))
    return None if goes_on or followed or row else mark


def _in_a_column(columns: list[Cell]) -> str | None:
    """The mark in one of a line's columns, beside a letterhead's or a label; not in a row of a table."""
    for place, cell in enumerate(columns):
        mark = None if cell.role else mark_of(cell.text)
        if mark:
            others = columns[:place] + columns[place + 1 :]
            return mark if all(map(_is_of_a_head, others)) else None
    return None


def _is_of_a_head(cell: Cell) -> bool:
    folded = fold(cell.text[:40])
    return bool(cell.role or cell.text.isupper() or folded.startswith(("so:", "so ", "v/v")) or _COLUMN.fullmatch(folded))


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The two lines that are not empty before a line, and the one after, each cut to what is looked at."""
    before = [line.strip() for line in text[max(0, start - LINE) : start].split("\n") if line.strip()][-2:]
    after = next((line.strip() for line in text[end : end + LINE].split("\n") if line.strip()), "")
    second, first = ["", "", *before][-2:]
    return normalize("NFC", second), normalize("NFC", first), normalize("NFC", after)


def _is_listed(one: Sighting, all_of_them: Sequence[Sighting]) -> bool:
    """Whether another level stands so near that both are items of a list."""
    return one.mark != LIFTED and any(
        other.mark not in (one.mark, LIFTED) and abs(other.line - one.line) <= APART for other in all_of_them
    )


def _is_register(text: str, first: int) -> bool:
    """Whether a column "Độ mật" stands over the first mark: the levels of others, listed."""
    lines = text[max(0, first - 20 * LINE) : first].split("\n")
    headings = [line for line in lines if line.strip()]
    return any(_is_heading(line) for line in headings[:-1]) or (bool(headings) and _is_heading(headings[-1], alone=False))


def _is_heading(line: str, *, alone: bool = True) -> bool:
    columns: Iterator[str] = iter(line.split("\t")) if "\t" in line else iter((line,) if alone else ())
    return any(len(column) < 30 and _COLUMN.fullmatch(fold(column)) is not None and ":" not in column for column in columns)
