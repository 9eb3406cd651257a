"""The help page: what each role does here, in the order in which it is done."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.web.pages import page
from tracker.web.session import needs

router = APIRouter()


@router.get("/bantuan", name="help")
async def help_page(
    request: Request, _actor: Annotated[Actor, Depends(needs(Right.VIEW_FIGURES))]
) -> Response:
    return page(request, "help/help.html")
