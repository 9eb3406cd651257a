"""Refuse writes that another site made the browser send.

Browsers say where a request comes from: `Sec-Fetch-Site` in all current ones, `Origin` with every POST in
older ones too. A write passes only when one of them names this very site; a write with neither is refused.
Decision record 0003 tells why no token is carried in the forms.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tracker.i18n import _

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
PROGRAMS = "/api/"
"""Below it no cookie is read: what a browser sends by itself opens nothing there."""


def is_same_site(headers: Headers) -> bool:
    """Whether the headers say that a page of this very host sent the request."""
    fetch_site = headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc == headers.get("host")
    except ValueError:  # what no browser sends
        return False


class SameSiteWrites:
    """ASGI middleware: 403 for a write that did not come from a page of this host."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_write = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        is_write = is_write and not scope["path"].startswith(PROGRAMS)
        if is_write and not is_same_site(Headers(scope=scope)):
            text = _("Permintaan ini tidak berasal dari halaman Renaksi. Muat ulang halaman, lalu coba lagi.")
            await PlainTextResponse(text, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)
