"""A large file in pieces, by the requests of a tus client: cut off, continued, checked, finished once."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response
from starlette.requests import ClientDisconnect

from tests.tracker.world import INSTANSI, World
from tracker.accounts.rights import Actor
from tracker.audit.service import events_of
from tracker.clock import real_now
from tracker.errors import Conflict, NotFound
from tracker.evidence import storage
from tracker.evidence.clashes import Clash
from tracker.evidence.models import Evidence, StoredFile
from tracker.evidence.service import Described
from tracker.resumable import service
from tracker.resumable.models import Upload, UploadPiece
from tracker.resumable.rules import KEPT_FOR, MOST_OPEN, PIECE, VERSION
from tracker.resumable.service import Said

TUS = {"tus-resumable": VERSION}
LARGE = 3 * PIECE + 4_321


@pytest.fixture(autouse=True)
async def nothing_on_its_way(world: World) -> None:
    await Upload.delete_all()
    await UploadPiece.delete_all()


def content_of(salt: str, size: int = LARGE) -> bytes:
    """Readable text of so many bytes, different for each salt."""
    line = f"Catatan {salt}: pada triwulan III telah tersusun 3 dokumen.\n".encode()
    return (line * (size // len(line) + 1))[:size]


async def begin(client: AsyncClient, world: World, name: str, size: int, unit: str | None = None) -> Response:
    told = {"filename": name, "changed": "17", "unit": world.units["kominfo"] if unit is None else unit}
    header = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    return await client.post(
        "/kiriman", headers=TUS | {"upload-length": str(size), "upload-metadata": header}
    )


async def append(client: AsyncClient, address: str, offset: int, data: bytes) -> Response:
    headers = TUS | {"upload-offset": str(offset), "content-type": "application/offset+octet-stream"}
    return await client.patch(address, content=data, headers=headers)


async def finish(client: AsyncClient, world: World, address: str, **form: str) -> Response:
    data = {"unit": world.units["kominfo"], **form}
    return await client.post(f"{address}/selesai", data=data, headers={"hx-request": "true"})


async def offset_of(client: AsyncClient, address: str) -> int:
    answer = await client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


async def bytes_of(evidence: Evidence) -> bytes:
    file = await StoredFile.get(evidence.file_id)
    assert file is not None
    return b"".join([piece async for piece in storage.pieces(file.gridfs_id)])


async def test_a_file_in_pieces_becomes_the_evidence_that_it_would_in_one_go(
    client: AsyncClient, world: World
) -> None:
    await world.sign_in(client, "bureau")
    content = content_of("utuh")
    address = (await begin(client, world, "utuh.txt", LARGE)).headers["location"]
    for first in range(0, LARGE, PIECE):
        answer = await append(client, address, first, content[first : first + PIECE])
        assert answer.status_code == 204
    digest = hashlib.sha256(content).hexdigest()

    row = await finish(client, world, address, sha256=digest)

    assert row.status_code == 201
    assert "<li" in row.text
    evidence = await Evidence.find_one({"title": "utuh"})
    assert evidence is not None
    assert await bytes_of(evidence) == content
    [event] = await events_of(INSTANSI, str(evidence.id))
    assert (event.action, event.data["size"]) == ("evidence.uploaded", LARGE)
    assert await UploadPiece.find_all().to_list() == []


async def test_an_answer_that_got_lost_can_be_asked_for_again(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    content = content_of("ulang", 900)
    address = (await begin(client, world, "ulang.txt", 900)).headers["location"]
    await append(client, address, 0, content)

    first, second = [await finish(client, world, address) for _time in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert len(await Evidence.find({"title": "ulang"}).to_list()) == 1


async def test_two_who_finish_at_once_make_one_evidence(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    address = (await begin(client, world, "serentak.txt", 900)).headers["location"]
    await append(client, address, 0, content_of("serentak", 900))

    answers = await asyncio.gather(*(finish(client, world, address) for _time in range(2)))

    assert sorted(answer.status_code for answer in answers)[0] == 201
    assert len(await Evidence.find({"title": "serentak"}).to_list()) == 1


async def lost_after(*parts: bytes) -> AsyncIterator[bytes]:
    """A line that is lost once these bytes have come."""
    for part in parts:
        yield part
    raise ClientDisconnect


async def test_what_came_before_the_line_was_lost_is_kept(world: World) -> None:
    actor = world.actor("bureau")
    content = content_of("putus")
    upload = await service.begin(actor, unit=world.units["kominfo"], name="putus.txt", size=LARGE)
    cut = PIECE + 777

    came = await service.append(actor, upload_id=upload.id, offset=0, stream=lost_after(content[:cut]))

    assert came == cut
    assert (await service.upload_of(actor, upload.id)).offset == cut
    whole = await service.append(actor, upload_id=upload.id, offset=cut, stream=all_of(content[cut:]))
    assert whole == LARGE
    uploaded = await service.finish(actor, upload_id=upload.id, said=said(world))
    assert await bytes_of(uploaded.evidence) == content


async def all_of(data: bytes) -> AsyncIterator[bytes]:
    for first in range(0, len(data), 100_000):
        yield data[first : first + 100_000]


def said(world: World, clash: Clash = Clash.NEW, sha256: str = "") -> Said:
    return Said(unit=world.units["kominfo"], described=Described(), clash=clash, sha256=sha256)


async def whole_upload(world: World, actor: Actor, name: str, content: bytes) -> Upload:
    upload = await service.begin(actor, unit=world.units["kominfo"], name=name, size=len(content))
    await service.append(actor, upload_id=upload.id, offset=0, stream=all_of(content))
    return await service.upload_of(actor, upload.id)


async def test_bytes_that_are_not_those_of_the_sender_are_thrown_away(
    client: AsyncClient, world: World
) -> None:
    await world.sign_in(client, "bureau")
    address = (await begin(client, world, "rusak.txt", 900)).headers["location"]
    await append(client, address, 0, content_of("rusak", 900))

    answer = await finish(client, world, address, sha256="0" * 64)

    assert answer.status_code == 422
    assert "tidak sama dengan berkas Anda" in answer.text
    assert (await client.head(address, headers=TUS)).status_code == 404
    assert await Evidence.find_one({"title": "rusak"}) is None


async def test_an_upload_that_is_not_whole_says_how_much_is_missing(
    client: AsyncClient, world: World
) -> None:
    await world.sign_in(client, "bureau")
    address = (await begin(client, world, "separuh.txt", 2_000_000)).headers["location"]
    await append(client, address, 0, content_of("separuh", 1_000_000))

    answer = await finish(client, world, address)

    assert answer.status_code == 422
    assert "Baru 1 MB dari 2 MB yang sampai" in answer.text
    page = await client.get("/bukti")
    assert "1 MB dari 2 MB sudah terkirim" in page.text
    assert 'data-changed="17"' in page.text


async def test_two_senders_at_once_do_not_mix_their_bytes(world: World) -> None:
    actor = world.actor("bureau")
    upload = await service.begin(actor, unit=world.units["kominfo"], name="dua.txt", size=2 * PIECE)

    results = await asyncio.gather(
        *(
            service.append(actor, upload_id=upload.id, offset=0, stream=all_of(letter * PIECE))
            for letter in (b"a", b"b")
        ),
        return_exceptions=True,
    )

    assert sorted(isinstance(one, Conflict) for one in results) == [False, True]
    stored = await UploadPiece.find_all().to_list()
    assert [len(set(piece.data)) for piece in stored] == [1]


async def test_bytes_at_another_place_or_too_many_are_refused(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    address = (await begin(client, world, "tempat.txt", 100)).headers["location"]

    assert (await append(client, address, 50, b"x" * 10)).status_code == 409
    assert (await append(client, address, 0, b"x" * 101)).status_code == 422
    assert await offset_of(client, address) == 0


async def test_an_upload_is_its_senders_alone(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    address = (await begin(client, world, "rahasia.txt", 100)).headers["location"]
    for who in ("coordinator", "bureau_2", "inspectorate", "stranger"):
        await world.sign_in(client, who)
        assert (await client.head(address, headers=TUS)).status_code == 404, who
        assert (await append(client, address, 0, b"x")).status_code == 404, who
        assert (await finish(client, world, address)).status_code == 404, who
        assert (await client.delete(address)).status_code == 404, who
        assert (await client.post(f"{address}/batal")).status_code == 404, who


async def test_nobody_begins_one_for_a_unit_that_is_not_theirs(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")

    answer = await begin(client, world, "lain.txt", 100, unit=world.units["bkd"])

    assert answer.status_code == 404


async def test_a_person_has_only_so_many_on_their_way(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    for number in range(MOST_OPEN):
        assert (await begin(client, world, f"{number}.txt", 100)).status_code == 201

    answer = await begin(client, world, "satu lagi.txt", 100)

    assert answer.status_code == 429
    assert "belum selesai" in answer.text


async def test_a_cancelled_one_is_gone_with_its_bytes(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    address = (await begin(client, world, "batal.txt", 100)).headers["location"]
    await append(client, address, 0, b"x" * 50)

    assert (await client.delete(address)).status_code == 204

    assert (await client.head(address, headers=TUS)).status_code == 404
    assert await UploadPiece.find_all().to_list() == []


async def test_a_button_cancels_without_script(client: AsyncClient, world: World) -> None:
    await world.sign_in(client, "bureau")
    address = (await begin(client, world, "tombol.txt", 100)).headers["location"]

    answer = await client.post(f"{address}/batal")

    assert answer.headers["location"] == "/bukti"
    assert "Kiriman tombol.txt dibatalkan." in (await client.get("/bukti")).text


async def test_what_stands_still_for_days_is_swept(world: World) -> None:
    actor = world.actor("bureau")
    upload = await whole_upload(world, actor, "lama.txt", b"x" * 100)
    long_ago = real_now() - KEPT_FOR - timedelta(minutes=1)
    await Upload.get_pymongo_collection().update_one({"_id": upload.id}, {"$set": {"touched_at": long_ago}})

    with pytest.raises(NotFound):
        await service.upload_of(actor, upload.id)
    assert await service.sweep_uploads(real_now()) == 1

    assert await Upload.find_all().to_list() == []
    assert await UploadPiece.find_all().to_list() == []


async def test_the_same_name_becomes_the_next_revision(world: World) -> None:
    actor = world.actor("bureau")
    first = await whole_upload(world, actor, "kinerja.txt", content_of("pertama", 900))
    made = await service.finish(actor, upload_id=first.id, said=said(world, Clash.REVISION))
    second = await whole_upload(world, actor, "kinerja.txt", content_of("kedua", 900))

    revised = await service.finish(actor, upload_id=second.id, said=said(world, Clash.REVISION))

    assert (revised.evidence.id, revised.revision) == (made.evidence.id, 2)
    assert [one.number for one in revised.evidence.revisions] == [1, 2]
