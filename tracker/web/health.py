"""Answers for whoever watches the program: is it alive, and can it work."""

from fastapi import APIRouter
from pymongo.errors import PyMongoError
from starlette.responses import JSONResponse

from tracker.database import client

router = APIRouter()


@router.get("/healthz", name="healthz")
async def alive() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", name="readyz")
async def ready() -> JSONResponse:
    """The database answers too; 503 where it does not."""
    try:
        await client().admin.command("ping")
    except PyMongoError:
        return JSONResponse({"status": "database"}, status_code=503)
    return JSONResponse({"status": "ok"})
