"""What a provider of single sign-on says of a person: whether it can be believed, and what they are here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tracker.accounts.rights import Role
from tracker.settings import Settings, SettingsError

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that the provider alone holds: never none, nor one made with our own secret."""
LEEWAY_SECONDS = 60


class UntrueToken(Exception):
    """A token that proves nothing; the text says why, for the log."""


def verified(
    token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, access_token: str, at: int
) -> dict[str, Any]:
    """The claims of an ID token, where signature, issuer, audience, times and nonce are right.

    `at` is the instant in seconds since 1970. Raises UntrueToken. Source: OpenID Connect Core 1.0, 3.1.3.7.
    """
    try:
        decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
        options = {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
        }
        params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        claims.validate(now=at, leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError) as error:
        raise UntrueToken(f"{type(error).__name__}: {error}") from error
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise UntrueToken("sub is no text")
    return dict(claims)


@dataclass(frozen=True, slots=True)
class Placement:
    """What the claims make of a person. `unit_codes` None: the claims do not speak of units."""

    role: Role
    unit_codes: list[str] | None


def placement_of(claims: Mapping[str, Any], settings: Settings) -> Placement | None:
    """What the person is by their groups; None where none of these is mapped. Raises SettingsError."""
    groups = set(texts_at(claims, settings.oidc_role_claim))
    role = next((role for group, role in role_map(settings.oidc_role_map) if group in groups), None)
    if role is None:
        return None
    codes = texts_at(claims, settings.oidc_unit_claim) if settings.oidc_unit_claim else None
    return Placement(role, codes)


def role_map(text: str) -> list[tuple[str, Role]]:
    """Pairs of group and role, in order: "rb-admin=admin,rb-opd=bureau". Raises SettingsError."""
    pairs = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        group, _equals, role = part.rpartition("=")
        if not group or role.strip() not in set(Role):
            raise SettingsError(f"RENAKSI_OIDC_ROLE_MAP: {part!r} != kelompok=({' | '.join(Role)})")
        pairs.append((group.strip(), Role(role.strip())))
    return pairs


def texts_at(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts of a claim, whose path may go down by dots: "realm_access.roles". [] where there are none."""
    value: Any = claims
    if path in claims:  # some providers name claims by an address, which has dots too
        value = claims[path]
    else:
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
