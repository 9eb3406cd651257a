"""Reading under a lease: killed anywhere and taken over, a file comes to the same end, once."""

from datetime import timedelta
from typing import Any

import pytest

from ingest.limits import Limits
from ingest.read import read
from tests.tracker.evidence.documents import bring_in, job_of, pdf, read_all
from tests.tracker.world import World
from tracker.audit.models import Event
from tracker.clock import real_now
from tracker.database import in_transaction
from tracker.evidence import storage
from tracker.evidence.harvest import Reaping, keep_pages
from tracker.evidence.models import Finding, Page, ReadingState, StoredFile, Suggestion, Verdict
from tracker.evidence.reading import limits_of, read_file
from tracker.evidence.rereading import stamp_of
from tracker.evidence.service import Uploaded
from tracker.jobs.models import Job, JobState
from tracker.jobs.service import MOST_ATTEMPTS, claim, enqueue
from tracker.settings import Settings

PAGES = "\f".join(
    [
        "Pada triwulan III tahun 2023 dinas telah menyusun 2 dokumen arsitektur.",
        "Sebanyak 35 orang pengelola telah dilatih di kantor gubernur.",
        "Realisasi anggaran mencapai Rp1,4 miliar atau 72,5 persen.",
        "Indeks SPBE tahun 2022 tercatat 2,75 dengan kategori baik.",
        "Laporan disampaikan paling lambat 20 Oktober 2023.",
    ]
)


async def state_of(file_id: str) -> dict[str, Any]:
    """What a reader of the database sees of a file, without instants and ids."""
    file = await StoredFile.get(file_id)
    assert file is not None
    findings = await Finding.find({"file_id": file_id}).sort("+start").to_list()
    return {
        "file": file.model_dump(exclude={"received_at", "read_at", "gridfs_id"}),
        "pages": [page.number for page in await Page.find({"file_id": file_id}).sort("+number").to_list()],
        "findings": [(one.start, one.end, one.kind, one.page, one.found) for one in findings],
        "suggestions": await Suggestion.find({"file_id": file_id}).count(),
        "events": await Event.find({"subject.id": file_id, "action": "file.read"}).count(),
    }


async def lapse(job: Job) -> None:
    """Let the lease of a killed worker run out."""
    await Job.get_pymongo_collection().update_one(
        {"_id": job.id}, {"$set": {"lease_until": real_now() - timedelta(seconds=1)}}
    )


async def uploaded(world: World, salt: str) -> Uploaded:
    return await bring_in(
        world.actor("bureau"),
        pdf(f"{PAGES} {salt.capitalize()}."),
        unit=world.units["kominfo"],
        name="laporan.pdf",
    )


async def partly_read(file: StoredFile, *, findings: bool) -> None:
    """What a worker leaves behind that was killed after some of its writes."""
    async with storage.copied_out(file.gridfs_id) as path:
        document = read(path, name=file.name)
        await keep_pages(file, document.pages)
        if findings:
            from ingest.findings import find  # noqa: PLC0415 - loads the pipeline, which other tests need not

            reaping = await Reaping.begun(file, document.text, stamp=stamp_of(""))
            await reaping.keep(find(document)[:3])


@pytest.mark.parametrize("left", ["nothing", "pages", "findings"])
async def test_a_killed_reading_is_taken_over_and_ends_the_same_once(world: World, left: str) -> None:
    file = (await uploaded(world, left)).file
    dead = await claim((await job_of(file.id)).id)
    assert dead is not None
    if left != "nothing":
        await partly_read(file, findings=left == "findings")
    await lapse(dead)

    await read_all()

    state = await state_of(file.id)
    assert state["file"]["state"] is ReadingState.READY
    assert state["pages"] == [1, 2, 3, 4, 5]
    assert state["events"] == 1
    assert len(state["findings"]) == state["file"]["total_findings"] > 5
    assert len({finding[:3] for finding in state["findings"]}) == len(state["findings"])
    assert (await job_of(file.id)).attempts == 2

    await read_file(dead)

    assert await state_of(file.id) == state


async def test_a_job_is_claimed_by_one_worker_alone(world: World) -> None:
    file = (await uploaded(world, "satu pekerja")).file
    job_id = (await job_of(file.id)).id

    first, second = await claim(job_id), await claim(job_id)

    assert first is not None
    assert second is None
    await read_file(first)


async def test_a_file_that_kills_its_readers_is_given_up_with_a_sentence(world: World) -> None:
    file = (await uploaded(world, "berbahaya")).file
    await partly_read(file, findings=True)
    for _attempt in range(MOST_ATTEMPTS):
        job = await claim((await job_of(file.id)).id)
        assert job is not None
        await lapse(job)

    await read_all()

    failed = await StoredFile.get(file.id)
    assert failed is not None
    assert (failed.state, failed.error_code) == (ReadingState.FAILED, "attempts")
    assert "ulangi" in (failed.error or "")
    assert (await job_of(file.id)).state is JobState.FAILED
    assert await Finding.find({"file_id": file.id}).count() == 0


async def test_a_repeated_reading_leaves_what_people_decided(world: World) -> None:
    file = (await uploaded(world, "diputuskan")).file
    await read_all()
    findings = await Finding.find({"file_id": file.id}).sort("+start").to_list()
    kept, stale = findings[0], findings[1]
    collection = Finding.get_pymongo_collection()
    await collection.update_one(
        {"_id": kept.id},
        {
            "$set": {
                "verdict": Verdict.REJECTED,
                "extractor": "lama",
                "found.value": "lama",
                "boxes": [[1, 2, 3, 4]],
            }
        },
    )
    await collection.update_one({"_id": stale.id}, {"$set": {"end": stale.end + 1, "extractor": "lama"}})
    await StoredFile.get_pymongo_collection().update_one({"_id": file.id}, {"$set": {"extractor": "lama"}})
    await queue_again(file)

    await read_all()

    after = await Finding.find({"file_id": file.id}).sort("+start").to_list()
    by_id = {finding.id: finding for finding in after}
    assert by_id[kept.id].verdict is Verdict.REJECTED
    assert by_id[kept.id].found["value"] == "lama"
    assert by_id[kept.id].boxes == kept.boxes
    assert stale.id not in by_id
    assert [(one.start, one.end) for one in after] == [(one.start, one.end) for one in findings]
    again = await StoredFile.get(file.id)
    assert again is not None
    assert (again.state, again.extractor) == (ReadingState.READY, stamp_of(""))


async def queue_again(file: StoredFile) -> None:
    """Queue the file's job once more, as a newer extractor would ask for."""
    await in_transaction(
        lambda session: enqueue(
            session,
            instansi=file.instansi,
            kind="read_file",
            key=f"read_file:{file.id}",
            payload={"file_id": file.id},
        )
    )


async def test_too_many_pages_fail_with_the_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = (await uploaded(world, "terlalu tebal")).file
    monkeypatch.setattr("tracker.evidence.reading.limits_of", lambda _settings: Limits(pages=3))

    await read_all()

    failed = await StoredFile.get(file.id)
    assert failed is not None
    assert (failed.state, failed.error_code) == (ReadingState.FAILED, "too-many-pages")
    assert "3" in (failed.error or "")


@pytest.mark.parametrize(
    ("limits", "code", "words"),
    [
        (Limits(seconds=0.01), "timed-out", "dihentikan setelah"),
        (Limits(memory_mb=1), "out-of-memory", "memori melebihi batas"),
    ],
)
async def test_what_stalls_or_swells_fails_with_its_reason_and_the_next_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch, limits: Limits, code: str, words: str
) -> None:
    with monkeypatch.context() as limited:
        limited.setattr("tracker.evidence.reading.limits_of", lambda _settings: limits)
        large = ("Nilai reformasi birokrasi 75,50 pada tahun 2023.\n" * 60_000).encode()
        file = (
            await bring_in(world.actor("bureau"), large, unit=world.units["kominfo"], name="besar.txt")
        ).file
        await read_all()
    failed = await StoredFile.get(file.id)
    assert failed is not None
    assert (failed.state, failed.error_code) == (ReadingState.FAILED, code)
    assert words in (failed.error or "")
    assert b"".join([piece async for piece in storage.pieces(failed.gridfs_id)]) == large

    following = (await uploaded(world, f"sesudah {code}")).file
    await read_all()
    sound = await StoredFile.get(following.id)
    assert sound is not None
    assert sound.state is ReadingState.READY


def test_the_limits_are_those_of_the_installation() -> None:
    limits = limits_of(Settings(max_upload_mb=7, max_pages=11, read_seconds=13, read_memory_mb=512))

    assert (limits.bytes, limits.pages, limits.seconds, limits.memory_mb) == (7 * 1024 * 1024, 11, 13.0, 512)
