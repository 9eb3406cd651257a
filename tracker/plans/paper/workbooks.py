"""Whether a sheet that reads as a plan says more when it is read as a paper is."""

from ingest.document import Table
from tracker.plans.paper.headings import SCHEDULE_ROLES
from tracker.plans.paper.proposal import propose
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.grid import Sheet
from tracker.plans.sheets.mapping import Mapping

LOOKED_AT = 200  # rows


def says_more_as_paper(sheet: Sheet, mapping: Mapping, year: int) -> bool:
    """Whether the names of its columns alone are not enough: the way of papers knows kinds, marks and groups.

    So it is where the table is of a known kind whose columns have meanings of their own, where months or a
    time take the place of quarters, and where rows of their own name a level that no column names.
    """
    if any(match.how == "key" for match in mapping.columns):
        return False
    (read,) = (found := propose([_table(sheet, mapping)], mapping.kind, year)).tables
    if read.recognised is not None and read.recognised.kind.columns:
        return True
    fields = mapping.by_field().keys()
    roles = {column.role for column in read.columns}
    if roles & SCHEDULE_ROLES and not any(name.startswith("target_tw") for name in fields):
        return True
    missing = {str(name) for name in SPINE[mapping.kind]} - fields
    return any(missing & row.cells.keys() for row in found.rows)


def _table(sheet: Sheet, mapping: Mapping) -> Table:
    columns = range(len(mapping.columns))
    rows = range(mapping.first_row, min(len(sheet.rows), mapping.first_row + LOOKED_AT))
    return Table(
        pages=(1,),
        header=tuple(match.header for match in mapping.columns),
        rows=tuple(tuple(sheet.text(row, column) for column in columns) for row in rows),
    )
