"""Help: the list of guides, a guide, its pictures, and the end of the first tour."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor, Right
from tracker.accounts.service import close_tour
from tracker.help import guides
from tracker.help.tour import PARAMETER, steps_of
from tracker.i18n import language
from tracker.web.pages import go_to, page, role_names, with_query
from tracker.web.session import CurrentSignedIn, needs, page_before

router = APIRouter()
Reader = Annotated[Actor, Depends(needs(Right.VIEW_FIGURES))]
DAY_SECONDS = 86_400


@router.get("/bantuan", name="help")
async def help_page(request: Request, actor: Reader) -> Response:
    own = str(actor.role)
    names = sorted(guides.NAMES, key=lambda name: name != own)
    start = str(request.app.url_path_for(steps_of(actor.role)[0].route))
    return page(
        request,
        "help/help.html",
        guides=[(name, role_names()[name]) for name in names],
        steps=steps_of(actor.role),
        tour_url=with_query(start, **{PARAMETER: 1}),
    )


@router.get("/bantuan/gambar/{picture}", name="guide_picture")
async def guide_picture(_actor: Reader, picture: str) -> Response:
    headers = {"cache-control": f"private, max-age={DAY_SECONDS}"}
    return Response(guides.picture(picture), media_type="image/webp", headers=headers)


@router.get("/bantuan/{guide}", name="guide")
async def guide_page(request: Request, _actor: Reader, guide: str, bahasa: str | None = None) -> Response:
    return page(request, "help/guide.html", guide=guides.guide(guide, bahasa or language()))


@router.post("/bantuan/tur/tutup", name="tour_close")
async def tour_close(request: Request, _actor: Reader, who: CurrentSignedIn) -> Response:
    """The person has seen the tour, or does not want it; they stay on the page where they are."""
    await close_tour(who.user)
    return go_to(request, page_before(request).partition("?")[0])
