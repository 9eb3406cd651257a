"""The import of a sheet, page by page: upload, mapping with rehearsal, confirmation, undo."""

import re
from contextlib import AsyncExitStack
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.errors import Invalid, TooLarge
from tracker.evidence.intake import bounded_form
from tracker.evidence.kinds import accepted_endings, kinds_in_words
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.plans import importing, pages, papers, service, tree
from tracker.plans.errors import EditConflict
from tracker.plans.importing import Choices, Rehearsal
from tracker.plans.models import ImportDraft, Plan
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.errors import NoHeader, NoSheet, NotAWorkbook, ReadAsPaper, SheetError
from tracker.plans.sheets.fields import FIELDS_OF, LABELS, label
from tracker.plans.sheets.ooxml import MAX_BYTES
from tracker.web.flashes import Flash
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page
from tracker.web.session import needs

router = APIRouter()
Editor = Annotated[Actor, Depends(needs(Right.EDIT_PLAN))]
COLUMN_FIELD = re.compile(r"col:(\d{1,6}):(\d{1,6})")
SHEET_ENDINGS = (".xlsx", ".xlsm")
ZIP = b"PK\x03\x04"  # how Excel and Word files begin
SHOWN_ISSUES = 100


@router.get("/rencana/{plan_id}/impor", name="import_start")
async def import_start(request: Request, actor: Editor, plan_id: PydanticObjectId) -> Response:
    return await _start_page(request, actor, plan_id)


@router.post("/rencana/{plan_id}/impor", name="import_upload")
async def import_upload(request: Request, actor: Editor, plan_id: PydanticObjectId) -> Response:
    """An Excel file whose head is a plan's goes straight to its rehearsal; all else is read as a paper.

    So is an Excel file whose columns say less by their names than by its kind, its marks or its groups.
    """
    await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    try:
        upload = await _taken_in(request, actor, plan_id)
    except (SheetError, TooLarge, Invalid) as error:
        return await _start_page(request, actor, plan_id, problem=error.message)
    return go(
        request, "paper_columns" if upload.paper else "import_page", plan_id=plan_id, import_id=upload.id
    )


async def _taken_in(request: Request, actor: Actor, plan_id: PydanticObjectId) -> ImportDraft:
    form = await bounded_form(request, files=1)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(form.close)
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise Invalid(_("Pilih satu berkas, lalu unggah lagi."))
        return await _begin(actor, plan_id, file, row_by_row="rows" in form)


async def _begin(
    actor: Actor, plan_id: PydanticObjectId, file: UploadFile, *, row_by_row: bool
) -> ImportDraft:
    name = file.filename or ""
    is_named_sheet = name.casefold().endswith(SHEET_ENDINGS)
    data = await file.read(MAX_BYTES + 1)
    if not row_by_row and (is_named_sheet or data.startswith(ZIP)):
        try:
            return await importing.begin(actor, plan_id=plan_id, data=data, name=name)
        except (NoHeader, ReadAsPaper, NotAWorkbook, NoSheet) as error:
            if is_named_sheet and not isinstance(error, NoHeader | ReadAsPaper):
                raise
    await file.seek(0)
    return await papers.begin(actor, plan_id=plan_id, source=file, name=name)


async def _start_page(
    request: Request, actor: Actor, plan_id: PydanticObjectId, *, problem: str | None = None
) -> Response:
    plan = await service.find_plan(actor, plan_id, Right.EDIT_PLAN)
    return page(
        request,
        "plans/import_start.html",
        status=422 if problem else 200,
        plan=plan,
        uploads=await importing.history(actor, plan_id=plan_id),
        accept=accepted_endings(),
        kinds=kinds_in_words(),
        fields={"file": problem} if problem else {},
        errors=[{"name": "file", "text": problem}] if problem else [],
    )


@router.get("/rencana/{plan_id}/impor/{import_id}", name="import_page")
async def import_page(
    request: Request, actor: Editor, plan_id: PydanticObjectId, import_id: PydanticObjectId
) -> Response:
    return await _mapping_page(request, actor, plan_id, import_id)


async def _mapping_page(
    request: Request,
    actor: Actor,
    plan_id: PydanticObjectId,
    import_id: PydanticObjectId,
    *,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    rehearsal = await importing.rehearse(actor, plan_id=plan_id, import_id=import_id)
    run = rehearsal.run
    units = await units_by_id(rehearsal.plan.instansi)
    return page(
        request,
        "plans/import.html",
        status=status,
        problem=problem,
        plan=rehearsal.plan,
        upload=rehearsal.upload,
        rehearsal=rehearsal,
        run=run,
        issues=sorted(run.issues, key=lambda issue: issue.severity)[:SHOWN_ISSUES],
        fields=sorted(
            ((name, label(name)) for name in FIELDS_OF[rehearsal.plan.kind]), key=lambda pair: pair[1]
        ),
        labels={name: label(name) for name in LABELS},
        sheet_numbers={mapping.sheet: number for number, mapping in enumerate(rehearsal.ranked)},
        needed=_needed(rehearsal),
        units=[(unit.id, unit.name) for unit in units.values()],
        doubtful=[match for match in run.units if match.written not in rehearsal.unit_ids],
        unit_ids=rehearsal.unit_ids,
        kinds=pages.kind_names(),
        preview=list(run.draft.renaksi())[:10],
        draft_path=_paths(rehearsal),
        places=rehearsal.places,
    )


def _needed(rehearsal: Rehearsal) -> list[tuple[str, str, list[str], str]]:
    """Fields of the tree to be chosen for the whole sheet: name, label, the plan's nodes, what was chosen."""
    chosen = rehearsal.choices.into
    return [
        (name, label(name), node_names(rehearsal.plan, name), chosen.get(name, ""))
        for name in SPINE[rehearsal.plan.kind]
        if name in rehearsal.run.missing_parents or chosen.get(name)
    ]


def node_names(plan: Plan, kind: str) -> list[str]:
    """The names of a plan's nodes of a kind, each once, in the tree's order."""
    return list(dict.fromkeys(node.name for node, _depth in tree.in_order(plan.nodes) if node.kind == kind))


def _paths(rehearsal: Rehearsal) -> dict[tuple[int, ...], str]:
    draft = rehearsal.run.draft
    return {
        path: " › ".join(draft.node_at(path[:depth]).name for depth in range(1, len(path) + 1))
        for path, _node in draft.walk()
    }


@router.post("/rencana/{plan_id}/impor/{import_id}", name="import_map")
async def import_map(
    request: Request, actor: Editor, plan_id: PydanticObjectId, import_id: PydanticObjectId
) -> Response:
    rehearsal = await importing.rehearse(actor, plan_id=plan_id, import_id=import_id)
    form = await request.form()
    choices = choices_from(form, [mapping.sheet for mapping in rehearsal.ranked], rehearsal)
    await importing.choose(actor, plan_id=plan_id, import_id=import_id, choices=choices)
    told = Flash("info", _("Pemetaan disimpan dan berkas dibaca ulang."))
    return go(request, "import_page", plan_id=plan_id, import_id=import_id, flash=told)


def choices_from(form: FormData, sheets: list[str], rehearsal: Rehearsal) -> Choices:
    """What the mapping's form says: sheets by number, fields by sheet and column, places, units by number."""
    columns = [
        (sheets[int(match[1])], int(match[2]), str(value))
        for name, value in form.multi_items()
        if (match := COLUMN_FIELD.fullmatch(name)) and int(match[1]) < len(sheets)
    ]
    into = {name: str(form.get(f"into:{name}", "")).strip() for name in SPINE[rehearsal.plan.kind]}
    units = {
        match.written: str(form[f"unit:{number}"])
        for number, match in enumerate(rehearsal.run.units)
        if f"unit:{number}" in form
    }
    chosen = {str(value) for value in form.getlist("sheet")}
    return Choices(
        sheets=[sheet for number, sheet in enumerate(sheets) if str(number) in chosen],
        columns=_by_hand(columns, rehearsal),
        into={name: value for name, value in into.items() if value},
        units=list((dict(rehearsal.choices.units) | units).items()),
    )


def _by_hand(columns: list[tuple[str, int, str]], rehearsal: Rehearsal) -> list[tuple[str, int, str]]:
    """Only the columns whose field differs from what the program proposes."""
    proposed = {
        (mapping.sheet, match.column): match.field or ""
        for mapping in rehearsal.ranked
        for match in mapping.columns
    }
    return [(sheet, column, name) for sheet, column, name in columns if proposed.get((sheet, column)) != name]


@router.post("/rencana/{plan_id}/impor/{import_id}/konfirmasi", name="import_confirm")
async def import_confirm(
    request: Request,
    actor: Editor,
    plan_id: PydanticObjectId,
    import_id: PydanticObjectId,
    version: Annotated[int, Form(ge=1, le=MOST_NUMBER)],
    skip_errors: Annotated[bool, Form()] = False,
) -> Response:
    try:
        upload = await importing.confirm(
            actor, plan_id=plan_id, import_id=import_id, version=version, skip_errors=skip_errors
        )
    except EditConflict:
        told = _("Rencana berubah sejak halaman ini dibuka. Periksa lagi ringkasannya, lalu impor.")
        return await _mapping_page(request, actor, plan_id, import_id, problem=told, status=409)
    except Invalid as error:
        return await _mapping_page(request, actor, plan_id, import_id, problem=error.message, status=422)
    told = _("{renaksi} rencana aksi dan {nodes} bagian rencana diimpor.").format(
        renaksi=len(upload.made_renaksi), nodes=len(upload.made_nodes)
    )
    undo = str(request.app.url_path_for("import_undo", plan_id=plan_id, import_id=import_id))
    return go(request, "plan_page", plan_id=plan_id, flash=Flash("good", told, undo))


@router.post("/rencana/{plan_id}/impor/{import_id}/urungkan", name="import_undo")
async def import_undo(
    request: Request, actor: Editor, plan_id: PydanticObjectId, import_id: PydanticObjectId
) -> Response:
    await importing.undo(actor, plan_id=plan_id, import_id=import_id)
    told = Flash("info", _("Impor diurungkan. Berkasnya masih tersimpan di riwayat."))
    return go(request, "plan_page", plan_id=plan_id, flash=told)
