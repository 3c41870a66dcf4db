"""Commands that are wrong, odd or hostile: each gets its one answer, and the session goes on where it can."""

from signal import SIGCONT, SIGSTOP

import pytest
from dialogue import Dialogue, send
from gateway_process import kill
from letters import letter

A, B = "a@dongnai.gov.vn", "b@dongnai.gov.vn"
LETTER = letter()


@pytest.fixture(autouse=True)
def another_letter():
    """The very same letter again, so soon, would be taken for a retry."""
    global LETTER
    LETTER = letter()


@pytest.fixture
def client(gateway):
    with Dialogue(gateway.port) as dialogue:
        yield dialogue


WITHOUT_HELLO = {
    "MAIL before EHLO": (b"MAIL FROM:<a@b.vn>", b"503"),
    "RCPT before EHLO": (b"RCPT TO:<a@b.vn>", b"503"),
    "DATA before EHLO": (b"DATA", b"503"),
    "NOOP before EHLO": (b"NOOP", b"250"),
    "RSET before EHLO": (b"RSET", b"250"),
    "VRFY before EHLO": (b"VRFY postmaster", b"252"),
    "HELP before EHLO": (b"HELP", b"214"),
    "AUTH before EHLO": (b"AUTH PLAIN", b"503"),
    "EHLO without a name": (b"EHLO", b"501"),
    "HELO": (b"HELO client.test", b"250 cong.dongnai.gov.vn\r\n"),
    "an unknown command": (b"XYZZY now", b"500"),
    "an empty line": (b"", b"500"),
    "lower case": (b"ehlo client.test", b"250"),
    "8-bit rubbish": (b"\xff\xfe\x80", b"500"),
    "a NUL": (b"NOOP \0", b"500"),
    "a tab": (b"NOOP\tx", b"500"),
    "an escape": (b"EHLO \x1b[2J", b"500"),
    "BDAT": (b"BDAT 100 LAST", b"502"),
    "EXPN": (b"EXPN staff", b"502"),
    "ETRN": (b"ETRN example.com", b"500"),
    "a command too long": (b"NOOP " + b"x" * 100_000, b"500 5.5.2 Line too long\r\n"),
}


@pytest.mark.parametrize(("command", "reply"), WITHOUT_HELLO.values(), ids=WITHOUT_HELLO)
def test_a_command_gets_one_answer_and_the_session_goes_on(client, command, reply):
    assert client.ask(command).startswith(reply)
    client.expect(250, b"NOOP")


@pytest.mark.parametrize("between", [b"NOOP", b"NOOP ignored", b"VRFY b", b"HELP", b"XYZZY"], ids=bytes.decode)
def test_harmless_commands_in_a_transaction_leave_it_alone(client, upstream, between):
    client.hello()
    for command in (f"MAIL FROM:<{A}>", f"RCPT TO:<{B}>"):
        client.expect(250, command.encode())
        client.ask(between)
    assert client.content(LETTER).startswith(b"250")
    assert len(upstream.delivered) == 1


ORDER = {
    "RCPT without MAIL": ([b"RCPT TO:<b@dongnai.gov.vn>"], b"503"),
    "DATA without MAIL": ([b"DATA"], b"503"),
    "DATA without RCPT": ([b"MAIL FROM:<a@b.vn>", b"DATA"], b"554"),
    "MAIL twice": ([b"MAIL FROM:<a@b.vn>", b"MAIL FROM:<a@b.vn>"], b"503"),
    "DATA with an argument": ([b"MAIL FROM:<a@b.vn>", b"RCPT TO:<b@b.vn>", b"DATA now"], b"501"),
    "RSET with an argument": ([b"RSET now"], b"501"),
    "QUIT with an argument": ([b"QUIT now"], b"501"),
    "STARTTLS without a certificate": ([b"STARTTLS"], b"503"),
    "AUTH that the upstream does not know": ([b"AUTH PLAIN"], b"504"),
    "XCLIENT from anybody": ([b"XCLIENT ADDR=192.0.2.1"], b"550"),
    "XFORWARD from anybody": ([b"XFORWARD ADDR=192.0.2.1"], b"550"),
}


@pytest.mark.parametrize(("commands", "reply"), ORDER.values(), ids=ORDER)
def test_commands_out_of_order(client, commands, reply):
    client.hello()
    assert [client.ask(command) for command in commands][-1].startswith(reply)


GOOD = [
    "a@b.vn",
    "a.b+c@b.vn",
    '"a b"@b.vn',
    '"a\\"b"@b.vn',
    "a@[192.0.2.1]",
    "a@[IPv6:2001:db8::1]",
    "a@b.vn.",
    "a@xn--ng-fja.vn",
]
GOOD += ["@route.vn:a@b.vn", "a%c@b.vn", "a!b@b.vn", "x" * 64 + "@b.vn", "a@b"]
BAD = [
    "",
    "a",
    "a@",
    "@b.vn",
    "a@@b.vn",
    "a b@b.vn",
    "a..b@b.vn",
    ".a@b.vn",
    "a@b..vn",
    "a@-b.vn",
    "a@b.vn(comment)",
    '"a@b.vn',
    "a@b.vn>x",
]
BAD += ["a@[192.0.2.1", "<a@b.vn", "a,b@b.vn", "a@b.vn,c@d.vn", "x@" + "y" * 2000, "a@b vn", "a@b;vn", "a@b.vn\\"]


@pytest.mark.parametrize("address", GOOD)
def test_a_good_address_is_taken_and_passed_on_as_it_is(client, upstream, address):
    client.hello()
    client.expect(250, b"MAIL FROM:<a@b.vn>")
    client.expect(250, f"RCPT TO:<{address}>".encode())
    assert client.content(LETTER).startswith(b"250")
    assert upstream.delivered[0].rcpts == (f"TO:<{address}>".encode(),)


@pytest.mark.parametrize("address", BAD)
def test_a_bad_address_is_refused_and_never_reaches_the_upstream(client, upstream, address):
    client.hello()
    client.expect(250, b"MAIL FROM:<a@b.vn>")
    said = sum(map(len, (connection.commands for connection in upstream.connections)))
    assert client.ask(f"RCPT TO:<{address}>".encode())[:2] in (b"50", b"55")
    assert sum(map(len, (connection.commands for connection in upstream.connections))) == said


BAD_PARAMETERS = {
    "SIZE that is no number": (b"MAIL FROM:<a@b.vn> SIZE=many", b"501"),
    "SIZE over the limit": (b"MAIL FROM:<a@b.vn> SIZE=99999999999", b"552 5.3.4"),
    "a parameter twice": (b"MAIL FROM:<a@b.vn> BODY=7BIT BODY=8BITMIME", b"501"),
    "an unknown parameter": (b"MAIL FROM:<a@b.vn> FLAVOUR=sweet", b"555"),
    "BODY=BINARYMIME": (b"MAIL FROM:<a@b.vn> BODY=BINARYMIME", b"555"),
    "REQUIRETLS": (b"MAIL FROM:<a@b.vn> REQUIRETLS", b"555"),
    "accents without SMTPUTF8": ("MAIL FROM:<án@b.vn>".encode(), b"553 5.6.7"),
    "no angle brackets around a parameter": (b"MAIL FROM:<a@b.vn>SIZE=1", b"501"),
    "not UTF-8": (b"MAIL FROM:<\xe1n@b.vn> SMTPUTF8", b"501"),
    "NOTIFY at MAIL": (b"MAIL FROM:<a@b.vn> NOTIFY=NEVER", b"555"),
}


@pytest.mark.parametrize(("command", "reply"), BAD_PARAMETERS.values(), ids=BAD_PARAMETERS)
def test_a_bad_parameter_is_refused(client, command, reply):
    client.hello()
    assert client.ask(command).startswith(reply)


BARE = {
    "bare LF": b"EHLO x\nMAIL FROM:<a@b.vn>\r\n",
    "bare CR": b"EHLO x\rMAIL FROM:<a@b.vn>\r\n",
    "LF at the end": b"EHLO x\n",
    "two CR": b"EHLO x\r\r\n",
}


@pytest.mark.parametrize("line", BARE.values(), ids=BARE)
def test_a_command_line_ends_with_crlf_alone(client, line):
    client.send(line)
    assert client.reply()[:1] == b"5"
    assert b"250" not in client.rest()


def test_a_client_that_speaks_before_the_greeting_is_sent_away(gateway):
    (acceptor,) = gateway.acceptors
    kill(acceptor, SIGSTOP)
    with Dialogue(gateway.port, greeted=False) as early:
        early.send(b"EHLO x\r\nMAIL FROM:<a@b.vn>\r\n")
        kill(acceptor, SIGCONT)
        assert early.rest() == b"554 5.5.1 You spoke before the greeting\r\n"


@pytest.mark.parametrize("request_", [b"GET / HTTP/1.1", b"POST /x HTTP/1.0", b"CONNECT x:25 HTTP/1.1"])
def test_a_web_client_is_sent_away(client, request_):
    client.send(request_ + b"\r\nHost: x\r\n\r\nEHLO x\r\nMAIL FROM:<a@b.vn>\r\n")
    assert client.reply().startswith(b"421 ")
    assert client.rest() == b""


def test_too_many_errors_end_the_session(client):
    replies = [client.ask(b"XYZZY") for _ in range(21)]
    assert {reply[:3] for reply in replies} == {b"500"}
    assert client.rest().startswith(b"421 4.7.0")


def test_the_upstreams_refusals_are_no_errors_of_the_client(client, upstream):
    upstream.always("RCPT", b"550 5.1.1 No such mailbox\r\n")
    client.hello()
    client.expect(250, b"MAIL FROM:<a@b.vn>")
    assert {client.ask(f"RCPT TO:<x{n}@b.vn>".encode())[:3] for n in range(100)} == {b"550"}
    client.expect(250, b"NOOP")


def test_plain_smtp_gets_a_received_line_that_says_so(gateway, upstream):
    with Dialogue(gateway.port) as client:
        client.expect(250, b"HELO client.test")
        client.expect(250, f"MAIL FROM:<{A}>".encode())
        client.expect(250, f"RCPT TO:<{B}>".encode())
        assert client.content(LETTER).startswith(b"250")
    assert b"with SMTP id" in upstream.delivered[0].content.replace(b"\r\n", b"")


def test_quit_says_goodbye_and_closes(client):
    client.expect(221, b"QUIT")
    assert client.rest() == b""


def test_after_all_this_mail_still_goes_through(gateway, upstream):
    assert send(gateway.port, LETTER, A, B).startswith(b"250")
    assert len(upstream.delivered) == 1
