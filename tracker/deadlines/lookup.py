"""Finding deadlines: all of an institution, the nearest one for a person, and what is due by them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Role
from tracker.deadlines.models import Deadline
from tracker.deadlines.rules import Due, Remaining, remaining, through_for
from tracker.deadlines.windows import Stage
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.institutions.models import Institution


@dataclass(frozen=True, slots=True)
class Countdown:
    """A deadline with the time that is left, as chips and lists show it."""

    id: str
    title: str
    year: int
    through: int
    closes_at: datetime
    state: str
    days_left: int
    working_days_left: int | None
    days_late: int | None


async def nearest(actor: Actor, institution: Institution, at: datetime) -> Countdown | None:
    """The next deadline of what this person has to do, or None: to the last instant of their own unit."""
    stages, unit = stages_of(actor.role), only_unit(actor)
    ahead = [
        deadline
        for deadline in await listed(institution.id)
        if deadline.stage in stages and deadline.closes_for(unit) >= at
    ]
    if not ahead:
        return None
    first = min(ahead, key=lambda deadline: deadline.closes_for(unit))
    return countdown(first, at, institution.tz, unit=unit)


def stages_of(role: Role) -> frozenset[Stage]:
    """The stages whose deadlines press a person of that role."""
    if role is Role.BUREAU:
        return frozenset({Stage.REPORT, Stage.CORRECT})
    return frozenset(Stage) if role is Role.INSPECTORATE else frozenset({Stage.REPORT})


def only_unit(actor: Actor) -> str | None:
    """The person's unit where they have just one, so that its extensions are theirs; else None."""
    return next(iter(actor.units)) if actor.units is not None and len(actor.units) == 1 else None


def countdown(
    deadline: Deadline, at: datetime, zone: ZoneInfo, *, unit: str | None = None, is_complete: bool = False
) -> Countdown:
    """The time that is left to a deadline at an instant, for everybody or for a unit."""
    closes_at = deadline.closes_for(unit)
    left: Remaining = remaining(closes_at, at, zone, is_complete=is_complete)
    return Countdown(
        id=str(deadline.id),
        title=deadline.title,
        year=deadline.year,
        through=deadline.through,
        closes_at=closes_at,
        state=str(left.state),
        days_left=left.days_left,
        working_days_left=left.working_days_left,
        days_late=left.days_late,
    )


async def listed(instansi: str) -> list[Deadline]:
    """The institution's deadlines, earliest first, without the removed ones."""
    return await Deadline.find({"instansi": instansi, "removed": False}).sort("+closes_at").to_list()


async def reporting(instansi: str) -> list[Deadline]:
    """Those by which reports are due, earliest first."""
    return [deadline for deadline in await listed(instansi) if deadline.is_due]


async def due_through(institution: Institution, year: int, at: datetime) -> int:
    """Through which triwulan a year's cells count as due at an instant: 0 to 4."""
    dues = [as_due(deadline, institution.tz) for deadline in await reporting(institution.id)]
    return through_for(at.astimezone(institution.tz).date(), dues, year)


def as_due(deadline: Deadline, zone: ZoneInfo) -> Due:
    """What the rules need of a deadline."""
    return Due(deadline.year, deadline.through, deadline.closes_at.astimezone(zone).date())


async def find_deadline(actor: Actor, deadline_id: PydanticObjectId) -> Deadline:
    """A deadline of the person's institution. Raises NotFound."""
    found = await Deadline.find_one({"_id": deadline_id, "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Tenggat ini tidak ditemukan. Mungkin sudah dihapus."))
    return found


async def zone_of(instansi: str) -> ZoneInfo:
    institution = await Institution.get(instansi)
    if institution is None:
        raise NotFound(_("Instansi ini tidak ditemukan."))
    return institution.tz
