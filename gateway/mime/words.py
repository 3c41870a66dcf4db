"""Encoded words (RFC 2047), wherever they stand: also glued together, inside quotes, or split in the middle of a character.

Must stay true: linear; every byte of the value is in one of the pieces, in order, but for the blanks between two encoded words.
"""

from binascii import a2b_qp

from gateway.mime.charsets import text_of
from gateway.mime.transfer import base64
from policies.core.facts import Octets

Word = tuple[bytes, str, str | None]  # the bytes in the word, its encoding ("" for plain text), its charset


def decoded(value: bytes) -> tuple[str, tuple[Octets, ...]]:
    """How an unfolded value reads, and its pieces."""
    if b"=?" not in value:
        return text_of(value), (Octets(value),)
    pieces = tuple(_join(_split(value)))
    return "".join([text_of(piece.raw, piece.charset) for piece in pieces]), pieces


def _split(value: bytes) -> list[Word]:
    words: list[Word] = []
    done = at = 0
    close = -2
    while (start := value.find(b"=?", at)) >= 0:
        at = start + 2
        mark = value.find(b"?", at, at + 80)
        if mark < 0 or value[mark + 2 : mark + 3] != b"?" or value[mark + 1 : mark + 2] not in b"bBqQ":
            continue
        if close < mark + 3:
            close = value.find(b"?=", mark + 3)
            if close < 0:
                break
        if value.find(b"=?", mark + 3, close) >= 0:
            continue  # never closed: the next word's end is not this one's
        gap = value[done:start]
        if gap.strip() or not words:
            words.append((gap, "", None))
        charset = value[at:mark].partition(b"*")[0].decode("latin-1").strip().lower()
        words.append((value[mark + 3 : close], chr(value[mark + 1]).lower(), charset))
        at = done = close + 2
    words.append((value[done:], "", None))
    return words


def _join(words: list[Word]) -> list[Octets]:
    pieces: list[tuple[list[bytes], str | None]] = []
    rest = b""  # base64 cut in the middle of four characters goes on in the next word
    for index, (raw, encoding, charset) in enumerate(words):
        if not raw and not rest:
            continue
        data = raw
        if encoding == "q":
            data = a2b_qp(raw.replace(b"\r", b"").replace(b"\n", b""), header=True)
        elif encoding == "b":
            whole = rest + raw
            cut = 0
            follower = words[index + 1] if index + 1 < len(words) else None
            if follower and follower[1] == "b" and follower[2] == charset and b"=" not in whole:
                cut = len(whole) % 4
            data, rest = base64(whole[: len(whole) - cut]).body, whole[len(whole) - cut :]
        if pieces and pieces[-1][1] == charset:
            pieces[-1][0].append(data)
        else:
            pieces.append(([data], charset))
    return [Octets(b"".join(parts), charset) for parts, charset in pieces]
