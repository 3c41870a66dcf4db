"""What the gateway and its workers say to each other about a letter, in MessagePack.

A worker may be in the hands of a hostile letter: whatever `decode_judgement` returns has the right types, known finding codes and
bounded sizes.  An honest worker stays within the bounds because `encode_judgement` clips to them; findings that had to be left
out make the letter one that was not inspected in full.
"""

import math
from datetime import date
from itertools import islice
from typing import Annotated, Literal, cast

import msgspec
from msgspec import Meta

from gateway.errors import Permanent
from gateway.ports import Judgement
from policies.core.catalog import codes
from policies.core.facts import DigitalSignature, Mark
from policies.core.finding import Evidence, Finding
from policies.core.message import Envelope
from policies.core.official import OfficialDocument

FINDINGS, DOCUMENTS, DETAILS, ITEMS = 1_000, 500, 30, 200  # how many at most
WORDS, NAME = 2_000, 60  # characters at most: of a value, of a name that we gave
CLIPPED = Finding("message.over-limit", detail={"limit": "findings"})

Words = Annotated[str, Meta(max_length=WORDS)]
Name = Annotated[str, Meta(max_length=NAME)]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Item = Words | int | float
Value = Words | int | float | bool | Annotated[tuple[Item, ...], Meta(max_length=ITEMS)] | None


class Job(msgspec.Struct, frozen=True, array_like=True):
    """What a worker is asked about a letter.

    `thorough`: scans are to be read whole, also where the verdict does not hang on it.  `draw`: the page of its first
    document that is to be drawn with what was found on it, 0 for the one that shows most; None: the letter is to be judged.
    """

    envelope: Envelope
    today: date
    thorough: bool = False
    draw: int | None = None


class _Finding(msgspec.Struct, frozen=True, array_like=True):
    code: Name
    part: Words | None
    filename: Words | None
    recipient: Words | None
    detail: Annotated[dict[Name, Value], Meta(max_length=DETAILS)]


class _Mark(msgspec.Struct, frozen=True, array_like=True):
    kind: Literal["seal", "signature", "stamp"]
    page: Annotated[int, Meta(ge=1, le=1_000_000)]
    box: tuple[Share, Share, Share, Share]
    confidence: Share
    colour: Literal["", "red", "colourless"]
    text: Words


class _Signed(msgspec.Struct, frozen=True, array_like=True):
    state: Literal["valid", "expired", "unverified", "untrusted", "invalid"]
    signer: Words | None
    time: Name | None
    reason: Words


class _Document(msgspec.Struct, frozen=True, array_like=True):
    """The fields of `OfficialDocument`, in its order."""

    part: Words | None
    filename: Words | None
    kind: Literal["scan", "photo", "raster", "mixed", "born-digital", "editable", "unreadable"]
    official: bool
    seal: Literal["red", "colourless", "none", "unknown"]
    signature: Literal["handwritten", "none", "unknown"]
    digital_signature: Literal["none", "valid", "expired", "unverified", "untrusted", "invalid"]
    number: Words | None
    type: Words | None
    issuer: Words | None
    date: Words | None
    summary: Words | None
    signer: Words | None
    addressees: Annotated[tuple[Words, ...], Meta(max_length=ITEMS)] | None
    secrecy: Words | None
    urgency: Words | None
    paper_declared: bool | None
    colour: Literal["colour", "grey", "two-level"] | None
    pasted: Annotated[tuple[Literal["seal", "signature", "picture"], ...], Meta(max_length=ITEMS)]
    marks: Annotated[tuple[_Mark, ...], Meta(max_length=ITEMS)]
    signed: Annotated[tuple[_Signed, ...], Meta(max_length=ITEMS)]
    unread: Literal["needless", "off", "missing", "budget"] | None


class _Judgement(msgspec.Struct, frozen=True, array_like=True):
    findings: Annotated[tuple[_Finding, ...], Meta(max_length=FINDINGS + 1)]
    documents: Annotated[tuple[_Document, ...], Meta(max_length=DOCUMENTS)]
    message_id: Words
    subject: Words
    automatic: bool
    stages: Annotated[dict[Name, float], Meta(max_length=DETAILS)] | None


ENCODER = msgspec.msgpack.Encoder()
JOBS = msgspec.msgpack.Decoder(Job)
JUDGEMENTS = msgspec.msgpack.Decoder(_Judgement)


def encode_job(job: Job) -> bytes:
    """A job; `Permanent` for an address that no UTF-8 can write (RFC 6531 s.3.3)."""
    try:
        return ENCODER.encode(job)
    except UnicodeEncodeError as error:
        raise Permanent("an address of the envelope is not UTF-8", "553 5.6.7 Address is not valid UTF-8") from error


def decode_job(job: bytes) -> Job:
    """The job."""
    return JOBS.decode(job)


def encode_judgement(judgement: Judgement) -> bytes:
    """A judgement, clipped to the bounds.  Never raises, whatever stood in the letter."""
    findings = judgement.findings
    if len(findings) > FINDINGS:
        findings = (*findings[:FINDINGS], CLIPPED)
    stages = judgement.stages
    answer = (
        tuple(map(_outgoing, findings)),
        tuple(map(_outgoing_document, judgement.documents[:DOCUMENTS])),
        _clip(judgement.message_id),
        _clip(judgement.subject),
        judgement.automatic,
        None if stages is None else {name[:NAME]: seconds for name, seconds in islice(stages.items(), DETAILS)},
    )
    return ENCODER.encode(answer)


def decode_judgement(answer: bytes) -> Judgement:
    """The judgement; ValueError for anything that no honest worker says."""
    try:
        decoded = JUDGEMENTS.decode(answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"garbled judgement: {error}") from error
    if decoded.stages and not all(map(math.isfinite, decoded.stages.values())):
        raise ValueError("garbled judgement: a stage took no finite time")
    return Judgement(
        tuple(map(_incoming, decoded.findings)),
        tuple(map(_incoming_document, decoded.documents)),
        decoded.message_id,
        decoded.subject,
        decoded.automatic,
        decoded.stages,
    )


def _outgoing(finding: Finding) -> tuple[object, ...]:
    detail = {_clip(name)[:NAME]: _clip_value(value) for name, value in islice(finding.detail.items(), DETAILS)}
    return finding.code, *map(_clip_value, (finding.part, finding.filename, finding.recipient)), detail


def _outgoing_document(document: OfficialDocument) -> tuple[object, ...]:
    *told, colour, pasted, _, _, unread = (_clip_value(getattr(document, name)) for name in _Document.__struct_fields__)
    marks = tuple((m.kind, m.page, m.box, m.confidence, m.colour, _clip(m.text)) for m in document.marks[:ITEMS])
    signed = tuple(tuple(_clip_value(getattr(s, name)) for name in _Signed.__struct_fields__) for s in document.signed[:ITEMS])
    return *told, colour, pasted, marks, signed, unread


def _incoming_document(document: _Document) -> OfficialDocument:
    fields = msgspec.structs.asdict(document)
    fields["marks"] = tuple(Mark(*msgspec.structs.astuple(mark)) for mark in document.marks)
    fields["signed"] = tuple(DigitalSignature(*msgspec.structs.astuple(one)) for one in document.signed)
    return OfficialDocument(**fields)


def _clip(text: str) -> str:
    clipped = text[:WORDS]
    return clipped if clipped.isascii() else clipped.encode("utf-8", "replace").decode()  # lone surrogates cannot travel


def _clip_value(value: Evidence) -> object:
    if isinstance(value, str):
        return _clip(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if -(1 << 63) <= value < 1 << 63 else f"{value:#x}"[:WORDS]
    if isinstance(value, tuple):
        return tuple(item for item in map(_clip_value, value[:ITEMS]) if item is not None)
    return None


def _incoming(finding: _Finding) -> Finding:
    if finding.code not in codes():
        raise ValueError(f"garbled judgement: no finding {finding.code!r}")
    for value in finding.detail.values():
        items = value if isinstance(value, tuple) else (value,)
        if any(isinstance(item, float) and not math.isfinite(item) for item in items):
            raise ValueError("garbled judgement: a number is not finite")
        if len({isinstance(item, str) for item in items}) > 1:
            raise ValueError("garbled judgement: words and numbers in one list")
    detail = cast("dict[str, Evidence]", finding.detail)  # its lists are of one kind, as was just seen
    return Finding(finding.code, finding.part, finding.filename, finding.recipient, detail)
