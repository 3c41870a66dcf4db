"""A scriptable mail server for tests: real sockets, its own thread, every delivered letter kept byte for byte.

What must stay true: it delivers what a real server would: a letter whose final dot it has read and does not refuse, whether or
not the answer reaches anybody.
"""

import asyncio
import ssl
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Self

from upstream_script import WAIT, Action, Connection, Delivered, Fault, Gate, Slow, Taken, mailbox
from upstream_session import Session, reset

__all__ = ["KEYWORDS", "Delivered", "Fault", "Gate", "Slow", "Taken", "Upstream", "mailbox"]

KEYWORDS = ("PIPELINING", "SIZE 52428800", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES")


class Upstream:
    """The server.  Use it as a context; the script may be changed at any time."""

    def __init__(self, keywords: tuple[str, ...] = KEYWORDS, users: dict[str, str] | None = None) -> None:
        self.keywords = keywords
        self.users = users or {}
        self.tls: ssl.SSLContext | None = None
        self.delivered: list[Delivered] = []
        self.connections: list[Connection] = []
        self._once: dict[str, deque[Action]] = {}
        self._always: dict[str, Action] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self.listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_listening()
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def listen(self) -> None:
        """Accept connections, on the same port as before."""
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 20))
        self.port = self._server.sockets[0].getsockname()[1]

    def stop_listening(self) -> None:
        """Refuse new connections, as a server that is down does."""
        if self._server is not None:
            self._call(self._server.close)
            self._server = None

    def on(self, stage: str, *actions: Action) -> None:
        """At this stage ("greeting", "MAIL", "RCPT a@b", "dot", …) do these, one each time, then be normal again."""
        self._once.setdefault(stage, deque()).extend(actions)

    def always(self, stage: str, action: Action) -> None:
        """At this stage always do this."""
        self._always[stage] = action

    def normal(self) -> None:
        """Forget the script."""
        self._once.clear()
        self._always.clear()

    def say(self, line: bytes, *, close: bool = False) -> None:
        """Speak unasked on every open connection."""

        def speak() -> None:
            for connection in self.connections:
                if connection.open:
                    connection.writer.write(line)
                    if close:
                        connection.writer.close()

        self._call(speak)

    def cut(self) -> None:
        """Reset every open connection."""
        self._call(lambda: [reset(connection.writer) for connection in self.connections if connection.open])

    @property
    def open_connections(self) -> int:
        return sum(connection.open for connection in self.connections)

    def action(self, *stages: str) -> Action | None:
        for stage in stages:
            if self._once.get(stage):
                return self._once[stage].popleft()
            if stage in self._always:
                return self._always[stage]
        return None

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT)

    def _call(self, work: Callable[[], object]) -> None:
        async def call() -> None:
            work()

        self._run(call())

    async def _end(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(len(self.connections), writer)
        self.connections.append(connection)
        with suppress(OSError, EOFError, asyncio.CancelledError):
            await Session(self, connection, reader).run()
        connection.open = False
        with suppress(OSError, RuntimeError):
            writer.close()
