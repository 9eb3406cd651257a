"""What a person has to look at, with its place in the sheet."""

from dataclasses import dataclass, field
from typing import Literal

from tracker.plans.sheets.ooxml import column_letters

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class CellIssue:
    """A remark on a cell, a row (`column` is "") or a sheet (`row` is 0 as well). Rows are 1-based.

    An error means that what stands there is left out of the draft; a warning, that it was taken as told.
    """

    sheet: str
    row: int
    column: str
    severity: Severity
    code: str
    message: str

    @property
    def cell(self) -> str:
        """The cell's name, "H14"; "14" for a whole row, "" for a sheet."""
        return f"{self.column}{self.row}" if self.row else ""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of which nothing went into the draft, with the reason. `row` is 1-based."""

    sheet: str
    row: int
    text: str
    reason: str


@dataclass(slots=True)
class Remarks:
    """Gathers the issues and unread rows of one sheet, whose columns are known by field."""

    sheet: str
    columns: dict[str, int]
    issues: list[CellIssue] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)

    def error(self, row: int, name: str, code: str, message: str) -> None:
        """Note an error at a 0-based row and the column of a field ("" for the whole row)."""
        self._add("error", row, name, code, message)

    def warn(self, row: int, name: str, code: str, message: str) -> None:
        """Note a warning at a 0-based row and the column of a field ("" for the whole row)."""
        self._add("warning", row, name, code, message)

    def sheet_error(self, code: str, message: str) -> None:
        """Note an error of the whole sheet."""
        self.issues.append(CellIssue(self.sheet, 0, "", "error", code, message))

    def sheet_warning(self, code: str, message: str) -> None:
        """Note a warning about the whole sheet."""
        self.issues.append(CellIssue(self.sheet, 0, "", "warning", code, message))

    def left_out(self, row: int, text: str, reason: str) -> None:
        """Note a row (0-based) of which nothing was taken."""
        self.unread.append(UnreadRow(self.sheet, row + 1, text, reason))

    def _add(self, severity: Severity, row: int, name: str, code: str, message: str) -> None:
        column = column_letters(self.columns[name]) if name in self.columns else ""
        self.issues.append(CellIssue(self.sheet, row + 1, column, severity, code, message))
