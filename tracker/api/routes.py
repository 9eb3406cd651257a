"""The API's own description: the OpenAPI document, and the page about it for people."""

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from tracker.accounts.rights import Actor, Right
from tracker.api import evidence_routes, figure_routes, plan_routes, progress_routes, search_routes
from tracker.api.document import Schema, document, operations, shapes
from tracker.i18n import language
from tracker.settings import get_settings
from tracker.web.pages import page
from tracker.web.session import needs

router = APIRouter()
DATA = (
    plan_routes.router,
    progress_routes.router,
    evidence_routes.router,
    figure_routes.router,
    search_routes.router,
)
"""What the document describes."""


@lru_cache
def _made(_language: str) -> Schema:
    """The document in a language: making it takes a while, and it stays the same."""
    return document(DATA)


@router.get("/api/v1/openapi.json", name="api_document", include_in_schema=False)
async def api_document() -> Response:
    """What can be asked and how it is answered: nothing of any institution, so for all."""
    return JSONResponse(_made(language()))


@router.get("/bantuan/api", name="api_help", include_in_schema=False)
async def api_help(
    request: Request, _actor: Annotated[Actor, Depends(needs(Right.VIEW_FIGURES))]
) -> Response:
    made = _made(language())
    return page(
        request,
        "api/help.html",
        operations=operations(made),
        shapes=shapes(made),
        per_minute=get_settings().api_per_minute,
    )
