"""The clients: each is a person with a browser, who sends again what was not answered."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from random import Random

import httpx

from tests.chaos.ledger import Kind, Ledger, Sent
from tests.chaos.papers import paper
from tests.chaos.world import INSPECTOR, code_of, email_of, outputs_of
from tests.tracker.world import INSTANSI, PASSWORD
from tracker.institutions.models import unit_id

TWIN_EVERY = 15  # about one of so many uploads has the bytes of an earlier one
PAUSE_SECONDS = 0.2  # before something is sent again
ANSWER_SECONDS = 60.0
REVISION = re.compile(r'name="revision"\s+value="(\d+)"')
SUBMITTABLE = 'value="submit"'
RETURNABLE = "/kembalikan"
EVIDENCE = re.compile(r'id="file-([0-9a-f]{24})"')
NUMBERS = count(1)
"""Of the values that are written: each one is written once."""
UPLOAD = -1


class Over(Exception):
    """The time is up."""


@dataclass
class Tasks:
    """What is still to be done, by whichever client comes first: numbers of papers, or UPLOAD for a write."""

    waiting: deque[int]
    deadline: float
    returnable: deque[tuple[str, int]] = field(default_factory=deque)
    """Reports that were handed in, and by which client, for the inspector."""
    given_back: dict[int, deque[str]] = field(default_factory=dict)
    closed: threading.Event = field(default_factory=threading.Event)


@dataclass
class Browser:
    """One person's browser: what it sends, and the pages that it reads."""

    address: str
    email: str
    ledger: Ledger
    deadline: float
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            base_url=self.address, headers={"origin": self.address}, timeout=ANSWER_SECONDS
        )

    def sign_in(self) -> None:
        answer = None
        while answer is None or answer.status_code >= 500:
            answer = self.send("POST", "/masuk", data={"email": self.email, "password": PASSWORD})
        if answer.status_code != 303:
            self.ledger.complain(f"{self.email} could not sign in: {answer.status_code}")

    def send(
        self, method: str, path: str, *, is_htmx: bool = False, **content: object
    ) -> httpx.Response | None:
        """The answer; None where there was none. Raises Over."""
        if time.monotonic() > self.deadline:
            raise Over
        headers = {"hx-request": "true"} if is_htmx else {}
        try:
            answer = self.client.request(method, path, headers=headers, **content)  # type: ignore[arg-type]
        except httpx.TransportError:
            time.sleep(PAUSE_SECONDS)
            return None
        where = answer.headers.get("location", answer.headers.get("hx-redirect", ""))
        if where.startswith("/masuk") and path != "/masuk":
            self.ledger.complain(f"{self.email} was signed out at {method} {path}")
            self.sign_in()
            return None
        if answer.status_code >= 500:
            time.sleep(PAUSE_SECONDS)
        return answer

    def page(self, path: str) -> str:
        """A page, asked for until it comes."""
        while (answer := self.send("GET", path)) is None or answer.status_code >= 500:
            pass
        return answer.text


@dataclass
class Person(threading.Thread):
    """Somebody of a unit: uploads documents and reports on the unit's own cells."""

    number: int
    tasks: Tasks
    browser: Browser
    random: Random
    evidence: list[str] = field(default_factory=list)
    revisions: dict[str, int | None] = field(default_factory=dict)
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__(name=f"client {self.number}", daemon=True)
        self.revisions = {
            f"{output}:{triwulan}": 0 for output in outputs_of(self.number) for triwulan in range(1, 5)
        }
        self.tasks.given_back[self.number] = deque()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            self.browser.sign_in()
            while self.tasks.waiting:
                try:
                    task = self.tasks.waiting.popleft()
                except IndexError:
                    return
                self._write() if task == UPLOAD else self._upload(task)
        except Over:
            pass
        except BaseException as error:  # told by whoever waits for this thread
            self.fault = error
        finally:
            self.browser.client.close()

    # Uploads

    def _upload(self, number: int) -> None:
        is_twin = number > 0 and Random(f"twin {number}").randrange(TWIN_EVERY) == 0
        ending, content = paper(number // 2 if is_twin else number)
        digest = sha256(content).hexdigest()
        for attempt in count():
            name = f"berkas-{number:05}-{attempt}.{ending}"
            answer = self.browser.send(
                "POST",
                "/bukti/unggah",
                is_htmx=True,
                files={"files": (name, content)},
                data={
                    "unit": unit_id(INSTANSI, code_of(self.number)),
                    "source": "report",
                    "period": "2023-07/2023-09",
                },
            )
            is_kept = answer is not None and answer.status_code == 201
            found = EVIDENCE.search(answer.text) if answer is not None and is_kept else None
            gave = found[1] if found else ""
            self._note(Sent(Kind.UPLOAD, name, "", bool(gave), digest, gave), answer, expected=201)
            if gave:
                self.evidence.append(gave)
                return

    # Writes

    def _write(self) -> None:
        """One write that is acknowledged, on a cell of one's own."""
        while True:
            while self.tasks.given_back[self.number]:
                self.revisions[self.tasks.given_back[self.number].popleft()] = None
            cell = self.random.choice(sorted(self.revisions))
            kind = self.random.choices([Kind.VALUE, Kind.FORM, Kind.LINK, Kind.HANDED_IN], [50, 25, 15, 10])[
                0
            ]
            if kind is Kind.LINK and not self.evidence:
                kind = Kind.VALUE
            if self.revisions[cell] is None and not self._look(cell):
                self._hand_over(cell)
            elif self._send(kind, cell):
                return

    def _look(self, cell: str) -> bool:
        """Find out the cell's revision; False where it was handed in."""
        page = self.browser.page(_page_of(cell))
        found = REVISION.search(page)
        self.revisions[cell] = int(found[1]) if found else None
        return SUBMITTABLE in page

    def _hand_over(self, cell: str) -> None:
        """The cell waits for the inspector, who gives it back."""
        del self.revisions[cell]
        self.tasks.returnable.append((cell, self.number))

    def _send(self, kind: Kind, cell: str) -> bool:
        """Whether it was acknowledged. Where the cell's next revision is not known, it is asked for."""
        revision = self.revisions[cell]
        mark = self.random.choice(self.evidence) if kind is Kind.LINK else str(next(NUMBERS))
        if kind is Kind.VALUE:
            form: dict[str, object] = {"revision": revision, "value": mark}
            answer = self.browser.send("POST", f"/kerja/{cell}", is_htmx=True, data=form)
            is_done = answer is not None and answer.status_code == 200
            text = answer.text if answer is not None else ""
            follows = int(found[1]) if is_done and (found := REVISION.search(text)) else None
        elif kind is Kind.LINK:
            form = {"revision": revision, "evidence": mark}
            answer = self.browser.send("POST", f"{_page_of(cell)}/bukti", data=form)
            is_done = answer is not None and answer.status_code == 303
            follows = None  # nothing is written where it was tied before
        else:
            intent = "submit" if kind is Kind.HANDED_IN else "save"
            form = {"revision": revision, "value": mark, "obstacles": f"Kendala {mark}", "intent": intent}
            answer = self.browser.send("POST", _page_of(cell), data=form)
            is_done = answer is not None and answer.status_code == 303
            follows = (revision or 0) + 1
        self._note(Sent(kind, mark, cell, is_done), answer, expected=200 if kind is Kind.VALUE else 303)
        self.revisions[cell] = follows if is_done else None
        if kind is Kind.HANDED_IN and is_done:
            self._hand_over(cell)
        return is_done

    def _note(self, sent: Sent, answer: httpx.Response | None, *, expected: int) -> None:
        ledger = self.browser.ledger
        ledger.note(sent, _said(answer), answer.elapsed.total_seconds() if answer is not None else 0.0)
        if answer is None or answer.status_code == expected or answer.status_code >= 500:
            return
        if answer.status_code == 409:
            ledger.puzzle()
        else:
            ledger.complain(f"{sent.kind} to {sent.subject or sent.mark}: {answer.status_code}")


@dataclass
class Inspector(threading.Thread):
    """Somebody of the inspectorate, who returns what was handed in, so that it is written again."""

    tasks: Tasks
    browser: Browser
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__(name="inspector", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            self.browser.sign_in()
            while not self.tasks.closed.is_set():
                try:
                    cell, owner = self.tasks.returnable.popleft()
                except IndexError:
                    self.tasks.closed.wait(PAUSE_SECONDS)
                    continue
                self._return(cell)
                self.tasks.given_back[owner].append(cell)
        except Over:
            pass
        except BaseException as error:  # told by whoever waits for this thread
            self.fault = error
        finally:
            self.browser.client.close()

    def _return(self, cell: str) -> None:
        page = f"/pemeriksaan/{cell}"
        while RETURNABLE in (text := self.browser.page(page)) and (found := REVISION.search(text)):
            revision = found[1]
            reason = f"Lampirkan daftar hadir, catatan {next(NUMBERS)}"
            form = {"revision": revision, "reason": reason}
            answer = self.browser.send("POST", f"{page}/kembalikan", data=form)
            is_done = answer is not None and answer.status_code in {303, 204}
            self.browser.ledger.note(Sent(Kind.RETURN, reason, cell, is_done), _said(answer))
            if is_done:
                return


def _said(answer: httpx.Response | None) -> str:
    return "none" if answer is None else str(answer.status_code)


def _page_of(cell: str) -> str:
    output, _colon, triwulan = cell.rpartition(":")
    return f"/capaian/{output}/{triwulan}"


def browser_of(address: str, number: int | None, ledger: Ledger, deadline: float) -> Browser:
    """The browser of client `number`, or of the inspector."""
    return Browser(address, INSPECTOR if number is None else email_of(number), ledger, deadline)
