"""The number and symbol of an official document, on a line of its own in the letterhead, never a citation in running text.

04/2011/QĐ-UBND, 24/TTr-VHTT, 05/BNV-VP, 29/2018/QH14; "Số: /GM-SYT" where it is written in by hand; the Party's "Số 127-QĐ/TW".
A reader of pictures may have erred: letters taken for digits in the serial are put right, a serial that is none is left
out, never guessed, and a symbol is put right only where the document's heading names its type.
"""

import re
from dataclasses import dataclass, replace

from policies.text.cells import LOST, TIEU_NGU, Cell, cells, is_capital, resembles
from policies.text.folding import fold
from policies.text.official_table import SYMBOLS

_UPPER = rf"[A-ZĐÂĂÊÔƠƯ{LOST}]"
_GROUP = rf"{_UPPER}[\w&.{LOST}]{{0,11}}"
_DASH = "[-–—“;~]"
_PARTED = rf"(?:{_UPPER}\s(?={_UPPER}{{1,2}}-))?"  # "T B-SYT"
_SYMBOL = rf"{_PARTED}{_GROUP}(?:(?:{_DASH}|\s?{_DASH}\s?(?=[A-ZĐ][A-ZĐ\d.&]))[\w&.(){LOST}]{{1,12}}){{0,4}}"
_WRITTEN = r"(?:[^\s/⁄](?:\s?[^\s/⁄]){0,7})?"  # by hand, so a reader of pictures gives anything
_STATE = re.compile(rf"(?P<serial>{_WRITTEN})[\s.…_]*[/⁄]{{1,2}}\s*(?P<year>(?:19|20)\d\d\s?/\s?)?(?P<symbol>{_SYMBOL})")
_BODY = rf"{_GROUP}(?:-\w{{1,12}}){{0,2}}"
_PARTY = re.compile(rf"(?P<serial>[^\s/]{{0,8}}?)[\s.…_]*[-–—]\s?(?P<symbol>{_UPPER}[\w{LOST}]{{0,5}}\s?/\s?{_BODY})")
_NAMED = r"(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Lệnh|LUẬT|BỘ LUẬT|PHÁP LỆNH|NGHỊ QUYẾT|LỆNH)\s+)?"  # "Luật số: 29/2018/QH14"
_BEGIN = re.compile(rf"[\W_]{{0,3}}{_NAMED}(?:[Ss5].{{0,2}}?\s*[:.;,]|5[ốôỗ]|S[ốôoó](?:\b|(?=\d))|S[ốôoó6]z)[\s.:;,_]*")
_BARE = re.compile(rf"(?P<serial>\d{{1,6}}[a-z]?)/(?P<year>(?:19|20)\d\d/)?(?P<symbol>{_GROUP}-[\w&.(){LOST}-]{{2,30}})")
# The slash was taken for a letter or a digit, or one was seen in the serial.
_KNOWN = "|".join(sorted(map(re.escape, SYMBOLS), key=len, reverse=True))
_CLOSED = re.compile(rf"(?P<serial>\d{{1,6}})\s?(?P<symbol>(?:{_KNOWN})-{_UPPER}{{2}}[\w&.-]{{0,14}})")
_SLASHES = re.compile(rf"[^\s/]{{0,4}}[\s./]{{1,3}}[^\s/]{{0,4}}\s?/\s?(?P<symbol>{_GROUP}-{_UPPER}[\w&.-]{{1,14}})")
_SLASHED = re.compile(rf"(?!Sở)\S{{0,8}}\s?\S{{0,4}}[/⁄]\s?(?P<symbol>{_GROUP}-{_UPPER}{{2}}[\w&.-]{{0,14}})")
_TORN = re.compile(
    rf"[\W_]{{0,3}}[Ss][^\Wở]{{0,2}}[\Wz\d].{{0,12}}?(?P<end>[\w]{{0,3}})[-–—](?P<body>{_UPPER}{{2}}[\w&.-]{{0,14}})(?:\s|$)"
)
# The beginning of a place and date, or of the tiêu ngữ, the rest of which was written over; a date that was misread.
_WRITTEN_OVER = re.compile(
    rf"{_UPPER}[^.;]{{1,30}}\s[^\s/]{{1,8}}\s[^.;/]{{4,30}}(?:19|20)[\dOl]{{1,2}}\W{{0,3}}$|{_UPPER}[^,;]{{1,30}}[,;]\s*[Nn]g.{{1,2}}y\b|[ĐD]\w{{1,4}}\s?\w{{0,4}}\s*[-–—:~][^\d]{{0,24}}$"
)
YEAR = re.compile(r"(?:19|20)\d\d\.?")  # of a date that did not fit on its line
_DIGITS = str.maketrans("OoØølI|", "0000111")
_SERIAL = re.compile(r"^[.,:…_-]*(0*[1-9]\d{0,5}(?:[A-Za-zĐđ]|bis)?)[.,:…_-]*$")


@dataclass(frozen=True, slots=True)
class Number:
    """`text`: as written, spaces closed up, the serial missing where it is not filled in.  `rest`: what follows on the line.

    `torn`: of a number whose beginning could not be read the letters before the first dash; None of any other.
    """

    text: str
    type: str | None
    party: bool
    rest: str = ""
    torn: str | None = None


def may_begin(line: str) -> bool:
    """The quick look before `number_at`: nearly no line begins like a number."""
    return line[:1].isdigit() or _BEGIN.match(line) is not None


def number_at(line: str) -> Number | None:
    """The number that a tidied line begins with, if nothing follows but formulas, a place and date, or capitals (marks)."""
    begin = _BEGIN.match(line)
    if begin:
        start = begin.end()
        if fold(line[start : start + 4]).startswith("den"):
            return None  # "Số đến" of an arrival stamp
        for pattern in (_PARTY, _STATE, _CLOSED, _SLASHES):
            found = pattern.match(line, start)
            if found:
                return _number(found, line, party=pattern is _PARTY)
        return None
    found = _BARE.match(line)
    return _number(found, line, party=False) if found else None


def torn_number(line: str) -> Number | None:
    """What is left of a number on a line of its own whose beginning was written over ("Số18#&Q-NV")."""
    slashed = _SLASHED.fullmatch(line)
    if slashed:
        return _number(slashed, line, party=False)
    found = _TORN.match(line)
    if not found or fold(line[:12]).startswith("so den") or not all(map(_may_follow, cells((line[found.end() :],)))):
        return None
    body = found["body"].strip(".-_")
    return Number(f"-{body}", None, False, line[found.end() :], torn=found["end"])


def mended(number: Number, kind: str | None) -> Number | None:
    """A number as the document's heading lets it be read: a torn or misread abbreviation is that of the type.

    None when nothing could be read of a torn number.
    """
    abbreviations = [short for short, named in SYMBOLS.items() if kind is not None and named == kind]
    if number.torn is not None:
        letters = number.torn.lstrip("0123456789")
        ending = [short for short in abbreviations if letters and fold(short).endswith(fold(letters))]
        short = letters if letters in SYMBOLS else next(iter([*ending, *abbreviations]), None)
        return replace(number, text=f"/{short}{number.text}", type=SYMBOLS[short], torn=None) if short else None
    if number.party or number.type != "Công văn" or LOST in number.text:
        return number
    before, slash, symbol = number.text.rpartition("/")
    first, dash, rest = symbol.partition("-")
    for short in abbreviations:
        if slash and dash and _differ_once(first, short):
            return replace(number, text=f"{before}/{short}-{rest}", type=kind)
    return number


def _differ_once(read: str, meant: str) -> bool:
    """Whether a misread letter, or an accent, tells two abbreviations apart."""
    if fold(read) == fold(meant) or any(read[:place] + read[place + 1 :] == meant for place in range(len(read))):
        return True
    return len(read) == len(meant) > 1 and sum(a != b for a, b in zip(read, meant, strict=True)) == 1


def _number(found: re.Match[str], line: str, *, party: bool) -> Number | None:
    rest = line[found.end() :].strip(" \t.,;-–—_")
    if not all(map(_may_follow, cells((rest,)))):
        return None  # a citation in a sentence
    groups = found.groupdict()
    serial = _serial(groups.get("serial") or "")
    joint = "-" if party else "/"
    symbol = re.sub(_DASH, "-", re.sub(r"\s", "", groups["symbol"])).rstrip("._-")
    year = re.sub(r"\s", "", groups.get("year") or "")
    return Number(f"{serial}{joint}{year}{symbol}", _type(symbol, party=party), party, rest)


def _may_follow(cell: Cell) -> bool:
    """Whether a cell may stand beside a number: the right column, a mark, a speck; no sentence goes on."""
    text = cell.text
    if cell.role or is_capital(text) or text.startswith("(") or resembles(cell.squeezed, TIEU_NGU, 0.6):
        return True
    if cell.squeezed.startswith(TIEU_NGU[:6]) or _WRITTEN_OVER.match(text) or YEAR.fullmatch(text):
        return True
    return sum(map(str.isalpha, text)) <= 2 and not any(map(str.isdigit, text))


def _serial(written: str) -> str:
    """The serial, letters that were taken for digits put right; "" where it is not filled in or cannot be read."""
    digits = _SERIAL.search("".join(written.split()).translate(_DIGITS))
    return digits[1] if digits else ""


def _type(symbol: str, *, party: bool) -> str | None:
    """The type that a symbol stands for: QĐ-UBND is a Quyết định, UBND-VX (no type's abbreviation first) a Công văn."""
    first, dash, _ = symbol.replace("/", "-").partition("-")
    letter = not party and LOST not in first and (dash or first.isalpha())
    return SYMBOLS.get(first) or ("Công văn" if letter else None)
