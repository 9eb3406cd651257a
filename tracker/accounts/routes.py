"""Signing in, with the second factor where there is one; signing out; the language."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from tracker.accounts import second_factor, service, sessions
from tracker.accounts.demo_accounts import ACCOUNTS, PASSWORD
from tracker.accounts.models import SignIn, Stage, User
from tracker.errors import Conflict, Invalid, TooOften
from tracker.i18n import LANGUAGES, _, use_language
from tracker.settings import get_settings
from tracker.web.cookies import drop_cookie, put_cookie, read_cookie
from tracker.web.language import COOKIE as LANGUAGE_COOKIE
from tracker.web.pages import go_to, page, with_query
from tracker.web.session import COOKIE, SignInNeeded, address_of, keep_token, local_path, page_before, sender

router = APIRouter()
YEAR_SECONDS = 365 * 24 * 3600
LONGEST_TYPED = 1_000
Typed = Annotated[str, Form(max_length=LONGEST_TYPED)]
Next = Annotated[str, Form(alias="next")]
STEPS = {Stage.CODE: "sign_in_code", Stage.SET_UP: "sign_in_set_up"}


@router.get("/masuk", name="sign_in")
async def sign_in_form(request: Request, lanjut: str = "/") -> Response:
    return sign_in_page(request, lanjut)


@router.post("/masuk", name="sign_in_submit")
async def sign_in(
    request: Request, email: Typed = "", password: Typed = "", next_path: Next = "/"
) -> Response:
    try:
        user = await service.authenticate(email=email, password=password, address=address_of(request))
    except TooOften as error:
        return sign_in_page(request, next_path, email=email, problem=error.message, status=429)
    if user is None:
        text = _("Alamat surel atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")
        return sign_in_page(request, next_path, email=email, problem=text, status=422)
    return await let_in(request, user, next_path, stage=await service.next_stage(user))


async def let_in(
    request: Request, user: User, next_path: str, *, stage: Stage, provider: bool = False
) -> Response:
    """Open the sign-in of a person, or lead on to what still stands before it; the browser's old one ends."""
    before = read_cookie(request, COOKIE)
    if before:
        await sessions.close_sign_in(before)
    token = await sessions.open_sign_in(user, **sender(request), stage=stage, provider=provider)
    target = local_path(next_path)
    if stage is not Stage.OPEN:
        target = with_query(str(request.app.url_path_for(STEPS[stage])), lanjut=target)
    response = go_to(request, target)
    keep_token(response, token)
    return response


HalfWay = tuple[SignIn, User]


def at_stage(stage: Stage) -> object:
    """Dependency: the half-way sign-in of the browser, at that stage. Raises SignInNeeded."""

    async def found(request: Request) -> HalfWay:
        token = read_cookie(request, COOKIE)
        known = await sessions.half_way(token) if token else None
        if known is None or known[0].stage is not stage:
            raise SignInNeeded(_("Silakan masuk lebih dahulu."))
        use_language(known[1].language)
        return known

    return Depends(found)


AtCode = Annotated[HalfWay, at_stage(Stage.CODE)]
AtSetUp = Annotated[HalfWay, at_stage(Stage.SET_UP)]


@router.get("/masuk/kode", name="sign_in_code")
async def code_form(request: Request, known: AtCode, lanjut: str = "/") -> Response:
    return page(request, "accounts/code.html", next_url=local_path(lanjut), errors=[])


@router.post("/masuk/kode", name="sign_in_code_submit")
async def code_submit(request: Request, known: AtCode, code: Typed = "", next_path: Next = "/") -> Response:
    _sign_in, user = known
    try:
        await second_factor.check(user, code=code, address=address_of(request))
    except (Invalid, TooOften) as error:
        status = 429 if isinstance(error, TooOften) else 422
        problems = [{"name": "code", "text": error.message}]
        return page(
            request, "accounts/code.html", status=status, next_url=local_path(next_path), errors=problems
        )
    response = go_to(request, local_path(next_path))
    keep_token(response, await _completed(request, user))
    return response


@router.get("/masuk/pengaman", name="sign_in_set_up")
async def set_up_form(request: Request, known: AtSetUp, lanjut: str = "/") -> Response:
    return set_up_page(request, known[1], next_url=local_path(lanjut))


@router.post("/masuk/pengaman", name="sign_in_set_up_submit")
async def set_up_submit(
    request: Request, known: AtSetUp, token: Typed = "", code: Typed = "", next_path: Next = "/"
) -> Response:
    sign_in, user = known
    try:
        codes = await second_factor.confirm(
            user, token=token, code=code, instansi=sign_in.instansi, address=address_of(request)
        )
    except (Invalid, TooOften, Conflict) as error:
        return set_up_page(
            request, user, next_url=local_path(next_path), token=token, problem=error.message, status=422
        )
    opened = await _completed(request, user)
    request.state.signed_in = await sessions.signed_in(opened)
    response = page(request, "accounts/recovery.html", codes=codes, next_url=local_path(next_path))
    keep_token(response, opened)
    return response


def set_up_page(
    request: Request,
    user: User,
    *,
    next_url: str,
    token: str | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """The page with the code to scan: before a sign-in that demands it, or from the person's own account."""
    return page(
        request,
        "accounts/set_up.html",
        status=status,
        set_up=second_factor.begin(user, token=token),
        next_url=next_url,
        errors=[{"name": "code", "text": problem}] if problem else [],
    )


async def _completed(request: Request, user: User) -> str:
    return await sessions.complete(read_cookie(request, COOKIE) or "", user=user, **sender(request))


@router.post("/keluar", name="sign_out")
async def sign_out(request: Request) -> Response:
    token = read_cookie(request, COOKIE)
    if token:
        await sessions.sign_out(token)
    response = go_to(request, str(request.app.url_path_for("sign_in")))
    drop_cookie(response, COOKIE)
    return response


@router.post("/bahasa", name="set_language")
async def set_language(request: Request, lang: Annotated[str, Form()]) -> Response:
    """Works before anybody is signed in too: the choice is kept in a cookie, and with the person."""
    response = go_to(request, page_before(request))
    if lang not in LANGUAGES:
        return response
    token = read_cookie(request, COOKIE)
    who = await sessions.signed_in(token) if token else None
    if who is not None:
        await service.set_language(who.user, lang)
    put_cookie(response, LANGUAGE_COOKIE, lang, seconds=YEAR_SECONDS)
    return response


def sign_in_page(
    request: Request, next_path: str, *, email: str = "", problem: str | None = None, status: int = 200
) -> Response:
    """The page to sign in, with what went wrong."""
    accounts = [
        {"name": account.name, "role": account.task, "email": account.email, "password": PASSWORD}
        for account in ACCOUNTS
    ]
    settings = get_settings()
    return page(
        request,
        "accounts/sign_in.html",
        status=status,
        next_url=local_path(next_path),
        email=email,
        errors=[{"name": "email", "text": problem}] if problem else [],
        demo_accounts=accounts if settings.demo else [],
        sso_name=settings.oidc_name if settings.oidc_issuer else None,
    )
