"""Signing in and out, and the language."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from tracker.accounts import demo_accounts, service
from tracker.i18n import LANGUAGES, _
from tracker.settings import get_settings
from tracker.web.pages import go_to, page, with_query
from tracker.web.session import COOKIE, CurrentSignedIn, keep_token, local_path

router = APIRouter()


@router.get("/masuk", name="sign_in")
async def sign_in_form(request: Request, lanjut: str = "/") -> Response:
    return _form(request, lanjut)


@router.post("/masuk", name="sign_in_submit")
async def sign_in(
    request: Request,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    lanjut: Annotated[str, Form()] = "/",
) -> Response:
    user = await service.authenticate(email=email, password=password)
    if user is None:
        text = _("Alamat surel atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")
        return _form(request, lanjut, email=email, error=text, status=422)
    address = request.client.host if request.client else ""
    token = await service.open_sign_in(user, address=address, agent=request.headers.get("user-agent", ""))
    response = go_to(request, local_path(lanjut))
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
async def set_language(
    request: Request,
    who: CurrentSignedIn,
    language: Annotated[str, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    if language in LANGUAGES:
        await service.set_language(who.user, language)
    return go_to(request, with_query(local_path(back)))


def _form(
    request: Request, target: str, *, email: str = "", error: str | None = None, status: int = 200
) -> Response:
    accounts = demo_accounts.ACCOUNTS if get_settings().demo else []
    return page(
        request,
        "accounts/sign_in.html",
        status=status,
        target=local_path(target),
        email=email,
        error=error,
        demo_accounts=accounts,
        demo_password=demo_accounts.PASSWORD,
    )
