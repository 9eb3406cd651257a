"""Every page as somebody sees it: fetched once from the application, whoever it is for and in whatever state.

`every_view` walks the table of routes with each kind of person, in a furnished institution and in an empty
one; `bad_forms` sends the forms with nonsense in them; `guests` shows the public pages.
"""

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from beanie import PydanticObjectId
from httpx import AsyncClient, Response

from tests.tracker.things import Things
from tests.tracker.web.walking import KINDS, PUBLIC, ROUTES, Walked, expected, in_order
from tests.tracker.world import INSTANSI, World
from tracker.accounts import links
from tracker.accounts.models import LinkKind, Stage, User
from tracker.accounts.sessions import open_sign_in
from tracker.database import Session, in_transaction
from tracker.shares import service as shares
from tracker.web.cookies import cookie_name
from tracker.web.session import COOKIE

PEOPLE = ("bureau", "coordinator", "inspectorate", "leadership", "admin")
NEWCOMERS = ("stranger", "stranger_inspectorate", "stranger_leadership")
"""People of an institution in which nothing has happened yet."""

NOT_PAGES = frozenset(
    {"healthz", "readyz", "metrics", "audit_checker", "calendar_feed", "frozen_manifest"}  # for machines
    | {"sso_start", "sso_back"}  # lead on
    | {"plan_template", "plan_export", "sheet_pdf", "sheet_xlsx", "dossier_pdf", "dossier_zip"}  # files
    | {"recap", "paper_file", "evidence_download", "dossier_fetch"}
    | {"paper_picture", "evidence_picture", "finding_crop", "guide_picture"}  # pictures
    | {"finding_page"}  # leads on to the page of its evidence
    | {"evidence_status", "understood", "upload_state", "search_jump"}  # parts of pages
)
"""Routes that answer GET with something else than a page."""
GUESTS = frozenset({"sign_in", "sign_in_code", "sign_in_set_up", "account_link", "share_open"})
"""Pages for people who are not signed in; `guests` shows each of them."""
MISSING = "/tidak-ada"


@dataclass(frozen=True)
class View:
    """A page as one person sees it."""

    who: str
    route: str
    path: str
    html: str
    on_line: int  # bytes of the answer, compressed
    status: int = 200
    state: str = ""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (f"{self.who}: {self.route}", self.state)))


def page_routes() -> list[Walked]:
    """The guarded routes that answer GET with a page, in the order in which they are walked."""
    return [route for route in in_order() if route.method == "GET" and not is_no_page(route)]


def is_no_page(route: Walked) -> bool:
    """Whether it answers with something else, as the interface for machines does."""
    return route.name in NOT_PAGES or route.path.startswith("/api/")


def unnamed() -> set[str]:
    """Public routes that answer GET and that nobody has named here."""
    return {
        route.name
        for route in ROUTES
        if route.method == "GET" and route.name in PUBLIC - GUESTS and not is_no_page(route)
    }


def is_page(answer: Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html") and "</html>" in answer.text


def view_of(answer: Response, who: str, route: str, state: str = "") -> View:
    return View(
        who=who,
        route=route,
        path=answer.request.url.raw_path.decode(),
        html=answer.text,
        on_line=int(answer.headers["content-length"]),
        status=answer.status_code,
        state=state,
    )


async def every_view(
    client: AsyncClient, world: World, things: Things, people: Iterable[str] = PEOPLE
) -> AsyncIterator[View]:
    """Each page of the table of routes as each person may see it, and what they may not see."""
    for who in people:
        await world.sign_in(client, who)
        for route in page_routes():
            if is_let(who, route):
                answer = await get(client, route, things)
                assert is_page(answer), f"{who}: {route.name} is no page: name it in NOT_PAGES"
                yield view_of(answer, who, route.name)
        for state, path in (("not there", MISSING), ("refused", "/orang" if who != "admin" else "/kerja")):
            yield view_of(await client.get(path), who, "error", state)


def is_let(who: str, route: Walked) -> bool:
    """Whether the person sees the page; newcomers have nothing that a path could name."""
    kind = KINDS[who]
    is_new = kind.instansi != INSTANSI
    return expected(kind, route) == "let" and not (is_new and "{" in route.path)


async def get(client: AsyncClient, route: Walked, things: Things) -> Response:
    return await client.get(filled(route, things), params=asked(route, things), follow_redirects=True)


def filled(route: Walked, things: Things) -> str:
    """The route's path with the things' ids."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: things.param(route.name, found[1]), route.path)


def asked(route: Walked, things: Things) -> dict[str, str]:
    """What a page asks for in its address, of all that things are asked for."""
    known = {name for place, name in route.fields if place == "query"}
    return {name: text for name, text in things.query().items() if name in known}


NONSENSE = "?!"


async def bad_forms(
    client: AsyncClient, world: World, things: Things, people: Iterable[str] = PEOPLE
) -> AsyncIterator[View]:
    """What somebody gets who sends a form with nonsense in every field, where it is a page.

    Each form is sent by the first person who may.
    """
    sent: set[str] = set()
    for who in people:
        await world.sign_in(client, who)
        for route in in_order():
            if route.method != "POST" or route.name in sent or not is_let(who, route):
                continue
            sent.add(route.name)
            fields = {name: NONSENSE for place, name in route.fields if place == "form"}
            answer = await client.post(filled(route, things), data=fields)
            if is_page(answer):
                yield view_of(answer, who, route.name, "with nonsense")


async def guests(client: AsyncClient, world: World, things: Things) -> AsyncIterator[View]:
    """What people see who are not signed in: the door, the steps behind it, and what a link opens."""
    client.cookies.clear()
    yield view_of(await client.get("/masuk"), "guest", "sign_in")
    wrong = {"email": "siapa@uji.id", "password": "salah-sekali-ini"}
    yield view_of(await client.post("/masuk", data=wrong), "guest", "sign_in", "refused")
    yield view_of(await client.get(MISSING), "guest", "error", "not there")
    user = await User.get(world.people["bureau"].id)
    assert user is not None

    async def invite(session: Session) -> str:
        return await links.make(session, user, kind=LinkKind.RESET, instansi=INSTANSI, by_name="Admin")

    opened = await in_transaction(invite)
    yield view_of(await client.get(f"/undangan/{opened}"), "guest", "account_link")
    yield view_of(await client.get("/undangan/usang"), "guest", "account_link", "gone")
    frozen = PydanticObjectId(things.params["frozen_id"])
    _share, token = await shares.make(world.actor("leadership"), frozen_id=frozen, purpose="Rapat", days=7)
    yield view_of(await client.get(f"/bagikan/{token}"), "guest", "share_open")
    for route, path, stage in (
        ("sign_in_code", "/masuk/kode", Stage.CODE),
        ("sign_in_set_up", "/masuk/pengaman", Stage.SET_UP),
    ):
        client.cookies.set(cookie_name(COOKIE), await open_sign_in(user, address="", agent="", stage=stage))
        yield view_of(await client.get(path), "guest", route)
