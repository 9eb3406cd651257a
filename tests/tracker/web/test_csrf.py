"""Writes that another site made the browser send are refused."""

import pytest
from httpx import AsyncClient

from tests.tracker.conftest import ORIGIN
from tests.tracker.world import PASSWORD, World


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"sec-fetch-site": "same-origin"}, 303, id="a page of this site"),
        pytest.param({"sec-fetch-site": "none"}, 303, id="typed in by the person"),
        pytest.param(
            {"sec-fetch-site": "cross-site", "origin": ORIGIN}, 403, id="another site, whatever it claims"
        ),
        pytest.param({"sec-fetch-site": "same-site"}, 403, id="a sister host"),
        pytest.param({"origin": ORIGIN}, 303, id="an older browser on this site"),
        pytest.param({"origin": "https://lain.example"}, 403, id="an older browser on another site"),
        pytest.param({"origin": "null"}, 403, id="a page without an origin"),
        pytest.param({"origin": ""}, 403, id="no sign of where it comes from"),
    ],
)
async def test_a_write_must_come_from_this_site(
    world: World, client: AsyncClient, headers: dict[str, str], status: int
) -> None:
    del client.headers["origin"]
    given = {name: value for name, value in headers.items() if value}
    data = {"email": "bureau@uji.id", "password": PASSWORD}
    answer = await client.post("/masuk", data=data, headers=given)
    assert answer.status_code == status


async def test_reading_needs_no_origin(client: AsyncClient) -> None:
    del client.headers["origin"]
    assert (await client.get("/masuk", headers={"sec-fetch-site": "cross-site"})).status_code == 200


async def test_every_answer_forbids_inline_script_and_frames(client: AsyncClient) -> None:
    policy = (await client.get("/masuk")).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
