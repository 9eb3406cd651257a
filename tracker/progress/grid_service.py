"""The rows of the sheet, read in a fixed number of questions, and written each in its own transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.errors import Conflict, Invalid
from tracker.i18n import _
from tracker.progress import service
from tracker.progress.cells import Cell, cell_of
from tracker.progress.checks import Check
from tracker.progress.errors import ReportConflict
from tracker.progress.grid import (
    Column,
    GridCell,
    GridRow,
    Kept,
    Seen,
    as_typed,
    doubt_of,
    marks_of,
    shown,
    stored_texts,
    understood,
)
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import State
from tracker.progress.standing import standing_tests
from tracker.progress.worklist import WorkRow, row_of

TRIES = 4
Told = Mapping[Column, GridCell]


@dataclass(frozen=True, slots=True)
class Written:
    """A report after its row was sent, and what became of each cell that was."""

    cell: Cell
    told: Told

    @property
    def is_whole(self) -> bool:
        """Whether everything that was typed is kept."""
        return all(one.kept in {Kept.SAVED, Kept.AS_IT_WAS} for one in self.told.values())


async def write_row(actor: Actor, *, progress_id: str, seen: str, texts: Mapping[Column, str]) -> Written:
    """Keep what was typed into cells of a row; what cannot be kept is told cell by cell, and nothing is lost.

    What is understood and in nobody's way is saved in one transaction, as `service.save` does it. Raises
    NotFound and Forbidden by right, Invalid for a token that is none.
    """
    for _try in range(TRIES):
        found = await cell_of(actor, progress_id=progress_id)
        renaksi = found.renaksi
        demand(actor, Right.REPORT_PROGRESS, instansi=renaksi.instansi, unit=renaksi.unit)
        told, changes = _weighed(found.progress, Seen.parse(seen), texts)
        if any(one.kept is Kept.CONFLICT for one in told.values()):
            told = await _named(found.progress, told)
        if not changes:
            return Written(found, told)
        try:
            await _save(actor, found.progress, changes)
        except Invalid as error:
            refused = {column: GridCell(texts[column], Kept.REFUSED, error.message) for column in changes}
            return Written(found, {**told, **refused})
        except ReportConflict:  # somebody was quicker just now: their cells may be others
            continue
        return Written(await cell_of(actor, progress_id=progress_id), told)
    raise Conflict(_("Baris ini sedang diubah beberapa orang sekaligus. Tunggu sebentar, lalu simpan lagi."))


def _weighed(
    report: Progress, base: Seen, texts: Mapping[Column, str]
) -> tuple[dict[Column, GridCell], dict[Column, Any]]:
    """What is to be told of each cell that was sent, and the contents that are to be written."""
    stored = stored_texts(report.model_dump())
    told: dict[Column, GridCell] = {}
    changes: dict[Column, Any] = {}
    for column, text in texts.items():
        try:
            content = understood(column, text)
        except Invalid as error:
            told[column] = GridCell(text, Kept.REFUSED, error.fields.get(column, error.message))
            continue
        written = as_typed(column, content)
        if written == stored[column]:
            told[column] = GridCell(written, note=doubt_of(column, text))
        elif base.revision != report.revision and not base.saw(column, stored[column]):
            told[column] = GridCell(text, Kept.CONFLICT, stored=stored[column])
        else:
            told[column] = GridCell(written, Kept.SAVED, doubt_of(column, text))
            changes[column] = content
    return told, changes


async def _save(actor: Actor, report: Progress, changes: Mapping[Column, Any]) -> None:
    content: dict[Column, Any] = {column: getattr(report, column) for column in Column}
    content |= changes
    await service.save(
        actor,
        progress_id=report.id,
        revision=report.revision,
        value=content[Column.VALUE],
        spent=content[Column.SPENT],
        obstacles=content[Column.OBSTACLES],
        follow_up=content[Column.FOLLOW_UP],
    )


async def _named(report: Progress, told: Told) -> dict[Column, GridCell]:
    """The same with who wrote what stands in the way."""
    events = await audit.events_of(report.instansi, report.id)

    def writer(column: Column) -> str | None:
        wrote = [event for event in events if column in event.data.get("after", {})]
        return wrote[-1].actor_name if wrote else None

    return {
        column: GridCell(one.text, one.kept, one.note, one.stored, writer(column))
        if one.kept is Kept.CONFLICT
        else one
        for column, one in told.items()
    }


async def grid_rows(
    instansi: str,
    rows: Sequence[WorkRow],
    everything: Iterable[WorkRow],
    *,
    at: datetime,
    told: Mapping[str, Told] | None = None,
) -> list[GridRow]:
    """The sheet's rows; `everything` holds their outputs' other triwulan, `told` what came of a save."""
    reports = await reports_of(instansi, [row.progress_id for row in rows])
    values = {row.progress_id: row.value for row in everything}
    tests = await tests_of_rows(instansi, rows, reports, at=at)
    made = []
    for row in rows:
        report = reports.get(row.progress_id, {})
        before = values.get(progress_id(row.output_id, row.triwulan - 1))
        seen = Seen.of(report.get("revision", 0), stored_texts(report))
        cells = shown(report, (told or {}).get(row.progress_id))
        made.append(GridRow(row, str(seen), before, cells, marks_of(tests.get(row.progress_id, []))))
    return made


async def row_after(written: Written, *, at: datetime) -> GridRow:
    """One row as it stands after it was sent."""
    work = row_of(written.cell)
    instansi = written.cell.renaksi.instansi
    earlier = progress_id(work.output_id, work.triwulan - 1)
    before = (await reports_of(instansi, [earlier])).get(earlier, {})
    rows = await grid_rows(instansi, [work], [], at=at, told={work.progress_id: written.told})
    made = rows[0]
    return GridRow(work, made.seen, before.get("value"), made.cells, made.marks)


async def reports_of(instansi: str, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Raw reports of an institution by id."""
    where = {"_id": {"$in": list(ids)}, "instansi": instansi}
    found = await Progress.get_pymongo_collection().find(where).to_list() if ids else []
    return {report["_id"]: report for report in found}


async def tests_of_rows(
    instansi: str, rows: Sequence[WorkRow], reports: Mapping[str, Mapping[str, Any]], *, at: datetime
) -> dict[str, list[Check]]:
    """The standing tests of the rows in which something was written."""
    late = {
        row.progress_id: row.closes_at is not None and row.closes_at < at for row in rows if row.is_editable
    }
    started = [
        reports[row.progress_id]
        for row in rows
        if row.progress_id in reports and row.state is not State.EMPTY
    ]
    return await standing_tests(instansi, started, late=late) if started else {}
