"""What the story asks of the database, and fills into it, beside the browser."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.models import User
from tracker.accounts.rights import Actor
from tracker.database import client
from tracker.evidence.models import Finding, Page, StoredFile
from tracker.institutions.service import add_unit
from tracker.jobs.models import Job
from tracker.percentages.facts import PlacedOutput
from tracker.percentages.rules import Percentages, is_required, percentages
from tracker.percentages.service import plan_figures, plan_outputs
from tracker.plans.models import Plan, Renaksi
from tracker.progress import service as progress_service
from tracker.progress.models import Progress, progress_id
from tracker.settings import get_settings

INSTANSI = "96"
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class DraftCell:
    """A cell that was filled in and not yet handed in."""

    progress_id: str
    output_id: str
    plan_id: PydanticObjectId
    plan_title: str
    indikator: str
    satuan: str
    value: Decimal


@dataclass(frozen=True)
class Reading:
    """How a file was read."""

    attempts: int
    pages: int
    desa_claims: list[int]


async def add_units(units: Mapping[str, tuple[str, str]]) -> None:
    """The units that the sheets name."""
    for code, (name, short) in units.items():
        await add_unit(instansi=INSTANSI, code=code, name=name, short_name=short)


async def count_plans() -> tuple[int, int]:
    """How many renaksi and outputs there are."""
    renaksi = await Renaksi.find({"instansi": INSTANSI}).to_list()
    return len(renaksi), sum(len(action.outputs) for action in renaksi)


async def fill_half_of_what_is_due() -> tuple[int, int]:
    """Fill in every other cell that is due through triwulan III, plan by plan; filled and due."""
    admin = await _bureau_of_all()
    filled = due = 0
    for plan in await Plan.find({"instansi": INSTANSI}).to_list():
        cells = [
            (output, triwulan)
            for output in await plan_outputs(INSTANSI, plan.id)
            for triwulan in (3, 2, 1)
            if is_required(output.facts, triwulan)
        ]
        for output, triwulan in sorted(cells, key=_by_need)[: len(cells) // 2]:
            value = output.facts.targets[triwulan]
            await progress_service.save_value(
                admin, progress_id=progress_id(output.output_id, triwulan), revision=0, value=value
            )
        filled, due = filled + len(cells) // 2, due + len(cells)
    return filled, due


def _by_need(cell: tuple[PlacedOutput, int]) -> tuple[bool, int]:
    """Cells of one unit come first, so that it surely has something to prove."""
    output, triwulan = cell
    return output.unit != f"{INSTANSI}:kominfo", -triwulan


async def _bureau_of_all() -> Actor:
    """Somebody who may report for every unit, by the rights of the table."""
    user = await User.find_one({"email": "dinkominfo@cerita.id"})
    assert user is not None
    actor = user.actor(INSTANSI)
    assert actor is not None
    return Actor(actor.user_id, actor.name, actor.email, INSTANSI, actor.role, units=None)


async def a_draft_of(unit: str, *, triwulan: int) -> DraftCell:
    """A filled cell of that unit whose output is counted and proven by a claim."""
    for report in await Progress.find({"instansi": INSTANSI, "unit": unit, "triwulan": triwulan}).to_list():
        renaksi = await Renaksi.get(report.renaksi_id)
        plan = await Plan.get(report.plan_id)
        assert renaksi is not None
        assert plan is not None
        output = renaksi.output(report.output_id)
        assert output is not None
        if (
            report.value
            and output.proof == "claim"
            and output.satuan in {"Orang", "Perangkat daerah", "Aplikasi"}
        ):
            return DraftCell(
                report.id, output.id, plan.id, plan.title, output.indikator, output.satuan, report.value
            )
    raise AssertionError("no such cell was filled")


async def figures(plan_id: PydanticObjectId, *, through: int) -> Percentages:
    """The figures of a plan as pages show them."""
    plan = await Plan.get(plan_id)
    assert plan is not None
    return percentages((await plan_figures(plan)).total(through))


async def is_proven(progress: str) -> bool:
    """Whether a report's evidence fits."""
    report = await Progress.get(progress)
    return report is not None and report.proof.proven


async def state_of(progress: str) -> str:
    """Where a report stands."""
    report = await Progress.get(progress)
    return str(report.state) if report else "empty"


async def when_reading(name: str, act: Callable[[], object]) -> None:
    """Act at the moment when the file's pages are being read."""
    await _reaches(name, {"pages", "findings", "saving"}, field="stage")
    act()


async def _reaches(name: str, wanted: set[str], *, field: str) -> StoredFile:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        file = await StoredFile.find_one({"name": name})
        if file is not None and str(getattr(file, field)) in wanted:
            return file
        await asyncio.sleep(0.01)
    raise AssertionError(f"{name} never came to {sorted(wanted)}")


async def reading_of(name: str) -> Reading:
    """How often a file was taken up until it was read, and what was found of it."""
    file = await _reaches(name, {"ready"}, field="state")
    job = await Job.find_one({"key": f"read_file:{file.id}"})
    assert job is not None
    claims = await Finding.find({"file_id": file.id, "kind": "claim"}).sort("+start").to_list()
    desa = [int(claim.found["value"]) for claim in claims if claim.found.get("unit") == "desa"]
    return Reading(job.attempts, await Page.find({"file_id": file.id}).count(), desa)


async def everything() -> dict[str, list[dict[str, Any]]]:
    """All documents but sign-ins and the trail of them, to be compared over a restart."""
    database = client()[get_settings().database]
    names = [
        "plans",
        "renaksi",
        "progress",
        "evidence",
        "files",
        "findings",
        "suggestions",
        "deadlines",
        "units",
    ]
    return {name: await database[name].find().sort("_id", 1).to_list() for name in names}
