"""Deputies for a time, and handing a leaver's work to somebody else: pages of the administrator."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts import deputies, handover, people
from tracker.accounts.models import User
from tracker.accounts.people_routes import Confirmed, Manager
from tracker.accounts.rights import Actor
from tracker.clock import now
from tracker.errors import Conflict, Invalid
from tracker.i18n import _, ngettext
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.session import CurrentSignedIn

router = APIRouter()


@dataclass
class DeputyForm:
    """The fields of the form, as typed."""

    deputy: Annotated[str, Form()] = ""
    first: Annotated[str, Form()] = ""
    last: Annotated[str, Form()] = ""
    reason: Annotated[str, Form()] = ""

    def read(self) -> tuple[PydanticObjectId, date, date]:
        """Who, and from when until when. Raises Invalid with the fields."""
        problems = {}
        if not PydanticObjectId.is_valid(self.deputy):
            problems["deputy"] = _("Pilih siapa yang menggantikan.")
        days = {name: _day(text) for name, text in (("first", self.first), ("last", self.last))}
        for name, day in days.items():
            if day is None:
                problems[name] = _("Isi tanggalnya, misalnya 2026-01-31.")
        first, last = days["first"], days["last"]
        if problems or first is None or last is None:
            raise Invalid(next(iter(problems.values())), problems)
        return PydanticObjectId(self.deputy), first, last


Filled = Annotated[DeputyForm, Depends()]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@router.get("/orang/{person_id}/pengganti", name="deputy_new")
async def deputy_new(
    request: Request, actor: Manager, who: CurrentSignedIn, person_id: PydanticObjectId
) -> Response:
    today = now().astimezone(who.institution.tz).date()
    form = DeputyForm(first=today.isoformat())
    return await _deputy_page(request, actor, await people.person(actor, person_id), form)


@router.post("/orang/{person_id}/pengganti", name="deputy_appoint")
async def deputy_appoint(
    request: Request, actor: Confirmed, who: CurrentSignedIn, person_id: PydanticObjectId, form: Filled
) -> Response:
    user = await people.person(actor, person_id)
    try:
        deputy_id, first, last = form.read()
        await deputies.appoint(
            actor,
            who.institution,
            for_user=user,
            deputy_user_id=deputy_id,
            first=first,
            last=last,
            reason=form.reason,
        )
    except Invalid as error:
        return await _deputy_page(request, actor, user, form, errors=error.fields)
    text = _("Pengganti {name} ditugaskan; berakhir sendiri pada harinya.").format(name=user.name)
    return go(request, "person", person_id=person_id, flash=Flash("good", text))


@router.post("/orang/pengganti/{deputy_id}/cabut", name="deputy_revoke")
async def deputy_revoke(request: Request, actor: Manager, deputy_id: PydanticObjectId) -> Response:
    deputy = await deputies.revoke(actor, deputy_id)
    text = _("Penugasan pengganti dicabut.")
    return go(request, "person", person_id=deputy.for_id, flash=Flash("good", text))


async def _deputy_page(
    request: Request, actor: Actor, user: User, form: DeputyForm, *, errors: dict[str, str] | None = None
) -> Response:
    others = [one for one in await people.listed(actor) if one.id != user.id and one.active]
    return page(
        request,
        "accounts/deputy_form.html",
        status=422 if errors else 200,
        person=user,
        others=[(str(one.id), f"{one.name} ({one.email})") for one in others],
        form=form,
        errors=errors or {},
        problems=[{"name": name, "text": text} for name, text in (errors or {}).items()],
    )


@router.get("/orang/{person_id}/alih", name="handover_page")
async def handover_page(request: Request, actor: Manager, person_id: PydanticObjectId) -> Response:
    return await _handover_page(request, actor, await people.person(actor, person_id))


@router.post("/orang/{person_id}/alih", name="handover_do")
async def handover_do(
    request: Request, actor: Confirmed, person_id: PydanticObjectId, successor: Annotated[str, Form()] = ""
) -> Response:
    user = await people.person(actor, person_id)
    try:
        if not PydanticObjectId.is_valid(successor):
            text = _("Pilih siapa yang melanjutkan.")
            raise Invalid(text, {"successor": text})
        moved = await handover.hand_over(actor, user, successor_id=PydanticObjectId(successor))
    except Invalid as error:
        return await _handover_page(request, actor, user, errors=error.fields, status=422)
    except Conflict as error:
        return await _handover_page(request, actor, user, errors={"successor": error.message}, status=409)
    text = ngettext("{count} tugas dialihkan.", "{count} tugas dialihkan.", moved).format(count=moved)
    return go(request, "person", person_id=person_id, flash=Flash("good", text))


async def _handover_page(
    request: Request,
    actor: Actor,
    user: User,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "accounts/handover.html",
        status=status,
        person=user,
        tasks=[
            (task, str(request.app.url_path_for(task.route, **task.params)))
            for task in await handover.tasks(actor.instansi, user)
        ],
        successors=[
            (str(one.id), f"{one.name} ({one.email})") for one in await handover.successors(actor, user)
        ],
        errors=errors or {},
        problems=[{"name": name, "text": text} for name, text in (errors or {}).items()],
    )
