"""Logs, measurements and signs of life say what is so, and nothing about people."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from httpx import ASGITransport, AsyncClient

from tests.tracker.conftest import ORIGIN
from tests.tracker.evidence.documents import bring_in, pdf, read_all
from tests.tracker.world import PASSWORD, World
from tracker.database import current_database
from tracker.migrations import service as schemas
from tracker.settings import get_settings
from tracker.watching.life import give_signs, seen

LOGGING = """
import logging
from tracker.settings import get_settings
from tracker.watching.logs import about, configure
configure(get_settings(), role="worker 1")
with about(request_id="r-1", job_id=None):
    log = logging.getLogger("elsewhere")
    more = {"token": "abc", "count": 2}
    log.warning("connect %s", "mongodb://renaksi:sandi-rahasia@127.0.0.1/", extra=more)
    try:
        raise ValueError("mongodb://renaksi:sandi-rahasia@127.0.0.1/")
    except ValueError:
        log.exception("failed")
"""


@pytest.fixture
def lines() -> Iterator[list[logging.LogRecord]]:
    """What the web logs."""
    kept: list[logging.LogRecord] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record)

    log, keeper = logging.getLogger("renaksi.web"), Keeper()
    level = log.level
    log.addHandler(keeper)
    log.setLevel(logging.INFO)
    yield kept
    log.removeHandler(keeper)
    log.setLevel(level)


def logged(form: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOGGING],
        env={**os.environ, "RENAKSI_LOG_FORMAT": form},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.splitlines()


def test_a_line_is_json_with_its_ids_and_without_secrets() -> None:
    first, second = (json.loads(line) for line in logged("json"))
    assert (first["request_id"], first["role"], first["level"], first["count"]) == (
        "r-1",
        "worker 1",
        "warning",
        2,
    )
    assert "job_id" not in first
    assert "ValueError" in second["exception"]
    assert "sandi-rahasia" not in json.dumps([first, second])
    assert first["token"] != "abc"


def test_what_others_log_of_questions_and_addresses_is_left_out_even_when_all_is_logged() -> None:
    code = LOGGING + "logging.getLogger('pymongo.command').debug('find surel@orang.id')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "RENAKSI_LOG_LEVEL": "debug"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "connect" in done.stderr
    assert "surel@orang.id" not in done.stderr


def test_a_line_for_people_holds_no_secret_either() -> None:
    text = "\n".join(logged("text"))
    assert "connect" in text
    assert "sandi-rahasia" not in text
    assert "abc" not in text


async def test_each_answer_bears_an_id(client: AsyncClient) -> None:
    own = (await client.get("/healthz")).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", own)
    given = await client.get("/healthz", headers={"x-request-id": "dari-proksi-1"})
    assert given.headers["x-request-id"] == "dari-proksi-1"
    odd = await client.get("/healthz", headers={"x-request-id": "<script>alert(1)</script>"})
    assert "script" not in odd.headers["x-request-id"]


async def test_the_web_logs_routes_and_no_addresses(
    world: World, client: AsyncClient, lines: list[logging.LogRecord]
) -> None:
    await world.sign_in(client, "bureau")
    await client.get("/bukti?cari=nama-orang")
    text = "\n".join(str(line.__dict__) for line in lines)
    assert "/bukti" in text
    for personal in ("nama-orang", PASSWORD, "bureau@uji.id"):
        assert personal not in text


async def test_measurements_are_by_route_and_name_nobody(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "bureau")
    await client.get(f"/rencana/{world.general.id}")
    text = (await client.get("/metrics")).text
    assert 'renaksi_request_seconds_count{method="GET",route="/rencana/{plan_id}",status="200"}' in text
    assert str(world.general.id) not in text
    for name in ("renaksi_jobs_waiting", "renaksi_queue_age_seconds", "renaksi_recount_seconds_count"):
        assert re.search(rf"^{name} \d", text, re.MULTILINE), name


READING = 'renaksi_reading_seconds_count{media_type="application/pdf"}'
CLAIMS = 'renaksi_findings_total{kind="claim"}'
DAMAGED = 'renaksi_reading_errors_total{code="damaged"}'


async def counts(client: AsyncClient) -> dict[str, float]:
    """The samples of /metrics, by name and labels."""
    lines = (await client.get("/metrics")).text.splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[:1] != "#")}


async def test_what_is_read_is_measured_by_type_and_counted_by_kind_or_by_what_went_wrong(
    world: World, client: AsyncClient
) -> None:
    def grown(name: str) -> float:
        return after.get(name, 0.0) - before.get(name, 0.0)

    before = await counts(client)
    good = await bring_in(
        world.actor("bureau"),
        pdf("Realisasi anggaran mencapai Rp1,4 miliar pada tahun 2023."),
        unit=world.units["kominfo"],
    )
    await read_all()
    after = await counts(client)
    assert (grown(READING), grown(CLAIMS), grown(DAMAGED)) == (1, 1, 0)
    assert grown(READING.replace("_count", "_sum")) > 0

    before = after
    await bring_in(world.actor("bureau"), pdf("Ini akan rusak.")[:400], unit=world.units["kominfo"])
    await read_all()
    after = await counts(client)
    assert (grown(READING), grown(CLAIMS), grown(DAMAGED)) == (1, 0, 1)
    assert not [name for name in after if good.file.id in name or good.file.name in name]


async def test_measurements_are_for_this_machine_or_the_bearer_of_the_token(
    app: object, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = ASGITransport(app=app, client=("203.0.113.7", 1))  # type: ignore[arg-type]
    async with AsyncClient(transport=far, base_url=ORIGIN) as stranger:
        assert (await client.get("/metrics")).status_code == 200
        assert (await client.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"})).status_code == 404
        assert (await stranger.get("/metrics")).status_code == 404
        monkeypatch.setenv("RENAKSI_METRICS_TOKEN", "kunci-ukur")
        get_settings.cache_clear()
        assert (await client.get("/metrics")).status_code == 404
        bearer = {"authorization": "Bearer kunci-ukur"}
        assert (await stranger.get("/metrics", headers=bearer)).status_code == 200
        wrong = {"authorization": "Bearer kunci-lain"}
        assert (await stranger.get("/metrics", headers=wrong)).status_code == 404
    monkeypatch.undo()
    get_settings.cache_clear()


async def test_ready_says_which_workers_were_seen(client: AsyncClient) -> None:
    assert (await client.get("/readyz")).json() == {"status": "ok", "workers": 0}
    stop = give_signs(get_settings(), "worker")
    try:
        while not await seen(current_database(), "worker"):
            pass
        assert (await client.get("/readyz")).json() == {"status": "ok", "workers": 1}
    finally:
        stop.set()


async def test_data_of_another_shape_are_not_ready(client: AsyncClient) -> None:
    state = current_database()[schemas.COLLECTION]
    await state.update_one({"_id": schemas.SCHEMA}, {"$inc": {"version": 1}})
    answer = await client.get("/readyz")
    await state.update_one({"_id": schemas.SCHEMA}, {"$inc": {"version": -1}})
    assert (answer.status_code, answer.json()) == (503, {"status": "schema"})
