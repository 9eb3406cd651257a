"""A process that has everything imported and forks itself for each document: `python -m ingest.forkserver
FD`.

A request comes over the control socket FD together with the socket that the answer goes to. The forked child
lives under limits of its own, without network, and writes only in a folder of its own that goes with it (see
ingest.confine). Whoever asked ends a job by closing the answer's socket; when the control
socket closes, because the asking process has ended in whatever way, all children end too.

Python's own fork server would import the caller's main module again in each child, which takes a second and
runs code that belongs to a web server or a worker.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import resource
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from ingest import logs
from ingest.confine import confine
from ingest.crew import end_with_parent
from ingest.errors import DocumentError, OutOfMemory, ReaderCrashed, error_to_dict

_log = logging.getLogger(__name__)

LONGEST_REQUEST = 1 << 18  # bytes
_FILES_AT_ONCE = 128
_PROCESSES_AT_ONCE = 4096  # of the whole user: the kernel counts no other way
_FOLDER = "renaksi-baca-"
_LARGEST_FILE = 512 * 1024 * 1024  # bytes that a child may write to one file
_SPARE_CPU_SECONDS = 5


@dataclass(slots=True)
class _Child:
    pid: int
    answer: socket.socket
    ended: int  # the reading end of a pipe that closes when the child ends
    folder: Path


def serve(control: socket.socket, folder: Path) -> None:
    """Fork children as they are asked for until the control socket closes; each has a folder in `folder`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    selector = selectors.DefaultSelector()
    selector.register(control, selectors.EVENT_READ, None)
    children: dict[int, _Child] = {}
    while True:
        for key, _ in selector.select():
            child = key.data
            if child is None:
                if not _take_request(control, selector, children, folder):
                    _end_all(children)
                    return
            elif child.pid in children and key.fileobj is child.answer:
                _kill(child.pid)  # nobody waits for the answer any more
                selector.unregister(child.answer)
            elif child.pid in children:
                _bury(child, selector)
                del children[child.pid]


def _take_request(
    control: socket.socket, selector: selectors.BaseSelector, children: dict[int, _Child], folder: Path
) -> bool:
    """Fork for one request; False when the asking process is gone."""
    try:
        message, fds, _, _ = socket.recv_fds(control, LONGEST_REQUEST, 1)
    except OSError:
        return False
    if not message or not fds:
        return False
    answer = socket.socket(fileno=fds[0])
    ended, alive = os.pipe()
    own = Path(tempfile.mkdtemp(dir=folder))
    pid = os.fork()
    if pid == 0:
        os.close(ended)
        control.close()
        selector.close()
        for other in children.values():
            other.answer.close()
            os.close(other.ended)
        _be_a_child(json.loads(message), answer, own)
    os.close(alive)
    child = _Child(pid, answer, ended, own)
    children[pid] = child
    selector.register(ended, selectors.EVENT_READ, child)
    selector.register(answer, selectors.EVENT_READ, child)
    return True


def _bury(child: _Child, selector: selectors.BaseSelector) -> None:
    """Say how the child ended, on a line of its own: it may have died in the middle of one."""
    _, status, usage = os.wait4(child.pid, 0)
    note = {"exit": os.waitstatus_to_exitcode(status), "peak_mb": usage.ru_maxrss // 1024}
    with contextlib.suppress(KeyError):
        selector.unregister(child.answer)
    selector.unregister(child.ended)
    os.close(child.ended)
    shutil.rmtree(child.folder, ignore_errors=True)
    child.answer.setblocking(False)
    with contextlib.suppress(OSError):
        child.answer.send(b"\n" + json.dumps(note).encode() + b"\n")
    child.answer.close()


def _end_all(children: dict[int, _Child]) -> None:
    for pid in children:
        _kill(pid)
    for pid in children:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _be_a_child(request: dict[str, Any], answer: socket.socket, folder: Path) -> NoReturn:
    """Do the job and end without the clean-up of an interpreter that belongs to the server."""
    status = 1
    try:
        answer.setblocking(True)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        logs.configure(request.get("ids", {}))
        end_with_parent()
        _move_into(folder)
        _limit(request["limits"])
        confine(folder)
        _answer(answer, _outcome(request, answer))
        status = 0
    except BrokenPipeError:
        pass
    except BaseException:
        _log.exception("a reading process failed")
    finally:
        os._exit(status)


def _outcome(request: dict[str, Any], answer: socket.socket) -> dict[str, Any]:
    from ingest import jobs  # noqa: PLC0415  (loaded before the fork, see main)

    name = str(request.get("name", ""))
    try:
        return {"result": jobs.run(request, partial(_answer, answer))}
    except DocumentError as error:
        return {"error": error_to_dict(error)}
    except MemoryError:
        gc.collect()
        return {"error": error_to_dict(OutOfMemory(name, memory_mb=request["limits"]["memory_mb"]))}
    except BrokenPipeError:
        raise
    except Exception:
        _log.exception("a reader failed")  # the name of a file is people's, and stays out of logs
        return {"error": error_to_dict(ReaderCrashed(name))}


def _answer(answer: socket.socket, data: dict[str, Any]) -> None:
    answer.sendall(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _move_into(folder: Path) -> None:
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def _limit(limits: dict[str, Any]) -> None:
    """Memory counts from what the process has already, since that is shared with the server."""
    seconds = int(limits["seconds"]) + _SPARE_CPU_SECONDS
    _set(resource.RLIMIT_CPU, seconds)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _set(resource.RLIMIT_NOFILE, _FILES_AT_ONCE)
    _set(resource.RLIMIT_NPROC, _PROCESSES_AT_ONCE)
    statm = Path("/proc/self/statm")
    if statm.exists():
        mapped = int(statm.read_text().split()[0]) * resource.getpagesize()
        _set(resource.RLIMIT_AS, mapped + limits["memory_mb"] * 1024**2)


def _set(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (ceiling, ceiling))


def main() -> None:
    """Load everything that a child needs, so that a child starts in milliseconds."""
    import nlp  # noqa: PLC0415
    from ingest import jobs  # noqa: F401, PLC0415

    nlp.extract("Nilai 75,5 pada triwulan III tahun 2023.", published=None)  # builds the pipeline
    gc.collect()
    gc.freeze()  # what is loaded stays shared between the children
    _remove_left()
    with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        serve(socket.socket(fileno=int(sys.argv[1])), Path(folder))


def _remove_left() -> None:
    """Folders of servers that were killed before they could remove them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        pid = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if pid.isdecimal() and not Path("/proc", pid).exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
