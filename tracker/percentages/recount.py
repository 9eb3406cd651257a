"""The proof that what is kept equals the facts: tallies, the proof noted on each report, the queue."""

from dataclasses import dataclass

from tracker.evidence.proving import proof_differences
from tracker.i18n import _
from tracker.institutions.models import Institution
from tracker.percentages.service import differences
from tracker.plans.models import Plan
from tracker.review.keeping import differences as queue_differences
from tracker.search.indexing import differences as search_differences


@dataclass(frozen=True, slots=True)
class PlanRecount:
    """What of a plan's kept figures differs from a count of the facts."""

    title: str
    differences: tuple[str, ...]

    def line(self) -> str:
        """The result in a line."""
        if not self.differences:
            return _("{plan}: sama dengan fakta.").format(plan=self.title)
        listed = ", ".join(self.differences)
        return _("{plan}: berbeda pada {listed}.").format(plan=self.title, listed=listed)


async def recount_all() -> list[PlanRecount]:
    """Count every plan from its facts and compare with what is kept."""
    plans = await Plan.find_all().to_list()
    queues = [
        PlanRecount(
            _("{instansi} antrean pemeriksaan").format(instansi=institution.id),
            tuple(await queue_differences(institution.id)),
        )
        for institution in await Institution.find_all().to_list()
    ]
    indexes = [
        PlanRecount(
            _("{instansi} indeks pencarian").format(instansi=institution.id),
            tuple(await search_differences(institution.id)),
        )
        for institution in await Institution.find_all().to_list()
    ]
    counted = [
        PlanRecount(
            f"{plan.instansi} {plan.title}",
            (*await differences(plan), *await proof_differences(plan.instansi, plan.id)),
        )
        for plan in plans
    ]
    return [*counted, *queues, *indexes] if counted else []
