"""People, their sign-ins, the links that let them in, and who acts for whom."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

from tracker.accounts.rights import Actor, Role


class Membership(BaseModel):
    """What a person is in one institution. `units` None: all of its units."""

    instansi: str
    role: Role
    units: list[str] | None = None


class SecondFactor(BaseModel):
    """An authenticator app of a person. `secret` is sealed with the installation's key."""

    secret: str
    since: datetime
    last_step: int = 0  # the 30-second step of the last code that was taken: none counts twice
    recovery: list[str] = Field(default_factory=list)  # SHA-256 of the codes that are left


class User(Document):
    """A person who may sign in, with a role in each of some institutions."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    email: str
    name: str
    password_hash: str | None = None  # None: invited and not come yet, or signs in elsewhere only
    identities: list[str] = Field(default_factory=list)  # "issuer subject" of single sign-on
    second_factor: SecondFactor | None = None
    memberships: Annotated[list[Membership], Field(min_length=1)]
    language: str = "id"
    tour_closed: bool = False  # has seen the first tour, or did not want it
    active: bool = True
    created_at: datetime
    version: int = 1

    class Settings:
        name = "users"
        indexes = [
            IndexModel([("email", 1)], unique=True, name="user_email"),
            IndexModel([("identities", 1)], name="user_identity"),
            IndexModel([("memberships.instansi", 1), ("name", 1)], name="users_of_institution"),
        ]

    def membership(self, instansi: str) -> Membership | None:
        """What the person is in an institution, or None."""
        return next((one for one in self.memberships if one.instansi == instansi), None)

    def actor(self, instansi: str) -> Actor | None:
        """The person at work in an institution; None where they have no membership there."""
        membership = self.membership(instansi)
        if membership is None:
            return None
        return Actor(
            user_id=str(self.id),
            name=self.name,
            email=self.email,
            instansi=instansi,
            role=membership.role,
            units=None if membership.units is None else frozenset(membership.units),
        )

    @property
    def has_signed_up(self) -> bool:
        """Whether the person has a way to sign in: a password, or an account elsewhere."""
        return self.password_hash is not None or bool(self.identities)


class SignInAttempt(Document):
    """An attempt to sign in that has not been seen to be right. `account` is a hash of the address typed."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    account: str
    address: str
    at: datetime

    class Settings:
        name = "sign_in_attempts"
        indexes = [
            IndexModel([("account", 1), ("address", 1)], name="attempts_on_account"),
            IndexModel([("address", 1)], name="attempts_from_address"),
            IndexModel([("at", 1)], name="attempts_by_age"),
        ]


class Stage(StrEnum):
    """How far a sign-in has come."""

    OPEN = "open"
    CODE = "code"  # the password was right, the code of the second factor is awaited
    SET_UP = "set_up"  # the password was right, a second factor is demanded and must be set up first


class SignIn(Document):
    """One sign-in of a person in an institution. Its id is the SHA-256 of the token in the cookie.

    `handle` names it on pages, `provider` says that it came by single sign-on, `deputy_id` for whom the
    person acts, `confirmed_at` when they last proved that it is them.
    """

    id: str  # type: ignore[assignment]
    user_id: PydanticObjectId
    instansi: str
    created_at: datetime
    expires_at: datetime
    seen_at: datetime | None = None
    confirmed_at: datetime | None = None
    address: str
    agent: str
    handle: str = ""
    stage: Stage = Stage.OPEN
    provider: bool = False
    deputy_id: PydanticObjectId | None = None

    class Settings:
        name = "sign_ins"
        indexes = [
            IndexModel([("user_id", 1), ("created_at", -1)], name="sign_ins_of_user"),
            IndexModel([("expires_at", 1)], name="sign_ins_by_expiry"),
        ]


class LinkKind(StrEnum):
    """What a link to set a password is for."""

    INVITATION = "invitation"
    RESET = "reset"


class AccountLink(Document):
    """A link by which a person sets a password, once. `nonce` is the SHA-256 of what the link carries."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    user_id: PydanticObjectId
    kind: LinkKind
    nonce: str
    created_at: datetime
    expires_at: datetime
    by_name: str
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    class Settings:
        name = "account_links"
        indexes = [IndexModel([("user_id", 1), ("created_at", -1)], name="links_of_user")]


class Deputy(Document):
    """A person who acts for another in an institution, from one instant until another."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    for_id: PydanticObjectId
    deputy_id: PydanticObjectId
    starts_at: datetime
    ends_at: datetime
    reason: str
    by_name: str
    created_at: datetime
    revoked_at: datetime | None = None

    class Settings:
        name = "deputies"
        indexes = [
            IndexModel([("deputy_id", 1), ("instansi", 1)], name="deputies_of_person"),
            IndexModel([("for_id", 1), ("instansi", 1)], name="deputies_for_person"),
        ]

    def holds(self, at: datetime) -> bool:
        """Whether the person may act for the other at an instant."""
        return self.revoked_at is None and self.starts_at <= at < self.ends_at


class TokenScope(StrEnum):
    """What a program that holds a token may do with its owner's rights."""

    READ = "read"
    WRITE = "write"


class ApiToken(Document):
    """A token by which a program uses the rights that a person has in an institution.

    `digest` is the SHA-256 of the secret, which is shown once; `hint` its first signs, by which it is told
    apart. `ended_because`: revoked, admin, or what ended the person's sign-ins too.
    """

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    instansi: str
    user_id: PydanticObjectId
    name: str
    digest: str
    hint: str
    scope: TokenScope = TokenScope.READ
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_because: str = ""

    class Settings:
        name = "api_tokens"
        indexes = [
            IndexModel([("digest", 1)], unique=True, name="token_digest"),
            IndexModel([("instansi", 1), ("user_id", 1)], name="tokens_of_person"),
            IndexModel([("user_id", 1)], name="tokens_of_user"),
        ]


class ApiUse(Document):
    """When a token was last used, and how often within the present minute.

    Its id is the token's; or "address:" and a hash, for an address that sends tokens which open nothing.
    `day`: of the last use, in the institution's zone.
    """

    id: str  # type: ignore[assignment]
    minute: int = 0
    requests: int = 0
    at: datetime
    address: str = ""
    day: str = ""

    class Settings:
        name = "api_uses"
        indexes = [IndexModel([("at", 1)], name="uses_by_age")]
