"""Cookies: of this site alone, closed to scripts, and bound to TLS where people reach Renaksi by it."""

from starlette.requests import Request
from starlette.responses import Response

from tracker.settings import get_settings

HOST_ONLY = "__Host-"


def cookie_name(base: str) -> str:
    """The name as browsers hold it: behind TLS with the prefix that no sister host can set."""
    return HOST_ONLY + base if get_settings().is_https else base


def read_cookie(request: Request, base: str) -> str | None:
    """The value that the browser sent, or None."""
    return request.cookies.get(cookie_name(base)) or None


def put_cookie(response: Response, base: str, value: str, *, seconds: int) -> None:
    """Leave a cookie for so many seconds."""
    response.set_cookie(
        cookie_name(base),
        value,
        max_age=seconds,
        httponly=True,
        secure=get_settings().is_https,
        samesite="lax",
        path="/",
    )


def drop_cookie(response: Response, base: str) -> None:
    """Have the browser forget a cookie."""
    response.delete_cookie(
        cookie_name(base), path="/", secure=get_settings().is_https, httponly=True, samesite="lax"
    )
