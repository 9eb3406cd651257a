"""The person's own account: sign-ins, password, second factor, and acting for somebody."""

from typing import Annotated

from beanie import PydanticObjectId
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts import deputies, second_factor, service, sessions, tokens
from tracker.accounts.rights import Actor, Right
from tracker.accounts.routes import Next, Typed, set_up_page
from tracker.accounts.rules import SHORTEST_PASSWORD, device_name
from tracker.errors import Conflict, Invalid, NotFound, TooOften
from tracker.i18n import _, ngettext
from tracker.settings import get_settings
from tracker.web.flashes import Flash
from tracker.web.pages import go, go_to, page
from tracker.web.session import CurrentSignedIn, address_of, local_path, needs

router = APIRouter()
Person = Annotated[Actor, Depends(needs(Right.OWN_ACCOUNT))]
Confirmed = Annotated[Actor, Depends(needs(Right.OWN_ACCOUNT, confirmed=True))]


@router.get("/akun", name="account")
async def account(request: Request, actor: Person, who: CurrentSignedIn) -> Response:
    shown = [
        {
            "handle": one.handle,
            "device": device_name(one.agent),
            "address": one.address,
            "since": one.created_at,
            "seen": one.seen_at or one.created_at,
            "is_this": one.id == who.sign_in.id,
        }
        for one in await sessions.listed(who.user.id)
    ]
    factor = who.user.second_factor
    return page(
        request,
        "accounts/account.html",
        sessions=shown,
        factor_since=factor.since if factor else None,
        recovery_left=len(factor.recovery) if factor else 0,
        has_password=who.user.password_hash is not None,
        deputyships=await deputies.open_to(who.user, who.institution.id),
        tokens=[one for one in await tokens.listed(who.user, who.institution.id) if one.state == "running"],
    )


@router.post("/akun/sesi/{session_id}/akhiri", name="session_end")
async def session_end(request: Request, actor: Person, who: CurrentSignedIn, session_id: str) -> Response:
    await sessions.end_one(who, session_id)
    return go(request, "account", flash=Flash("good", _("Sesi itu sudah diakhiri.")))


@router.post("/akun/sesi/akhiri-lainnya", name="sessions_end_others")
async def sessions_end_others(request: Request, actor: Person, who: CurrentSignedIn) -> Response:
    ended = await sessions.end_others(who)
    text = ngettext("{count} sesi lain diakhiri.", "{count} sesi lain diakhiri.", ended).format(count=ended)
    return go(request, "account", flash=Flash("good", text))


@router.get("/akun/kata-sandi", name="password_form")
async def password_form(request: Request, actor: Person, who: CurrentSignedIn) -> Response:
    return _password_page(request, who)


@router.post("/akun/kata-sandi", name="password_change")
async def password_change(
    request: Request,
    actor: Person,
    who: CurrentSignedIn,
    current: Typed = "",
    password: Typed = "",
    again: Typed = "",
) -> Response:
    try:
        ended = await service.change_password(
            who, current=current, password=password, again=again, address=address_of(request)
        )
    except Invalid as error:
        return _password_page(request, who, errors=error.fields, status=422)
    except (TooOften, Conflict) as error:
        status = 429 if isinstance(error, TooOften) else 409
        return _password_page(request, who, errors={"current": error.message}, status=status)
    text = ngettext(
        "Kata sandi diganti; {count} sesi lain diakhiri.",
        "Kata sandi diganti; {count} sesi lain diakhiri.",
        ended,
    ).format(count=ended)
    return go(request, "account", flash=Flash("good", text))


def _password_page(
    request: Request, who: CurrentSignedIn, *, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return page(
        request,
        "accounts/password.html",
        status=status,
        errors=errors or {},
        problems=[{"name": name, "text": text} for name, text in (errors or {}).items()],
        shortest=SHORTEST_PASSWORD,
        has_password=who.user.password_hash is not None,
    )


@router.get("/akun/pastikan", name="confirm_identity")
async def confirm_form(request: Request, actor: Person, who: CurrentSignedIn, lanjut: str = "/") -> Response:
    return _confirm_page(request, who, next_url=local_path(lanjut))


@router.post("/akun/pastikan", name="confirm_identity_submit")
async def confirm_submit(
    request: Request,
    actor: Person,
    who: CurrentSignedIn,
    current: Typed = "",
    code: Typed = "",
    next_path: Next = "/",
) -> Response:
    """The password, or the code of who signs in elsewhere and has a second factor here."""
    target = local_path(next_path)
    try:
        if who.user.password_hash is None:
            await second_factor.check(who.user, code=code, address=address_of(request))
        else:
            await service.prove(who, password=current, address=address_of(request))
    except (Invalid, TooOften) as error:
        status = 429 if isinstance(error, TooOften) else 422
        return _confirm_page(request, who, next_url=target, problem=error.message, status=status)
    await sessions.confirm(who)
    return go_to(request, target)


def _confirm_page(
    request: Request, who: CurrentSignedIn, *, next_url: str, problem: str | None = None, status: int = 200
) -> Response:
    has_password = who.user.password_hash is not None
    field = "current" if has_password else "code"
    settings = get_settings()
    return page(
        request,
        "accounts/confirm.html",
        status=status,
        next_url=next_url,
        has_password=has_password,
        has_factor=who.user.second_factor is not None,
        sso_name=settings.oidc_name if settings.oidc_issuer and who.user.identities else None,
        errors=[{"name": field, "text": problem}] if problem else [],
    )


@router.get("/akun/pengaman", name="factor_form")
async def factor_form(request: Request, actor: Confirmed, who: CurrentSignedIn) -> Response:
    if who.user.second_factor is not None:
        return go(request, "account")
    return set_up_page(request, who.user, next_url=str(request.app.url_path_for("account")))


@router.post("/akun/pengaman", name="factor_add")
async def factor_add(
    request: Request, actor: Confirmed, who: CurrentSignedIn, token: Typed = "", code: Typed = ""
) -> Response:
    here = str(request.app.url_path_for("account"))
    try:
        codes = await second_factor.confirm(
            who.user, token=token, code=code, instansi=who.institution.id, address=address_of(request)
        )
    except (Invalid, TooOften) as error:
        return set_up_page(request, who.user, next_url=here, token=token, problem=error.message, status=422)
    return page(request, "accounts/recovery.html", codes=codes, next_url=here)


@router.post("/akun/pengaman/lepas", name="factor_remove")
async def factor_remove(request: Request, actor: Confirmed, who: CurrentSignedIn) -> Response:
    membership = who.user.membership(who.institution.id)
    if membership is not None and str(membership.role) in who.institution.second_factor_roles:
        raise Conflict(
            _("Instansi Anda mewajibkan pengaman kedua bagi peran Anda, jadi tidak dapat dilepas.")
        )
    await second_factor.remove(who.user, actor, instansi=who.institution.id)
    return go(request, "account", flash=Flash("good", _("Pengaman kedua dilepas.")))


@router.post("/akun/pengaman/kode", name="recovery_renew")
async def recovery_renew(request: Request, actor: Confirmed, who: CurrentSignedIn) -> Response:
    codes = await second_factor.renew_recovery(who.user, actor)
    here = str(request.app.url_path_for("account"))
    return page(request, "accounts/recovery.html", codes=codes, next_url=here)


@router.post("/akun/bertindak", name="act_for")
async def act_for(
    request: Request, actor: Person, who: CurrentSignedIn, deputy: Annotated[str, Form()] = ""
) -> Response:
    """Act for somebody, or with an empty value as oneself again."""
    if deputy and not PydanticObjectId.is_valid(deputy):
        raise NotFound(_("Penugasan pengganti ini tidak ditemukan."))
    name = await sessions.act_for(who, PydanticObjectId(deputy) if deputy else None)
    text = (
        _("Anda sekarang bertindak a.n. {name}.").format(name=name)
        if name
        else _("Anda kembali bertindak sebagai diri sendiri.")
    )
    return go(request, "home", flash=Flash("good", text))
