"""People and their sign-ins."""

from datetime import datetime
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


class User(Document):
    """A person who may sign in, with a role in each of some institutions."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    email: str
    name: str
    password_hash: str
    memberships: Annotated[list[Membership], Field(min_length=1)]
    language: str = "id"
    active: bool = True
    created_at: datetime

    class Settings:
        name = "users"
        indexes = [IndexModel([("email", 1)], unique=True, name="user_email")]

    def actor(self, instansi: str) -> Actor | None:
        """The person at work in an institution; None where they have no membership there."""
        for membership in self.memberships:
            if membership.instansi == instansi:
                return Actor(
                    user_id=str(self.id),
                    name=self.name,
                    email=self.email,
                    instansi=instansi,
                    role=membership.role,
                    units=None if membership.units is None else frozenset(membership.units),
                )
        return None


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


class SignIn(Document):
    """One open sign-in of a person in an institution. Its id is the SHA-256 of the token in the cookie."""

    id: str  # type: ignore[assignment]
    user_id: PydanticObjectId
    instansi: str
    created_at: datetime
    expires_at: datetime
    address: str
    agent: str

    class Settings:
        name = "sign_ins"
        indexes = [
            IndexModel([("user_id", 1), ("created_at", -1)], name="sign_ins_of_user"),
            IndexModel([("expires_at", 1)], name="sign_ins_by_expiry"),
        ]
