"""What a finding says to people, and the JSON shape of findings, documents and verdicts (one shape for check, audit and console).

What must stay true: nothing here fails, whatever a finding's detail holds or lacks; an unknown code is still named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from string import Formatter
from typing import Any

from policies.core.catalog import codes
from policies.core.facts import DigitalSignature, Mark
from policies.core.finding import Code, Evidence, Finding
from policies.core.official import OfficialDocument
from policies.core.verdict import Action, Judged, Verdict
from policies.text.charset_wording import ENCODING_NAMES

NOT_KNOWN = "…"
ACTIONS = {
    Action.FORWARD: "chuyển tiếp",
    Action.TAG: "gắn nhãn",
    Action.QUARANTINE: "giữ lại",
    Action.REJECT: "từ chối",
}


class _Lenient(Formatter):
    """Puts what is known into a template; the rest reads "…"."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        del args
        return kwargs.get(field_name, NOT_KNOWN), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        try:
            return format(value, format_spec)
        except (TypeError, ValueError):
            return str(value)


def code_of(finding: Finding) -> Code:
    """What the finding's code means; for a code that no policy has, a stand-in that names it."""
    known = codes().get(finding.code)
    return known or Code(finding.code, "", f"Phát hiện {finding.code}.", f"Finding {finding.code}.", "", "")


def statement(finding: Finding) -> tuple[str, str]:
    """What was found, as a sentence, in Vietnamese and in English."""
    code = code_of(finding)
    return _fill(code.vi, finding), _fill(code.en, finding)


def excerpt(finding: Finding) -> tuple[str, str] | None:
    """A text as it looks and as it should read; None where the finding shows none."""
    looks, reads = (finding.detail.get(name) for name in ("sample", "unicode"))
    if isinstance(looks, str):
        looks = looks.replace("\xad", "-")  # a soft hyphen, TCVN3's ư: as programs show it
    return (looks, reads) if isinstance(looks, str) and isinstance(reads, str) and looks and reads else None


def wording(finding: Finding) -> tuple[str, str]:
    """The finding with the text that it is about, in Vietnamese and in English."""
    vi, en = statement(finding)
    shown = excerpt(finding)
    if shown is None:
        return vi, en
    return f"{vi} «{shown[0]}» phải đọc là «{shown[1]}».", f"{en} “{shown[0]}” reads “{shown[1]}”."


def where(finding: Finding) -> str:
    """Where it was found, in Vietnamese: part, file, place within it, recipient; "" for the letter as a whole."""
    header, place = finding.detail.get("header"), finding.detail.get("place_vi", finding.detail.get("place"))
    parts = (
        f"phần {finding.part}" if finding.part else "",
        f"dòng {header}" if isinstance(header, str) and header else "",
        finding.filename or "",
        place if isinstance(place, str) else "",
        finding.recipient or "",
    )
    return ", ".join(filter(None, parts))


def guide(finding: Finding) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How it is mended, program by program, in Vietnamese and in English; empty where the remedy says it all."""
    code = code_of(finding)
    return tuple(_fill(line, finding) for line in code.guide_vi), tuple(_fill(line, finding) for line in code.guide_en)


def remedy(finding: Finding) -> tuple[str, str]:
    """What the sender does about it, in Vietnamese and in English."""
    code = code_of(finding)
    return _fill(code.remedy_vi, finding), _fill(code.remedy_en, finding)


def _fill(template: str, finding: Finding) -> str:
    values = {name: _readable(value) for name, value in finding.detail.items()}
    if isinstance(encoding := values.get("encoding"), str):
        values["encoding"] = ENCODING_NAMES.get(encoding, encoding)
    values.setdefault("filename", finding.filename or NOT_KNOWN)
    values.setdefault("recipient", finding.recipient or NOT_KNOWN)
    values.setdefault("part", finding.part or NOT_KNOWN)
    try:
        return _Lenient().vformat(template, (), values)
    except ValueError:  # a template with a lone brace
        return template


def _readable(value: Evidence) -> Evidence:
    if value is None:
        return NOT_KNOWN
    return ", ".join(str(item) for item in value) if isinstance(value, tuple) else value


def finding_json(judged: Judged) -> dict[str, Any]:
    """A finding as `check --json` and the records show it."""
    finding = judged.finding
    vi, en = wording(finding)
    return {
        "code": finding.code,
        "article": code_of(finding).article,
        "action": judged.action.word,
        "part": finding.part,
        "filename": finding.filename,
        "recipient": finding.recipient,
        "detail": dict(finding.detail),
        "message": {"vi": vi, "en": en},
    }


def recorded_finding(recorded: Mapping[str, Any]) -> Finding:
    """The finding of a record of the audit."""
    detail = {name: tuple(value) if isinstance(value, list) else value for name, value in recorded["detail"].items()}
    return Finding(recorded["code"], recorded["part"], recorded["filename"], recorded["recipient"], detail)


def recorded_document(recorded: Mapping[str, Any]) -> OfficialDocument:
    """The document of a record of the audit or of the register."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in recorded.items()}
    values["marks"] = tuple(Mark(**mark) for mark in recorded.get("marks", ()))
    values["signed"] = tuple(DigitalSignature(**signature) for signature in recorded.get("signed", ()))
    return OfficialDocument(**values)


def document_json(document: OfficialDocument) -> dict[str, Any]:
    """A document as `check --json` and the records show it: what was not read, and lists without anything in them, are absent."""
    values = asdict(document)
    if document.digital_signature == "unverified":  # there is one, and nobody has read it
        values["digital_signature"] = None
    for name in ("pasted", "marks", "signed"):
        values[name] = values[name] or None
    return {name: value for name, value in values.items() if value is not None or name in ("part", "filename")}


def verdict_json(verdict: Verdict, documents: tuple[OfficialDocument, ...]) -> dict[str, Any]:
    """The verdict with its recipients, findings and documents."""
    return {
        "verdict": verdict.action.word,
        "recipients": {recipient: action.word for recipient, action in verdict.outcomes},
        "findings": [finding_json(judged) for judged in verdict.judged],
        "documents": [document_json(document) for document in documents],
    }
