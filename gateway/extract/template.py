"""The template process: it has imported every reader and loaded the rules, and forks a worker for each connection it accepts.

The socket belongs to the process that starts the template, so that connections wait while the template starts or is replaced.  A
template holds no state: it may be killed at any moment, and its workers live on.
"""

import gc
import importlib
import os
import pkgutil
import signal
import socket
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Self

from gateway.extract.confine import close_all_but, end_with_parent
from gateway.extract.worker import Handler, serve
from gateway.limits import Limits

BACKLOG = 512
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)  # they tell the gateway to drain; we serve until its end
FATAL = (signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU)  # a worker's clocks
SINGLE_THREADED = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS")  # a worker may start no thread
LATE_MODULES = ("_strptime", "stringprep", "unicodedata")  # the interpreter itself imports them on their first use
LATE_PACKAGES = ("encodings", "idna", "pypdf")  # they import parts of themselves in the middle of their work


class Template:
    """The template as the supervisor sees it.  `path`: where pools connect.  `pid`: of the process in charge now."""

    __slots__ = ("_limits", "_listener", "_make_handler", "_pidfd", "path", "pid")

    def __init__(self, listener: socket.socket, make_handler: Callable[[], Handler], limits: Limits) -> None:
        self.path: str = listener.getsockname()
        self._listener = listener
        self._make_handler = make_handler
        self._limits = limits
        self._fork()

    @classmethod
    def start(cls, make_handler: Callable[[], Handler], limits: Limits) -> Self:
        """Fork the template and return at once.  Call it before any thread or event loop exists, from a thread that stays."""
        folder = tempfile.mkdtemp(prefix="vanthu-")  # only our own user can enter it
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(f"{folder}/workers")
        listener.listen(BACKLOG)
        return cls(listener, make_handler, limits)

    def alive(self) -> bool:
        """Whether the process still runs; reaps it when it does not."""
        try:
            return os.waitpid(self.pid, os.WNOHANG)[0] == 0
        except ChildProcessError:  # reaped before
            return False

    def restart(self) -> None:
        """Fork again on the same socket, in place of the process that was in charge."""
        self._end()
        self._fork()

    def stop(self) -> None:
        """End the template.  Workers end when their connections are closed."""
        self._end()
        self._listener.close()
        Path(self.path).unlink(missing_ok=True)
        with suppress(OSError):
            Path(self.path).parent.rmdir()

    def _fork(self) -> None:
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _run(self._listener, self._make_handler, self._limits, parent)
        self._pidfd = os.pidfd_open(self.pid)

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        os.close(self._pidfd)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def _run(listener: socket.socket, make_handler: Callable[[], Handler], limits: Limits, parent: int) -> NoReturn:
    try:
        end_with_parent(parent)
        _reset_signals()
        close_all_but(listener.fileno(), 2)
        listener.setblocking(True)
        os.environ.update(dict.fromkeys(SINGLE_THREADED, "1"))
        handler = make_handler()
        _load_what_is_loaded_late()
        gc.collect()
        gc.freeze()  # the collector of a worker leaves our objects, and so our shared pages, alone
        while True:
            connection, _ = listener.accept()
            with suppress(OSError):  # no process to be had: the connection closes, and the pool tells so
                if os.fork() == 0:
                    serve(connection, handler, limits)
            connection.close()
    except BaseException:
        os.write(2, traceback.format_exc().encode("utf-8", "replace"))
    finally:
        os._exit(1)


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)  # ignoring SIGCHLD also has the kernel reap the workers
    for number in FATAL:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _load_what_is_loaded_late() -> None:
    """Import what would only be imported when a letter first needs it: a worker can import nothing."""
    for name in LATE_MODULES:
        importlib.import_module(name)
    for package in map(importlib.import_module, LATE_PACKAGES):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            with suppress(ImportError):  # those of other systems
                importlib.import_module(module.name)
    time.tzset()
