"""What may go wrong with a report."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.errors import Conflict

if TYPE_CHECKING:
    from tracker.progress.cells import Cell


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a person wanted to write when somebody else had been quicker."""

    revision: int
    value: Decimal | None = None
    spent: int | None = None
    obstacles: str = ""
    follow_up: str = ""
    reason: str = ""
    texts: dict[str, str] = field(default_factory=dict)  # as typed, by field


class ReportConflict(Conflict):
    """The report is no longer what the person saw. Holds it as it is now, and what they wanted to write."""

    def __init__(self, message: str, *, cell: "Cell", attempt: Attempt) -> None:
        super().__init__(message)
        self.cell = cell
        self.attempt = attempt
