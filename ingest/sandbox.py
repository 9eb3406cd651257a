"""Read a file in a process of its own: what dies, stalls or swells there becomes a DocumentError here."""

from __future__ import annotations

import asyncio
import atexit
import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from structlog.contextvars import get_contextvars

from ingest.document import Box, Document, from_dict
from ingest.errors import DocumentError, OutOfMemory, ReaderCrashed, TimedOut, error_from_dict
from ingest.findings import Finding, finding_from_dict
from ingest.jobs import NOT_SEARCHED, picture_request, read_request, unlock_request
from ingest.limits import DEFAULT, Limits

Frame = dict[str, Any]

_CHUNK = 1 << 18  # bytes
_LARGEST_ANSWER = 1 << 30  # bytes
_START_SECONDS = 60.0  # for the server's imports
_STOP_SECONDS = 5.0
_NEAR_LIMIT = 0.5  # of the memory limit: a process that crashed with so much in use had too little
_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class ReadResult:
    document: Document
    findings: list[Finding]


class Listener:
    """What a caller hears while a file is read; a subclass says what to do with it."""

    async def progress(self, stage: str, done: int, total: int) -> None:
        """Stage "reading" counts pages, "finding" parts of the text."""

    async def document(self, document: Document) -> None:
        """All pages are read."""

    async def findings(self, findings: list[Finding], last_page: int) -> None:
        """The findings up to that page are complete with these."""


async def read_in_child(
    path: Path,
    *,
    name: str,
    limits: Limits = DEFAULT,
    published: date | None = None,
    password: str | None = None,
    indicators: str = "",
    listener: Listener | None = None,
) -> ReadResult:
    """The document and its findings, read in a child process that ends with this call, whatever happens.

    `indicators` are rows that extend the table of indicators (code, name, aliases; tabs between them).
    Raises a DocumentError: the reader's own, TimedOut, OutOfMemory or ReaderCrashed.
    """
    request = read_request(
        path, name=name, limits=limits, published=published, password=password, indicators=indicators
    )
    taken = _Taken(listener or Listener())
    end = await _run(request, name, limits, taken.frame)
    if taken.document is None:
        raise ReaderCrashed(name)
    document = taken.document
    if not end["is_searched"]:
        document = replace(document, warnings=(*document.warnings, NOT_SEARCHED))
    return ReadResult(document, taken.found)


class _Taken:
    """What has come of a reading so far."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.document: Document | None = None
        self.found: list[Finding] = []

    async def frame(self, frame: Frame) -> None:
        if "progress" in frame:
            await self._listener.progress(*frame["progress"])
        elif "document" in frame:
            self.document = await asyncio.to_thread(from_dict, frame["document"])
            await self._listener.document(self.document)
        elif "findings" in frame:
            findings = [finding_from_dict(data) for data in frame["findings"]]
            self.found += findings
            await self._listener.findings(findings, frame["last_page"])


async def page_picture_in_child(
    path: Path,
    page_number: int,
    *,
    width_px: int,
    boxes: Sequence[Box] = (),
    limits: Limits = DEFAULT,
    password: str | None = None,
    turn: float = 0.0,
) -> bytes:
    """`pictures.page_picture`, drawn in a child process. Raises a DocumentError."""
    request = picture_request(
        path,
        page_number,
        limits=limits,
        password=password,
        width_px=width_px,
        boxes=[list(box) for box in boxes],
        turn=turn,
    )
    return base64.b64decode((await _run(request, "", limits))["picture"])


async def line_crop_in_child(
    path: Path,
    page_number: int,
    box: Box,
    *,
    max_bytes: int = 20_000,
    limits: Limits = DEFAULT,
    password: str | None = None,
    turn: float = 0.0,
) -> bytes:
    """`pictures.line_crop`, drawn in a child process. Raises a DocumentError."""
    request = picture_request(
        path,
        page_number,
        limits=limits,
        password=password,
        box=list(box),
        max_bytes=max_bytes,
        turn=turn,
    )
    return base64.b64decode((await _run(request, "", limits))["picture"])


async def unlocked_in_child(
    path: Path, *, name: str, password: str, limits: Limits = DEFAULT
) -> bytes | None:
    """`pdf.unlocking.unlocked`, in a child process: the password goes through a socket, never to a command
    line, a file or a log. Raises a DocumentError.
    """
    answer = await _run(unlock_request(path, name=name, limits=limits, password=password), name, limits)
    return base64.b64decode(answer["copy"]) if answer["copy"] is not None else None


def warm_up() -> None:
    """Start the fork server now, so that the first document does not wait for its imports."""
    _server.ensure()


def shut_down() -> None:
    """End the fork server and with it every child."""
    _server.stop()


async def _run(
    request: Frame, name: str, limits: Limits, on_frame: Callable[[Frame], Awaitable[None]] | None = None
) -> Frame:
    """The result of one job; `on_frame` takes what comes before. Closing our socket ends the child.

    What the child logs bears the ids that our own lines bear at this moment (of request and job).
    """
    request = request | {"ids": {name: str(value) for name, value in get_contextvars().items()}}
    ours, theirs = socket.socketpair()
    with contextlib.closing(ours):
        with contextlib.closing(theirs):
            _server.send(json.dumps(request).encode(), theirs)
        ours.setblocking(False)
        try:
            async with asyncio.timeout(limits.seconds + _START_SECONDS * (not _server.is_ready)):
                async for frame in _frames(ours, name):
                    if "result" in frame:
                        _server.is_ready = True
                        return dict(frame["result"])
                    elif "error" in frame:
                        _server.is_ready = True
                        raise error_from_dict(frame["error"])
                    elif "exit" in frame:
                        raise _death(frame, name, limits)
                    elif on_frame:
                        await on_frame(frame)
        except TimeoutError:
            raise TimedOut(name, seconds=limits.seconds) from None
    raise ReaderCrashed(name)


async def _frames(ours: socket.socket, name: str) -> AsyncIterator[dict[str, Any]]:
    """The JSON objects that come in, one a line; a line cut short by the child's death is left out."""
    loop = asyncio.get_running_loop()
    pieces: list[bytes] = []
    size = 0
    while chunk := await loop.sock_recv(ours, _CHUNK):
        size += len(chunk)
        if size > _LARGEST_ANSWER:
            raise ReaderCrashed(name)
        *complete, rest = chunk.split(b"\n")
        for line in complete:
            frame = _frame(b"".join([*pieces, line]))
            pieces = []
            if frame:
                yield frame
        pieces.append(rest)


def _frame(line: bytes) -> dict[str, Any] | None:
    try:
        frame = json.loads(line)
    except ValueError:
        return None
    return frame if isinstance(frame, dict) else None


def _death(frame: dict[str, Any], name: str, limits: Limits) -> DocumentError:
    """What a child's end says: out of processor time, out of memory (pdfium aborts then), or a crash."""
    if frame["exit"] == -signal.SIGXCPU:
        return TimedOut(name, seconds=limits.seconds)
    if frame["peak_mb"] > _NEAR_LIMIT * limits.memory_mb:
        return OutOfMemory(name, memory_mb=limits.memory_mb)
    return ReaderCrashed(name)


class _Server:
    """The fork server of this process; a process that was forked from it gets one of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self.is_ready = False

    def ensure(self) -> socket.socket:
        with self._lock:
            if self._control is None or self._owner != os.getpid() or not self._is_alive():
                self._start()
            control = self._control
            if control is None:
                raise RuntimeError("the fork server did not start")
            return control

    def send(self, message: bytes, answer: socket.socket) -> None:
        """Hand over a request; a server that has died meanwhile is started again, once."""
        try:
            socket.send_fds(self.ensure(), [message], [answer.fileno()])
        except (BrokenPipeError, ConnectionError):
            self.stop()
            socket.send_fds(self.ensure(), [message], [answer.fileno()])

    def stop(self) -> None:
        with self._lock:
            control, process = self._control, self._process
            self._control = self._process = None
            if control is not None:
                control.close()
            if process is not None and self._owner == os.getpid():
                try:
                    process.wait(_STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _start(self) -> None:
        if self._control is not None:
            self._control.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        root = str(Path(__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        with contextlib.closing(theirs):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.forkserver", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                env=os.environ | dict.fromkeys(_ONE_THREAD, "1") | {"PYTHONPATH": path},
                start_new_session=True,  # a Ctrl-C in the terminal is ours to answer
            )
        self._control = ours
        self._owner = os.getpid()
        self.is_ready = False


_server = _Server()
atexit.register(shut_down)
