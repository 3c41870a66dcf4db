"""Mail addresses as they are compared: one spelling for each domain and mailbox, whatever tricks the writing plays.

Pure, linear, never raising: an address is whatever a stranger typed.  A domain becomes A-labels in lower case without a final
dot; full-width letters and ideographic dots are the plain ones, invisible letters are gone.  Beside the domain a mailbox names
every domain that some mail server may read out of its local part (`a%b@c`, `b!a@c`).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 1_000  # characters; RFC 5321 s.4.5.3.1.3 allows 256 for a path
LABEL = 63  # characters of one label at most
DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
INVISIBLE = re.compile("[\xad\u034f\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
JUNK = re.compile(r"[\s\"'<>()\[\],;:\\]+")  # no part of a domain: what is left of it without them is meant
DOTLESS = frozenset({"gmail.com", "googlemail.com"})  # there a.b@ and ab@ are one mailbox
_ROUTE = re.compile(r"[%!@]")
_SOURCE_ROUTE = re.compile(r"(?:@[^@,:\"\s]*,?)+:")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address taken apart.  `address`: comparable, without its +tag; `domain`: canonical, "" when there is none.

    `routes`: the domains that a mail server may read out of the local part.
    """

    local: str
    domain: str
    address: str
    routes: tuple[str, ...] = ()


def canonical(domain: str) -> str:
    """The one spelling of a domain."""
    return _canonical(domain) if len(domain) <= LONGEST else ""


@lru_cache(maxsize=8192)
def _canonical(domain: str) -> str:
    name = domain.strip()
    if not name.isascii():
        name = INVISIBLE.sub("", unicodedata.normalize("NFKC", name.translate(DOTS)).translate(DOTS))
        name = unicodedata.normalize("NFC", name.casefold())
    labels = [label.strip() for label in name.lower().rstrip(".").split(".")]
    return ".".join(label if label.isascii() else _a_label(label) for label in labels)


def _a_label(label: str) -> str:
    if len(label) > LABEL:
        return ""  # no such domain can be, and coding it would take long
    return "xn--" + label.encode("punycode").decode("ascii")


def u_label(label: str) -> str:
    """A label as it is shown: an A-label decoded where it can be."""
    if not label.startswith("xn--") or len(label) > LABEL:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def mailbox(address: str) -> Mailbox:
    """An address as SMTP or a header gave it, with or without angle brackets."""
    return _mailbox(address) if len(address) <= LONGEST else _split(address[-LONGEST:])


@lru_cache(maxsize=16384)
def _mailbox(address: str) -> Mailbox:
    return _split(address)


def _split(address: str) -> Mailbox:
    bare = _without_comments(address.strip().removeprefix("<").removesuffix(">")) if "(" in address else address.strip()
    bare = bare.strip().removeprefix("<").removesuffix(">")
    if bare.startswith("@") and (route := _SOURCE_ROUTE.match(bare)):
        bare = bare[route.end() :]  # RFC 5321 s.4.1.2: source routes are accepted and ignored
    if not bare.isascii():
        bare = unicodedata.normalize("NFKC", bare)
    written, at, domain = bare.rpartition("@")
    if not at:
        return Mailbox(bare.lower(), "", "")
    domain = canonical(JUNK.sub("", domain))
    local = _unquoted(written.strip()).lower()
    plain = local.partition("+")[0] or local
    if domain in DOTLESS:
        plain, home = plain.replace(".", ""), "gmail.com"
    else:
        home = domain
    return Mailbox(local, domain, f"{plain}@{home}" if domain else "", _routes(local))


def _unquoted(local: str) -> str:
    if len(local) >= 2 and local[0] == local[-1] == '"':
        return re.sub(r"\\(.)", r"\1", local[1:-1], flags=re.DOTALL)
    return local


def _routes(local: str) -> tuple[str, ...]:
    if not _ROUTE.search(local):
        return ()
    pieces = [canonical(piece) for piece in _ROUTE.split(local)]
    return tuple(dict.fromkeys(piece for piece in pieces if "." in piece))


def _without_comments(text: str) -> str:
    """RFC 5322 s.3.2.2 comments taken out; what stands in quotes is no comment."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in text:
        if escaped or letter == "\\":
            escaped = not escaped
            if depth == 0:
                kept.append(letter)
        elif letter == '"' and depth == 0:
            quoted = not quoted
            kept.append(letter)
        elif letter == "(" and not quoted:
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    return "".join(kept)
