"""Tokens of programs: a person's own on the account page, everybody's for administrators."""

from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts import tokens
from tracker.accounts.models import TokenScope
from tracker.accounts.rights import Actor, Right
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.session import CurrentSignedIn, needs

router = APIRouter()
Person = Annotated[Actor, Depends(needs(Right.OWN_ACCOUNT))]
Confirmed = Annotated[Actor, Depends(needs(Right.OWN_ACCOUNT, confirmed=True))]
Manager = Annotated[Actor, Depends(needs(Right.MANAGE_PEOPLE))]
USUAL_DAYS = "90"
Said = Annotated[str, Form(max_length=200)]


@router.get("/akun/token/baru", name="token_new")
async def token_new(request: Request, actor: Confirmed, who: CurrentSignedIn) -> Response:
    return _form(request, {"name": "", "scope": str(TokenScope.READ), "days": USUAL_DAYS})


@router.post("/akun/token/baru", name="token_make")
async def token_make(
    request: Request,
    actor: Confirmed,
    who: CurrentSignedIn,
    name: Said = "",
    scope: Said = "",
    days: Said = "",
) -> Response:
    """The token is shown in this answer and never again."""
    wanted = int(days) if days in {str(one) for one in tokens.LASTS_DAYS} else 0
    try:
        token, secret = await tokens.make(
            who.user, actor, name=name, scope=scope, days=wanted, instansi=who.institution.id
        )
    except Invalid as error:
        return _form(request, {"name": name, "scope": scope, "days": days}, error)
    response = page(request, "accounts/token_made.html", token=token, secret=secret)
    response.headers["cache-control"] = "no-store"
    return response


@router.post("/akun/token/{token_id}/cabut", name="token_revoke")
async def token_revoke(
    request: Request, actor: Person, who: CurrentSignedIn, token_id: PydanticObjectId
) -> Response:
    token = await tokens.revoke(who.user, actor, token_id)
    text = _("Token “{name}” dicabut; program yang memakainya tidak dapat masuk lagi.")
    return go(request, "account", flash=Flash("good", text.format(name=token.name)))


@router.get("/orang/token", name="token_list")
async def token_list(request: Request, actor: Manager) -> Response:
    return page(request, "accounts/tokens.html", tokens=await tokens.of_institution(actor))


@router.post("/orang/token/{token_id}/cabut", name="token_revoke_of")
async def token_revoke_of(request: Request, actor: Manager, token_id: PydanticObjectId) -> Response:
    token = await tokens.revoke_of(actor, token_id)
    text = _("Token “{name}” dicabut; program yang memakainya tidak dapat masuk lagi.")
    return go(request, "token_list", flash=Flash("good", text.format(name=token.name)))


def _form(request: Request, typed: dict[str, str], error: Invalid | None = None) -> Response:
    fields = error.fields if error else {}
    return page(
        request,
        "accounts/token_form.html",
        status=422 if error else 200,
        typed=typed,
        fields=fields,
        errors=[{"name": name, "text": text} for name, text in fields.items()],
        lasts=[(str(days), _("{days} hari").format(days=days)) for days in tokens.LASTS_DAYS],
    )
