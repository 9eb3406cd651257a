"""The desk of an evidence: findings beside the picture of their page, verdicts, edits, suggestions."""

import asyncio
import io
import re
from collections.abc import Awaitable, Callable
from itertools import groupby

import pytest
from httpx import AsyncClient, Response
from PIL import Image

from ingest.findings import find
from ingest.read import read
from tests.tracker.evidence.documents import bring_in, finding_of, pdf, read_report
from tests.tracker.world import World
from tracker.evidence import pictures, storage
from tracker.evidence.keeping import Keeper
from tracker.evidence.models import Finding, Page, StoredFile, Suggestion, Verdict
from tracker.progress.models import Progress

HTMX = {"hx-request": "true"}


async def test_the_page_shows_findings_as_boxes_on_the_pages_picture(
    client: AsyncClient, world: World
) -> None:
    uploaded = await read_report(world, "kotak pada halaman")
    await world.sign_in(client, "bureau")
    finding = await finding_of(uploaded.file.id, "2 dokumen")

    page = await client.get(f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id)})
    part = await client.get(
        f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id)}, headers=HTMX
    )

    assert page.status_code == 200
    assert "box--proposed is-selected" in page.text
    x0 = finding.boxes[0][0] - 2
    assert f'x="{x0:.2f}"' in page.text
    assert re.search(r"<mark>2 dokumen</mark>", page.text)
    picture = re.compile(r"<image [^>]*>")  # the page shows a small one first, the part the sharp one
    assert picture.sub("", part.text).strip() in picture.sub("", page.text)
    assert len(page.content) < 60_000


async def test_a_page_beyond_the_last_one_is_said_to_be_none(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "lewat halaman akhir")
    await world.sign_in(client, "leadership")

    shown = await client.get(f"/bukti/{uploaded.evidence.id}", params={"halaman": "99"})

    assert shown.status_code == 200
    assert "Berkas ini hanya 1 halaman, jadi halaman 99 tidak ada." in shown.text
    assert "halaman=1" in shown.text


async def test_a_page_that_is_still_being_read_is_waited_for(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "halaman ditunggu")
    reading = {"state": "reading", "stage": "findings", "page_count": 90}
    await StoredFile.get_pymongo_collection().update_one({"_id": uploaded.file.id}, {"$set": reading})
    await world.sign_in(client, "bureau")

    shown = await client.get(f"/bukti/{uploaded.evidence.id}", params={"halaman": "40"})
    await StoredFile.get_pymongo_collection().update_one(
        {"_id": uploaded.file.id}, {"$set": {"state": "ready", "page_count": 1}}
    )

    assert "Halaman 40 belum selesai dibaca." in shown.text


async def test_a_finding_whose_page_is_not_kept_is_shown_by_its_words(
    client: AsyncClient, world: World
) -> None:
    uploaded = await read_report(world, "halaman hilang")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await Page.find({"file_id": uploaded.file.id}).delete()
    await world.sign_in(client, "leadership")

    shown = await client.get(f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id)})

    assert shown.status_code == 200
    assert "Halaman 1 tidak tersimpan" in shown.text
    assert f"/berkas/{uploaded.evidence.id}/1/unduh" in shown.text
    assert re.search(r"<mark>2 dokumen</mark>", shown.text)
    assert "di halaman 1" in shown.text


async def test_a_verdict_by_a_plain_form_leads_to_the_next_finding(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "putusan biasa")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")

    answer = await client.post(
        f"/bukti/{uploaded.evidence.id}/putusan?lihat=semua",
        data={"finding": str(finding.id), "version": "1", "decision": "confirmed"},
    )

    assert answer.status_code == 303
    assert str(finding.id) not in answer.headers["location"]
    after = await client.get(answer.headers["location"])
    assert "diterima" in after.text
    assert "putusan/urungkan" in after.text
    decided = await Finding.get(finding.id)
    assert decided is not None
    assert decided.verdict is Verdict.CONFIRMED


async def test_a_verdict_by_script_gives_the_desk_with_its_address(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "putusan skrip")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}/putusan?lihat=semua"

    answer = await client.post(
        url, data={"finding": str(finding.id), "version": "1", "decision": "unsure"}, headers=HTMX
    )
    undo = re.search(r'action="([^"]+urungkan[^"]+)"', answer.text)
    assert undo is not None
    undone = await client.post(undo[1].replace("&amp;", "&"), headers=HTMX)

    assert re.match(r'\s*<div id="review"', answer.text)
    assert "temuan=" in answer.headers["hx-push-url"]
    assert undone.status_code == 200
    after = await Finding.get(finding.id)
    assert after is not None
    assert (after.verdict, after.version) == (Verdict.PROPOSED, 3)


async def test_a_verdict_on_what_changed_meanwhile_is_a_conflict(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "putusan bentrok")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")
    form = {"finding": str(finding.id), "version": "1", "decision": "confirmed"}
    url = f"/bukti/{uploaded.evidence.id}/putusan"
    await client.post(url, data=form)

    answer = await client.post(url, data={**form, "decision": "rejected"})

    assert answer.status_code == 409
    assert "diterima oleh Bureau" in answer.text


async def test_an_edit_form_keeps_what_was_typed_and_says_what_is_wrong(
    client: AsyncClient, world: World
) -> None:
    uploaded = await read_report(world, "sunting")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")
    form = {"finding": str(finding.id), "version": "1", "decision": "edited", "unit": "naskah"}
    url = f"/bukti/{uploaded.evidence.id}/putusan?lihat=klaim"

    shown = await client.get(
        f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id), "ubah": "1"}
    )
    wrong = await client.post(url, data={**form, "value": "banyak sekali"})
    right = await client.post(url, data={**form, "value": "1.250"})

    assert 'name="indicator"' in shown.text
    assert wrong.status_code == 422
    assert 'value="banyak sekali"' in wrong.text
    assert "bukan angka" in wrong.text
    assert right.status_code == 303
    edited = await Finding.get(finding.id)
    assert edited is not None
    assert (edited.value["value"], edited.value["unit"]) == (1250, "naskah")


async def test_a_suggestion_is_taken_up_from_the_desk(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "dikaitkan dari meja")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    suggestion = await Suggestion.find_one({"finding_id": finding.id, "target_id": "general-1-a:3"})
    assert suggestion is not None
    await world.sign_in(client, "bureau")

    shown = await client.get(f"/bukti/{uploaded.evidence.id}", params={"temuan": str(finding.id)})
    answer = await client.post(
        f"/bukti/{uploaded.evidence.id}/saran/{suggestion.id}/kaitkan",
        data={"finding": str(finding.id), "fill": "1"},
        headers=HTMX,
    )
    page = await client.get(f"/bukti/{uploaded.evidence.id}")

    assert "isi 2 dokumen, dan kaitkan" in shown.text
    assert "Sudah dikaitkan" in answer.text
    assert "Klaim yang diterima sama dengan nilai yang dilaporkan" in page.text
    progress = await Progress.get("general-1-a:3")
    assert progress is not None
    assert progress.proof.proven


async def test_a_picture_is_drawn_kept_and_asked_for_again(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "gambar halaman")
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}/halaman/1"

    first = await client.get(url)
    again = await client.get(url, headers={"if-none-match": first.headers["etag"]})
    beyond = await client.get(f"/bukti/{uploaded.evidence.id}/halaman/9")

    picture = Image.open(io.BytesIO(first.content))
    assert (first.headers["content-type"], picture.format, picture.width) == ("image/webp", "WEBP", 1000)
    assert first.headers["cache-control"].startswith("private")
    assert again.status_code == 304
    assert beyond.status_code == 404
    await world.sign_in(client, "bureau_2")
    refused = await client.get(url, headers={"if-none-match": first.headers["etag"]})
    assert refused.status_code == 404


async def test_a_page_that_lay_is_shown_upright(client: AsyncClient, world: World) -> None:
    """Its picture, and the crop of a finding, as the reading turned it; neither is taken for the old one."""
    uploaded = await read_report(world, "gambar tegak")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "bureau")
    urls = [f"/bukti/{uploaded.evidence.id}/halaman/1?lebar=480", f"/temuan/{finding.id}/potongan"]
    before = [await client.get(url) for url in urls]

    await Page.get_pymongo_collection().update_one(
        {"_id": f"{uploaded.file.id}:1"}, {"$set": {"turn": 270.0}}
    )
    after = [
        await client.get(url, headers={"if-none-match": old.headers["etag"]})
        for url, old in zip(urls, before, strict=True)
    ]

    (flat, line), (upright, turned_line) = ([size_of(one) for one in each] for each in (before, after))
    assert upright[0] / upright[1] == pytest.approx(flat[1] / flat[0], abs=0.01)
    assert turned_line[0] / line[0] == pytest.approx(flat[1] / flat[0], abs=0.01)


def size_of(answer: Response) -> tuple[int, int]:
    return Image.open(io.BytesIO(answer.content)).size


async def test_a_picture_is_made_once_for_all_who_ask(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    uploaded = await read_report(world, "gambar sekali")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    drawn: list[str] = []

    def counted(draw: Callable[..., Awaitable[bytes]]) -> Callable[..., Awaitable[bytes]]:
        async def drawing(*args: object, **more: object) -> bytes:
            drawn.append(draw.__name__)
            return await draw(*args, **more)

        return drawing

    for name in ("page_picture_in_child", "line_crop_in_child"):
        monkeypatch.setattr(pictures, name, counted(getattr(pictures, name)))
    pages = await asyncio.gather(*(pictures.page_picture(uploaded.file, 1, width=480) for _ in range(4)))
    crops = await asyncio.gather(*(pictures.line_crop(uploaded.file, finding) for _ in range(4)))
    await storage.drop(uploaded.file.gridfs_id)

    assert await pictures.page_picture(uploaded.file, 1, width=480) == pages[0]
    assert await pictures.line_crop(uploaded.file, finding) == crops[0]
    assert drawn == ["page_picture_in_child", "line_crop_in_child"]
    assert len(set(pages)) == len(set(crops)) == 1


async def test_a_crop_is_small(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "potongan baris")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "leadership")

    crop = await client.get(f"/temuan/{finding.id}/potongan")

    assert crop.headers["content-type"] == "image/webp"
    assert 0 < len(crop.content) <= 20_000


async def test_a_finding_leads_to_its_place(client: AsyncClient, world: World) -> None:
    uploaded = await read_report(world, "alamat temuan")
    finding = await finding_of(uploaded.file.id, "2 dokumen")
    await world.sign_in(client, "leadership")

    answer = await client.get(f"/temuan/{finding.id}")

    assert answer.headers["location"] == f"/bukti/{uploaded.evidence.id}?temuan={finding.id}"


async def test_the_first_findings_are_shown_before_the_last_are_found(
    world: World, client: AsyncClient
) -> None:
    uploaded = await bring_in(
        world.actor("bureau"), pdf("2 dokumen.\f35 orang."), unit=world.units["kominfo"]
    )
    await world.sign_in(client, "bureau")
    url = f"/bukti/{uploaded.evidence.id}"
    async with storage.copied_out(uploaded.file.gridfs_id) as path:
        document = read(path, name="a.pdf")
    first, second = (list(found) for _, found in groupby(find(document), key=lambda one: one.page))
    keeper = Keeper(uploaded.file, "uji")
    answers: list[Response] = []

    async def reading() -> None:
        await keeper.progress("reading", 2, 2)
        answers.append(await client.get(url))
        await keeper.document(document)
        await keeper.findings(first, 1)
        while not await Finding.find({"file_id": uploaded.file.id}).count():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        headers = {"hx-request": "true"}
        answers.append(await client.get(f"{url}/status?di=1", headers=headers))
        answers.append(await client.get(url))
        answers.append(await client.get(f"{url}/status?di=2", headers=headers))
        await keeper.findings(second, 2)

    await keeper.keeping(reading())

    before, waiting, during, waiting_there = answers
    assert 'id="review"' not in before.text
    assert waiting.headers["hx-refresh"] == "true"
    assert 'id="review"' in during.text
    assert "2 dokumen" in during.text
    assert "hx-refresh" not in waiting_there.headers
    kept = await StoredFile.get(uploaded.file.id)
    assert kept is not None
    assert kept.total_findings == kept.proposed_findings == len(first) + len(second)
    assert await Page.find({"file_id": uploaded.file.id}).count() == 2
