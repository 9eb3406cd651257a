"""What is sent is bounded before anybody knows who sends it."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from tests.tracker.world import World
from tracker.web.bodies import MOST_BYTES

PIECE = b"a" * 2**20
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def endless(sent: list[int]) -> AsyncIterator[bytes]:
    """A form that never ends; how much of it was asked for is noted."""
    while sum(sent) < 10 * MOST_BYTES:
        sent.append(len(PIECE))
        yield PIECE + b"=&"


@pytest.mark.parametrize("path", ["/masuk", "/bahasa", "/kerja/general-1-a:1"])
async def test_a_form_that_is_announced_as_too_large_is_not_read(
    world: World, client: AsyncClient, path: str
) -> None:
    answer = await client.post(path, content=b"a=b", headers=FORM | {"content-length": str(MOST_BYTES + 1)})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


async def test_a_file_from_a_stranger_is_cut_off(world: World, client: AsyncClient) -> None:
    sent: list[int] = []
    answer = await client.post(
        "/capaian/general-1-a/1",
        content=endless(sent),
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code in {400, 413}
    assert sum(sent) <= MOST_BYTES + len(PIECE)


async def test_an_upload_of_a_stranger_is_sent_to_the_door_unread(world: World, client: AsyncClient) -> None:
    sent: list[int] = []
    answer = await client.post(
        f"/rencana/{world.general.id}/impor",
        content=endless(sent),
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/masuk")
    assert sum(sent) <= MOST_BYTES


async def test_a_form_of_usual_size_is_taken(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    form = {"revision": "0", "value": "2", "obstacles": "a" * 3_000}
    assert (await client.post("/capaian/general-1-a/1", data=form)).status_code == 303
