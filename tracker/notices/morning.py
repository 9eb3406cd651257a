"""The reminders of a morning: who is told what of which deadline, once a day in each institution."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from tracker.accounts.rights import Role
from tracker.deadlines.lookup import listed
from tracker.deadlines.models import Deadline
from tracker.deadlines.standing import UnitStanding, unit_standings
from tracker.institutions.models import Institution
from tracker.notices.models import Notice
from tracker.notices.people import Person, people_of
from tracker.notices.rules import (
    DAYS_AFTER,
    DAYS_BEFORE,
    TOLD,
    Due,
    Lack,
    Occasion,
    UnitShare,
    due_on,
    lack_of,
    morning_of,
)
from tracker.notices.service import keep_new, notice_id, write_letters

FARTHEST = max(*DAYS_BEFORE, *DAYS_AFTER)


@dataclass(frozen=True, slots=True)
class Morning:
    """A morning in an institution."""

    institution: Institution
    day: date
    at: datetime

    def day_of(self, instant: datetime) -> date:
        """The day of an instant in the institution's zone."""
        return instant.astimezone(self.institution.tz).date()


async def remind(at: datetime) -> int:
    """Tell everybody what falls on the morning of `at` in their institution; how many notices are new.

    It may be done again, and by several workers at once: a notice is named after what it tells and the day.
    """
    made = 0
    for institution in await Institution.find_all().to_list():
        day = morning_of(at, institution.tz)
        if day is not None:
            made += await keep_new(await _notices(Morning(institution, day, at)))
            await write_letters(institution.id, day, at)
    return made


async def _notices(morning: Morning) -> list[Notice]:
    near = [each for each in await listed(morning.institution.id) if _is_near(each, morning)]
    people = await people_of(morning.institution.id) if near else []
    found: list[Notice] = []
    for deadline in near:
        shares = [_share(each, morning) for each in await unit_standings(deadline)]
        for person in people:
            found += _of_person(person, deadline, shares, morning)
    return found


def _is_near(deadline: Deadline, morning: Morning) -> bool:
    closings = [deadline.closes_at, *(each.closes_at for each in deadline.extensions)]
    return any(abs((morning.day_of(closing) - morning.day).days) <= FARTHEST for closing in closings)


def _share(standing: UnitStanding, morning: Morning) -> UnitShare:
    return UnitShare(standing.unit, standing.missing, standing.is_silent, morning.day_of(standing.closes_at))


def _of_person(
    person: Person, deadline: Deadline, shares: Sequence[UnitShare], morning: Morning
) -> list[Notice]:
    """What a person is told of a deadline: one notice for each closing day among their units."""
    actor = person.actor
    by_day: dict[date, list[UnitShare]] = {}
    for share in shares:
        if actor.units is None or share.unit in actor.units:
            by_day.setdefault(share.closes_on, []).append(share)
    found = []
    for closes_on, of_day in by_day.items():
        due, lack = due_on(morning.day, closes_on), lack_of(of_day)
        if due is not None and lack.missing and deadline.stage in TOLD[actor.role][due.occasion]:
            found.append(_notice(person, deadline, due, lack, closes_on, morning))
    return found


def _notice(
    person: Person, deadline: Deadline, due: Due, lack: Lack, closes_on: date, morning: Morning
) -> Notice:
    own_work = person.actor.role is Role.BUREAU and person.actor.units is not None
    return Notice(
        id=notice_id(person.actor.user_id, f"deadline:{deadline.id}:{morning.day}:{closes_on}"),
        instansi=morning.institution.id,
        user_id=person.actor.user_id,
        kind="deadline_late" if due.occasion is Occasion.LATE else "deadline_ahead",
        data={
            "title": deadline.title,
            "stage": str(deadline.stage),
            "days": due.days,
            "closes_on": closes_on.isoformat(),
            "own": person.actor.units is not None,
            **asdict(lack),
        },
        path=f"/kerja?tahun={deadline.year}" if own_work else f"/tenggat/{deadline.id}",
        at=morning.at,
    )
