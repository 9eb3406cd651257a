"""Who must hear of something in an institution."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.accounts.models import User
from tracker.accounts.rights import Actor, Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at work in an institution, with where and in what language to reach them."""

    actor: Actor
    email: str
    language: str


async def people_of(instansi: str) -> list[Person]:
    """Everybody who may sign in to the institution."""
    users = await User.find({"memberships.instansi": instansi, "active": True}).to_list()
    return [
        Person(actor, user.email, user.language)
        for user in users
        if (actor := user.actor(instansi)) is not None
    ]


def of_unit(people: Iterable[Person], unit: str | None) -> list[Person]:
    """Those who report for a unit by name; where nobody does, those who report for all units."""
    bureau = [person for person in people if person.actor.role is Role.BUREAU]
    named = [person for person in bureau if person.actor.units and unit in person.actor.units]
    return named or [person for person in bureau if person.actor.units is None]
