"""Each layer of the confinement holds by itself, and what is lacking is said."""

import errno
import os
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.extract import confine as module
from gateway.extract.confine import confine, filter_program, filter_system_calls, forbid_files, landlock_version
from gateway.extract.pool import Pool
from gateway.extract.syscalls_table import ALLOWED, UNLESS_EXECUTABLE
from gateway.extract.template import Template
from gateway.limits import Limits
from gateway.smtp.spool import InMemory
from tests.gateway.extract.handlers import make_handler

LIMITS = Limits(memory=256 << 20)


def in_child(deed: Callable[[int], str]) -> str:
    """What the deed says in a process of its own, which has nothing but a pipe to say it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            told = deed(writing)
        except BaseException as error:
            told = f"raised {error!r}"
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read().decode()
    os.waitpid(pid, 0)
    return told


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


def read_a_file() -> None:
    os.close(os.open("/etc/passwd", os.O_RDONLY))


def connect() -> None:
    with socket.socket() as client:
        client.connect(("127.0.0.1", 9))


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    template = Template.start(make_handler, LIMITS)
    yield template
    template.stop()


def test_landlock_alone_forbids_files_and_connections():
    def deed(_: int) -> str:
        module._prctl(module.PR_SET_NO_NEW_PRIVS, 1)
        version = landlock_version()
        if version:
            forbid_files(version)
        return f"{version} {outcome(read_a_file)} {outcome(connect)}"

    version, file, connection = in_child(deed).split()
    assert file == ("EACCES" if int(version) else "done")
    assert connection == ("EACCES" if int(version) >= 4 else "ECONNREFUSED")


def test_seccomp_alone_forbids_files_and_connections():
    def deed(_: int) -> str:
        module._prctl(module.PR_SET_NO_NEW_PRIVS, 1)
        return f"{filter_system_calls()!r} {outcome(read_a_file)} {outcome(connect)} {outcome(os.fork)}"

    assert in_child(deed) == "'' EPERM EPERM EPERM"


def test_an_architecture_without_a_table_is_told_and_limits_still_forbid_children(monkeypatch):
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(("Linux", "x", "6.1", "1", "riscv64")))

    def deed(pipe: int) -> str:
        confinement = confine(LIMITS, pipe)
        return f"{confinement.seccomp} {confinement.missing[-1]}; {outcome(os.fork)}"

    assert in_child(deed) == "False seccomp: no table for riscv64; EAGAIN"


def test_only_what_is_kept_stays_open():
    def deed(pipe: int) -> str:
        secret = os.open("/etc/passwd", os.O_RDONLY)
        confine(LIMITS, pipe)
        return f"{outcome(lambda: os.read(secret, 1))} {os.read(0, 1)!r}"

    assert in_child(deed) == "EBADF b''"


async def test_the_system_sees_the_confinement_of_a_worker(template):
    pool = Pool(template.path, 1, LIMITS)
    pid = await pool.ask_for(b"process", InMemory(b"x"), int)
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert status["Uid"].split()[0] != "0"
    assert int(status["CapEff"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    bounds = {"Max core file size": 0, "Max file size": 0, "Max open files": 64, "Max processes": 0}
    for name, bound in bounds.items():
        (line,) = [line for line in limits.splitlines() if line.startswith(name)]
        assert line.removeprefix(name).split()[:2] == [str(bound)] * 2
    await pool.close()


def run(program: bytes, architecture: int, number: int, third: int = 0) -> int:
    """What the kernel would do: a classic BPF machine for the five instructions that a filter consists of."""
    data = struct.pack("=IIQQQQ", number, architecture, 0, 0, 0, third)
    code = list(struct.iter_unpack("=HBBI", program))
    place, value = 0, 0
    while True:
        operation, if_true, if_false, operand = code[place]
        place += 1
        if operation == module.RETURN:
            return operand
        if operation == module.LOAD:
            value = struct.unpack_from("=I", data, operand)[0]
            continue
        holds = {module.EQUAL: value == operand, module.AT_LEAST: value >= operand, module.ANY_BIT: bool(value & operand)}
        place += if_true if holds[operation] else if_false


@pytest.mark.parametrize(("machine", "column"), [("x86_64", 0), ("aarch64", 1)], ids=["x86_64", "aarch64"])
def test_the_filter_allows_what_the_table_names_and_refuses_all_else(machine, column):
    program = filter_program(machine)
    assert program is not None
    architecture = module.AUDIT_ARCH[machine][0]
    plain = {row[column] for row in ALLOWED.values()}
    guarded = {row[column] for row in UNLESS_EXECUTABLE.values()}
    for number in range(600):
        expected = module.ALLOW if number in plain | guarded else module.REFUSE
        assert run(program, architecture, number, third=3) == expected
        assert run(program, architecture, number, third=7) == (module.ALLOW if number in plain else module.REFUSE)
        assert run(program, architecture, number | module.X32) == module.REFUSE
        assert run(program, 0x40000003, number) == module.REFUSE
