"""Talking with the provider of single sign-on: OpenID Connect, Authorization Code with PKCE.

Every call has a time limit and an upper size, follows no redirect, and stays with the provider's own scheme.
"""

import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tracker.accounts.claims import UntrueToken, verified
from tracker.clock import real_now
from tracker.errors import RenaksiError
from tracker.i18n import _
from tracker.settings import Settings, get_settings

log = logging.getLogger(__name__)
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
MOST_BYTES = 2**20
METADATA_LASTS = 600.0  # seconds
JOURNEY_LASTS = 600  # seconds between leaving for the provider and coming back
_metadata_of: dict[str, tuple[float, dict[str, Any]]] = {}


class SignInRefused(RenaksiError):
    """Nobody is signed in by this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Journey:
    """On the way to the provider: where to send the browser, and what it brings back in its cookie."""

    url: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Back from the provider: what it says of the person, and where they wanted to go."""

    claims: dict[str, Any]
    next_path: str


async def depart(settings: Settings, *, redirect_uri: str, next_path: str, again: bool) -> Journey:
    """Begin a sign-in at the provider. `again` asks it to make sure of the person anew."""
    metadata = await _metadata(settings)
    kept = {
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
        "next": next_path,
    }
    url = prepare_grant_uri(
        _endpoint(metadata, "authorization_endpoint", settings),
        settings.oidc_client_id,
        "code",
        redirect_uri=redirect_uri,
        scope=settings.oidc_scopes,
        state=kept["state"],
        nonce=kept["nonce"],
        code_challenge=create_s256_code_challenge(kept["verifier"]),
        code_challenge_method="S256",
        prompt="login" if again else None,
    )
    return Journey(str(url), _serializer().dumps(kept))


async def arrive(
    settings: Settings, *, redirect_uri: str, query: dict[str, str], cookie: str | None
) -> Arrival:
    """Finish a sign-in with what the provider sent the browser back with. Raises SignInRefused."""
    kept = _kept(cookie)
    if kept is None or not secrets.compare_digest(query.get("state", "").encode(), kept["state"].encode()):
        raise _refused("the state does not fit, or the journey took too long")
    if query.get("iss", settings.oidc_issuer) != settings.oidc_issuer:
        raise _refused("the answer names another issuer")
    if "code" not in query:
        raise _refused(f"the provider answered {query.get('error', 'without a code')[:100]}")
    metadata = await _metadata(settings)
    tokens = await _exchange(settings, metadata, redirect_uri, query["code"], kept["verifier"])
    id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise _refused("the provider gave no tokens")
    try:
        claims = verified(
            id_token,
            await _keys(metadata, settings),
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            nonce=kept["nonce"],
            access_token=access_token,
            at=int(real_now().timestamp()),
        )
    except (UntrueToken, JoseError, KeyError, TypeError, ValueError) as error:
        raise _refused(f"the ID token proves nothing: {error}") from error
    return Arrival(claims | await _more(settings, metadata, claims, access_token), kept["next"])


async def _more(
    settings: Settings, metadata: dict[str, Any], claims: dict[str, Any], access_token: str
) -> dict[str, Any]:
    """What the ID token left out, from the userinfo endpoint where there is one; never another person's."""
    if "userinfo_endpoint" not in metadata:
        return {}
    url = _endpoint(metadata, "userinfo_endpoint", settings)
    found = await _json("GET", url, headers={"authorization": f"Bearer {access_token}"})
    if found.get("sub") != claims["sub"]:
        raise _refused("userinfo speaks of somebody else")
    return {name: value for name, value in found.items() if name not in claims}


async def _exchange(
    settings: Settings, metadata: dict[str, Any], redirect_uri: str, code: str, verifier: str
) -> dict[str, Any]:
    """The tokens for a code, which the provider takes once."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
        "client_id": settings.oidc_client_id,
    }
    secret = settings.oidc_secret()
    auth = None
    if secret is not None:
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" in methods:
            auth = httpx.BasicAuth(settings.oidc_client_id, secret)
        else:
            form["client_secret"] = secret
    url = _endpoint(metadata, "token_endpoint", settings)
    return await _json("POST", url, data=form, auth=auth)


async def _metadata(settings: Settings) -> dict[str, Any]:
    """What the provider says of itself, kept for a while."""
    issuer = settings.oidc_issuer
    at, found = _metadata_of.get(issuer, (0.0, {}))
    if not found or time.monotonic() - at > METADATA_LASTS:
        found = await _json("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise _refused(f"the provider calls itself {str(found.get('issuer'))[:100]}, not {issuer}")
        _metadata_of[issuer] = (time.monotonic(), found)
    return found


async def _keys(metadata: dict[str, Any], settings: Settings) -> KeySet:
    """The keys with which the provider signs now."""
    found = await _json("GET", _endpoint(metadata, "jwks_uri", settings))
    return KeySet.import_key_set({"keys": found["keys"]})


def _endpoint(metadata: dict[str, Any], name: str, settings: Settings) -> str:
    """An address of the provider; behind TLS none without it."""
    url = metadata.get(name)
    schemes = ("https://",) if settings.oidc_issuer.startswith("https://") else ("https://", "http://")
    if not isinstance(url, str) or not url.startswith(schemes):
        raise _refused(f"the provider's {name} cannot be used")
    return url


async def _json(method: str, url: str, **options: Any) -> dict[str, Any]:
    """The JSON object that an address of the provider answers with. Raises SignInRefused."""
    try:
        async with (
            httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False) as client,
            client.stream(method, url, **options) as answer,
        ):
            content = b""
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise _refused(f"{url} answers without end")
            found = httpx.Response(answer.status_code, content=content).json()
    except (httpx.HTTPError, ValueError) as error:
        raise _refused(f"{url}: {type(error).__name__}") from error
    if not answer.is_success or not isinstance(found, dict):
        raise _refused(f"{url} answered {answer.status_code}")
    return found


def _kept(cookie: str | None) -> dict[str, str] | None:
    try:
        found = _serializer().loads(cookie or "", max_age=JOURNEY_LASTS)
    except BadSignature:
        return None
    return found if isinstance(found, dict) else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(get_settings().signing_key(), salt="sign-in-journey")


def _refused(why: str) -> SignInRefused:
    """The same sentence for whatever was wrong; the log knows why."""
    log.warning("single sign-on refused: %s", why)
    return SignInRefused(
        _("Masuk lewat SSO tidak berhasil. Coba lagi; bila berulang, hubungi administrator.")
    )
