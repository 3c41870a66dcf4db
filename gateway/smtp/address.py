"""MAIL and RCPT arguments: path and parameters, parsed strictly, kept as they were written (RFC 5321 s.4.1.2).

What is judged and what is forwarded is the same string: nothing is rewritten or guessed.  What cannot be read is refused.
"""

import re
from dataclasses import dataclass

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
LOCAL = rf'(?:{ATOM}(?:\.{ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*")'
LABEL = r"[A-Za-z0-9_\x80-\U0010ffff](?:[A-Za-z0-9_\x80-\U0010ffff-]*[A-Za-z0-9_\x80-\U0010ffff])?"
DOMAIN = rf"(?:{LABEL}(?:\.{LABEL})*\.?|\[[A-Za-z0-9:.-]+\])"
ROUTE = rf"(?:@{DOMAIN}(?:,@{DOMAIN})*:)?"
MAILBOX = re.compile(rf"{ROUTE}(?P<mailbox>(?P<local>{LOCAL})(?:@(?P<domain>{DOMAIN}))?)")
PARAMETER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:=[!-<>-~\x80-\U0010ffff=]+)?")
MAIL_PARAMETERS = frozenset({"SIZE", "BODY", "SMTPUTF8", "RET", "ENVID", "AUTH"})
RCPT_PARAMETERS = frozenset({"NOTIFY", "ORCPT"})
PATH_LIMIT = 1_024


class Refused(Exception):  # noqa: N818 - `reply` is the whole answer
    """The argument breaks the syntax; `reply` is the line to answer, without CRLF."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed argument.  `wire`: the path as written, brackets and route included; `mailbox`: without both ("": null sender)."""

    wire: str
    mailbox: str
    params: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """The parameters' names in upper case."""
        return frozenset(param.partition("=")[0].upper() for param in self.params)

    def value(self, name: str) -> str:
        """The value of a parameter, "" when it is not there."""
        for param in self.params:
            key, _, value = param.partition("=")
            if key.upper() == name:
                return value
        return ""


def mail_path(argument: bytes) -> Path:
    """The argument of MAIL ("FROM:<a@b> SIZE=1").  Raises `Refused`."""
    return _path(argument, "FROM:", "501 5.1.7 Bad sender address syntax", MAIL_PARAMETERS)


def rcpt_path(argument: bytes) -> Path:
    """The argument of RCPT ("TO:<a@b> NOTIFY=NEVER").  Raises `Refused`."""
    path = _path(argument, "TO:", "501 5.1.3 Bad recipient address syntax", RCPT_PARAMETERS)
    if not path.mailbox:
        raise Refused("501 5.1.3 Empty recipient address")
    return path


def _path(argument: bytes, keyword: str, complaint: str, known: frozenset[str]) -> Path:
    try:
        text = argument.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("501 5.5.4 Argument is not UTF-8") from None
    if text[: len(keyword)].upper() != keyword:
        raise Refused(f"501 5.5.4 Syntax: {keyword}<address>")
    text = text[len(keyword) :].lstrip(" ")
    wire, mailbox = _mailbox(text, complaint)
    rest = text[len(wire) :]
    if rest and rest[0] != " ":
        raise Refused(complaint)
    return Path(wire, mailbox, _parameters(rest, known))


def _mailbox(text: str, complaint: str) -> tuple[str, str]:
    if text.startswith("<>"):
        return "<>", ""
    bracketed = text.startswith("<")
    match = MAILBOX.match(text, 1 if bracketed else 0)
    if match is None or len(match.group()) > PATH_LIMIT:
        raise Refused(complaint)
    if match["domain"] is None and match["local"].lower() != "postmaster":
        raise Refused(complaint.replace("syntax", "syntax: no domain"))
    if bracketed and text[match.end() : match.end() + 1] != ">":
        raise Refused(complaint)
    return text[: match.end() + bracketed], match["mailbox"]


def _parameters(text: str, known: frozenset[str]) -> tuple[str, ...]:
    params = tuple(text.split(" ")) if " " in text else ()
    params = tuple(param for param in params if param)
    seen: set[str] = set()
    for param in params:
        name = param.partition("=")[0].upper()
        if not PARAMETER.fullmatch(param) or name in seen:
            raise Refused("501 5.5.4 Bad parameter syntax")
        if name not in known:
            raise Refused(f"555 5.5.4 Parameter not supported: {name.encode('ascii', 'replace').decode()[:60]}")
        seen.add(name)
    return params
