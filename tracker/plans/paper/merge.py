"""Proposed rows and what people decided of them, together: a decision outlives every new reading."""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from ingest.document import Box
from tracker.plans.paper.values import PaperRow, Place

State = Literal["proposed", "confirmed", "edited", "rejected"]
SAME = 85  # of 100: how alike two texts of one page are that are the same row read twice


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person said of a row, with the row as it was then."""

    key: str
    state: State
    texts: MappingType[str, str]
    source: str
    place: Place
    version: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A row to look at: `row` as it is proposed now, None where it is not found any more; what was decided.

    `key` is that of the decision where there is one.
    """

    row: PaperRow | None
    decided: Decided | None

    @property
    def key(self) -> str:
        """The name of the row, the same over readings."""
        return self.decided.key if self.decided else self._row.key

    @property
    def state(self) -> State:
        """How far it is."""
        return self.decided.state if self.decided else "proposed"

    @property
    def version(self) -> int:
        """That of the decision, 0 without one."""
        return self.decided.version if self.decided else 0

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.row.place if self.row else self._decided.place

    @property
    def source(self) -> str:
        """The row as printed."""
        return self.row.source if self.row else self._decided.source

    @property
    def box(self) -> Box | None:
        """Its box on the page."""
        return self.place.box

    @property
    def texts(self) -> dict[str, str]:
        """The fields that hold: the person's where they decided, else the proposal's."""
        return dict(self.decided.texts) if self.decided else self._row.texts()

    @property
    def is_taken(self) -> bool:
        """Whether it goes into the plan."""
        return self.state in {"confirmed", "edited"}

    @property
    def is_sure(self) -> bool:
        """Whether it may be accepted with others at once."""
        return self.decided is None and self._row.is_sure

    @property
    def _row(self) -> PaperRow:
        assert self.row is not None  # noqa: S101 - a row without a decision is a proposed one
        return self.row

    @property
    def _decided(self) -> Decided:
        assert self.decided is not None  # noqa: S101 - a row that is not proposed was decided
        return self.decided


def merged(rows: Sequence[PaperRow], decisions: Sequence[Decided]) -> list[DeskRow]:
    """The rows with their decisions, in the paper's order.

    A decision belongs to the row of its key; else to the row of its page that reads most alike; else it is
    alone, since what a person decided is never lost.
    """
    by_key = {decision.key: decision for decision in decisions}
    given = {row.key: by_key.pop(row.key) for row in rows if row.key in by_key}
    for decision in list(by_key.values()):
        free = [row for row in rows if row.key not in given and row.place.page == decision.place.page]
        best = max(free, key=lambda row: _likeness(row, decision), default=None)
        if best is not None and _likeness(best, decision) >= SAME:
            given[best.key] = by_key.pop(decision.key)
    found = [DeskRow(row, given.get(row.key)) for row in rows]
    found += [DeskRow(None, decision) for decision in by_key.values()]
    return sorted(found, key=_order)


def _likeness(row: PaperRow, decision: Decided) -> float:
    return float(fuzz.ratio(row.source, decision.source))


def _order(one: DeskRow) -> tuple[int, int, int]:
    return one.place.page, one.place.table, one.place.row
