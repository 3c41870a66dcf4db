"""What the audit log says of a letter and of what people do with it (contract: "Audit record").

A record holds short samples of what was found, never a body and never a password.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from gateway.ports import Decision, Outcome
from gateway.wording import code_of, document_json
from policies.core.finding import Finding
from policies.core.official import OfficialDocument
from policies.core.verdict import Judged

FIELDS = (
    "id", "time", "event", "listener", "client_ip", "helo", "login", "mail_from", "rcpt_tos", "message_id", "subject", "size",
    "sha256", "verdict", "recipients", "findings", "documents", "reply", "upstream_reply", "elapsed_ms", "actor", "previous",
)  # fmt: skip
SAMPLE = 300  # characters of a text in a finding's detail
LINE = 998  # of a header field (RFC 5322 s.2.1.1)
HIDDEN = "[đã che]"
_BLANK: dict[str, Any] = dict.fromkeys(FIELDS[:-1])


def record(decision: Decision, outcome: Outcome | None) -> dict[str, Any]:
    """The record of a letter, still without `previous`.  No outcome: the process died before it was known."""
    letter, judgement, verdict = decision.letter, decision.judgement, decision.verdict
    peer, envelope = letter.peer, letter.envelope
    reply, upstream = (outcome.reply, outcome.upstream_reply) if outcome else (None, None)
    return {
        "id": letter.id,
        "time": stamp(letter.received),
        "event": "message",
        "listener": peer.listener,
        "client_ip": peer.client_ip,
        "helo": peer.helo,
        "login": envelope.login or peer.login,
        "mail_from": envelope.mail_from,
        "rcpt_tos": envelope.rcpt_tos,
        "message_id": judgement.message_id[:LINE],
        "subject": _subject(decision),
        "size": letter.content.size,
        "sha256": letter.content.sha256,
        "verdict": verdict.action.word,
        "recipients": {recipient: action.word for recipient, action in verdict.outcomes},
        "findings": [finding(judged) for judged in verdict.judged],
        "documents": [document(found) for found in judgement.documents],
        "reply": reply.text if reply else None,
        "upstream_reply": upstream.text if upstream else None,
        "elapsed_ms": round(outcome.elapsed_ms, 3) if outcome else None,
        "actor": None,
    }


def act(event: str, identifier: str, actor: str, when: datetime, **details: Any) -> dict[str, Any]:
    """The record of what somebody did: `release`, `reject`, `delete`, … with whatever fields it concerns."""
    return {**_BLANK, "id": identifier, "time": stamp(when), "event": event, "actor": actor, **details}


def stamp(when: datetime) -> str:
    """A time as it stands in records and tables: RFC 3339, UTC, six decimals."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def finding(judged: Judged) -> dict[str, Any]:
    """A finding and what the rules made of it."""
    seen = observed(judged.finding)
    return {"code": seen.pop("code"), "article": seen.pop("article"), "action": judged.action.word, **seen}


def observed(found: Finding) -> dict[str, Any]:
    """A finding by itself."""
    return {
        "code": found.code,
        "article": code_of(found).article or None,
        "part": found.part,
        "filename": _short(found.filename),
        "recipient": found.recipient,
        "detail": detail(found.detail),
    }


def detail(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """A finding's evidence, its texts cut to samples and any password left out, whatever a policy has put there."""
    return {name: HIDDEN if name in ("password", "secret") else _short(value) for name, value in evidence.items()}


def document(found: OfficialDocument) -> dict[str, Any]:
    """What was read of a document, cut to samples; what was not read is absent."""
    return {name: _short(value) for name, value in document_json(found).items()}


def _subject(decision: Decision) -> str:
    """Hidden where a password was found in a header: it may stand there."""
    for judged in decision.verdict.judged:
        if judged.finding.code == "password.disclosed" and judged.finding.part is None:
            return HIDDEN
    return decision.judgement.subject[:LINE]


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= SAMPLE else value[: SAMPLE - 1] + "…"
    if isinstance(value, tuple | list):
        return [_short(inner) for inner in value[:100]]
    if isinstance(value, dict):
        return {name: _short(inner) for name, inner in value.items()}
    return value
