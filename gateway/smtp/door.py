"""What all sessions of one listener share: its settings, its upstream, the office behind it."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path

from gateway.config.sections import Timeouts
from gateway.pipeline import Office
from gateway.ports import Decision, Letter, Outcome, Reply
from gateway.smtp.capacity import Capacity
from gateway.smtp.reuse import Links
from gateway.smtp.wire import Watch

Network = IPv4Network | IPv6Network
BAD_COMMANDS = 20  # refused commands until the session is ended
RECIPIENTS = 1_000
HOPS = 100


@dataclass(slots=True, kw_only=True)
class Door:
    """One listener in one acceptor process.

    `told(decision, outcome)` is called for every letter that came to its end; `failed(letter, cause)` for those that could not
    be handled now; `counted(command, code)` for every reply.  `read_later(decision, outcome, release)` may keep the content of an
    answered letter: then it calls `release` when it is done with it.
    """

    name: str
    direction: str
    hostname: str
    watch: Watch
    links: Links
    office: Office
    capacity: Capacity
    spool: Path
    max_size: int
    timeouts: Timeouts
    told: Callable[[Decision, Outcome], None]
    failed: Callable[[Letter, str], None]
    counted: Callable[[str, int], None]
    read_later: Callable[[Decision, Outcome, Callable[[], None]], bool]
    starttls: ssl.SSLContext | None = None
    auth_plaintext: str = "loopback"
    proxy_from: tuple[Network, ...] = ()
    xclient_from: tuple[Network, ...] = ()
    sessions: set["object"] = field(default_factory=set)

    def admits_auth(self, *, encrypted: bool, client_ip: str) -> bool:
        """Whether AUTH may be used on a session (RFC 4954 s.4: not in the clear, unless the settings say so)."""
        if encrypted or self.auth_plaintext == "on":
            return True
        return self.auth_plaintext == "loopback" and within(client_ip, LOOPBACK)


LOOPBACK: tuple[Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))


@lru_cache(4_096)
def within(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks."""
    if not networks:
        return False
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(parsed in network for network in networks)


TRANSACTION_FAILED = Reply.of("451 4.4.1 The transaction could not be continued, try again later")
