"""What a policy is: a module with `CODES`, a frozen `Settings`, and a pure generator `check`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from policies.core.finding import Code, Finding
from policies.core.message import Envelope, Message
from policies.core.official import OfficialDocument
from policies.core.units import Directory


@dataclass(frozen=True, slots=True)
class Context:
    """What a policy may know beside the message.  `documents`: the official (or possible) documents found in it."""

    envelope: Envelope
    directory: Directory
    today: date
    documents: tuple[OfficialDocument, ...] = ()


class Policy(Protocol):
    """The shape of a policy module."""

    CODES: tuple[Code, ...]
    Settings: type[Any]

    def check(self, message: Message, context: Context, settings: Any) -> Iterator[Finding]:
        """Yield every finding.  `settings` is an instance of the policy's own `Settings`."""
        ...
