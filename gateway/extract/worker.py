"""A worker: a process that has confined itself and answers one job after the other, until its connection closes.

It is a fork of the template and never returns from `serve`.  A job that goes wrong ends it: what a hostile letter may have left
behind in its memory meets no other letter.
"""

import gc
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NoReturn

import msgspec

from gateway.extract import frames
from gateway.extract.confine import Confinement, confine
from gateway.limits import Limits

LARGE = 262_144  # bytes of a content whose remains are not left to chance

Handler = Callable[[bytes, memoryview], bytes]
"""Answers a job about a content.  Keeps no view of the content, and needs no file, module or thread that is not there yet."""


class Hello(msgspec.Struct, frozen=True):
    """The first words of a worker, said before it has seen any letter."""

    pid: int
    confinement: Confinement


def serve(connection: socket.socket, handler: Handler, limits: Limits) -> NoReturn:
    """Confine this process, then answer jobs until the other side is gone."""
    status = 1
    try:
        with suppress(OSError):  # when memory runs out, the kernel is to take a worker, not the gateway
            Path("/proc/self/oom_score_adj").write_text("500")
        pid = os.getpid()
        pidfd = os.pidfd_open(pid)
        hello = Hello(pid, confine(limits, connection.fileno(), pidfd))
        socket.send_fds(connection, [frames.reply(frames.HELLO, msgspec.msgpack.encode(hello))], [pidfd])
        os.close(pidfd)
        while _serve_one(connection, handler, limits):
            pass
        status = 0
    finally:
        os._exit(status)  # whatever was raised: nobody could be told


def _serve_one(connection: socket.socket, handler: Handler, limits: Limits) -> bool:
    """Whether there may be another job."""
    received, descriptors, _, _ = socket.recv_fds(connection, frames.RECEIVE, 1)
    if not received:
        return False
    frame = bytearray(received)
    _fill(connection, frame, frames.JOB.size)
    length, size, inline = frames.JOB.unpack_from(frame)
    start = frames.JOB.size + length
    _fill(connection, frame, start + size * inline)
    _watch(limits.seconds + 1, limits.cpu_seconds)
    mapping = None if inline else _map(descriptors[0], size)
    with memoryview(frame if mapping is None else mapping) as whole, whole[start if inline else 0 :].toreadonly() as content:
        kind, payload = _answer(handler, bytes(memoryview(frame)[frames.JOB.size : start]), content)
    if mapping is not None:
        mapping.close()
    connection.sendall(frames.reply(kind, payload))
    _watch(0, 0)
    if size > LARGE:
        gc.collect()  # a PDF's objects know one another: each would keep its megabytes until the collector happens to look
    return kind == frames.ANSWERED


def _answer(handler: Handler, job: bytes, content: memoryview) -> tuple[int, bytes]:
    try:
        answer = handler(job, content)
    except MemoryError:
        return frames.NO_MEMORY, b""
    except Exception as error:  # the boundary: a handler's crash costs its own letter alone
        return frames.FAILED, _place(error).encode()
    if len(answer) > frames.ANSWER:
        return frames.FAILED, b"the answer is too long"
    return frames.ANSWERED, answer


def _place(error: Exception) -> str:
    """What went wrong and where, without the error's words: they may quote the letter, and this is for the log."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + where


def _watch(seconds: float, cpu_seconds: float) -> None:
    """Have the kernel end this process after so long, even if nobody outside watches it any more; 0 calls that off."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def _map(descriptor: int, size: int) -> mmap:
    try:
        return mmap(descriptor, size, access=ACCESS_READ)
    finally:
        os.close(descriptor)


def _fill(connection: socket.socket, frame: bytearray, size: int) -> None:
    while len(frame) < size:
        chunk = connection.recv(size - len(frame))
        if not chunk:
            raise EOFError
        frame += chunk
