"""The page of one deadline: what each unit has still to do, longer time for one, reminders to send."""

from collections.abc import Sequence
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Right, Role, may
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.deadlines import service, standing
from tracker.deadlines.forms import ExtensionForm
from tracker.deadlines.lookup import find_deadline
from tracker.deadlines.models import Deadline
from tracker.deadlines.routes import Manager, Seen, Viewer, address_of
from tracker.deadlines.words import Reminder, reminder_text, stage_name
from tracker.errors import Conflict, Invalid
from tracker.i18n import _
from tracker.web.flashes import Flash
from tracker.web.formats import datetime_long
from tracker.web.pages import go, page, with_query
from tracker.web.session import CurrentSignedIn

router = APIRouter()


@router.get("/tenggat/{deadline_id}", name="deadline_page")
async def deadline_page(
    request: Request, who: CurrentSignedIn, actor: Viewer, deadline_id: PydanticObjectId
) -> Response:
    found = await find_deadline(actor, deadline_id)
    return await _page(request, who, found)


@router.post("/tenggat/{deadline_id}/perpanjangan", name="deadline_extend")
async def extend(
    request: Request,
    who: CurrentSignedIn,
    actor: Manager,
    deadline_id: PydanticObjectId,
    form: Annotated[ExtensionForm, Depends()],
) -> Response:
    found = await find_deadline(actor, deadline_id)
    try:
        changed = await service.extend(actor, deadline_id=deadline_id, version=form.version, **form.values())
    except Invalid as error:
        return await _page(request, who, found, form=form, problem=error, status=422)
    except Conflict as error:
        form.version = found.version
        return await _page(request, who, found, form=form, conflict=error.message, status=409)
    undo = with_query(address_of(request, "deadline_extension_end", changed), unit=form.unit)
    flash = Flash("good", _("Perpanjangan tersimpan. Alasannya tercatat."), undo_url=undo)
    return go(request, "deadline_page", deadline_id=deadline_id, flash=flash)


@router.post("/tenggat/{deadline_id}/perpanjangan/cabut", name="deadline_extension_end")
async def end_extension(
    request: Request,
    actor: Manager,
    deadline_id: PydanticObjectId,
    version: Seen,
    unit: Annotated[str, Query(max_length=200)],
) -> Response:
    await service.end_extension(actor, deadline_id=deadline_id, version=version, unit=unit)
    flash = Flash("good", _("Perpanjangan dicabut: tenggat umum berlaku lagi untuk unit ini."))
    return go(request, "deadline_page", deadline_id=deadline_id, flash=flash)


async def _page(
    request: Request,
    who: SignedIn,
    found: Deadline,
    *,
    form: ExtensionForm | None = None,
    problem: Invalid | None = None,
    conflict: str | None = None,
    status: int = 200,
) -> Response:
    actor, at = who.actor, now()
    manages = may(actor, Right.MANAGE_DEADLINE)
    units = await standing.unit_standings(found)
    shown = [each for each in units if manages or actor.owns(each.unit) or actor.role is not Role.BUREAU]
    errors = problem.fields if problem else {}
    return page(
        request,
        "deadlines/page.html",
        status=status,
        deadline=found,
        standing=await standing.standing_of(actor, who.institution, found, at),
        units=shown,
        unit_choices=[(each.unit, each.name) for each in shown],
        reminders=_reminders(request, found, shown) if manages else {},
        stage_name=stage_name(found.stage),
        may_manage=manages,
        form=form or ExtensionForm(version=found.version),
        errors=errors,
        problems=[{"name": field, "text": text} for field, text in errors.items()],
        conflict=conflict,
    )


def _reminders(
    request: Request, found: Deadline, units: Sequence[standing.UnitStanding]
) -> dict[str, Reminder]:
    """By unit: a message that reminds it of what is missing, ready to be sent."""
    address = str(request.url_for("work").include_query_params(tahun=found.year))
    return {
        each.unit: Reminder(
            reminder_text(
                unit=each.name,
                title=found.title,
                stage=found.stage,
                missing=each.missing,
                closes=datetime_long(each.closes_at),
                address=address,
            )
        )
        for each in units
        if each.missing
    }
