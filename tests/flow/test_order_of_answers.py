"""Each command gets its own answer: a word unasked, too early or for now only never becomes another one's yes or no."""

import pytest
from dialogue import Dialogue
from gateway_process import GatewayProcess
from letters import A, B, letter

C = "tran.thi.thu@dongnai.gov.vn"


@pytest.fixture(scope="module")
def shared_gateway(shared_upstream, tmp_path_factory):
    toml = 'xclient_from = "127.0.0.0/8"\n[timeouts]\nupstream_command = 3\nupstream_final = 3\n'
    with GatewayProcess(tmp_path_factory.mktemp("order"), shared_upstream.port, toml=toml) as process:
        yield process


def test_a_stray_yes_behind_an_answer_is_none_for_the_next_recipient(gateway, upstream):
    upstream.on(f"RCPT {B}", b"250 ok\r\n250 stray\r\n")
    upstream.on(f"RCPT {C}", b"550 5.1.1 unknown\r\n")
    with Dialogue(gateway.port) as client:
        client.hello()
        client.expect(250, f"MAIL FROM:<{A}>".encode())
        client.ask(f"RCPT TO:<{B}>".encode())
        assert not client.ask(f"RCPT TO:<{C}>".encode()).startswith(b"2")


def test_a_yes_before_the_end_of_the_letter_is_no_custody(gateway, upstream):
    upstream.on("DATA", b"354 go\r\n250 early\r\n")
    upstream.on("dot", b"554 5.0.0 no\r\n")
    with Dialogue(gateway.port) as client:
        client.envelope(A, B)
        assert client.content(letter()).startswith(b"451")


def test_recipients_refused_for_now_leave_nothing_refused_for_good(gateway, upstream):
    upstream.on("RCPT", b"450 4.2.0 greylisted\r\n")
    with Dialogue(gateway.port) as client:
        client.hello()
        client.expect(250, f"MAIL FROM:<{A}>".encode())
        client.expect(450, f"RCPT TO:<{B}>".encode())
        assert client.ask(b"DATA").startswith(b"451")


def test_after_a_lost_transaction_the_next_one_begins_with_mail(gateway, upstream):
    with Dialogue(gateway.port) as client:
        client.hello()
        client.expect(250, f"MAIL FROM:<{A}>".encode())
        upstream.cut()
        assert client.ask(f"RCPT TO:<{B}>".encode()).startswith(b"4")
        client.expect(250, f"MAIL FROM:<{A}>".encode())
        client.expect(250, f"RCPT TO:<{B}>".encode())


def test_what_xforward_says_holds_for_one_letter_and_adds_up(gateway, upstream):
    contents = [letter(), letter()]
    with Dialogue(gateway.port) as client:
        client.hello()
        client.expect(250, b"XFORWARD NAME=mx.example.vn ADDR=192.0.2.7 PORT=40001")
        client.expect(250, b"XFORWARD PROTO=ESMTP HELO=mx.example.vn SOURCE=REMOTE")
        for content in contents:
            client.expect(250, f"MAIL FROM:<{A}>".encode())
            client.expect(250, f"RCPT TO:<{B}>".encode())
            assert client.content(content).startswith(b"250")
    first, second = gateway.records()[-2:]
    assert (first["client_ip"], first["helo"]) == ("192.0.2.7", "mx.example.vn")
    assert second["client_ip"] == "127.0.0.1"


def test_a_flood_of_commands_leaves_others_their_turn(gateway, upstream):
    with Dialogue(gateway.port) as flooder, Dialogue(gateway.port) as other:
        flooder.send(b"NOOP\r\n" * 20_000)
        other.hello()
        assert other.ask(b"NOOP").startswith(b"250")
