"""The page on which findings are worked through: one page's picture, its boxes, and the finding at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from beanie import PydanticObjectId

from tracker.accounts.rights import Actor, Right, may
from tracker.deadlines import lookup as deadlines
from tracker.deadlines.models import Deadline
from tracker.disputes.superseding import Superseded, superseded_by
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
from tracker.i18n import _
from tracker.progress.cells import split_id
from tracker.progress.models import Progress
from tracker.progress.rules import EDITABLE
from tracker.web.formats import number


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
class Sheet:
    """A page of the document as it is drawn: its number and its size in PDF points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in the outline of its file: enough to find the way, without its words."""

    id: PydanticObjectId
    kind: str
    start: int
    page: int
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """All findings of a file in the order of its text, and those that have suggestions."""

    marks: Sequence[Mark]
    offered: frozenset[PydanticObjectId]

    def through(self, lens: Lens) -> list[Mark]:
        """The findings that a lens shows."""
        if lens is Lens.OFFERED:
            return [mark for mark in self.marks if mark.id in self.offered]
        kind = KIND_OF.get(lens)
        return [mark for mark in self.marks if kind is None or mark.kind == kind]

    def counts(self) -> dict[Lens, int]:
        """How many findings each lens shows."""
        return {lens: len(self.through(lens)) for lens in Lens}

    def lens_for(self, given: PydanticObjectId | None) -> Lens:
        """The narrowest lens that holds the finding, or, without one, that holds anything at all."""
        order = (Lens.OFFERED, Lens.CLAIMS, Lens.DATES, Lens.REGULATIONS)
        return next(
            (lens for lens in order if any(given is None or mark.id == given for mark in self.through(lens))),
            Lens.ALL,
        )

    def mark(self, given: PydanticObjectId | None) -> Mark | None:
        """The finding of that id."""
        return next((mark for mark in self.marks if mark.id == given), None)

    def start_of(self, lens: Lens, page: int | None) -> Mark | None:
        """Where to begin on a page, or in all of the file: at what waits, else at the first."""
        shown = [mark for mark in self.through(lens) if page is None or mark.page == page]
        return next((mark for mark in shown if mark.is_waiting), shown[0] if shown else None)

    def neighbours(self, lens: Lens, given: Mark | None) -> tuple[Mark | None, Mark | None]:
        """The findings before and after one."""
        shown = self.through(lens)
        if given is None:
            return None, None
        before = [mark for mark in shown if mark.start < given.start]
        return (before[-1] if before else None), next((m for m in shown if m.start > given.start), None)

    def next_waiting(self, lens: Lens, given: PydanticObjectId) -> PydanticObjectId | None:
        """The finding to go on with after one was decided: the next that waits, from the start at the end."""
        mark = self.mark(given)
        waiting = [one for one in self.through(lens) if one.is_waiting and one.id != given]
        later = [one for one in waiting if mark is None or one.start > mark.start]
        return next((one.id for one in [*later, *waiting]), None)


async def outline_of(file: StoredFile) -> Outline:
    """The outline of a file: two queries, raw, whatever is in it."""
    where = {"instansi": file.instansi, "file_id": file.id}
    wanted = {"kind": 1, "start": 1, "page": 1, "verdict": 1}
    rows = await Finding.get_pymongo_collection().find(where, wanted).to_list()
    rows.sort(key=lambda row: row["start"])
    suggestions = (
        await Suggestion.get_pymongo_collection().find(where, {"finding_id": 1, "state": 1}).to_list()
    )
    return Outline(
        [
            Mark(row["_id"], row["kind"], row["start"], row["page"], row["verdict"] == Verdict.PROPOSED)
            for row in rows
        ],
        frozenset(row["finding_id"] for row in suggestions if row["state"] != SuggestionState.DISMISSED),
    )


@dataclass(frozen=True, slots=True)
class Review:
    """All that the working place shows."""

    evidence: Evidence
    revision: Revision
    file: StoredFile
    lens: Lens
    counts: Mapping[Lens, int]
    outline: Outline
    page: Sheet | None  # None: that page is not kept
    page_number: int
    findings: Sequence[Finding]  # on this page, within the lens
    selected: Finding | None
    offers: Sequence[Offered]  # for the selected finding
    previous_id: PydanticObjectId | None
    next_id: PydanticObjectId | None
    previous_page: int | None
    next_page: int | None
    may_decide: bool
    superseded: Mapping[str, Superseded]  # by the id of a finding on this page


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
    chosen = await _revision(evidence, revision, finding_id)
    file = await StoredFile.get(chosen.file_id)
    assert file is not None  # noqa: S101 - a revision is written with its file
    outline = await outline_of(file)
    given = outline.mark(finding_id)
    seen_by = lens or outline.lens_for(given.id if given else None)
    at = given or outline.start_of(seen_by, page)
    number = at.page if at and (given or page is None) else page or 1
    shown = await _sheet(file, number)
    findings = await _on_page(file, outline, seen_by, number, at)
    selected = next((one for one in findings if at and one.id == at.id), None)
    before, after = outline.neighbours(seen_by, at)
    return Review(
        evidence=evidence,
        revision=chosen,
        file=file,
        lens=seen_by,
        counts=outline.counts(),
        outline=outline,
        page=shown,
        page_number=number,
        findings=findings,
        selected=selected,
        offers=await _offers(actor, evidence, selected),
        previous_id=before.id if before else None,
        next_id=after.id if after else None,
        previous_page=number - 1 if shown and number > 1 else None,
        next_page=number + 1 if shown and number < (file.page_count or 0) else None,
        may_decide=may(actor, Right.DECIDE_FINDING, instansi=evidence.instansi, unit=evidence.unit),
        superseded=await superseded_by(evidence.instansi, [one.id for one in findings]),
    )


async def _on_page(
    file: StoredFile, outline: Outline, lens: Lens, page: int, at: Mark | None
) -> list[Finding]:
    """The findings of a page within the lens, and the one at hand even where the lens leaves it out."""
    shown = {mark.id for mark in outline.through(lens) if mark.page == page} | ({at.id} if at else set())
    if not shown:
        return []
    where = {"instansi": file.instansi, "file_id": file.id, "page": page}
    found = await Finding.find(where).to_list()
    return sorted((one for one in found if one.id in shown), key=lambda one: one.start)


async def _sheet(file: StoredFile, number: int) -> Sheet | None:
    wanted = {"number": 1, "width": 1, "height": 1}
    row = await Page.get_pymongo_collection().find_one({"_id": f"{file.id}:{number}"}, wanted)
    return Sheet(row["number"], row["width"], row["height"]) if row else None


async def _revision(evidence: Evidence, number: int | None, finding_id: PydanticObjectId | None) -> Revision:
    """The revision in whose file a finding stands, the one of that number, or the newest."""
    if finding_id is not None:
        where = {"_id": finding_id, "instansi": evidence.instansi}
        row = await Finding.get_pymongo_collection().find_one(where, {"file_id": 1})
        for one in reversed(evidence.revisions):
            if row is not None and one.file_id == row["file_id"]:
                return one
    return next((one for one in evidence.revisions if one.number == number), evidence.revisions[-1])


async def _offers(actor: Actor, evidence: Evidence, finding: Finding | None) -> list[Offered]:
    """What the finding may serve, best first."""
    if finding is None:
        return []
    where = {"instansi": evidence.instansi, "finding_id": finding.id}
    own = sorted(await Suggestion.find(where).to_list(), key=lambda one: -one.score)
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
