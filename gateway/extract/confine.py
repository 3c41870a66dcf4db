"""Gives up, in order, every right that reading a letter does not need; what is left can compute and answer, nothing else.

    descriptors   all but the connection; standard streams go nowhere
    user          root becomes nobody
    limits        memory, files, processes, cores
    privileges    none can be gained by running anything, nobody may look into the memory
    Landlock      no file, no TCP port, no signal to others (kernels since 5.13)
    seccomp       an allow-list of system calls (x86_64, aarch64): no file, socket, process, executable memory

Call it in a process of one thread, after everything is imported: nothing can be read from the disk afterwards.  Each step stands
alone, so that one that the kernel lacks weakens the fence but does not open it; what is lacking is told in `Confinement.missing`.
"""

import ctypes
import os
import resource
import signal
import struct
from dataclasses import dataclass

from gateway.extract.syscalls_table import ALLOWED, UNLESS_EXECUTABLE
from gateway.limits import Limits

NOBODY = 65534
LIFETIME_CPU = 3_600  # seconds of a worker that nobody watches any more
FILES = 64

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446  # the same numbers on all architectures
LANDLOCK_CREATE_RULESET_VERSION = 1

LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Confinement:
    """What is in force.  `landlock`: the kernel's version of it, 0 for none.  `missing`: what is not in force, and why."""

    uid: int
    landlock: int
    seccomp: bool
    missing: tuple[str, ...] = ()


def confine(limits: Limits, *keep: int) -> Confinement:
    """Give everything up but the descriptors to `keep`, for good, and say what is in force."""
    close_all_but(*keep)
    missing = [_drop_root()]
    _limit(limits)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_DUMPABLE, 0)
    landlock = landlock_version()
    if landlock:
        forbid_files(landlock)
    else:
        missing.append("Landlock: the kernel has none, or it is switched off")
    missing.append(filter_system_calls())
    reasons = tuple(reason for reason in missing if reason)
    return Confinement(os.geteuid(), landlock, not missing[-1], reasons)


def close_all_but(*keep: int) -> None:
    """Close every descriptor but these; the standard streams lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        if stream not in keep:
            os.dup2(nowhere, stream)
    kept = sorted({0, 1, 2, *keep})
    for low, high in zip(kept, [*kept[1:], os.sysconf("SC_OPEN_MAX")], strict=True):
        os.closerange(low + 1, high)


def end_with_parent(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel signal this process when its parent (the thread that forked it) is gone; exit at once if it already is."""
    _prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def _drop_root() -> str:
    if os.geteuid() != 0:
        return ""
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError as error:
        return f"user: still root ({error.strerror})"
    return ""


def _limit(limits: Limits) -> None:
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123  (a pseudo-file)
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    bounds = {
        resource.RLIMIT_AS: mapped + limits.memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: LIFETIME_CPU,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_NPROC: 0,  # neither a process nor a thread
    }
    for which, bound in bounds.items():
        hard = resource.getrlimit(which)[1]
        lowest = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(which, (lowest, lowest))


def _prctl(option: int, value: int, pointer: object = None) -> None:
    if LIBC.prctl(option, value, pointer, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def landlock_version() -> int:
    """The version of Landlock in the kernel, 0 for none."""
    version: int = LIBC.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), LANDLOCK_CREATE_RULESET_VERSION)
    return max(0, version)


def forbid_files(version: int) -> None:
    """Forbid by Landlock all that this version of it knows of (uapi/linux/landlock.h): it handles all, and allows nothing."""
    rights = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)  # of the file system: one bit each
    attributes = struct.pack("=Q", (1 << rights) - 1)
    if version >= 4:
        attributes += struct.pack("=Q", 0b11)  # bind and connect of TCP
    if version >= 6:
        attributes += struct.pack("=Q", 0b11)  # abstract sockets and signals of others
    ruleset = LIBC.syscall(LANDLOCK_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0 or LIBC.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0):
        raise OSError(ctypes.get_errno(), "Landlock")
    os.close(ruleset)


# A filter is a program of classic BPF over `struct seccomp_data`: (code, jump if true, jump if false, operand).
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, THIRD_ARGUMENT = 0, 4, 16 + 2 * 8
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
PROT_EXEC = 4
X32 = 0x40000000  # numbers of the x32 ABI: other calls under the same architecture
AUDIT_ARCH = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # and the column of the table


def filter_program(machine: str) -> bytes | None:
    """The seccomp program for this architecture; None when there is no table for it."""
    if machine not in AUDIT_ARCH:
        return None
    architecture, column = AUDIT_ARCH[machine]
    guarded = [row[column] for row in UNLESS_EXECUTABLE.values()]
    allowed = [row[column] for row in ALLOWED.values() if row[column] is not None]
    # The jumps count the instructions to leap over: what follows the numbers is REFUSE, the guard (2), REFUSE, ALLOW.
    total = len(guarded) + len(allowed)
    code = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 0, total + 2, architecture), (LOAD, 0, 0, NUMBER), (AT_LEAST, total, 0, X32)]
    for index, number in enumerate(allowed + guarded):
        left = total - index - 1
        code.append((EQUAL, left + (4 if index < len(allowed) else 1), 0, number or 0))
    code += [(RETURN, 0, 0, REFUSE), (LOAD, 0, 0, THIRD_ARGUMENT), (ANY_BIT, 0, 1, PROT_EXEC), (RETURN, 0, 0, REFUSE)]
    code.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def filter_system_calls() -> str:
    """Refuse by seccomp all system calls that are not in the table; returns why not, "" when it is in force."""
    machine = os.uname().machine
    program = filter_program(machine)
    if program is None:
        return f"seccomp: no table for {machine}"
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    try:
        _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(Program(len(program) // 8, ctypes.addressof(buffer))))
    except OSError as error:
        return f"seccomp: {os.strerror(error.errno or 0)}"
    return ""
