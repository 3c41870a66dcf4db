"""The head of an official document: formulas, issuer, number, place and date, type, summary, marks.

Only what stands on a line or in a column of its own counts, within the first lines of a page: a text that quotes the
formulas or cites a number in a sentence has no letterhead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from policies.text.cells import DAY, LOST, Cell, cells, is_capital, likeness_of, lookup, peel, squeeze, tidy
from policies.text.folding import fold
from policies.text.heading import Heading, heading, is_personal, type_of
from policies.text.marking import LIFTED, mark_of
from policies.text.numbers import YEAR, Number, may_begin, mended, number_at, torn_number
from policies.text.official_table import BODIES, PRIVATE_BODIES, PUBLIC_BODIES

HEAD = 32  # lines of a page in which a letterhead stands
PAGE = 200  # lines of a page in which a mark drawn over it is looked for
OVER = 8  # lines of running text over a formula from which on it is quoted in an article
FULL = 60  # characters of a line of running text
_URGENCY = {
    "hoatochengio": "HỎA TỐC HẸN GIỜ",
    "hoatoc": "HỎA TỐC",
    "thuongkhan": "THƯỢNG KHẨN",
    "khan": "KHẨN",
}
_DRAFT = re.compile(r"\W*(?:(?:ban )?du thao|draft)\W*(?:(?:lan|so|thu)\b\W*)*(?:\d+|[ivx]+|cuoi)?(?:\W*ngay)?[\W\d]*")
_FORM = re.compile(r"\W*(?:mau|bieu mau|mau so|bieu)\W*(?:so)?\W*[\w./-]{0,12}\W*")
_PLACEHOLDER = re.compile(r"\W*ten (?:co quan|cq|don vi|to chuc|toc)\b|.*[a-z]{2}\W*(?:\.{4}|…{2}|_{4})")
_DIGITS = str.maketrans("OoØølI|", "0000111")


@dataclass(slots=True)
class Letterhead:
    """What was read of a head.

    `formula`: Quốc hiệu or tiêu ngữ; `party`: that of the Party or the Youth Union; `draft`, `form`, `private`, `personal`
    (a citizen's paper): not official.  `left`: something in capitals stands where the issuer does, legible or not.
    `numbered`: there is a number, legible or not; `headed`: there is a type's heading or a subject.
    """

    formula: bool = False
    party: bool = False
    draft: bool = False
    form: bool = False
    number: Number | None = None
    numbered: bool = False
    issuer: str | None = None
    left: bool = False
    private: bool = False
    personal: bool = False
    headed: bool = False
    date: str | None = None
    type: str | None = None
    summary: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    _halves: int = 0
    _before: int = 0  # how many cells stand before the number
    _left: list[Cell] = field(default_factory=list)


def letterhead(lines: Sequence[str]) -> Letterhead:
    """Read the head of a page.  Never raises; reads at most `HEAD` lines that are not empty."""
    head = Letterhead()
    rows = [row for row in (tidy(line) for line in lines[: 3 * HEAD]) if row][:HEAD]
    sequence: list[Cell] = []
    running = 0
    quoted = False  # an article that quotes the formulas has sentences over them
    for row, before in zip(rows, ["", *rows], strict=False):
        quoted = quoted or running > OVER or (before.endswith(":") and len(before) > FULL)
        found = _cells(head, row, len(sequence))
        if not head.formula and len(row) > FULL and not is_capital(row[:FULL]):
            running += not any(cell.role for cell in found)
        sequence.extend(_take(head, Cell(cell.text) if quoted else cell) for cell in found)
    head.formula = head.formula or head._halves > 1
    head.draft = head.draft or any(map(_is_watermark, lines[HEAD:PAGE]))
    if (head.formula or head.party) and head.number is None:
        _find_torn(head, sequence)
    _name_issuer(head)
    _name_heading(head, sequence)
    return head


def _cells(head: Letterhead, row: str, place: int) -> list[Cell]:
    """The cells of a row, the number taken out of it."""
    if head.number is not None or not may_begin(row):
        return list(cells((row,)))
    # Room left for the serial is no gap between columns: the row is tried as a whole first.
    for columns in (list(peel(row)), list(cells((row,)))):
        number = None if columns[0].role else number_at(columns[0].text)
        if number is not None:
            head.number, head.numbered, head._before = number, True, place
            return [*cells((number.rest,)), *columns[1:]]
    return columns


def _find_torn(head: Letterhead, sequence: Sequence[Cell]) -> None:
    """A number whose beginning nobody can read, in the left column, near the formula."""
    formulas = [place for place, cell in enumerate(sequence) if cell.role in ("quoc-hieu", "tieu-ngu", "party")]
    for place, cell in enumerate(sequence[: max(formulas, default=0) + 6]):
        before = sequence[place - 1].squeezed if place else ""
        torn = None if cell.role or before.endswith("den") else torn_number(cell.text)
        if torn:
            head.number = None if head.party else torn
            head.numbered, head._before = True, place
            head._left = [one for one in sequence[:place] if not one.role]
            return


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
        case _ if head.date and head.date.endswith("năm") and YEAR.fullmatch(cell.text):
            head.date = _day(f"{head.date} {cell.text}")
        case _:
            _take_mark(head, cell)
            if head.number is None:
                head._left.append(cell)
    return cell


def _take_mark(head: Letterhead, cell: Cell) -> None:
    if len(cell.text) > 60:
        return
    folded = fold(cell.text)
    if _is_draft(head, cell, folded):
        head.draft = True
    elif head.number is None and (_FORM.fullmatch(folded) or (is_capital(cell.text) and _PLACEHOLDER.match(folded))):
        head.form = True
    secrecy = mark_of(cell.text)
    if secrecy == LIFTED or (secrecy and not head.secrecy):
        head.secrecy = secrecy
    if is_capital(cell.text) and not head.urgency:
        head.urgency = _URGENCY.get(cell.squeezed)


def _is_draft(head: Letterhead, cell: Cell, folded: str) -> bool:
    """Whether a cell is a draft's mark: alone, or before the number with what the draft is for."""
    if _DRAFT.fullmatch(folded) or (is_capital(cell.text) and likeness_of(cell.squeezed, "duthao") >= 0.83):
        return True
    opens = cell.text.lstrip("([ ")[:1] in ("D", "Đ") and likeness_of(cell.squeezed[:6], "duthao") >= 0.83
    return opens and head.number is None and len(cell.text) < 50


def _is_watermark(line: str) -> bool:
    """Whether a line below the head is a draft's mark drawn over the page."""
    return len(line) < 24 and line.isupper() and _DRAFT.fullmatch(fold(line)) is not None


def _day(text: str) -> str:
    """A place and date ("Biên Hòa, ngày 29 tháng 9 năm 2011") as 2011-09-29; as written where a number is missing or unsure."""
    found = DAY.search(text)
    try:
        day, month, year = (int(digits.strip(" .,…_").translate(_DIGITS)) for digits in found.groups()) if found else (0, 0, 0)
        return date(year, month, day).isoformat()
    except ValueError:
        return text[:80]


def _name_issuer(head: Letterhead) -> None:
    """The issuing body: the last one named in the left column, with the lines on which its name goes on."""
    bodies: list[list[str]] = []
    goes_on = False
    for cell in head._left:
        capital = is_capital(cell.text)
        private = capital and _is_private(cell)
        head.private = head.private or private
        head.left = head.left or (capital and _is_name(cell))
        if (private or (capital and _is_body(cell))) and not (goes_on and fold(bodies[-1][-1]).endswith((" va", ","))):
            bodies.append([cell.text])
            goes_on = True
        elif goes_on and capital and len(bodies[-1]) < 4 and _is_name(cell):
            bodies[-1].append(cell.text)
        else:
            goes_on = False
    if bodies:
        # Without a number nothing bounds the left column: the first body named is then the issuer.
        issuer = bodies[-1] if head.number else bodies[0]
        name = " ".join(" ".join(issuer).split())[:200].strip(" -_*,.:;'\"")
        # The end of a Quốc hiệu that was broken in two beside it.
        head.issuer = name.removesuffix(" VIỆT NAM") if head._halves == 1 else name


def _is_private(cell: Cell) -> bool:
    """Whether a cell begins like the name of a company, a letter perhaps misread."""
    start = cell.squeezed
    if start.startswith(PUBLIC_BODIES):
        return False
    return start.startswith(PRIVATE_BODIES) or any(likeness_of(start[: len(name)], name) >= 0.8 for name in PRIVATE_BODIES)


def _is_body(cell: Cell) -> bool:
    """Whether a cell begins with the first words of a public body's name (whole words: "SỞ" is none of "SỞ HỮU")."""
    if cell.text[:2].lower() == "số":  # "SỐ LIỆU" is no "SỞ"
        return False
    words = [squeeze(word) for word in cell.text.split()[:4]]
    starts = ["".join(words[:count]) for count in range(1, len(words) + 1)]
    return any(start in BODIES or (LOST in start and lookup(start, BODIES)) for start in starts)


def _is_name(cell: Cell) -> bool:
    """Whether capitals may be the second line of a body's name: neither a heading nor a mark."""
    return type_of(cell)[0] is None and cell.squeezed not in _URGENCY and mark_of(cell.text) is None and len(cell.squeezed) > 2


def _name_heading(head: Letterhead, sequence: Sequence[Cell]) -> None:
    """The type and what the document is about; what they tell of a number that was misread."""
    named = heading(sequence, head._before)
    if named == Heading():
        named = heading(sequence[: head._before], 0)  # of a contract the heading stands over the number
    head.type, head.summary = named.type, named.summary
    head.headed = bool(named.type or named.summary)
    head.personal = named.personal or any(is_personal(cell) for cell in sequence[: head._before] if not cell.role)
    if head.number is not None:
        head.number = mended(head.number, head.type)
        head.type = head.type or (head.number.type if head.number else None)
