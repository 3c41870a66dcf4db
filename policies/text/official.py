"""Whether a text is an official document, and what it says of itself.

Official is what has the state's letterhead (Quốc hiệu or tiêu ngữ on a line of its own) *and* a number, or in the Party's
and the mass organisations' form a number with at least three other components.  A draft, a blank form, a citizen's
application (a formula, but no number), a company's paper and a text that quotes formulas are none.  Điều 4.4a
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from policies.text.cells import LINE, PARTY, QUOC_HIEU, TIEU_NGU, is_running, squeeze, tidy
from policies.text.closing import addressees, signer
from policies.text.folding import fold
from policies.text.letterhead import Letterhead, letterhead
from policies.text.official_table import PLAIN_TYPES

CLOSING = 3_000  # lines after the head in which the end is looked for: some sixty pages
TRIES = 8  # pages with a number or a heading whose end is looked for before a document counts as none
AUTHORITIES = ("TM.", "KT.", "TL.", "TUQ.")
BEFORE = 8  # lines that may stand over the formula: the issuer's column, a mark, a stamp's text
_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of itself.  `page`: index of the page with the letterhead, None when none has one."""

    official: bool = False
    page: int | None = None
    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    date: str | None = None
    summary: str | None = None
    signer: str | None = None
    addressees: tuple[str, ...] | None = None
    secrecy: str | None = None
    urgency: str | None = None


def read(pages: Sequence[Sequence[str]]) -> Reading:
    """Read a document's pages, each a sequence of lines from the top.  Never raises; linear in their size."""
    other: Reading | None = None
    tries = 0
    for index, lines in enumerate(pages):
        head = letterhead(lines)
        if not (head.numbered or _headed(head)) or tries == TRIES:
            if head.formula and other is None:
                other = _reading(head, index, None, None, official=False)
            continue
        tries += 1
        rest = [tidy(line) for line in islice(chain.from_iterable(pages[index:]), CLOSING)]
        signed, sent = signer(rest[4:]), addressees(rest)
        reading = _reading(head, index, signed, sent, official=_is_official(head, signed, sent))
        if reading.official:
            return reading
        other = other or reading
    return other or Reading()


def sheets(lines: Sequence[str]) -> list[list[str]]:
    """Lines without pages (an office file) cut so that every formula on a line of its own stands in the head of a sheet."""
    cuts = [0]
    for place, line in enumerate(lines):
        start = max(0, place - BEFORE)
        if start >= cuts[-1] + BEFORE and _opens(line):
            cuts.append(start)
    return [list(lines[start:end]) for start, end in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _opens(line: str) -> bool:
    last = fold(next(filter(str.isalpha, reversed(line[:LINE])), ""))
    if last.isascii() and last not in ("m", "c"):  # the quick answer for nearly every line
        return False
    text = tidy(line)
    if len(text) < 20 or is_running(text):
        return False
    squeezed = squeeze(text)
    return squeezed.endswith((QUOC_HIEU, PARTY, TIEU_NGU))


def _headed(head: Letterhead) -> bool:
    return bool(head.issuer and head.date and head.type)


def _is_official(head: Letterhead, signed: str | None, sent: tuple[str, ...] | None) -> bool:
    if head.draft or head.private or head.personal or _is_blank(head):
        return False
    under = head.issuer or head.party or head.left
    if head.type in PLAIN_TYPES and not under:
        return False
    if not head.numbered:
        # An extraction may lose the table that holds formula and number: authority and position then speak for it.
        # A stamp may have covered the number: then all the rest of the head must be there, its day too.
        authority = signed is not None and signed.startswith(AUTHORITIES)
        dated = head.formula and head.type not in PLAIN_TYPES and bool(_FULL_DAY.fullmatch(head.date or ""))
        return _headed(head) and (authority or dated)
    others = (head.issuer, head.date, head.headed, signed, sent is not None)
    known = sum(map(bool, others))
    return known > 0 if head.formula or head.party else known >= 3


def _is_blank(head: Letterhead) -> bool:
    """Whether it is a form, its number still to be filled in."""
    return head.form and not (head.number and head.number.text[:1].isdigit())


def _reading(head: Letterhead, page: int, signed: str | None, sent: tuple[str, ...] | None, *, official: bool) -> Reading:
    return Reading(
        official=official,
        page=page,
        number=head.number.text if head.number else None,
        type=head.type,
        issuer=head.issuer,
        date=head.date,
        summary=head.summary,
        signer=signed,
        addressees=sent,
        secrecy=head.secrecy,
        urgency=head.urgency,
    )
