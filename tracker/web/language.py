"""The language of a request until the person who sends it is known."""

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from tracker.i18n import LANGUAGES, use_language
from tracker.settings import get_settings
from tracker.web.cookies import cookie_name

COOKIE = "renaksi_language"


class RequestLanguage:
    """ASGI middleware: sets the language of the browser's cookie, or the installation's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            chosen = cookie_parser(Headers(scope=scope).get("cookie", "")).get(cookie_name(COOKIE))
            use_language(chosen if chosen in LANGUAGES else get_settings().default_language)
        await self.app(scope, receive, send)
