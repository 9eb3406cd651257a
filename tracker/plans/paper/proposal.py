"""A whole document as a proposed plan: its tables chosen, recognised, mapped and read."""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Table
from tracker.i18n import _
from tracker.plans.paper.checks import printed_totals, weight_sums
from tracker.plans.paper.columns import PaperColumn, read_columns
from tracker.plans.paper.heads import with_head
from tracker.plans.paper.kinds import Recognised, kinds, recognise
from tracker.plans.paper.rows import read_rows
from tracker.plans.paper.values import PaperRow, Unclear
from tracker.plans.sheets.build import SPINE
from tracker.plans.values import PlanKind

FEWEST_ROLES = 2
ANY_KIND = "-"
"""Stands for "none of the known kinds" where a person chose that."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person decided about a document before its rows.

    `tables` are the tables to read (none: those that look like a plan), `kind` a known kind's id (""
    recognised by itself), `columns` roles by table and column, `into` a parent's name by field for all rows,
    `is_confirmed` that they have looked at the columns.
    """

    tables: frozenset[int] = frozenset()
    kind: str = ""
    columns: MappingType[tuple[int, int], str] = field(default_factory=dict)
    into: MappingType[str, str] = field(default_factory=dict)
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table of a document: what it was taken for, its columns, and whether its rows are proposed."""

    number: int
    table: Table
    recognised: Recognised | None
    columns: tuple[PaperColumn, ...]
    is_read: bool

    @property
    def score(self) -> int:
        """How many of a plan's fields its columns give."""
        return sum(bool(column.role) for column in self.columns)

    @property
    def is_plan(self) -> bool:
        """Whether it looks like a plan."""
        roles = {column.role for column in self.columns if column.role}
        return len(roles) >= FEWEST_ROLES and bool(roles & {"renaksi", "indikator_output"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a document proposes: its tables, rows, what was not understood, and sums that do not hold.

    `missing` are the levels of the plan that some rows do not name.
    """

    tables: tuple[ReadTable, ...]
    rows: tuple[PaperRow, ...]
    unclear: tuple[Unclear, ...]
    checks: tuple[tuple[int, str], ...]
    missing: tuple[str, ...]


def propose(
    tables: Sequence[Table],
    plan: PlanKind,
    year: int,
    *,
    units: Sequence[str] = (),
    wishes: Wishes | None = None,
) -> Proposal:
    """The rows of a plan that the tables of a document propose. Nothing is stored."""
    wishes = wishes or Wishes()
    found = [
        _read(number, with_head(table), plan, year, units, wishes) for number, table in enumerate(tables)
    ]
    rows: list[PaperRow] = []
    unclear: list[Unclear] = []
    checks: list[tuple[int, str]] = []
    for one in found:
        if one.is_read:
            read = read_rows(one.table, one.number, one.columns, plan, year, into=wishes.into)
            rows += read.rows
            unclear += [*read.unclear, *_unused(one)]
            taken = {row.place.row for row in read.rows}
            checks += printed_totals(one.table, taken)
        elif one.table.rows:
            page = one.table.row_pages[0] if one.table.row_pages else 1
            shown = " · ".join(head for head in one.table.header if head)[:160]
            unclear.append(Unclear(page, 0, "", shown, _("Tabel ini tidak dibaca sebagai rencana.")))
    checks += weight_sums(rows)
    return Proposal(tuple(found), tuple(rows), tuple(unclear), tuple(checks), _missing(rows, plan))


def _read(
    number: int, table: Table, plan: PlanKind, year: int, units: Sequence[str], wishes: Wishes
) -> ReadTable:
    recognised = _recognised(table, wishes)
    by_hand = {column: role for (of, column), role in wishes.columns.items() if of == number}
    kind = recognised.kind if recognised else None
    columns = read_columns(
        table, plan, year, kind=kind, units=units, by_hand=by_hand, is_confirmed=wishes.is_confirmed
    )
    one = ReadTable(number, table, recognised, columns, is_read=False)
    is_read = number in wishes.tables if wishes.tables else one.is_plan
    return ReadTable(number, table, recognised, columns, is_read)


def _recognised(table: Table, wishes: Wishes) -> Recognised | None:
    if wishes.kind == ANY_KIND:
        return None
    chosen = next((kind for kind in kinds() if kind.id == wishes.kind), None)
    if chosen is not None:
        return Recognised(kind=chosen, score=1.0, found=(), missing=())
    return recognise(table)


def _unused(one: ReadTable) -> list[Unclear]:
    """The columns that no field takes, each once, with its first cells."""
    page = one.table.row_pages[0] if one.table.row_pages else 1
    return [
        Unclear(
            page,
            0,
            column.header or column.letters,
            "" if column.is_personal else " · ".join(column.samples),
            _("Data pribadi: tidak dibaca dan tidak disimpan ke rencana.")
            if column.is_personal
            else _("Hanya judul kelompok: rencana tidak punya tempat untuknya.")
            if column.role == "kelompok"
            else _("Kolom ini tidak dipakai."),
        )
        for column in one.columns
        if column.role in {"", "kelompok"}
        and (column.samples or column.is_personal)
        and column.other != "nomor"
    ]


def _missing(rows: Sequence[PaperRow], plan: PlanKind) -> tuple[str, ...]:
    return tuple(str(name) for name in SPINE[plan] if any(name not in row.cells for row in rows))
