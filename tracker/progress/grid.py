"""The sheet of a triwulan: what a row holds, and what becomes of what is typed into its cells. Pure.

A row carries a token of what its person saw: the revision of the report, and a print of each cell. Somebody
else's change of one cell is thus no conflict for another cell of the same row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2s
from typing import Any

from tracker.errors import Invalid
from tracker.i18n import _
from tracker.progress.checks import Check
from tracker.progress.numbers import doubt, parse_rupiah, parse_value, typed
from tracker.progress.registry import HINDERS, Severity
from tracker.progress.texts import cleaned
from tracker.progress.worklist import WorkRow

GRAVEST_FIRST = (Severity.FAILED, Severity.LOOK, Severity.NOTE)


class Column(StrEnum):
    """The columns that are typed into; the values are the names of the report's fields."""

    VALUE = "value"
    SPENT = "spent"
    OBSTACLES = "obstacles"
    FOLLOW_UP = "follow_up"


NUMBERS = frozenset({Column.VALUE, Column.SPENT})


class Kept(StrEnum):
    """What became of what was typed into a cell."""

    AS_IT_WAS = ""
    SAVED = "saved"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as the page shows it.

    `text` is what its field holds; `stored` what is kept now, where that differs; `note` why it was refused,
    or how a number that can be read in two ways was read.
    """

    text: str
    kept: Kept = Kept.AS_IT_WAS
    note: str | None = None
    stored: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One output in the sheet's triwulan."""

    work: WorkRow
    seen: str
    previous: Decimal | None  # reached in the triwulan before
    cells: Mapping[Column, GridCell]
    marks: Sequence[Check] = ()  # tests that ask for a look, gravest first

    @property
    def told(self) -> list[tuple[Column, GridCell]]:
        """The cells of which there is something to say."""
        return [(column, cell) for column, cell in self.cells.items() if cell.kept or cell.note]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of a row: the revision of its report and the prints of its cells."""

    revision: int
    prints: Mapping[Column, str] = field(default_factory=dict)

    @classmethod
    def of(cls, revision: int, texts: Mapping[Column, str]) -> "Seen":
        """The token of a row as it stands."""
        return cls(revision, {column: _print(texts[column]) for column in Column})

    @classmethod
    def parse(cls, token: str) -> "Seen":
        """ "7.ab12cd34.…" as it was sent. Raises Invalid for anything else."""
        revision, *prints = token.split(".")
        if (
            not revision.isascii()
            or not revision.isdecimal()
            or len(revision) > 9
            or len(prints) != len(Column)
        ):
            raise Invalid(_("Baris ini tidak lengkap terkirim. Muat ulang lembarnya, lalu ulangi."))
        return cls(int(revision), dict(zip(Column, prints, strict=True)))

    def __str__(self) -> str:
        return ".".join([str(self.revision), *(self.prints[column] for column in Column)])

    def saw(self, column: Column, text: str) -> bool:
        """Whether the person saw the cell with this text in it."""
        return self.prints.get(column) == _print(text)


def _print(text: str) -> str:
    return blake2s(text.encode(errors="surrogatepass"), digest_size=4).hexdigest()


def stored_texts(report: Mapping[str, Any]) -> dict[Column, str]:
    """The cells of a raw report as their fields hold them; of nothing where there is no report."""
    return {
        column: typed(report.get(column)) if column in NUMBERS else report.get(column) or ""
        for column in Column
    }


def understood(column: Column, text: str) -> Decimal | int | str | None:
    """What was typed into a cell, as it is stored. Raises Invalid, which names the column."""
    if column is Column.VALUE:
        return parse_value(text)
    if column is Column.SPENT:
        return parse_rupiah(text)
    return cleaned(text, column)


def as_typed(column: Column, content: Any) -> str:
    """A stored content as the cell's field holds it."""
    return typed(content) if column in NUMBERS else content or ""


def doubt_of(column: Column, text: str) -> str | None:
    """How a value was read that can be read in two ways; rupiah have no decimals, so theirs cannot."""
    return doubt(text) if column is Column.VALUE else None


def shown(report: Mapping[str, Any], told: Mapping[Column, GridCell] | None = None) -> dict[Column, GridCell]:
    """All cells of a row: what there is to tell of some, the others as they are stored."""
    stored = stored_texts(report)
    return {column: GridCell(stored[column]) for column in Column} | dict(told or {})


def marks_of(checks: Sequence[Check]) -> list[Check]:
    """The tests that ask for a look, gravest first."""
    found = [check for check in checks if check.severity in HINDERS]
    return sorted(found, key=lambda check: GRAVEST_FIRST.index(check.severity))


def column_names() -> dict[Column, str]:
    """The columns as the sheet's head calls them."""
    return {
        Column.VALUE: _("Realisasi"),
        Column.SPENT: _("Anggaran terpakai"),
        Column.OBSTACLES: _("Kendala"),
        Column.FOLLOW_UP: _("Tindak lanjut"),
    }


def touched(base: Seen, texts: Mapping[Column, str]) -> dict[Column, str]:
    """Of all fields of a row those in which its person wrote: what holds what they saw was left alone."""

    def as_stored(column: Column, text: str) -> str:
        try:
            return as_typed(column, understood(column, text))
        except Invalid:
            return text

    return {column: text for column, text in texts.items() if not base.saw(column, as_stored(column, text))}
