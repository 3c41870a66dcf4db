"""What clients were told, held against what became of their letters, in the style of Jepsen.

Every attempt has its letter's own Message-ID.  An attempt is ok (250), failed (any refusal, or its end was never sent) or unknown
(the answer to the final dot was lost); unknown is never counted as failed.
"""

from collections import Counter
from dataclasses import dataclass, field

from dialogue import Dialogue, wire
from gateway_process import GatewayProcess
from letters import A, message_id
from upstream import Upstream


@dataclass
class Attempts:
    """A letter, and how each attempt to hand it in ended."""

    recipients: tuple[str, ...]
    ends: list[str] = field(default_factory=list)


class History:
    """All attempts of a scenario.  `breaks`: the upstream's answers may be lost, so that our 451 for that means unknown."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.breaks = breaks
        self.letters: dict[str, Attempts] = {}
        self.replies: list[bytes] = []

    def attempt(self, port: int, content: bytes, *recipients: str) -> bytes:
        """Hand in a letter and note the end; the last reply."""
        reply, sent = b"", False
        try:
            with Dialogue(port) as client:
                commands = ["EHLO client.test", f"MAIL FROM:<{A}>", *(f"RCPT TO:<{rcpt}>" for rcpt in recipients), "DATA"]
                for command in commands:
                    reply = client.ask(command.encode())
                    if reply[:1] not in (b"2", b"3"):
                        break
                else:
                    sent = True
                    client.send(wire(content))
                    reply = client.reply()
        except OSError:
            reply = b""
        self.note(content, recipients, reply, sent=sent)
        return reply

    def note(self, content: bytes, recipients: tuple[str, ...], reply: bytes, *, sent: bool) -> None:
        """Note an attempt's end."""
        lost = not reply or (self.breaks and reply.startswith(b"451 4.4.1"))
        end = "ok" if sent and reply.startswith(b"250") else "unknown" if sent and lost else "failed"
        self.letters.setdefault(message_id(content), Attempts(recipients)).ends.append(end)
        self.replies.append(reply)

    def open(self) -> list[str]:
        """The letters that no attempt has brought through yet."""
        return [identity for identity, attempts in self.letters.items() if "ok" not in attempts.ends]

    def ends(self) -> Counter[str]:
        return Counter(end for attempts in self.letters.values() for end in attempts.ends)

    def check(self, gateway: GatewayProcess, upstream: Upstream, *, lost_answers: int = 0) -> None:
        """The invariants.  `lost_answers`: how many letters the upstream may have twice, its own answer having been lost."""
        records = gateway.records()
        assert len({record["id"] for record in records}) == len(records)
        delivered = Counter((message_id(one.content), rcpt) for one in upstream.delivered for rcpt in one.recipients)
        held = Counter((item["message_id"], rcpt) for item in gateway.held() for rcpt in item["recipients"])
        twice = 0
        for identity, attempts in self.letters.items():
            ended = sum(record["message_id"] == identity for record in records)
            assert ended <= len(attempts.ends), f"{identity}: {ended} records of {attempts.ends}"
            for recipient in attempts.recipients:
                got, kept = delivered[identity, recipient], held[identity, recipient]
                story = f"{identity} to {recipient}: {attempts.ends}, delivered {got}, held {kept}"
                assert not (got and kept), story
                assert kept <= 1, story
                assert got + kept >= ("ok" in attempts.ends), f"lost: {story}"
                if set(attempts.ends) == {"failed"}:
                    assert got + kept == 0, f"refused and yet there: {story}"
                twice += got > 1
        assert twice <= lost_answers, "delivered twice"
        assert not {identity for identity, _ in (delivered | held)} - self.letters.keys()
