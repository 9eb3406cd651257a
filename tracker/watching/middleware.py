"""Each request gets an id, which its log lines and jobs bear, and is measured by its route."""

import logging
import re
import secrets
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.watching.logs import about
from tracker.watching.metrics import REQUESTS

HEADER = "x-request-id"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_NO_ROUTE = "-"
log = logging.getLogger("renaksi.web")


class WatchedRequests:
    """ASGI middleware. An id that a proxy gave is kept where it looks like one; the answer bears it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        status, began = 500, monotonic()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with about(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_id)
            finally:
                _note(scope, status, monotonic() - began)


def _note(scope: Scope, status: int, seconds: float) -> None:
    """Count and log the route's template: an address may hold what people typed."""
    route = getattr(scope.get("route"), "path", _NO_ROUTE)
    REQUESTS.labels(scope["method"], route, str(status)).observe(seconds)
    told = {"method": scope["method"], "route": route, "status": status, "ms": round(seconds * 1000)}
    log.info("request", extra=told)
