"""Bringing evidence in: once per institution, within the limits, and read under a lease."""

import pytest

from tests.tracker.evidence.documents import NEWS, bring_in, job_of, pdf, read_all
from tests.tracker.world import World
from tracker.audit.service import broken_at, events_of
from tracker.database import client
from tracker.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from tracker.evidence import service
from tracker.evidence.models import Evidence, Finding, Page, ReadingState, StoredFile, Suggestion
from tracker.evidence.service import Described
from tracker.evidence.storage import BUCKET, InMemory, pieces
from tracker.jobs.models import Job, JobState
from tracker.settings import get_settings


async def kept_bytes() -> int:
    """How many files GridFS holds."""
    database = client()[get_settings().database]
    return int(await database[f"{BUCKET}.files"].count_documents({}))


async def test_an_upload_is_stored_and_queued(world: World) -> None:
    content = pdf("Laporan pertama.")

    uploaded = await bring_in(
        world.actor("bureau"), content, unit=world.units["kominfo"], name="lap_satu.pdf"
    )

    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    assert (file.state, file.media_type, file.size) == (ReadingState.QUEUED, "application/pdf", len(content))
    assert b"".join([piece async for piece in pieces(file.gridfs_id)]) == content
    assert uploaded.evidence.title == "lap satu"
    assert (await job_of(file.id)).state is JobState.QUEUED
    events = await events_of("98", str(uploaded.evidence.id))
    assert [event.action for event in events] == ["evidence.uploaded"]


async def test_the_same_bytes_are_kept_once_and_the_twin_is_shown(world: World) -> None:
    actor, unit = world.actor("bureau"), world.units["kominfo"]
    first = await bring_in(actor, b"Isi yang sama.", unit=unit, name="satu.txt")
    before = await kept_bytes()

    second = await bring_in(actor, b"Isi yang sama.", unit=unit, name="dua.txt")

    assert second.known
    assert second.twin is not None
    assert second.twin.id == first.evidence.id
    assert second.evidence.id != first.evidence.id
    assert second.evidence.file_id == first.evidence.file_id
    assert await kept_bytes() == before


async def test_a_twin_of_another_unit_is_told_but_not_shown(world: World) -> None:
    await bring_in(world.actor("bureau"), b"Isi bersama.", unit=world.units["kominfo"], name="a.txt")

    other = await bring_in(world.actor("bureau_2"), b"Isi bersama.", unit=world.units["bkd"], name="b.txt")

    assert other.known
    assert other.twin is None


async def test_two_institutions_keep_their_own_bytes(world: World) -> None:
    ours = await bring_in(world.actor("coordinator"), b"Isi lintas instansi.", unit=None, name="a.txt")

    theirs = await bring_in(world.actor("stranger"), b"Isi lintas instansi.", unit=None, name="a.txt")

    assert not theirs.known
    assert ours.file.id.split(":")[1] == theirs.file.id.split(":")[1]
    assert ours.file.gridfs_id != theirs.file.gridfs_id


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(b"", "kosong.pdf", "kosong", id="an empty file"),
        pytest.param(
            bytes(range(256)) * 50, "laporan.pdf", "bukan jenis berkas", id="not what its name says"
        ),
        pytest.param(b"MZ\x90\0" + b"\0" * 200, "program.txt", "bukan dokumen", id="a program"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_to_do(
    world: World, content: bytes, name: str, words: str
) -> None:
    before = await Evidence.count()

    with pytest.raises(Invalid, match=words) as refused:
        await bring_in(world.actor("bureau"), content, unit=world.units["kominfo"], name=name)

    assert "nggah" in refused.value.message
    assert await Evidence.count() == before


async def test_a_file_over_the_limit_is_refused_with_the_limit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENAKSI_MAX_UPLOAD_MB", "1")
    get_settings.cache_clear()
    try:
        with pytest.raises(TooLarge, match="1 MB"):
            await bring_in(
                world.actor("bureau"), b"a" * (1024 * 1024 + 1), unit=world.units["kominfo"], name="besar.txt"
            )
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


@pytest.mark.parametrize(
    ("who", "unit", "error"),
    [
        pytest.param("bureau", "bkd", NotFound, id="another unit's"),
        pytest.param("bureau", None, NotFound, id="the whole institution's"),
        pytest.param("leadership", "kominfo", Forbidden, id="leadership only looks"),
        pytest.param("stranger", "kominfo", NotFound, id="another institution's"),
    ],
)
async def test_who_may_not_upload_for_a_unit(
    world: World, who: str, unit: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await bring_in(
            world.actor(who), b"Tidak boleh.", unit=world.units[unit] if unit else None, name="a.txt"
        )


async def test_a_read_file_has_its_pages_findings_and_suggestions(world: World) -> None:
    uploaded = await bring_in(world.actor("bureau"), pdf(), unit=world.units["kominfo"])

    await read_all()

    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    assert (file.state, file.page_count, file.error) == (ReadingState.READY, 1, None)
    findings = await Finding.find({"file_id": file.id}).sort("+start").to_list()
    assert file.total_findings == file.proposed_findings == len(findings)
    page = await Page.get(f"{file.id}:1")
    assert page is not None
    for finding in findings:
        assert page.text[finding.start - page.start : finding.end - page.start] == finding.text
        assert finding.boxes, finding.text
    counted = [finding for finding in findings if finding.found.get("unit") == "dokumen"]
    assert [finding.found["value"] for finding in counted] == [2]
    suggestions = await Suggestion.find({"finding_id": counted[0].id}).to_list()
    assert suggestions[0].target_id == "general-1-a:3"
    assert (await job_of(file.id)).state is JobState.DONE


async def test_a_news_item_gives_a_deadline_and_a_completeness(world: World) -> None:
    uploaded = await bring_in(world.actor("inspectorate"), NEWS.encode(), unit=None, name="berita.txt")

    await read_all()

    file = await StoredFile.get(uploaded.file.id)
    assert file is not None
    assert str(file.published) == "2023-10-17"
    targets = {
        suggestion.target: suggestion for suggestion in await Suggestion.find({"file_id": file.id}).to_list()
    }
    assert "20 Oktober 2023" in targets["deadline"].label
    assert "terinput yang dihitung" in targets["input"].reason


async def test_a_damaged_file_fails_with_its_reason_and_can_be_read_again(world: World) -> None:
    actor = world.actor("bureau")
    uploaded = await bring_in(actor, b"%PDF-1.7\nrusak", unit=world.units["kominfo"], name="rusak.pdf")
    await read_all()
    failed = await StoredFile.get(uploaded.file.id)
    assert failed is not None
    assert (failed.state, failed.error_code) == (ReadingState.FAILED, "damaged")
    assert "simpan ulang" in (failed.error or "")

    again = await service.retry(actor, evidence_id=uploaded.evidence.id)

    assert again.state is ReadingState.QUEUED
    assert (await job_of(again.id)).state is JobState.QUEUED
    await read_all()


async def test_a_file_that_is_read_is_not_read_again_on_request(world: World) -> None:
    actor = world.actor("bureau")
    uploaded = await bring_in(actor, b"Terbaca 12 dokumen.", unit=world.units["kominfo"], name="t.txt")
    await read_all()

    file = await service.retry(actor, evidence_id=uploaded.evidence.id)

    assert file.state is ReadingState.READY
    assert (await job_of(file.id)).state is JobState.DONE


async def test_another_units_evidence_of_a_read_file_is_matched_to_its_own_cells(world: World) -> None:
    text = b"Pada triwulan III tahun 2023 dinas menyusun 2 dokumen untuk pengelola SPBE yang dilatih."
    first = await bring_in(world.actor("bureau"), text, unit=world.units["kominfo"], name="a.txt")
    await read_all()
    before = {one.unit for one in await Suggestion.find({"file_id": first.file.id}).to_list()}

    await bring_in(world.actor("bureau_2"), text, unit=world.units["bkd"], name="b.txt")
    await read_all()

    after = {one.unit for one in await Suggestion.find({"file_id": first.file.id}).to_list()}
    assert world.units["bkd"] not in before
    assert world.units["bkd"] in after
    assert (await job_of(first.file.id)).state is JobState.DONE


async def test_a_revision_follows_and_the_earlier_file_stays(world: World) -> None:
    actor = world.actor("bureau")
    uploaded = await bring_in(actor, b"Versi pertama.", unit=world.units["kominfo"], name="v.txt")
    evidence_id, version = uploaded.evidence.id, uploaded.evidence.version

    revised = await service.add_revision(
        actor, evidence_id=evidence_id, version=version, source=InMemory(b"Versi kedua."), name="v2.txt"
    )

    assert [one.number for one in revised.evidence.revisions] == [1, 2]
    assert revised.evidence.revisions[0].file_id == uploaded.file.id
    assert revised.evidence.file_id == revised.file.id
    with pytest.raises(Conflict):
        await service.add_revision(
            actor, evidence_id=evidence_id, version=version, source=InMemory(b"Versi lain."), name="v3.txt"
        )
    with pytest.raises(Invalid, match="sama persis"):
        await service.add_revision(
            actor,
            evidence_id=evidence_id,
            version=revised.evidence.version,
            source=InMemory(b"Versi kedua."),
            name="v2.txt",
        )


async def test_an_evidence_is_described_removed_and_brought_back(world: World) -> None:
    actor = world.actor("bureau")
    uploaded = await bring_in(actor, b"Untuk diubah.", unit=world.units["kominfo"], name="u.txt")
    evidence_id = uploaded.evidence.id

    described = await service.describe(
        actor, evidence_id=evidence_id, version=1, described=Described("Judul baru", period="2023-07/2023-09")
    )
    removed = await service.remove(actor, evidence_id=evidence_id, version=described.version)
    restored = await service.restore(actor, evidence_id=evidence_id)

    assert (described.title, described.period, described.version) == ("Judul baru", "2023-07/2023-09", 2)
    assert removed.removed
    assert not restored.removed
    actions = [event.action for event in await events_of("98", str(evidence_id))]
    assert actions == ["evidence.uploaded", "evidence.described", "evidence.removed", "evidence.restored"]


@pytest.mark.parametrize(
    ("title", "period", "field"), [("x" * 301, None, "title"), ("Judul", "kapan-kapan", "period")]
)
async def test_a_bad_description_names_its_field(
    world: World, title: str, period: str | None, field: str
) -> None:
    actor = world.actor("bureau")
    uploaded = await bring_in(actor, b"Keterangan salah.", unit=world.units["kominfo"], name="k.txt")

    with pytest.raises(Invalid) as refused:
        await service.describe(
            actor,
            evidence_id=uploaded.evidence.id,
            version=uploaded.evidence.version,
            described=Described(title, period=period),
        )

    assert field in refused.value.fields


@pytest.mark.parametrize("who", ["bureau_2", "stranger", "stranger_admin"])
async def test_evidence_outside_a_persons_reach_is_not_there(world: World, who: str) -> None:
    uploaded = await bring_in(world.actor("bureau"), b"Rahasia.", unit=world.units["kominfo"], name="r.txt")
    other, evidence_id = world.actor(who), uploaded.evidence.id

    with pytest.raises(NotFound):
        await service.remove(other, evidence_id=evidence_id, version=1)
    with pytest.raises(NotFound):
        await service.retry(other, evidence_id=evidence_id)
    with pytest.raises(NotFound):
        await service.describe(other, evidence_id=evidence_id, version=1, described=Described("x"))


async def test_the_trail_holds_after_all_of_it(world: World) -> None:
    assert await broken_at("98") is None
    assert await Job.find({"state": JobState.RUNNING}).count() == 0
