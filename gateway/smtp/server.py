"""Accepts connections on the sockets of one acceptor process, and lets them go in order when it shuts down."""

import asyncio
import socket
import ssl
from contextlib import suppress

from gateway.smtp.door import Door
from gateway.smtp.session import Session

BACKLOG = 1_024
TURN = 0.05


class Server:
    """All listeners of an acceptor."""

    def __init__(self) -> None:
        self._listening: list[tuple[asyncio.Server, socket.socket]] = []
        self._doors: list[Door] = []

    async def listen(self, door: Door, sock: socket.socket, implicit: ssl.SSLContext | None = None) -> None:
        """Accept sessions of this listener."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Session(door), sock=sock, ssl=implicit, backlog=BACKLOG)
        self._listening.append((server, sock))
        self._doors.append(door)

    @property
    def sessions(self) -> list[Session]:
        """The open ones."""
        return [session for door in self._doors for session in door.sessions if isinstance(session, Session)]

    async def drain(self, seconds: float) -> None:
        """Take no more connections, tell those that wait 421, let what has its final dot finish within `seconds`."""
        for server, sock in self._listening:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)  # in every process that has it: who comes now is refused, not left waiting
            server.close()
        tasks = [session.task for session in self.sessions if session.task is not None]
        for session in self.sessions:
            session.leave()
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for session in self.sessions:
            session.abort()
        await asyncio.sleep(TURN)  # one turn for what is still written
        for task in tasks:
            with suppress(asyncio.CancelledError):
                if not task.done():
                    task.cancel()
        for door in self._doors:
            door.links.close()
