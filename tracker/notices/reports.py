"""Telling a unit what became of its report."""

from tracker.database import Session
from tracker.notices.people import of_unit, people_of
from tracker.notices.service import tell
from tracker.progress.models import Progress

TOLD = {"progress.returned": "returned", "progress.reopened": "reopened"}
"""The steps of the inspectorate that leave a unit something to do, with the kind of their notice."""


async def tell_unit(
    session: Session, report: Progress, *, action: str, label: str, by: str, reason: str | None
) -> None:
    """Tell those who report for the unit that the report came back; other steps tell nobody."""
    kind = TOLD.get(action)
    if kind is None:
        return
    await tell(
        session,
        of_unit(await people_of(report.instansi), report.unit),
        kind=kind,
        key=f"{kind}:{report.id}:{report.revision}",
        data={"label": label, "by": by, "reason": reason},
        path=f"/capaian/{report.output_id}/{report.triwulan}",
        at=report.updated_at,
    )
