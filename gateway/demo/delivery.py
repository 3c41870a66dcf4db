"""Sends one sample letter over real SMTP, and finds out what became of it: reply, audit record, bytes at the server."""

import asyncio
import smtplib
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gateway.demo.house import House
from gateway.demo.letters import Sample
from gateway.demo.standin import Received
from gateway.storage.database import Database
from gateway.storage.story import since

OURS = (b"received:", b"x-vanthu-")
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a sample.  `record`: of the audit, None when there is none.  `intact`: None when nothing reached the server.

    `tagged`: how many lines were put on top.
    """

    sample: Sample
    code: int
    reply: str
    record: dict[str, Any] | None
    intact: bool | None
    digest: str
    tagged: int
    renamed: bool

    @property
    def expected(self) -> bool:
        """Whether it all came as it should."""
        if not self.sample.outcomes:
            return self.code == 550 and self.record is None and self.intact is None
        if self.record is None or self.code != 250:
            return False
        outcomes = tuple(self.record["recipients"].get(rcpt) for rcpt in self.sample.rcpt_tos)
        codes = {found["code"] for found in self.record["findings"]}
        delivered = any(outcome in ("forward", "tag") for outcome in self.sample.outcomes)
        return outcomes == self.sample.outcomes and codes >= self.sample.codes and self.intact == (True if delivered else None)


class Courier:
    """Sends samples one after another through the house's gateway."""

    def __init__(self, place: House) -> None:
        self._house = place
        self._database = Database(f"sqlite:///{place.environ['VANTHU_DATA']}/vanthu.db")
        self._records = 0

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    async def deliver(self, sample: Sample) -> Delivery:
        """Send a sample and see what became of it."""
        before = len(self._house.server.received)
        raw = sample.raw
        code, reply = await asyncio.to_thread(_send, self._house.smtp, sample, raw)
        records = since(self._database, self._records)
        self._records += len(records)
        received = self._house.server.received[before:]
        top, rest = _split(received[0], raw) if received else (b"", b"")
        intact = rest == raw if received else None
        renamed = bool(received) and not intact and rest.replace(b"X-Forged-", b"X-Vanthu-") == raw
        return Delivery(
            sample, code, reply, records[0] if records else None, intact or renamed if received else None,
            sha256(rest).hexdigest(), _fields(top), renamed,
        )  # fmt: skip


def _send(port: int, sample: Sample, raw: bytes) -> tuple[int, str]:
    """The final reply, or the first refusal."""
    with smtplib.SMTP("127.0.0.1", port, "may-gui-thu.vi-du", SECONDS) as client:
        client.ehlo()
        code, text = client.mail(sample.mail_from, ["BODY=8BITMIME", f"SIZE={len(raw)}"])
        for recipient in sample.rcpt_tos:
            if code == 250:
                code, text = client.rcpt(recipient)
        if code in (250, 251):
            try:
                code, text = client.data(raw)
            except smtplib.SMTPDataError as error:
                code, text = (
                    error.smtp_code,
                    error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode(),
                )
    return code, text.decode("utf-8", "replace")


def _split(received: Received, raw: bytes) -> tuple[bytes, bytes]:
    """What was put on top, and what was sent."""
    size = len(received.content) - len(raw)
    return received.content[: max(size, 0)], received.content[max(size, 0) :]


def _fields(top: bytes) -> int:
    """How many header fields stand on top; 0 where they are not ours."""
    lines = [line.lower() for line in top.split(b"\r\n") if line and line[:1] not in b" \t"]
    return len(lines) if all(line.startswith(OURS) for line in lines) else 0
