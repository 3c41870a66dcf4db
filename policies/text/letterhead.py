"""The head of an official document: formulas, issuer, number, place and date, type, summary, marks.

Only what stands on a line or in a column of its own counts, within the first lines of a page: a text that quotes the
formulas or cites a number in a sentence has no letterhead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from policies.text.cells import LOST, Cell, cells, lookup, resembles, squeeze, tidy
from policies.text.folding import fold
from policies.text.numbers import Number, number_at
from policies.text.official_table import BODIES, PRIVATE_BODIES, PUBLIC_BODIES, TYPES

HEAD = 32  # lines of a page in which a letterhead stands
_SECRECY = {"TUYỆTMẬT": "TUYỆT MẬT", "TỐIMẬT": "TỐI MẬT", "MẬT": "MẬT", "GIẢIMẬT": "GIẢI MẬT"}
_URGENCY = {
    "hoatochengio": "HỎA TỐC HẸN GIỜ",
    "hoatoc": "HỎA TỐC",
    "thuongkhan": "THƯỢNG KHẨN",
    "khan": "KHẨN",
}
_DRAFT = re.compile(r"\W*(?:ban )?du thao\W*(?:(?:lan|so|thu)\b\W*)?(?:\d+|[ivx]+|cuoi)?(?:\W*ngay)?[\W\d]*")
_FORM = re.compile(r"\W*(?:mau|bieu mau|mau so|bieu)\W*(?:so)?\W*[\w./-]{0,12}\W*")
_ABOUT = re.compile(r"\W*(?:v/v|ve viec)\b\W*")
_BODY_BEGINS = re.compile(r"\W*(?:kinh gui|can cu|dieu \d|thuc hien|theo |xet |[ivx]+\.|\d+\.|phan |chuong |noi nhan|[-+])")
_DAYS = re.compile(r"\d+")


@dataclass(slots=True)
class Letterhead:
    """What was read of a head.  `formula`: Quốc hiệu or tiêu ngữ; `draft`, `form`, `private`: not official."""

    formula: bool = False
    party: bool = False
    draft: bool = False
    form: bool = False
    number: Number | None = None
    issuer: str | None = None
    private: bool = False
    date: str | None = None
    type: str | None = None
    summary: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    _halves: int = 0
    _numbered: int = 0  # how many cells stand before the number
    _left: list[Cell] = field(default_factory=list)


def letterhead(lines: Sequence[str]) -> Letterhead:
    """Read the head of a page.  Never raises; reads at most `HEAD` lines that are not empty."""
    head = Letterhead()
    rows = [row for row in (tidy(line) for line in lines[: 3 * HEAD]) if row][:HEAD]
    sequence: list[Cell] = []
    for row in rows:
        number = None if head.number else number_at(row)
        if number:
            head.number = number
            head._numbered = len(sequence)
            sequence.extend(_take(head, cell) for cell in cells((number.rest,)))
        else:
            sequence.extend(_take(head, cell) for cell in cells((row,)))
    head.formula = head.formula or head._halves > 1
    _name_issuer(head)
    _name_type(head, sequence)
    return head


def _take(head: Letterhead, cell: Cell) -> Cell:
    """Note what a cell says of the document."""
    match cell.role:
        case "quoc-hieu" | "tieu-ngu":
            head.formula = True
        case "half":
            head._halves += 1
        case "party":
            head.party = True
        case "date":
            head.date = head.date or _day(cell.text)
        case _:
            _take_mark(head, cell)
            if head.number is None:
                head._left.append(cell)
    return cell


def _take_mark(head: Letterhead, cell: Cell) -> None:
    if len(cell.text) > 60:
        return
    folded = fold(cell.text)
    if _DRAFT.fullmatch(folded) or (folded.startswith("du thao") and cell.text.isupper() and head.number is None):
        head.draft = True
    elif head.number is None and _FORM.fullmatch(folded):
        head.form = True
    secrecy = secrecy_mark(cell.text)
    if secrecy == "GIẢI MẬT" or (secrecy and not head.secrecy):
        head.secrecy = secrecy
    if cell.text.isupper() and not head.urgency:
        head.urgency = _URGENCY.get(cell.squeezed)


def secrecy_mark(text: str) -> str | None:
    """The secrecy mark that a line consists of: "MẬT", "TỐI MẬT", "TUYỆT MẬT", and "GIẢI MẬT", which lifts them."""
    letters = "".join(character for character in text[:60] if character.isalpha() or character == LOST)
    label, _, value = fold(text).partition(":")
    if label.strip() in ("do mat", "muc do mat"):
        letters = value.strip(" .[]()").replace(" ", "")
        return {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}.get(letters)
    return _SECRECY.get(lookup(letters, _SECRECY) or "")


def _day(text: str) -> str:
    """A place and date ("Biên Hòa, ngày 29 tháng 9 năm 2011") as 2011-09-29; as written where a number is missing."""
    found = _DAYS.findall(text)[-3:]
    try:
        day, month, year = (int(digits[:4]) for digits in found)
        return date(year, month, day).isoformat()
    except ValueError:
        return text[:80]


def _name_issuer(head: Letterhead) -> None:
    """The issuing body: the last one named in the left column, with the lines on which its name goes on."""
    bodies: list[list[str]] = []
    goes_on = False
    for cell in head._left:
        known = cell.text.isupper() and (cell.squeezed.startswith(PRIVATE_BODIES) or _is_body(cell))
        if known and not (goes_on and fold(bodies[-1][-1]).endswith((" va", ","))):
            bodies.append([cell.text])
            goes_on = True
        elif goes_on and cell.text.isupper() and len(bodies[-1]) < 4 and _is_name(cell):
            bodies[-1].append(cell.text)
        else:
            goes_on = False
    if bodies:
        # Without a number nothing bounds the left column: the first body named is then the issuer.
        issuer = bodies[-1] if head.number else bodies[0]
        head.issuer = " ".join(" ".join(issuer).split())[:200].strip(" -_*")
        name = squeeze(head.issuer)
        head.private = name.startswith(PRIVATE_BODIES) and not name.startswith(PUBLIC_BODIES)


def _is_body(cell: Cell) -> bool:
    """Whether a cell begins with the first words of a public body's name (whole words: "SỞ" is none of "SỞ HỮU")."""
    words = [squeeze(word) for word in cell.text.split()[:4]]
    starts = ["".join(words[:count]) for count in range(1, len(words) + 1)]
    return any(start in BODIES or (LOST in start and lookup(start, BODIES)) for start in starts)


def _is_name(cell: Cell) -> bool:
    """Whether capitals may be the second line of a body's name: neither a heading nor a mark."""
    return (
        cell.squeezed not in TYPES
        and cell.squeezed not in _URGENCY
        and secrecy_mark(cell.text) is None
        and len(cell.squeezed) > 2
    )


def _name_type(head: Letterhead, sequence: Sequence[Cell]) -> None:
    """The type's heading and the summary below it, or the subject of a công văn ("V/v ...")."""
    for place, cell in enumerate(sequence):
        if cell.role or place < head._numbered:
            continue
        about = _ABOUT.match(fold(cell.text[:20]))
        if about:
            head.summary = _summary([Cell(cell.text[about.end() :]), *sequence[place + 1 :]])
            break
        named, rest = _type_of(cell)
        if named:
            head.type = named
            head.summary = _summary([Cell(rest), *sequence[place + 1 :]])
            break
    if head.type is None and head.number is not None:
        head.type = head.number.type


def _type_of(cell: Cell) -> tuple[str | None, str]:
    """The type that a heading in capitals begins with, some letters perhaps lost, and what follows on its line."""
    words = cell.text.split(maxsplit=6)
    capitals = [squeeze(word) for word in takewhile(_is_capital, words[:6])]
    for count in range(len(capitals), 0, -1):
        squeezed = "".join(capitals[:count])
        name = lookup(squeezed, TYPES) if LOST in squeezed else squeezed
        rest = " ".join(words[count:])
        # "LUẬT SƯ ..." is no Luật: a short name stands alone.
        if name in TYPES and not (rest and len(squeezed) < 6):
            return TYPES[name], rest
    return None, ""


def _is_capital(word: str) -> bool:
    return word.isupper() or word.strip(LOST) == ""


def _summary(following: Sequence[Cell]) -> str | None:
    """Up to five lines, until the text begins."""
    taken: list[str] = []
    for cell in following[:8]:
        if cell.role or not cell.text:
            continue
        if taken and (cell.text.isupper() or (cell.text[0].isupper() and len(cell.text) > 60)):
            break  # the text begins: a heading, or a full line that opens a sentence
        begins = _BODY_BEGINS.match(fold(cell.text[:30])) or resembles(squeeze(cell.text[:10])[:7], "kinhgui", 0.7)
        if begins or len(taken) == 5:
            break
        taken.append(cell.text)
    text = " ".join(" ".join(taken).split())
    return text[:400].strip(" -_*.") or None
