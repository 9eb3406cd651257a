"""One of each thing that a route's path may name, made by the ways that people use."""

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import typst
import xlsxwriter
from beanie import PydanticObjectId
from bson import ObjectId

from tests.tracker import filled
from tests.tracker.plans.paper import drawing, matrices
from tests.tracker.world import DAY, INSTANSI, World, make_person
from tracker.accounts import deputies, sessions, tokens
from tracker.accounts.models import Deputy, User
from tracker.accounts.rights import Role
from tracker.clock import now
from tracker.database import current_database
from tracker.deadlines import service as deadlines
from tracker.disputes.models import Dispute, Said
from tracker.dossier import orders
from tracker.dossier import service as dossiers
from tracker.evidence import service as evidence_service
from tracker.evidence.models import Finding, Source, Suggestion
from tracker.evidence.reading import read_file
from tracker.evidence.service import Described, Uploaded
from tracker.evidence.storage import InMemory
from tracker.indicators import service as indicators
from tracker.inquiries import service as inquiries
from tracker.inquiries.models import Inquiry
from tracker.institutions.models import Institution
from tracker.jobs import service as jobs
from tracker.jobs.models import Job
from tracker.notices.models import Notice
from tracker.placing.models import Placement
from tracker.plans import importing, papers
from tracker.resumable import service as resumable
from tracker.review import improvements, samples, views
from tracker.review.entries import Entry
from tracker.review.models import BulkDecision
from tracker.shares import service as shares
from tracker.shares.models import Share
from tracker.snapshots import freezing

REPORT = """
#set page(paper: "a5")
= Laporan TW III 2023
Jumlah dokumen peta rencana SPBE pada triwulan III tahun 2023 terealisasi 2 dokumen.
Data dukung disampaikan paling lambat 20 Oktober 2023.
"""


SHEET = (
    ("Kegiatan Utama", "Indikator", "Rencana Aksi", "Indikator Output", "Target"),
    ("Arsitektur SPBE", "Indeks SPBE", "Menyusun peta", "Jumlah dokumen", "1"),
)
SHEET_ROUTES = ("import_page", "import_map", "import_confirm")
VERSIONS = {
    "renaksi": ("renaksi", "version"),
    "progress": ("progress", "revision"),
    "deadline": ("deadlines", "version"),
    "inquiry": ("inquiries", "version"),
    "person": ("users", "version"),
    "finding": ("findings", "version"),
}
"""Things whose forms carry a version: by the name of the path's parameter, where it stands."""


@dataclass
class Things:
    """Their ids, by the name of the path's parameter."""

    params: dict[str, str]

    def param(self, route: str, name: str) -> str:
        """What stands for a parameter; an unknown one fails the test, so that new routes are walked too."""
        return self.params.get(f"{route}.{name}") or self.params[name]

    def query(self, route: str = "") -> dict[str, str]:
        """What routes ask for in the address besides the path."""
        return filled.query(route, self.params)

    def form(self, route: str) -> dict[str, str]:
        """A form that the route takes, so that an answer tells of the right and not of a missing field."""
        return filled.form(route, self.params)

    def json(self, route: str) -> dict[str, Any]:
        """A JSON body that the route takes."""
        return filled.json(route, self.params)

    async def renew(self) -> None:
        """Read the versions that forms name anew, after somebody wrote."""
        database = current_database()
        for name, (collection, field) in VERSIONS.items():
            identifier: Any = self.params[f"{name}_id"]
            if ObjectId.is_valid(identifier):
                identifier = ObjectId(identifier)
            found = await database[collection].find_one({"_id": identifier}, {field: 1})
            self.params[f"{name}_{field}"] = str(found[field] if found else 0)

    @staticmethod
    def as_json(route: str, name: str, text: str) -> Any:
        """A field of a JSON body with that text in it."""
        return [text] if name in {"findings", "pages"} else text

    @staticmethod
    def files(route: str) -> dict[str, tuple[str, bytes]] | None:
        """A file where the route takes one."""
        return filled.files(route)

    @staticmethod
    def names_a_thing(path: str) -> bool:
        """Whether the path holds the id of something that belongs to an institution."""
        return bool(re.search(r"\{\w*_id\}", path))


async def read_evidence(world: World, who: str, *, unit: str, name: str, content: bytes) -> Uploaded:
    """An evidence that was uploaded and read."""
    described = Described(title=name, source=Source.REPORT, period="2023-07/2023-09")
    uploaded = await evidence_service.upload(
        world.actor(who), unit=world.units[unit], source=InMemory(content), name=name, described=described
    )
    await read_now(uploaded.file.id)
    return uploaded


async def read_now(file_id: str) -> None:
    """Do the job that waits for a file."""
    job = await Job.find_one({"key": f"read_file:{file_id}"})
    taken = await jobs.claim(job.id) if job else None
    assert taken is not None
    await read_file(taken)


async def make_notice(world: World) -> str:
    """Something that the bureau's person was told."""
    user_id = str(world.people["bureau"].id)
    told = Notice(
        id=f"{user_id}:uji", instansi=INSTANSI, user_id=user_id, kind="returned", path="/kerja", at=DAY
    )
    await told.insert()
    return told.id


async def a_job(uploaded: Uploaded) -> str:
    """The job that read a file."""
    job = await Job.find_one({"key": f"read_file:{uploaded.file.id}"})
    assert job is not None
    return str(job.id)


async def an_order(world: World) -> str:
    """A dossier that the bureau's person ordered."""
    actor = world.actor("bureau")
    taken = await dossiers.gathered(actor, output_id="general-1-a", triwulan=3, at=DAY)
    return str((await orders.place(actor, taken)).id)


async def make_things(world: World) -> Things:
    """An evidence with findings, a deadline, and the parts of the general plan."""
    pdf = typst.compile(REPORT.encode())
    uploaded = await read_evidence(world, "bureau", unit="kominfo", name="laporan.pdf", content=pdf)
    finding = await Finding.find_one({"file_id": uploaded.file.id, "kind": "claim"})
    sheet = await a_sheet(world)
    paper, row_key = await a_paper(world)
    suggestion = await Suggestion.find_one({"file_id": uploaded.file.id})
    actor, unit = world.actor("bureau"), world.units["kominfo"]
    placement = await a_placement(world, uploaded.evidence.id)
    inspector = world.actor("inspectorate")
    view = await views.save(inspector, name="Tampilan saya", query={"tw": "3"})
    line = Entry("general-1-a:3", world.units["kominfo"], 3, 2023, "submitted", 1, (), 0, 0.0)
    sample = await samples.take(inspector, [line], query={}, size=1, seed="benih")
    kept = BulkDecision(
        instansi=inspector.instansi,
        by=inspector.user_id,
        by_name=inspector.name,
        at=sample.at,
        verified={},
        left=[],
    )
    await kept.insert()
    improvement = await improvements.save(
        inspector,
        progress_id="general-1-a:3",
        dimension="output",
        fields=dict.fromkeys(improvements.FIELDS, "Teks"),
    )
    dispute = Dispute(
        id="98-0123456789abcdef01234567",
        instansi=inspector.instansi,
        topic="indicator|spbe|2023|value",
        subject="indicator",
        label="Indeks SPBE",
        period="2023",
        statements=[Said(key=key, kind="score") for key in (f"finding:{finding.id}", "report:general-1-a:3")],
        strong=True,
        changed_at=sample.at,
    )
    await dispute.insert()
    deadline = await deadlines.create(
        world.actor("inspectorate"), title="Penginputan", year=2023, through=3, closes_on=date(2023, 10, 20)
    )
    await deadlines.extend(
        world.actor("inspectorate"),
        deadline_id=deadline.id,
        version=deadline.version,
        unit=world.units["kominfo"],
        closes_on=date(2023, 10, 25),
        reason="Surat nomor 7 (rekaan)",
    )
    frozen = await freezing.freeze(
        world.actor("inspectorate"), deadline_id=deadline.id, reason="Untuk laporan triwulan III"
    )
    assert finding is not None
    assert suggestion is not None
    things = Things(
        {
            "plan_id": str(world.general.id),
            "node_id": "k1i1",
            "renaksi_id": str(world.renaksi[0].id),
            "output_id": "general-1-a",
            "triwulan": "3",
            "progress_id": "general-1-a:3",
            "view_id": str(view.id),
            "dispute_id": dispute.id,
            "version": "1",
            "sample_id": str(sample.id),
            "bulk_id": str(kept.id),
            "improvement_id": str(improvement.id),
            "evidence_id": str(uploaded.evidence.id),
            "finding_id": str(finding.id),
            "suggestion_id": str(suggestion.id),
            "placement_id": str(placement.id),
            "upload_id": str((await resumable.begin(actor, unit=unit, name="besar.pdf", size=9)).id),
            "upload_drop.upload_id": str(
                (await resumable.begin(actor, unit=unit, name="lain.pdf", size=9)).id
            ),
            "deadline_id": str(deadline.id),
            "frozen_id": str(frozen.id),
            "person_id": str((await somebody(world)).id),
            "deputy_id": str((await a_deputy(world)).id),
            "job_id": await a_job(uploaded),
            "order_id": await an_order(world),
            "session_id": await a_session(world),
            "import_id": paper,
            "row_key": row_key,
            **{f"{route}.import_id": sheet for route in SHEET_ROUTES},
            "notice_id": await make_notice(world),
            "indicator_id": (await indicators.add(world.actor("admin"), name="Indeks Uji", aliases=())).id,
            "token_id": await a_token(world, "Portal"),
            "token_revoke_of.token_id": await a_token(world, "Dasbor"),
            "share_id": str((await a_share(world, frozen.id)).id),
            "inquiry_id": str((await an_inquiry(world)).id),
            "formula": "terbukti",
            "kind": "general",
            "guide": "bureau",
            "picture": "leadership.webp",
            "unit": world.units["kominfo"],
            "revision": "1",
            "number": "1",
            "page_number": "1",
            "roadmap_id": str(world.general.roadmap_id),
            "successor_id": str(world.people["leadership"].id),
            "today": now().date().isoformat(),
            "next_week": (now().date() + timedelta(days=7)).isoformat(),
        }
    )
    await things.renew()
    return things


async def a_placement(world: World, evidence_id: PydanticObjectId) -> Placement:
    """What the bureau's person placed at once: nothing that others need."""
    actor = world.actor("bureau")
    kept = Placement(
        instansi=actor.instansi, evidence_id=evidence_id, by=actor.user_id, by_name=actor.name, at=DAY
    )
    return await kept.insert()


async def somebody(world: World) -> User:
    """A person of the institution to whom an administrator may do anything: nobody else needs them."""
    return await make_person("bahan_uji", world.general.instansi, Role.LEADERSHIP)


async def a_paper(world: World) -> tuple[str, str]:
    """A paper on its way into the general plan, read; and the name of one of its rows."""
    content = drawing.pdf(matrices.YEARS, heads=2, size=9)
    draft = await papers.begin(
        world.actor("coordinator"), plan_id=world.general.id, source=InMemory(content), name="lampiran.pdf"
    )
    await read_now(draft.paper or "")
    paper = await papers.open_paper(world.actor("coordinator"), world.general.id, draft.id)
    return str(draft.id), paper.rows[0].key


async def a_sheet(world: World) -> str:
    """A sheet on its way into the general plan."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Matriks RB")
        for number, row in enumerate(SHEET):
            sheet.write_row(number, 0, row)
    draft = await importing.begin(
        world.actor("coordinator"), plan_id=world.general.id, data=content.getvalue(), name="matriks.xlsx"
    )
    return str(draft.id)


async def a_deputy(world: World) -> Deputy:
    """Somebody who acts for the bureau of kominfo."""
    institution = await Institution.get(world.general.instansi)
    assert institution is not None
    today = now().date()
    return await deputies.appoint(
        world.actor("admin"),
        institution,
        for_user=world.people["bureau"],
        deputy_user_id=world.people["bureau_2"].id,
        first=today,
        last=today + timedelta(days=9),
        reason="Cuti",
    )


async def a_share(world: World, frozen_id: PydanticObjectId) -> Share:
    """A link to a frozen state."""
    share, _token = await shares.make(world.actor("leadership"), frozen_id=frozen_id, purpose="Rapat", days=7)
    return share


async def a_token(world: World, name: str) -> str:
    """A token of a person's, which administrators may revoke."""
    user, actor = world.people["leadership"], world.actor("leadership")
    token, _secret = await tokens.make(user, actor, name=name, scope="read", days=30, instansi=INSTANSI)
    return str(token.id)


async def an_inquiry(world: World) -> Inquiry:
    """A question about a renaksi of the bureau's own unit."""
    today = now().date()
    return await inquiries.ask(
        world.actor("leadership"),
        kind="renaksi",
        identifier=str(world.renaksi[0].id),
        text="Mengapa belum diisi?",
        due_on=today,
        today=today,
    )


async def a_session(world: World) -> str:
    """The handle of a sign-in of the leadership's."""
    user = world.people["leadership"]
    await sessions.open_sign_in(user, address="10.0.0.9", agent="")
    [one, *_others] = await sessions.listed(user.id)
    return one.handle
