"""Take from a process what a reader of documents has no use for: the network, and files outside its folder.

Both ways work without privileges and in containers: a seccomp filter refuses every new socket and what could
get around it (x86-64 and ARM, 64 bits), Landlock refuses writing anywhere but in the folder. What the kernel
does not have is left out; `python -m ingest.confine` tries it and says what holds here.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import platform
import socket
import struct
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of the kernel's filter machine
_NUMBER_AT, _MACHINE_AT = 0, 4  # of what it looks at
_OTHER_CALLS = 0x40000000  # x86-64 has a second set of call numbers from here on

# socket, ptrace, unshare, setns, mount, process_vm_readv, process_vm_writev, perf_event_open, bpf, keyctl,
# io_uring_setup (opens sockets too), pidfd_getfd
_MACHINES: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, (41, 101, 272, 308, 165, 310, 311, 298, 321, 250, 425, 438)),
    "aarch64": (0xC00000B7, (198, 117, 97, 268, 40, 270, 271, 241, 280, 219, 425, 438)),
}

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
_ASK_VERSION = 1
_BENEATH = 1
_WRITES = 0b1_1111_1111_0010  # write to files, make and remove things of every kind
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # since versions 2 and 3
_TCP = 0b11  # bind, connect: since version 4
_SCOPE = 0b11  # no signals to others, no abstract sockets of others: since version 6


@dataclass(frozen=True, slots=True)
class Confinement:
    """What is out of reach."""

    network: bool
    files: bool


def confine(folder: Path) -> Confinement:
    """Confine this thread and what it will start, for good: no new sockets, writing only below `folder`."""
    if sys.platform != "linux":
        return Confinement(network=False, files=False)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return Confinement(network=False, files=False)
    files = _only_writes_below(libc, folder)
    return Confinement(network=_without_sockets(libc), files=files)


def _without_sockets(libc: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = _filter(*machine)
    program = ctypes.create_string_buffer(steps, len(steps))
    head = struct.pack("@HP", len(steps) // 8, ctypes.addressof(program))
    return bool(
        libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(head), 0, 0) == 0
    )


def _filter(machine: int, refused: tuple[int, ...]) -> bytes:
    """The filter's steps; jumps count from the next step, the last step refuses."""
    after = len(refused) + 1  # steps from the test of the call's number to the refusing one
    steps = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 0, after + 2, machine),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, after, 0, _OTHER_CALLS),
        *((_EQUAL, len(refused) - index, 0, number) for index, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("@HBBI", *step) for step in steps)


def _only_writes_below(libc: ctypes.CDLL, folder: Path) -> bool:
    version = libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    writes = _WRITES | _REFER * (version >= 2) | _TRUNCATE * (version >= 3)
    rules = struct.pack("@Q", writes)
    if version >= 4:
        rules += struct.pack("@Q", _TCP)
    if version >= 6:
        rules += struct.pack("@Q", _SCOPE)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.create_string_buffer(rules, len(rules)), len(rules), 0)
    if ruleset < 0:
        return False
    try:
        _permit(libc, ruleset, folder, writes)
        _permit(libc, ruleset, Path(os.devnull), writes & (0b10 | _TRUNCATE))
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _permit(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, opened)
        libc.syscall(_ADD_RULE, ruleset, _BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0)
    finally:
        os.close(opened)


def tried() -> Confinement:
    """What holds on this machine, tried by a process of its own."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ingest.confine"],
            capture_output=True,
            check=True,
            timeout=30,
            cwd=Path(__file__).resolve().parent.parent,
        )
        return Confinement(**json.loads(done.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError):
        return Confinement(network=False, files=False)


def _try() -> Confinement:
    with tempfile.TemporaryDirectory() as outer:
        inside = Path(outer) / "in"
        inside.mkdir()
        pid = os.fork()
        if pid == 0:
            os._exit(_try_confined(inside))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return (
        Confinement(network=bool(code & 1), files=bool(code & 2)) if code >= 0 else Confinement(False, False)
    )


def _try_confined(inside: Path) -> int:
    """1 if sockets are refused, plus 2 if writing is, but inside the folder."""
    confine(inside)
    held = 0
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    except OSError:
        held += 1
    (inside / "a").write_bytes(b"a")
    try:
        (inside.parent / "a").write_bytes(b"a")
    except OSError:
        held += 2
    return held


if __name__ == "__main__":
    print(json.dumps(asdict(_try())))
