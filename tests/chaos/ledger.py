"""What was sent and what was answered: the other side of the account."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a client asked for."""

    UPLOAD = "upload"
    VALUE = "value"  # one value of the list of work
    FORM = "form"  # the whole form of a report
    HANDED_IN = "handed in"  # the form, and handed in
    LINK = "link"  # an evidence tied to a report
    RETURN = "return"  # the inspector's decision


WRITES = tuple(kind for kind in Kind if kind is not Kind.UPLOAD)


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that writes. `mark` is its own, of all requests of its kind; `subject`: what it writes to.

    Of an upload the mark is the file's name, of a value or form the number, of a link the evidence's id, of
    a decision its reason. `gave` is the evidence's id that an upload was answered with.
    """

    kind: Kind
    mark: str
    subject: str = ""
    is_acknowledged: bool = False
    sha256: str = ""
    gave: str = ""


@dataclass
class Ledger:
    """All of it, written by several threads."""

    sent: list[Sent] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)  # of requests that were answered as done
    conflicts: int = 0  # answers that somebody else had written, though nobody had
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, one: Sent, answer: str, seconds: float = 0.0) -> None:
        with self._lock:
            self.sent.append(one)
            self.answers[answer] += 1
            if one.is_acknowledged:
                self.seconds.append(seconds)

    def complain(self, text: str) -> None:
        """Something that should not happen, whatever is killed."""
        with self._lock:
            self.problems.append(text)

    def puzzle(self) -> None:
        """A conflict that the person could not understand: they were the only one to write."""
        with self._lock:
            self.conflicts += 1

    def acknowledged(self, *kinds: Kind) -> int:
        """How many requests of the kinds were answered as done."""
        with self._lock:
            return sum(one.is_acknowledged and one.kind in kinds for one in self.sent)

    def unanswered(self) -> int:
        """How many requests have an outcome that whoever sent them does not know."""
        with self._lock:
            return sum(not one.is_acknowledged for one in self.sent)
