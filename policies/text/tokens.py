"""Words of a text whose letters may be any code point: symbols are letters of the legacy encodings, so none is excluded."""

import re

# Typographic signs are code points of letters too: they count as letters between letters only.  U+200B..D part nothing.
SIGNS = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\x85\x91\x92\x93\x94\x95\x96\x97"
_LETTERS = (
    "A-Za-z\x01-\x06\x10-\x17\x19\x1c-\x1e\x80-\x84\x86-\x90\x98-\x9f\xa1-\u1fff"
    "\u200b-\u200e\u2010-\u2012\u201a\u201e\u2020\u2021\u2030-\U0010ffff"
)
NO_SIGNS = dict.fromkeys(map(ord, SIGNS))
TOKEN = re.compile(f"[{_LETTERS}]+(?:[{SIGNS}][{_LETTERS}]+)*")
BKHCM1_TOKEN = re.compile(f"[{_LETTERS}{{|}}~^`]+(?:[{SIGNS}][{_LETTERS}{{|}}~^`]+)*")  # six of its capitals are ASCII signs
CAMEL = re.compile("[a-z\x80-\xbf\xdf-\uffff][A-Z][a-z]")  # CongHoaXaHoi
CAMEL_TOKEN = re.compile(f"(?:[A-Z]|(?![A-Z])[{_LETTERS}])(?:(?![A-Z])[{_LETTERS}])*")
ASCII_SIGNS = re.compile("[{|}~^`]")
LONGEST = 24  # characters of a token: beyond any syllable, and too few for marks to be sorted in quadratic time
INNER_CAPITAL = re.compile("[a-z\xdf-\xf6\xf8-\xff][\xc0-\xd6\xd8-\xde]")  # no language writes nÒn
_PLAIN = re.compile("[A-Za-z]")


def token_of(encoding: str) -> re.Pattern[str]:
    """What a word is made of in a legacy encoding."""
    return BKHCM1_TOKEN if encoding == "bkhcm1" else TOKEN


def is_evidence(token: str) -> bool:
    """Whether a non-ASCII token can say anything: one of a single unit, or without a plain letter, is a sign or a symbol."""
    return 1 < len(token) <= LONGEST and _PLAIN.search(token) is not None
