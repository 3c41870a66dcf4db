"""What may be told of a secret document: that it is one, where it stands, its number; nothing of what it says (Điều 4.4b).

Findings and records go into notices, logs, reports and the audit record, which more people read than a secret is for.  Nobody
is told to send a secret document to more people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policies.core.finding import Finding
from policies.core.official import OfficialDocument
from policies.text.marking import LEVELS, tag
from policies.text.signature_wording import UNNAMED

CODE = "secrecy.marked"
SPREADING = "recipients.missing"
CONCEALED = "[văn bản mật]"
# What a finding's detail may say of a secret part: kinds, places and counts, nothing that quotes it.
_TOLD = (
    "address author box colour colour_vi confidence declared defects document domain encoding field font header imitated "
    "kind limit made made_vi mark owner page pages pasted place place_vi policy reason reason_vi scan scan_vi score seal "
    "state"
)
_NAMELESS = {"signature": UNNAMED[0], "signature_vi": UNNAMED[1]}

_Place = tuple[str | None, str | None]  # a part's number and its file's name


def discreet(
    findings: tuple[Finding, ...], documents: tuple[OfficialDocument, ...]
) -> tuple[tuple[Finding, ...], tuple[OfficialDocument, ...]]:
    """The same findings and documents, those of secret parts without what quotes their content."""
    marked = {(finding.part, finding.filename) for finding in findings if finding.code == CODE}
    marked |= {(document.part, document.filename) for document in documents if document.secrecy in LEVELS}
    if not marked:
        return findings, documents
    # Its scan bears the stamp, the file it was printed from does not: both are the one document.
    numbers = {one.number for one in documents if one.number and _is_secret((one.part, one.filename), marked)}
    marked |= {(one.part, one.filename) for one in documents if one.number in numbers}
    return (
        tuple(_told(findings, marked)),
        tuple(_silent(one) if _is_secret((one.part, one.filename), marked) else one for one in documents),
    )


def discreet_subject(subject: str, findings: tuple[Finding, ...]) -> str:
    """A letter's subject as records may show it: hidden when the subject or the letter's own text bears a mark."""
    letter = tag(subject) in LEVELS or any(finding.code == CODE and finding.filename is None for finding in findings)
    return CONCEALED if letter and subject else subject


def _is_secret(place: _Place, marked: Iterable[_Place]) -> bool:
    """Whether a part is secret: it bears the mark, belongs to a letter whose text does, or came with a subject that does."""
    part, filename = place
    for number, name in marked:
        if (part, filename) == (number, name) or (name is None and (number is None or filename is None or _within(part, number))):
            return True
    return False


def _within(part: str | None, number: str) -> bool:
    return part is not None and part.startswith(f"{number}.")


def _told(findings: Iterable[Finding], marked: Iterable[_Place]) -> Iterator[Finding]:
    for finding in findings:
        if not _is_secret((finding.part, finding.filename), marked):
            yield finding
        elif finding.code != SPREADING:
            yield _bare(finding)


def _bare(finding: Finding) -> Finding:
    told = frozenset(_TOLD.split())
    detail = {name: _NAMELESS.get(name, value) for name, value in finding.detail.items() if name in told or name in _NAMELESS}
    return replace(finding, detail=detail)


def _silent(document: OfficialDocument) -> OfficialDocument:
    marks = tuple(mark if mark.kind == "stamp" else replace(mark, text="") for mark in document.marks)
    return replace(document, summary=None, signer=None, addressees=None, signed=(), marks=marks)
