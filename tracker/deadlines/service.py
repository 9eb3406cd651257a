"""Deadlines: the nearest one, what is in by then, and setting, moving and removing them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from beanie import PydanticObjectId
from pymongo import ReturnDocument

from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.deadlines.models import Deadline, Moved
from tracker.deadlines.rules import Due, Remaining, end_of_day, remaining, start_of_day, through_for
from tracker.errors import Conflict, Invalid, NotFound
from tracker.evidence.lookup import visible_finding
from tracker.evidence.models import Finding
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.percentages.rules import Percentage, Tally, percentages
from tracker.percentages.service import PlanFigures, plan_figures
from tracker.plans.models import Plan, PlanStatus

LONGEST_TITLE = 200
LONGEST_REASON = 1_000
WORDS_OF_TITLE = 12
LEADING_TO_A_DATE = frozenset(
    {
        "adalah",
        "ialah",
        "yaitu",
        "yakni",
        "pada",
        "tanggal",
        "hari",
        "sampai",
        "dengan",
        "hingga",
        "s.d.",
        "s.d",
    }
    | {"paling", "lambat", "selambat-lambatnya", "sebelum", "tidak", "melewati", "per", "di", "jatuh"}
)


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline with what is in by it. `share` and `own` are terinput, of all and of the person's units."""

    deadline: Deadline
    countdown: Countdown
    share: Percentage
    own: Percentage | None
    opens_on: date | None
    plan_ids: tuple[tuple[str, PydanticObjectId], ...]  # kind and id of the year's active plans


async def nearest(instansi: str, at: datetime) -> Countdown | None:
    """The next deadline that has not passed, with its countdown; None where there is none."""
    institution = await Institution.get(instansi)
    ahead = [deadline for deadline in await listed(instansi) if deadline.closes_at >= at]
    if institution is None or not ahead:
        return None
    return countdown(ahead[0], at, institution.tz)


def countdown(deadline: Deadline, at: datetime, zone: ZoneInfo, *, is_complete: bool = False) -> Countdown:
    """The time that is left to a deadline at an instant."""
    left: Remaining = remaining(deadline.closes_at, at, zone, is_complete=is_complete)
    return Countdown(
        id=str(deadline.id),
        title=deadline.title,
        year=deadline.year,
        through=deadline.through,
        closes_at=deadline.closes_at,
        state=str(left.state),
        days_left=left.days_left,
        working_days_left=left.working_days_left,
        days_late=left.days_late,
    )


async def listed(instansi: str) -> list[Deadline]:
    """The institution's deadlines, earliest first, without the removed ones."""
    return await Deadline.find({"instansi": instansi, "removed": False}).sort("+closes_at").to_list()


async def due_through(institution: Institution, year: int, at: datetime) -> int:
    """Through which triwulan a year's cells count as due at an instant: 0 to 4."""
    dues = [as_due(deadline, institution.tz) for deadline in await listed(institution.id)]
    return through_for(at.astimezone(institution.tz).date(), dues, year)


def as_due(deadline: Deadline, zone: ZoneInfo) -> Due:
    """What the rules need of a deadline."""
    return Due(deadline.year, deadline.through, deadline.closes_at.astimezone(zone).date())


async def standings(actor: Actor, institution: Institution, at: datetime) -> list[Standing]:
    """Every deadline with the share that is in: those ahead first, then the passed ones, newest first."""
    demand(actor, Right.VIEW_DEADLINE, instansi=institution.id, unit=None)
    deadlines = await listed(institution.id)
    figures = await _figures_by_year(institution.id, {deadline.year for deadline in deadlines})
    found = [_standing(actor, institution, at, each, figures.get(each.year, {})) for each in deadlines]
    ahead = [each for each in found if each.deadline.closes_at >= at]
    passed = [each for each in found if each.deadline.closes_at < at]
    return ahead + passed[::-1]


async def _figures_by_year(
    instansi: str, years: set[int]
) -> dict[int, dict[tuple[str, PydanticObjectId], PlanFigures]]:
    where = {"instansi": instansi, "year": {"$in": sorted(years)}, "status": PlanStatus.ACTIVE}
    found: dict[int, dict[tuple[str, PydanticObjectId], PlanFigures]] = {}
    for plan in await Plan.find(where).sort("+kind").to_list():
        found.setdefault(plan.year, {})[plan.kind, plan.id] = await plan_figures(plan)
    return found


def _standing(
    actor: Actor,
    institution: Institution,
    at: datetime,
    deadline: Deadline,
    figures: Mapping[tuple[str, PydanticObjectId], PlanFigures],
) -> Standing:
    whole = sum((each.total(deadline.through) for each in figures.values()), Tally())
    own = None
    if actor.units is not None:
        of_units = (each.of_units(actor.units, deadline.through) for each in figures.values())
        own = percentages(sum(of_units, Tally())).terinput
    complete = whole.required > 0 and whole.filled == whole.required
    return Standing(
        deadline=deadline,
        countdown=countdown(deadline, at, institution.tz, is_complete=complete),
        share=percentages(whole).terinput,
        own=own,
        opens_on=deadline.opens_at.astimezone(institution.tz).date() if deadline.opens_at else None,
        plan_ids=tuple(figures),
    )


async def find_deadline(actor: Actor, deadline_id: PydanticObjectId) -> Deadline:
    """A deadline of the person's institution. Raises NotFound."""
    found = await Deadline.find_one({"_id": deadline_id, "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Tenggat ini tidak ditemukan. Mungkin sudah dihapus."))
    return found


async def create(
    actor: Actor,
    *,
    title: str,
    year: int,
    through: int,
    closes_on: date,
    opens_on: date | None = None,
    finding_id: PydanticObjectId | None = None,
) -> Deadline:
    """Set a deadline at the end of a day in the institution's zone; a finding's sentence is kept with it."""
    demand(actor, Right.MANAGE_DEADLINE, instansi=actor.instansi, unit=None)
    zone = await _zone(actor.instansi)
    finding = await _finding(actor, finding_id)
    made = Deadline(
        instansi=actor.instansi,
        source_finding=finding.id if finding else None,
        source_quote=sentence_of(finding) if finding else "",
        **_fields(title, year, through, closes_on, opens_on, zone),
    )

    async def work(session: Session) -> Deadline:
        await made.insert(session=session)
        await _record(session, actor, made, "deadline.added", {"closes_at": made.closes_at})
        return made

    return await in_transaction(work)


async def edit(
    actor: Actor,
    *,
    deadline_id: PydanticObjectId,
    version: int,
    title: str,
    year: int,
    through: int,
    opens_on: date | None = None,
) -> Deadline:
    """Change what a deadline says; its day is changed by `move`, which keeps the reason."""
    found = await _managed(actor, deadline_id)
    zone = await _zone(actor.instansi)
    closes_on = found.closes_at.astimezone(zone).date()
    fields = _fields(title, year, through, closes_on, opens_on, zone)
    fields.pop("closes_at")
    changed = {name: new for name, new in fields.items() if getattr(found, name) != new}
    if not changed:
        return found
    data = {"before": {name: getattr(found, name) for name in changed}, "after": changed}
    return await _change(actor, found, version, changed, "deadline.edited", data)


async def move(
    actor: Actor,
    *,
    deadline_id: PydanticObjectId,
    version: int,
    closes_on: date,
    reason: str,
    finding_id: PydanticObjectId | None = None,
) -> Deadline:
    """Move a deadline to the end of another day; where it stood and why is kept on it.

    A finding's sentence becomes the reason where none is given. Raises Invalid without any, or for the
    same day.
    """
    found = await _managed(actor, deadline_id)
    closes_at = end_of_day(closes_on, await _zone(actor.instansi))
    finding = await _finding(actor, finding_id)
    given = reason.strip() or (sentence_of(finding) if finding else "")
    problems = {}
    if not given:
        problems["reason"] = _("Tulis alasan atau sumber perubahannya, misalnya nomor suratnya.")
    if len(given) > LONGEST_REASON:
        problems["reason"] = _("Alasan ini terlalu panjang. Ringkas, lalu simpan lagi.")
    if closes_at == found.closes_at:
        problems["closes_on"] = _("Tanggalnya sama dengan yang sekarang. Pilih tanggal lain.")
    if problems:
        raise Invalid(_("Tenggat belum dapat dipindahkan. Perbaiki yang ditandai."), problems)
    moved = Moved(
        closes_at=found.closes_at,
        reason=given,
        finding_id=finding.id if finding else None,
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
    )
    history = [*(each.model_dump() for each in found.history), moved.model_dump()]
    data = {"before": {"closes_at": found.closes_at}, "after": {"closes_at": closes_at}}
    fields = {"closes_at": closes_at, "history": history}
    return await _change(actor, found, version, fields, "deadline.moved", data, reason=given)


async def remove(actor: Actor, *, deadline_id: PydanticObjectId, version: int) -> Deadline:
    """Take a deadline off the list; it can be put back."""
    found = await _managed(actor, deadline_id)
    return await _change(actor, found, version, {"removed": True}, "deadline.removed", {})


async def restore(actor: Actor, *, deadline_id: PydanticObjectId, version: int) -> Deadline:
    """Put a removed deadline back."""
    found = await find_deadline(actor, deadline_id)
    demand(actor, Right.MANAGE_DEADLINE, instansi=found.instansi, unit=None)
    return await _change(actor, found, version, {"removed": False}, "deadline.restored", {})


async def twin(
    instansi: str, *, year: int, closes_on: date, besides: PydanticObjectId | None = None
) -> Deadline | None:
    """A deadline that already ends on that day for that year, so that a person is warned; None else."""
    zone = await _zone(instansi)
    first, last = start_of_day(closes_on, zone), end_of_day(closes_on, zone)
    same = [
        each
        for each in await listed(instansi)
        if each.year == year and first <= each.closes_at <= last and each.id != besides
    ]
    return same[0] if same else None


def sentence_of(finding: Finding) -> str:
    """The sentence that a finding was read from, with its blanks folded."""
    words = " ".join(f"{finding.before} {finding.quote} {finding.after}".split())
    return re.sub(r" ([,.;:!?)])", r"\1", words)


def title_from(finding: Finding) -> str:
    """A name for a deadline out of the words before its date; a person betters it.

    "…; batas akhir penginputan pada portal adalah (20 Oktober)" -> "Batas akhir penginputan pada portal".
    """
    words = re.split(r"[.;:,(] ", finding.before.replace("\n", " "))[-1].split()[-WORDS_OF_TITLE:]
    while words and words[-1].strip(",;:(").lower() in LEADING_TO_A_DATE:
        words.pop()
    text = " ".join(words).strip(" ,;:(")
    return text[:1].upper() + text[1:LONGEST_TITLE] if text else _("Batas akhir pelaporan")


def _fields(
    title: str, year: int, through: int, closes_on: date, opens_on: date | None, zone: ZoneInfo
) -> dict[str, Any]:
    cleaned = " ".join(title.split())
    problems = {}
    if not cleaned:
        problems["title"] = _("Beri nama tenggat ini, misalnya: Batas akhir pengisian Portal RB Nasional.")
    if len(cleaned) > LONGEST_TITLE:
        problems["title"] = _("Nama ini terlalu panjang. Ringkas menjadi satu kalimat pendek.")
    if not 2000 <= year <= 2100:
        problems["year"] = _("Isi tahun rencana aksinya, misalnya 2023.")
    if through not in (1, 2, 3, 4):
        problems["through"] = _("Pilih sampai triwulan berapa yang harus masuk.")
    if opens_on is not None and opens_on > closes_on:
        problems["opens_on"] = _("Tanggal buka ada setelah tanggal tutup. Perbaiki salah satunya.")
    if problems:
        raise Invalid(_("Tenggat belum dapat disimpan. Perbaiki yang ditandai."), problems)
    return {
        "title": cleaned,
        "year": year,
        "through": through,
        "closes_at": end_of_day(closes_on, zone),
        "opens_at": start_of_day(opens_on, zone) if opens_on else None,
    }


async def _managed(actor: Actor, deadline_id: PydanticObjectId) -> Deadline:
    found = await find_deadline(actor, deadline_id)
    demand(actor, Right.MANAGE_DEADLINE, instansi=found.instansi, unit=None)
    if found.removed:
        raise NotFound(_("Tenggat ini sudah dihapus. Pulihkan dahulu bila masih berlaku."))
    return found


async def _change(
    actor: Actor,
    found: Deadline,
    version: int,
    fields: Mapping[str, Any],
    action: str,
    data: Mapping[str, Any],
    *,
    reason: str | None = None,
) -> Deadline:
    """Write fields onto the version that the person saw, with the event. Raises Conflict."""

    async def work(session: Session) -> None:
        written = await Deadline.get_pymongo_collection().find_one_and_update(
            {"_id": found.id, "instansi": found.instansi, "version": version},
            {"$set": dict(fields), "$inc": {"version": 1}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if written is None:
            raise Conflict(
                _("Tenggat ini diubah orang lain setelah Anda membukanya. Muat ulang, lalu ulangi.")
            )
        await _record(session, actor, found, action, data, reason=reason)

    await in_transaction(work)
    return await find_deadline(actor, found.id)


async def _record(
    session: Session,
    actor: Actor,
    about: Deadline,
    action: str,
    data: Mapping[str, Any],
    *,
    reason: str | None = None,
) -> None:
    subject = Subject(kind="deadline", id=str(about.id), label=about.title)
    await audit.record(
        session,
        actor=actor,
        instansi=about.instansi,
        action=action,
        subject=subject,
        data=data,
        reason=reason or about.source_quote or None,
    )


async def _finding(actor: Actor, finding_id: PydanticObjectId | None) -> Finding | None:
    if finding_id is None:
        return None
    finding, _evidence = await visible_finding(actor, finding_id)
    if finding.kind != "date":
        raise Invalid(_("Temuan ini bukan tanggal, jadi tidak dapat menjadi tenggat."))
    return finding


async def _zone(instansi: str) -> ZoneInfo:
    institution = await Institution.get(instansi)
    if institution is None:
        raise NotFound(_("Instansi ini tidak ditemukan."))
    return institution.tz
