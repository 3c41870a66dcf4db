"""The end of an official document: on whose authority it is signed, the signer's name, and to whom it goes.

The signature block stands beside "Nơi nhận", so both may share their lines.  Linear: every line is looked at once.
"""

import re
from collections.abc import Sequence

from policies.text.cells import LOST, lookup, resembles, squeeze, tidy
from policies.text.official_table import POSITIONS

ENTRIES = 100  # addressees that are kept; the longest real list names some forty
_AUTHORITY = re.compile(r"(?:^|(?<=[\s:;./]))(?:TM|KT|TL|TUQ|T/M|T/L|K/T|Q)\s?\.?\s+(?=[^\W\da-z])")
_ITEM = re.compile(r"\s*[-–—+•*\u00ad]\s*(.+)")
_ADDRESSED = re.compile(r"K.{0,2}nh\s*g.{0,3}i\s*:?", re.IGNORECASE)
_RECEIVED = re.compile(r"N.{0,2}i\s*nh.{0,2}n\s*:?", re.IGNORECASE)
_FILED = re.compile(r"L.{0,2}u\s*[:;]?\s*(?:VT|V.n th|$)|L.{0,2}u\s*:", re.IGNORECASE)
_AS_ABOVE = ("nhutren", "nhukinhgui")


def signer(lines: Sequence[str]) -> str | None:
    """Position and name of the first signature block ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Thị Bình"); None when there is none."""
    for place, line in enumerate(lines):
        start = _signature_in(line)
        if start is not None:
            return _block([line[start:], *lines[place + 1 : place + 9]])
    return None


def _signature_in(line: str) -> int | None:
    if len(line) > 200 or line.islower():
        return None
    found = _AUTHORITY.search(line)
    if found and _capitals(line[found.start() :]):
        return found.start()
    return 0 if line.strip().isupper() and lookup(squeeze(tidy(line[:60])), POSITIONS) else None


def _block(lines: Sequence[str]) -> str | None:
    """The capitals that name authority and position, then the name that follows."""
    titles: list[str] = []
    for raw in lines:
        text = _right_column(tidy(raw))
        if not text:
            continue
        if _capitals(text) and len(titles) < 4 and "/" not in text.removeprefix("T/"):
            titles.append(text)
        elif titles and _is_name(text):
            return " ".join([*titles, text])[:200]
    return " ".join(titles)[:200] or None


def _right_column(text: str) -> str:
    """What stands to the right of an entry of "Nơi nhận" on the same line: after its semicolon or full stop."""
    if _ITEM.match(text) or _RECEIVED.match(text):
        return re.split(r"[;.:]\s", text + " ")[-1].strip() if re.search(r"[;.:]\s", text) else ""
    return text


def _capitals(text: str) -> bool:
    return text.replace(LOST, "").isupper() and len(text) < 120


def _is_name(text: str) -> bool:
    """Two to six words, each beginning with a capital: nothing else under a position is so."""
    words = text.split()
    return 2 <= len(words) <= 6 and all(
        word[0].isupper() and not any(c.isdigit() for c in word) and word[1:].islower() for word in words
    )


def addressees(lines: Sequence[str]) -> tuple[str, ...] | None:
    """Who stands under "Kính gửi" and "Nơi nhận", without the copy for the file; None when there is neither."""
    found: dict[str, None] = {}
    seen = False
    for opening, resembling in ((_ADDRESSED, "kinhgui"), (_RECEIVED, "noinhan")):
        for place, line in enumerate(lines):
            begins = opening.match(line.strip()) if len(line) < 600 else None
            if begins and resembles(squeeze(begins.group()), resembling, 0.6):
                seen = True
                first = line.strip()[begins.end() :].strip()
                found.update(dict.fromkeys(_entries(first, lines[place + 1 : place + 1 + ENTRIES])))
                break
    return tuple(found)[:ENTRIES] if seen else None


def _entries(first: str, following: Sequence[str]) -> list[str]:
    """The entry on the opening's own line, then every line that begins with a dash, as long as they do."""
    entries = [first] if first and not _AUTHORITY.match(first) and not _capitals(first) else []
    for line in following:
        item = _ITEM.match(line[:300])
        if not item:
            if not line.strip() or (_capitals(line.strip())):
                continue  # a gap, or the signature block in the other column
            break
        entries.append(item.group(1))
    return [entry for entry in map(_clean, entries) if entry]


def _clean(entry: str) -> str:
    """An entry without its punctuation and what stands beside it; "" for the file's copy and "Như trên"."""
    entry = tidy(entry)
    entry = re.split(r"[;.]\s+(?=[^\W\da-z])", entry, maxsplit=1)[0].strip(" ;.,\t")
    if _FILED.match(entry) or any(resembles(squeeze(entry), above) for above in _AS_ABOVE):
        return ""
    return " ".join(entry.split())[:200]
