"""Answers for whoever watches the program: is it alive, can it work, and what has it measured."""

import asyncio
import secrets
from typing import Any

import pymongo
from fastapi import APIRouter, Request
from pymongo.errors import PyMongoError
from starlette.responses import JSONResponse, Response

from tracker.database import current_database
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.jobs import service as jobs
from tracker.migrations import service as schemas
from tracker.migrations.errors import SchemaError
from tracker.settings import get_settings
from tracker.watching import life
from tracker.watching.metrics import exposition

router = APIRouter()
PATIENCE_SECONDS = 3.0
LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("x-forwarded-for", "forwarded")


@router.get("/healthz", name="healthz")
async def alive() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", name="readyz")
async def ready() -> JSONResponse:
    """The database takes a write and its data are of this program's shape; 503 where not.

    How many workers were seen is told, but pages can be served without any.
    """
    try:
        with pymongo.timeout(PATIENCE_SECONDS):
            await _write()
            await schemas.check(current_database())
            workers = await life.seen(current_database(), "worker")
    except PyMongoError:
        return JSONResponse({"status": "database"}, status_code=503)
    except SchemaError:
        return JSONResponse({"status": "schema"}, status_code=503)
    return JSONResponse({"status": "ok", "workers": workers})


async def _write() -> None:
    await current_database()[life.COLLECTION].update_one(
        {"_id": life.name_of("web")}, {"$set": life.sign("web")}, upsert=True
    )


@router.get("/metrics", name="metrics")
async def metrics(request: Request) -> Response:
    """What was measured, to whoever bears the token; without one, to this machine alone. 404 to others."""
    if not _may_measure(request):
        raise NotFound(_("Halaman ini tidak ada. Periksa alamatnya atau kembali ke beranda."))
    queue: dict[str, Any] = {}
    try:
        with pymongo.timeout(PATIENCE_SECONDS):
            queue = await jobs.measures() | {"workers_seen": await life.seen(current_database(), "worker")}
    except PyMongoError:
        pass  # what the processes counted is told without a database too
    content = await asyncio.to_thread(exposition, queue)
    return Response(content, media_type="text/plain; version=0.0.4; charset=utf-8")


def _may_measure(request: Request) -> bool:
    token = get_settings().metrics_token
    if token is not None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), token.get_secret_value().encode())
    through_proxy = any(name in request.headers for name in FORWARDED)
    return request.client is not None and request.client.host in LOOPBACK and not through_proxy
