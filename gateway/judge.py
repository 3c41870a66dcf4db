"""Steps 1 to 3 of a letter: parse it, look into its parts, ask the policies.  Pure work on bytes; runs in a confined worker.

The same `Judge` also judges a small letter of plain text right in the acceptor (`light`), where no reader of foreign formats
is needed, and what can be said of a letter whose worker was lost (`unseen`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gateway.clock import monotonic
from gateway.extract.contents import look_into
from gateway.limits import Limits
from gateway.mime.parse import parse
from gateway.ports import Examiner, Judgement
from policies.core.engine import evaluate
from policies.core.facts import Text, Unread
from policies.core.message import Envelope, Message
from policies.core.policy import Context
from policies.core.units import Directory
from policies.text.discretion import discreet, discreet_subject
from policies.text.documents import documents

LIGHT = 16_384  # bytes of a letter that may be judged in the event loop


@dataclass(frozen=True, slots=True)
class Judge:
    """Knows the rules' settings and the directory; `off`: the policies that are not asked.

    `examiner`: looks at the pictures of scans and validates signatures; only workers have one.
    """

    directory: Directory
    settings: Mapping[str, Any]
    off: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    examiner: Examiner | None = None

    def __call__(self, raw: bytes | memoryview, envelope: Envelope, today: date, *, thorough: bool = False) -> Judgement:
        """Judge a letter whole.  `thorough`: scans are read also where the verdict does not hang on it."""
        began = monotonic()
        message = parse(raw, self.limits)
        parsed = monotonic()
        message = look_into(message, self.limits)
        extracted = monotonic()
        if self.examiner is not None:
            message = self.examiner.examine(message, today, thorough=thorough)
        stages = {"parse": parsed - began, "extract": extracted - parsed, "examine": monotonic() - extracted}
        return self._evaluate(message, envelope, today, stages)

    def draw(self, raw: bytes | memoryview, today: date, page: int) -> bytes:
        """A page of the letter's first document as PNG, with what was found on it; page 0: the one that shows most.

        Empty when there is no page to be drawn.
        """
        message = look_into(parse(raw, self.limits), self.limits)
        return b"" if self.examiner is None else self.examiner.draw(message, today, page)

    def light(self, raw: bytes | memoryview, envelope: Envelope, today: date) -> Judgement | None:
        """Judge a letter that is plain text and nothing else; None when it is more than that."""
        if len(raw) > LIGHT:
            return None
        began = monotonic()
        message = parse(raw, self.limits)
        if not _plain(message):
            return None
        return self._evaluate(message, envelope, today, {"parse": monotonic() - began})

    def unseen(self, head: bytes, envelope: Envelope, today: date, reason: str) -> Judgement:
        """Judge a letter by envelope and header alone, because its inspection came to nothing for `reason`."""
        message = parse(head, self.limits)
        blind = replace(message.root, children=(), nested=None, content=Unread("over-limit", reason))
        return self._evaluate(replace(message, root=blind, defects=()), envelope, today, {})  # the body is not there to be sound

    def _evaluate(self, message: Message, envelope: Envelope, today: date, stages: dict[str, float]) -> Judgement:
        began = monotonic()
        papers = documents(message)
        context = Context(envelope, self.directory, today, papers)
        findings, papers = discreet(evaluate(message, context, self.settings, self.off), papers)
        subject = discreet_subject(message.text("subject"), findings)
        stages["evaluate"] = monotonic() - began
        return Judgement(findings, papers, message.text("message-id").strip(), subject, automatic(message, envelope), stages)


def automatic(message: Message, envelope: Envelope) -> bool:
    """Whether it is a bounce, a receipt or an auto-reply (RFC 3461, RFC 3834, RFC 6522)."""
    submitted = message.text("auto-submitted").partition(";")[0].strip().lower()
    return not envelope.mail_from or submitted not in ("", "no") or message.root.media_type == "multipart/report"


def _plain(message: Message) -> bool:
    root = message.root
    return isinstance(root.content, Text) and root.media_type == "text/plain" and not root.children and root.nested is None
