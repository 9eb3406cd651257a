"""Finding a cell of a plan: one output in one triwulan, with all that belongs to it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracker.accounts.rights import Actor, Right, demand
from tracker.database import Session
from tracker.deadlines.models import Deadline
from tracker.deadlines.rules import due_of
from tracker.deadlines.windows import Window
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.percentages.facts import output_facts
from tracker.percentages.rules import TRIWULANS, is_required
from tracker.plans.models import Output, Plan, Renaksi
from tracker.progress.models import Progress, Submission, progress_id


@dataclass(frozen=True, slots=True)
class Cell:
    """One output in one triwulan: its report, which may be an unsaved empty one, and where it belongs."""

    progress: Progress
    renaksi: Renaksi
    output: Output
    plan: Plan
    deadline: Deadline | None
    windows: tuple[Window, ...] = ()  # of the year's strict deadlines

    @property
    def target(self) -> Decimal | None:
        """What was aimed at in this triwulan; the year's target where only that is set, in triwulan IV."""
        own = self.output.targets.at(self.progress.triwulan)
        return self.output.targets.total if own is None and self.is_required else own

    @property
    def target_text(self) -> str | None:
        """The target as the plan writes it where it is no plain number."""
        return self.output.target_texts.at(self.progress.triwulan)

    @property
    def budget(self) -> int | None:
        """Whole rupiah planned for this triwulan."""
        return self.output.budgets.at(self.progress.triwulan)

    @property
    def is_required(self) -> bool:
        """Whether something must be filled in here."""
        facts = output_facts(self.output.model_dump(), weight=self.output.weight, progress={})
        return is_required(facts, self.progress.triwulan)

    @property
    def label(self) -> str:
        """What people call the cell."""
        roman = ("I", "II", "III", "IV")[self.progress.triwulan - 1]
        return f"{self.output.indikator}, {_('triwulan')} {roman} {self.progress.year}"

    @property
    def submission(self) -> Submission | None:
        """The newest submission, decided or not."""
        return self.progress.submissions[-1] if self.progress.submissions else None

    def is_late(self, at: datetime) -> bool:
        """Whether the deadline for this triwulan had passed by then."""
        return self.deadline is not None and self.deadline.closes_for(self.renaksi.unit) < at


async def cell(actor: Actor, *, output_id: str, triwulan: int) -> Cell:
    """The cell, for somebody who may see its report.

    Raises NotFound for an output that is not there, lies elsewhere, or is outside the person's units.
    """
    found = await find_cell(actor.instansi, output_id=output_id, triwulan=triwulan)
    demand(actor, Right.VIEW_PROGRESS, instansi=found.renaksi.instansi, unit=found.renaksi.unit)
    return found


async def cell_of(actor: Actor, *, progress_id: str) -> Cell:
    """The same by the report's id, `output:triwulan`."""
    output_id, triwulan = split_id(progress_id)
    return await cell(actor, output_id=output_id, triwulan=triwulan)


def split_id(identifier: str) -> tuple[str, int]:
    """The output and the triwulan of a report's id: "652f…:3" -> ("652f…", 3). Raises NotFound."""
    output_id, _colon, triwulan = identifier.rpartition(":")
    if not output_id or triwulan not in {"1", "2", "3", "4"}:
        raise NotFound(_("Laporan ini tidak ditemukan."))
    return output_id, int(triwulan)


async def find_cell(instansi: str, *, output_id: str, triwulan: int, session: Session | None = None) -> Cell:
    """The cell within an institution, whoever asks. Raises NotFound."""
    renaksi = await Renaksi.find_one({"instansi": instansi, "outputs.id": output_id}, session=session)
    output = renaksi.output(output_id) if renaksi else None
    if renaksi is None or output is None or renaksi.removed or triwulan not in TRIWULANS:
        raise NotFound(_("Output atau triwulan ini tidak ditemukan. Mungkin rencana aksinya telah diubah."))
    plan = await Plan.find_one({"_id": renaksi.plan_id, "instansi": instansi}, session=session)
    if plan is None:
        raise NotFound(_("Rencana aksi dari output ini tidak ditemukan."))
    report = await Progress.find_one({"_id": progress_id(output_id, triwulan)}, session=session)
    where = {"instansi": instansi, "year": plan.year, "removed": False}
    deadlines = await Deadline.find(where, session=session).to_list()
    return Cell(
        progress=report or _empty(renaksi, output, triwulan),
        renaksi=renaksi,
        output=output,
        plan=plan,
        deadline=due_of([each for each in deadlines if each.is_due], triwulan),
        windows=tuple(each.window() for each in deadlines if each.strict),
    )


def _empty(renaksi: Renaksi, output: Output, triwulan: int) -> Progress:
    """The report of a cell in which nobody has written yet; it is not stored."""
    return Progress(
        id=progress_id(output.id, triwulan),
        instansi=renaksi.instansi,
        plan_id=renaksi.plan_id,
        renaksi_id=renaksi.id,
        output_id=output.id,
        year=renaksi.year,
        triwulan=triwulan,
        unit=renaksi.unit,
        updated_at=renaksi.id.generation_time,
    )
