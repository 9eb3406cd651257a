"""What the jump box offers while somebody types: places of Renaksi, units, renaksi, evidence."""

from dataclasses import dataclass

from fastapi import Request

from tracker.accounts.rights import Actor, Right, may
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.search.service import Asked, Hit, search, visible
from tracker.search.showing import Shown, shown
from tracker.web.navigation import places, places_below
from tracker.web.pages import with_query

MOST_OF_KIND = 5
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: what it is, and where it leads."""

    label: str
    note: str
    url: str
    icon: str


async def choices(request: Request, actor: Actor, text: str) -> list[Choice]:
    """The options for what was typed so far; the places of the menu alone where nothing was."""
    typed = " ".join(text.split()).casefold()
    offered = [
        Choice(place.label, _("Halaman"), place.url, place.icon)
        for place in [*places(request, actor), *(places_below(request, actor) if typed else [])]
        if _fits(place.label, typed)
    ]
    if len(typed) < SHORTEST and not typed.isdecimal():
        return offered
    offered = offered[:MOST_OF_KIND] + await _units(request, actor, typed)
    found = await search(actor, Asked(text))
    plan_hits = sorted(found.hits["plan"], key=lambda hit: hit.kind != "renaksi")[: 4 * MOST_OF_KIND]
    plans = await shown(found, plan_hits, actor.instansi, text)
    plans.sort(key=lambda one: one.code.casefold() != typed)
    rows = (
        [row for row in await visible(actor, Asked(text)) if typed in row["title"].casefold()]
        if may(actor, Right.VIEW_EVIDENCE)
        else []
    )
    found.evidence |= {row["_id"]: row for row in rows}
    named = [Hit("evidence", row["_id"]) for row in rows[:MOST_OF_KIND]]
    evidence = await shown(found, named, actor.instansi, text)
    return offered + [_choice(request, one) for one in [*plans[:MOST_OF_KIND], *evidence[:MOST_OF_KIND]]]


async def _units(request: Request, actor: Actor, typed: str) -> list[Choice]:
    if not may(actor, Right.VIEW_FIGURES):
        return []
    found = [
        unit
        for unit in (await units_by_id(actor.instansi)).values()
        if _fits(unit.name, typed) or _fits(unit.short_name, typed) or unit.code.casefold() == typed
    ]
    return [
        Choice(
            unit.name,
            _("Perangkat daerah"),
            str(request.app.url_path_for("unit_figures", unit=unit.id)),
            "building",
        )
        for unit in found[:MOST_OF_KIND]
    ]


def _fits(label: str, typed: str) -> bool:
    """Whether what was typed begins a word of the label, or is inside of it."""
    return typed in label.casefold()


def _choice(request: Request, one: Shown) -> Choice:
    url = with_query(str(request.app.url_path_for(one.route, **one.params)), **one.query)
    icon = "files" if one.kind in {"evidence", "page"} else "list-details"
    label = f"{one.code} {one.title}".strip()
    return Choice(label, one.where, url, icon)
