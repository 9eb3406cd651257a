"""No page asks the database once per row: ten times as many rows cost as many questions."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from httpx import AsyncClient
from pymongo import monitoring

from tests.tracker.world import DAY, INSTANSI, World, make_renaksi
from tracker.progress.models import Progress, progress_id
from tracker.progress.rules import State
from tracker.review.keeping import rebuild

ASKING = {"find", "aggregate", "count", "distinct"}
MORE = 30


class Counter(monitoring.CommandListener):
    """Counts the questions that the driver sends."""

    asked = 0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.asked += event.command_name in ASKING

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Only what is asked counts."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Only what is asked counts."""


COUNTER = Counter()
monitoring.register(COUNTER)  # clients that are opened from here on tell it


@contextmanager
def counted() -> Iterator[list[int]]:
    """The number of questions asked in the block."""
    before, found = COUNTER.asked, [0]
    yield found
    found[0] = COUNTER.asked - before


async def add_rows(world: World, first: int) -> None:
    """Thirty renaksi more in the general plan, each with a report that waits."""
    for order in range(first, first + MORE):
        renaksi = await make_renaksi(
            world.general, "k1i1", order, f"Kegiatan {order}", world.units["kominfo"]
        )
        await Progress(
            id=progress_id(renaksi.outputs[0].id, 1),
            instansi=INSTANSI,
            plan_id=world.general.id,
            renaksi_id=renaksi.id,
            output_id=renaksi.outputs[0].id,
            year=2023,
            triwulan=1,
            unit=world.units["kominfo"],
            state=State.SUBMITTED,
            value=Decimal(1),
            revision=1,
            editors=[],
            submitted_at=DAY,
            updated_at=DAY,
        ).insert()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("bureau", "/"),
        ("bureau", "/kerja?state=all"),
        ("bureau", "/lembar?tw=1"),
        ("bureau", "/bukti"),
        ("inspectorate", "/pemeriksaan"),
        ("inspectorate", "/sampel"),
        ("inspectorate", "/penilaian"),
        ("leadership", "/pimpinan?tw=1"),
        ("leadership", "/rencana"),
        ("leadership", "/rencana/{plan}"),
        ("leadership", "/rencana/{plan}/struktur"),
        ("leadership", "/persentase/{plan}/terbukti?tw=1"),
        ("leadership", "/tenggat"),
        ("admin", "/jejak"),
    ],
)
async def test_more_rows_ask_no_more_questions(
    who: str, path: str, world: World, client: AsyncClient, request: pytest.FixtureRequest
) -> None:
    await world.sign_in(client, who)
    url = path.format(plan=world.general.id)
    await client.get(url)  # kept figures are fresh from here on
    with counted() as few:
        assert (await client.get(url)).status_code == 200
    await add_rows(world, first=100 + MORE * len(world.renaksi))
    await rebuild(INSTANSI)
    world.renaksi.append(world.renaksi[0])  # the next case begins its numbers further on
    await client.get(url)
    with counted() as many:
        assert (await client.get(url)).status_code == 200
    assert few[0] > 0
    assert many[0] <= few[0] + 1, f"{few[0]} questions for few rows, {many[0]} for {MORE} more"
