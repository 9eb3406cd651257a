"""The sheet of a triwulan: one page, one save for all of it without script, and one for a row with it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, demand
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.i18n import _
from tracker.progress import grid_service
from tracker.progress.cells import cell_of
from tracker.progress.grid import Column, GridRow, Kept, column_names
from tracker.progress.grid_forms import LONGEST, MOST_FIELDS, ROWS_PER_PAGE, field_name, sent_rows
from tracker.progress.grid_service import Told, Written
from tracker.progress.rules import State
from tracker.progress.work import Work, work_of
from tracker.progress.worklist import Shelf, Wanted, WorkRow, narrowed
from tracker.web.flashes import Flash
from tracker.web.formats import roman
from tracker.web.pages import go, page, with_query
from tracker.web.paging import Paging
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Reporter = Annotated[Actor, Depends(needs(Right.REPORT_PROGRESS))]
Text = Annotated[str, Form(max_length=LONGEST)]


@dataclass
class Asked:
    """Which part of the sheet is asked for, as the address says it."""

    tahun: Annotated[str, Query(pattern=r"^(\d{4})?$")] = ""
    tw: Annotated[str, Query(pattern="^[1-4]?$")] = ""
    unit: Annotated[str, Query(max_length=100)] = ""
    cari: Annotated[str, Query(max_length=100)] = ""
    hal: Annotated[int, Query(ge=1, le=100_000)] = 1

    @property
    def filters(self) -> dict[str, str]:
        """The address's query without the page's number."""
        return {"tahun": self.tahun, "tw": self.tw, "unit": self.unit, "cari": self.cari}

    @property
    def query(self) -> dict[str, object]:
        """The whole query."""
        return {**self.filters, "hal": self.hal if self.hal > 1 else None}


Wished = Annotated[Asked, Depends()]


@router.get("/lembar", name="grid")
async def show(request: Request, who: CurrentSignedIn, _actor: Reporter, asked: Wished) -> Response:
    return await _show(request, who, asked)


@router.post("/lembar", name="grid_save")
async def save(request: Request, who: CurrentSignedIn, actor: Reporter, asked: Wished) -> Response:
    """Keep all that was written into the sheet's fields, row by row; what cannot be kept stays there."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    rows = sent_rows({name: text for name, text in form.items() if isinstance(text, str)})
    for row in rows:  # nothing is written where one of the ids is another's
        renaksi = (await cell_of(actor, progress_id=row.progress_id)).renaksi
        demand(actor, Right.REPORT_PROGRESS, instansi=renaksi.instansi, unit=renaksi.unit)
    written: dict[str, Written] = {}
    for row in rows:
        written[row.progress_id] = await grid_service.write_row(
            actor, progress_id=row.progress_id, seen=row.seen, texts=row.texts
        )
    kept = sum(one.kept is Kept.SAVED for each in written.values() for one in each.told.values())
    text = _("{count} sel tersimpan.").format(count=kept)
    if all(each.is_whole for each in written.values()):
        flash = Flash("good", text if kept else _("Tidak ada yang berubah."))
        return go(request, "grid", flash=flash, _query=asked.query)
    told = {identifier: each.told for identifier, each in written.items()}
    is_conflict = any(one.kept is Kept.CONFLICT for each in told.values() for one in each.values())
    return await _show(request, who, asked, told=told, kept=text, status=409 if is_conflict else 422)


@router.post("/lembar/baris/{progress_id}", name="grid_row")
async def save_row(
    request: Request,
    actor: Reporter,
    progress_id: str,
    seen: Annotated[str, Form(max_length=60)] = "",
    columns: Annotated[list[Column] | None, Form()] = None,
    value: Text = "",
    spent: Text = "",
    obstacles: Text = "",
    follow_up: Text = "",
) -> Response:
    """Keep the named cells of a row; the row comes back as it then is, with what became of each cell."""
    sent = {
        Column.VALUE: value,
        Column.SPENT: spent,
        Column.OBSTACLES: obstacles,
        Column.FOLLOW_UP: follow_up,
    }
    texts = {column: sent[column] for column in columns or []}
    written = await grid_service.write_row(actor, progress_id=progress_id, seen=seen, texts=texts)
    row = await grid_service.row_after(written, at=now())
    return page(request, "progress/_grid_row.html", **_of_row(row))


async def _show(
    request: Request,
    who: SignedIn,
    asked: Asked,
    *,
    told: dict[str, Told] | None = None,
    kept: str = "",
    status: int = 200,
) -> Response:
    at = now()
    work = await work_of(who.actor, who.institution, year=int(asked.tahun) if asked.tahun else None, at=at)
    triwulan = int(asked.tw) if asked.tw else max(1, work.through)
    wanted = Wanted(Shelf.ALL, triwulan, asked.unit or None, asked.cari)
    listed = sorted(narrowed(work.rows, wanted), key=lambda row: row.position)
    url = str(request.app.url_path_for("grid"))
    part = Paging.of(listed, number=asked.hal, size=ROWS_PER_PAGE, url=url, **asked.filters)
    rows = await grid_service.grid_rows(who.institution.id, part.items, work.rows, at=at, told=told)
    return page(
        request,
        "progress/grid.html",
        status=status,
        **_context(work, triwulan, listed),
        rows=rows,
        part=part,
        query=asked.filters,
        action=with_query(str(request.app.url_path_for("grid_save")), **asked.query),
        kept=kept,
        problems=[_problem(row, column) for row in rows for column, cell in row.told if cell.kept in _BAD],
    )


_BAD = frozenset({Kept.REFUSED, Kept.CONFLICT})


def _context(work: Work, triwulan: int, listed: list[WorkRow]) -> dict[str, Any]:
    return {
        "work": work,
        "triwulan": triwulan,
        "total": len(listed),
        "filled": sum(row.value is not None for row in listed),
        "returned": sum(row.state is State.RETURNED for row in listed),
        "columns": column_names(),
        "year_choices": [(year, str(year)) for year in work.years],
        "triwulan_choices": [(each, roman(each)) for each in (1, 2, 3, 4)],
        "field_name": field_name,
    }


def _of_row(row: GridRow) -> dict[str, Any]:
    return {"row": row, "columns": column_names(), "field_name": field_name}


def _problem(row: GridRow, column: Column) -> dict[str, str]:
    """A line of the summary above the form; it leads to its field."""
    cell = row.cells[column]
    what = f"{column_names()[column]}, {row.work.indikator}"
    why = cell.note or _("Sudah diubah orang lain. Pilih isian Anda atau yang tersimpan.")
    return {"name": field_name(column, row.work.progress_id), "text": f"{what}: {why}"}
