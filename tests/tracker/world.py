"""An invented institution for tests: Provinsi Uji Coba, its units, its people and two small plans."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from httpx import ASGITransport, AsyncClient

from tracker.accounts import tokens
from tracker.accounts.models import Membership, User
from tracker.accounts.passwords import hash_password
from tracker.accounts.rights import Actor, Role
from tracker.accounts.sessions import open_sign_in
from tracker.institutions.models import Institution, Level, Unit, unit_id
from tracker.plans.models import Output, Plan, PlanNode, PlanStatus, Renaksi, Roadmap
from tracker.plans.values import Budgets, Targets
from tracker.web.cookies import cookie_name
from tracker.web.session import COOKIE

PASSWORD = "kata-sandi-uji"
INSTANSI = "98"
OTHER = "97"
DAY = datetime(2023, 10, 5, 2, 0, tzinfo=UTC)


@dataclass
class World:
    """What tests start from."""

    units: dict[str, str]  # code -> id
    people: dict[str, User]  # "bureau", "coordinator", "inspectorate", "inspectorate_2", "leadership", …
    general: Plan
    tematik: Plan
    renaksi: list[Renaksi] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)  # secrets of programs, by person

    def actor(self, who: str) -> Actor:
        """That person at work in their institution."""
        user = self.people[who]
        actor = user.actor(user.memberships[0].instansi)
        assert actor is not None
        return actor

    async def sign_in(self, client: AsyncClient, who: str) -> AsyncClient:
        """The browser, with that person signed in: what a right password does, without its slow hash."""
        user = await User.get(self.people[who].id)
        assert user is not None
        agent = client.headers.get("user-agent", "")
        token = await open_sign_in(user, address=address_of(client), agent=agent)
        client.cookies.clear()
        client.cookies.set(cookie_name(COOKIE), token)
        return client

    async def bear(self, client: AsyncClient, who: str) -> AsyncClient:
        """The program, with a token to write of that person's."""
        if who not in self.tokens:
            user = self.people[who]
            _token, self.tokens[who] = await tokens.make(
                user,
                self.actor(who),
                name="Portal uji",
                scope="write",
                days=30,
                instansi=user.memberships[0].instansi,
            )
        client.headers["authorization"] = f"Bearer {self.tokens[who]}"
        return client


async def make_world() -> World:
    """Write the institution and give back what tests need of it."""
    for code, name in ((INSTANSI, "Provinsi Uji Coba"), (OTHER, "Provinsi Lain Sekali")):
        await Institution(id=code, name=name, level=Level.PROVINSI).insert()
    units = {}
    for code, name in (("kominfo", "Dinas Komunikasi dan Informatika"), ("bkd", "Badan Kepegawaian Daerah")):
        units[code] = unit_id(INSTANSI, code)
        await Unit(id=units[code], instansi=INSTANSI, code=code, name=name, short_name=code.upper()).insert()
    people = {
        who: await make_person(who, OTHER if who.startswith("stranger") else INSTANSI, role, own)
        for who, role, own in (
            ("bureau", Role.BUREAU, [units["kominfo"]]),
            ("bureau_2", Role.BUREAU, [units["bkd"]]),
            ("coordinator", Role.BUREAU, None),
            ("inspectorate", Role.INSPECTORATE, None),
            ("inspectorate_2", Role.INSPECTORATE, None),
            ("leadership", Role.LEADERSHIP, None),
            ("admin", Role.ADMIN, None),
            ("stranger", Role.BUREAU, None),
            ("stranger_admin", Role.ADMIN, None),
        )
    }
    roadmap = Roadmap(instansi=INSTANSI, title="Road Map RB 2020–2024", year_from=2020, year_to=2024)
    await roadmap.insert()
    general = Plan(
        instansi=INSTANSI,
        roadmap_id=roadmap.id,
        kind="general",
        year=2023,
        title="RB General 2023",
        status=PlanStatus.ACTIVE,
        nodes=[
            PlanNode(id="k1", parent=None, kind="kegiatan_utama", name="Arsitektur SPBE"),
            PlanNode(id="k1i1", parent="k1", kind="indikator", name="Indeks SPBE"),
        ],
        created_at=DAY,
    )
    tematik = Plan(
        instansi=INSTANSI,
        roadmap_id=roadmap.id,
        kind="tematik",
        year=2023,
        title="RB Tematik 2023",
        status=PlanStatus.ACTIVE,
        nodes=[
            PlanNode(id="t1", parent=None, kind="tema", name="Pengentasan Kemiskinan"),
            PlanNode(id="t1s1", parent="t1", kind="sasaran", name="Menurunnya tingkat kemiskinan"),
            PlanNode(id="t1p1", parent="t1s1", kind="permasalahan", name="Data penerima belum padan"),
        ],
        created_at=DAY,
    )
    await general.insert()
    await tematik.insert()
    world = World(units=units, people=people, general=general, tematik=tematik)
    world.renaksi = [
        await make_renaksi(general, "k1i1", 1, "Menyusun peta rencana SPBE", units["kominfo"]),
        await make_renaksi(general, "k1i1", 2, "Melatih pengelola SPBE", units["bkd"]),
        await make_renaksi(tematik, "t1p1", 1, "Memadankan data penerima bantuan", units["kominfo"]),
    ]
    return world


async def make_person(who: str, instansi: str, role: Role, units: list[str] | None = None) -> User:
    """A person who signs in with PASSWORD, whose hash is made once for all."""
    user = User(
        email=f"{who}@uji.id",
        name=who.replace("_", " ").title(),
        password_hash=password_hash(),
        memberships=[Membership(instansi=instansi, role=role, units=units)],
        created_at=DAY,
    )
    return await user.insert()


@cache
def password_hash() -> str:
    """The hash of PASSWORD."""
    return hash_password(PASSWORD)


def address_of(client: AsyncClient) -> str:
    """The network address that the browser pretends to have."""
    transport = client._transport
    return transport.client[0] if isinstance(transport, ASGITransport) else ""


async def make_renaksi(plan: Plan, node_id: str, order: int, text: str, unit: str | None) -> Renaksi:
    """A renaksi with two outputs: dokumen per triwulan, and orang counted up over the year."""
    key = f"{plan.kind}-{order}"
    renaksi = Renaksi(
        instansi=plan.instansi,
        plan_id=plan.id,
        year=plan.year,
        node_id=node_id,
        order=order,
        text=text,
        unit=unit,
        outputs=[
            Output(
                id=f"{key}-a",
                indikator="Jumlah dokumen",
                satuan="Dokumen",
                targets=Targets(
                    tw1=Decimal(1), tw2=Decimal(1), tw3=Decimal(2), tw4=Decimal(2), total=Decimal(6)
                ),
                budgets=Budgets(total=100_000_000),
            ),
            Output(
                id=f"{key}-b",
                indikator="Jumlah orang yang dilatih",
                satuan="Orang",
                accumulation="cumulative",
                targets=Targets(tw2=Decimal(20), tw4=Decimal(50), total=Decimal(50)),
                budgets=Budgets(total=50_000_000),
            ),
        ],
    )
    await renaksi.insert()
    return renaksi
