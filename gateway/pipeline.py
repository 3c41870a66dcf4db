"""The story of a letter: judge (parse, inspect, evaluate), decide, record, act, complete.

Knows no SMTP server, database or process; it speaks to the ports.  What must stay true: the client hears 250 only for
what the upstream took or the quarantine holds on disk; nothing is sent before its decision is on disk; nothing is sent twice.
"""

import asyncio
from dataclasses import dataclass, replace

from gateway import replies
from gateway.clock import monotonic, today
from gateway.errors import StorageFailed
from gateway.header import genuine, head
from gateway.mime.parse import parse
from gateway.mime.rewrite import received_line, tag_lines
from gateway.ports import Decision, Inspector, Judgement, Ledger, Letter, Onward, Outcome, Reply
from policies.core.catalog import codes
from policies.core.units import Directory
from policies.core.verdict import Action, Circumstances, Rules, Verdict, decide
from policies.text.discretion import discreet_subject

COMPLETE_SECONDS = 60.0  # how long a letter that the upstream took may wait to be recorded while its client waits


class Unanswerable(Exception):  # noqa: N818 - an event
    """The upstream has the letter, but that cannot be recorded: the client must get no answer at all, neither 250 nor 4xx."""


@dataclass(frozen=True, slots=True)
class Office:
    """What every letter of a process is handled with."""

    inspector: Inspector
    ledger: Ledger
    rules: Rules
    directory: Directory
    hostname: str
    help_contact: str = ""


async def handle(letter: Letter, onward: Onward, office: Office) -> tuple[Decision, Outcome]:
    """Handle one letter from its end of data to its answer.

    Raises `GatewayError` (answer its `reply`: nothing was sent or kept) and `Unanswerable`.
    """
    began = monotonic()
    judgement = await office.inspector.judge(letter)
    decision = _decide(letter, judgement, office)
    recorded = await office.ledger.prepare(decision)
    if recorded is not None:  # this very letter was accepted before and its client never heard so
        await onward.drop()
        return decision, Outcome(recorded, recorded, committed=True, elapsed_ms=_since(began))
    outcome = await _act(decision, onward, office, began)
    await _complete(decision, outcome, office.ledger)
    return decision, outcome


async def refuse(letter: Letter, reply: Reply, office: Office) -> tuple[Decision, Outcome]:
    """Record a letter that is refused before it was judged (too large, smuggled line ends, a loop), with its reply."""
    outcomes = tuple((rcpt, Action.REJECT) for rcpt in letter.envelope.rcpt_tos)
    message = parse(await head(letter.content))  # as far as it was kept
    subject = discreet_subject(message.text("subject"), ())
    judgement = Judgement(message_id=message.text("message-id").strip(), subject=subject)
    decision = Decision(letter, judgement, Verdict(Action.REJECT, outcomes))
    outcome = Outcome(reply, None, committed=False, elapsed_ms=0.0)
    await _complete(decision, outcome, office.ledger)
    return decision, outcome


def _decide(letter: Letter, judgement: Judgement, office: Office) -> Decision:
    where = circumstances(letter, judgement, office.directory)
    verdict = decide(judgement.findings, office.rules, letter.envelope, where)
    return Decision(letter, judgement, verdict, _held(verdict))


def circumstances(letter: Letter, judgement: Judgement, directory: Directory) -> Circumstances:
    """What the choice of rules depends on: the direction, the unit on our side, the day."""
    sender = letter.envelope.mail_from.lower()
    inside = _internal(sender, directory)
    direction = letter.envelope.direction or ("outbound" if inside else "inbound")
    ours = sender if inside else next((to.lower() for to in letter.envelope.rcpt_tos if _internal(to.lower(), directory)), "")
    person = directory.person_of.get(ours)
    unit = directory.unit_of.get(ours)
    return Circumstances(direction, person.unit if person else unit.code if unit else "", today(), judgement.automatic)


def _internal(mailbox: str, directory: Directory) -> bool:
    return mailbox.rpartition("@")[2] in directory.internal_domains


def _held(verdict: Verdict) -> tuple[str, ...]:
    """Whose copy is held.  A single reply cannot refuse for some and accept for others: then the refused copies are held too."""
    if all(action == Action.REJECT for _, action in verdict.outcomes):
        return ()
    return verdict.recipients(Action.QUARANTINE, Action.REJECT)


async def _act(decision: Decision, onward: Onward, office: Office, began: float) -> Outcome:
    onwards = decision.verdict.recipients(Action.FORWARD, Action.TAG)
    if onwards:
        letter = replace(decision.letter, content=await genuine(decision.letter.content))
        reply = await onward.send(letter, _prefix(decision, onwards, office.hostname), onwards)
        committed = reply.positive
        answer = replies.partly_held(decision) if committed and decision.held else reply
        return Outcome(answer, reply, committed, _since(began))
    await onward.drop()
    if decision.held:
        return Outcome(replies.held(decision), None, committed=True, elapsed_ms=_since(began))
    return Outcome(replies.refused(decision, office.help_contact), None, committed=False, elapsed_ms=_since(began))


def _prefix(decision: Decision, recipients: tuple[str, ...], hostname: str) -> bytes:
    letter = decision.letter
    trace = received_line(letter.peer, letter.id, hostname, letter.received, recipients)
    if decision.verdict.recipients(Action.TAG):
        return trace + tag_lines(letter.id, decision.verdict, codes())
    return trace


async def _complete(decision: Decision, outcome: Outcome, ledger: Ledger) -> None:
    deadline = monotonic() + COMPLETE_SECONDS
    sent = outcome.upstream_reply is not None and outcome.upstream_reply.positive
    while True:
        try:
            await ledger.complete(decision, outcome)
        except StorageFailed as error:
            if not sent:
                if outcome.committed:
                    raise  # the hold is not in force: 451
                return  # a refusal stands, recorded or not (contract: such a record may lack)
            if monotonic() > deadline:
                raise Unanswerable from error
            await asyncio.sleep(0.5)
        else:
            return


def _since(began: float) -> float:
    return round((monotonic() - began) * 1000, 3)
