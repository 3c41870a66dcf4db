"""What becomes of a letter: forwarded, tagged, held, refused, each for its recipients; released by hand; one record each."""

import pytest
from dialogue import Dialogue, send
from gateway_process import GatewayProcess
from letters import OUTSIDE, A, B, attached, letter


def gateway_with(tmp_path_factory, upstream, *, rules="", **settings):
    return GatewayProcess(tmp_path_factory.mktemp("outcome"), upstream.port, rules=rules, settings=settings)


@pytest.fixture(scope="module")
def tagging(shared_upstream, tmp_path_factory):
    with gateway_with(tmp_path_factory, shared_upstream, rules='[domain]\nactions.recipient = "tag"\n') as process:
        yield process


@pytest.fixture(scope="module")
def rejecting(shared_upstream, tmp_path_factory):
    with gateway_with(tmp_path_factory, shared_upstream, rules='[domain]\nactions.recipient = "reject"\n') as process:
        yield process


@pytest.fixture(scope="module")
def watching(shared_upstream, tmp_path_factory):
    with gateway_with(tmp_path_factory, shared_upstream, VANTHU_MODE="monitor") as process:
        yield process


def only_new(gateway, before):
    (record,) = gateway.records()[before:]
    return record


@pytest.mark.parametrize("make", [letter, attached], ids=["judged in the acceptor", "judged in a worker"])
def test_a_letter_to_a_banned_mailbox_is_held_and_its_bytes_are_kept(gateway, upstream, make):
    before, content = len(gateway.records()), make()
    reply = send(gateway.port, content, A, OUTSIDE)
    record = only_new(gateway, before)
    held = [item for item in gateway.held() if item["id"] == record["id"]]
    assert reply.startswith(b"250 2.0.0 ")
    assert reply.endswith(f"id {record['id']}\r\n".encode())
    assert upstream.delivered == []
    assert [(item["recipients"], item["findings"], item["size"]) for item in held] == [
        ([OUTSIDE], ["domain.recipient"], len(content))
    ]
    assert content in gateway.blobs()
    assert (record["verdict"], record["recipients"], record["upstream_reply"]) == ("quarantine", {OUTSIDE: "quarantine"}, None)


def test_one_recipient_gets_it_and_the_other_ones_copy_is_held(gateway, upstream):
    before, content = len(gateway.records()), letter()
    reply = send(gateway.port, content, A, B, OUTSIDE)
    record = only_new(gateway, before)
    (delivered,) = upstream.delivered
    (held,) = (item for item in gateway.held() if item["id"] == record["id"])
    assert reply.startswith(b"250 2.0.0 ")
    assert reply.endswith(f"id {record['id']}\r\n".encode())
    assert delivered.recipients == (B,)
    assert delivered.content.endswith(b"+0000\r\n" + content)
    assert OUTSIDE.encode() not in delivered.content
    assert held["recipients"] == [OUTSIDE]
    assert record["recipients"] == {B: "forward", OUTSIDE: "quarantine"}


def test_when_the_upstream_refuses_the_one_the_other_ones_copy_is_dropped(gateway, upstream):
    held, blobs = len(gateway.held()), len(gateway.blobs())
    upstream.on("dot", b"550 5.7.0 Not this letter\r\n")
    assert send(gateway.port, letter(), A, B, OUTSIDE) == b"550 5.7.0 Not this letter\r\n"
    assert (len(gateway.held()), len(gateway.blobs()), upstream.delivered) == (held, blobs, [])
    assert gateway.records()[-1]["reply"] == "550 5.7.0 Not this letter"


def test_when_the_upstream_refuses_the_chosen_recipient_on_second_asking_nothing_is_held(gateway, upstream):
    held = len(gateway.held())
    upstream.on(f"RCPT {B}", b"250 2.1.5 Ok\r\n", b"450 4.2.1 Busy\r\n")
    assert send(gateway.port, letter(), A, B, OUTSIDE) == b"450 4.2.1 Busy\r\n"
    assert (len(gateway.held()), upstream.delivered) == (held, [])


def test_a_release_delivers_the_original_bytes_once(gateway, upstream):
    content = letter()
    send(gateway.port, content, A, B, OUTSIDE)
    upstream.delivered.clear()
    item = gateway.held()[-1]["id"]
    gateway.run("quarantine", "release", item)
    gateway.run("quarantine", "release", item, status=None)
    (released,) = upstream.delivered
    assert (released.content, released.recipients, released.mail) == (content, (OUTSIDE,), f"FROM:<{A}>".encode())
    assert item not in [held["id"] for held in gateway.held()]
    assert [record["event"] for record in gateway.records() if record["id"] == item][-1] == "release"


def test_a_release_that_the_upstream_refuses_leaves_the_letter_held(gateway, upstream):
    send(gateway.port, letter(), A, OUTSIDE)
    item = gateway.held()[-1]["id"]
    upstream.on("dot", b"451 4.3.0 Not now\r\n")
    gateway.run("quarantine", "release", item, status=None)
    assert item in [held["id"] for held in gateway.held()]
    assert upstream.delivered == []


def test_a_tag_puts_lines_on_top_and_changes_nothing_else(tagging, upstream):
    content = letter()
    assert send(tagging.port, content, A, OUTSIDE).startswith(b"250 2.0.0 Queued")
    (delivered,) = upstream.delivered
    received, _, rest = delivered.content.partition(b"+0000\r\n")
    identifier = tagging.records()[-1]["id"].encode()
    assert received.startswith(b"Received: ")
    assert rest == (
        b"X-Vanthu-Verdict: tag; id=" + identifier + b"\r\nX-Vanthu-Finding: domain.recipient (art. 8.1)\r\n" + content
    )


def test_forged_lines_of_ours_are_renamed_where_they_stand(gateway, upstream):
    content = b"X-Vanthu-Verdict: forward\r\nx-vanthu-finding : none\r\nX-Vanthu-Paper: yes\r\n" + letter()
    send(gateway.port, content, A, B)
    renamed = content.replace(b"X-Vanthu-Verdict", b"X-Forged-Verdict").replace(b"x-vanthu-finding", b"X-Forged-finding")
    assert upstream.delivered[0].content.endswith(b"\r\n" + renamed)


def test_a_rejection_names_the_article_and_keeps_nothing(rejecting, upstream):
    reply = send(rejecting.port, letter(), A, OUTSIDE)
    lines = reply.decode("ascii").splitlines()
    assert all(line.startswith(("550-5.7.1 ", "550 5.7.1 ")) and len(line) <= 510 for line in lines)
    assert any("domain.recipient (Dieu 8.1)" in line for line in lines)
    assert lines[-1] == f"550 5.7.1 id {rejecting.records()[-1]['id']}"
    assert (upstream.delivered, rejecting.held(), rejecting.blobs()) == ([], [], [])


def test_a_rejection_for_one_of_two_is_held_and_the_other_gets_the_letter(rejecting, upstream):
    before = len(rejecting.held())
    assert send(rejecting.port, letter(), A, B, OUTSIDE).startswith(b"250 2.0.0 ")
    assert [delivered.recipients for delivered in upstream.delivered] == [(B,)]
    assert [item["recipients"] for item in rejecting.held()[before:]] == [[OUTSIDE]]


def test_monitor_mode_changes_nothing_and_records_everything(watching, upstream):
    content = letter()
    assert send(watching.port, content, A, B, OUTSIDE) == b"250 2.0.0 Queued\r\n"
    (delivered,) = upstream.delivered
    assert delivered.recipients == (B, OUTSIDE)
    assert delivered.content.endswith(b"+0000\r\n" + content)
    assert watching.held() == []
    assert [finding["code"] for finding in watching.records()[-1]["findings"]] == ["domain.recipient"]


def test_a_bounce_to_a_banned_mailbox_goes_through(gateway, upstream):
    with Dialogue(gateway.port) as client:
        client.hello()
        client.expect(250, b"MAIL FROM:<>")
        client.expect(250, f"RCPT TO:<{OUTSIDE}>".encode())
        assert client.content(letter()) == b"250 2.0.0 Queued\r\n"
    assert len(upstream.delivered) == 1


def test_a_letter_in_a_legacy_encoding_is_held_with_what_was_read(gateway, upstream):
    tcvn3 = b"\xf1y ban nh\xa9n d\xa9n t\xd8nh \xae\xd2 ngh\xde c\xb8c s\xeb, ban, ng\xb5nh b\xb8o c\xb8o k\xd5t qu\xb6. "
    content = letter().partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + tcvn3 * 5 + b"\r\n"
    assert send(gateway.port, content, A, B).startswith(b"250 2.0.0 ")
    (finding,) = (one for one in gateway.records()[-1]["findings"] if one["code"] == "charset.legacy-text")
    assert (finding["article"], finding["detail"]["encoding"]) == ("4.5", "tcvn3")
    assert upstream.delivered == []


def test_a_letter_that_nobody_can_get_is_in_the_record_too(gateway, upstream):
    upstream.always("dot", b"554 5.6.0 No\r\n")
    before = len(gateway.records())
    send(gateway.port, letter(), A, B)
    record = only_new(gateway, before)
    assert (record["reply"], record["upstream_reply"], record["verdict"]) == ("554 5.6.0 No", "554 5.6.0 No", "forward")
