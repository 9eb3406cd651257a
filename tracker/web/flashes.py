"""Messages that outlive a redirect: one signed cookie, read once by the next page."""

from dataclasses import asdict, dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from tracker.settings import get_settings
from tracker.web.cookies import put_cookie, read_cookie

COOKIE = "renaksi_flash"


@dataclass(frozen=True, slots=True)
class Flash:
    """A message; `kind` is good, info, warn or bad; the button of `undo_url` posts to it."""

    kind: str
    text: str
    undo_url: str | None = None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(get_settings().signing_key(), salt="flash")


def put(response: Response, flash: Flash) -> None:
    """Leave a message for the next page."""
    put_cookie(response, COOKIE, _serializer().dumps(asdict(flash)), seconds=60)


def read(request: Request) -> list[Flash]:
    """The messages left for this page: one or none. A forged cookie counts as none."""
    raw = read_cookie(request, COOKIE)
    if not raw:
        return []
    try:
        return [Flash(**_serializer().loads(raw))]
    except (BadSignature, TypeError):
        return []
