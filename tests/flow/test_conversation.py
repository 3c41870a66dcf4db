"""Conversations with one upstream: what a client hears, and what the upstream hears of it."""

import pytest
from dialogue import Dialogue, send, wire
from letters import letter

LETTER = letter()
A, B = "a@dongnai.gov.vn", "b@dongnai.gov.vn"


@pytest.fixture(autouse=True)
def another_letter():
    """The very same letter again, so soon, would be taken for a retry."""
    global LETTER
    LETTER = letter()


@pytest.fixture
def client(gateway):
    with Dialogue(gateway.port) as dialogue:
        yield dialogue


def test_a_letter_arrives_as_it_was_after_one_received_line(gateway, upstream):
    assert send(gateway.port, LETTER, A, B) == b"250 2.0.0 Queued\r\n"
    (letter,) = upstream.delivered
    top = letter.content.removesuffix(LETTER)
    assert letter.content == top + LETTER
    assert top.replace(b"\r\n ", b" ").startswith(
        b"Received: from client.test ([127.0.0.1]) by cong.dongnai.gov.vn with ESMTP id "
    )
    assert top.count(b"\r\n") == top.count(b"\r\n ") + 1


def test_the_greeting_names_the_gateway(client):
    assert client.greeting == b"220 cong.dongnai.gov.vn ESMTP\r\n"


def test_pipelined_commands_are_answered_in_order(client, upstream):
    commands = f"EHLO x\r\nMAIL FROM:<{A}>\r\nRCPT TO:<{B}>\r\nRCPT TO:<nobody@dongnai.gov.vn>\r\nNOOP\r\nDATA\r\n"
    upstream.always("RCPT nobody@dongnai.gov.vn", b"550 5.1.1 No such mailbox\r\n")
    client.send(commands.encode())
    assert [client.reply()[:3] for _ in range(6)] == [b"250", b"250", b"250", b"550", b"250", b"354"]


def test_a_second_letter_may_be_pipelined_behind_the_first_ones_dot(client, upstream):
    client.envelope(A, B)
    client.expect(354, b"DATA")
    second = f"MAIL FROM:<{B}>\r\nRCPT TO:<{A}>\r\nDATA\r\n".encode()
    client.send(wire(LETTER) + second)
    assert [client.reply()[:3] for _ in range(4)] == [b"250", b"250", b"250", b"354"]
    client.send(wire(LETTER) + b"QUIT\r\n")
    assert [client.reply()[:3] for _ in range(2)] == [b"250", b"221"]
    assert [letter.recipients for letter in upstream.delivered] == [(B,), (A,)]


def test_a_client_that_says_all_and_half_closes_is_answered_to_the_end(client, upstream):
    client.send(f"EHLO x\r\nMAIL FROM:<{A}>\r\nRCPT TO:<{B}>\r\nDATA\r\n".encode())
    client.send(wire(LETTER))
    client.half_close()
    assert client.rest().splitlines()[-1] == b"250 2.0.0 Queued"
    assert len(upstream.delivered) == 1


PARAMETERS = [
    ("", ""),
    ("SIZE=1000", ""),
    ("BODY=8BITMIME SIZE=1000", ""),
    ("RET=HDRS ENVID=QQ314159+2Ba", "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob+2BC@Example.COM"),
    ("ret=full", "notify=Never"),
    ("SMTPUTF8 BODY=8BITMIME", ""),
]


@pytest.mark.parametrize(("mail", "rcpt"), PARAMETERS, ids=[f"{mail} {rcpt}".strip() or "none" for mail, rcpt in PARAMETERS])
def test_parameters_reach_the_upstream_as_they_were_written(client, upstream, mail, rcpt):
    client.hello()
    client.expect(250, f"MAIL FROM:<{A}> {mail}".strip().encode())
    client.expect(250, f"RCPT TO:<{B}> {rcpt}".strip().encode())
    assert client.content(LETTER).startswith(b"250")
    (letter,) = upstream.delivered
    assert letter.mail == f"FROM:<{A}> {mail}".strip().encode()
    assert letter.rcpts == (f"TO:<{B}> {rcpt}".strip().encode(),)


def test_addresses_keep_their_case_their_quotes_and_their_accents(client, upstream):
    sender, recipient = 'FROM:<"John  Q. Doe"@DongNai.gov.VN> SMTPUTF8', "TO:<Nguyễn.Văn.A@dongnai.gov.vn>"
    client.hello()
    client.expect(250, f"MAIL {sender}".encode())
    client.expect(250, f"RCPT {recipient}".encode())
    assert client.content(LETTER).startswith(b"250")
    (letter,) = upstream.delivered
    assert (letter.mail, letter.rcpts) == (sender.encode(), (recipient.encode(),))
    assert b"with UTF8SMTP" in letter.content


def test_the_null_sender_writes_to_postmaster(client, upstream):
    client.hello()
    client.expect(250, b"MAIL FROM:<>")
    client.expect(250, b"RCPT TO:<Postmaster>")
    assert client.content(LETTER).startswith(b"250")
    assert (upstream.delivered[0].mail, upstream.delivered[0].rcpts) == (b"FROM:<>", (b"TO:<Postmaster>",))


def test_a_thousand_recipients_are_taken_and_the_next_is_put_off(client, upstream):
    recipients = [f"nguoi{number}@dongnai.gov.vn" for number in range(1000)]
    client.hello()
    client.expect(250, f"MAIL FROM:<{A}>".encode())
    client.send(b"".join(f"RCPT TO:<{recipient}>\r\n".encode() for recipient in recipients))
    assert {client.reply()[:3] for _ in recipients} == {b"250"}
    assert client.ask(f"RCPT TO:<{B}>".encode()).startswith(b"452 4.5.3")
    assert client.content(LETTER).startswith(b"250")
    assert upstream.delivered[0].recipients == tuple(recipients)


REFUSALS = {
    "sender for good": ("MAIL", b"550 5.1.8 <a>: Sender address rejected\r\n"),
    "sender for now": ("MAIL", b"450 4.7.1 Come back later\r\n"),
    "recipient for good": (
        "RCPT",
        b"550-5.1.1 <b>: Kh\xc3\xb4ng c\xc3\xb3 h\xe1\xbb\x99p th\xc6\xb0\r\n550 5.1.1 n\xc3\xa0y\r\n",
    ),
    "recipient for now": ("RCPT", b"451 4.7.1 Greylisted, see http://postgrey.schweikert.ch/\r\n"),
    "DATA": ("DATA", b"554 5.5.1 Not now\r\n"),
    "letter for good": ("dot", b"552-5.7.0 This message\r\n552-5.7.0 is blocked\r\n552 5.7.0 https://support.example\r\n"),
    "letter for now": ("dot", b"452 4.2.2 Mailbox full\r\n"),
    "letter, bare code": ("dot", b"550\r\n"),
}


@pytest.mark.parametrize(("stage", "reply"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_of_the_upstream_reaches_the_client_word_for_word(client, upstream, stage, reply):
    upstream.on(stage, reply)
    client.hello()
    heard = [client.ask(f"MAIL FROM:<{A}>".encode())]
    if stage != "MAIL":
        heard.append(client.ask(f"RCPT TO:<{B}>".encode()))
    if stage in ("DATA", "dot"):
        heard.append(client.content(LETTER))
    assert heard[-1] == reply
    assert upstream.delivered == []


def test_a_positive_reply_of_many_lines_is_passed_on_too(client, upstream):
    upstream.on("RCPT", b"251-2.1.5 User not local;\r\n251 2.1.5 will forward\r\n")
    client.hello()
    client.expect(250, f"MAIL FROM:<{A}>".encode())
    assert client.ask(f"RCPT TO:<{B}>".encode()) == b"251-2.1.5 User not local;\r\n251 2.1.5 will forward\r\n"


def test_after_a_refused_letter_the_session_goes_on(client, upstream):
    upstream.on("dot", b"550 5.7.0 No\r\n")
    client.envelope(A, B)
    assert client.content(LETTER) == b"550 5.7.0 No\r\n"
    client.envelope(A, B)
    assert client.content(LETTER).startswith(b"250")


def test_connections_to_the_upstream_are_used_again(gateway, upstream):
    for _ in range(5):
        assert send(gateway.port, LETTER, A, B).startswith(b"250")
    assert len({letter.connection for letter in upstream.delivered}) == 1


def test_rset_begins_anew_on_both_sides(client, upstream):
    client.envelope("x@dongnai.gov.vn", B)
    client.expect(250, b"RSET")
    assert client.ask(f"RCPT TO:<{B}>".encode()).startswith(b"503")
    client.expect(250, f"MAIL FROM:<{A}>".encode())
    client.expect(250, b"RCPT TO:<c@dongnai.gov.vn>")
    assert client.content(LETTER).startswith(b"250")
    assert (upstream.delivered[0].mail, upstream.delivered[0].recipients) == (f"FROM:<{A}>".encode(), ("c@dongnai.gov.vn",))


def test_a_new_ehlo_ends_the_transaction(client):
    client.envelope(A, B)
    client.hello()
    assert client.ask(b"DATA").startswith(b"503")
