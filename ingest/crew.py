"""Work on the pages of one document by a few processes, its results in order.

The processes are forked from the one that reads the document: they share what it has loaded, live under its
limits and end with it. One that dies or stalls costs the piece of work that it had; another takes its place.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import pickle
import selectors
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_log = logging.getLogger(__name__)

_LENGTH = struct.Struct("!Q")
_NUMBER = struct.Struct("!i")
_NO_MORE = -1
_CHUNK = 1 << 20  # bytes
_PR_SET_PDEATHSIG = 1


class Lost:
    """In the place of a result: the process that was at it died, stalled, or failed."""


LOST = Lost()


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def end_with_parent() -> None:
    """Let the kernel end this process when the one that forked it ends, even killed (Linux)."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def each(
    work: Callable[[T], R], pieces: Sequence[T], *, hands: int, seconds: float
) -> Iterator[tuple[T, R | Lost]]:
    """Each piece with what `work` makes of it, in their order, by at most `hands` processes.

    A piece that takes longer than `seconds` is lost. Results must be picklable; what `work` raises is logged
    and loses the piece.
    """
    crew = _Crew(work, pieces, seconds)
    try:
        crew.staff(min(hands, len(pieces)))
        for number, piece in enumerate(pieces):
            while number not in crew.results:
                crew.wait()
            yield piece, crew.results.pop(number)
    finally:
        crew.dismiss()


@dataclass(slots=True)
class _Hand:
    """One process: `orders` takes the number of a piece, `answers` gives its result, `at` is its piece."""

    pid: int
    orders: int
    answers: int
    at: int = _NO_MORE
    since: float = 0.0
    came: bytearray = field(default_factory=bytearray)


class _Crew(Generic[T, R]):
    """The processes of one call of `each`."""

    def __init__(self, work: Callable[[T], R], pieces: Sequence[T], seconds: float) -> None:
        self._work, self._pieces, self._seconds = work, pieces, seconds
        self._next = 0
        self._hands: list[_Hand] = []
        self._selector = selectors.DefaultSelector()
        self.results: dict[int, Any] = {}

    def staff(self, hands: int) -> None:
        for _ in range(hands):
            self._hire()

    def wait(self) -> None:
        """Until a result came, or a process was found dead or stalling."""
        oldest = min(hand.since for hand in self._hands)
        ready = self._selector.select(max(0.0, oldest + self._seconds - monotonic()))
        for key, _ in ready:
            hand: _Hand = key.data
            chunk = os.read(hand.answers, _CHUNK)
            if not chunk:
                self._replace(hand)
                continue
            hand.came += chunk
            self._take(hand)
        for hand in [one for one in self._hands if monotonic() - one.since > self._seconds]:
            self._replace(hand)

    def dismiss(self) -> None:
        for hand in list(self._hands):
            self._drop(hand)
        self._selector.close()

    def _take(self, hand: _Hand) -> None:
        if len(hand.came) < _LENGTH.size:
            return
        (length,) = _LENGTH.unpack_from(hand.came)
        if len(hand.came) < _LENGTH.size + length:
            return
        # Our own processes wrote it, under the same limits as this one.
        self.results[hand.at] = pickle.loads(bytes(hand.came[_LENGTH.size :]))  # noqa: S301
        hand.came.clear()
        self._order(hand)

    def _replace(self, hand: _Hand) -> None:
        _log.warning("a process was lost at piece %d of %d", hand.at + 1, len(self._pieces))
        self.results[hand.at] = LOST
        self._drop(hand)
        if self._next < len(self._pieces):
            self._hire()

    def _order(self, hand: _Hand) -> None:
        """Give the process the next piece, or let it go when there is none."""
        if self._next == len(self._pieces):
            self._drop(hand)
            return
        hand.at, hand.since = self._next, monotonic()
        self._next += 1
        with contextlib.suppress(BrokenPipeError):  # it is found dead at the next wait
            os.write(hand.orders, _NUMBER.pack(hand.at))

    def _hire(self) -> None:
        orders, give = os.pipe()
        answers, put = os.pipe()
        pid = os.fork()
        if pid == 0:
            for other in self._hands:
                os.close(other.orders)
                os.close(other.answers)
            os.close(give)
            os.close(answers)
            self._be_a_hand(orders, put)
        os.close(orders)
        os.close(put)
        hand = _Hand(pid, give, answers)
        self._hands.append(hand)
        self._selector.register(answers, selectors.EVENT_READ, hand)
        self._order(hand)

    def _drop(self, hand: _Hand) -> None:
        self._hands.remove(hand)
        self._selector.unregister(hand.answers)
        os.close(hand.orders)
        os.close(hand.answers)
        with contextlib.suppress(ProcessLookupError):
            os.kill(hand.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(hand.pid, 0)

    def _be_a_hand(self, orders: int, put: int) -> NoReturn:
        status = 1
        try:
            gc.freeze()  # else a collection writes to all that is shared, and each page of it is copied
            end_with_parent()
            while message := os.read(orders, _NUMBER.size):
                (number,) = _NUMBER.unpack(message)
                data = pickle.dumps(self._outcome(number), pickle.HIGHEST_PROTOCOL)
                _write(put, _LENGTH.pack(len(data)) + data)
            status = 0
        except BaseException:
            _log.exception("a process of the crew failed")
        finally:
            os._exit(status)

    def _outcome(self, number: int) -> R | Lost:
        try:
            return self._work(self._pieces[number])
        except Exception:
            _log.exception("piece %d failed", number + 1)
            return LOST


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
