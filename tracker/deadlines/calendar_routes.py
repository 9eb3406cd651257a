"""The calendar of deadlines: a month's sheet, and the address to which a telephone subscribes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tracker.accounts.rights import Actor
from tracker.clock import now
from tracker.deadlines.calendar import Mark, month_of
from tracker.deadlines.feed import calendar_of
from tracker.deadlines.lookup import listed
from tracker.deadlines.models import Deadline
from tracker.deadlines.routes import Viewer
from tracker.deadlines.rules import EARLIEST, LATEST
from tracker.deadlines.subscriptions import end_key, entries_by, key_of, make_key
from tracker.errors import NotFound
from tracker.i18n import _, language
from tracker.institutions.models import Institution
from tracker.institutions.service import units_by_id
from tracker.settings import get_settings
from tracker.web.flashes import Flash
from tracker.web.pages import go, page
from tracker.web.session import CurrentSignedIn

router = APIRouter()


@router.get("/tenggat/kalender", name="deadline_calendar")
async def calendar_page(
    request: Request,
    who: CurrentSignedIn,
    actor: Viewer,
    bulan: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    today = now().astimezone(who.institution.tz).date()
    marks = await _marks(actor, who.institution)
    month = month_of(_first_of(bulan) or today.replace(day=1), today=today, marks=marks, language=language())
    return page(request, "deadlines/calendar.html", month=month, today=today, key=await key_of(actor))


@router.post("/tenggat/kalender/alamat", name="calendar_key_make")
async def key_make(request: Request, actor: Viewer) -> Response:
    """Make the calendar's address and show it, this once."""
    secret = await make_key(actor)
    path = str(request.app.url_path_for("calendar_feed", secret=secret))
    base = get_settings().public_url or str(request.base_url).rstrip("/")
    return page(request, "deadlines/subscribe.html", address=f"{base.rstrip('/')}{path}")


@router.post("/tenggat/kalender/alamat/cabut", name="calendar_key_end")
async def key_end(request: Request, actor: Viewer) -> Response:
    await end_key(actor)
    text = _("Alamat kalender dicabut. Kalender yang berlangganan tidak lagi menerima tenggat.")
    return go(request, "deadline_calendar", flash=Flash("good", text))


@router.get("/kalender/{secret}.ics", name="calendar_feed")
async def feed(request: Request, secret: str) -> Response:
    """The calendar of whom the secret belongs to; whoever has the address reads it without signing in."""
    found = await entries_by(secret)
    if found is None:
        raise NotFound(_("Alamat kalender ini tidak berlaku lagi."))
    institution, entries = found
    base = get_settings().public_url or str(request.base_url).rstrip("/")
    placed = [replace(entry, url=f"{base.rstrip('/')}{entry.url}") for entry in entries]
    content = calendar_of(_("Tenggat {name}").format(name=institution.name), placed)
    headers = {"cache-control": "private, max-age=300", "content-disposition": "inline; filename=tenggat.ics"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _first_of(month: str) -> date | None:
    """The first day of a month as the address writes it ("2023-10"); None for anything else."""
    try:
        first = datetime.strptime(month, "%Y-%m").replace(day=1).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return first if EARLIEST <= first <= LATEST else None


async def _marks(actor: Actor, institution: Institution) -> list[tuple[date, Mark]]:
    """Where deadlines open and close; units' own closings for those whose units they are, or who has all."""
    names = {unit.id: unit.short_name for unit in (await units_by_id(institution.id)).values()}
    return [
        (instant.astimezone(institution.tz).date(), mark)
        for deadline in await listed(institution.id)
        for instant, mark in _marks_of(deadline, names)
        if mark.unit is None or actor.units is None or mark.unit in {names.get(own) for own in actor.units}
    ]


def _marks_of(deadline: Deadline, names: Mapping[str, str]) -> Iterator[tuple[datetime, Mark]]:
    identifier = str(deadline.id)
    yield deadline.closes_at, Mark(identifier, deadline.title, closes=True)
    if deadline.opens_at is not None:
        yield deadline.opens_at, Mark(identifier, deadline.title, closes=False)
    for extension in deadline.extensions:
        unit = names.get(extension.unit, extension.unit)
        yield extension.closes_at, Mark(identifier, deadline.title, closes=True, unit=unit)
