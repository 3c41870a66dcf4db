"""A held letter, and how it stands in its table: all that sending it again as it came needs, and what a reviewer looks at.

Addresses and parameters come back exactly as the client wrote them, bytes that are no UTF-8 included (as lone surrogates): they
are kept as ASCII JSON.  Texts for the eye stand beside them, in sound form.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.ports import Decision, Peer
from gateway.storage.audit import LINE, document, finding, stamp
from gateway.storage.chain import sound

STATES = ("held", "released", "rejected", "deleted")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A recipient whose copy is held, with the parameters of RCPT as the client wrote them."""

    address: str
    params: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding as it was recorded: what `audit.finding` says, `evidence` as ordered pairs."""

    code: str
    article: str | None
    action: str
    part: str | None
    filename: str | None
    recipient: str | None
    evidence: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A letter in quarantine.  `releasing`: when a release began whose end nobody knows; None otherwise.

    `blob`: the name of its bytes, None once they are deleted.
    """

    id: str
    time: datetime
    state: str
    releasing: datetime | None
    expires: datetime
    peer: Peer
    mail_from: str
    mail_params: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    message_id: str
    subject: str
    size: int
    sha256: str
    findings: tuple[Flag, ...]
    documents: tuple[tuple[tuple[str, Any], ...], ...]
    blob: str | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The finding codes, each once, in the order found."""
        return tuple(dict.fromkeys(flag.code for flag in self.findings))

    @property
    def unknown(self) -> bool:
        """A release was begun and its end is not known: it may have reached the recipients."""
        return self.state == "held" and self.releasing is not None


def to_row(decision: Decision, keep: timedelta) -> dict[str, Any]:
    """The invisible row of a letter that is about to be held."""
    letter, judgement = decision.letter, decision.judgement
    params = dict(zip(letter.envelope.rcpt_tos, letter.rcpt_params, strict=False))
    details = {
        "peer": asdict(letter.peer),
        "mail_from": letter.envelope.mail_from,
        "mail_params": letter.mail_params,
        "recipients": [(recipient, params.get(recipient, ())) for recipient in decision.held],
        "findings": [finding(judged) for judged in decision.verdict.judged],
        "documents": [document(found) for found in judgement.documents],
    }
    return {
        "id": letter.id,
        "time": stamp(letter.received),
        "state": "held",
        "visible": False,
        "releasing": None,
        "expires": stamp(letter.received + keep),
        "message_id": _column(judgement.message_id),
        "subject": _column(judgement.subject),
        "size": letter.content.size,
        "sha256": letter.content.sha256,
        "blob": letter.id,
        "details": json.dumps(details),
    }


def from_row(row: Any) -> Held:
    """The letter of a row of the table."""
    details = json.loads(row.details)
    return Held(
        id=row.id,
        time=moment(row.time),
        state=row.state,
        releasing=moment(row.releasing) if row.releasing else None,
        expires=moment(row.expires),
        peer=Peer(**details["peer"]),
        mail_from=details["mail_from"],
        mail_params=tuple(details["mail_params"]),
        recipients=tuple(Recipient(address, tuple(params)) for address, params in details["recipients"]),
        message_id=row.message_id,
        subject=row.subject,
        size=row.size,
        sha256=row.sha256,
        findings=tuple(_flag(found) for found in details["findings"]),
        documents=tuple(tuple(found.items()) for found in details["documents"]),
        blob=row.blob,
    )


def moment(text: str) -> datetime:
    """The time that `audit.stamp` has written."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _column(text: str) -> str:
    """A text that every database takes: no NUL (PostgreSQL), no lone surrogates."""
    column: str = sound(text[:LINE].replace("\0", "\ufffd"))
    return column


def _flag(found: dict[str, Any]) -> Flag:
    evidence = tuple(found.pop("detail").items())
    return Flag(**found, evidence=evidence)
