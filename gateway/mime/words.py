"""Encoded words (RFC 2047), wherever they stand: also glued together, inside quotes, or split in the middle of a character.

Must stay true: linear; every byte of the value is in one of the pieces, in order, but for the blanks between two encoded words.
"""

import re
from binascii import Error, a2b_qp

import pybase64

from gateway.mime.charsets import text_of
from gateway.mime.transfer import base64
from policies.core.facts import Octets

# The text of a word goes to the first "?=" and holds no other "=?", so that each byte is looked at a few times at most.  Nothing
# possessive around a choice: Python before 3.11.5, Debian's among them, gets that wrong.
WORD = re.compile(rb"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*(?:(?<!=)\?(?!=)[^?]*)*)\?=")


def decoded(value: bytes) -> tuple[str, tuple[Octets, ...]]:
    """How an unfolded value reads, and its pieces."""
    if b"=?" not in value:
        return text_of(value), (Octets(value),)
    pieces = _pieces(WORD.split(value))
    return "".join([text_of(piece.raw, piece.charset) for piece in pieces]), pieces


def _pieces(split: list[bytes]) -> tuple[Octets, ...]:
    """`split`: text, charset, encoding, word, text, charset, encoding, and so on."""
    pieces: list[tuple[list[bytes], str | None]] = []
    rest = b""  # base64 cut in the middle of four characters goes on in the next word
    for at in range(0, len(split), 4):
        gap = split[at]
        if gap and (at == 0 or at + 4 > len(split) or gap.strip()):
            _add(pieces, gap, None)
        if at + 4 > len(split):
            break
        charset, word = split[at + 1].decode("latin-1").lower(), rest + split[at + 3]
        rest = b""
        if split[at + 2] in b"qQ":
            _add(pieces, a2b_qp(word, header=True), charset)
            continue
        spare = len(word) % 4
        if spare and b"=" not in word and _goes_on(split, at):
            word, rest = word[:-spare], word[-spare:]
        _add(pieces, _base64(word), charset)
    return tuple([Octets(b"".join(parts), charset) for parts, charset in pieces])


def _goes_on(split: list[bytes], at: int) -> bool:
    """Whether the word at `at` is followed by one of the same kind with nothing but blanks between them."""
    if at + 8 > len(split) or split[at + 4].strip() or split[at + 6] not in b"bB":
        return False
    return split[at + 5].lower() == split[at + 1].lower()


def _add(pieces: list[tuple[list[bytes], str | None]], raw: bytes, charset: str | None) -> None:
    if pieces and pieces[-1][1] == charset:
        pieces[-1][0].append(raw)
    else:
        pieces.append(([raw], charset))


def _base64(word: bytes) -> bytes:
    try:
        return pybase64.b64decode(word, validate=True)
    except (Error, ValueError):
        return base64(word).body
