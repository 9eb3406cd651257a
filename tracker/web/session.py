"""Who is asking: the cookie of a sign-in, and the right that a route demands.

Every route names its right by `needs(Right.…)` or is public; a test walks all of them.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.responses import Response

from tracker.accounts import service
from tracker.accounts.rights import Actor, Right, may
from tracker.accounts.service import SIGN_IN_LASTS, SignedIn
from tracker.clock import now
from tracker.deadlines.lookup import nearest
from tracker.errors import Forbidden, RenaksiError
from tracker.i18n import _, use_language
from tracker.settings import get_settings
from tracker.web.formats import use_zone
from tracker.web.pages import is_htmx

COOKIE = "renaksi_session"


class SignInNeeded(RenaksiError):
    """Nobody is signed in, or no longer."""


async def current(request: Request) -> SignedIn:
    """Who is signed in. Raises SignInNeeded."""
    token = request.cookies.get(COOKIE)
    who = await service.signed_in(token) if token else None
    if who is None:
        raise SignInNeeded(_("Silakan masuk lebih dahulu."))
    use_language(who.user.language)
    use_zone(who.institution.tz, who.institution.zone)
    request.state.signed_in = who
    if request.method == "GET" and not is_htmx(request) and may(who.actor, Right.VIEW_DEADLINE):
        request.state.deadline_ahead = await nearest(who.actor, who.institution, now())  # for the header
    return who


class Needs:
    """A dependency that gives the actor who has a right, and refuses everybody else."""

    def __init__(self, right: Right) -> None:
        self.right = right

    async def __call__(self, who: Annotated[SignedIn, Depends(current)]) -> Actor:
        if not may(who.actor, self.right):
            raise Forbidden(
                _("Peran Anda tidak mencakup halaman ini. Bila perlu, minta admin instansi menambahkannya.")
            )
        return who.actor


def needs(right: Right) -> Callable[..., Awaitable[Actor]]:
    """Dependency of a route: the actor, who has the right somewhere in the institution.

    The service then demands it for each id that the request names.
    """
    return Needs(right)


CurrentSignedIn = Annotated[SignedIn, Depends(current)]


def keep_token(response: Response, token: str) -> None:
    """Put the token of a sign-in into its cookie."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        httponly=True,
        secure=get_settings().cookie_secure,
        samesite="lax",
        path="/",
    )


def local_path(target: str | None) -> str:
    """The target where it is a path of this site, else "/": a redirect never leads elsewhere."""
    try:
        parts = urlsplit(target or "/")
    except ValueError:  # such as half an address in brackets
        return "/"
    is_local = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in parts.path
    return (target or "/") if is_local and not parts.path.startswith("//") else "/"
