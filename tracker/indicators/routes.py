"""The table of indicators: the common rows, the institution's own, and reading files anew by them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from nlp.claims.indicators import load_indicators
from tracker.accounts.rights import Actor, Right
from tracker.errors import Conflict, Invalid
from tracker.evidence.rereading import outdated, read_anew
from tracker.i18n import _
from tracker.indicators import service
from tracker.indicators.models import OwnIndicator
from tracker.indicators.rules import aliases_in
from tracker.web.flashes import Flash
from tracker.web.limits import MOST_NUMBER
from tracker.web.pages import go, page, with_query
from tracker.web.session import needs

router = APIRouter()
Manager = Annotated[Actor, Depends(needs(Right.MANAGE_INDICATORS))]
Seen = Annotated[int, Query(alias="v", ge=1, le=MOST_NUMBER)]


@dataclass
class IndicatorForm:
    """A row as it is typed; `aliases` one a line."""

    name: Annotated[str, Form(max_length=1_000)] = ""
    code: Annotated[str, Form(max_length=100)] = ""
    aliases: Annotated[str, Form(max_length=10_000)] = ""
    version: Annotated[int, Form(ge=0, le=MOST_NUMBER)] = 0


Filled = Annotated[IndicatorForm, Depends()]


@router.get("/indikator", name="indicator_list")
async def indicator_list(request: Request, actor: Manager) -> Response:
    return await _list(request, actor, IndicatorForm())


@router.post("/indikator", name="indicator_add")
async def add(request: Request, actor: Manager, form: Filled) -> Response:
    try:
        made = await service.add(actor, name=form.name, aliases=aliases_in(form.aliases), code=form.code)
    except Invalid as error:
        return await _list(request, actor, form, problem=error, status=422)
    flash = Flash(
        "good",
        _("{name} ditambahkan. Berkas baru dibaca dengannya.").format(name=made.name),
        undo_url=_address(request, "indicator_remove", made),
    )
    return go(request, "indicator_list", flash=flash)


@router.post("/indikator/baca-ulang", name="indicator_reread")
async def reread(request: Request, actor: Manager) -> Response:
    """Queue the files that were read by another table."""
    count = await read_anew(actor)
    text = _("{count} berkas dibaca ulang. Yang sudah Anda putuskan tetap.").format(count=count)
    return go(request, "indicator_list", flash=Flash("good", text))


@router.get("/indikator/{indicator_id}", name="indicator_edit")
async def edit_form(request: Request, actor: Manager, indicator_id: str) -> Response:
    found = await service.find(actor, indicator_id)
    form = IndicatorForm(found.name, found.code, "\n".join(found.aliases), found.version)
    return _edit_page(request, found, form)


@router.post("/indikator/{indicator_id}", name="indicator_save")
async def edit(request: Request, actor: Manager, indicator_id: str, form: Filled) -> Response:
    found = await service.find(actor, indicator_id)
    try:
        saved = await service.edit(
            actor,
            indicator_id=indicator_id,
            version=form.version,
            name=form.name,
            aliases=aliases_in(form.aliases),
        )
    except Invalid as error:
        return _edit_page(request, found, form, problem=error, status=422)
    except Conflict as error:
        form.version = found.version
        return _edit_page(request, found, form, conflict=error.message, status=409)
    return go(request, "indicator_list", flash=Flash("good", _("Tersimpan: {name}.").format(name=saved.name)))


@router.post("/indikator/{indicator_id}/hapus", name="indicator_remove")
async def remove(request: Request, actor: Manager, indicator_id: str, version: Seen) -> Response:
    removed = await service.remove(actor, indicator_id=indicator_id, version=version)
    back = _address(request, "indicator_restore", removed)
    flash = Flash("good", _("Dihapus: {name}.").format(name=removed.name), undo_url=back)
    return go(request, "indicator_list", flash=flash)


@router.post("/indikator/{indicator_id}/pulihkan", name="indicator_restore")
async def restore(request: Request, actor: Manager, indicator_id: str, version: Seen) -> Response:
    restored = await service.restore(actor, indicator_id=indicator_id, version=version)
    flash = Flash("good", _("Dipulihkan: {name}.").format(name=restored.name))
    return go(request, "indicator_list", flash=flash)


def _address(request: Request, route: str, about: OwnIndicator) -> str:
    """The address that does something to a row as it is now."""
    return with_query(str(request.app.url_path_for(route, indicator_id=about.id)), v=about.version)


async def _list(
    request: Request, actor: Actor, form: IndicatorForm, *, problem: Invalid | None = None, status: int = 200
) -> Response:
    errors = problem.fields if problem else {}
    return page(
        request,
        "indicators/list.html",
        status=status,
        own=await service.own_rows(actor.instansi),
        common=sorted(load_indicators().names.items(), key=lambda row: row[1]),
        outdated=await outdated(actor.instansi),
        form=form,
        errors=errors,
        problems=[{"name": field, "text": text} for field, text in errors.items()],
    )


def _edit_page(
    request: Request,
    found: OwnIndicator,
    form: IndicatorForm,
    *,
    problem: Invalid | None = None,
    conflict: str | None = None,
    status: int = 200,
) -> Response:
    errors = problem.fields if problem else {}
    return page(
        request,
        "indicators/edit.html",
        status=status,
        indicator=found,
        form=form,
        conflict=conflict,
        errors=errors,
        problems=[{"name": field, "text": text} for field, text in errors.items()],
    )
