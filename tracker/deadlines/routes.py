"""Deadlines: the list with what is in by each, and setting, moving and removing them."""

from datetime import date
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right, may
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.deadlines import service, standing
from tracker.deadlines.forms import DeadlineForm, form_of, typed_day
from tracker.deadlines.lookup import find_deadline
from tracker.deadlines.models import Deadline
from tracker.deadlines.windows import Stage
from tracker.deadlines.words import share_names, stage_name
from tracker.errors import Conflict, Invalid
from tracker.evidence.lookup import visible_finding
from tracker.evidence.models import Evidence, Finding
from tracker.evidence.periods import days_of
from tracker.i18n import _
from tracker.progress.rules import ended_triwulan
from tracker.web.flashes import Flash
from tracker.web.formats import date_long
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page, with_query
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Viewer = Annotated[Actor, Depends(needs(Right.VIEW_DEADLINE))]
Manager = Annotated[Actor, Depends(needs(Right.MANAGE_DEADLINE))]


Filled = Annotated[DeadlineForm, Depends()]
Seen = Annotated[int, Query(alias="v", ge=1, le=MOST_NUMBER)]


@router.get("/tenggat", name="deadline_list")
async def deadline_list(request: Request, who: CurrentSignedIn, actor: Viewer) -> Response:
    return page(
        request,
        "deadlines/list.html",
        standings=await standing.standings(actor, who.institution, now()),
        may_manage=may(actor, Right.MANAGE_DEADLINE),
        stage_names={stage: stage_name(stage) for stage in Stage},
        figure_names=share_names(),
    )


@router.get("/tenggat/baru", name="deadline_new")
async def new(request: Request, actor: Manager, finding: PydanticObjectId | None = None) -> Response:
    source = await _source(actor, finding)
    return await _form(request, None, _prefilled(request, source), source=source)


@router.post("/tenggat/baru", name="deadline_create")
async def create(
    request: Request, actor: Manager, form: Filled, finding: Annotated[str, Form()] = ""
) -> Response:
    source = await _source(actor, PydanticObjectId(finding) if PydanticObjectId.is_valid(finding) else None)
    try:
        values = form.values()
        sort = {name: values[name] for name in ("year", "closes_on", "stage")}
        twin = await service.twin(actor.instansi, **sort)
        if twin and not form.sure:
            return await _form(request, None, form, source=source, twin=twin, status=422)
        made = await service.create(actor, finding_id=source.id if source else None, **values)
    except Invalid as error:
        return await _form(request, None, form, source=source, problem=error, status=422)
    text = _("Tenggat dipasang: {title}.").format(title=made.title)
    flash = Flash("good", text, undo_url=address_of(request, "deadline_remove", made))
    return go(request, "deadline_list", flash=flash)


@router.get("/tenggat/{deadline_id}/ubah", name="deadline_edit")
async def edit_form(request: Request, actor: Manager, deadline_id: PydanticObjectId) -> Response:
    found = await find_deadline(actor, deadline_id)
    return await _form(request, found, form_of(found, _who(request).institution.tz))


@router.post("/tenggat/{deadline_id}/ubah", name="deadline_save")
async def edit(request: Request, actor: Manager, deadline_id: PydanticObjectId, form: Filled) -> Response:
    found = await find_deadline(actor, deadline_id)
    form.closes_on = form_of(found, _who(request).institution.tz).closes_on
    try:
        values = form.values()
        values.pop("closes_on")
        changed = await service.edit(actor, deadline_id=deadline_id, version=form.version, **values)
    except Invalid as error:
        return await _form(request, found, form, problem=error, status=422)
    except Conflict as error:
        form.version = found.version
        return await _form(request, found, form, conflict=error.message, status=409)
    return go(
        request, "deadline_list", flash=Flash("good", _("Tersimpan: {title}.").format(title=changed.title))
    )


@router.get("/tenggat/{deadline_id}/pindah", name="deadline_move")
async def move_form(
    request: Request,
    actor: Manager,
    deadline_id: PydanticObjectId,
    finding: PydanticObjectId | None = None,
) -> Response:
    found = await find_deadline(actor, deadline_id)
    source = await _source(actor, finding)
    day = _day_of(source) if source else None
    return await _move_form(request, found, source, closes_on=day.isoformat() if day else "")


@router.post("/tenggat/{deadline_id}/pindah", name="deadline_move_save")
async def move(
    request: Request,
    actor: Manager,
    deadline_id: PydanticObjectId,
    version: Annotated[int, Form(ge=0, le=MOST_NUMBER)],
    closes_on: Annotated[str, Form(max_length=20)] = "",
    reason: Annotated[str, Form(max_length=5_000)] = "",
    finding: Annotated[str, Form()] = "",
) -> Response:
    found = await find_deadline(actor, deadline_id)
    source = await _source(actor, PydanticObjectId(finding) if PydanticObjectId.is_valid(finding) else None)
    try:
        moved = await _move(actor, found, version, closes_on, reason, source)
    except Invalid as error:
        return await _move_form(
            request, found, source, closes_on=closes_on, reason=reason, problem=error, status=422
        )
    except Conflict as error:
        return await _move_form(
            request, found, source, closes_on=closes_on, reason=reason, conflict=error.message, status=409
        )
    day = moved.closes_at.astimezone(_who(request).institution.tz).date()
    text = _("Tenggat dipindahkan ke {day}. Alasannya tercatat.").format(day=date_long(day))
    return go(request, "deadline_list", flash=Flash("good", text))


async def _move(
    actor: Actor, found: Deadline, version: int, closes_on: str, reason: str, source: Finding | None
) -> Deadline:
    problems: dict[str, str] = {}
    day = typed_day(closes_on, "closes_on", problems)
    if day is None:
        problems.setdefault("closes_on", _("Isi tanggal tutup yang baru."))
        raise Invalid(_("Tenggat belum dapat dipindahkan. Perbaiki yang ditandai."), problems)
    return await service.move(
        actor,
        deadline_id=found.id,
        version=version,
        closes_on=day,
        reason=reason,
        finding_id=source.id if source else None,
    )


@router.post("/tenggat/{deadline_id}/hapus", name="deadline_remove")
async def remove(request: Request, actor: Manager, deadline_id: PydanticObjectId, version: Seen) -> Response:
    removed = await service.remove(actor, deadline_id=deadline_id, version=version)
    back = address_of(request, "deadline_restore", removed)
    text = _("Tenggat dihapus: {title}.").format(title=removed.title)
    return go(request, "deadline_list", flash=Flash("good", text, undo_url=back))


@router.post("/tenggat/{deadline_id}/pulihkan", name="deadline_restore")
async def restore(request: Request, actor: Manager, deadline_id: PydanticObjectId, version: Seen) -> Response:
    restored = await service.restore(actor, deadline_id=deadline_id, version=version)
    text = _("Tenggat dipulihkan: {title}.").format(title=restored.title)
    return go(request, "deadline_list", flash=Flash("good", text))


def _who(request: Request) -> SignedIn:
    who: SignedIn = request.state.signed_in
    return who


def address_of(request: Request, route: str, about: Deadline) -> str:
    """The address that does something to a deadline as it is now."""
    return with_query(str(request.app.url_path_for(route, deadline_id=about.id)), v=about.version)


async def _source(actor: Actor, finding_id: PydanticObjectId | None) -> Finding | None:
    """The finding that a deadline comes from, where the person may see it. Raises NotFound, Invalid."""
    if finding_id is None:
        return None
    finding, _evidence = await visible_finding(actor, finding_id)
    if finding.kind != "date":
        raise Invalid(_("Temuan ini bukan tanggal, jadi tidak dapat menjadi tenggat."))
    return finding


def _day_of(finding: Finding) -> date | None:
    """The last day that a date's value names: "2023-10-20" or an interval's end; None where it has none."""
    days = days_of(str(finding.value.get("value") or ""))
    return days.last if days is not None and days.last != date.max else None


def _prefilled(request: Request, source: Finding | None) -> DeadlineForm:
    """A new form: with the day and sentence of a finding where it comes from one."""
    today = now().astimezone(_who(request).institution.tz).date()
    day = _day_of(source) if source else None
    year = (day or today).year
    through = ended_triwulan(year, day or today) or 1
    title = service.title_from(source) if source else ""
    return DeadlineForm(
        title=title, year=str(year), through=str(through), closes_on=day.isoformat() if day else ""
    )


async def _form(
    request: Request,
    found: Deadline | None,
    form: DeadlineForm,
    *,
    source: Finding | None = None,
    twin: Deadline | None = None,
    problem: Invalid | None = None,
    conflict: str | None = None,
    status: int = 200,
) -> Response:
    context = await _around(request, source, problem, conflict)
    return page(
        request, "deadlines/form.html", status=status, deadline=found, form=form, twin=twin, **context
    )


async def _move_form(
    request: Request,
    found: Deadline,
    source: Finding | None,
    *,
    closes_on: str,
    reason: str = "",
    problem: Invalid | None = None,
    conflict: str | None = None,
    status: int = 200,
) -> Response:
    context = await _around(request, source, problem, conflict)
    return page(
        request,
        "deadlines/move.html",
        status=status,
        deadline=found,
        closes_on=closes_on,
        reason=reason or context["sentence"],
        **context,
    )


async def _around(
    request: Request, source: Finding | None, problem: Invalid | None, conflict: str | None
) -> dict[str, Any]:
    """What every form of a deadline shows beside its fields: where it comes from, and what is wrong."""
    errors = problem.fields if problem else {}
    return {
        "source": source,
        "sentence": service.sentence_of(source) if source else "",
        "source_evidence": await _evidence_of(request, source),
        "errors": errors,
        "problems": [{"name": field, "text": text} for field, text in errors.items()],
        "conflict": conflict,
    }


async def _evidence_of(request: Request, source: Finding | None) -> Evidence | None:
    """The evidence through which the person sees the finding."""
    if source is None:
        return None
    _finding, evidence = await visible_finding(_who(request).actor, source.id)
    return evidence[0]
