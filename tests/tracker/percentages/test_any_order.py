"""Whatever people do in whatever order: kept figures equal the facts, counts are nested, the trail holds."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from decimal import Decimal

from tests.tracker.evidence.documents import read_all
from tests.tracker.papers import claim_of, evidence_of
from tests.tracker.world import INSTANSI, World
from tracker.accounts.rights import Actor
from tracker.audit import service as audit
from tracker.errors import RenaksiError
from tracker.evidence import service as evidences
from tracker.evidence import verdicts
from tracker.evidence.models import Evidence, Finding, Source, Verdict
from tracker.evidence.storage import InMemory
from tracker.percentages.recount import recount_all
from tracker.percentages.service import plan_figures
from tracker.plans import actions
from tracker.plans.models import Plan, Renaksi
from tracker.progress import service as reports
from tracker.progress.cells import find_cell
from tracker.progress.models import Progress
from tracker.review import service as review

STEPS, SEED = 70, 2023
CELLS = ("general-1-a:2", "general-1-a:3", "tematik-1-a:3")
PERIODS = (None, "2023", "2023-07/2023-09", "2022-01", "2023-05-20")
REASON = "Lampirkan dokumen yang sudah ditetapkan."


class Office:
    """People who do something, chosen by a seeded die, to a few cells, evidences and renaksi."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.die = random.Random(seed)

    async def step(self) -> str:
        """Do one thing; its name. Raises RenaksiError where it is not allowed now."""
        things: list[Callable[[], Awaitable[object]]] = [
            *(
                self.save,
                self.save,
                self.link,
                self.link,
                self.unlink,
                self.submit,
                self.submit,
                self.withdraw,
            ),
            *(self.verify, self.verify, self.send_back, self.reopen, self.undo),
            *(
                self.decide,
                self.decide,
                self.take_back,
                self.describe,
                self.revise,
                self.remove,
                self.restore,
            ),
            *(
                self.edit_output,
                self.edit_output,
                self.move_renaksi,
                self.remove_renaksi,
                self.restore_renaksi,
            ),
        ]
        thing = self.die.choice(things)
        await thing()
        return thing.__name__

    async def cell(self) -> Progress:
        output_id, _colon, triwulan = self.die.choice(CELLS).rpartition(":")
        found = await find_cell(INSTANSI, output_id=output_id, triwulan=int(triwulan))
        return found.progress

    async def evidence(self) -> Evidence:
        return self.die.choice(await Evidence.find({"instansi": INSTANSI}).sort("+created_at").to_list())

    async def finding(self) -> Finding:
        return self.die.choice(
            await Finding.find({"instansi": INSTANSI, "kind": "claim"}).sort("+_id").to_list()
        )

    async def renaksi(self) -> Renaksi:
        return self.die.choice(await Renaksi.find({"instansi": INSTANSI}).sort("+_id").to_list())

    async def save(self) -> None:
        report = await self.cell()
        await reports.save(
            self.world.actor("coordinator"),
            progress_id=report.id,
            revision=report.revision,
            value=self.die.choice([None, Decimal(2), Decimal(2), Decimal("0.5")]),
            spent=self.die.choice([None, 1_000_000]),
            obstacles=self.die.choice(["", "Belum ada bukti."]),
            follow_up="",
        )

    async def link(self) -> None:
        report, finding = await self.cell(), await self.finding()
        evidence = await Evidence.find_one({"instansi": INSTANSI, "revisions.file_id": finding.file_id})
        assert evidence is not None
        await reports.link_evidence(
            self.world.actor("coordinator"),
            progress_id=report.id,
            revision=report.revision,
            evidence_id=evidence.id,
            findings=self.die.choice([[], [finding.id]]),
            fill_value=self.die.choice([None, Decimal(2)]),
        )

    async def unlink(self) -> None:
        report, evidence = await self.cell(), await self.evidence()
        await reports.unlink_evidence(
            self.world.actor("coordinator"),
            progress_id=report.id,
            revision=report.revision,
            evidence_id=evidence.id,
        )

    async def submit(self) -> None:
        report = await self.cell()
        await reports.submit(self.world.actor("coordinator"), progress_id=report.id, revision=report.revision)

    async def withdraw(self) -> None:
        report = await self.cell()
        await reports.withdraw(
            self.world.actor("coordinator"), progress_id=report.id, revision=report.revision
        )

    async def verify(self) -> None:
        report = await self.cell()
        await review.verify(self.inspector(), progress_id=report.id, revision=report.revision)

    async def send_back(self) -> None:
        report = await self.cell()
        await review.return_(self.inspector(), progress_id=report.id, revision=report.revision, reason=REASON)

    async def reopen(self) -> None:
        report = await self.cell()
        await review.reopen(self.inspector(), progress_id=report.id, revision=report.revision, reason=REASON)

    async def undo(self) -> None:
        report = await self.cell()
        await review.undo(self.inspector(), progress_id=report.id, revision=report.revision)

    def inspector(self) -> Actor:
        return self.world.actor(self.die.choice(["inspectorate", "inspectorate_2"]))

    async def decide(self) -> None:
        finding = await self.finding()
        verdict = self.die.choice([Verdict.CONFIRMED, Verdict.CONFIRMED, Verdict.REJECTED, Verdict.EDITED])
        await verdicts.decide_finding(
            self.inspector(),
            finding_id=finding.id,
            version=finding.version,
            verdict=verdict,
            fields={"value": self.die.choice(["2", "7"])},
        )

    async def take_back(self) -> None:
        finding = await self.finding()
        await verdicts.undo_verdict(self.inspector(), finding_id=finding.id, version=finding.version)

    async def describe(self) -> None:
        evidence = await self.evidence()
        described = evidences.Described(evidence.title, Source.REPORT, self.die.choice(PERIODS))
        await evidences.describe(
            self.world.actor("admin"), evidence_id=evidence.id, version=evidence.version, described=described
        )

    async def revise(self) -> None:
        evidence = await self.evidence()
        text = f"Pada triwulan III tahun 2023 terealisasi {self.die.choice([2, 7])} dokumen."
        await evidences.add_revision(
            self.world.actor("admin"),
            evidence_id=evidence.id,
            version=evidence.version,
            source=InMemory(text.encode()),
            name="revisi.txt",
        )
        if self.die.random() < 0.7:
            await read_all()

    async def remove(self) -> None:
        evidence = await self.evidence()
        await evidences.remove(self.world.actor("admin"), evidence_id=evidence.id, version=evidence.version)

    async def restore(self) -> None:
        evidence = await self.evidence()
        await evidences.restore(self.world.actor("admin"), evidence_id=evidence.id)

    async def edit_output(self) -> None:
        report = await self.cell()
        _plan, renaksi = await actions.find_renaksi(self.world.actor("admin"), report.renaksi_id)
        output = renaksi.outputs[0]
        values = {
            "indikator": output.indikator,
            "satuan": self.die.choice(["Dokumen", "%"]),
            "proof": self.die.choice(["claim", "document"]),
            "accumulation": self.die.choice(["per_quarter", "cumulative"]),
        }
        await actions.save_output(
            self.world.actor("admin"),
            renaksi_id=renaksi.id,
            version=renaksi.version,
            output_id=output.id,
            values=values,
        )

    async def move_renaksi(self) -> None:
        renaksi = await self.renaksi()
        values = {
            "unit": self.die.choice([None, *self.world.units.values()]),
            "weight": Decimal(self.die.choice([0, 1, 5])),
        }
        await actions.edit_renaksi(
            self.world.actor("admin"), renaksi_id=renaksi.id, version=renaksi.version, values=values
        )

    async def remove_renaksi(self) -> None:
        renaksi = await self.renaksi()
        await actions.remove_renaksi(
            self.world.actor("admin"), renaksi_id=renaksi.id, version=renaksi.version
        )

    async def restore_renaksi(self) -> None:
        removed = await Renaksi.find({"instansi": INSTANSI, "removed": True}).to_list()
        for renaksi in removed:
            await actions.restore_renaksi(self.world.actor("admin"), renaksi_id=renaksi.id)


async def test_figures_equal_the_facts_after_whatever_people_do(world: World) -> None:
    for unit in ("kominfo", "bkd", "kominfo"):
        evidence = await evidence_of(world.actor("coordinator"), world.units[unit])
        await claim_of(evidence, 2)
    office, done, refused = Office(world, SEED), Counter[str](), 0
    for _step in range(STEPS):
        try:
            done[await office.step()] += 1
        except RenaksiError:
            refused += 1
        assert not any(kept.differences for kept in await recount_all()), dict(done)
        await demand_nested()
    assert await audit.broken_at(INSTANSI) is None
    assert sum(done.values()) > STEPS / 3
    assert {"save", "link", "decide", "revise"} <= done.keys()


async def demand_nested() -> None:
    """Required ⊇ filled ⊇ reported ⊇ proven ⊇ verified, in every part of every plan."""
    for plan in await Plan.find_all().to_list():
        for row in (await plan_figures(plan)).rows:
            counts = row.tally
            cells = (counts.required, counts.filled, counts.reported, counts.proven, counts.verified)
            assert list(cells) == sorted(cells, reverse=True)
