"""Claims of one evidence placed on many reports by one form, and taken back as a whole.

Each report is written in a transaction of its own, with its event: what changed meanwhile is left and named,
the others stand. Every id of the form is authorised before the first of them is written.
"""

from collections.abc import Mapping, Sequence

from beanie import PydanticObjectId
from pymongo.errors import DuplicateKeyError

from tracker.accounts.rights import Actor, Right, demand
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Forbidden, Invalid, NotFound, RenaksiError
from tracker.evidence.lookup import visible_evidence, visible_finding
from tracker.evidence.models import DECIDED, Evidence, Finding, Suggestion, SuggestionState, Verdict
from tracker.evidence.proving import citing
from tracker.evidence.verdicts import answer_within, write_verdict
from tracker.i18n import _
from tracker.placing.gathering import CellRows, Row, cells_for
from tracker.placing.models import LeftCell, PlacedCell, Placement
from tracker.placing.rules import Chosen, Pick, Standing, by_cell, problems, value_for_cell
from tracker.progress.cells import Cell
from tracker.progress.errors import Attempt
from tracker.progress.rules import State, Step
from tracker.progress.service import linking
from tracker.progress.steps import Change, step_within

MOST = 100

Reached = Mapping[PydanticObjectId, list[Evidence]]
"""By finding, the evidences through which the person has the right to decide on it."""


async def place(actor: Actor, *, evidence_id: PydanticObjectId, chosen: Sequence[Chosen]) -> Placement:
    """Tie the ticked claims to their reports; a claim that is still proposed is accepted with it.

    Raises NotFound for a row that this person may not write, Invalid (by suggestion) where a choice is
    missing or two clash: then nothing is written.
    """
    evidence = await visible_evidence(actor, evidence_id)
    if not 1 <= len(chosen) <= MOST:
        raise Invalid(_("Centang dari 1 sampai {most} baris.").format(most=MOST))
    cells = {cell.progress_id: cell for cell in await cells_for(actor, evidence)}
    rows = {row.id: (cell, row) for cell in cells.values() for row in cell.rows}
    if any(one.suggestion_id not in rows for one in chosen):
        raise NotFound(_("Saran ini tidak ditemukan. Mungkin sudah diperbarui; muat ulang halaman."))
    reached = await _authorised(actor, [rows[one.suggestion_id] for one in chosen])
    picks = [_pick(one, *rows[one.suggestion_id]) for one in chosen]
    if found := problems(pick for pick in picks if pick.standing is not Standing.PLACED):
        raise Invalid(_("Belum ada yang ditempatkan. Lengkapi baris yang ditandai."), found)
    placement = Placement(
        instansi=evidence.instansi,
        evidence_id=evidence.id,
        by=actor.user_id,
        by_name=actor.name,
        at=now(),
    )
    await placement.insert()
    seen = {one.suggestion_id: one for one in chosen}
    for progress_id, own in by_cell(picks).items():
        job = _Placing(actor, evidence, placement.id, cells[progress_id], own, seen, reached)
        await job.do()
    return await placement_of(actor, placement.id)


async def _authorised(actor: Actor, wanted: Sequence[tuple[CellRows, Row]]) -> Reached:
    """Demand the right over each report and each finding. Raises NotFound or Forbidden."""
    reached = {}
    for cell, row in wanted:
        demand(actor, Right.REPORT_PROGRESS, instansi=cell.renaksi.instansi, unit=cell.renaksi.unit)
        needed = Right.VIEW_EVIDENCE if row.finding.verdict in DECIDED else Right.DECIDE_FINDING
        _finding, reached[row.finding.id] = await visible_finding(actor, row.finding.id, right=needed)
    return reached


def _pick(one: Chosen, cell: CellRows, row: Row) -> Pick:
    return Pick(one.suggestion_id, cell.progress_id, row.claimed, row.standing, one.wish)


class _Placing:
    """One report's part of a form."""

    def __init__(
        self,
        actor: Actor,
        evidence: Evidence,
        placement_id: PydanticObjectId,
        cell: CellRows,
        picks: Sequence[Pick],
        seen: Mapping[str, Chosen],
        reached: Reached,
    ) -> None:
        rows = {row.id: row for row in cell.rows}
        self._actor, self._evidence, self._placement_id, self._cell = actor, evidence, placement_id, cell
        self._picks, self._reached = picks, reached
        self._rows = [rows[pick.suggestion_id] for pick in picks]
        self._seen = [seen[pick.suggestion_id] for pick in picks]

    async def do(self) -> None:
        """Write it, or keep why it was left."""
        why = self._hindrance()
        if why is None:
            try:
                await in_transaction(self._write)
            except (Conflict, Forbidden, Invalid) as error:
                why = error.message
            except DuplicateKeyError:  # somebody wrote into the empty cell at the same moment
                why = _changed()
        if why is not None:
            left = LeftCell(progress_id=self._cell.progress_id, label=self._cell.label, why=why)
            await _push(self._placement_id, "left", left.model_dump())

    def _hindrance(self) -> str | None:
        if all(row.standing is Standing.PLACED for row in self._rows):
            return _("Sudah ditempatkan.")
        if self._cell.shut is not None:
            return self._cell.shut
        if any(row.superseded for row in self._rows):
            return _("Klaim ini digantikan keputusan atas nilai yang bertentangan.")
        if any(row.standing is Standing.SHUT for row in self._rows):
            return _("Satuan klaim berbeda dari satuan output.")
        is_as_seen = all(
            one.revision == self._cell.revision and one.version == row.finding.version
            for one, row in zip(self._seen, self._rows, strict=True)
        )
        return None if is_as_seen else _changed()

    async def _write(self, session: Session) -> None:
        confirmed = {}
        for row in self._rows:
            if row.finding.verdict not in DECIDED:
                evidence = self._reached[row.finding.id]
                after = await write_verdict(session, self._actor, row.finding, evidence, Verdict.CONFIRMED)
                confirmed[str(after.id)] = after.version
        before = self._cell.report
        report = await step_within(
            session,
            self._actor,
            Step.SAVE,
            progress_id=self._cell.progress_id,
            attempt=Attempt(self._cell.revision),
            prepare=linking(
                self._actor,
                evidence_id=self._evidence.id,
                findings=[row.finding.id for row in self._rows],
                pages=sorted({row.finding.page for row in self._rows}),
                value=value_for_cell(self._picks),
                replaces=True,
                told={"placement": str(self._placement_id)},
            ),
        )
        for row in self._rows:
            await answer_within(session, self._actor, row.suggestion, SuggestionState.ACCEPTED)
        placed = PlacedCell(
            progress_id=report.id,
            label=self._cell.label,
            revision=report.revision,
            state=before.state if before else State.EMPTY,
            value=before.value if before else None,
            links=before.links if before else [],
            suggestions=[row.suggestion.id for row in self._rows],
            confirmed=confirmed,
        )
        await _push(self._placement_id, "placed", placed.model_dump(), session)


async def undo(actor: Actor, *, placement_id: PydanticObjectId) -> tuple[Placement, list[LeftCell]]:
    """Take back all that can still be taken back, and the reports that cannot, each with its reason."""
    placement = await placement_of(actor, placement_id)
    left = []
    for cell in placement.placed:
        if cell.progress_id in placement.undone:
            continue
        try:
            await _take_back(actor, placement, cell)
        except (Conflict, Forbidden, Invalid, NotFound) as error:
            left.append(LeftCell(progress_id=cell.progress_id, label=cell.label, why=_why(error)))
    return await placement_of(actor, placement_id), left


async def placement_of(actor: Actor, placement_id: PydanticObjectId) -> Placement:
    """One of the person's own. Raises NotFound."""
    found = await Placement.find_one({"_id": placement_id, "instansi": actor.instansi})
    if found is None or found.by != actor.user_id:
        raise NotFound(_("Penempatan ini tidak ditemukan."))
    return found


async def _take_back(actor: Actor, placement: Placement, cell: PlacedCell) -> None:
    async def prepare(_session: Session, _found: Cell) -> Change:
        fields = {"value": cell.value, "links": cell.links}
        data = {"placement": str(placement.id), "after": {"value": cell.value}}
        return Change(fields, "progress.unplaced", data, state=cell.state)

    async def work(session: Session) -> None:
        await step_within(
            session,
            actor,
            Step.SAVE,
            progress_id=cell.progress_id,
            attempt=Attempt(cell.revision),
            prepare=prepare,
        )
        for finding_id, version in cell.confirmed.items():
            await _doubt(session, actor, PydanticObjectId(finding_id), version)
        where = {"_id": {"$in": cell.suggestions}, "instansi": actor.instansi}
        for suggestion in await Suggestion.find(where, session=session).to_list():
            await answer_within(session, actor, suggestion, SuggestionState.OFFERED)
        await _push(placement.id, "undone", cell.progress_id, session)

    await in_transaction(work)


async def _doubt(session: Session, actor: Actor, finding_id: PydanticObjectId, version: int) -> None:
    """Make a finding a proposal again that the form accepted, unless something rests on it by now."""
    finding = await Finding.find_one({"_id": finding_id, "instansi": actor.instansi}, session=session)
    if finding is None or finding.version != version or await citing(session, actor.instansi, [finding_id]):
        return
    _finding, evidence = await visible_finding(actor, finding_id, right=Right.DECIDE_FINDING)
    await write_verdict(session, actor, finding, evidence, Verdict.PROPOSED)


async def _push(
    placement_id: PydanticObjectId, field: str, value: object, session: Session | None = None
) -> None:
    await Placement.get_pymongo_collection().update_one(
        {"_id": placement_id}, {"$push": {field: value}}, session=session
    )


def _changed() -> str:
    return _("Diubah orang lain setelah halaman ini dibuka. Lihat nilainya sekarang, lalu ulangi.")


def _why(error: RenaksiError) -> str:
    return _("Sudah diubah lagi sesudahnya.") if isinstance(error, Conflict) else error.message
