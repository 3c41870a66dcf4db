"""The upstream refuses, hangs, breaks off or talks nonsense: the client hears 4xx, nothing is lost, and mail flows again after.

Each letter is known by its Message-ID.  Where the upstream's answer to the final dot is lost, nobody can know: the client is
told 451, and its retry is sent again (invariant 2).
"""

import pytest
from dialogue import Dialogue, send
from gateway_process import GatewayProcess
from letters import OUTSIDE, A, B, letter, message_id
from upstream import Fault, Slow, Taken

FAULTS = {
    "hangs": Fault.HANG,
    "closes": Fault.CLOSE,
    "resets": Fault.RESET,
    "says 421": b"421 4.3.2 Shutting down\r\n",
    "talks nonsense": b"\x00\xffhello there\r\n",
    "answers 999": b"999 what\r\n",
    "answers 354": b"354 go on\r\n",
    "ends its line with LF": b"250 ok\n250 ok\r\n",
    "answers without an end": b"250-" + b"x" * 100_000 + b"\r\n",
}
STAGES = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "dot")


@pytest.fixture(scope="module")
def shared_gateway(shared_upstream, tmp_path_factory):
    toml = "[timeouts]\nupstream_connect = 2\nupstream_command = 1\nupstream_final = 1\n"
    with GatewayProcess(tmp_path_factory.mktemp("faults"), shared_upstream.port, toml=toml) as process:
        yield process


@pytest.fixture
def fresh(gateway, upstream):
    """No connection to the upstream is open, so that a session begins with greeting and EHLO."""
    upstream.cut()
    return gateway


def tried(gateway, content, *recipients):
    """What a client that obeys RFC 5321 makes of it: the last reply."""
    with Dialogue(gateway.port) as client:
        client.hello()
        for command in (f"MAIL FROM:<{A}>", *(f"RCPT TO:<{recipient}>" for recipient in recipients)):
            reply = client.ask(command.encode())
            if not reply.startswith(b"250"):
                return reply
        return client.content(content)


CASES = [(stage, fault) for stage in STAGES for fault in FAULTS if not (stage == "DATA" and fault == "answers 354")]


@pytest.mark.parametrize(("stage", "fault"), CASES, ids=[f"at {stage}, {fault}" for stage, fault in CASES])
def test_the_client_is_put_off_and_its_retry_is_delivered_once(fresh, upstream, stage, fault):
    content = letter()
    if stage in ("greeting", "EHLO"):
        upstream.always(stage, FAULTS[fault])
    else:
        upstream.on(stage, *[FAULTS[fault]] * 2)
    reply = tried(fresh, content, B)
    assert reply[:1] == b"4", reply
    upstream.normal()
    upstream.cut()
    taken = len(upstream.delivered)
    assert tried(fresh, content, B) == b"250 2.0.0 Queued\r\n"
    assert [message_id(one.content) for one in upstream.delivered[taken:]] == [message_id(content)]
    said_yes_and_broke = stage == "dot" and fault in ("ends its line with LF", "answers without an end", "answers 354")
    assert taken == int(said_yes_and_broke)


@pytest.mark.parametrize("fault", [Fault.CLOSE, Fault.RESET, Fault.HANG], ids=lambda fault: fault.value)
def test_a_lost_answer_is_not_taken_for_a_refusal_and_the_retry_is_sent_again(fresh, upstream, fault):
    content = letter()
    upstream.on("dot", Taken(fault))
    assert tried(fresh, content, B).startswith(b"451 ")
    assert tried(fresh, content, B) == b"250 2.0.0 Queued\r\n"
    assert [message_id(one.content) for one in upstream.delivered] == [message_id(content)] * 2


def test_a_held_copy_is_dropped_when_the_upstream_breaks_off(fresh, upstream):
    before = len(fresh.held()), len(fresh.blobs())
    upstream.on("dot", Fault.CLOSE)
    assert tried(fresh, letter(), B, OUTSIDE).startswith(b"451 ")
    assert (len(fresh.held()), len(fresh.blobs())) == before
    assert upstream.delivered == []


def test_a_slow_upstream_is_waited_for(fresh, upstream):
    upstream.on("dot", Slow(0.5))
    assert tried(fresh, letter(), B) == b"250 2.0.0 Queued\r\n"


@pytest.mark.parametrize(
    ("line", "close"),
    [(b"421 4.4.2 Idle too long\r\n", True), (b"421 4.4.2 Idle too long\r\n", False), (b"", True)],
    ids=["421 and gone", "421", "gone"],
)
def test_an_idle_connection_that_the_upstream_ended_does_no_harm(fresh, upstream, line, close):
    assert tried(fresh, letter(), B).startswith(b"250")
    upstream.say(line, close=close)
    assert tried(fresh, letter(), B).startswith(b"250")
    assert len(upstream.delivered) == 2


def test_the_line_lost_between_two_recipients_puts_off_all_that_follows(fresh, upstream):
    upstream.on("RCPT", b"250 2.1.5 Ok\r\n", Fault.CLOSE)
    with Dialogue(fresh.port) as client:
        commands = [f"EHLO x\r\nMAIL FROM:<{A}>\r\n", *(f"RCPT TO:<n{n}@dongnai.gov.vn>\r\n" for n in range(4)), "DATA\r\n"]
        client.send("".join(commands).encode())
        heard = [client.reply()[:1] for _ in range(7)]
    assert heard == [b"2", b"2", b"2", b"4", b"4", b"4", b"4"]


def test_mail_lost_in_a_pipeline_puts_off_all_that_follows(fresh, upstream):
    upstream.always("MAIL", Fault.CLOSE)
    with Dialogue(fresh.port) as client:
        client.send(f"EHLO x\r\nMAIL FROM:<{A}>\r\nRCPT TO:<{B}>\r\nDATA\r\n".encode())
        assert [client.reply()[:1] for _ in range(4)] == [b"2", b"4", b"4", b"4"]


def test_while_the_upstream_is_down_clients_are_put_off_and_after_it_all_is_well(gateway, upstream):
    upstream.stop_listening()
    upstream.cut()
    reply = tried(gateway, letter(), B)
    upstream.listen()
    assert reply[:1] == b"4"
    assert tried(gateway, letter(), B).startswith(b"250")


def test_a_greeting_that_refuses_for_now_is_passed_on(fresh, upstream):
    upstream.always("greeting", b"450 4.3.2 B\xe1\xba\xadn\r\n")
    assert tried(fresh, letter(), B) == b"450 4.3.2 B\xe1\xba\xadn\r\n"


def test_an_upstream_that_knows_no_ehlo_is_greeted_with_helo(tmp_path, upstream, shared_upstream):
    upstream.always("EHLO", b"502 5.5.1 What\r\n")
    with GatewayProcess(tmp_path, shared_upstream.port) as gateway, Dialogue(gateway.port) as client:
        assert [line for line in client.hello() if not line.startswith("SIZE")] == []
        assert client.ask(f"MAIL FROM:<{A}> BODY=8BITMIME".encode()).startswith(b"555")
    with GatewayProcess(tmp_path / "2", shared_upstream.port) as gateway:
        assert send(gateway.port, letter(), A, B).startswith(b"250")


def test_every_letter_that_ended_has_one_record_and_the_chain_is_whole(gateway):
    records = gateway.records()
    assert len({record["id"] for record in records}) == len(records)
    assert {record["event"] for record in records} == {"message"}
    assert all(record["reply"] for record in records)
