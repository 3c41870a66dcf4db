"""The end of an official document: on whose authority it is signed, the signer's name, and to whom it goes.

The signature block stands beside "Nơi nhận", so both may share their lines.  Lines are given tidied (cells.py); every one is
looked at once.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from policies.text.cells import LOST, lookup, resembles, squeeze
from policies.text.folding import fold
from policies.text.official_table import POSITIONS

ENTRIES = 100  # addressees that are kept; the longest real list names some forty
_AUTHORITY = re.compile(r"(?:^|(?<=[\s:;./]))(?:TM|KT|TL|TUQ|T/M|T/L|K/T|Q)(?:\s?\.\s*|\s+)(?=[^\W\da-z]|\ufffd)")
_SHORT = re.compile(r"^(TM|KT|TL|TUQ|Q)\s?\.\s*")
_NEXT_COLUMN = re.compile(r"\t|[;.]\s+(?=[^\W\da-z])")
_ENTRY_ENDS = re.compile(r"[;.:]\s+")
_ITEM = re.compile(r"\s*[-–—+•*~¬_▪●○\u00ad\uf02d\uf0b7]\s*(.+)")
_ADDRESSED = re.compile(r"[\W_]{0,3}K.{0,2}nh\s*g.{0,3}i\s*:?", re.IGNORECASE)
_RECEIVED = re.compile(r"[\W_]{0,3}N.{0,2}i\s*nh.{0,2}n\s*:?", re.IGNORECASE)
_FILED = re.compile(r"L.{0,2}u\s*[:;]?\s*(?:VT|V.n th|$)|L.{0,2}u\s*:", re.IGNORECASE)
_AS_ABOVE = ("nhutren", "nhukinhgui")
_AS_ARTICLE = re.compile(r"nhu dieu (\d{1,2})\b")
_CHARGED = re.compile(r"[\s,.]*(?:\bcăn cứ|(?:\bcó |\bchịu )?trách nhiệm|\bthi hành)")
CHARGE = 600  # characters of the article that names who carries a decision out


def signer(lines: Sequence[str]) -> str | None:
    """Authority, position and name of the first signature block ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Thị Bình"), if there is one."""
    for place, line in enumerate(lines):
        columns = line.split("\t")
        for number, column in enumerate(columns):
            start = _signature_in(column)
            if start is not None:
                return _block([column[start:], *columns[number + 1 :], *lines[place + 1 : place + 9]])
    return None


def _signature_in(column: str) -> int | None:
    """Where a column begins to name an authority or a position."""
    found = _AUTHORITY.search(column)
    if found and _capitals(column[found.start() :]):
        return found.start()
    capitals = len(column) < 60 and _capitals(column.strip())
    return 0 if capitals and lookup(squeeze(column), POSITIONS) else None


def _block(lines: Sequence[str]) -> str | None:
    """The capitals that name authority and position, then the name that follows."""
    titles: list[str] = []
    for line in lines:
        text = _right_column(line.strip())
        if _capitals(text) and len(squeeze(text)) > 3 and len(titles) < 4 and "/" not in text.removeprefix("T/"):
            titles.append(_SHORT.sub(r"\1. ", text))
        elif titles and _is_name(text):
            return " ".join(" ".join([*titles, text]).split())[:200]
    return " ".join(" ".join(titles).split())[:200] or None


def _right_column(text: str) -> str:
    """The right column of a line, or what follows an entry of "Nơi nhận" where the columns ran into each other."""
    _, tab, right = text.rpartition("\t")
    if tab:
        return right.strip()
    if _ITEM.match(text) or _RECEIVED.match(text):
        parts = _ENTRY_ENDS.split(text)
        return parts[-1].strip() if len(parts) > 1 else ""
    return text


def _capitals(text: str) -> bool:
    return text.replace(LOST, "").isupper() and len(text) < 120


def _is_name(text: str) -> bool:
    """Two to six words, each beginning with a capital: nothing else under a position is so."""
    words = text.replace(LOST, "o").split()
    return 2 <= len(words) <= 6 and all(
        word[0].isupper() and word.isalpha() and (word[1:].islower() or len(word) == 1) for word in words
    )


def addressees(lines: Sequence[str]) -> tuple[str, ...] | None:
    """Who stands under "Kính gửi" and "Nơi nhận", without the copy for the file; None when there is neither.

    "Như trên" says nothing that "Kính gửi" does not; "Như Điều 3" is followed by whom that article charges, in brackets.
    """
    found: dict[str, None] = {}
    seen = False
    for opening, resembling in ((_ADDRESSED, "kinhgui"), (_RECEIVED, "noinhan")):
        for place, line in enumerate(lines):
            begins = opening.match(line)
            if begins and _is_like(squeeze(begins.group()), resembling):
                seen = True
                first = line[begins.end() :].partition("\t")[0].strip()
                found.update(dict.fromkeys(_entries(first, lines[place + 1 : place + 1 + ENTRIES])))
                break
    return tuple(_spelled_out(entry, lines) for entry in found)[:ENTRIES] if seen else None


def _is_like(letters: str, name: str) -> bool:
    return lookup(letters, (name,)) is not None or resembles(letters, name, 0.6)


def _entries(first: str, following: Sequence[str]) -> list[str]:
    """The entry on the opening's own line, then every line that begins with a dash, as long as they do."""
    entries = [first] if first and not _AUTHORITY.match(first) and not _capitals(first) else []
    for line in following:
        text = line.partition("\t")[0]
        item = _ITEM.match(text)
        if item:
            entries.append(item.group(1))
        elif text and not _capitals(text):  # else a gap, or the signature block in the other column
            if len(text) < 100 and text.rstrip().endswith((";", ".")) and (not entries or entries[-1].rstrip().endswith(";")):
                entries.append(text)  # a list without dashes
                continue
            if not entries or entries[-1].rstrip().endswith((";", ".")) or not (text[0].islower() or text.endswith(";")):
                break
            entries[-1] += " " + text  # a long name goes on
    return [one for entry in entries for one in _cleaned(entry) if one]


def _cleaned(entry: str) -> Iterator[str]:
    """The names in an entry without their punctuation and what stands beside them; none for the file's copy and "Như trên"."""
    first, *others = _NEXT_COLUMN.split(entry)
    for place, piece in enumerate([first, *others]):
        name = " ".join(piece.strip(" ;.,").split())[:200]
        if place and (_capitals(name) or _is_name(name) or ";" not in entry):
            return  # the other column
        if not _FILED.match(name) and not any(resembles(squeeze(name), above) for above in _AS_ABOVE):
            yield name


def _spelled_out(entry: str, lines: Sequence[str]) -> str:
    """An entry that refers to an article, with the names of those whom the article charges."""
    article = _AS_ARTICLE.match(fold(entry))
    if not article:
        return entry
    opening = re.compile(rf"\s*[ĐD]i.{{1,2}}u {article[1]}\s*[.:]\s*(.*)")
    for place, line in enumerate(lines):
        begins = opening.match(line)
        if begins:
            text = " ".join([begins[1], *takewhile(_goes_on, lines[place + 1 : place + 9])])[:CHARGE]
            charged = _CHARGED.search(text)
            names = " ".join(text[: charged.start()].split()).strip(" ;.,") if charged else ""
            return f"{entry} ({names})" if names else entry
    return entry


def _goes_on(line: str) -> bool:
    return bool(line) and not _RECEIVED.match(line) and not _ITEM.match(line) and not _capitals(line)
