"""Who asks by the API: the token in the Authorization header, and the right that a route demands.

No cookie opens anything here, and no token opens a page. The rights are those of the pages' table.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from tracker.accounts import tokens
from tracker.accounts.models import TokenScope
from tracker.accounts.rights import Actor, Right, may
from tracker.accounts.tokens import PREFIX, Bearer
from tracker.errors import Forbidden, RenaksiError
from tracker.i18n import _, use_language
from tracker.web.formats import use_zone
from tracker.web.session import address_of

BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="rnk_…")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


class TokenNeeded(RenaksiError):
    """No token came, or one that opens nothing."""


async def bearer(request: Request, credentials: Credentials) -> Bearer:
    """Who holds the token of the request. Raises TokenNeeded or TooOften."""
    secret = credentials.credentials if credentials else ""
    if not secret.startswith(PREFIX):
        raise TokenNeeded(_("Kirim token API di kepala Authorization: Bearer rnk_…. Buat di halaman akun."))
    who = await tokens.holder(secret, address=address_of(request))
    if who is None:
        raise TokenNeeded(_("Token ini tidak dikenal, sudah berakhir, atau dicabut. Buat yang baru."))
    use_language(who.user.language)
    use_zone(who.institution.tz, who.institution.zone)
    return who


class TokenNeeds:
    """A dependency that gives the actor whose token has a right, and refuses all others."""

    def __init__(self, right: Right, *, writes: bool = False) -> None:
        self.right = right
        self.writes = writes

    async def __call__(self, who: Annotated[Bearer, Depends(bearer)]) -> Actor:
        if not may(who.actor, self.right):
            raise Forbidden(_("Peran pemilik token ini tidak mencakup data ini."))
        if self.writes and who.token.scope is not TokenScope.WRITE:
            raise Forbidden(_("Token ini hanya untuk membaca. Buat token dengan cakupan tulis."))
        return who.actor


def token_needs(right: Right, *, writes: bool = False) -> Callable[..., Awaitable[Actor]]:
    """Dependency of a route of the API: the actor, who has the right somewhere in the institution."""
    return TokenNeeds(right, writes=writes)


CurrentBearer = Annotated[Bearer, Depends(bearer)]
