"""The first page of a bureau: what came back with its reason, what is due, and the next step of each."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.tracker.progress.test_worklist import QUARTERLY, action, rows_of
from tests.tracker.world import DAY, INSTANSI, World
from tracker import clock
from tracker.deadlines.models import Deadline
from tracker.deadlines.windows import Stage
from tracker.progress import service
from tracker.progress.rules import State
from tracker.progress.todo import next_step
from tracker.review import service as review
from tracker.settings import get_settings


@pytest.fixture(scope="module", autouse=True)
def calendar(tracker_settings: None) -> None:
    clock.set_offset(Path(get_settings().data_dir), DAY - clock.real_now())


async def test_what_came_back_stands_first_with_its_reason_and_the_days_left_to_mend(
    world: World, client: AsyncClient
) -> None:
    bureau = world.actor("bureau")
    for stage, days in ((Stage.REPORT, 15), (Stage.CORRECT, 4)):
        await Deadline(
            instansi=INSTANSI,
            title=f"Tenggat {stage}",
            year=2023,
            through=3,
            stage=stage,
            opens_at=None,
            closes_at=DAY + timedelta(days=days),
            created_at=DAY,
        ).insert()
    report = await service.save(
        bureau,
        progress_id="general-1-a:2",
        revision=0,
        value=Decimal(1),
        spent=None,
        obstacles="Menyusul.",
        follow_up="",
    )
    sent = await service.submit(bureau, progress_id=report.id, revision=report.revision)
    await review.return_(
        world.actor("inspectorate"), progress_id=report.id, revision=sent.revision, reason="Lampirkan SK."
    )
    await world.sign_in(client, "bureau")
    text = (await client.get("/")).text
    back, due = text.index("Dikembalikan Inspektorat (1)"), text.index("Yang harus masuk sampai TW III 2023")
    assert back < text.index("Lampirkan SK.") < text.index("Perbaiki isian atau buktinya") < due
    assert "2 hari kerja lagi" in text[back:due]  # Thursday to Monday
    assert "11 hari kerja lagi" in text[due:]  # Thursday to Friday of the second week after
    await world.sign_in(client, "inspectorate")
    assert "Yang harus masuk" not in (await client.get("/")).text


EMPTY = rows_of([action(1, QUARTERLY)], [])[0]


@pytest.mark.parametrize(
    ("fields", "button", "step"),
    [
        ({}, "Isi", "Isi realisasinya"),
        ({"state": State.DRAFT}, "Isi", "Isi realisasinya"),
        ({"state": State.DRAFT, "value": Decimal(1)}, "Beri bukti", "Kaitkan buktinya"),
        (
            {"state": State.DRAFT, "value": Decimal(1), "links": 1, "proof_reason": "outside_period"},
            "Cocokkan",
            "di luar periode",
        ),
        ({"state": State.DRAFT, "value": Decimal(1), "links": 1, "proven": True}, "Ajukan", "sudah terbukti"),
        ({"state": State.RETURNED, "value": Decimal(1), "proven": True}, "Perbaiki", "ajukan lagi"),
    ],
)
def test_each_report_has_its_next_step(fields: dict[str, object], button: str, step: str) -> None:
    pressed, told = next_step(replace(EMPTY, **fields))  # type: ignore[arg-type]
    assert pressed == button
    assert step in told
