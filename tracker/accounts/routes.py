"""Signing in and out, and the language."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from tracker.accounts import service
from tracker.accounts.demo_accounts import ACCOUNTS, PASSWORD
from tracker.errors import TooOften
from tracker.i18n import LANGUAGES, _
from tracker.settings import get_settings
from tracker.web.language import COOKIE as LANGUAGE_COOKIE
from tracker.web.pages import go_to, page
from tracker.web.session import COOKIE, keep_token, local_path

router = APIRouter()
YEAR_SECONDS = 365 * 24 * 3600
LONGEST_TYPED = 1_000


@router.get("/masuk", name="sign_in")
async def sign_in_form(request: Request, lanjut: str = "/") -> Response:
    return _form(request, lanjut)


@router.post("/masuk", name="sign_in_submit")
async def sign_in(
    request: Request,
    email: Annotated[str, Form(max_length=LONGEST_TYPED)] = "",
    password: Annotated[str, Form(max_length=LONGEST_TYPED)] = "",
    next_path: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    address = request.client.host if request.client else ""
    try:
        user = await service.authenticate(email=email, password=password, address=address)
    except TooOften as error:
        return _form(request, next_path, email=email, problem=error.message, status=429)
    if user is None:
        text = _("Alamat surel atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")
        return _form(request, next_path, email=email, problem=text, status=422)
    token = await service.open_sign_in(user, address=address, agent=request.headers.get("user-agent", ""))
    response = go_to(request, local_path(next_path))
    keep_token(response, token)
    return response


@router.post("/keluar", name="sign_out")
async def sign_out(request: Request) -> Response:
    token = request.cookies.get(COOKIE)
    if token:
        await service.close_sign_in(token)
    response = go_to(request, str(request.app.url_path_for("sign_in")))
    response.delete_cookie(COOKIE, path="/")
    return response


@router.post("/bahasa", name="set_language")
async def set_language(request: Request, lang: Annotated[str, Form()]) -> Response:
    """Works before anybody is signed in too: the choice is kept in a cookie, and with the person."""
    response = go_to(request, _page_before(request))
    if lang not in LANGUAGES:
        return response
    token = request.cookies.get(COOKIE)
    who = await service.signed_in(token) if token else None
    if who is not None:
        await service.set_language(who.user, lang)
    response.set_cookie(
        LANGUAGE_COOKIE,
        lang,
        max_age=YEAR_SECONDS,
        httponly=True,
        secure=get_settings().cookie_secure,
        samesite="lax",
        path="/",
    )
    return response


def _page_before(request: Request) -> str:
    """The path of this site from which the request was sent, else "/"."""
    try:
        back = urlsplit(request.headers.get("referer", "/"))
    except ValueError:  # what no browser sends
        return "/"
    return local_path(f"{back.path}?{back.query}" if back.query else back.path)


def _form(
    request: Request, next_path: str, *, email: str = "", problem: str | None = None, status: int = 200
) -> Response:
    accounts = [
        {"name": account.name, "role": account.task, "email": account.email, "password": PASSWORD}
        for account in ACCOUNTS
    ]
    return page(
        request,
        "accounts/sign_in.html",
        status=status,
        next_url=local_path(next_path),
        email=email,
        errors=[{"name": "email", "text": problem}] if problem else [],
        demo_accounts=accounts if get_settings().demo else [],
    )
