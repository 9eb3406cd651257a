"""From expected errors to answers: which status, and a page that says what to do."""

import logging
from contextlib import suppress
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pymongo.errors import ConnectionFailure
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from tracker.api.access import TokenNeeded
from tracker.api.problems import is_api, malformed, problem
from tracker.errors import Conflict, Forbidden, Invalid, NotFound, RenaksiError, TooLarge, TooOften
from tracker.i18n import _
from tracker.watching.logs import request_id
from tracker.web.flashes import Flash
from tracker.web.pages import go_to, is_htmx, page, with_query
from tracker.web.session import ConfirmationNeeded, SignInNeeded, current, local_path, page_before
from tracker.web.typed import typed_fields

log = logging.getLogger(__name__)
SOON_SECONDS = 10  # in which a database that ended is back
STATUS: dict[type[RenaksiError], int] = {
    TokenNeeded: 401,
    NotFound: 404,
    Forbidden: 403,
    Invalid: 422,
    Conflict: 409,
    TooLarge: 413,
    TooOften: 429,
    RenaksiError: 400,
}


def status_of(error: RenaksiError) -> int:
    """The HTTP status of an expected error, by its nearest known class."""
    return next(STATUS[kind] for kind in type(error).mro() if kind in STATUS)


def install(app: FastAPI) -> None:
    """Answer every expected error with its status and its own words."""
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(ConfirmationNeeded, _to_confirmation)
    app.add_exception_handler(RenaksiError, _expected)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ConnectionFailure, _without_database)
    app.add_exception_handler(Exception, _unexpected)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    target = request.url.path if request.method == "GET" else None
    if target and request.url.query:
        target = f"{target}?{request.url.query}"
    return go_to(request, with_query(str(request.app.url_path_for("sign_in")), lanjut=target))


async def _to_confirmation(request: Request, error: Exception) -> Response:
    """To the page that asks for the password again, and from there back to where the person was."""
    query = f"?{request.url.query}" if request.url.query else ""
    target = f"{request.url.path}{query}" if request.method == "GET" else page_before(request)
    return go_to(request, with_query(str(request.app.url_path_for("confirm_identity")), lanjut=target))


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, RenaksiError)  # noqa: S101 - registered for this class
    if is_api(request):
        fields = error.fields if isinstance(error, Invalid) else {}
        return problem(request, status_of(error), error.message, fields=fields)
    return _answer(request, status_of(error), error.message)


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    text = _("Isian tidak lengkap atau bentuknya salah. Periksa kembali, lalu kirim ulang.")
    if is_api(request):
        return problem(request, 422, text, fields=malformed(error.errors()))
    if isinstance(error.body, FormData) and not is_htmx(request):
        return _form_again(request, error.body, error)
    return _answer(request, 422, text)


def _form_again(request: Request, form: FormData, error: RequestValidationError) -> Response:
    """The fields that were sent, with what is wrong with each."""
    fields = typed_fields(form, error.errors())
    return page(
        request,
        "errors/form.html",
        status=422,
        action=with_query(request.url.path, **dict(request.query_params)),
        fields=fields,
        errors=[{"name": one.name, "text": f"{one.label}: {one.error}"} for one in fields if one.error],
        has_files=any(not isinstance(value, str) for _name, value in form.multi_items()),
        back=_page_before(request),
    )


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    with suppress(SignInNeeded):
        if not is_api(request):
            await current(request)  # an address without a route has not asked yet who is there
    texts = {
        404: _("Halaman ini tidak ada. Periksa alamatnya atau kembali ke beranda."),
        413: _("Kiriman ini terlalu besar. Perkecil berkas atau isiannya, lalu coba lagi."),
        405: _("Cara membuka alamat ini tidak tepat. Kembali ke beranda."),
    }
    text = texts.get(error.status_code, _("Permintaan ini tidak dapat dilayani."))
    if is_api(request):
        return problem(request, error.status_code, text, headers=error.headers)
    return _answer(request, error.status_code, text)


async def _without_database(request: Request, error: Exception) -> Response:
    """The database ended while it was asked: what was sent may be there or not."""
    log.error("the database did not answer: %s", error)
    text = _(
        "Basis data sedang tidak menjawab. Data yang sudah tersimpan aman. Tunggu sebentar, periksa apakah "
        "kiriman terakhir sudah masuk, lalu coba lagi."
    )
    headers = {"retry-after": str(SOON_SECONDS)}
    if is_api(request):
        return problem(request, 503, text, headers=headers)
    answer = _answer(request, 503, text, reference=request_id())
    answer.headers.update(headers)
    return answer


async def _unexpected(request: Request, error: Exception) -> Response:
    text = _(
        "Terjadi galat di Renaksi. Data yang sudah tersimpan aman. Coba lagi; bila berulang, hubungi admin."
    )
    if is_api(request):
        return problem(request, 500, text)
    return _answer(request, 500, text, reference=request_id())


def _answer(request: Request, status: int, text: str, reference: str | None = None) -> Response:
    """A page with the text; for htmx the message alone, into the page's messages, nothing else touched."""
    if is_htmx(request):
        response = page(request, "flashes.html", status=status, flash=Flash("bad", text))
        response.headers["hx-reswap"] = "none"
        return response
    return page(
        request,
        "errors/error.html",
        status=status,
        message=text,
        reference=reference,
        back=_page_before(request),
    )


def _page_before(request: Request) -> str | None:
    """The path of this site that the person came from; None where there is none, or it is this very page."""
    try:
        before = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return None
    if before.netloc != request.url.netloc or (request.method, before.path) == ("GET", request.url.path):
        return None
    return local_path(f"{before.path}?{before.query}" if before.query else before.path)
