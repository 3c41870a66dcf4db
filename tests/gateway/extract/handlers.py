"""A handler that does what hostile letters would like a reader to do; each job names a deed."""

import ctypes
import fcntl
import gc
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from gateway.extract import frames
from gateway.extract.worker import Handler

LIBC = ctypes.CDLL(None, use_errno=True)


def digest(content: memoryview) -> bytes:
    return sha256(content).hexdigest().encode()


def hang_in_python(content: memoryview) -> bytes:
    while True:
        pass


def hang_in_c(content: memoryview) -> bytes:
    time.sleep(60)
    return b""


def nap(content: memoryview) -> bytes:
    time.sleep(0.3)
    return b"rested"


def exit_at_once(content: memoryview) -> bytes:
    os._exit(0)


def segfault(content: memoryview) -> bytes:
    return ctypes.string_at(0)


def eat_memory(content: memoryview) -> bytes:
    return b"".join([bytes(64 << 20) for _ in range(100)])


def raise_quoting_the_letter(content: memoryview) -> bytes:
    raise ValueError(bytes(content))


def keep_a_view(content: memoryview) -> bytes:
    KEPT.append(content[:10])
    return b"kept"


KEPT: list[memoryview] = []


def connection() -> int:
    return next(fd for fd in range(3, 64) if is_open(fd))


def is_open(fd: int) -> bool:
    try:
        fcntl.fcntl(fd, fcntl.F_GETFD)
    except OSError:
        return False
    return True


def say_garbage(content: memoryview) -> bytes:
    os.write(connection(), b"\xff" * 1000)
    return b""


def say_more_than_an_answer(content: memoryview) -> bytes:
    os.write(connection(), frames.reply(frames.ANSWERED, b"one") + b"more")
    return b""


def say_two_answers(content: memoryview) -> bytes:
    os.write(connection(), frames.reply(frames.ANSWERED, b"one"))
    return b"two"


def talk_without_end(content: memoryview) -> bytes:
    os.write(connection(), frames.REPLY.pack(frames.ANSWERED, 0xFFFFFFFF))
    while True:
        os.write(connection(), b"x" * 100_000)


def answer_at_length(content: memoryview) -> bytes:
    return b"x" * frames.ANSWER


def answer_too_long(content: memoryview) -> bytes:
    return b"x" * (frames.ANSWER + 1)


def write_into(content: memoryview) -> bytes:
    content[0] = 0
    return b"written"


def process(content: memoryview) -> bytes:
    return str(os.getpid()).encode()


def count_descriptors(content: memoryview) -> bytes:
    gc.collect()
    return str(sum(map(is_open, range(64)))).encode()


def decode_in_an_old_charset(content: memoryview) -> bytes:
    return b"\xc3".decode("cp1258").encode()


def read_a_date(content: memoryview) -> bytes:
    return datetime.strptime("23/11/2026 +0700", "%d/%m/%Y %z").date().isoformat().encode()


def name_an_unknown_charset(content: memoryview) -> bytes:
    try:
        b"x".decode("no-such-charset")
    except LookupError:
        return b"unknown"
    return b""


def attempts() -> dict[str, Callable[[], object]]:
    return {
        "read a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
        "read by open": lambda: Path("/etc/hostname").read_text(),
        "write a file": lambda: os.open("/tmp/vanthu-escape", os.O_WRONLY | os.O_CREAT),
        "list a folder": lambda: list(Path("/").iterdir()),
        "look at a file": lambda: Path("/etc/passwd").stat(),
        "read its own memory map": lambda: os.open("/proc/self/maps", os.O_RDONLY),
        "make a socket": socket.socket,
        "make a pair of sockets": socket.socketpair,
        "fork": os.fork,
        "run a program": lambda: os.execv("/bin/true", ["true"]),
        "run a program in a child": lambda: subprocess.run(["/bin/true"], check=True),
        "start a thread": lambda: threading.Thread(target=print).start(),
        "kill its parent": lambda: os.kill(os.getppid(), signal.SIGKILL),
        "kill itself": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "open another process": lambda: os.pidfd_open(os.getppid()),
        "make a file in memory": lambda: os.memfd_create("code"),
        "change its user": lambda: os.setuid(0),
        "change the folder": lambda: os.chdir("/"),
        "map executable memory": lambda: libc("mmap", None, 4096, 7, 0x22, -1, 0),
        "trace another process": lambda: libc("ptrace", 16, os.getppid(), None, None),
        "ring up io_uring": lambda: libc("syscall", 425, 8, bytes(120)),
        "lift its limits": lambda: libc("setrlimit", 9, bytes([255] * 16)),
    }


def libc(name: str, *arguments: object) -> None:
    function = LIBC[name]
    if function(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def try_everything(content: memoryview) -> bytes:
    outcomes = {}
    for name, attempt in attempts().items():
        try:
            attempt()
            outcomes[name] = "done"
        except (OSError, RuntimeError) as error:
            outcomes[name] = f"{type(error).__name__}: {error}"
    return json.dumps(outcomes).encode()


DEEDS = {function.__name__: function for function in list(globals().values()) if getattr(function, "__module__", "") == __name__}


def make_handler() -> Handler:
    def handle(job: bytes, content: memoryview) -> bytes:
        return DEEDS[job.split(b"\0")[0].decode()](content)

    return handle


def make_broken_handler() -> Handler:
    raise RuntimeError("the rules are missing")
