"""What a gateway must have to itself before it starts: its data folder and its ports."""

import errno
import fcntl
import os
import select
import socket
from pathlib import Path

from gateway import clock
from gateway.config.values import HostPort
from gateway.errors import ConfigError
from gateway.log import logger

LOCK_SECONDS = 31.0  # an earlier gateway has finished its letters within this
LEAVING_SECONDS = 2.0  # a gateway that was killed leaves its port within this
TURN = 0.1

log = logger("premises")


def move_in(data: Path) -> int:
    """Make the data folder and have it alone; the lock's descriptor, which all our forks keep open.

    After a kill of its supervisor an earlier gateway's acceptors still finish their letters: to settle those now would record
    them twice.  Raises `ConfigError`.
    """
    try:
        for folder in (data, data / "spool"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ConfigError((f"VANTHU_DATA = {data}: không ghi được (cannot be written): {error.strerror}",)) from error
    until, told = clock.monotonic() + LOCK_SECONDS, False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if clock.monotonic() > until:
                mistake = f"VANTHU_DATA = {data}: một cổng khác đang dùng thư mục này (in use by another gateway)"
                raise ConfigError((mistake,)) from None
            if not told:
                log.warning("waiting for another gateway to leave the data folder", data=str(data), seconds=LOCK_SECONDS)
                told = True
            select.select([], [], [], TURN)
        else:
            return lock


def bound(setting: str, address: HostPort, count: int) -> list[socket.socket]:
    """So many listening sockets on one port that nobody else listens at.  Raises `ConfigError`."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    sockets = [socket.socket(family, socket.SOCK_STREAM) for _ in range(count)]
    try:
        _be_alone(family, address)
        for sock in sockets:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            sock.bind((address.host, address.port))
            sock.listen(1024)
            sock.setblocking(False)
    except OSError as error:
        raise ConfigError((f"{setting}: {address}: không mở được cổng (cannot listen): {error.strerror}",)) from error
    return sockets


def _be_alone(family: int, address: HostPort) -> None:
    """See that nobody else listens there: another gateway that shared the port would take half the mail."""
    until = clock.monotonic() + LEAVING_SECONDS
    while True:
        with socket.socket(family, socket.SOCK_STREAM) as alone:
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                alone.bind((address.host, address.port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE or clock.monotonic() > until:
                    raise
            else:
                return
        select.select([], [], [], TURN)
