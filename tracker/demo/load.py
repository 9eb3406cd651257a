"""Load the invented institution: figures at once, evidence and decisions by the ways that people use."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from beanie import PydanticObjectId

from tracker.accounts import deputies
from tracker.accounts.demo_accounts import ACCOUNTS, INSTANSI, PASSWORD
from tracker.accounts.models import Membership, User
from tracker.accounts.passwords import hash_password
from tracker.accounts.rights import Actor
from tracker.audit import service as audit
from tracker.audit.models import AuditHead, Event, Subject
from tracker.clock import now, real_now, set_offset
from tracker.database import Session, document_models, in_transaction
from tracker.deadlines import service as deadlines
from tracker.deadlines.lookup import listed
from tracker.deadlines.windows import Stage
from tracker.demo import paperwork
from tracker.demo.history import write_history
from tracker.demo.matrix import UNITS, YEAR, draft
from tracker.demo.reports import Cell, Report, due_cells, reports
from tracker.institutions.models import Institution, Level, Unit, unit_id
from tracker.percentages.service import touch
from tracker.plans.models import Plan, PlanStatus, Renaksi, Roadmap
from tracker.plans.rules import proof_kind
from tracker.plans.tree import stored_output, take_in
from tracker.plans.values import PlanDraft
from tracker.progress.models import Progress, Submission, progress_id
from tracker.progress.rules import State
from tracker.review.keeping import rebuild
from tracker.search.indexing import keep_renaksi
from tracker.settings import get_settings
from tracker.snapshots.freezing import freeze

SEED = 2023
FINISHED = "demo.finished"
NAME = "Provinsi Nusa Harapan"
DAY = datetime(2023, 10, 5, 2, 30, tzinfo=UTC)  # 09.30 WIB, fifteen days before the deadline
DEADLINES = (
    ("Penyampaian capaian TW I", 1, datetime(2023, 4, 20, tzinfo=UTC)),
    ("Penyampaian capaian TW II", 2, datetime(2023, 7, 20, tzinfo=UTC)),
    ("Batas akhir penginputan portal RB nasional", 3, datetime(2023, 10, 20, tzinfo=UTC)),
)
CHECKING = ("Pemeriksaan capaian TW I–III", 3, datetime(2023, 11, 3, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of the invented plans in the database."""

    plan: Plan
    renaksi: Renaksi
    output_id: str


async def load() -> str:
    """Load the demo data unless they are there; a sentence that says which."""
    if await Event.find_one({"instansi": INSTANSI, "action": FINISHED}) is not None:
        return f"Data contoh {NAME} sudah ada."
    await _clear()
    set_offset(get_settings().data_dir, DAY - real_now())
    people = await _people()
    await _deputy(people)
    drafts = [draft("general"), draft("tematik")]
    places = await _plans(drafts)
    coordinator = people["organisasi@contoh.id"]
    for title, through, day in DEADLINES:
        await deadlines.create(coordinator, title=title, year=YEAR, through=through, closes_on=day.date())
    title, through, day = CHECKING
    await deadlines.create(
        coordinator, title=title, year=YEAR, through=through, closes_on=day.date(), stage=Stage.VERIFY
    )
    written = reports(drafts, Random(SEED))  # noqa: S311 - invented figures, the same each time
    await _report(written, places, coordinator)
    await _freeze(coordinator)
    await paperwork.file_and_check(people, written, due_cells(drafts), places_of(places))
    plans = {place.plan.id: place.plan for place in places.values()}
    await write_history(list(plans.values()), DAY, Random(SEED))  # noqa: S311 - an invented past
    await in_transaction(_say_finished)
    return f"Data contoh {NAME} dimuat."


async def _freeze(coordinator: Actor) -> None:
    """What there was before the papers were checked, so that there is a frozen state to compare with."""
    second = next(one for one in await listed(INSTANSI) if one.through == 2)
    await freeze(coordinator, deadline_id=second.id, reason="Untuk laporan semester I kepada Gubernur")


def places_of(places: dict[tuple[str, str], Placed]) -> paperwork.Places:
    """Where the report of a cell is kept, by the renaksi's text and the output's indikator."""
    return lambda cell: progress_id(places[_key(cell)].output_id, cell.triwulan)


async def _clear() -> None:
    """Take away what a load that was cut off left; nothing else bears the invented institution's code."""
    for model in document_models():
        await model.get_pymongo_collection().delete_many({"instansi": INSTANSI})
    for model in (Institution, AuditHead):
        await model.get_pymongo_collection().delete_one({"_id": INSTANSI})
    emails = [account.email for account in ACCOUNTS]
    await User.get_pymongo_collection().delete_many({"email": {"$in": emails}})


async def _say_finished(session: Session) -> None:
    subject = Subject(kind="institution", id=INSTANSI, label=NAME)
    await audit.record(session, actor=None, instansi=INSTANSI, action=FINISHED, subject=subject)


async def _people() -> dict[str, Actor]:
    """The institution, its units and its people."""
    await Institution(id=INSTANSI, name=NAME, level=Level.PROVINSI, is_demo=True).insert()
    units = [
        Unit(id=unit_id(INSTANSI, code), instansi=INSTANSI, code=code, name=name, short_name=short)
        for code, (name, short) in UNITS.items()
    ]
    await Unit.insert_many(units)
    password_hash = hash_password(PASSWORD)
    users = [
        User(
            email=account.email,
            name=account.name,
            password_hash=password_hash,
            memberships=[
                Membership(
                    instansi=INSTANSI,
                    role=account.role,
                    units=[unit_id(INSTANSI, code) for code in account.units] if account.units else None,
                )
            ],
            created_at=now(),
        )
        for account in ACCOUNTS
    ]
    await User.insert_many(users)
    actors = {user.email: user.actor(INSTANSI) for user in users}
    return {email: actor for email, actor in actors.items() if actor is not None}


async def _deputy(people: dict[str, Actor]) -> None:
    """Somebody is away: the coordinator acts for the unit's person meanwhile."""
    institution = await Institution.get(INSTANSI)
    away = await User.find_one({"email": "kominfo@contoh.id"})
    assert institution is not None  # noqa: S101 - both were just made
    assert away is not None  # noqa: S101
    await deputies.appoint(
        people["admin@contoh.id"],
        institution,
        for_user=away,
        deputy_user_id=PydanticObjectId(people["organisasi@contoh.id"].user_id),
        first=DAY.date(),
        last=(DAY + timedelta(days=6)).date(),
        reason="Surat Perintah Plh. 800/12 (rekaan)",
    )


async def _plans(drafts: list[PlanDraft]) -> dict[tuple[str, str], Placed]:
    """The road map and its plans, active; where each output is kept."""
    roadmap = Roadmap(
        instansi=INSTANSI,
        title="Road Map Reformasi Birokrasi 2020–2024",
        year_from=2020,
        year_to=2024,
        legal_basis="Peraturan Gubernur Nusa Harapan Nomor 11 Tahun 2021 (rekaan)",
    )
    await roadmap.insert()
    places: dict[tuple[str, str], Placed] = {}
    for one in drafts:
        placement = take_in([], one, _new_id)
        plan = Plan(
            instansi=INSTANSI,
            roadmap_id=roadmap.id,
            kind=one.kind,
            year=YEAR,
            title=f"RB {one.kind.capitalize()} {YEAR}",
            status=PlanStatus.ACTIVE,
            nodes=placement.nodes,
            created_at=now() - timedelta(days=250),
        )
        await plan.insert()
        by_name = {name: unit_id(INSTANSI, code) for code, (name, _short) in UNITS.items()}
        actions = []
        for order, (node_id, row) in enumerate(placement.renaksi, start=1):
            outputs = [stored_output(output, _new_id()) for output in row.outputs]
            outputs = [output.model_copy(update={"proof": proof_kind(output.satuan)}) for output in outputs]
            action = Renaksi(
                instansi=INSTANSI,
                plan_id=plan.id,
                year=YEAR,
                node_id=node_id,
                order=order,
                code=f"{one.kind[0].upper()}{order}",
                text=row.text,
                unit=by_name[row.pelaksana],
                coordinator=by_name[row.koordinator],
                pelaksana_text=row.pelaksana,
                koordinator_text=row.koordinator,
                fokus_intervensi=row.fokus_intervensi,
                outputs=outputs,
            )
            actions.append(action)
            places |= {(row.text, output.indikator): Placed(plan, action, output.id) for output in outputs}
        await Renaksi.insert_many(actions)
        await keep_renaksi(
            None, instansi=plan.instansi, plan_id=plan.id, orders=[action.order for action in actions]
        )
    return places


async def _report(written: list[Report], places: dict[tuple[str, str], Placed], by: Actor) -> None:
    """What the units filled in, as it stands on the demo's day, with one event that says where it is from."""
    documents = [_progress(report, places[_key(report.cell)], by) for report in written]
    await Progress.insert_many(documents)
    plans = {place.plan.id: place.plan for place in places.values()}

    async def work(session: Session) -> None:
        for plan in plans.values():
            await touch(session, plan_id=plan.id, instansi=INSTANSI)
            subject = Subject(kind="plan", id=str(plan.id), label=plan.title)
            await audit.record(session, actor=None, instansi=INSTANSI, action="demo.loaded", subject=subject)

    await in_transaction(work)
    await rebuild(INSTANSI)


def _progress(report: Report, place: Placed, by: Actor) -> Progress:
    """A report as it stands; those that are worked on or left open begin as drafts."""
    cell = report.cell
    unit = place.renaksi.unit or ""
    code = unit.partition(":")[2]
    worked = cell.triwulan == 1 and code in paperwork.WORKED_UNITS
    left_open = cell.triwulan == 2 and code == paperwork.OPEN_UNIT
    submitted = not worked and not left_open and cell.triwulan < 3
    at = DAY - timedelta(days=(3 - cell.triwulan) * 85 + 6)
    handed_in = Submission(
        revision=2,
        value=report.value,
        spent=report.spent,
        obstacles=report.obstacles,
        follow_up="",
        links=[],
        by=by.user_id,
        by_name=by.name,
        at=at,
    )
    return Progress(
        id=progress_id(place.output_id, cell.triwulan),
        instansi=INSTANSI,
        plan_id=place.plan.id,
        renaksi_id=place.renaksi.id,
        output_id=place.output_id,
        year=YEAR,
        triwulan=cell.triwulan,
        unit=place.renaksi.unit,
        state=State.SUBMITTED if submitted else State.DRAFT,
        value=report.value,
        spent=report.spent,
        obstacles=report.obstacles,
        revision=2 if submitted else 1,
        editors=[by.user_id],
        submissions=[handed_in] if submitted else [],
        submitted_at=at if submitted else None,
        updated_at=at,
    )


def _key(cell: Cell) -> tuple[str, str]:
    return cell.renaksi.text, cell.output.indikator


def _new_id() -> str:
    return str(PydanticObjectId())
