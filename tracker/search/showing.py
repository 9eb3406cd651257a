"""What was found as pages and the API show it: the line with what was looked for, and where it leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId

from tracker.evidence.cards import card
from tracker.evidence.labels import about, claim_roles, finding_value, kind_words, period_words
from tracker.evidence.models import Finding, Page, Suggestion, SuggestionState
from tracker.i18n import _
from tracker.institutions.service import units_by_id
from tracker.plans.models import Renaksi
from tracker.search.indexing import text_of
from tracker.search.rules import Piece, snippet
from tracker.search.service import Found, Hit

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as it is shown. `route`, `params` and `query` are the page that it leads to."""

    kind: str
    title: str
    where: str
    pieces: Sequence[Piece]
    route: str
    params: Mapping[str, str]
    query: Mapping[str, object]
    page: int | None = None
    state: str | None = None  # of a finding
    code: str = ""


async def shown(found: Found, hits: Sequence[Hit], instansi: str, text: str) -> list[Shown]:
    """The hits in their order; one that has gone meanwhile is left out."""
    units = {unit_id: unit.short_name for unit_id, unit in (await units_by_id(instansi)).items()}
    renaksi = await _renaksi([hit.key for hit in hits if hit.kind == "renaksi"], instansi)
    pages = await _pages(found, [hit for hit in hits if hit.kind == "page"])
    findings = await _findings([hit.key for hit in hits if hit.kind == "finding"], instansi)
    serves = await _serves(list(findings), instansi)
    made: list[Shown | None] = []
    for hit in hits:
        if hit.kind == "renaksi":
            made.append(_of_renaksi(found, hit, renaksi.get(hit.key), units))
        elif hit.kind == "node":
            made.append(_of_node(found, hit))
        elif hit.kind == "finding":
            made.append(_of_finding(found, hit, findings.get(hit.key), units, serves.get(hit.key)))
        else:
            made.append(_of_evidence(found, hit, pages.get(_page_id(found, hit), ""), units, text))
    return [one for one in made if one is not None]


async def _renaksi(keys: Sequence[str], instansi: str) -> dict[str, Raw]:
    where = {"_id": {"$in": [PydanticObjectId(key) for key in keys]}, "instansi": instansi}
    rows = await Renaksi.get_pymongo_collection().find(where).to_list() if keys else []
    return {str(row["_id"]): row for row in rows if not row.get("removed")}


async def _pages(found: Found, hits: Sequence[Hit]) -> dict[str, str]:
    ids = sorted({_page_id(found, hit) for hit in hits})
    rows = (
        await Page.get_pymongo_collection().find({"_id": {"$in": ids}}, {"text": 1}).to_list() if ids else []
    )
    return {row["_id"]: row["text"] for row in rows}


async def _findings(keys: Sequence[str], instansi: str) -> dict[str, Finding]:
    where = {"_id": {"$in": [PydanticObjectId(key) for key in keys]}, "instansi": instansi}
    return {str(one.id): one for one in await Finding.find(where).to_list()} if keys else {}


async def _serves(keys: Sequence[str], instansi: str) -> dict[str, str]:
    """By finding, the output and triwulan that it fits best, where nobody has said that it does not."""
    where = {"instansi": instansi, "finding_id": {"$in": [PydanticObjectId(key) for key in keys]}}
    wanted = {"finding_id": 1, "label": 1, "score": 1, "state": 1, "target": 1}
    rows = await Suggestion.get_pymongo_collection().find(where, wanted).to_list() if keys else []
    fit = [
        row for row in rows if row["target"] == "progress" and row["state"] != SuggestionState.DISMISSED.value
    ]
    fit.sort(key=lambda row: (row["state"] == SuggestionState.ACCEPTED.value, row["score"]))
    return {str(row["finding_id"]): row["label"] for row in fit}


def _page_id(found: Found, hit: Hit) -> str:
    revisions = found.evidence[hit.owner]["revisions"]
    file_id = next((one["file_id"] for one in revisions if one["number"] == hit.revision), "")
    return f"{file_id}:{hit.key}"


def _of_renaksi(found: Found, hit: Hit, row: Raw | None, units: Mapping[str, str]) -> Shown | None:
    if row is None:
        return None
    plan = found.plans[hit.owner]
    unit = units.get(row.get("unit") or "", row.get("pelaksana_text") or "–")
    return Shown(
        kind="renaksi",
        title=row["text"],
        where=f"{plan['title']} · {unit}",
        pieces=snippet(text_of(row), found.terms),
        route="renaksi_page",
        params={"renaksi_id": hit.key},
        query={},
        code=row.get("code", ""),
    )


def _of_node(found: Found, hit: Hit) -> Shown:
    plan = found.plans[hit.owner]
    node = next(one for one in plan["nodes"] if one["id"] == hit.key)
    text = f"{node['name']} · {node['sasaran']}" if node.get("sasaran") else node["name"]
    return Shown(
        kind="node",
        title=node["name"],
        where=plan["title"],
        pieces=snippet(text, found.terms),
        route="plan_page",
        params={"plan_id": str(hit.owner)},
        query={"bagian": hit.key},
    )


def _of_evidence(found: Found, hit: Hit, text: str, units: Mapping[str, str], asked: str) -> Shown:
    row = found.evidence[hit.owner]
    is_page = hit.kind == "page"
    newest = row["revisions"][-1]["number"]
    query: dict[str, object] = {}
    if is_page:
        query = {
            "halaman": hit.key,
            "cari": asked,
            "revisi": hit.revision if hit.revision != newest else None,
        }
    return Shown(
        kind=hit.kind,
        title=row["title"],
        where=_where(row, units),
        pieces=snippet(text if is_page else row["title"], found.terms),
        route="evidence_page",
        params={"evidence_id": str(hit.owner)},
        query=query,
        page=int(hit.key) if is_page else None,
    )


def _of_finding(
    found: Found, hit: Hit, one: Finding | None, units: Mapping[str, str], serves: str | None
) -> Shown | None:
    """Its title says what is claimed and how much; what kind it is and what it fits stand below."""
    if one is None:
        return None
    row = found.evidence[hit.owner]
    newest = row["revisions"][-1]["number"]
    query = {"temuan": hit.key, "revisi": hit.revision if hit.revision != newest else None}
    kind, value = kind_words(one.kind, one.value), finding_value(one.kind, one.value)
    named = about(one.value) if one.kind == "claim" else None
    if named:  # a target and an actual of the same indicator are told apart
        value = f"{claim_roles().get(one.value.get('role', ''), '')} {value}".strip()
    told = [kind if named else None, _("untuk {output}").format(output=serves) if serves else None]
    return Shown(
        kind="finding",
        title=f"{named or kind}: {value}",
        where=" · ".join([*filter(None, told), row["title"], _where(row, units)]),
        pieces=snippet(f"{one.before} {one.quote}{card(one).after}", found.terms),
        route="evidence_page",
        params={"evidence_id": str(hit.owner)},
        query=query,
        page=one.page,
        state=str(one.verdict),
    )


def _where(row: Raw, units: Mapping[str, str]) -> str:
    unit = units.get(row["unit"], row["unit"]) if row["unit"] else _("Seluruh instansi")
    period = period_words(row["period"]) if row.get("period") else _("periode belum diisi")
    return f"{unit} · {period}"
