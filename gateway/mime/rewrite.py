"""The lines that the gateway puts on top of a letter, and what it looks for in a letter's own header block.

Must stay true: everything made here is 7-bit, ends in CRLF, and is folded to 78 columns (998 at the very most, RFC 5322
s.2.1.1), whatever a client called itself; envelope recipients never stand in a line that others get (RFC 5321 s.7.2).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from gateway.mime.headers import header_end
from gateway.ports import Peer
from policies.core import catalog
from policies.core.finding import Code
from policies.core.verdict import Action, Judged, Verdict

__all__ = ["forged", "header_end", "hops", "received_line", "renamed", "tag_lines"]

WIDTH = 78
HARD = 998
OURS = b"X-Vanthu-"
FORGED = b"X-Forged-"  # of the same length
# X-Vanthu-Paper is the sender's own declaration (Điều 4.4b): it comes from outside by right.
NAMES = re.compile(rb"^x-vanthu-(?!paper[ \t]*:)[!-9;-~]*[ \t]*:", re.IGNORECASE | re.MULTILINE)
HOP = re.compile(rb"^received[ \t]*:", re.IGNORECASE | re.MULTILINE)
UNSAFE_NAME = re.compile(r"[^A-Za-z0-9.:_\[\]-]")
SAFE_MAILBOX = re.compile(r"[!#-'*+\-./-9=?A-Z^-~]{1,64}@[A-Za-z0-9.:\[\]-]{1,255}")


def tag_lines(letter_id: str, verdict: Verdict, codes: Mapping[str, Code] | None = None) -> bytes:
    """What a tagged letter bears on top: the verdict, and each finding's code with the article that it rests on.

    `codes`: the catalog's by default.  A finding about one recipient alone is told where it tags the letter, without the
    recipient's name.
    """
    known = catalog.codes() if codes is None else codes
    told = dict.fromkeys([one.finding.code for one in verdict.judged if _told(one)])
    lines = [_folded("X-Vanthu-Verdict:", [f"{Action.TAG.word};", f"id={_name(letter_id)}"])]
    for code in told:
        article = known[code].article if code in known else ""
        lines.append(_folded("X-Vanthu-Finding:", [_name(code), f"(art. {_name(article)})"] if article else [_name(code)]))
    return b"".join(lines)


def received_line(peer: Peer, letter_id: str, hostname: str, received: datetime, recipients: Sequence[str]) -> bytes:
    """The trace line (RFC 5321 s.4.4, RFC 3848).  The recipient is named only when there is exactly one."""
    host = _name(peer.client_name)
    literal = _literal(peer.client_ip)
    source = [f"({host}", f"{literal})"] if host else [f"({literal})"]
    words = ["from", _name(peer.helo) or literal, *source, "by", _name(hostname) or "localhost"]
    words += ["with", _name(peer.protocol) or "ESMTP", "id", _name(letter_id)]
    if len(recipients) == 1 and SAFE_MAILBOX.fullmatch(recipients[0]):
        words += ["for", f"<{recipients[0]}>"]
    words[-1] += ";"
    return _folded("Received:", [*words, *_date(received.replace(microsecond=0))])


@lru_cache(maxsize=8)
def _date(second: datetime) -> tuple[str, ...]:
    return tuple(format_datetime(second.astimezone(UTC)).split())


def hops(head: bytes) -> int:
    """The number of Received fields in a header block (RFC 5321 s.6.3)."""
    return sum(1 for _ in HOP.finditer(head, 0, header_end(head)))


def forged(head: bytes) -> list[int]:
    """Where fields stand that only this gateway may write: the offsets of their names in the header block."""
    return [match.start() for match in NAMES.finditer(head, 0, header_end(head))]


def renamed(head: bytes) -> bytes:
    """The header block with the forged fields renamed: nothing moves, X-Vanthu-Verdict becomes X-Forged-Verdict."""
    changed = bytearray(head)
    for offset in forged(head):
        changed[offset : offset + len(OURS)] = FORGED
    return bytes(changed)


def _told(one: Judged) -> bool:
    return one.action == Action.TAG or (one.action > Action.TAG and one.finding.recipient is None)


def _name(text: str) -> str:
    """A name as it may stand in a header line: what a client claims is cut and stripped of everything that has a meaning."""
    return UNSAFE_NAME.sub("?", text[:255])


def _literal(ip: str) -> str:
    return f"[IPv6:{_name(ip)}]" if ":" in ip else f"[{_name(ip) or 'unknown'}]"


def _folded(name: str, words: list[str]) -> bytes:
    """One field, folded before the words that do not fit."""
    lines = [name]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > WIDTH and lines[-1] != name:
            lines.append("")
        lines[-1] += f" {word[: HARD - 100]}"
    return "\r\n".join(lines).encode("ascii") + b"\r\n"
