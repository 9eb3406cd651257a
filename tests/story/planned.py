"""The invented province of the stories: its people, a plan of one action with its outputs, and reports."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from beanie import PydanticObjectId

from tests.story.conftest import PASSWORD, PEOPLE
from tests.tracker.papers import claim_of, evidence_of
from tracker.accounts.models import Membership, User
from tracker.accounts.passwords import hash_password
from tracker.accounts.rights import Actor, Role
from tracker.clock import real_now
from tracker.institutions.models import Institution, Level
from tracker.institutions.service import add_unit
from tracker.plans.models import Output, Plan, PlanNode, PlanStatus, Renaksi, Roadmap
from tracker.plans.values import Budgets, Targets
from tracker.progress import service
from tracker.progress.models import Assessed

BUREAU = "dinkominfo@cerita.id"
Named = Mapping[str, tuple[str, str, int]]  # output id -> indikator, satuan, target of the third triwulan
UNLIKE: Named = {
    "satu": ("Jumlah aparatur yang dilatih keamanan informasi", "Orang", 11),
    "dua": ("Jumlah aplikasi yang terhubung ke portal layanan", "Aplikasi", 12),
    "tiga": ("Jumlah desa yang didampingi membuka data", "Desa", 13),
}


async def make_province() -> None:
    """The institution 96 with one unit, and everybody of PEOPLE with the password of the stories."""
    await Institution(id="96", name="Provinsi Teluk Cerita", level=Level.PROVINSI).insert()
    await add_unit(instansi="96", code="kominfo", name="Diskominfo", short_name="Kominfo")
    hashed, at = hash_password(PASSWORD), real_now()
    for email, (role, units) in PEOPLE.items():
        own = [f"96:{unit}" for unit in units] or None
        works = Membership(instansi="96", role=Role(role), units=own if role == "bureau" else None)
        name = email.split("@")[0].title()
        made = User(email=email, name=name, password_hash=hashed, memberships=[works], created_at=at)
        await made.insert()


async def make_plan_of(outputs: Sequence[Output]) -> None:
    """An active plan of 2023 whose one action, of the unit, has these outputs."""
    roadmap = await Roadmap(instansi="96", title="Road Map", year_from=2020, year_to=2024).insert()
    plan = Plan(
        instansi="96",
        roadmap_id=roadmap.id,
        kind="general",
        year=2023,
        title="RB General 2023",
        status=PlanStatus.ACTIVE,
        nodes=[PlanNode(id="k", parent=None, kind="kegiatan_utama", name="Arsitektur SPBE")],
        created_at=roadmap.id.generation_time,
    )
    await plan.insert()
    await Renaksi(
        instansi="96",
        plan_id=plan.id,
        year=2023,
        node_id="k",
        order=1,
        text="Menguatkan layanan digital pemerintah",
        unit="96:kominfo",
        outputs=list(outputs),
    ).insert()


async def actor_of(email: str) -> Actor:
    """Somebody of PEOPLE at work."""
    user = await User.find_one({"email": email})
    actor = user.actor("96") if user else None
    assert actor is not None
    return actor


def outputs_of(named: Named, *, tw2: int = 0) -> list[Output]:
    """The outputs, each with what it is to reach in the third triwulan and `tw2` in the second."""
    return [
        Output(
            id=name,
            indikator=indikator,
            satuan=satuan,
            targets=Targets(
                tw2=Decimal(tw2) if tw2 else None, tw3=Decimal(value), total=Decimal(tw2 + value)
            ),
        )
        for name, (indikator, satuan, value) in named.items()
    ]


def reached(named: Named) -> str:
    """A report that says what each output reached in the third triwulan, a paragraph each."""
    return "\n\n".join(
        f"{indikator} pada triwulan III tahun 2023 terealisasi {value} {satuan.lower()}."
        for indikator, satuan, value in named.values()
    )


async def make_plan_of_unlike() -> None:
    """The province with a plan of three outputs that are unlike each other."""
    await make_province()
    await make_plan_of(outputs_of(UNLIKE))


def trainings(cells: Sequence[str], *, start: int = 10) -> list[Output]:
    """An output for each cell of the third triwulan, each a stage of one training with one person more."""
    return [
        Output(
            id=cell.partition(":")[0],
            indikator=f"Jumlah aparatur yang dilatih tahap {number}",
            satuan="Orang",
            targets=Targets(tw3=Decimal(start + number), total=Decimal(start + number)),
            budgets=Budgets(total=100_000_000),
        )
        for number, cell in enumerate(cells, start=1)
    ]


async def hand_in(cells: Sequence[str], *, bare: Sequence[str] = ()) -> None:
    """A plan of the trainings, each reported by its unit with a confirmed claim; those of `bare` without."""
    bureau = await actor_of(BUREAU)
    await make_plan_of(trainings(cells))
    for number, cell in enumerate(cells, start=1):
        evidence = await evidence_of(bureau, "96:kominfo", title=f"Laporan pelatihan {number}")
        claim = await claim_of(evidence, 10 + number, unit="orang")
        await report(bureau, cell, 10 + number, None if cell in bare else (evidence.id, claim.id))


async def report(
    bureau: Actor, cell: str, value: int, proof: tuple[PydanticObjectId, PydanticObjectId] | None
) -> None:
    """Report a cell, with the evidence and its claim or with what stands in the way, and hand it in."""
    kept = await service.save(
        bureau,
        progress_id=cell,
        revision=0,
        value=Decimal(value),
        spent=None,
        obstacles="" if proof else "Laporannya masih ditandatangani.",
        follow_up="",
        pm={"kualitas": Assessed(fits=True)},
    )
    if proof:
        kept = await service.link_evidence(
            bureau, progress_id=cell, evidence_id=proof[0], findings=[proof[1]], pages=[2]
        )
    await service.submit(bureau, progress_id=cell, revision=kept.revision)
