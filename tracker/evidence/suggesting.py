"""Suggestions from the findings of a file: looked for when it was read, kept, and taken up by people."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from beanie import PydanticObjectId

from tracker.clock import now
from tracker.database import Session
from tracker.deadlines import lookup as deadlines
from tracker.evidence.matching import Cell, cells_of, progress_offers
from tracker.evidence.models import Evidence, Finding, StoredFile, Suggestion, SuggestionState, Verdict
from tracker.evidence.periods import days_of
from tracker.evidence.proof import claim_value
from tracker.evidence.suggestions import (
    INPUT_INDICATOR,
    DeadlineFact,
    Offer,
    deadline_offer,
    input_offer,
    proposed_period,
    year_of,
)
from tracker.institutions.models import Institution, Unit
from tracker.percentages.rules import Tally, percentages
from tracker.percentages.service import plan_figures
from tracker.plans.models import Plan, PlanStatus

MOST_PER_CELL = 5
Raw = Mapping[str, Any]
Units = frozenset[str | None]
Offers = list[tuple[PydanticObjectId, Offer]]
"""Suggestions to be kept, each with the finding that it is about."""


async def units_using(file: StoredFile, session: Session | None = None) -> Units:
    """The units that have an evidence of the file; None among them: the institution as a whole."""
    where = {"instansi": file.instansi, "revisions.file_id": file.id}
    wanted = {"unit": 1, "removed": 1}
    rows = await Evidence.get_pymongo_collection().find(where, wanted, session=session).to_list()
    return frozenset(row["unit"] for row in rows if not row["removed"])


async def offers_for(file: StoredFile, units: Units, published: date | None) -> Offers:
    """What the file's findings may serve in the plans, deadlines and figures of its institution."""
    institution = await Institution.get(file.instansi)
    if institution is None:
        return []
    where = {"instansi": file.instansi, "file_id": file.id, "verdict": {"$ne": Verdict.REJECTED}}
    findings = await Finding.get_pymongo_collection().find(where).to_list()
    today = _day_of(findings, published) or now().astimezone(institution.tz).date()
    claims = [finding for finding in findings if finding["kind"] == "claim"]
    return [
        *await _deadline_offers(institution, findings),
        *await _input_offers(institution, claims, today),
        *await _progress_offers(institution, claims, units, today),
    ]


def _day_of(findings: Iterable[Raw], published: date | None) -> date | None:
    """The day from which the document looks back: its publication, else the end of what it speaks of."""
    if published is not None:
        return published
    dates = (fields_of(finding) for finding in findings if finding["kind"] == "date")
    period = proposed_period([one["value"] for one in dates if one.get("role") == "period"], None)
    days = days_of(period)
    return days.last + timedelta(days=1) if days else None


async def keep_offers(session: Session, file: StoredFile, offers: Offers) -> None:
    """Put these offers in the place of the earlier ones; what a person took up or dismissed stays so."""
    suggestions = Suggestion.get_pymongo_collection()
    where = {"instansi": file.instansi, "file_id": file.id}
    await suggestions.delete_many({**where, "state": SuggestionState.OFFERED}, session=session)
    answered = await suggestions.find(
        where, {"finding_id": 1, "target": 1, "target_id": 1}, session=session
    ).to_list()
    known = {(row["finding_id"], row["target"], row["target_id"]) for row in answered}
    fresh = [
        {**where, "finding_id": finding_id, **asdict(offer), "state": SuggestionState.OFFERED}
        for finding_id, offer in offers
        if (finding_id, offer.target, offer.target_id) not in known
    ]
    if fresh:
        await suggestions.insert_many(fresh, session=session)


async def _deadline_offers(institution: Institution, findings: Iterable[Raw]) -> Offers:
    known = [
        DeadlineFact(str(one.id), one.title, one.year, one.closes_at.astimezone(institution.tz).date())
        for one in await deadlines.reporting(institution.id)
    ]
    offers: Offers = []
    for finding in findings:
        fields = fields_of(finding)
        if finding["kind"] == "date" and fields.get("role") == "deadline":
            offer = deadline_offer(fields["value"], sentence_of(finding), known)
            if offer is not None:
                offers.append((finding["_id"], offer))
    return offers


async def _input_offers(institution: Institution, claims: Iterable[Raw], today: date) -> Offers:
    """Claims of the completeness of input, each beside the figure that is computed for its year."""
    offers: Offers = []
    for claim in claims:
        fields = fields_of(claim)
        claimed = claim_value(fields.get("value"))
        is_input = fields.get("indicator") == INPUT_INDICATOR and fields["kind"] == "percent"
        if not is_input or claimed is None or fields.get("role") != "actual":
            continue
        year = year_of(fields.get("period")) or today.year
        plans = await _plans(institution.id, [year])
        through = await deadlines.due_through(institution, year, now())
        if not plans or through == 0:
            continue
        tallies = [(await plan_figures(plan)).total(through) for plan in plans]
        computed = percentages(sum(tallies, Tally())).terinput
        offers.append((claim["_id"], input_offer(claimed, computed, year=year, through=through)))
    return offers


async def _progress_offers(institution: Institution, claims: list[Raw], units: Units, today: date) -> Offers:
    """Claims beside the cells of the plans of the years that they speak of."""
    years = {year_of(fields_of(claim).get("period")) or today.year for claim in claims}
    plans = await _plans(institution.id, sorted(years))
    names = await _unit_names(institution.id)
    cells: list[Cell] = [cell for plan in plans for cell in await cells_of(plan, units, names)]
    if not cells:
        return []
    texts = [(claim, fields_of(claim), sentence_of(claim)) for claim in claims]
    offers = await asyncio.to_thread(
        lambda: [
            (claim["_id"], offer)
            for claim, fields, sentence in texts
            for offer in progress_offers(fields, sentence, cells, today)
        ]
    )
    return best_of_each_cell(offers)


def best_of_each_cell(offers: Offers) -> Offers:
    """The best few offers for each cell: nobody looks at the two hundredth claim that may serve it."""
    counted: Counter[str | None] = Counter()
    kept = []
    for finding_id, offer in sorted(offers, key=lambda one: -one[1].score):
        counted[offer.target_id] += 1
        if counted[offer.target_id] <= MOST_PER_CELL:
            kept.append((finding_id, offer))
    return kept


async def _unit_names(instansi: str) -> dict[str, tuple[str, ...]]:
    rows = await Unit.get_pymongo_collection().find({"instansi": instansi}).to_list()
    return {row["_id"]: (row["name"], row["short_name"]) for row in rows}


async def _plans(instansi: str, years: list[int]) -> list[Plan]:
    where = {"instansi": instansi, "year": {"$in": years}, "status": PlanStatus.ACTIVE}
    return list(await Plan.find(where).to_list())


def fields_of(finding: Raw) -> Mapping[str, Any]:
    """The fields of a raw finding that hold: a person's where there are, else the extractor's."""
    fields: Mapping[str, Any] = finding.get("edited") or finding["found"]
    return fields


def sentence_of(finding: Raw) -> str:
    """The sentence that a raw finding stands in."""
    return " ".join(part for part in (finding["before"], finding["quote"], finding["after"]) if part)
