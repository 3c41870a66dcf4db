"""The processes of a running gateway: starts them, watches them, replaces one that died, drains them all at the end.

It holds the listening sockets, so that connections wait in them while an acceptor is replaced.  It has no threads and no
event loop: everything it starts is a fork of it.
"""

import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway import clock
from gateway.app import Post, accept_mail
from gateway.errors import ConfigError, GatewayError
from gateway.extract.confine import end_with_parent
from gateway.extract.template import SINGLE_THREADED, Template
from gateway.extract.tessdata import PACKAGE, tessdata
from gateway.inspection import handler, judge_of, seeing
from gateway.judge import Judge
from gateway.log import logger
from gateway.premises import bound, move_in
from gateway.setup import Setup
from gateway.smtp.capacity import Capacity
from gateway.storage.keys import audit_key
from gateway.storage.scribe import listening, put_away
from gateway.storage.scribe import serve as serve_acceptors
from gateway.upkeep import clear_storage, prepare_storage
from gateway.web.health import serve_console
from policies.core.message import Envelope

WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGHUP}
READY_SECONDS = 60.0
END_SECONDS = 30.0
DAY = 86_400.0
TURN = 0.1
TOO_SOON = 1.0  # an acceptor that dies younger than this is started again only after a pause

log = logger("processes")


@dataclass(slots=True)
class Gateway:
    """What is running."""

    setup: Setup
    template: Template
    capacity: Capacity
    sockets: list[list[socket.socket]]
    desk: socket.socket  # where the scribe listens
    scribe: int = 0
    acceptors: dict[int, Post] = field(default_factory=dict)  # pid -> its post
    console: int = 0
    cleaner: int = 0  # the process that clears the storage, while it runs
    cleared: float = -DAY
    born: dict[int, float] = field(default_factory=dict)


def serve(setup: Setup) -> int:
    """Run the gateway until SIGTERM.  The exit code; raises `ConfigError` where an address cannot be had."""
    settings = setup.settings
    lock = move_in(settings.data)
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    by_listener = [bound("VANTHU_LISTEN", one.listen, settings.workers) for one in settings.listeners]
    if settings.console is not None:
        bound("VANTHU_CONSOLE", settings.console, 0)
    sockets = [list(of_acceptor) for of_acceptor in zip(*by_listener, strict=True)]
    _in_child(lambda: prepare_storage(settings))
    judge = _warm(setup)
    capacity = Capacity(settings.workers, settings.connections.total, settings.connections.per_client)
    gateway = Gateway(setup, Template.start(lambda: handler(judge), setup.limits), capacity, sockets, listening())
    try:
        _start_scribe(gateway)
        _start_all(gateway)
        _watch(gateway)
        _end_all(gateway)
    finally:
        gateway.template.stop()
        put_away(gateway.desk)
        os.close(lock)
    return 0


def _warm(setup: Setup) -> Judge:
    """Judge a letter before the first fork: what is read and built then is shared by all, and no client waits for it.

    The judge of the workers: its examiner's libraries are loaded here once, so that a template that has to be replaced is
    ready at once, and from the files that the others were started from.
    """
    os.environ.update(dict.fromkeys(SINGLE_THREADED, "1"))
    letter = "Subject: văn thư\r\nFrom: <a@b.vn>\r\n\r\nKính gửi các đơn vị\r\n".encode()
    judge = seeing(judge_of(setup), setup)
    judge(letter, Envelope("a@b.vn", ("c@d.vn",)), clock.today())
    gc.collect()
    gc.freeze()  # no collector of a fork goes through what is loaded: that would cost it time, and a copy of every page
    return judge


def _in_child(work: Callable[[], None]) -> None:
    """Do something that needs threads or much memory in a process that ends with it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except GatewayError as error:
            sys.stderr.write(f"{error.cause}\n")
            os._exit(1)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        raise ConfigError(
            ("VANTHU_DATABASE: không mở được cơ sở dữ liệu, xem dòng trên (the database cannot be opened, see above)",)
        )


def _start_all(gateway: Gateway) -> None:
    heard, told = os.pipe()
    for number, sockets in enumerate(gateway.sockets):
        _start_acceptor(
            gateway,
            Post(number, clock.new_id(), sockets, gateway.capacity, gateway.template.path, gateway.desk.getsockname()),
            told,
        )
    if gateway.setup.settings.console is not None:
        gateway.console = _fork(lambda: serve_console(gateway.setup.settings))
    waiting, until = len(gateway.sockets), clock.monotonic() + READY_SECONDS
    while waiting and select.select([heard], [], [], max(0.0, until - clock.monotonic()))[0]:
        waiting -= len(os.read(heard, waiting))
    os.close(heard)
    os.close(told)
    if waiting:
        _end_all(gateway)
        raise ConfigError(("một tiến trình nhận thư không khởi động được, xem dòng trên (an acceptor did not start, see above)",))
    if tessdata() is None:
        log.warning("scans cannot be read, their language is missing", install=PACKAGE)
    addresses = ", ".join(
        f"{'smtps://' if one.implicit_tls else ''}{one.listen.host}:{one.listen.port}" for one in gateway.setup.settings.listeners
    )
    sys.stderr.write(f"ready {addresses}\n")
    sys.stderr.flush()


def _start_scribe(gateway: Gateway) -> None:
    settings = gateway.setup.settings
    gateway.scribe = _fork(lambda: serve_acceptors(gateway.desk, settings.database, audit_key(settings.data)))


def _start_acceptor(gateway: Gateway, post: Post, told: int | None = None) -> None:
    def ready() -> None:
        if told is not None:
            os.write(told, b".")

    def work() -> None:
        for sockets in gateway.sockets:
            if sockets is not post.sockets:  # the others': when they close them, they are to be closed
                for sock in sockets:
                    sock.close()
        accept_mail(gateway.setup, post, ready)

    pid = _fork(work)
    gateway.acceptors[pid] = post
    gateway.born[pid] = clock.monotonic()


def _fork(work: Callable[[], None]) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        end_with_parent(parent, signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        work()
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


def _watch(gateway: Gateway) -> None:
    """Replace what dies, until told to end."""
    while True:
        signals = signal.sigtimedwait(WATCHED, 1.0)
        if signals is not None and signals.si_signo in (signal.SIGTERM, signal.SIGINT):
            return
        if not gateway.template.alive():
            log.error("the template of the inspection workers died; starting another")
            gateway.template.restart()
        if _ended(gateway.scribe):
            log.error("the writing process died; starting another")
            _start_scribe(gateway)
        for pid in _dead(gateway):
            _replace(gateway, pid)
        if gateway.cleaner and _ended(gateway.cleaner):
            gateway.cleaner = 0
        if not gateway.cleaner and clock.monotonic() - gateway.cleared > DAY:
            gateway.cleared = clock.monotonic()
            gateway.cleaner = _fork(lambda: clear_storage(gateway.setup.settings))


def _dead(gateway: Gateway) -> list[int]:
    known = [*gateway.acceptors, *([gateway.console] if gateway.console else [])]
    dead = []
    for pid in known:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                dead.append(pid)
        except ChildProcessError:
            dead.append(pid)
    return dead


def _replace(gateway: Gateway, pid: int) -> None:
    if pid == gateway.console:
        log.error("the console process died; starting another")
        gateway.console = _fork(lambda: serve_console(gateway.setup.settings))
        return
    post = gateway.acceptors.pop(pid)
    if clock.monotonic() - gateway.born.pop(pid) < TOO_SOON:
        select.select([], [], [], TOO_SOON)
    log.error("an acceptor died; starting another", number=post.number)
    again = Post(
        post.number,
        clock.new_id(),
        post.sockets,
        post.capacity,
        post.workers,
        post.scribe,
        predecessors=(*post.predecessors, post.owner)[-50:],
    )
    _start_acceptor(gateway, again)


def _end_all(gateway: Gateway) -> None:
    """SIGTERM to everybody, SIGKILL to those who are not done in time."""
    left = {*gateway.acceptors, *([gateway.console] if gateway.console else [])}
    for pid in left:
        _kill(pid, signal.SIGTERM)
    until = clock.monotonic() + END_SECONDS
    while left and clock.monotonic() < until:
        left -= {pid for pid in left if _ended(pid)}
        if left:
            signal.sigtimedwait({signal.SIGCHLD}, 0.2)
    for pid in left:
        _kill(pid, signal.SIGKILL)
    _kill(gateway.scribe, signal.SIGTERM)  # it ends when the last of them has hung up
    while not _ended(gateway.scribe) and clock.monotonic() < until + TOO_SOON:
        select.select([], [], [], TURN)


def _kill(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True
