"""The page on which findings are worked through: one page's picture, its boxes, and the finding at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, may
from tracker.deadlines import service as deadlines
from tracker.deadlines.models import Deadline
from tracker.evidence.models import (
    Evidence,
    Finding,
    Page,
    Revision,
    StoredFile,
    Suggestion,
    SuggestionState,
    Verdict,
)
from tracker.evidence.proof import claim_value
from tracker.evidence.suggestions import proposed_period
from tracker.i18n import _
from tracker.progress.cells import split_id
from tracker.progress.models import Progress
from tracker.progress.rules import EDITABLE
from tracker.web.formats import number

MOST_PERIODS = 500  # dates that are looked at for the period of a document
Raw = Mapping[str, Any]


class Lens(StrEnum):
    """Which findings a person goes through."""

    OFFERED = "saran"
    CLAIMS = "klaim"
    DATES = "tanggal"
    REGULATIONS = "peraturan"
    ALL = "semua"


KIND_OF = {Lens.CLAIMS: "claim", Lens.DATES: "date", Lens.REGULATIONS: "regulation"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A suggestion beside its finding, with what the person may do with it."""

    suggestion: Suggestion
    progress: Progress | None  # None: nobody has written into the cell yet
    deadline: Deadline | None  # the one that would move, or that was made of the finding
    is_done: bool
    may_take_up: bool
    standing: str | None = None  # how the claim stands to what is reported now

    @property
    def output_id(self) -> str:
        """The output of the cell."""
        return split_id(str(self.suggestion.target_id))[0]

    @property
    def triwulan(self) -> int:
        """The triwulan of the cell."""
        return split_id(str(self.suggestion.target_id))[1]

    @property
    def is_empty(self) -> bool:
        """Whether the cell has no value yet, so that the claim's may be filled in."""
        return self.progress is None or self.progress.value is None


@dataclass(frozen=True, slots=True)
class Review:
    """All that the working place shows."""

    evidence: Evidence
    revision: Revision
    file: StoredFile
    lens: Lens
    counts: Mapping[Lens, int]
    page: Page | None
    findings: Sequence[Finding]  # on this page, within the lens
    selected: Finding | None
    offers: Sequence[Offered]  # for the selected finding
    previous_id: PydanticObjectId | None
    next_id: PydanticObjectId | None
    previous_page: int | None
    next_page: int | None
    may_decide: bool
    proposed_period: str | None


async def review(
    actor: Actor,
    evidence: Evidence,
    *,
    revision: int | None = None,
    lens: Lens | None = None,
    finding_id: PydanticObjectId | None = None,
    page: int | None = None,
) -> Review:
    """The working place of an evidence: at a finding, at a page, or at the first that waits for somebody."""
    chosen = next((one for one in evidence.revisions if one.number == revision), evidence.revisions[-1])
    if finding_id is not None:
        chosen = await _revision_of(evidence, finding_id) or chosen
    file = await StoredFile.get(chosen.file_id)
    assert file is not None  # noqa: S101 - a revision is written with its file
    suggestions = await Suggestion.find({"instansi": file.instansi, "file_id": file.id}).to_list()
    where = {"instansi": file.instansi, "file_id": file.id}
    counts = await _counts(where, suggestions)
    given = await Finding.find_one({**where, "_id": finding_id}) if finding_id else None
    view = _View(where, _lens(lens, counts, given, suggestions), suggestions)
    selected = given or (await view.first_waiting() if page is None else await view.first_on(page))
    number = page if page is not None and given is None else selected.page if selected else 1
    shown = await Page.get(f"{file.id}:{number}")
    pages = file.page_count or 0
    return Review(
        evidence=evidence,
        revision=chosen,
        file=file,
        lens=view.lens,
        counts=counts,
        page=shown,
        findings=await view.on_page(number),
        selected=selected,
        offers=await _offers(actor, evidence, selected, suggestions),
        previous_id=await view.neighbour(selected, forward=False),
        next_id=await view.neighbour(selected, forward=True),
        previous_page=number - 1 if shown and number > 1 else None,
        next_page=number + 1 if shown and number < pages else None,
        may_decide=may(actor, Right.DECIDE_FINDING, instansi=evidence.instansi, unit=evidence.unit),
        proposed_period=None if evidence.period else await _proposed_period(where, file),
    )


async def next_waiting(review_at: Review) -> PydanticObjectId | None:
    """The finding to go on with after a decision: the next one that waits, from the start after the last."""
    suggestions = await Suggestion.find(
        {"instansi": review_at.file.instansi, "file_id": review_at.file.id}
    ).to_list()
    where = {"instansi": review_at.file.instansi, "file_id": review_at.file.id}
    view = _View(where, review_at.lens, suggestions)
    following = await view.waiting_after(review_at.selected) or await view.first_waiting(only=True)
    return following.id if following else None


@dataclass(frozen=True, slots=True)
class _View:
    """The findings of a file through a lens."""

    where: Mapping[str, Any]
    lens: Lens
    suggestions: Sequence[Suggestion]

    @property
    def filter(self) -> dict[str, Any]:
        if self.lens is Lens.OFFERED:
            return {**self.where, "_id": {"$in": offered_ids(self.suggestions)}}
        kind = KIND_OF.get(self.lens)
        return {**self.where, "kind": kind} if kind else dict(self.where)

    async def first_waiting(self, *, only: bool = False) -> Finding | None:
        """The first finding that waits for a person; else, unless `only` those, the first at all."""
        waiting = (
            await Finding.find({**self.filter, "verdict": Verdict.PROPOSED}).sort("+start").first_or_none()
        )
        if waiting is not None or only:
            return waiting
        return await Finding.find(self.filter).sort("+start").first_or_none()

    async def waiting_after(self, finding: Finding | None) -> Finding | None:
        if finding is None:
            return None
        where = {**self.filter, "verdict": Verdict.PROPOSED, "start": {"$gt": finding.start}}
        return await Finding.find(where).sort("+start").first_or_none()

    async def first_on(self, page: int) -> Finding | None:
        found = await self.on_page(page)
        waiting = (one for one in found if one.verdict is Verdict.PROPOSED)
        return next(waiting, found[0] if found else None)

    async def on_page(self, page: int) -> list[Finding]:
        return list(await Finding.find({**self.filter, "page": page}).sort("+start").to_list())

    async def neighbour(self, finding: Finding | None, *, forward: bool) -> PydanticObjectId | None:
        """The finding before or after in the order of the text."""
        if finding is None:
            return None
        where = {**self.filter, "start": {"$gt" if forward else "$lt": finding.start}}
        found = await Finding.find(where).sort("+start" if forward else "-start").first_or_none()
        return found.id if found else None


def offered_ids(suggestions: Sequence[Suggestion]) -> list[PydanticObjectId]:
    """The findings that have suggestions which nobody dismissed."""
    return sorted({one.finding_id for one in suggestions if one.state is not SuggestionState.DISMISSED})


async def _revision_of(evidence: Evidence, finding_id: PydanticObjectId) -> Revision | None:
    """The newest revision of the evidence in whose file the finding stands."""
    finding = await Finding.find_one({"_id": finding_id, "instansi": evidence.instansi})
    if finding is None:
        return None
    return next((one for one in reversed(evidence.revisions) if one.file_id == finding.file_id), None)


async def _counts(where: Raw, suggestions: Sequence[Suggestion]) -> dict[Lens, int]:
    """How many findings each lens shows."""
    findings = Finding.get_pymongo_collection()
    counts = {lens: await findings.count_documents({**where, "kind": kind}) for lens, kind in KIND_OF.items()}
    return {
        Lens.OFFERED: len(offered_ids(suggestions)),
        **counts,
        Lens.ALL: sum(counts.values()),
    }


def _lens(
    asked: Lens | None, counts: Mapping[Lens, int], given: Finding | None, suggestions: Sequence[Suggestion]
) -> Lens:
    """The lens that was asked for; else the narrowest that holds the finding, or anything at all."""
    if asked is not None:
        return asked
    if given is not None:
        if given.id in offered_ids(suggestions):
            return Lens.OFFERED
        return next(lens for lens, kind in KIND_OF.items() if kind == given.kind)
    return next((lens for lens in (Lens.OFFERED, Lens.CLAIMS) if counts[lens]), Lens.ALL)


async def _offers(
    actor: Actor, evidence: Evidence, finding: Finding | None, suggestions: Sequence[Suggestion]
) -> list[Offered]:
    """What the finding may serve, best first."""
    if finding is None:
        return []
    own = [one for one in suggestions if one.finding_id == finding.id]
    own.sort(key=lambda one: -one.score)
    cells = [one.target_id for one in own if one.target == "progress"]
    reports = (
        await Progress.find({"_id": {"$in": cells}, "instansi": actor.instansi}).to_list() if cells else []
    )
    by_id = {report.id: report for report in reports}
    known = await deadlines.listed(actor.instansi) if any(one.target == "deadline" for one in own) else []
    return [_offered(actor, evidence, one, finding, by_id.get(str(one.target_id)), known) for one in own]


def _offered(
    actor: Actor,
    evidence: Evidence,
    suggestion: Suggestion,
    finding: Finding,
    report: Progress | None,
    known: Sequence[Deadline],
) -> Offered:
    if suggestion.target == "deadline":
        made = next((one for one in known if finding.id in _findings_of(one)), None)
        moves = next((one for one in known if str(one.id) == suggestion.target_id), None)
        allowed = may(actor, Right.MANAGE_DEADLINE, instansi=actor.instansi)
        return Offered(suggestion, None, made or moves, made is not None, allowed)
    cites = report is not None and any(
        link.evidence_id == evidence.id and finding.id in link.findings for link in report.links
    )
    is_open = report is None or report.state in EDITABLE
    allowed = (
        suggestion.target == "progress"
        and is_open
        and may(actor, Right.REPORT_PROGRESS, instansi=actor.instansi, unit=suggestion.unit)
        and claim_value(finding.value.get("value")) is not None
    )
    standing = _standing(finding, report) if suggestion.target == "progress" else None
    return Offered(suggestion, report, None, cites, allowed, standing)


def _standing(finding: Finding, report: Progress | None) -> str:
    if report is None or report.value is None:
        return _("Sel ini belum diisi.")
    if report.proof.proven and report.proof.finding_id == finding.id:
        return _("Klaim ini membuktikan nilai yang dilaporkan, {value}.").format(value=number(report.value))
    return _("Sel ini berisi {value}.").format(value=number(report.value))


def _findings_of(deadline: Deadline) -> set[PydanticObjectId | None]:
    return {deadline.source_finding, *(moved.finding_id for moved in deadline.history)}


async def _proposed_period(where: Raw, file: StoredFile) -> str | None:
    """The period that the document seems to speak of, to be taken over by a person."""
    dates = (
        await Finding.get_pymongo_collection()
        .find({**where, "kind": "date"}, {"found": 1, "edited": 1})
        .limit(MOST_PERIODS)
        .to_list()
    )
    fields = [row.get("edited") or row["found"] for row in dates]
    values = [one["value"] for one in fields if one.get("role") == "period"]
    return proposed_period(values, file.published)
