"""Who is asking: the cookie of a sign-in, and the right that a route demands.

Every route names its right by `needs(Right.…)` or is public; a test walks all of them.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.responses import Response

from tracker.accounts import sessions
from tracker.accounts.rights import Actor, Right, may
from tracker.accounts.sessions import SignedIn
from tracker.clock import now
from tracker.deadlines.lookup import nearest
from tracker.errors import Forbidden, RenaksiError
from tracker.i18n import _, use_language
from tracker.notices.service import unread
from tracker.web.cookies import put_cookie, read_cookie
from tracker.web.formats import use_zone
from tracker.web.pages import is_htmx

COOKIE = "renaksi_session"


class SignInNeeded(RenaksiError):
    """Nobody is signed in, or no longer."""


class ConfirmationNeeded(RenaksiError):
    """The step is grave, and it was long ago that the person proved that it is them."""


async def current(request: Request) -> SignedIn:
    """Who is signed in. Raises SignInNeeded."""
    token = read_cookie(request, COOKIE)
    who = await sessions.signed_in(token) if token else None
    if who is None:
        raise SignInNeeded(_("Silakan masuk lebih dahulu."))
    use_language(who.user.language)
    use_zone(who.institution.tz, who.institution.zone)
    request.state.signed_in = who
    if request.method == "GET" and not is_htmx(request) and may(who.actor, Right.VIEW_DEADLINE):
        request.state.deadline_ahead = await nearest(who.actor, who.institution, now())  # for the header
        request.state.unread = await unread(who.actor)
    return who


class Needs:
    """A dependency that gives the actor who has a right, and refuses everybody else.

    With `confirmed` it sends people who have been signed in for a while to prove once more who they are.
    """

    def __init__(self, right: Right, *, confirmed: bool = False) -> None:
        self.right = right
        self.confirmed = confirmed

    async def __call__(self, who: Annotated[SignedIn, Depends(current)]) -> Actor:
        if not may(who.actor, self.right):
            raise Forbidden(
                _("Peran Anda tidak mencakup halaman ini. Bila perlu, minta admin instansi menambahkannya.")
            )
        if self.confirmed and not who.is_confirmed:
            raise ConfirmationNeeded(_("Pastikan dahulu bahwa ini Anda."))
        return who.actor


def needs(right: Right, *, confirmed: bool = False) -> Callable[..., Awaitable[Actor]]:
    """Dependency of a route: the actor, who has the right somewhere in the institution.

    The service then demands it for each id that the request names.
    """
    return Needs(right, confirmed=confirmed)


CurrentSignedIn = Annotated[SignedIn, Depends(current)]


def keep_token(response: Response, token: str) -> None:
    """Put the token of a sign-in into its cookie."""
    put_cookie(response, COOKIE, token, seconds=int(sessions.longest().total_seconds()))


def sender(request: Request) -> dict[str, str]:
    """Where a request comes from and by which browser, as sign-ins keep it."""
    return {"address": address_of(request), "agent": request.headers.get("user-agent", "")}


def address_of(request: Request) -> str:
    """The network address from which a request comes; "" where there is none."""
    return request.client.host if request.client else ""


def local_path(target: str | None) -> str:
    """The target where it is a path of this site, else "/": a redirect never leads elsewhere.

    Browsers read a backslash as a slash and drop tabs and line ends, so neither is let through.
    """
    target = target or "/"
    try:
        parts = urlsplit(target)
    except ValueError:  # such as half an address in brackets
        return "/"
    is_local = not parts.scheme and not parts.netloc and target.startswith("/") and "\\" not in parts.path
    return target if is_local and not target.startswith("//") and target.isprintable() else "/"


def page_before(request: Request) -> str:
    """The path of this site from which the request was sent, else "/"."""
    try:
        back = urlsplit(request.headers.get("referer", "/"))
    except ValueError:  # what no browser sends
        return "/"
    return local_path(f"{back.path}?{back.query}" if back.query else back.path)
