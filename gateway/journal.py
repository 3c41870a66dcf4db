"""One log line and a handful of counts for each letter."""

from contextlib import suppress

from gateway import metrics
from gateway.log import logger
from gateway.ports import Decision, Letter, Outcome

log = logger("smtp")


def told(decision: Decision, outcome: Outcome) -> None:
    """A letter has come to its end.  What cannot be told holds no letter up."""
    with suppress(OSError, ValueError):  # the log's reader is gone, or the counts' place
        _log(decision, outcome)
        _count(decision, outcome)


def _log(decision: Decision, outcome: Outcome) -> None:
    letter, verdict, judgement = decision.letter, decision.verdict, decision.judgement
    reply, upstream = outcome.reply, outcome.upstream_reply
    log.info(
        "message",
        id=letter.id,
        listener=letter.peer.listener,
        client=letter.peer.client_ip,
        mail_from=letter.envelope.mail_from,
        rcpts=len(letter.envelope.rcpt_tos),
        message_id=judgement.message_id,
        size=letter.content.size,
        verdict=verdict.action.word,
        findings=[judged.finding.code for judged in verdict.judged],
        reply=reply.text if reply else None,
        upstream=upstream.text if upstream else None,
        ms=outcome.elapsed_ms,
        stages={stage: round(seconds * 1000, 3) for stage, seconds in (judgement.stages or {}).items()},
    )


def _count(decision: Decision, outcome: Outcome) -> None:
    letter, verdict, upstream = decision.letter, decision.verdict, outcome.upstream_reply
    metrics.letter(verdict.action.word, letter.envelope.direction, outcome.elapsed_ms / 1000, upstream.code if upstream else 0)
    for judged in verdict.judged:
        metrics.matched(judged.finding.code, judged.action.word)
    for stage, seconds in (decision.judgement.stages or {}).items():
        metrics.stage(stage, seconds)


def failed(letter: Letter, cause: str) -> None:
    """A letter could not be handled now; its client was answered 4xx."""
    log.error("message not handled", id=letter.id, client=letter.peer.client_ip, size=letter.content.size, cause=cause)
    with suppress(OSError):
        metrics.failed("failed")


def counted(command: str, code: int) -> None:
    """A command was answered."""
    with suppress(OSError):
        metrics.command(command, code)
