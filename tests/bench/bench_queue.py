"""The inspectorate at work on a long queue: `python tests/bench/bench_queue.py [ITEMS]`, 5,000 unless said.

On the embedded default: the list, one report's page, and a decision (the POST of the one key that is
pressed), each asked of the application itself, so that no network and no browser is in the figures.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from beanie import PydanticObjectId
from httpx import ASGITransport, AsyncClient, Response

from tracker.accounts.rights import Role
from tracker.accounts.service import add_user
from tracker.app import create_app
from tracker.evidence.models import Evidence, Finding, ReadingState, Revision, StoredFile, Verdict
from tracker.institutions.models import Institution, Level, Unit
from tracker.plans.models import Output, Plan, PlanNode, PlanStatus, Renaksi, Roadmap
from tracker.plans.values import Targets
from tracker.progress.models import Link, Progress, Proof, Submission
from tracker.progress.rules import State
from tracker.review.entries import Filter
from tracker.review.keeping import rebuild
from tracker.review.queue import waiting_ids
from tracker.running.embedded import open_database
from tracker.settings import Settings, get_settings

INSTANSI, UNITS, ROUNDS = "98", 40, 25
GOAL_MS = 300
AT = datetime(2023, 10, 5, 2, tzinfo=UTC)
ORIGIN = "http://renaksi.test"
PASSWORD = "kata-sandi-bangku"


async def fill(items: int) -> None:
    """An institution whose every report waits: each with evidence of its own and a confirmed claim."""
    await Institution(id=INSTANSI, name="Provinsi Bangku", level=Level.PROVINSI).insert()
    units = [f"{INSTANSI}:u{number:02}" for number in range(UNITS)]
    for unit in units:
        code = unit.partition(":")[2]
        await Unit(id=unit, instansi=INSTANSI, code=code, name=f"Dinas {code}", short_name=code).insert()
    for email, role in (("biro@uji.id", Role.BUREAU), ("inspektur@uji.id", Role.INSPECTORATE)):
        await add_user(email=email, name=email, password=PASSWORD, instansi=INSTANSI, role=role, units=None)
    roadmap = await Roadmap(instansi=INSTANSI, title="Road map", year_from=2020, year_to=2024).insert()
    node = PlanNode(id="k", parent=None, kind="kegiatan_utama", name="Kegiatan")
    plan = Plan(
        instansi=INSTANSI,
        roadmap_id=roadmap.id,
        kind="general",
        year=2023,
        title="RB General 2023",
        status=PlanStatus.ACTIVE,
        nodes=[node],
        created_at=AT,
    )
    await plan.insert()
    made: dict[type, list[object]] = {
        model: [] for model in (Renaksi, StoredFile, Evidence, Finding, Progress)
    }
    for number in range(items):
        _one(number, plan, units[number % UNITS], made)
    for model, documents in made.items():
        for first in range(0, len(documents), 500):
            await model.insert_many(documents[first : first + 500])  # type: ignore[attr-defined]


def _one(number: int, plan: Plan, unit: str, made: dict[type, list[object]]) -> None:
    output = Output(
        id=f"o{number:06}",
        indikator=f"Jumlah orang {number}",
        satuan="Orang",
        targets=Targets(tw3=Decimal(12), total=Decimal(12)),
    )
    action = Renaksi(
        instansi=INSTANSI,
        plan_id=plan.id,
        year=2023,
        node_id="k",
        order=number,
        text=f"Melatih pengelola {number}",
        unit=unit,
        outputs=[output],
    )
    file = StoredFile(
        id=f"{INSTANSI}:{number:064}",
        instansi=INSTANSI,
        sha256=f"{number:064}",
        size=9,
        media_type="text/plain",
        name="laporan.txt",
        gridfs_id=PydanticObjectId(),
        received_at=AT,
        state=ReadingState.READY,
        page_count=1,
        text_print=f"{number:064x}",
    )
    revision = Revision(number=1, file_id=file.id, file_name="laporan.txt", by="biro", by_name="Biro", at=AT)
    evidence = Evidence(
        instansi=INSTANSI,
        unit=unit,
        title=f"Laporan {number}",
        period="2023-07/2023-09",
        revisions=[revision],
        file_id=file.id,
        created_at=AT,
    )
    claim = Finding(
        instansi=INSTANSI,
        file_id=file.id,
        kind="claim",
        start=0,
        end=8,
        text="12 orang",
        page=1,
        boxes=[],
        before="",
        quote="12 orang",
        after="",
        found={
            "kind": "count",
            "value": 12,
            "unit": "orang",
            "role": "actual",
            "indicator": None,
            "period": None,
        },
        confidence=0.9,
        extractor="bangku",
        verdict=Verdict.CONFIRMED,
        decided_by="biro",
    )
    link = Link(evidence_id=evidence.id, findings=[claim.id], pages=[1], by="biro", at=AT)
    at = AT - timedelta(minutes=number)
    handed_in = Submission(
        revision=2,
        value=Decimal(12),
        spent=None,
        obstacles="",
        follow_up="",
        links=[link],
        by="biro",
        by_name="Biro",
        at=at,
        late=number % 5 == 0,
    )
    report = Progress(
        id=f"{output.id}:3",
        instansi=INSTANSI,
        plan_id=plan.id,
        renaksi_id=action.id,
        output_id=output.id,
        year=2023,
        triwulan=3,
        unit=unit,
        state=State.SUBMITTED,
        value=Decimal(12),
        links=[link],
        revision=2,
        editors=["biro"],
        submissions=[handed_in],
        proof=Proof(proven=True, reason="claim_equals", evidence_id=evidence.id, finding_id=claim.id),
        submitted_at=at,
        updated_at=at,
    )
    for document in (action, file, evidence, claim, report):
        made[type(document)].append(document)


async def timed(rounds: int, ask: Callable[[int], Awaitable[Response]], status: int) -> list[float]:
    """Milliseconds of each round, after one that does not count."""
    taken = []
    for number in range(rounds + 1):
        began = time.perf_counter()
        answer = await ask(number)
        taken.append((time.perf_counter() - began) * 1000)
        if answer.status_code != status:
            raise RuntimeError(f"answered {answer.status_code}: {answer.text[:300]}")
    return taken[1:]


def say(what: str, taken: list[float]) -> None:
    worst = sorted(taken)[int(len(taken) * 0.95) - 1]
    print(f"{what:<44} {statistics.median(taken):6.0f} ms   (95 %: {worst:.0f} ms; goal: {GOAL_MS} ms)")


async def main(items: int) -> None:
    app = create_app()
    async with app.router.lifespan_context(app):
        await fill(items)
        began = time.perf_counter()
        await rebuild(INSTANSI)
        print(f"{items} reports wait; the queue written anew in {time.perf_counter() - began:.1f} s")
        ids = await waiting_ids(INSTANSI, Filter())
        transport = ASGITransport(app=app)
        async with AsyncClient(transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN}) as browser:
            await browser.post("/masuk", data={"email": "inspektur@uji.id", "password": PASSWORD})
            say("list of the queue", await timed(ROUNDS, lambda _: browser.get("/pemeriksaan"), 200))
            say(
                "list, narrowed to a unit",
                await timed(
                    ROUNDS, lambda _: browser.get(f"/pemeriksaan?unit={INSTANSI}:u07&uji=lolos"), 200
                ),
            )
            say(
                "list, its last page", await timed(ROUNDS, lambda _: browser.get("/pemeriksaan?hal=100"), 200)
            )
            say("one report", await timed(ROUNDS, lambda n: browser.get(f"/pemeriksaan/{ids[n]}"), 200))
            say(
                "decision: verify",
                await timed(
                    ROUNDS,
                    lambda n: browser.post(f"/pemeriksaan/{ids[n]}/verifikasi", data={"revision": "2"}),
                    303,
                ),
            )
            say(
                "decision: return",
                await timed(
                    ROUNDS,
                    lambda n: browser.post(
                        f"/pemeriksaan/{ids[100 + n]}/kembalikan",
                        data={"revision": "2", "reason": "Lampirkan daftar hadir."},
                    ),
                    303,
                ),
            )
            say(
                "decision: set aside",
                await timed(ROUNDS, lambda n: browser.post(f"/pemeriksaan/{ids[200 + n]}/ragu"), 303),
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RENAKSI_DATA_DIR": folder, "RENAKSI_BROKER_URL": "memory://"}
        with open_database(Settings(data_dir=Path(folder), mongodb_uri=None)) as uri:
            os.environ["RENAKSI_MONGODB_URI"] = uri
            get_settings.cache_clear()
            asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
