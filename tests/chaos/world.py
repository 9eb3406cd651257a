"""The invented institution under load: units with a person and cells of their own, and an inspector."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.tracker.world import INSTANSI, make_person, make_world
from tracker.accounts.rights import Role
from tracker.database import connected
from tracker.institutions.models import Unit, unit_id
from tracker.plans.models import Output, Renaksi
from tracker.plans.values import Budgets, Targets
from tracker.settings import Settings

OUTPUTS_OF_UNIT = 8
INSPECTOR = "inspectorate@uji.id"


def code_of(number: int) -> str:
    """The code of the unit of client `number`."""
    return f"u{number}"


def email_of(number: int) -> str:
    """Who signs in as client `number`."""
    return f"unit_{number}@uji.id"


def outputs_of(number: int) -> list[str]:
    """The ids of the outputs that the unit of client `number` reports on."""
    return [f"keluaran-{number}-{each}" for each in range(OUTPUTS_OF_UNIT)]


async def settle(uri: str, folder: Path, *, clients: int) -> None:
    """Write the institution into the database of a running tree."""
    async with connected(Settings(data_dir=folder), uri=uri):
        world = await make_world()
        for number in range(clients):
            unit = unit_id(INSTANSI, code_of(number))
            name = f"Dinas Uji {number}"
            await Unit(
                id=unit, instansi=INSTANSI, code=code_of(number), name=name, short_name=f"DU{number}"
            ).insert()
            await make_person(f"unit_{number}", INSTANSI, Role.BUREAU, [unit])
            await Renaksi(
                instansi=INSTANSI,
                plan_id=world.general.id,
                year=world.general.year,
                node_id="k1i1",
                order=10 + number,
                text=f"Menyusun peta rencana SPBE bidang {number}",
                unit=unit,
                outputs=[_output(each) for each in outputs_of(number)],
            ).insert()


def _output(identifier: str) -> Output:
    whole = Decimal(100_000)
    return Output(
        id=identifier,
        indikator="Jumlah dokumen peta rencana SPBE",
        satuan="Dokumen",
        targets=Targets(tw1=whole, tw2=whole, tw3=whole, tw4=whole, total=4 * whole),
        budgets=Budgets(total=100_000_000),
    )
