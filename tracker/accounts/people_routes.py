"""The administrator's pages: who may sign in here, as what, and the links by which they come in."""

from dataclasses import dataclass
from typing import Annotated, Any

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from tracker.accounts import deputies, handover, links, people, sessions
from tracker.accounts.models import LinkKind, User
from tracker.accounts.people import Wanted
from tracker.accounts.people_pages import LinkShown, filtered, mailed, row_of, shown_link
from tracker.accounts.rights import Actor, Right, Role
from tracker.errors import Conflict, Invalid
from tracker.i18n import _, ngettext
from tracker.institutions.service import units_by_id
from tracker.web.errors import status_of
from tracker.web.flashes import Flash
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page, with_query
from tracker.web.paging import Paging
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Manager = Annotated[Actor, Depends(needs(Right.MANAGE_PEOPLE))]
Confirmed = Annotated[Actor, Depends(needs(Right.MANAGE_PEOPLE, confirmed=True))]
Version = Annotated[int, Form(ge=1, le=MOST_NUMBER)]
PEOPLE_PER_PAGE = 50


@dataclass
class PersonForm:
    """The fields of the form, as typed."""

    name: Annotated[str, Form()] = ""
    email: Annotated[str, Form()] = ""
    role: Annotated[str, Form()] = "bureau"
    reach: Annotated[str, Form()] = "some"
    units: Annotated[list[str] | None, Form()] = None

    def wanted(self) -> Wanted:
        """What the form says that the person is to be."""
        return Wanted(self.name, self.role, None if self.reach == "all" else self.units or [])


Filled = Annotated[PersonForm, Depends()]


@router.get("/orang", name="people_list")
async def people_list(
    request: Request,
    actor: Manager,
    who: CurrentSignedIn,
    cari: str = "",
    peran: str = "",
    unit: str = "",
    keadaan: str = "",
    hal: Annotated[int, Query(ge=1, le=MOST_NUMBER)] = 1,
) -> Response:
    units = await units_by_id(actor.instansi)
    rows = [row_of(user, actor.instansi, units) for user in await people.listed(actor)]
    asked = {"cari": cari, "peran": peran, "unit": unit, "keadaan": keadaan}
    found = filtered(rows, text=cari, role=peran, unit=unit, state=keadaan)
    here = str(request.app.url_path_for("people_list"))
    return page(
        request,
        "accounts/people.html",
        block="rows",
        paging=Paging.of(found, number=hal, size=PEOPLE_PER_PAGE, url=here, **asked),
        asked=asked,
        is_filtered=any(asked.values()),
        units=list(units.values()),
        demanded=who.institution.second_factor_roles,
    )


@router.get("/orang/undang", name="person_new")
async def person_new(request: Request, actor: Manager) -> Response:
    return await _form_page(request, actor, PersonForm())


@router.post("/orang/undang", name="person_invite")
async def person_invite(request: Request, actor: Confirmed, form: Filled) -> Response:
    try:
        user, carried = await people.invite(
            actor, instansi=actor.instansi, email=form.email, wanted=form.wanted()
        )
    except Invalid as error:
        return await _form_page(request, actor, form, errors=error.fields, status=422)
    return await _person_page(
        request, actor, user, link=await mailed(shown_link(request, user, LinkKind.INVITATION, carried), user)
    )


@router.get("/orang/pengaman", name="factor_rule")
async def factor_rule(request: Request, actor: Manager, who: CurrentSignedIn) -> Response:
    found = await people.listed(actor)
    without = [user for user in found if user.active and user.has_signed_up and user.second_factor is None]
    counts = dict.fromkeys(Role, 0)
    for user in without:
        membership = user.membership(actor.instansi)
        counts[membership.role if membership else Role.BUREAU] += 1
    return page(
        request,
        "accounts/factor_rule.html",
        demanded=who.institution.second_factor_roles,
        without={str(role): count for role, count in counts.items()},
    )


@router.post("/orang/pengaman", name="factor_rule_save")
async def factor_rule_save(
    request: Request,
    actor: Confirmed,
    who: CurrentSignedIn,
    roles: Annotated[list[str] | None, Form()] = None,
    seen: Annotated[str, Form()] = "",
) -> Response:
    await people.demand_factor(
        actor, who.institution, roles=roles or [], seen=[role for role in seen.split(",") if role]
    )
    text = _("Kewajiban pengaman kedua disimpan; berlaku sejak orang masuk berikutnya.")
    return go(request, "people_list", flash=Flash("good", text))


@router.get("/orang/{person_id}", name="person")
async def person(request: Request, actor: Manager, person_id: PydanticObjectId) -> Response:
    return await _person_page(request, actor, await people.person(actor, person_id))


@router.get("/orang/{person_id}/ubah", name="person_edit")
async def person_edit(request: Request, actor: Manager, person_id: PydanticObjectId) -> Response:
    user = await people.person(actor, person_id)
    return await _form_page(request, actor, _filled_with(user, actor.instansi), user=user)


@router.post("/orang/{person_id}/ubah", name="person_save")
async def person_save(
    request: Request, actor: Confirmed, person_id: PydanticObjectId, form: Filled, version: Version = 1
) -> Response:
    user = await people.person(actor, person_id)
    try:
        await people.change(actor, user, instansi=actor.instansi, version=version, wanted=form.wanted())
    except Invalid as error:
        return await _form_page(request, actor, form, user=user, errors=error.fields, status=422)
    except Conflict as error:
        user = await people.person(actor, person_id)
        return await _form_page(request, actor, form, user=user, conflict=error.message, status=409)
    return go(request, "person", person_id=person_id, flash=Flash("good", _("Peran dan unit disimpan.")))


@router.post("/orang/{person_id}/tautan", name="person_link")
async def person_link(request: Request, actor: Confirmed, person_id: PydanticObjectId) -> Response:
    user = await people.person(actor, person_id)
    kind, carried = await people.new_link(actor, user, instansi=actor.instansi)
    return await _person_page(
        request, actor, user, link=await mailed(shown_link(request, user, kind, carried), user)
    )


@router.post("/orang/{person_id}/tautan/cabut", name="person_link_revoke")
async def person_link_revoke(request: Request, actor: Manager, person_id: PydanticObjectId) -> Response:
    await people.revoke_links(actor, await people.person(actor, person_id))
    return go(request, "person", person_id=person_id, flash=Flash("good", _("Tautan dicabut.")))


@router.post("/orang/{person_id}/nonaktif", name="person_deactivate")
async def person_deactivate(
    request: Request,
    actor: Confirmed,
    person_id: PydanticObjectId,
    version: Version = 1,
    reason: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    user = await people.person(actor, person_id)
    await people.deactivate(actor, user, instansi=actor.instansi, version=version, reason=reason)
    undo = with_query(str(request.app.url_path_for("person_reactivate", person_id=person_id)), v=version + 1)
    text = _("{name} dinonaktifkan dan sudah keluar dari semua perangkat.").format(name=user.name)
    return go(request, "person", person_id=person_id, flash=Flash("good", text, undo_url=undo))


@router.post("/orang/{person_id}/aktif", name="person_reactivate")
async def person_reactivate(
    request: Request,
    actor: Confirmed,
    person_id: PydanticObjectId,
    v: Annotated[int, Query(ge=1, le=MOST_NUMBER)],
) -> Response:
    user = await people.person(actor, person_id)
    await people.reactivate(actor, user, instansi=actor.instansi, version=v)
    text = _("{name} dapat masuk lagi.").format(name=user.name)
    return go(request, "person", person_id=person_id, flash=Flash("good", text))


@router.post("/orang/{person_id}/sesi", name="person_sessions_end")
async def person_sessions_end(request: Request, actor: Manager, person_id: PydanticObjectId) -> Response:
    ended = await people.end_sessions(actor, await people.person(actor, person_id))
    text = ngettext("{count} sesi diakhiri.", "{count} sesi diakhiri.", ended).format(count=ended)
    return go(request, "person", person_id=person_id, flash=Flash("good", text))


@router.post("/orang/{person_id}/pengaman/lepas", name="person_factor_reset")
async def person_factor_reset(
    request: Request, actor: Confirmed, person_id: PydanticObjectId, reason: Annotated[str, Form()] = ""
) -> Response:
    user = await people.person(actor, person_id)
    try:
        await people.reset_factor(actor, user, instansi=actor.instansi, reason=reason)
    except Invalid as error:
        return await _person_page(request, actor, user, errors=error.fields, status=status_of(error))
    text = _("Pengaman kedua {name} dilepas.").format(name=user.name)
    return go(request, "person", person_id=person_id, flash=Flash("good", text))


async def _form_page(
    request: Request,
    actor: Actor,
    form: PersonForm,
    *,
    user: User | None = None,
    errors: dict[str, str] | None = None,
    conflict: str | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "accounts/person_form.html",
        status=status,
        person=user,
        stored=_filled_with(user, actor.instansi) if user else None,
        form=form,
        units=list((await units_by_id(actor.instansi)).values()),
        errors=errors or {},
        problems=[{"name": name, "text": text} for name, text in (errors or {}).items()],
        conflict=conflict,
    )


async def _person_page(
    request: Request,
    actor: Actor,
    user: User,
    *,
    link: LinkShown | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    newest = await links.newest(user.id)
    units = await units_by_id(actor.instansi)
    context: dict[str, Any] = {
        "person": user,
        "row": row_of(user, actor.instansi, units),
        "link": link,
        "open_link": newest if newest and links.is_open(newest) else None,
        "sessions": await sessions.listed(user.id),
        "deputyships": await deputies.of_person(actor, user),
        "tasks": await handover.count(actor.instansi, user),
        "is_shared": len(user.memberships) > 1,
        "is_self": str(user.id) == actor.user_id,
        "errors": errors or {},
    }
    return page(request, "accounts/person.html", status=status, **context)


def _filled_with(user: User, instansi: str) -> PersonForm:
    membership = user.membership(instansi)
    units = membership.units if membership else None
    role = str(membership.role) if membership else "bureau"
    return PersonForm(user.name, user.email, role, "all" if units is None else "some", units)
