"""Which units of the directory the addressees of an official document are: "Kính gửi", "Nơi nhận".

Each entry is a unit, a list of units, a group ("UBND 30 phường, xã", "các phòng, ban"), or people ("CT, các PCT UBND thành phố"),
who are reached at their unit's mailbox.  "Như Điều 3 (...)" is whom that article charges, as `closing` has put them in brackets.
What is not in the directory is nobody here, and nothing is guessed: "các đơn vị liên quan" names no one.  Pure and linear
in the text.
"""

import re
from collections.abc import Iterable, Iterator

from policies.core.units import Unit
from policies.text.cells import LOST
from policies.text.folding import fold
from policies.text.unitnames import Names, plain, restored

PIECES = 20  # of one entry: a row of names
ARTICLE = 800  # characters of an entry that refers to an article
_NOBODY = re.compile(
    r"^(?:luu\b|nhu (?:tren|dieu|kinh gui|muc|khoan|danh sach))|\b(?:lien quan|co ten|neu tren|noi tren|neu tai|quy dinh tai)\b"
)
_PURPOSE = re.compile(
    r"[\s,]*(?:\bde (?:bao cao|b/c|biet|thuc hien|t/h|phoi hop|chi dao|theo doi|dang tai|tong hop)\b.*|\b[bt]/[ch]\b.*)$"
)
_OF_ONE = r"chu tich|giam doc|bi thu|chu nhiem|hieu truong|chanh(?= van phong)|truong(?= (?:cac )?(?:phong|ban)\b)"
_PEOPLE = re.compile(
    r"^(?:(?:(?:cac )?(?:dong chi|d/c|ong|ba|thu truong|lanh dao|tap the|ban (?:giam doc|lanh dao)|thuong truc|ct|pct"
    rf"|(?:pho )?(?:{_OF_ONE}))"
    r"|tt(?= (?:hdnd|thanh uy|tinh uy|dang uy)))\b[\s,.:-]*)+"
)
_MANY = r"(?:cac|\d{1,4}|toan the(?: cac)?|tat ca(?: cac)?)\s+"
_OPENING = re.compile(rf"^((?:ubnd|hdnd|dang uy|mttq)\s+)?{_MANY}")
_KINDS = (
    *("phuong", "xa", "thi tran", "huyen", "thi xa", "thanh pho", "quan", "so", "phong", "ban", "nganh", "doan the", "hoi"),
    *("truong", "trung tam", "don vi", "co quan"),
)
_KIND = re.compile(rf"\b(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})\b")
_BELOW = re.compile(r"\s+(?:(?:truc )?thuoc\b.*|tren dia ban\b.*)$|(?<!,)(?<! va)\s+(?:thanh pho|tinh|huyen)(?: [\w ]*)?$")
_FILLER = re.compile(r"\b(?:truc thuoc|chuyen mon|nghiep vu|va|ubnd|hdnd|cac)\b")
_ANY = frozenset({"don vi", "co quan"})
_SPLIT = re.compile(r"\s*[,;]\s*")
_STANDS_ALONE = re.compile(rf"(?:{_KIND.pattern}|\b(?:ubnd|hdnd|van phong|dang uy|mttq|chi cuc|cuc)\b)")
_ARTICLE = re.compile(r"nhu dieu \d{1,2}\b\W*(?: ?\([^()]*\))* ?\((.+)\)")
# Between two of those whom an article charges: a kind alone ("các phòng, ban") goes on with the group before it.
_NEXT = re.compile(
    rf"\s*[,;](?!\s*(?:cac )?(?:{'|'.join(_KINDS)})(?:\s*[,;]|\s+va\b|$))|\s+va\s+(?=(?:cac )?(?:thu truong|{_OF_ONE})\b)"
)
COMMUNES = frozenset({"phuong", "xa", "thi tran", "huyen", "thi xa", "quan", "thanh pho"})  # no part of the office above them


def resolved(entries: Iterable[str], known: Names, near: Unit | None) -> tuple[Unit, ...]:
    """The units that the entries name, each once.  `near`: the unit that issued the document: names are short beside it."""
    found: dict[str, Unit] = {}
    for entry in entries:
        for unit in _entry(entry, known, near):
            found.setdefault(unit.code, unit)
    return tuple(found.values())


def _entry(entry: str, known: Names, near: Unit | None) -> tuple[Unit, ...]:
    charged = _ARTICLE.match(" ".join(fold(entry[:ARTICLE]).split()))
    if charged:
        return tuple(unit for piece in _NEXT.split(charged[1])[:PIECES] for unit in _charged(piece, known, near))
    text = plain(entry)
    found = _units(text, known, near)
    return _units(restored(text), known, near) if not found and LOST in text else found


def _charged(piece: str, known: Names, near: Unit | None) -> tuple[Unit, ...]:
    """One or some of those whom an article charges, without "và các cá nhân có liên quan" after them."""
    before, _, after = piece.rpartition(" va ")
    return _units(plain(before if before and _NOBODY.search(after) else piece), known, near)


def _units(text: str, known: Names, near: Unit | None) -> tuple[Unit, ...]:
    text = _PURPOSE.sub("", text).strip(" -.,;:")
    if not text or _NOBODY.search(text):
        return ()
    unit = known.called(text, near)
    if unit is not None:
        return (unit,)
    group = _group(text, known, near)
    return tuple(_row(text, known, near)) if group is None else group


def _group(text: str, known: Names, near: Unit | None) -> tuple[Unit, ...] | None:
    """The units of a group ("UBND 30 phường, xã"); None where the text is none."""
    text = _PEOPLE.sub("", text)
    opening = _OPENING.match(text)
    if opening is None:
        return None
    words = _BELOW.sub("", text[opening.end() :])
    kinds = _KIND.findall(words)
    if not kinds or re.search(r"[^\W\d_]", _FILLER.sub(" ", _KIND.sub(" ", words))):
        return None
    # Those below the issuer or the nearest unit above it that has such: the kind that is named first decides.
    for wanted in (frozenset(kinds[:1]), frozenset(kinds)):
        for parent in (*(unit.code for unit in known.above(near)), ""):
            if any(_belongs(unit, wanted) for unit in known.below.get(parent, ())):
                return tuple(unit for unit in known.below[parent] if _belongs(unit, frozenset(kinds)))
    return ()


def _belongs(unit: Unit, kinds: frozenset[str]) -> bool:
    level = fold(unit.level).strip()
    return level in kinds or (bool(kinds & _ANY) and level not in COMMUNES)


def _row(text: str, known: Names, near: Unit | None) -> Iterator[Unit]:
    """The units of a row of names: "Các phòng: Nội vụ, Tài chính", "UBND các phường A, B và C", "CT, các PCT UBND thành phố"."""
    head, rest = _headed(text)
    for piece in _SPLIT.split(rest)[:PIECES]:
        whole = _named(head, piece, known, near)
        for unit in [whole] if whole else [_named(head, half, known, near) for half in re.split(r"\s+va\s+", piece)[:PIECES]]:
            if unit is not None:
                yield unit
        if whole is None and piece != text:
            yield from _group(piece, known, near) or ()


def _headed(text: str) -> tuple[str, str]:
    """What goes before each name of a row, and the row."""
    before, colon, after = text.partition(":")
    if colon and after.strip() and len(before) < 60:
        opening = _OPENING.match(before)
        return _PEOPLE.sub("", f"{opening[1] or ''}{before[opening.end() :]}" if opening else before), after
    opening = _OPENING.match(text)
    kind = _KIND.match(text, opening.end()) if opening else None
    return (f"{opening[1] or ''}{kind[0]}", text[kind.end() :]) if opening and kind else ("", text)


def _named(head: str, name: str, known: Names, near: Unit | None) -> Unit | None:
    bare = _PEOPLE.sub("", name.strip(" -.")).strip()
    if not bare:
        return None
    if head and not _STANDS_ALONE.match(bare):
        return known.called(f"{head} {bare}", near)
    return known.called(bare, near)
