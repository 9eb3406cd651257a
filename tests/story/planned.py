"""The invented province of the stories: its people, and a plan of one action with the outputs asked for."""

from collections.abc import Sequence

from tests.story.conftest import PASSWORD, PEOPLE
from tracker.accounts.models import Membership, User
from tracker.accounts.passwords import hash_password
from tracker.accounts.rights import Role
from tracker.clock import real_now
from tracker.institutions.models import Institution, Level
from tracker.institutions.service import add_unit
from tracker.plans.models import Output, Plan, PlanNode, PlanStatus, Renaksi, Roadmap


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
