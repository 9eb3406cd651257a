"""The language of a request until somebody is known to have chosen one."""

from starlette.types import ASGIApp, Receive, Scope, Send

from tracker.i18n import use_language
from tracker.settings import get_settings


class RequestLanguage:
    """ASGI middleware: sets the installation's language before anything answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            use_language(get_settings().default_language)
        await self.app(scope, receive, send)
