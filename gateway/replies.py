"""What the client is answered for each end of a letter: one table, ASCII on the wire, Vietnamese without accents and English.

| end                                     | reply                                                     |
| ------------------------------------------ | ------------------------------------------------------------ |
| the upstream answered for everybody        | its own reply, unchanged                                   |
| held for everybody                         | 250 2.0.0 with the id                                      |
| forwarded to some, held for others         | 250 2.0.0 with the id                                      |
| refused for everybody by the rules         | 550 5.7.1: every finding with its article and remedy       |
| storage or inspection out of order         | 451 4.3.0                                                  |
"""

import unicodedata
from collections.abc import Iterator

from gateway.ports import Decision, Reply
from gateway.wording import code_of, excerpt, remedy, statement
from policies.core.finding import Finding
from policies.core.verdict import Action

LINE = 480  # RFC 5321 s.4.5.3.1.5: 512 octets with code, enhanced code and CRLF
QUOTES = dict.fromkeys("«»“”„", '"') | dict.fromkeys("‘’", "'")
SPELT = str.maketrans({"đ": "d", "Đ": "D", "…": "...", "–": "-", "—": "-"} | QUOTES)

SMUGGLED = Reply.of("550 5.6.11 The message holds a bare CR, a bare LF or a NUL; line ends must be CRLF")
TOO_LARGE = Reply.of("552 5.3.4 The message is larger than this server takes")
LOOP = Reply.of("554 5.4.6 Too many hops: the message goes round in a loop")


def held(decision: Decision) -> Reply:
    """Everybody's copy is in quarantine."""
    return Reply.of(f"250 2.0.0 Accepted and held for review, id {decision.letter.id}")


def partly_held(decision: Decision) -> Reply:
    """Some copies went on, others are in quarantine."""
    count = len(decision.held)
    return Reply.of(
        f"250 2.0.0 Accepted; held for review for {count} of {len(decision.verdict.outcomes)}, id {decision.letter.id}"
    )


def refused(decision: Decision, help_contact: str) -> Reply:
    """The rules refuse the letter: every finding, its article, what to do, the id, and whom to ask (RFC 3463 X.7.1)."""
    lines = ["Thu bi tu choi theo QD 04/2011/QD-UBND / refused by the rules on official mail"]
    for one in sorted(decision.verdict.judged, key=lambda one: one.action != Action.REJECT):  # what it is refused for comes first
        lines += _told(one.finding)
    lines.append(f"id {decision.letter.id}" + (f"; ho tro / help: {help_contact}" if help_contact else ""))
    wire = [_ascii(line)[:LINE].rstrip() for line in dict.fromkeys(lines)]
    last = len(wire) - 1
    return Reply(550, tuple(f"550{' ' if n == last else '-'}5.7.1 {line}\r\n".encode() for n, line in enumerate(wire)))


def _told(finding: Finding) -> Iterator[str]:
    """A line in Vietnamese, one in English.  Where a line is too long the sentence gives way, never the remedy."""
    code = code_of(finding)
    head = f"{code.code} (Dieu {code.article}): "
    shown = excerpt(finding)
    quoted = f' "{shown[1]}"' if shown else ""  # of a legacy text its reading says more than its bytes
    for sentence, cure in zip(statement(finding), remedy(finding), strict=True):
        said, cured = _ascii(sentence + quoted), _ascii(cure)
        room = max(3, LINE - len(head) - len(cured) - 1)
        yield f"{head}{said if len(said) <= room else said[: room - 3] + '...'} {cured}"


def _ascii(text: str) -> str:
    """Printable ASCII on one line: accents dropped, đ to d, quotation marks and the ellipsis spelt out, the rest to "?"."""
    plain = unicodedata.normalize("NFD", " ".join(text.split()).translate(SPELT))
    letters = (char for char in plain if not unicodedata.combining(char))
    return "".join(char if " " <= char <= "~" else "?" for char in letters)
