"""A paper from the database: its file, what it proposes, and what people decided of its rows."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from ingest.document import Table
from tracker.errors import NotFound
from tracker.evidence.models import ReadingState, StoredFile
from tracker.evidence.tables import tables_of
from tracker.i18n import _, language
from tracker.institutions.service import units_by_id
from tracker.plans.models import ImportDraft, PaperDecision, Plan
from tracker.plans.paper.merge import Decided, DeskRow, merged
from tracker.plans.paper.proposal import Proposal, Wishes, propose
from tracker.plans.paper.values import Place

KEPT = 8
"""Proposals that this process keeps: a person goes from row to row of one paper."""


class PaperChoices(BaseModel):
    """What a person decided about a paper's tables; kept with the upload."""

    tables: list[int] = Field(default_factory=list)
    kind: str = ""
    columns: list[tuple[int, int, str]] = Field(default_factory=list)
    into: dict[str, str] = Field(default_factory=dict)
    is_confirmed: bool = False

    def wishes(self) -> Wishes:
        """The same for the proposal."""
        return Wishes(
            tables=frozenset(self.tables),
            kind=self.kind,
            columns={(table, column): role for table, column, role in self.columns},
            into=self.into,
            is_confirmed=self.is_confirmed,
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it stands: `rows` with their decisions, in the paper's order."""

    plan: Plan
    upload: ImportDraft
    file: StoredFile
    choices: PaperChoices
    proposal: Proposal
    rows: tuple[DeskRow, ...]

    def row(self, key: str) -> DeskRow | None:
        """The row of that key."""
        return next((row for row in self.rows if row.key == key), None)

    @property
    def taken(self) -> list[DeskRow]:
        """The rows that go into the plan."""
        return [row for row in self.rows if row.is_taken]

    @property
    def waiting(self) -> list[DeskRow]:
        """The rows that nobody has decided."""
        return [row for row in self.rows if row.state == "proposed"]

    @property
    def sure(self) -> list[DeskRow]:
        """The rows that may be accepted at once."""
        return [row for row in self.rows if row.is_sure]


_proposals: OrderedDict[tuple[Any, ...], Proposal] = OrderedDict()


async def file_of(upload: ImportDraft) -> StoredFile:
    """The file of a paper. Raises NotFound."""
    file = await StoredFile.get(upload.paper) if upload.paper else None
    if file is None:
        raise NotFound(_("Berkas impor ini tidak ditemukan."))
    return file


async def load(plan: Plan, upload: ImportDraft) -> Paper:
    """The paper with its rows; without any while its file is not read. Raises NotFound."""
    file = await file_of(upload)
    choices = PaperChoices.model_validate(upload.wishes or {})
    proposal = await _proposal(plan, file, choices)
    where = {"instansi": upload.instansi, "import_id": upload.id}
    raw = await PaperDecision.get_pymongo_collection().find(where).to_list()
    rows = merged(proposal.rows, [_decided(PaperDecision.model_validate(one)) for one in raw])
    return Paper(plan, upload, file, choices, proposal, tuple(rows))


async def _proposal(plan: Plan, file: StoredFile, choices: PaperChoices) -> Proposal:
    if file.state is not ReadingState.READY:
        return Proposal((), (), (), (), ())
    units = [unit.name for unit in (await units_by_id(plan.instansi)).values()]
    key = (file.id, file.read_at, plan.kind, plan.year, choices.model_dump_json(), tuple(units), language())
    found = _proposals.get(key)
    if found is None:
        tables = await tables_of(file)
        found = await asyncio.to_thread(_propose, tables, plan, units, choices)
        _proposals[key] = found
        while len(_proposals) > KEPT:
            _proposals.popitem(last=False)
    else:
        _proposals.move_to_end(key)
    return found


def _propose(tables: Sequence[Table], plan: Plan, units: Sequence[str], choices: PaperChoices) -> Proposal:
    return propose(tables, plan.kind, plan.year, units=units, wishes=choices.wishes())


def _decided(one: PaperDecision) -> Decided:
    place = Place(one.table, one.row, one.page, one.box)
    return Decided(one.key, one.verdict, one.texts, one.source, place, one.version, one.by_name)
