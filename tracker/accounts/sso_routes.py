"""Signing in elsewhere: to the provider and back."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tracker.accounts import elsewhere, provider, service
from tracker.accounts.people_pages import public_address
from tracker.accounts.provider import JOURNEY_LASTS, SignInRefused
from tracker.accounts.routes import let_in, sign_in_page
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.settings import Settings, get_settings
from tracker.web.cookies import drop_cookie, put_cookie, read_cookie
from tracker.web.session import local_path

router = APIRouter()
COOKIE = "renaksi_sso"


@router.get("/masuk/sso", name="sso_start")
async def sso_start(request: Request, lanjut: str = "/", ulang: str = "") -> Response:
    settings = _settings()
    try:
        journey = await provider.depart(
            settings, redirect_uri=_back_here(request), next_path=local_path(lanjut), again=bool(ulang)
        )
    except SignInRefused as error:
        return sign_in_page(request, local_path(lanjut), problem=error.message, status=502)
    response = RedirectResponse(journey.url, status_code=303)
    put_cookie(response, COOKIE, journey.cookie, seconds=JOURNEY_LASTS)
    return response


@router.get("/masuk/sso/kembali", name="sso_back")
async def sso_back(request: Request) -> Response:
    settings = _settings()
    try:
        arrival = await provider.arrive(
            settings,
            redirect_uri=_back_here(request),
            query=dict(request.query_params),
            cookie=read_cookie(request, COOKIE),
        )
        user = await elsewhere.person_of(arrival.claims, settings)
    except SignInRefused as error:
        refused = sign_in_page(request, "/", problem=error.message, status=403)
        drop_cookie(refused, COOKIE)
        return refused
    enough = settings.oidc_second_factor == "provider"
    stage = await service.next_stage(user, provider=True, provider_is_enough=enough)
    response = await let_in(request, user, arrival.next_path, stage=stage, provider=True)
    drop_cookie(response, COOKIE)
    return response


def _settings() -> Settings:
    settings = get_settings()
    if not settings.oidc_issuer:
        raise NotFound(_("Halaman ini tidak ada. Periksa alamatnya atau kembali ke beranda."))
    return settings


def _back_here(request: Request) -> str:
    return public_address(request) + str(request.app.url_path_for("sso_back"))
