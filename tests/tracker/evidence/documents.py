"""Small invented documents for tests, and the short ways to bring them in and have them read."""

from pathlib import Path

import typst
from beanie import PydanticObjectId

from tests.tracker.world import World
from tracker.accounts.rights import Actor
from tracker.evidence.models import Finding
from tracker.evidence.reading import read_file
from tracker.evidence.service import Described, Uploaded, upload
from tracker.evidence.storage import InMemory
from tracker.jobs.models import Job
from tracker.jobs.service import claim, waiting

NEWS = """Provinsi Uji Coba, 17 Oktober 2023

Inspektur Provinsi Uji Coba mengatakan bahwa data rencana aksi RB yang terinput pada portal RB nasional sudah
mencapai 50 %. Batas akhir penginputan pada portal adalah 20 Oktober mendatang.
"""

REPORT_TEXT = """LAPORAN KINERJA TAHUN 2023

Pada triwulan III tahun 2023 Dinas Komunikasi dan Informatika telah menyusun 2 dokumen peta SPBE.
Jumlah orang yang dilatih mencapai 35 orang sampai dengan September 2023.
"""

SPBE_TEXT = """LAPORAN KINERJA TAHUN 2023

Pada triwulan III tahun 2023 dinas telah menyusun 2 dokumen peta rencana SPBE.
Laporan disampaikan paling lambat 20 Oktober 2023 sesuai Peraturan Presiden Nomor 132 Tahun 2022.
"""


def pdf(text: str = REPORT_TEXT, folder: Path | None = None) -> bytes:
    """The text as a born-digital PDF: a page per form feed."""
    pages = "#pagebreak()".join(part.replace("#", "").replace("%", "\\%") for part in text.split("\f"))
    return bytes(typst.compile(f'#set text(lang: "id")\n{pages}'.encode()))


async def bring_in(
    actor: Actor, content: bytes, *, unit: str | None, name: str = "laporan.pdf", period: str | None = None
) -> Uploaded:
    """Upload the bytes as an evidence of the unit."""
    return await upload(
        actor, unit=unit, source=InMemory(content), name=name, described=Described(period=period)
    )


async def read_all() -> int:
    """Do the jobs that wait, as a worker does; how many there were."""
    done = 0
    for job_id in await waiting():
        job = await claim(job_id)
        if job is not None:
            await read_file(job)
            done += 1
    return done


async def read_report(world: World, salt: str, *, who: str = "bureau", unit: str = "kominfo") -> Uploaded:
    """A report of a unit, brought in and read; `salt` makes it unlike any other and is its name."""
    uploaded = await bring_in(
        world.actor(who),
        pdf(f"{SPBE_TEXT}\nCatatan {salt}."),
        unit=world.units[unit],
        name=f"{salt}.pdf",
        period="2023-07/2023-09",
    )
    await read_all()
    return uploaded


async def job_of(file_id: str) -> Job:
    """The job that reads a file."""
    job = await Job.find_one({"key": f"read_file:{file_id}"})
    assert job is not None
    return job


async def finding_of(file_id: str, text: str) -> Finding:
    """The finding of a file whose text holds these words."""
    findings = await Finding.find({"file_id": file_id}).sort("+start").to_list()
    found = [finding for finding in findings if text in finding.text]
    assert found, [finding.text for finding in findings]
    return found[0]


def oid(value: str) -> PydanticObjectId:
    """An id from its text."""
    return PydanticObjectId(value)
