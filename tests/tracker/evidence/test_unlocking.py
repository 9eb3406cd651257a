"""A locked PDF is read with its password, which stays nowhere."""

import io
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdf
import pytest
from httpx import AsyncClient

from tests.tracker.evidence.documents import bring_in, job_of, pdf, read_all
from tests.tracker.world import World
from tracker.audit.service import events_of
from tracker.clock import real_now
from tracker.database import client as database_client
from tracker.errors import Forbidden, Invalid, NotFound
from tracker.evidence.models import Page, ReadingState, StoredFile
from tracker.evidence.pictures import page_picture
from tracker.evidence.service import upload
from tracker.evidence.storage import InMemory, pieces
from tracker.evidence.sweeping import _unused
from tracker.evidence.unlocking import unlock, unlock_with
from tracker.settings import get_settings

PASSWORD = "Rahasia-7c1e-Nusa"


def locked(text: str = "Nilai 75,5 pada triwulan III tahun 2023.", password: str = PASSWORD) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(text)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


async def everything_stored() -> bytes:
    """All documents of all collections, as they lie in the database."""
    database = database_client()[get_settings().database]
    names = [name for name in await database.list_collection_names() if not name.startswith("system.")]
    return b"".join([repr(one).encode() for name in names async for one in database[name].find({})])


def command_lines() -> bytes:
    """How the processes of this machine were started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(path.read_bytes())
    return b" ".join(found)


async def test_a_locked_file_waits_for_its_password(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    actor = world.actor("bureau")
    content = locked()
    uploaded = await bring_in(actor, content, unit=world.units["kominfo"])
    await read_all()
    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    assert (file.state, file.error_code) == (ReadingState.FAILED, "encrypted")

    with pytest.raises(Invalid, match="tidak cocok"):
        await unlock(actor, evidence_id=uploaded.evidence.id, password="salah")
    await unlock(actor, evidence_id=uploaded.evidence.id, password=PASSWORD)
    await read_all()

    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    assert file.state is ReadingState.READY
    assert "Nilai 75,5" in (await Page.find({"file_id": file.id}).to_list())[0].text
    assert b"".join([piece async for piece in pieces(file.gridfs_id)]) == content
    assert (await page_picture(file, 1, width=320))[8:12] == b"WEBP"
    actions = [event.action for event in await events_of("98", str(uploaded.evidence.id))]
    assert "evidence.unlocked" in actions
    assert PASSWORD.encode() not in await everything_stored()
    assert PASSWORD not in caplog.text
    assert PASSWORD.encode() not in command_lines()


async def test_the_password_may_come_with_the_file(world: World) -> None:
    uploaded = await upload(
        world.actor("bureau"),
        unit=world.units["kominfo"],
        source=InMemory(locked("Kalimat lain tentang layanan publik pada tahun 2023.")),
        name="terkunci.pdf",
        unlock=unlock_with(PASSWORD),
    )
    await read_all()
    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    assert file.state is ReadingState.READY
    assert (await job_of(file.id)).payload == {"file_id": file.id}
    assert PASSWORD.encode() not in await everything_stored()


async def test_a_copy_is_not_swept_as_long_as_its_file_names_it(world: World) -> None:
    uploaded = await upload(
        world.actor("bureau"),
        unit=world.units["kominfo"],
        source=InMemory(locked("Berkas ketiga yang terkunci.")),
        name="terkunci.pdf",
        unlock=unlock_with(PASSWORD),
    )
    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    assert file.unlocked_id is not None
    unused: list[Any] = [gridfs_id async for gridfs_id, _ in _unused(real_now())]
    assert file.unlocked_id not in unused


async def test_only_who_may_upload_for_the_unit_opens_its_files(world: World) -> None:
    uploaded = await bring_in(world.actor("bureau"), locked("Berkas keempat."), unit=world.units["kominfo"])
    await read_all()
    with pytest.raises((NotFound, Forbidden)):
        await unlock(world.actor("bureau_2"), evidence_id=uploaded.evidence.id, password=PASSWORD)


async def test_the_failed_page_leads_to_the_password_and_says_what_is_wrong(
    client: AsyncClient, world: World
) -> None:
    uploaded = await bring_in(world.actor("bureau"), locked("Berkas kelima."), unit=world.units["kominfo"])
    await read_all()
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}/kata-sandi"
    assert url in (await client.get(f"/bukti/{uploaded.evidence.id}")).text
    form = await client.get(url)
    assert 'type="password"' in form.text
    wrong = await client.post(url, data={"password": "salah"})
    assert wrong.status_code == 422
    assert "tidak cocok" in wrong.text
    assert "salah" not in wrong.text.replace("masalah", "")
    right = await client.post(url, data={"password": PASSWORD})
    assert right.status_code == 303
