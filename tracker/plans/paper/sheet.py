"""Rows that people took, as the sheet that the import of sheets reads: one column for each field."""

from collections.abc import Sequence

from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.fields import FIELDS_OF, LABELS
from tracker.plans.sheets.grid import Sheet, Workbook
from tracker.plans.sheets.mapping import ColumnMatch, Mapping
from tracker.plans.values import PlanKind

NAME = "Matriks"


def fields_in_order(kind: PlanKind) -> tuple[str, ...]:
    """The fields of a plan, parents first."""
    spine: tuple[str, ...] = SPINE[kind]
    others = [name for name in LABELS if name in FIELDS_OF[kind] and name not in spine]
    return (*spine, *others)


def workbook_of(rows: Sequence[dict[str, str]], kind: PlanKind) -> Workbook:
    """The rows as a workbook of one sheet whose head is the fields; the n-th row stands in row n + 1."""
    fields = fields_in_order(kind)
    body = [tuple(row.get(name) or None for name in fields) for row in rows]
    return Workbook((Sheet(NAME, (tuple(LABELS[name] for name in fields), *body)),))


def mapping_of(kind: PlanKind) -> Mapping:
    """How that sheet is read."""
    columns = tuple(
        ColumnMatch(column, LABELS[name], field=name, confidence=1.0, how="key")
        for column, name in enumerate(fields_in_order(kind))
    )
    return Mapping(NAME, kind, (0,), 1, columns, float(len(columns)))
