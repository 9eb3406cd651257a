"""The values that pass between the steps: cells, rows, and what was not understood."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.document import Box

SURE = 0.85
"""Rows at least this sure may be accepted all at once; the others are looked at one by one."""


@dataclass(frozen=True, slots=True)
class PaperCell:
    """What a cell says: `text` as the import of sheets takes it, how surely (0 to 1) and why in words."""

    text: str
    confidence: float
    reason: str = ""

    def less(self, factor: float, reason: str = "") -> "PaperCell":
        """The same, less surely."""
        return replace(self, confidence=round(self.confidence * factor, 3), reason=reason or self.reason)

    def with_text(self, text: str) -> "PaperCell":
        """Another text, as surely."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its table and row (0-based), page (1-based) and box in points, if it has any."""

    table: int
    row: int
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row of the plan as proposed: its fields with their cells, and the row's text as printed.

    `key` names the row by its page and words, so that it is the same row when the paper is read again.
    `remarks` are sentences about what does not fit together or is missing.
    """

    key: str
    place: Place
    cells: Mapping[str, PaperCell]
    source: str
    remarks: tuple[str, ...] = ()

    @property
    def confidence(self) -> float:
        """As sure as its least sure cell; a row with remarks is never sure."""
        lowest = min((cell.confidence for cell in self.cells.values()), default=0.0)
        return min(lowest, SURE - 0.01) if self.remarks else lowest

    @property
    def is_sure(self) -> bool:
        """Whether the row may be accepted with others at once."""
        return self.confidence >= SURE

    def texts(self) -> dict[str, str]:
        """The fields' texts."""
        return {field: cell.text for field, cell in self.cells.items()}


@dataclass(frozen=True, slots=True)
class Unclear:
    """What went into no row: a row, or one cell of it (`column` is its head). `row` is 1-based."""

    page: int
    row: int
    column: str
    text: str
    reason: str
