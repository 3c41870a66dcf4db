"""Gives one letter to the upstream outside any client's session: a held letter that a reviewer releases.

What must stay true: the envelope and the bytes are those that came in; all recipients get it or none does; never tried twice.
"""

import asyncio

from gateway.ports import Content, Reply
from gateway.smtp.address import Refused, mail_path, rcpt_path
from gateway.smtp.upstream import Link, Upstream, UpstreamLost
from gateway.smtp.wire import Watch

Recipients = tuple[tuple[str, tuple[str, ...]], ...]  # (address, parameters of RCPT)


async def submit(
    upstream: Upstream, mail_from: str, mail_params: tuple[str, ...], recipients: Recipients, content: Content
) -> Reply:
    """The upstream's reply: to the letter, or the first refusal on the way there.

    Raises `UpstreamLost` when the line broke after the content was begun: then nobody knows whether the letter was taken.
    """
    try:
        commands = _commands(mail_from, mail_params, recipients)
    except Refused as refused:
        return Reply.of(refused.reply)
    watch = Watch(asyncio.get_running_loop())
    try:
        try:
            link = await Link.open(watch, upstream)
            refusal = await _introduce(link, commands)
        except UpstreamLost as lost:
            return lost.reply
        reply = refusal or await link.content(b"", content)
        link.quit()
        return reply
    finally:
        watch.close()


def _commands(mail_from: str, mail_params: tuple[str, ...], recipients: Recipients) -> list[bytes]:
    """MAIL, then each RCPT.  Read by the session's own parser: nothing kept in a database can end a line and say more."""
    argument = " ".join((f"FROM:<{mail_from}>", *mail_params)).encode("utf-8", "surrogateescape")
    mail_path(argument)
    commands = [b"MAIL " + argument + b"\r\n"]
    for address, params in recipients:
        argument = " ".join((f"TO:<{address}>", *params)).encode("utf-8", "surrogateescape")
        rcpt_path(argument)
        commands.append(b"RCPT " + argument + b"\r\n")
    return commands


async def _introduce(link: Link, commands: list[bytes]) -> Reply | None:
    """Everything before the content; the first refusal, if there is one."""
    for command in commands:
        reply = await link.ask(command)
        if not reply.positive:
            return reply
    reply = await link.ask(b"DATA\r\n")
    if reply.code == 354:
        return None
    nonsense = reply.code < 400
    return Reply.of("451 4.3.0 The mail server answered DATA with nonsense") if nonsense else reply
