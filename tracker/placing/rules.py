"""Placing the claims of one file on many cells at once: pure rules over plain values.

Each row is a claim beside a cell that it may serve. Nothing is written over: where the report says something
else already, a person chooses between the two values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.errors import NotFound
from tracker.i18n import _

MOST_DIGITS = 9


class Standing(StrEnum):
    """How a claim stands to the cell that it may serve."""

    PLACED = "placed"
    EMPTY = "empty"
    SAME = "same"
    DIFFERS = "differs"
    SHUT = "shut"


OPEN = frozenset({Standing.EMPTY, Standing.SAME, Standing.DIFFERS})


class Wish(StrEnum):
    """Which of two values is to hold, as the form says it."""

    NONE = ""
    KEEP = "tetap"
    REPLACE = "ganti"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A ticked row: its suggestion, and the report and the finding as the person saw them."""

    suggestion_id: str
    revision: int
    version: int
    wish: Wish = Wish.NONE

    @classmethod
    def parse(cls, text: str, wishes: Mapping[str, str]) -> "Chosen":
        """ "652f….0.1" -> the row at revision 0 of the report and version 1 of the finding.

        `wishes` are the choices by suggestion. Raises NotFound for anything else.
        """
        parts = text.split(".")
        numbers = [part for part in parts[1:] if part.isdecimal() and len(part) <= MOST_DIGITS]
        if len(parts) != 3 or len(numbers) != 2:
            raise NotFound(_("Saran ini tidak ditemukan. Mungkin sudah diperbarui; muat ulang halaman."))
        wish = wishes.get(parts[0], "")
        known = Wish(wish) if wish in set(Wish) else Wish.NONE
        return cls(parts[0], int(numbers[0]), int(numbers[1]), known)


@dataclass(frozen=True, slots=True)
class Pick:
    """A ticked row with what the rules need of it: its cell, its claim's value there, and how it stands."""

    suggestion_id: str
    progress_id: str
    claimed: Decimal | None
    standing: Standing
    wish: Wish


def standing_of(
    *, is_cited: bool, is_open: bool, reported: Decimal | None, claimed: Decimal | None
) -> Standing:
    """How a claim stands to its cell; a cell that takes nothing now is shut, whatever it says."""
    if is_cited:
        return Standing.PLACED
    if not is_open or claimed is None:
        return Standing.SHUT
    if reported is None:
        return Standing.EMPTY
    return Standing.SAME if reported == claimed else Standing.DIFFERS


def problems(picks: Iterable[Pick]) -> dict[str, str]:
    """What keeps ticked rows from being placed, by suggestion: a missing choice, or two that clash."""
    found: dict[str, str] = {}
    for rows in by_cell(picks).values():
        for row in rows:
            if row.standing is Standing.DIFFERS and row.wish is Wish.NONE:
                found[row.suggestion_id] = _("Pilih nilai yang berlaku untuk output ini.")
        if len(_wanted(rows)) > 1:
            text = _("Dua klaim dengan nilai berbeda dicentang untuk output yang sama. Centang satu saja.")
            found |= {row.suggestion_id: text for row in rows}
    return found


def value_for_cell(rows: Sequence[Pick]) -> Decimal | None:
    """The value to write into the cell of these rows; None: what is there stays."""
    wanted = _wanted(rows)
    return wanted.pop() if len(wanted) == 1 else None


def _wanted(rows: Iterable[Pick]) -> set[Decimal]:
    return {
        row.claimed
        for row in rows
        if row.claimed is not None
        and (
            row.standing is Standing.EMPTY or (row.standing is Standing.DIFFERS and row.wish is Wish.REPLACE)
        )
    }


def by_cell(picks: Iterable[Pick]) -> dict[str, list[Pick]]:
    """The rows of each cell, in the order in which they came."""
    cells: dict[str, list[Pick]] = {}
    for pick in picks:
        cells.setdefault(pick.progress_id, []).append(pick)
    return cells
