"""Who may do what: one table from right to the roles that have it, and how far it reaches.

The table is asked on the server for every route and for every id in a payload (`may`, `demand`). A right
that reaches OWN covers the units named in a membership, or all of them where the membership says so;
COORDINATOR is for memberships over all units, such as the bureau that keeps the road map; INSTITUTION covers
every unit. Nothing reaches beyond the institution in which a person is signed in.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import Forbidden, NotFound
from tracker.i18n import _


class Role(StrEnum):
    """What a person is in an institution."""

    BUREAU = "bureau"
    INSPECTORATE = "inspectorate"
    LEADERSHIP = "leadership"
    ADMIN = "admin"


class Reach(StrEnum):
    """How far a right goes within the institution."""

    OWN = "own"
    COORDINATOR = "coordinator"
    INSTITUTION = "institution"


class Right(StrEnum):
    """Things that a person may do."""

    VIEW_PLAN = "view_plan"
    EDIT_PLAN = "edit_plan"
    VIEW_PROGRESS = "view_progress"
    REPORT_PROGRESS = "report_progress"
    DECIDE_PROGRESS = "decide_progress"
    VIEW_EVIDENCE = "view_evidence"
    UPLOAD_EVIDENCE = "upload_evidence"
    DECIDE_FINDING = "decide_finding"
    VIEW_DEADLINE = "view_deadline"
    MANAGE_DEADLINE = "manage_deadline"
    MANAGE_INDICATORS = "manage_indicators"
    VIEW_FIGURES = "view_figures"
    VIEW_INQUIRY = "view_inquiry"
    ASK = "ask"
    ANSWER = "answer"
    SHARE = "share"
    VIEW_AUDIT = "view_audit"
    MANAGE_JOBS = "manage_jobs"
    MANAGE_PEOPLE = "manage_people"
    OWN_ACCOUNT = "own_account"


_OWN, _ALL = Reach.OWN, Reach.INSTITUTION
_EVERYBODY = {Role.BUREAU: _ALL, Role.INSPECTORATE: _ALL, Role.LEADERSHIP: _ALL, Role.ADMIN: _ALL}

RIGHTS: dict[Right, dict[Role, Reach]] = {
    Right.VIEW_PLAN: _EVERYBODY,
    Right.EDIT_PLAN: {Role.BUREAU: Reach.COORDINATOR, Role.ADMIN: _ALL},
    Right.VIEW_PROGRESS: {
        Role.BUREAU: _OWN,
        Role.INSPECTORATE: _ALL,
        Role.LEADERSHIP: _ALL,
        Role.ADMIN: _ALL,
    },
    Right.REPORT_PROGRESS: {Role.BUREAU: _OWN},
    Right.DECIDE_PROGRESS: {Role.INSPECTORATE: _ALL},
    Right.VIEW_EVIDENCE: {
        Role.BUREAU: _OWN,
        Role.INSPECTORATE: _ALL,
        Role.LEADERSHIP: _ALL,
        Role.ADMIN: _ALL,
    },
    Right.UPLOAD_EVIDENCE: {Role.BUREAU: _OWN, Role.INSPECTORATE: _ALL, Role.ADMIN: _ALL},
    Right.DECIDE_FINDING: {Role.BUREAU: _OWN, Role.INSPECTORATE: _ALL, Role.ADMIN: _ALL},
    Right.VIEW_DEADLINE: _EVERYBODY,
    Right.MANAGE_DEADLINE: {Role.BUREAU: Reach.COORDINATOR, Role.INSPECTORATE: _ALL, Role.ADMIN: _ALL},
    Right.MANAGE_INDICATORS: {Role.BUREAU: Reach.COORDINATOR, Role.ADMIN: _ALL},
    Right.VIEW_FIGURES: _EVERYBODY,
    Right.VIEW_INQUIRY: {
        Role.BUREAU: _OWN,
        Role.INSPECTORATE: _ALL,
        Role.LEADERSHIP: _ALL,
        Role.ADMIN: _ALL,
    },
    Right.ASK: {Role.INSPECTORATE: _ALL, Role.LEADERSHIP: _ALL},
    Right.ANSWER: {Role.BUREAU: _OWN},
    Right.SHARE: {Role.INSPECTORATE: _ALL, Role.LEADERSHIP: _ALL, Role.ADMIN: _ALL},
    Right.VIEW_AUDIT: {Role.INSPECTORATE: _ALL, Role.ADMIN: _ALL},
    Right.MANAGE_JOBS: {Role.ADMIN: _ALL},
    Right.MANAGE_PEOPLE: {Role.ADMIN: _ALL},
    Right.OWN_ACCOUNT: _EVERYBODY,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work in one institution, in one role. `units` None: all units of the institution.

    Who acts for somebody has that person's role and units; the id and address stay their own.
    """

    user_id: str
    name: str
    email: str
    instansi: str
    role: Role
    units: frozenset[str] | None = None
    acting_for: str | None = None  # the name of the person for whom this one acts

    def owns(self, unit: str | None) -> bool:
        """Whether the unit is among the person's own; what belongs to no unit is owned by who has all."""
        return self.units is None or (unit is not None and unit in self.units)


def may(actor: Actor, right: Right, *, instansi: str | None = None, unit: str | None = None) -> bool:
    """Whether the actor has the right over a thing of that institution and unit.

    Without a unit the question is whether the actor has the right at all, as a menu asks it.
    """
    reach = _reach(actor, right)
    if reach is None or (instansi is not None and instansi != actor.instansi):
        return False
    return reach is not Reach.OWN or unit is None or actor.owns(unit)


def demand(actor: Actor, right: Right, *, instansi: str, unit: str | None) -> None:
    """Raise unless the actor has the right over a thing of that institution and unit.

    NotFound where the thing lies outside what the person may see, Forbidden where the role lacks the right.
    """
    if instansi != actor.instansi:
        raise NotFound(_("Data ini tidak ditemukan."))
    reach = _reach(actor, right)
    if reach is None:
        raise Forbidden(_("Peran Anda tidak berwenang melakukan ini. Hubungi administrator bila perlu."))
    if reach is Reach.OWN and not actor.owns(unit):
        raise NotFound(_("Data ini tidak ditemukan."))


def visible_units(actor: Actor, right: Right) -> frozenset[str] | None:
    """The units to which a list is narrowed for this right; None: all of the institution."""
    reach = _reach(actor, right)
    if reach is None:
        return frozenset()
    return actor.units if reach is Reach.OWN else None


def _reach(actor: Actor, right: Right) -> Reach | None:
    reach = RIGHTS[right].get(actor.role)
    if reach is Reach.COORDINATOR and actor.units is not None:
        return None
    return reach
