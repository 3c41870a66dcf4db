"""Domains as they are compared: A-labels, lower case, no final dot.  The one place where spellings of a domain become one."""

import re
import unicodedata
from functools import lru_cache

import idna

MAX_DOMAIN = 255
PLAIN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
DOTS = str.maketrans("。．｡", "...")


@lru_cache(maxsize=8192)
def canonical_domain(text: str) -> str:
    """The canonical form of a domain or address literal, "" when it can't be one.  Never raises."""
    if len(text) > MAX_DOMAIN * 2:
        return ""
    text = text.strip()
    if text.isascii():
        lower = text.lower()
        if lower.startswith("["):
            return lower if lower.endswith("]") and len(lower) <= MAX_DOMAIN else ""
        return _plain(lower)
    folded = unicodedata.normalize("NFKC", text.translate(DOTS)).translate(DOTS).strip().rstrip(".")
    try:
        return _plain(idna.encode(folded, uts46=True).decode("ascii").lower())
    except (idna.IDNAError, UnicodeError, IndexError, ValueError):
        return _plain(".".join([_label(label) for label in folded.casefold().split(".")]))


def _plain(domain: str) -> str:
    domain = domain.rstrip(".")
    return domain if len(domain) <= MAX_DOMAIN and PLAIN.fullmatch(domain) else ""


def _label(label: str) -> str:
    """An A-label for what IDNA forbids (emoji, mixed scripts): mail programs show it all the same."""
    visible = "".join([letter for letter in label if unicodedata.category(letter) != "Cf"])
    if visible.isascii():
        return visible
    try:
        return "xn--" + visible.encode("punycode").decode("ascii")
    except UnicodeError:
        return ""
