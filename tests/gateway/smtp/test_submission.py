"""A held letter on its way to the upstream: as it came, all or nothing, never twice."""

import asyncio
import hashlib

import pytest

from gateway.smtp.submission import submit
from gateway.smtp.upstream import Patience, Upstream, UpstreamLost

RECIPIENTS = (("a@dongnai.gov.vn", ("NOTIFY=NEVER",)), ("x@gmail.com", ()))


class Letter:
    """Content in memory."""

    def __init__(self, raw):
        self.raw, self.size, self.sha256 = raw, len(raw), hashlib.sha256(raw).hexdigest()
        self.dotted = raw.startswith(b".") or b"\n." in raw

    async def chunks(self, size=7):
        for start in range(0, len(self.raw), 7):
            yield self.raw[start : start + 7]


class Server:
    """An SMTP server that says what it is told to: a command's first word (or "end") -> its reply; None hangs up."""

    def __init__(self, **answers):
        self.answers = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", "end": "250 2.0.0 taken", **answers}
        self.commands, self.raw = [], b""

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        port = self.server.sockets[0].getsockname()[1]
        self.upstream = Upstream("127.0.0.1", port, "gw.dongnai.gov.vn", patience=Patience(2, 2, 2))
        return self

    async def __aexit__(self, *error):
        self.server.close()

    async def serve(self, reader, writer):
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            word = line.split()[0].decode().upper()
            self.commands.append(line.decode().strip())
            answer = {"EHLO": "250 hello", "QUIT": "221 bye", **self.answers}[word]
            if answer is None:
                break
            writer.write(answer.encode() + b"\r\n")
            if answer.startswith("354"):
                self.raw = await reader.readuntil(b"\r\n.\r\n")
                if self.answers["end"] is None:
                    break
                writer.write(self.answers["end"].encode() + b"\r\n")
        writer.close()


async def send(
    server, raw=b"Subject: x\r\n\r\n.dot\r\n..two\r\nline\r\n", mail_from="phong@dongnai.gov.vn", recipients=RECIPIENTS
):
    return await submit(server.upstream, mail_from, ("BODY=8BITMIME", "ENVID=q+3D1"), recipients, Letter(raw))


async def test_the_envelope_and_every_byte_are_those_that_came_in():
    async with Server() as server:
        reply = await send(server)
    assert reply.text == "250 2.0.0 taken"
    assert server.commands[:5] == [
        "EHLO gw.dongnai.gov.vn",
        "MAIL FROM:<phong@dongnai.gov.vn> BODY=8BITMIME ENVID=q+3D1",
        "RCPT TO:<a@dongnai.gov.vn> NOTIFY=NEVER",
        "RCPT TO:<x@gmail.com>",
        "DATA",
    ]
    assert server.raw == b"Subject: x\r\n\r\n..dot\r\n...two\r\nline\r\n.\r\n"


async def test_a_null_sender_and_a_body_line_like_a_command_are_nothing_special():
    async with Server() as server:
        await send(server, raw=b"\r\nQUIT\r\n", mail_from="")
    assert server.commands[1].startswith("MAIL FROM:<> ")
    assert server.raw == b"\r\nQUIT\r\n.\r\n"


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        pytest.param({"MAIL": "550 5.7.1 not you"}, "550 5.7.1 not you", id="the sender"),
        pytest.param({"RCPT": "550 5.1.1 nobody"}, "550 5.1.1 nobody", id="a recipient"),
        pytest.param({"DATA": "451 4.3.0 later"}, "451 4.3.0 later", id="the content"),
        pytest.param({"DATA": "250 fine"}, "451 4.3.0 The mail server answered DATA with nonsense", id="DATA with nonsense"),
        pytest.param({"end": "554 5.6.0 virus"}, "554 5.6.0 virus", id="the letter"),
    ],
)
async def test_a_refusal_comes_back_as_it_was_said(answers, text):
    async with Server(**answers) as server:
        assert (await send(server)).text == text
    assert ("DATA" in server.commands) == ("DATA" in answers or "end" in answers)


@pytest.mark.parametrize("word", ["EHLO", "MAIL", "RCPT", "DATA"])
async def test_a_line_lost_before_the_content_is_a_plain_failure(word):
    async with Server(**{word: None}) as server:
        assert (await send(server)).code == 451


async def test_a_server_that_is_not_there_is_a_plain_failure():
    async with Server() as server:
        pass
    assert (await send(server)).code == 451


async def test_a_line_lost_after_the_content_is_not_known_to_anybody():
    async with Server(end=None) as server:
        with pytest.raises(UpstreamLost):
            await send(server)


@pytest.mark.parametrize(
    ("mail_from", "recipients"),
    [
        pytest.param("a@b>\r\nRCPT TO:<evil@x", RECIPIENTS, id="a sender that says more"),
        pytest.param("a@b", (("x@y> NOTIFY=NEVER\r\nDATA", ()),), id="a recipient that says more"),
        pytest.param("a@b", (("x@y", ("NOTIFY=NEVER\r\nDATA",)),), id="a parameter that says more"),
        pytest.param("a@b", (("", ()),), id="no recipient"),
    ],
)
async def test_nothing_kept_in_a_database_can_say_more_than_it_should(mail_from, recipients):
    async with Server() as server:
        reply = await send(server, mail_from=mail_from, recipients=recipients)
    assert 500 <= reply.code < 560
    assert server.commands == []
