"""The leadership's sheet to take along: one page, whatever it holds; no formula runs; the trail knows."""

import io
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum
from functools import partial
from typing import Any

import openpyxl
import pytest
from httpx import AsyncClient
from pypdf import PdfReader

from tests.tracker.world import DAY, INSTANSI, World, make_renaksi
from tracker.audit.models import Event
from tracker.clock import now, real_now, set_offset
from tracker.database import in_transaction
from tracker.institutions.models import Institution, Unit
from tracker.outlook.paper import paper_of
from tracker.outlook.sheet import Asked, sheet_of
from tracker.outlook.workbook import workbook_of
from tracker.percentages.service import touch
from tracker.plans.models import Renaksi
from tracker.settings import get_settings
from tracker.snapshots.service import take_daily

EVIL = '=HYPERLINK("http://contoh.id","klik")'


@pytest.fixture(scope="module")
async def past(world: World) -> World:
    """A week was kept, and a renaksi bears a name that a spreadsheet would run."""
    set_offset(get_settings().data_dir, DAY - real_now())
    await Renaksi.find_one({"_id": world.renaksi[0].id}).update({"$set": {"text": EVIL}})
    for ago in range(8, 0, -1):
        await take_daily(DAY - timedelta(days=ago))
    return world


@pytest.mark.parametrize(("language", "word"), [("id", "Mengapa belum 100?"), ("en", "Why not 100?")])
async def test_the_paper_is_one_page_in_either_language(
    past: World, client: AsyncClient, language: str, word: str
) -> None:
    await past.sign_in(client, "leadership")
    await client.post("/bahasa", data={"lang": language})
    answer = await client.get("/pimpinan/lembar.pdf?tw=3")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    assert word in pages[0].extract_text()
    assert answer.headers["content-disposition"].endswith('lembar-pimpinan-2023-tw3.pdf"')


async def test_the_workbook_names_the_formulas_and_holds_none_itself(
    past: World, client: AsyncClient
) -> None:
    await past.sign_in(client, "leadership")
    answer = await client.get("/pimpinan/lembar.xlsx?tw=3&angka=terinput")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {"terinput-1", "terverifikasi-1", "capaian-output-1"} <= {cell.value for cell in cells}
    assert any(cell.value == EVIL for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink]


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A0", "@x", "-2+3", "http://contoh.id"])
async def test_no_name_of_an_institution_plan_unit_or_action_becomes_a_formula_or_a_link(
    past: World, evil: str
) -> None:
    institution = await Institution.get(INSTANSI)
    assert institution is not None
    sheet = await sheet_of(institution, Asked(through=3), at=now())
    hostile = said_everywhere(sheet, evil)
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(hostile)))
    cells = [cell for page in book for row in page for cell in row if cell.value is not None]
    assert sum(cell.value == evil for cell in cells) > 20
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def said_everywhere(value: Any, evil: str) -> Any:
    """The sheet with every text of it replaced."""
    if isinstance(value, str):
        return value if isinstance(value, Enum) else evil
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(said_everywhere(each, evil) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {
            one.name: said_everywhere(getattr(value, one.name), evil) for one in fields(value) if one.init
        }
        return replace(value, **parts)
    return value


async def test_both_are_written_into_the_trail(past: World, client: AsyncClient) -> None:
    await past.sign_in(client, "inspectorate")
    for ending in ("pdf", "xlsx"):
        assert (await client.get(f"/pimpinan/lembar.{ending}")).status_code == 200
    found = await Event.find({"instansi": INSTANSI, "action": "figures.exported"}).sort("-number").to_list()
    assert [(event.actor_name, event.data["form"]) for event in found[:2]] == [
        ("Inspectorate", "xlsx"),
        ("Inspectorate", "pdf"),
    ]


async def test_many_units_and_long_names_still_make_one_page(past: World) -> None:
    for number in range(40):
        unit = f"{INSTANSI}:u{number}"
        name = f"Dinas Nomor {number}"
        await Unit(id=unit, instansi=INSTANSI, code=f"u{number}", name=name, short_name=name).insert()
        await make_renaksi(past.general, "k1i1", 10 + number, "Menyusun pedoman teknis " * 12, unit)
    await in_transaction(partial(touch, plan_id=past.general.id, instansi=INSTANSI))
    institution = await Institution.get(INSTANSI)
    assert institution is not None
    sheet = await sheet_of(institution, Asked(through=3), at=now())
    [page] = PdfReader(io.BytesIO(paper_of(sheet))).pages
    assert "unit lain tidak ditampilkan" in " ".join(page.extract_text().split())
