"""The page to which an invitation or a reset leads: the person sets a password and is in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from tracker.accounts import links, service
from tracker.accounts.models import LinkKind, Stage
from tracker.accounts.routes import Typed, let_in
from tracker.accounts.rules import SHORTEST_PASSWORD
from tracker.errors import Invalid, NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.web.flashes import Flash
from tracker.web.flashes import put as put_flash
from tracker.web.pages import page

router = APIRouter()


@router.get("/undangan/{link}", name="account_link")
async def account_link(request: Request, link: str) -> Response:
    return await _page(request, link)


@router.post("/undangan/{link}", name="account_link_use")
async def account_link_use(request: Request, link: str, password: Typed = "", again: Typed = "") -> Response:
    try:
        user = await links.use(link, password=password, again=again)
    except Invalid as error:
        return await _page(request, link, errors=error.fields, status=422)
    except NotFound as error:
        return page(request, "accounts/link_gone.html", status=404, message=error.message)
    stage = await service.next_stage(user)
    offers_factor = stage is Stage.OPEN and user.second_factor is None
    target = str(request.app.url_path_for("factor_form" if offers_factor else "home"))
    response = await let_in(request, user, target, stage=stage)
    if stage is Stage.OPEN:
        text = _("Kata sandi tersimpan. Pasang juga pengaman kedua, atau lewati dahulu.")
        put_flash(response, Flash("good", text if offers_factor else _("Kata sandi tersimpan.")))
    return response


async def _page(
    request: Request, link: str, *, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    try:
        found, user = await links.read(link)
    except NotFound as error:
        return page(request, "accounts/link_gone.html", status=404, message=error.message)
    place = await Institution.get(found.instansi)
    return page(
        request,
        "accounts/link.html",
        status=status,
        link=link,
        person=user,
        place=place.name if place else found.instansi,
        by_name=found.by_name,
        is_invitation=found.kind is LinkKind.INVITATION,
        shortest=SHORTEST_PASSWORD,
        errors=errors or {},
        problems=[{"name": name, "text": text} for name, text in (errors or {}).items()],
    )
